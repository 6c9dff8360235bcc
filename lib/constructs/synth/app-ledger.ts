// What the ledgers of one app share: replicas of two stacks can claim the same, and they share an account's slots.
import type { IConstruct } from "constructs";
import type { StackFindings } from "../../routes";
import { appFactsOf, type AppFacts } from "./app-facts";
import type { DeclaredReplica } from "../declared-replica";
import { providersDeclared } from "../provider-identity";
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
    return (root[LEDGER_OF_APP] ??= new AppLedger());
  }

  public readonly ledgers: Ledger[] = [];
  /** Replicas declared so far in all stacks. */
  public count = 0;
  private memo: (AppLook & { readonly of: string }) | undefined;

  public look(): AppLook {
    const of = `${String(this.count)} replicas, ${String(providersDeclared())} providers`;
    if (this.memo?.of !== of) {
      const replicas = this.ledgers.flatMap((ledger) => ledger.declared);
      const slots = new SlotBudget(replicas);
      this.memo = { of, slots, facts: appFactsOf(replicas, slots) };
    }
    return this.memo;
  }
}
