// Step one of a synth: reads what the program declares in a stack, and what the rest of the app means for it. Changes nothing of the stack.
import type { TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import type { Catalog, CatalogOverrides } from "../catalog";
import { accountKeyOf, catalogOf, type DeclaredReplica, type DeploymentTarget } from "../declarations";
import { CONTEXT_KEYS } from "../model";
import type { Wish } from "../routes";
import type { Finding } from "../rules";
import { Addresses } from "./app-facts";
import type { AppSynthesis } from "./app-synthesis";
import { lanesOf, type Lanes } from "./lanes";
import { ProviderFacts } from "./provider-facts";
import { elementsOf, type StackElements } from "./stack-elements";
import { stateFileOf } from "./target-state";
import { recallMakings } from "./terraform-state";
import { wishesOf } from "./wishes";

/** What has been declared in a stack so far. */
export interface StackDeclarations {
  readonly stack: TerraformStack;
  readonly app: AppSynthesis;
  readonly replicas: readonly DeclaredReplica[];
  /** Finds what constructs report themselves. */
  readonly reporters: ReadonlyMap<IConstruct, readonly (() => readonly Finding[])[]>;
}

export interface Collected extends StackDeclarations {
  /** Constructs that report something themselves, and what. */
  readonly reported: ReadonlyMap<IConstruct, readonly Finding[]>;
  readonly wishes: ReadonlyMap<DeclaredReplica, Wish>;
  readonly lanes: Lanes;
  readonly target: DeploymentTarget;
  readonly elements: StackElements;
  readonly catalog: Catalog;
  readonly overrides: CatalogOverrides;
  /** Cross-region slots that every account of the stack has. */
  readonly slots: number;
}

export function collect(declarations: StackDeclarations): Collected {
  const { stack, app, replicas } = declarations;
  const elements = elementsOf(stack);
  const providers = new ProviderFacts(stack, elements);
  const { target } = providers;
  const { facts, slots: budget } = app.look();
  const slotsOf = (account: string): number => budget.slotsOf(stack, account);
  const { catalog, overrides } = catalogOf(stack);
  // Context key: false lets Terraform start as many copies as its parallelism allows.
  const hasLanes = stack.node.tryGetContext(CONTEXT_KEYS.lanes) !== false;
  const lanes: Lanes = hasLanes ? lanesOf(replicas, new Addresses(replicas), slotsOf, catalog) : new Map();
  const slots = replicas.reduce(
    (least, replica) => Math.min(least, slotsOf(accountKeyOf(replica))),
    catalog.limits.crossRegionSlots.value,
  );
  if (app.findingsFile !== undefined) recallMakings(replicas, stateFileOf(stack, target, elements));
  const wishes = wishesOf(replicas, facts, providers, catalog, lanes);
  const reports = [...declarations.reporters].map(([one, list]) => [one, list.flatMap((report) => report())] as const);
  const reported = new Map(reports.filter(([, findings]) => findings.length > 0));
  return { ...declarations, reported, wishes, lanes, target, elements, catalog, overrides, slots };
}
