// A folder with a route plan and a region state with its sources, for processes that apply it.
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Cloud } from "../../lib/cloud";
import { Deployment } from "../../lib/deployment";
import { writeRoutePlan, type RoutePlan } from "../../lib/routes";
import { Store, type Snapshot } from "../../lib/store";
import { worldOf } from "../deployment/rehearsal";

const COMMAND = join(__dirname, "..", "..", "dist", "cli", "main.js");

export interface Ended {
  /** Null if a signal ended it. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Run {
  readonly child: ChildProcess;
  /** Resolves with the first output of the process, when its work begins or has failed to begin. */
  readonly began: Promise<unknown>;
  readonly ended: Promise<Ended>;
}

export class PlanFolder {
  public readonly path = mkdtempSync(join(tmpdir(), "plan-"));
  private readonly file = join(this.path, ".image-replication", "cloud.db");

  public constructor(plan: RoutePlan) {
    writeFileSync(join(this.path, "route-plan.json"), writeRoutePlan(plan));
    this.look((store) => new Cloud(store).load(worldOf(plan)));
  }

  public look<T>(work: (store: Store) => T): T {
    const store = Store.open(this.file);
    try {
      return work(store);
    } finally {
      store.close();
    }
  }

  /** Starts `image-replication apply` here. */
  public apply(...options: readonly string[]): Run {
    const env = { ...process.env, NO_COLOR: "1", IMAGE_REPLICATION_CLOUD: this.file };
    const args = [COMMAND, "apply", "route-plan.json", ...options];
    const child = spawn(process.execPath, args, { cwd: this.path, env, stdio: ["ignore", "pipe", "pipe"] });
    let out = "";
    let err = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => (out += chunk));
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => (err += chunk));
    const ended = new Promise<Ended>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => {
        resolve({ code, out, err });
      });
    });
    const began = Promise.race([ended, new Promise((resolve) => child.stderr.once("data", resolve))]);
    return { child, began, ended };
  }

  public remove(): void {
    rmSync(this.path, { recursive: true });
  }
}

/** The region state after an undisturbed apply of the plan by one process. */
export async function cleanRun(plan: RoutePlan): Promise<Snapshot> {
  const store = Store.open(":memory:");
  try {
    const cloud = new Cloud(store);
    cloud.load(worldOf(plan));
    await new Deployment(plan, cloud).run();
    return store.snapshot();
  } finally {
    store.close();
  }
}
