// Ctrl-C and its likes: how a command hears that somebody wants it to end, and what it answers then.

/** Somebody wants the command to end. */
export class Interruption extends Error {
  public constructor(public readonly exitCode: number) {
    super("interrupted");
  }
}

/** What shells answer for a command that such a signal ended: 128 and the signal's number. */
const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

export type EndingSignal = keyof typeof SIGNALS;

/**
 * Lets a command end in order when it is told to. A second signal ends the process at once.
 * @returns what stops the listening
 */
export function onInterruption(listener: (interruption: Interruption, signal: EndingSignal) => void): () => void {
  const heard = (signal: EndingSignal): void => {
    listener(new Interruption(SIGNALS[signal]), signal);
  };
  for (const signal of Object.keys(SIGNALS)) process.once(signal, heard);
  return () => {
    for (const signal of Object.keys(SIGNALS)) process.off(signal, heard);
  };
}
