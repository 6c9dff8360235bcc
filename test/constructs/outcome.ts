// The outcome of a program: its findings, the deferred rules, and its route plan as text.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformStack } from "cdktf";
import { checkApp } from "../../lib";
import type { RoutePlan } from "../../lib/routes";

export interface Outcome {
  /** Ids of broken rules. */
  readonly findings: readonly string[];
  /** Rules that Terraform or the service checks; none when there are errors. */
  readonly deferred: readonly string[];
  /** The route plan; empty when there are errors. */
  readonly text: string;
}

/** Synthesizes a program with one stack. */
export function outcomeOf(declare: (stack: TerraformStack) => void): Outcome {
  const folder = mkdtempSync(join(tmpdir(), "tokens-"));
  try {
    const app = new App({ outdir: folder, stackTraces: false });
    declare(new TerraformStack(app, "stack"));
    const findings = checkApp(app).map(({ rule }) => rule);
    let text = "";
    try {
      app.synth();
      text = readFileSync(join(folder, "stacks", "stack", "route-plan.json"), "utf8");
    } catch (error) {
      if (!/Validation failed/u.test(String(error))) throw error;
    }
    const deferred = text === "" ? [] : (JSON.parse(text) as RoutePlan).deferred.map(({ rule }) => rule);
    return { findings, deferred, text };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
