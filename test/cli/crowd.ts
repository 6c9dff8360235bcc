// Processes that do the same thing at the same instant, as often as requested.
import { spawn, type ChildProcess } from "node:child_process";

export interface Crowd {
  /** Sends one message to all at once, and waits for the reply of each. */
  askAll(message: unknown): Promise<readonly string[]>;
  end(): void;
}

/** Starts processes that run a script. The script replies to each message with one message; the first one says that it is ready. */
export async function crowd(size: number, script: string, loader: readonly string[] = []): Promise<Crowd> {
  const args = [...loader, "--eval", script];
  const members = Array.from({ length: size }, () =>
    spawn(process.execPath, args, { stdio: ["ignore", "inherit", "inherit", "ipc"] }),
  );
  const answers = (): Promise<string>[] => members.map(answerOf);
  await Promise.all(answers());
  return {
    askAll: (message) => {
      const all = Promise.all(answers());
      for (const member of members) member.send(message as object);
      return all;
    },
    end: () => {
      for (const member of members) member.disconnect();
    },
  };
}

function answerOf(member: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    const end = (code: number | null): void => resolve(`ended with ${String(code)}`);
    member.once("exit", end).once("message", (answer: string) => {
      member.off("exit", end);
      resolve(answer);
    });
  });
}
