// What a stack declares, and what its synths make of it: each collects, evaluates and emits. Validations, the record and the route plan all
// read the same evaluation.
import { TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { recordDeclaration, type DeclaredReplica, type DeploymentTarget } from "../declarations";
import { findingsOf, stops, type RoutePlan, type StackFindings } from "../routes";
import { findingText, type Finding } from "../rules";
import { AppSynthesis } from "./app-synthesis";
import { CappedList } from "./capped-list";
import { attachedTo, onSynth } from "./cdktf-hooks";
import { collect, type Collected } from "./collect";
import { Emitter, writeFindings } from "./emit";
import { evaluate, type Evaluation } from "./evaluate";
import { overridesText } from "./overridden";
import { ProviderFacts } from "./provider-facts";
import { RoutePlanRecord } from "./route-plan-record";
import { elementsOf } from "./stack-elements";
import { divertState } from "./target-state";

/** The testing kit finds it on the stack, too. */
export const STACK_SYNTHESIS_KEY = "cdktf-image-replication/ledger";

interface Outcome {
  /** What it was made of: it is stale once more is declared. */
  readonly stamp: string;
  readonly collected: Collected;
  readonly evaluation: Evaluation;
  /** What stops the synth; made when it is first asked for. */
  stopping?: CappedList;
}

export class StackSynthesis {
  /** That of the stack that a construct is in; made when it is first asked for. */
  public static of(construct: IConstruct): StackSynthesis {
    const stack = TerraformStack.of(construct);
    return attachedTo(stack, STACK_SYNTHESIS_KEY, () => new StackSynthesis(stack));
  }

  private readonly replicas: DeclaredReplica[] = [];
  private readonly reporters = new Map<IConstruct, readonly (() => readonly Finding[])[]>();
  private readonly app: AppSynthesis;
  private readonly record: RoutePlanRecord;
  private outcome: Outcome | undefined;
  /** Overrides of the program when it was last evaluated. */
  private overrides = "";

  private constructor(private readonly stack: TerraformStack) {
    this.app = AppSynthesis.of(stack);
    this.app.stacks.push(this);
    this.record = new RoutePlanRecord(stack, "ImageReplication", {
      plan: () => this.current().evaluation.plan,
      target: () => this.current().collected.target,
    });
    divertState(stack, () => this.targetNow());
    const emitter = new Emitter(stack);
    const emit = (): void => {
      const { collected, evaluation } = this.current();
      this.record.complete(collected);
      emitter.emitTerraform(collected, evaluation);
      emitter.emitWarnings(collected, evaluation);
    };
    onSynth(stack, this.record, {
      begin: () => {
        this.outcome = undefined;
        emit();
      },
      // An aspect of the program may have overridden arguments since.
      finish: () => {
        if (this.forgetIfOverridden()) emit();
        if (this.app.findingsFile === undefined) return;
        const { collected, evaluation } = this.current();
        writeFindings(this.app.findingsFile, this.findings(), collected, evaluation);
      },
      write: (session) => {
        this.record.write(session);
      },
    });
  }

  public addReplica(replica: DeclaredReplica): void {
    if (this.app.findingsFile !== undefined) recordDeclaration(replica);
    this.replicas.push(replica);
    this.record.declare();
    this.app.noteDeclaration();
    replica.node.addValidation({ validate: () => this.errorsOf(replica) });
  }

  /** Findings that a construct makes itself at every evaluation: of destinations without a route, and of props. They stop the synth. */
  public addFindings(construct: IConstruct, findings: () => readonly Finding[]): void {
    const before = this.reporters.get(construct);
    if (before === undefined) {
      if (this.app.findingsFile !== undefined) recordDeclaration(construct);
      // None while a check collects them all.
      const errors = (): readonly Finding[] =>
        this.app.findingsFile === undefined ? (this.current().collected.reported.get(construct) ?? []) : [];
      construct.node.addValidation({ validate: () => errors().map(findingText) });
    }
    this.reporters.set(construct, [...(before ?? []), findings]);
    this.app.noteDeclaration();
  }

  /** The findings of a replica that stop the synth, as cdktf shows them: none while a check collects them all. */
  private errorsOf(replica: DeclaredReplica): string[] {
    if (this.app.findingsFile !== undefined) return [];
    const outcome = this.current();
    const { wishes, findings } = outcome.evaluation;
    outcome.stopping ??= new CappedList(
      [...wishes].map(([one, wish]) => {
        const stopping = (findings.get(wish) ?? []).filter((finding) => stops(finding, wish));
        return [one, stopping.map(findingText)] as const;
      }),
    );
    return outcome.stopping.of(replica);
  }

  /** All findings of the stack, in the order of declaration and precedence. */
  public findings(): StackFindings {
    this.forgetIfOverridden();
    const { collected, evaluation } = this.current();
    const { wishes, findings } = evaluation;
    const listed = [...wishes.values()].flatMap((wish) => findingsOf(wish, findings.get(wish) ?? []));
    const reported = [...collected.reported].flatMap(([construct, list]) =>
      list.map((finding) => ({
        rule: finding.rule.id,
        severity: finding.rule.severity,
        construct: construct.node.path,
        text: findingText(finding),
      })),
    );
    return { stack: this.stack.node.id, findings: [...listed, ...reported] };
  }

  /** The replicas in the order of their declaration. */
  public get declared(): readonly DeclaredReplica[] {
    return this.replicas;
  }

  /** The route plan of the stack; undefined while an error stands. */
  public routePlan(): RoutePlan | undefined {
    this.forgetIfOverridden();
    return this.current().evaluation.plan;
  }

  private current(): Outcome {
    const { stamp } = this.app;
    // What an aspect of the program adds later counts too, and what is declared between two checks.
    if (this.outcome?.stamp !== stamp) {
      this.overrides = overridesText(this.stack, this.replicas);
      const collected = collect({
        stack: this.stack,
        app: this.app,
        replicas: this.replicas,
        reporters: this.reporters,
      });
      this.outcome = { stamp, collected, evaluation: evaluate(collected) };
    }
    return this.outcome;
  }

  /** Whether the program has overridden arguments since the evaluation, which is made anew then. */
  private forgetIfOverridden(): boolean {
    if (this.outcome === undefined || this.overrides === overridesText(this.stack, this.replicas)) return false;
    this.outcome = undefined;
    return true;
  }

  private targetNow(): DeploymentTarget {
    return this.outcome?.collected.target ?? new ProviderFacts(this.stack, elementsOf(this.stack)).target;
  }
}
