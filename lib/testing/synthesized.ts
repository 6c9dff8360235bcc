// A stack as tests look at it: what it emits, its route plan, and every finding. Validations always run, which a plain synth in a test
// leaves out.
import { Testing, type TerraformStack } from "cdktf";
import type { AppFinding } from "../constructs";
import { findingsText } from "../report";
import type { RoutePlan } from "../routes";
import { trySynthesisOf } from "./synthesis-of";

/** Result of `synthesize`. */
export interface SynthesizedStack {
  /** Id of the stack. */
  readonly stack: string;
  /** Emitted Terraform JSON, parsed. */
  readonly terraform: { readonly [block: string]: unknown };
  /** Route plan; undefined if the stack has an error that is not acknowledged. */
  readonly routePlan: RoutePlan | undefined;
  /** All findings of the stack: errors, warnings and infos, acknowledged or not. */
  readonly findings: readonly AppFinding[];
}

/**
 * Synthesizes a stack in memory and writes nothing. It returns the library's findings, so that a test can expect them.
 * @throws Error if validations of other constructs fail, because a synth would fail too
 */
export function synthesize(stack: TerraformStack): SynthesizedStack {
  const terraform = JSON.parse(Testing.synth(stack)) as SynthesizedStack["terraform"];
  const synthesis = trySynthesisOf(stack);
  const findings = (synthesis?.findings().findings ?? []).map((finding) => ({ stack: stack.node.id, ...finding }));
  const own = new Set(findings.map(({ text }) => text));
  const foreign = stack.node.findAll().flatMap((node) =>
    node.node
      .validate()
      .filter((text) => !own.has(text) && !text.startsWith(CAPPED))
      .map((text) => `[${node.node.path}] ${text}`),
  );
  if (foreign.length > 0) throw new Error(`Validation failed with the following errors:\n  ${foreign.join("\n  ")}`);
  return { stack: stack.node.id, terraform, routePlan: synthesis?.routePlan(), findings };
}

/** How a list of findings ends that is cut. */
const CAPPED = "… and ";

export function isSynthesized(value: unknown): value is SynthesizedStack {
  return typeof value === "object" && value !== null && "terraform" in value && "findings" in value && "stack" in value;
}

/** Its findings as `check` prints them. */
export function findingsTextOf({ stack, findings }: SynthesizedStack): string {
  const plain = findings.map(({ rule, severity, construct, text, acknowledged }) => ({
    rule,
    severity: severity as "error" | "warning" | "info",
    construct,
    text,
    ...(acknowledged === undefined ? {} : { acknowledged }),
  }));
  return findingsText([{ stack, findings: plain }]);
}
