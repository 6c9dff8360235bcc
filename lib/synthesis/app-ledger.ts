// What the ledgers of one app share: replicas of two stacks can claim the same, and they share an account's slots.
import { App } from "cdktf";
import type { IConstruct } from "constructs";
import type { StackFindings } from "../routes";
import { appFactsOf, type AppFacts } from "./app-facts";
import { type DeclaredReplica, findingsFile, providersDeclared } from "../declarations";
import { SlotBudget } from "./slot-budget";

/** A stack's ledger, as the app's sees it. */
export interface Ledger {
  readonly declared: readonly DeclaredReplica[];
  findings(): StackFindings;
}

/** What the whole app means for its replicas. */
export interface AppLook {
  readonly facts: ReadonlyMap<DeclaredReplica, AppFacts>;
  readonly slots: SlotBudget;
}

const LEDGER_OF_APP = Symbol.for("cdktf-image-replication/app-ledger");

export class AppLedger {
  public static of(construct: IConstruct): AppLedger {
    const root = construct.node.root as IConstruct & { [LEDGER_OF_APP]?: AppLedger };
    return (root[LEDGER_OF_APP] ??= new AppLedger(App.isApp(root) ? findingsFile(root.outdir) : undefined));
  }

  /** @param findingsFile where a check collects the findings of this app; undefined outside of a check */
  private constructor(public readonly findingsFile: string | undefined) {}

  public readonly ledgers: Ledger[] = [];
  private declared = 0;
  private memo: (AppLook & { readonly of: string }) | undefined;

  /** One more replica, or finding that no replica has. */
  public noteDeclaration(): void {
    this.declared += 1;
  }

  /** What has been declared so far: what was made of less is stale. */
  public get stamp(): string {
    return `${String(this.declared)} declarations, ${String(providersDeclared())} providers`;
  }

  public look(): AppLook {
    const of = this.stamp;
    if (this.memo?.of !== of) {
      const replicas = this.ledgers.flatMap((ledger) => ledger.declared);
      const slots = new SlotBudget(replicas);
      this.memo = { of, slots, facts: appFactsOf(replicas, slots) };
    }
    return this.memo;
  }
}
