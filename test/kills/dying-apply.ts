// A program that applies a small plan and kills itself at one of its commits; and what it had acknowledged before.
import { spawnSync } from "node:child_process";
import { writeSync } from "node:fs";
import { Cloud } from "../../lib/cloud";
import { Deployment } from "../../lib/deployment";
import { Store } from "../../lib/store";
import { CHAIN, worldOf } from "../deployment/rehearsal";

export interface Death {
  /** False if it ended normally, because it had fewer commits. */
  readonly died: boolean;
  /** Ids of the images that it reported as requested, and as made. */
  readonly asked: readonly string[];
  readonly made: readonly string[];
}

/** Runs the program on this file until the commit of this number, counted from 1. */
export function applyUntil(file: string, count: number, phase: "before" | "after"): Death {
  const args = ["--require", require.resolve("tsx/cjs"), __filename, file, String(count), phase];
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (signal !== "SIGKILL" && status !== 0) throw new Error(stderr);
  const told = (what: string): readonly string[] =>
    stdout
      .split("\n")
      .filter((line) => line.startsWith(`${what} `))
      .map((line) => line.slice(what.length + 1));
  return { died: signal === "SIGKILL", asked: told("asked"), made: told("made") };
}

/** Applies the plan, and loads its source images unless they exist. */
async function applyChain(store: Store): Promise<void> {
  const cloud = new Cloud(store);
  if (cloud.inventory().images.length === 0) cloud.load(worldOf(CHAIN));
  const told = new Set<string>();
  const tell = (line: string): void => {
    if (!told.has(line)) writeSync(process.stdout.fd, `${line}\n`);
    told.add(line);
  };
  const onProgress = ({ outcomes }: Deployment): void => {
    for (const { imageId, status } of outcomes) {
      if (imageId !== null) tell(`asked ${imageId}`);
      if (imageId !== null && status === "made") tell(`made ${imageId}`);
    }
  };
  await new Deployment(CHAIN, cloud, { onProgress }).run();
}

async function main([file = "", count, phase]: readonly string[]): Promise<void> {
  const store = Store.open(file, {
    onCommit: (...now) => {
      if (now.join() === [count, phase].join()) process.kill(process.pid, "SIGKILL");
    },
  });
  await applyChain(store);
  store.close();
}

if (require.main === module) void main(process.argv.slice(2));
