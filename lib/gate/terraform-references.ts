// What refers to what among the resources of a Terraform plan: the instances that an argument may mean, and what comes before what.
import type { Configuration } from "./terraform-configuration";
import type { TerraformDocument, TerraformResource } from "./terraform-json";
import { withoutKeys } from "./terraform-values";

/** A resource that an argument refers to, and the attribute of it; empty where the whole is meant. */
export interface Referred {
  readonly resource: TerraformResource;
  readonly attribute: string;
}

export interface Candidates {
  readonly referred: readonly Referred[];
  /** Whether the argument may come from something that is not shown: locals, and data that is not read yet. */
  readonly isPartial: boolean;
  readonly references: readonly string[];
}

export class References {
  private readonly byBase = new Map<string, TerraformResource[]>();
  private readonly direct = new Map<string, readonly string[]>();
  private readonly configuration: Configuration;

  public constructor({ planned, prior, configuration }: TerraformDocument) {
    this.configuration = configuration;
    const changed = new Set(planned.map(({ address }) => address));
    for (const resource of [...prior.filter(({ address }) => !changed.has(address)), ...planned]) {
      const base = withoutKeys(resource.base);
      const group = this.byBase.get(base);
      if (group === undefined) this.byBase.set(base, [resource]);
      else group.push(resource);
    }
  }

  /** The instances that an argument may refer to: those it names, those of the same key, or all. */
  public candidates(resource: TerraformResource, attribute: string): Candidates {
    const references = this.configuration.references(resource, attribute);
    // What stands for the value of an instance, and nothing else, is that of the same key; as a key, it may be any.
    const sameKey = references.some(isOwnKey) || references[0]?.startsWith("each.value") === true;
    const referred = new Map<string, Referred>();
    let isPartial = false;
    for (const reference of references) {
      const [base, instances] = this.instancesOf(reference);
      if (instances.length === 0) isPartial ||= /(?:^|\.)(?:local|data)\./u.test(reference);
      for (const found of meant(instances, reference, resource, sameKey)) {
        const [first = ""] = withoutKeys(reference)
          .slice(base.length + 1)
          .split(".");
        referred.set(found.address, { resource: found, attribute: first });
      }
    }
    return { referred: [...referred.values()], isPartial, references };
  }

  /** Whether Terraform finishes one of the others before it comes to a resource, whichever instance. */
  public comesAfter(resource: TerraformResource, others: readonly TerraformResource[]): boolean {
    const wanted = new Set(others.map(({ base }) => withoutKeys(base)));
    const seen = new Set<string>();
    const open: TerraformResource[] = [resource];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      for (const base of this.before(at)) {
        if (wanted.has(base)) return true;
        if (seen.has(base)) continue;
        seen.add(base);
        open.push(...(this.byBase.get(base)?.slice(0, 1) ?? []));
      }
    }
    return false;
  }

  private before(resource: TerraformResource): readonly string[] {
    const key = withoutKeys(resource.base);
    let bases = this.direct.get(key);
    if (bases === undefined) {
      const found = this.configuration.predecessors(resource).flatMap((reference) => this.basesOf(reference));
      this.direct.set(key, (bases = [...new Set(found)]));
    }
    return bases;
  }

  /** Who depends on a module waits for all that is in it. */
  private basesOf(reference: string): readonly string[] {
    const [base, instances] = this.instancesOf(reference);
    if (instances.length > 0) return [base];
    const module = withoutKeys(reference);
    if (!/(?:^|\.)module\.[^.]+$/u.test(module)) return [];
    return [...this.byBase.keys()].filter((key) => key.startsWith(`${module}.`));
  }

  private instancesOf(reference: string): readonly [string, readonly TerraformResource[]] {
    const parts = withoutKeys(reference).split(".");
    for (let length = parts.length; length >= 2; length -= 1) {
      const base = parts.slice(0, length).join(".");
      const found = this.byBase.get(base);
      if (found !== undefined) return [base, found];
    }
    return [reference, []];
  }
}

function isOwnKey(reference: string): boolean {
  return reference === "each.key" || reference === "count.index";
}

function meant(
  instances: readonly TerraformResource[],
  reference: string,
  { index, moduleInstance }: TerraformResource,
  sameKey: boolean,
): readonly TerraformResource[] {
  const near = instances.filter((instance) => isNear(instance.moduleInstance, moduleInstance));
  const reachable = near.length > 0 ? near : instances;
  const named = reachable.filter(({ address }) => fits(reference, address));
  if (named.length > 0) return named;
  const ofKey = sameKey ? reachable.filter((instance) => keyOf(instance) === index) : [];
  return ofKey.length > 0 ? ofKey : reachable;
}

/** Whether a reference names an instance: keys that it leaves out stay open. */
function fits(reference: string, address: string): boolean {
  if (!/\[(?:"|\d)/u.test(reference)) return false;
  const [said, is] = [stepsWithKeys(reference), stepsWithKeys(address)];
  return is.every((step, at) => said[at] === step || said[at] === withoutKeys(step));
}

/** Instances of one module see those of the same instance, and of the modules around it. */
function isNear(theirs: string, ours: string): boolean {
  const [one, other] = [stepsWithKeys(theirs), stepsWithKeys(ours)];
  for (let at = 1; at < Math.min(one.length, other.length); at += 2) {
    if (withoutKeys(one[at] ?? "") !== withoutKeys(other[at] ?? "")) return true;
    if (one[at] !== other[at]) return false;
  }
  return true;
}

/** The key of an instance, or of the module instance that it stands in. */
function keyOf({ index, moduleInstance }: TerraformResource): string | number | undefined {
  if (index !== undefined) return index;
  const key = /\[("(?:[^"\\]|\\.)*"|\d+)\]$/u.exec(moduleInstance)?.[1];
  return key === undefined ? undefined : (JSON.parse(key) as string | number);
}

function stepsWithKeys(address: string): readonly string[] {
  return address.match(/(?:\[(?:"(?:[^"\\]|\\.)*"|[^\]]*)\]|[^.[])+/gu) ?? [];
}
