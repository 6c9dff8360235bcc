// The ledger of a stack: all replicas that it declares, judged together once a synth. Validations, the record and the route plan
// all read the same judgement.
import { Annotations, Aspects, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { CATALOG } from "../catalog";
import { findingText, type Verdict } from "../rules";
import { judgeWishes, planRoutes, type RoutePlan, type Wish } from "../routes";
import { appFactsOf, type AppFacts } from "./app-facts";
import type { DeclaredReplica } from "./declared-replica";
import { DeploymentTarget } from "./enums";
import { targetOf } from "./environment";
import { ProviderFacts } from "./provider-facts";
import { RoutePlanRecord } from "./route-plan-record";
import { wishesOf } from "./wishes";

/** What one synth makes of a stack. */
interface Judgement {
  readonly wishes: ReadonlyMap<DeclaredReplica, Wish>;
  readonly verdicts: ReadonlyMap<Wish, Verdict>;
  readonly target: DeploymentTarget;
  /** Undefined while a rule of severity error is broken. */
  readonly plan: RoutePlan | undefined;
}

const LEDGER = Symbol.for("cdktf-image-replication/ledger");

export class StackLedger {
  /** The ledger of the stack that a construct is in; made when it is first asked for. */
  public static of(construct: IConstruct): StackLedger {
    const stack = TerraformStack.of(construct) as TerraformStack & { [LEDGER]?: StackLedger };
    return (stack[LEDGER] ??= new StackLedger(stack));
  }

  private readonly replicas: DeclaredReplica[] = [];
  private readonly warned = new Set<string>();
  private readonly app: AppLedger;
  private judgement: Judgement | undefined;
  private judgedReplicas = 0;

  private constructor(private readonly stack: TerraformStack) {
    this.app = AppLedger.of(stack);
    this.app.ledgers.push(this);
    const record = new RoutePlanRecord(stack, "ImageReplication", {
      plan: () => this.judge().plan,
      target: () => this.judge().target,
    });
    // An aspect runs at the start of every synth, before validations: here the last synth's judgement is dropped, and what may be
    // added to the stack only now is added.
    Aspects.of(stack).add({
      visit: (node) => {
        if (node !== stack) return;
        this.judgement = undefined;
        record.complete(this.judge().target);
        this.warn();
      },
    });
  }

  public addReplica(replica: DeclaredReplica): void {
    this.replicas.push(replica);
    this.app.count += 1;
  }

  /** Every error finding of a replica, as cdktf shows them. */
  public errorsOf(replica: DeclaredReplica): string[] {
    return this.findingsOf(replica, "error");
  }

  /** The replicas in the order of their declaration. */
  public get declared(): readonly DeclaredReplica[] {
    return this.replicas;
  }

  private findingsOf(replica: DeclaredReplica, ...severities: readonly string[]): string[] {
    const { wishes, verdicts } = this.judge();
    const wish = wishes.get(replica);
    const broken = (wish === undefined ? undefined : verdicts.get(wish)?.broken) ?? [];
    return broken.filter(({ rule }) => severities.includes(rule.severity)).map(findingText);
  }

  private judge(): Judgement {
    // Replicas that an aspect of the program adds later count too.
    if (this.judgement === undefined || this.judgedReplicas !== this.app.count) {
      this.judgedReplicas = this.app.count;
      this.judgement = this.judgeAnew();
    }
    return this.judgement;
  }

  private judgeAnew(): Judgement {
    const providers = new ProviderFacts(this.stack);
    const target = providers.targets[0] ?? targetOf(this.stack);
    const wishes = wishesOf(this.replicas, this.app.facts(), providers, CATALOG);
    const planning = { stack: this.stack.node.id, target, wishes: [...wishes.values()], catalog: CATALOG };
    const verdicts = judgeWishes(planning);
    const broken = [...verdicts.values()].some((verdict) =>
      verdict.broken.some(({ rule }) => rule.severity === "error"),
    );
    return { wishes, verdicts, target, plan: broken ? undefined : planRoutes(planning, verdicts) };
  }

  /** Warnings and infos, each once however often the stack is synthesized. */
  private warn(): void {
    if (this.judge().target === DeploymentTarget.SIMULATED) {
      this.annotate(this.stack, "simulated: nothing is created on Huawei Cloud. [target/simulated]");
    }
    for (const replica of this.replicas) {
      for (const text of this.findingsOf(replica, "warning", "info")) this.annotate(replica, text);
    }
  }

  private annotate(scope: IConstruct, text: string): void {
    const key = `${scope.node.path} ${text}`;
    if (this.warned.has(key)) return;
    this.warned.add(key);
    Annotations.of(scope).addWarning(text);
  }
}

/** What the ledgers of one app share: replicas of two stacks can claim the same. */
class AppLedger {
  public static of(construct: IConstruct): AppLedger {
    const root = construct.node.root as IConstruct & { [LEDGER_OF_APP]?: AppLedger };
    return (root[LEDGER_OF_APP] ??= new AppLedger());
  }

  public readonly ledgers: StackLedger[] = [];
  public count = 0;
  private memo: { readonly count: number; readonly facts: ReadonlyMap<DeclaredReplica, AppFacts> } | undefined;

  public facts(): ReadonlyMap<DeclaredReplica, AppFacts> {
    if (this.memo?.count !== this.count) {
      const replicas = this.ledgers.flatMap((ledger) => ledger.declared);
      this.memo = { count: this.count, facts: appFactsOf(replicas) };
    }
    return this.memo.facts;
  }
}

const LEDGER_OF_APP = Symbol.for("cdktf-image-replication/app-ledger");
