// What a synth adds to what the program wrote in a resource: the next synth replaces the addition, and keeps what the program has written
// there meanwhile.
import type { TerraformResourceLifecycle } from "cdktf";
import { type DeclaredReplica, resolvedText } from "../declarations";

class Addition<T> {
  private readonly last = new WeakMap<DeclaredReplica, { readonly own: T; readonly written: T }>();

  /** What the program wrote, of what is written there now. */
  public own(replica: DeclaredReplica, now: T): T {
    const last = this.last.get(replica);
    return last !== undefined && last.written === now ? last.own : now;
  }

  public note(replica: DeclaredReplica, own: T, written: T): T {
    this.last.set(replica, { own, written });
    return written;
  }
}

const dependencies = new Addition<string[] | undefined>();
const lifecycles = new Addition<TerraformResourceLifecycle | undefined>();

/** Addresses of the resources that the program says a replica depends on. */
export function ownDependencies(replica: DeclaredReplica): readonly string[] {
  const own = dependencies.own(replica, replica.resource.dependsOn) ?? [];
  return own.map((address) => resolvedText(address, replica).replace(/^\$\{(.*)\}$/u, "$1"));
}

/** Lets a replica depend on one resource more, or on none, in place of the one added last. */
export function addDependency(replica: DeclaredReplica, address: string | undefined): void {
  const { resource } = replica;
  const own = dependencies.own(replica, resource.dependsOn);
  resource.dependsOn = dependencies.note(replica, own, address === undefined ? own : [...(own ?? []), address]);
}

type Precondition = NonNullable<TerraformResourceLifecycle["precondition"]>[number];

/** Gives a replica these preconditions more, in place of those added last. */
export function addPreconditions(replica: DeclaredReplica, added: readonly Precondition[]): void {
  const { resource } = replica;
  const own = lifecycles.own(replica, resource.lifecycle);
  const written = added.length === 0 ? own : { ...own, precondition: [...(own?.precondition ?? []), ...added] };
  resource.lifecycle = lifecycles.note(replica, own, written);
}
