// The budget of cross-region slots: an account has five, and all stacks of an app that copy across regions for it share them.
import { TerraformStack } from "cdktf";
import { knownOr, UNKNOWN, type Knowable } from "../values";
import { catalogOf, type DeclaredReplica, accountKeyOf, known } from "../declarations";

/** What a provider says of its slots; undefined when nothing. */
type Stated = Knowable<number> | undefined;

export class SlotBudget {
  private readonly byAccount = new Map<string, Map<TerraformStack, Stated>>();

  private readonly taken = new Map<string, Knowable<number>>();

  public constructor(replicas: readonly DeclaredReplica[]) {
    for (const replica of replicas) {
      if (replica.ask.operation !== "copyImageAcross") continue;
      const account = accountKeyOf(replica);
      const stacks = this.byAccount.get(account) ?? new Map<TerraformStack, Stated>();
      this.byAccount.set(account, stacks);
      const stack = TerraformStack.of(replica);
      if (stacks.get(stack) === undefined) stacks.set(stack, statedBy(replica));
    }
  }

  /** Slots of a stack: what its provider says, else an even share of the limit that it knows, at least one; one while it is not known. */
  public slotsOf(stack: TerraformStack, account: string): number {
    const stacks = this.byAccount.get(account);
    const stated = stacks?.get(stack);
    return Math.max(1, knownOr(stated ?? UNKNOWN, stated === undefined ? this.shareOf(stack, account) : 1));
  }

  private shareOf(stack: TerraformStack, account: string): number {
    return Math.floor(limitIn(stack) / Math.max(1, this.byAccount.get(account)?.size ?? 1));
  }

  /** Slots that all stacks take together; summed up once, since every replica asks. */
  public takenOf(account: string): Knowable<number> {
    let taken = this.taken.get(account);
    if (taken === undefined) {
      const stacks = [...(this.byAccount.get(account) ?? [])];
      const sum = stacks.reduce((slots, [stack]) => slots + this.slotsOf(stack, account), 0);
      taken = stacks.some(([, stated]) => stated === UNKNOWN) ? UNKNOWN : sum;
      this.taken.set(account, taken);
    }
    return taken;
  }
}

function statedBy(replica: DeclaredReplica): Stated {
  const slots = replica.callerIdentity?.maxConcurrentCopies;
  return slots === undefined ? undefined : known(slots, replica);
}

/** A stack may override the limit in a context of its own. */
function limitIn(stack: TerraformStack): number {
  return catalogOf(stack).catalog.limits.crossRegionSlots.value;
}
