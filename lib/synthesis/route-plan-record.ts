// The record of a stack's route plan: a terraform_data whose input changes when the plan does, so that any tool that shows a
// Terraform plan shows it; and the side file route-plan.json, written when the stack is synthesized to files.
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { NullProvider } from "@cdktf/provider-null/lib/provider";
import { Lazy, Token, type ISynthesisSession, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { TerraformData } from "../bindings";
import { CONTEXT_KEYS } from "../model";
import { writeRoutePlan, type RoutePlan } from "../routes";
import { SIMULATED_NULL_SOURCE } from "../vendor";
import { catalogOf, DeploymentTarget } from "../declarations";
import { placePlugin } from "./plugin-placement";
import type { StackElements } from "./stack-elements";
import { clearOtherTarget, makeStateFolder } from "./target-state";

/** Context key: false leaves the record out. */
const RECORD_KEY = CONTEXT_KEYS.record;

export interface RecordProps {
  /** The plan of this synth; undefined while errors stand. */
  plan(): RoutePlan | undefined;
  target(): DeploymentTarget;
}

export class RoutePlanRecord extends Construct {
  private isWanted = false;

  public constructor(
    scope: TerraformStack,
    id: string,
    private readonly props: RecordProps,
  ) {
    super(scope, id);
  }

  /** There is something to record: a stack may have a provider and no replica, or none any more. */
  public declare(): void {
    if (this.isWanted) return;
    this.isWanted = true;
    if (TerraformStack.of(this).node.tryGetContext(RECORD_KEY) === false) return;
    // All of it is `input`, which is updated in place: under prevent_destroy, a record that is replaced blocks every change of the plan.
    new TerraformData(this, "Record", {
      input: Token.asStringMap(Lazy.anyValue({ produce: ({ preparing }) => (preparing ? {} : this.summary()) })),
    });
  }

  /** Adds the null provider that the stack's null_resources need, where the program has none, and says where it is found. */
  public complete({ target, elements }: { target: DeploymentTarget; elements: StackElements }): void {
    const stack = TerraformStack.of(this);
    const has = elements.providers.some(({ terraformResourceType }) => terraformResourceType === "null");
    const isNeeded = elements.types.some(({ type }) => type.startsWith("null_"));
    if (!has && isNeeded) new NullProvider(this, "Null");
    if (target === DeploymentTarget.SIMULATED && (has || isNeeded)) {
      stack.addOverride("terraform.required_providers.null.source", SIMULATED_NULL_SOURCE);
    }
  }

  private summary(): Record<string, string> {
    const plan = this.props.plan();
    if (plan === undefined) return { digest: "none: the stack has error findings" };
    const { terraformSeconds, chargedGib } = plan.forecast;
    const charged = Object.entries(chargedGib).map(([kind, gib]) => [`${kind.replaceAll("-", "_")}_gib`, String(gib)]);
    return {
      digest: plan.digest,
      hops: String(plan.hops.length),
      hours: (terraformSeconds / 3600).toFixed(1),
      ...(Object.fromEntries(charged) as Record<string, string>),
    };
  }

  /** Writes the side file, and what Terraform needs beside it. */
  public write(session: ISynthesisSession): void {
    const stack = TerraformStack.of(this);
    const plan = this.props.plan();
    const folder = join(session.outdir, session.manifest.forStack(stack).workingDirectory);
    const file = join(folder, "route-plan.json");
    // A stack with errors comes here when the app skips validation: the plan of an earlier synth would be carried out in its place.
    if (plan === undefined || !this.isWanted) rmSync(file, { force: true });
    if (plan === undefined) return;
    clearOtherTarget(folder, this.props.target());
    if (plan.target === "simulated") {
      makeStateFolder(session.outdir);
      placePlugin(stack, folder, catalogOf(stack).overrides);
    }
    if (this.isWanted) writeFileSync(file, writeRoutePlan(plan));
  }
}
