// The instances of a resource of a Terraform plan, by what a reference to them says: found without a look at each of them.
import { listsBy } from "../values";
import type { TerraformResource } from "./json";
import { stepsOf, withoutKeys } from "./values";

export class Instances {
  /** By the number of a module address's steps that count, and by those steps. */
  private readonly byDepth = new Map<number, ReadonlyMap<string, Reachable>>();
  private readonly all: Reachable;

  public constructor(instances: readonly TerraformResource[]) {
    this.all = new Reachable(instances);
  }

  /** The instances that a reference of a resource means: those that it names, those of the same key, or all in reach. */
  public meant(reference: string, from: TerraformResource, sameKey: boolean): readonly TerraformResource[] {
    const reachable = this.reachableFrom(from.moduleInstance);
    const named = reachable.named(reference);
    if (named.length > 0) return named;
    const ofKey = sameKey ? reachable.ofKey(from.index) : [];
    return ofKey.length > 0 ? ofKey : reachable.instances;
  }

  public get first(): TerraformResource | undefined {
    return this.all.instances[0];
  }

  /** Instances of one module see those of the same instance, and of the modules around it; where none is there, all. */
  private reachableFrom(module: string): Reachable {
    const [theirs, ours] = [stepsOf(this.first?.moduleInstance ?? ""), stepsOf(module)];
    const differs = theirs.findIndex((step, at) => withoutKeys(step) !== withoutKeys(ours[at] ?? ""));
    const shared = differs < 0 ? theirs.length : differs;
    const place = (address: string): string => stepsOf(address).slice(0, shared).join(".");
    let places = this.byDepth.get(shared);
    if (places === undefined) {
      const lists = listsBy(this.all.instances, ({ moduleInstance }) => place(moduleInstance));
      places = new Map([...lists].map(([at, list]) => [at, new Reachable(list)]));
      this.byDepth.set(shared, places);
    }
    return places.get(place(module)) ?? this.all;
  }
}

/** Instances that a resource can see, by their keys and by the parts of their addresses. */
class Reachable {
  private readonly byMask = new Map<string, ReadonlyMap<string, readonly TerraformResource[]>>();
  private byKey: ReadonlyMap<string | number | undefined, readonly TerraformResource[]> | undefined;

  public constructor(public readonly instances: readonly TerraformResource[]) {}

  public ofKey(key: string | number | undefined): readonly TerraformResource[] {
    this.byKey ??= listsBy(this.instances, keyOf);
    return this.byKey.get(key) ?? [];
  }

  /** Those that a reference names: keys that it leaves out stay open. None where it has no keys. */
  public named(reference: string): readonly TerraformResource[] {
    if (!/\[(?:"|\d)/u.test(reference)) return [];
    const said = stepsOf(reference);
    const isKeyed = said.map((step) => step !== withoutKeys(step));
    const mask = isKeyed.map(Number).join("");
    const masked = (address: string): string =>
      stepsOf(address)
        .map((step, at) => (isKeyed[at] === true ? step : withoutKeys(step)))
        .join(".");
    let lists = this.byMask.get(mask);
    if (lists === undefined) {
      lists = listsBy(this.instances, ({ address }) => masked(address));
      this.byMask.set(mask, lists);
    }
    const steps = stepsOf(this.instances[0]?.address ?? "").length;
    return lists.get(said.slice(0, steps).join(".")) ?? [];
  }
}

/** The key of an instance, or of the module instance that it stands in. */
function keyOf({ index, moduleInstance }: TerraformResource): string | number | undefined {
  if (index !== undefined) return index;
  const key = /\[("(?:[^"\\]|\\.)*"|\d+)\]$/u.exec(moduleInstance)?.[1];
  return key === undefined ? undefined : (JSON.parse(key) as string | number);
}
