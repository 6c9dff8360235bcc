// checkApp: every finding of every stack, where a synth would stop at the first stack that has one.
import type { App } from "cdktf";
import { AppSynthesis } from "../synthesis";

/** A finding of an app. */
export interface AppFinding {
  /** Id of the stack. */
  readonly stack: string;
  /** Path of the construct that it is about. */
  readonly construct: string;
  /** Id of the rule, as in RULES.md. */
  readonly rule: string;
  /** `error`, `warning` or `info`. */
  readonly severity: string;
  /** Message: the problem, the fix and the id of the rule. */
  readonly text: string;
  /** Reason of the acknowledgement. @default - not acknowledged */
  readonly acknowledged?: string;
}

/**
 * Returns every finding of every stack of an app, in the order of stacks, declarations and rules. It writes nothing and does not throw on
 * findings.
 * In a test: `expect(checkApp(app).filter(({ severity }) => severity === "error")).toEqual([])`.
 */
export function checkApp(app: App): AppFinding[] {
  return AppSynthesis.of(app).stacks.flatMap((synthesis) => {
    const { stack, findings } = synthesis.findings();
    return findings.map((finding) => ({ stack, ...finding }));
  });
}
