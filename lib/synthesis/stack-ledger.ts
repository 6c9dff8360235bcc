// The ledger of a stack: all replicas that it declares, judged together once a synth. Validations, the record and the route plan
// all read the same judgement.
import { appendFileSync } from "node:fs";
import { Annotations, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import type { Catalog } from "../catalog";
import { CONTEXT_KEYS } from "../model";
import { findingText, type Finding, type Verdict } from "../rules";
import {
  findingsOf,
  judgeWishes,
  planRoutes,
  stops,
  type DecidedBy,
  type RoutePlan,
  type StackFindings,
  withPlaintextHours,
  type Wish,
} from "../routes";
import { addDependency, addPreconditions } from "./additions";
import { Addresses, addressOf } from "./app-facts";
import { AppLedger, type Ledger } from "./app-ledger";
import { aspectsOf } from "./aspects-of";
import { CappedList } from "./capped-list";
import {
  catalogOf,
  recordDeclaration,
  tryFindDeclaration,
  isRetired,
  type DeclaredReplica,
  DeploymentTarget,
  hasCredentials,
  accountKeyOf,
} from "../declarations";
import { deferredConditions, NOTHING_DEFERRED, type DeferredConditions } from "./deferred-rules";
import { lanesOf, type Lanes } from "./lanes";
import { ProviderFacts } from "./provider-facts";
import { RoutePlanRecord } from "./route-plan-record";
import { sourceTagsOf } from "./source-tags";
import { elementsOf, type StackElements } from "./stack-elements";
import { divertState, replaceDeclaredBackend, simulatedStatePath, stateFileOf } from "./target-state";
import { recallMakings } from "./terraform-state";
import { wishesOf } from "./wishes";

/** What one synth makes of a stack. */
interface Judgement {
  readonly wishes: ReadonlyMap<DeclaredReplica, Wish>;
  /** What Terraform is to decide of the wishes that leave something to decide. */
  readonly conditions: ReadonlyMap<Wish, DeferredConditions>;
  /** What is told of each wish: of findings about the stack, each only at the first wish that has it. */
  readonly findings: ReadonlyMap<Wish, readonly Finding[]>;
  /** Findings that no rule's facts make. */
  readonly added: ReadonlyMap<IConstruct, readonly Finding[]>;
  readonly lanes: Lanes;
  readonly target: DeploymentTarget;
  /** What the stack held when it was judged. */
  readonly elements: StackElements;
  /** Undefined while a rule of severity error is broken. */
  readonly plan: RoutePlan | undefined;
  /** What stops the synth; made when it is first asked for. */
  stopping?: CappedList;
}

/** The testing kit finds the ledger on the stack, too. */
export const LEDGER_KEY = "cdktf-image-replication/ledger";
const LEDGER = Symbol.for(LEDGER_KEY);

/** Context key: false lets Terraform start as many copies as its parallelism allows. */
const LANES_KEY = CONTEXT_KEYS.lanes;
const NO_LANES: Lanes = new Map();

function hasLanes(stack: TerraformStack): boolean {
  return stack.node.tryGetContext(LANES_KEY) !== false;
}

export class StackLedger implements Ledger {
  /** The ledger of the stack that a construct is in; made when it is first asked for. */
  public static of(construct: IConstruct): StackLedger {
    const stack = TerraformStack.of(construct) as TerraformStack & { [LEDGER]?: StackLedger };
    return (stack[LEDGER] ??= new StackLedger(stack));
  }

  private readonly replicas: DeclaredReplica[] = [];
  private readonly added = new Map<IConstruct, readonly (() => readonly Finding[])[]>();
  private readonly warned = new Set<string>();
  private readonly app: AppLedger;
  private readonly record: RoutePlanRecord;
  private judgement: Judgement | undefined;
  private judgedAt = "";

  private constructor(private readonly stack: TerraformStack) {
    this.app = AppLedger.of(stack);
    this.app.ledgers.push(this);
    this.record = new RoutePlanRecord(stack, "ImageReplication", {
      plan: () => this.judge().plan,
      target: () => this.judge().target,
    });
    divertState(stack, () => this.targetNow());
    // An aspect runs at the start of every synth, before validations: here the last synth's judgement is dropped, and what may be
    // added to the stack only now is added.
    aspectsOf(stack).add({
      visit: (node) => {
        if (node !== stack) return;
        this.judgement = undefined;
        this.record.complete(this.judge());
        this.replaceBackend();
        this.layLanes();
        this.handOn();
        this.warn();
        this.report();
      },
    });
  }

  public addReplica(replica: DeclaredReplica): void {
    if (this.app.findingsFile !== undefined) recordDeclaration(replica);
    this.replicas.push(replica);
    this.record.declare();
    this.app.noteDeclaration();
  }

  /** Findings that no rule's facts make: of destinations that no route leads to, and of props. They stop the synth. */
  public addFindings(construct: IConstruct, findings: () => readonly Finding[]): void {
    const before = this.added.get(construct);
    if (before === undefined) {
      if (this.app.findingsFile !== undefined) recordDeclaration(construct);
      construct.node.addValidation({ validate: () => this.addedErrorsOf(construct).map(findingText) });
    }
    this.added.set(construct, [...(before ?? []), findings]);
    this.app.noteDeclaration();
  }

  /** Those of a construct, as cdktf shows them: none while a check collects them all. */
  private addedErrorsOf(construct: IConstruct): readonly Finding[] {
    return this.app.findingsFile === undefined ? (this.judge().added.get(construct) ?? []) : [];
  }

  /** The findings of a replica that stop the synth, as cdktf shows them: none while a check collects them all. */
  public errorsOf(replica: DeclaredReplica): string[] {
    return this.app.findingsFile === undefined ? this.stopping().of(replica) : [];
  }

  /** All findings of the stack, in the order of declaration and precedence. */
  public findings(): StackFindings {
    const { wishes, findings, added } = this.judge();
    const listed = [...wishes.values()].flatMap((wish) => findingsOf(wish, findings.get(wish) ?? []));
    const others = [...added].flatMap(([construct, list]) => list.map((finding) => planFinding(construct, finding)));
    return { stack: this.stack.node.id, findings: [...listed, ...others] };
  }

  private stopping(): CappedList {
    const judgement = this.judge();
    judgement.stopping ??= new CappedList(
      this.replicas.map((replica) => [replica, this.textsOf(replica, stops)] as const),
    );
    return judgement.stopping;
  }

  /** The replicas in the order of their declaration. */
  public get declared(): readonly DeclaredReplica[] {
    return this.replicas;
  }

  /** The route plan of the stack; undefined while an error stands. */
  public routePlan(): RoutePlan | undefined {
    return this.judge().plan;
  }

  private textsOf(replica: DeclaredReplica, wanted: (finding: Finding, wish: Wish) => boolean): string[] {
    const { wishes, findings } = this.judge();
    const wish = wishes.get(replica);
    if (wish === undefined) return [];
    return (findings.get(wish) ?? []).filter((finding) => wanted(finding, wish)).map(findingText);
  }

  private judge(): Judgement {
    // What an aspect of the program adds later counts too, and what is declared between two checks.
    if (this.judgement === undefined || this.judgedAt !== this.app.stamp) {
      this.judgedAt = this.app.stamp;
      this.judgement = this.judgeAnew();
    }
    return this.judgement;
  }

  private judgeAnew(): Judgement {
    const elements = elementsOf(this.stack);
    const providers = new ProviderFacts(this.stack, elements);
    const { target } = providers;
    const { facts, slots } = this.app.look();
    const slotsOf = (account: string): number => slots.slotsOf(this.stack, account);
    const { catalog, overrides } = catalogOf(this.stack);
    const lanes = hasLanes(this.stack)
      ? lanesOf(this.replicas, new Addresses(this.replicas), slotsOf, catalog)
      : NO_LANES;
    const slotsOfPlan = this.replicas.reduce(
      (least, replica) => Math.min(least, slotsOf(accountKeyOf(replica))),
      catalog.limits.crossRegionSlots.value,
    );
    if (this.app.findingsFile !== undefined) recallMakings(this.replicas, stateFileOf(this.stack, target, elements));
    const declared = wishesOf(this.replicas, facts, providers, catalog, lanes);
    const timed = withPlaintextHours([...declared.values()], catalog, slotsOfPlan);
    const wishes = new Map([...declared.keys()].map((replica, index) => [replica, timed[index] as Wish] as const));
    const planning = {
      stack: this.stack.node.id,
      target,
      wishes: timed,
      catalog,
      overrides,
      slots: slotsOfPlan,
    };
    const verdicts = judgeWishes(planning);
    const conditions = conditionsOf(wishes, verdicts, catalog);
    const told = [...this.added].map(([construct, finders]) => [construct, finders.flatMap((find) => find())] as const);
    const added = new Map(told.filter(([, list]) => list.length > 0));
    const stopped = [...verdicts].some(([wish, verdict]) => verdict.broken.some((finding) => stops(finding, wish)));
    const handedOn = (wish: Wish, rule: string): DecidedBy => conditions.get(wish)?.decidedBy.get(rule) ?? "nothing";
    const plan = stopped || added.size > 0 ? undefined : planRoutes({ ...planning, handedOn }, verdicts);
    return { wishes, conditions, findings: toldOnce(verdicts), added, lanes, target, elements, plan };
  }

  /** Hands the rules that synth cannot decide on to Terraform. */
  private handOn(): void {
    const { wishes, conditions, target } = this.judge();
    for (const [replica, wish] of wishes) {
      if (isRetired(replica)) continue;
      replica.declareFor?.(target);
      const { preconditions, postconditions, checks } = conditions.get(wish) ?? NOTHING_DEFERRED;
      addPreconditions(replica, preconditions);
      const record = replica.planned?.lastMaking?.record;
      if (record !== undefined) record.lifecycle = { ...record.lifecycle, postcondition: [...postconditions] };
      for (const [name, { condition, errorMessage }] of checks) {
        this.stack.addOverride(`check.${name}`, { assert: [{ condition, error_message: errorMessage }] });
      }
    }
  }

  private targetNow(): DeploymentTarget {
    return this.judgement?.target ?? new ProviderFacts(this.stack, elementsOf(this.stack)).target;
  }

  private replaceBackend(): void {
    if (
      this.judge().target !== DeploymentTarget.SIMULATED ||
      !replaceDeclaredBackend(this.stack, this.judge().elements)
    )
      return;
    const path = simulatedStatePath(this.stack);
    this.annotate(
      this.stack,
      `simulated: the state is kept in ${path}, and the backend that the program declares is left out. [target/state]`,
      "info",
    );
  }

  /** Writes the lanes of this synth: those of the last one are replaced. */
  private layLanes(): void {
    const { lanes } = this.judge();
    for (const replica of this.replicas) {
      const before = lanes.get(replica);
      addDependency(replica, before === undefined ? undefined : addressOf(before));
    }
  }

  /** Warnings and infos, each once however often the stack is synthesized. */
  private warn(): void {
    const target = this.targetWarning();
    if (target !== undefined) this.annotate(this.stack, target);
    const advises = (finding: Finding, wish: Wish): boolean => !stops(finding, wish);
    for (const replica of this.replicas) {
      for (const text of this.textsOf(replica, advises)) this.annotate(replica, text);
    }
  }

  /** For a check, which wants the findings of all stacks: cdktf would show those of the first one that fails. */
  private report(): void {
    const file = this.app.findingsFile;
    if (file === undefined) return;
    const declared = [...this.replicas, ...this.judge().added.keys()];
    const places = Object.fromEntries(declared.map((one) => [one.node.path, tryFindDeclaration(one)]));
    const sourceTags = sourceTagsOf(this.judge().wishes);
    appendFileSync(file, `${JSON.stringify({ ...this.findings(), places, sourceTags })}\n`);
  }

  private targetWarning(): string | undefined {
    if (this.judge().target !== DeploymentTarget.SIMULATED) {
      if (this.replicas.length === 0) return undefined;
      return "huaweicloud: the vendor's provider does not resume a copy that was interrupted: look for it in the target region before applying again. [target/huaweicloud]";
    }
    const deceptive = hasCredentials() ? ", although credentials for it are set in the environment" : "";
    return `simulated: nothing is created on Huawei Cloud${deceptive}. [target/simulated]`;
  }

  private annotate(scope: IConstruct, text: string, level: "warning" | "info" = "warning"): void {
    const key = `${scope.node.path} ${text}`;
    if (this.warned.has(key)) return;
    this.warned.add(key);
    if (level === "info") Annotations.of(scope).addInfo(text);
    else Annotations.of(scope).addWarning(text);
  }
}

function planFinding(construct: IConstruct, finding: Finding): StackFindings["findings"][number] {
  const { id, severity } = finding.rule;
  return { rule: id, severity, construct: construct.node.path, text: findingText(finding) };
}

function conditionsOf(
  wishes: ReadonlyMap<DeclaredReplica, Wish>,
  verdicts: ReadonlyMap<Wish, Verdict>,
  catalog: Catalog,
): ReadonlyMap<Wish, DeferredConditions> {
  const conditions = new Map<Wish, DeferredConditions>();
  for (const [replica, wish] of wishes) {
    const undecided = verdicts.get(wish)?.undecided ?? [];
    if (undecided.length === 0 && replica.source.lookup === undefined) continue;
    conditions.set(wish, deferredConditions(replica, wish, undecided, catalog));
  }
  return conditions;
}

function toldOnce(verdicts: ReadonlyMap<Wish, Verdict>): ReadonlyMap<Wish, readonly Finding[]> {
  const told = new Set<string>();
  const isNews = ({ rule, sentence }: Finding): boolean => {
    if (rule.ofStack !== true) return true;
    const news = !told.has(sentence);
    told.add(sentence);
    return news;
  };
  return new Map([...verdicts].map(([wish, { broken }]) => [wish, broken.filter(isNews)]));
}
