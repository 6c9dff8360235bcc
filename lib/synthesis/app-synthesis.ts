// What the stacks of one app share: replicas of two stacks can claim the same, and they share an account's slots.
import { App } from "cdktf";
import type { IConstruct } from "constructs";
import type { StackFindings } from "../routes";
import { appFactsOf, type AppFacts } from "./app-facts";
import { attachedTo } from "./cdktf-hooks";
import { type DeclaredReplica, findingsFile, providersDeclared } from "../declarations";
import { SlotBudget } from "./slot-budget";

/** A stack, as the app sees it. */
interface StackInApp {
  readonly declared: readonly DeclaredReplica[];
  findings(): StackFindings;
}

/** What the whole app means for its replicas. */
export interface AppLook {
  readonly facts: ReadonlyMap<DeclaredReplica, AppFacts>;
  readonly slots: SlotBudget;
}

export class AppSynthesis {
  public static of(construct: IConstruct): AppSynthesis {
    const { root } = construct.node;
    const make = (): AppSynthesis => new AppSynthesis(App.isApp(root) ? findingsFile(root.outdir) : undefined);
    return attachedTo(root, "cdktf-image-replication/app-ledger", make);
  }

  /** @param findingsFile where a check collects the findings of this app; undefined outside of a check */
  private constructor(public readonly findingsFile: string | undefined) {}

  public readonly stacks: StackInApp[] = [];
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
      const replicas = this.stacks.flatMap(({ declared }) => declared);
      const slots = new SlotBudget(replicas);
      this.memo = { of, slots, facts: appFactsOf(replicas, slots) };
    }
    return this.memo;
  }
}
