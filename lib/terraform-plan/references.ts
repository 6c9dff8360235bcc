// What refers to what among the resources of a Terraform plan: the instances that an argument may mean, and what comes before what.
import { addTo } from "../values";
import type { Configuration } from "./configuration";
import { Instances } from "./instances";
import type { TerraformDocument, TerraformResource } from "./json";
import { outerOf, withoutKeys } from "./values";

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
  private readonly byBase: ReadonlyMap<string, Instances>;
  /** Bases of the resources in each module, those of the modules in it among them. */
  private readonly byModule = new Map<string, string[]>();
  /** By what configuration and place have in common: instances of a resource share their candidates where no key tells them apart. */
  private readonly found = new Map<readonly string[], Map<string, Candidates>>();
  private readonly directs = new Map<string, readonly (readonly string[])[]>();
  private readonly configuration: Configuration;

  public constructor({ planned, prior, configuration }: TerraformDocument) {
    this.configuration = configuration;
    const changed = new Set(planned.map(({ address }) => address));
    const lists = new Map<string, TerraformResource[]>();
    for (const resource of [...prior.filter(({ address }) => !changed.has(address)), ...planned]) {
      const base = withoutKeys(resource.base);
      addTo(lists, base, resource);
      if (lists.get(base)?.length !== 1) continue;
      for (let { module } = resource; module !== ""; module = outerOf(module)) addTo(this.byModule, module, base);
    }
    this.byBase = new Map([...lists].map(([base, instances]) => [base, new Instances(instances)]));
  }

  /** The instances that an argument may refer to: those it names, those of the same key, or all. */
  public candidates(resource: TerraformResource, attribute: string): Candidates {
    const references = this.configuration.references(resource, attribute);
    // What stands for the value of an instance, and nothing else, is that of the same key; as a key, it may be any.
    const sameKey = references.some(isOwnKey) || references[0]?.startsWith("each.value") === true;
    const at = `${resource.moduleInstance} ${sameKey ? JSON.stringify(resource.index ?? null) : ""}`;
    let known = this.found.get(references);
    if (known === undefined) this.found.set(references, (known = new Map<string, Candidates>()));
    let candidates = known.get(at);
    if (candidates === undefined) known.set(at, (candidates = this.search(resource, references, sameKey)));
    return candidates;
  }

  private search(resource: TerraformResource, references: readonly string[], sameKey: boolean): Candidates {
    const referred = new Map<string, Referred>();
    let isPartial = false;
    for (const reference of references) {
      const [base, instances] = this.instancesOf(reference);
      if (instances === undefined) isPartial ||= /(?:^|\.)(?:local|data)\./u.test(reference);
      for (const found of instances?.meant(reference, resource, sameKey) ?? []) {
        const [first = ""] = withoutKeys(reference)
          .slice(base.length + 1)
          .split(".");
        referred.set(found.address, { resource: found, attribute: first });
      }
    }
    return { referred: [...referred.values()], isPartial, references };
  }

  /** Those of the others that Terraform finishes before it comes to a resource, whichever instance. */
  public finishedBefore<T extends { readonly resource: TerraformResource }>(
    resource: TerraformResource,
    others: readonly T[],
  ): readonly T[] {
    const missing = new Set(others.map((other) => withoutKeys(other.resource.base)));
    for (const base of missing.size === 0 ? [] : this.predecessors(resource)) {
      missing.delete(base);
      if (missing.size === 0) break;
    }
    return others.filter((other) => !missing.has(withoutKeys(other.resource.base)));
  }

  /** Addresses, without keys, of all that Terraform finishes before it comes to a resource, the nearest first. */
  public *predecessors(resource: TerraformResource): Generator<string> {
    const seen = new Set<string>();
    const open: (TerraformResource | undefined)[] = [resource];
    for (const at of open) {
      if (at === undefined) continue;
      for (const base of this.direct(at).flat()) {
        if (seen.has(base)) continue;
        seen.add(base);
        open.push(this.byBase.get(base)?.first);
        yield base;
      }
    }
  }

  /** What a resource names, one list for each reference: those that name a module share its list. */
  private direct(resource: TerraformResource): readonly (readonly string[])[] {
    const key = withoutKeys(resource.base);
    let bases = this.directs.get(key);
    if (bases === undefined) {
      bases = this.configuration.predecessors(resource).map((reference) => this.basesOf(reference));
      this.directs.set(key, bases);
    }
    return bases;
  }

  /** Who depends on a module waits for all that is in it. */
  private basesOf(reference: string): readonly string[] {
    const [base, instances] = this.instancesOf(reference);
    return instances === undefined ? (this.byModule.get(withoutKeys(reference)) ?? []) : [base];
  }

  private instancesOf(reference: string): readonly [string, Instances | undefined] {
    const parts = withoutKeys(reference).split(".");
    for (let length = parts.length; length >= 2; length -= 1) {
      const base = parts.slice(0, length).join(".");
      const found = this.byBase.get(base);
      if (found !== undefined) return [base, found];
    }
    return [reference, undefined];
  }
}

function isOwnKey(reference: string): boolean {
  return reference === "each.key" || reference === "count.index";
}
