// checkApp: every finding of every stack, where a synth would stop at the first stack that has one.
import type { App } from "cdktf";
import { AppLedger } from "../synthesis";

/** One finding of an app. */
export interface AppFinding {
  /** Id of the stack. */
  readonly stack: string;
  /** Path of the construct. */
  readonly construct: string;
  /** Id of the rule, as RULES.md has it. */
  readonly rule: string;
  /** `error`, `warning` or `info`. */
  readonly severity: string;
  /** What is wrong, with the mend and the id. */
  readonly text: string;
  /** Why the program accepts it. @default - it does not */
  readonly acknowledged?: string;
}

/**
 * Every finding of every stack of an app, in the order of stacks, declaration and precedence; nothing is written, nothing thrown.
 * In a test: `expect(checkApp(app).filter(({ severity }) => severity === "error")).toEqual([])`.
 */
export function checkApp(app: App): AppFinding[] {
  return AppLedger.of(app).ledgers.flatMap((ledger) => {
    const { stack, findings } = ledger.findings();
    return findings.map((finding) => ({ stack, ...finding }));
  });
}
