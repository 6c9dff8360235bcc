// The budget of cross-region slots: an account has five, and all stacks of an app that copy across regions for it share them.
import { TerraformStack } from "cdktf";
import { DEFAULT_ACCOUNT } from "../model";
import { catalogOf } from "./catalog";
import type { DeclaredReplica } from "./declared-replica";

/** The account whose slots a replica takes. */
export function accountOf(replica: DeclaredReplica): string {
  return replica.callerIdentity?.account ?? DEFAULT_ACCOUNT;
}

export class SlotBudget {
  private readonly byAccount = new Map<string, Map<TerraformStack, number | undefined>>();

  private readonly taken = new Map<string, number>();

  public constructor(replicas: readonly DeclaredReplica[]) {
    for (const replica of replicas) {
      if (replica.ask.operation !== "copyImageAcross") continue;
      const account = accountOf(replica);
      const stacks = this.byAccount.get(account) ?? new Map<TerraformStack, number | undefined>();
      this.byAccount.set(account, stacks);
      const stack = TerraformStack.of(replica);
      if (stacks.get(stack) === undefined) stacks.set(stack, replica.callerIdentity?.slots);
    }
  }

  /** Slots of a stack: what its provider says, else an even share of the limit that it knows, at least one. */
  public slotsOf(stack: TerraformStack, account: string): number {
    const stacks = this.byAccount.get(account);
    return Math.max(1, stacks?.get(stack) ?? Math.floor(limitIn(stack) / Math.max(1, stacks?.size ?? 1)));
  }

  /** Slots that all stacks take together; summed up once, since every replica asks. */
  public takenOf(account: string): number {
    let taken = this.taken.get(account);
    if (taken === undefined) {
      const stacks = [...(this.byAccount.get(account)?.keys() ?? [])];
      taken = stacks.reduce((sum, stack) => sum + this.slotsOf(stack, account), 0);
      this.taken.set(account, taken);
    }
    return taken;
  }
}

/** A stack may override the limit in a context of its own. */
function limitIn(stack: TerraformStack): number {
  return catalogOf(stack).catalog.limits.crossRegionSlots.value;
}
