// Step three of a synth: writes what follows into the stack. Each synth replaces what the last one wrote.
import { appendFileSync } from "node:fs";
import { Annotations, type TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { DeploymentTarget, hasCredentials, isRetired, tryFindDeclaration } from "../declarations";
import { stops, type StackFindings } from "../routes";
import { findingText } from "../rules";
import { addDependency, addPreconditions } from "./additions";
import { addressOf } from "./app-facts";
import { rawOverridesOf } from "./cdktf-hooks";
import type { Collected } from "./collect";
import { NOTHING_DEFERRED } from "./deferred-rules";
import type { Evaluation } from "./evaluate";
import { sourceTagsOf } from "./source-tags";
import { replaceDeclaredBackend, simulatedStatePath } from "./target-state";

export class Emitter {
  private readonly warned = new Set<string>();
  private readonly checks = new Set<string>();

  public constructor(private readonly stack: TerraformStack) {}

  /** Writes what Terraform gets: the backend, concurrency edges, preconditions and checks. */
  public emitTerraform(collected: Collected, { wishes, conditions }: Evaluation): void {
    const { target, elements, replicas, lanes } = collected;
    if (target === DeploymentTarget.SIMULATED && replaceDeclaredBackend(this.stack, elements)) {
      const text = `simulated: the state is kept in ${simulatedStatePath(this.stack)}, and the backend that the program declares is left out. [target/state]`;
      this.annotate(this.stack, text, "info");
    }
    for (const replica of replicas) {
      const before = lanes.get(replica);
      addDependency(replica, before === undefined ? undefined : addressOf(before));
    }
    this.removeChecks();
    for (const [replica, wish] of wishes) {
      if (isRetired(replica)) continue;
      replica.declareFor?.(target);
      const { preconditions, postconditions, checks } = conditions.get(wish) ?? NOTHING_DEFERRED;
      addPreconditions(replica, preconditions);
      const record = replica.planned?.lastMaking?.record;
      if (record !== undefined) record.lifecycle = { ...record.lifecycle, postcondition: [...postconditions] };
      for (const [name, { condition, errorMessage }] of checks) {
        this.checks.add(name);
        this.stack.addOverride(`check.${name}`, { assert: [{ condition, error_message: errorMessage }] });
      }
    }
  }

  private removeChecks(): void {
    const { check } = rawOverridesOf(this.stack) as { readonly check?: Record<string, unknown> };
    for (const name of this.checks) if (check !== undefined) Reflect.deleteProperty(check, name);
    this.checks.clear();
  }

  /** Warnings and infos, each once however often the stack is synthesized. */
  public emitWarnings({ replicas, target }: Collected, { wishes, findings }: Evaluation): void {
    const text = targetWarning(target, replicas.length > 0);
    if (text !== undefined) this.annotate(this.stack, text);
    for (const [replica, wish] of wishes) {
      for (const finding of findings.get(wish) ?? [])
        if (!stops(finding, wish)) this.annotate(replica, findingText(finding));
    }
  }

  private annotate(scope: IConstruct, text: string, level: "warning" | "info" = "warning"): void {
    const key = `${scope.node.path} ${text}`;
    if (this.warned.has(key)) return;
    this.warned.add(key);
    if (level === "info") Annotations.of(scope).addInfo(text);
    else Annotations.of(scope).addWarning(text);
  }
}

function targetWarning(target: DeploymentTarget, hasReplicas: boolean): string | undefined {
  if (target !== DeploymentTarget.SIMULATED) {
    return hasReplicas
      ? "huaweicloud: the vendor's provider does not resume a copy that was interrupted: look for it in the target region before applying again. [target/huaweicloud]"
      : undefined;
  }
  const deceptive = hasCredentials() ? ", although credentials for it are set in the environment" : "";
  return `simulated: nothing is created on Huawei Cloud${deceptive}. [target/simulated]`;
}

/** Appends the findings of a stack to the file of a check: cdktf itself would show those of the first stack that fails. */
export function writeFindings(
  file: string,
  found: StackFindings,
  { replicas, reported }: Collected,
  { wishes }: Evaluation,
): void {
  const declared = [...replicas, ...reported.keys()];
  const places = Object.fromEntries(declared.map((one) => [one.node.path, tryFindDeclaration(one)]));
  appendFileSync(file, `${JSON.stringify({ ...found, places, sourceTags: sourceTagsOf(wishes) })}\n`);
}
