// What stands in the configuration of a Terraform plan: which arguments are set, what they refer to, and what comes before what.
import { isKnown, UNKNOWN, type Knowable } from "../values";
import { Providers, type KnownValues, type Modules, type ProviderSettings } from "./providers";
import { isText, listOf, objectOf, outerOf, stepsOf, textOf, withoutKeys, type Values } from "./values";

/** Where a resource stands in the configuration. */
interface Place {
  /** `module.a.module.b`, without keys; empty in the root. */
  readonly module: string;
  /** Address without the instance's key. */
  readonly base: string;
  readonly mode: "managed" | "data";
  readonly type: string;
}

/** What Terraform has read. */
interface Read extends Place {
  readonly value: (attribute: string) => unknown;
}

export class Configuration implements Modules {
  private readonly root: Values | undefined;
  private readonly providers: Providers;
  /** Resources of each module by their address in it. */
  private readonly entries = new Map<string, ReadonlyMap<unknown, Values>>();
  /** What lists of references lead to, by module: instances of a resource share the list. */
  private readonly led = new Map<string, readonly string[]>();

  public constructor(document: Values, read: readonly Read[], known: KnownValues | undefined) {
    this.root = objectOf(objectOf(document.configuration)?.root_module);
    this.providers = new Providers(document, this, known, () => this.regionsOf(read));
  }

  /** Terraform reads data sources anew for each plan: one that names no region was read in that of its provider. */
  private regionsOf(read: readonly Read[]): ReadonlyMap<string, Knowable<string>> {
    const regions = new Map<string, Knowable<string>>();
    for (const data of read) {
      const [key, region] = [this.resource(data)?.provider_config_key, textOf(data.value("region"))];
      if (data.mode !== "data" || !isText(key) || !isKnown(region) || this.isSet(data, "region") !== false) continue;
      regions.set(key, [undefined, region].includes(regions.get(key) as string | undefined) ? region : UNKNOWN);
    }
    return regions;
  }

  /** Whether an argument of a resource is set; undefined when the configuration does not show the resource. */
  public isSet(place: Place, argument: string): boolean | undefined {
    const expressions = objectOf(this.resource(place)?.expressions);
    return expressions === undefined ? undefined : expressions[argument] !== undefined;
  }

  /**
   * What an argument refers to, the most specific first: addresses of resources, with modules gone through. What `each.value` stands for
   * is told by what the instances are made for.
   */
  public references(place: Place, argument: string): readonly string[] {
    const resource = this.resource(place);
    const found = this.resolved(objectOf(resource?.expressions)?.[argument], place.module, 0);
    const isEach = found.some((reference) => reference === "each.value" || reference.startsWith("each.value."));
    const each = isEach ? this.resolved(resource?.for_each_expression, place.module, 0) : NOTHING;
    return each.length === 0
      ? found
      : this.shared(`${place.module}\n${found.join("\n")}\n${each.join("\n")}`, () => [...found, ...each]);
  }

  /** All that Terraform finishes before a resource: what it refers to anywhere, and what it says that it depends on. */
  public predecessors(place: Place): readonly string[] {
    const resource = this.resource(place);
    const depends = { references: resource?.depends_on ?? [] };
    const named = [resource?.expressions, resource?.for_each_expression, resource?.count_expression].flatMap(within);
    const own = [...named, depends].flatMap((expression) => this.resolved(expression, place.module, 0));
    return [...own, ...this.modulePredecessors(place.module)];
  }

  /** What the calls of the modules around it say that they depend on. */
  private modulePredecessors(module: string): readonly string[] {
    if (module === "") return [];
    const outer = outerOf(module);
    const depends = { references: this.call(module)?.depends_on ?? [] };
    return [...this.resolved(depends, outer, 0), ...this.modulePredecessors(outer)];
  }

  /** Settings of the provider that a resource uses. */
  public provider(place: Place): ProviderSettings {
    return this.providers.of(this.resource(place)?.provider_config_key);
  }

  private resource({ module, base, type, mode }: Place): Values | undefined {
    const local = base.slice(base.lastIndexOf(`${type}.`));
    return this.entriesOf(module).get(mode === "data" ? `data.${local}` : local);
  }

  private entriesOf(module: string): ReadonlyMap<unknown, Values> {
    let entries = this.entries.get(module);
    if (entries === undefined) {
      const listed = listOf(this.module(module)?.resources)
        .map(objectOf)
        .filter((entry) => entry !== undefined);
      // Of two with one address, which only a damaged plan has, the first counts.
      entries = new Map(listed.reverse().map((entry) => [entry.address, entry]));
      this.entries.set(module, entries);
    }
    return entries;
  }

  public module(path: string): Values | undefined {
    let at = this.root;
    for (const name of path.split(".").filter((part, index) => part !== "" && index % 2 === 1)) {
      at = objectOf(objectOf(objectOf(at?.module_calls)?.[name])?.module);
    }
    return at;
  }

  public passed(module: string, variable: string): Values | undefined {
    return objectOf(objectOf(this.call(module)?.expressions)?.[variable]);
  }

  private call(module: string): Values | undefined {
    const calls = objectOf(this.module(outerOf(module))?.module_calls);
    return objectOf(calls?.[module.split(".").at(-1) ?? ""]);
  }

  /** Variables of a module are followed to its call, and outputs of modules into them. Keys of instances are kept where they are written. */
  private resolved(expression: unknown, module: string, depth: number): readonly string[] {
    const references = listOf(objectOf(expression)?.references).filter(isText);
    if (depth > MOST_MODULES || references.length === 0) return NOTHING;
    return this.shared(`${module}\n${references.join("\n")}`, () => this.followed(references, module, depth));
  }

  private shared(key: string, make: () => readonly string[]): readonly string[] {
    let leads = this.led.get(key);
    if (leads === undefined) this.led.set(key, (leads = make()));
    return leads;
  }

  private followed(references: readonly string[], module: string, depth: number): readonly string[] {
    return mostSpecific(references).flatMap((reference) => {
      const [head = "", name = "", output = ""] = stepsOf(reference);
      const prefix = module === "" ? "" : `${module}.`;
      if (head === "var" && module !== "") {
        return this.resolved(this.passed(module, name), outerOf(module), depth + 1);
      }
      if (head === "module") return this.throughOutputs(`${prefix}module.${withoutKeys(name)}`, output, name, depth);
      return [head === "each" || head === "count" ? reference : `${prefix}${reference}`];
    });
  }

  /** What an output of a module refers to; where Terraform does not tell which output is meant, what any of them does. */
  private throughOutputs(module: string, output: string, name: string, depth: number): readonly string[] {
    const outputs = objectOf(this.module(module)?.outputs) ?? {};
    const meant = output === "" ? Object.values(outputs) : [outputs[output]];
    const inner = meant.flatMap((entry) => this.resolved(objectOf(entry)?.expression, module, depth + 1));
    const key = name.slice(withoutKeys(name).length);
    const all = output === "" ? [...inner, module] : inner;
    return key === ""
      ? all
      : all.map((reference) =>
          isIn(reference, module) ? `${module}${key}${reference.slice(module.length)}` : reference,
        );
  }
}

const MOST_MODULES = 20;
const NOTHING: readonly string[] = [];

function isIn(reference: string, module: string): boolean {
  return reference === module || reference.startsWith(`${module}.`);
}

/** Terraform lists a reference with all that it begins with: `a.b.id`, then `a.b`. */
function mostSpecific(references: readonly string[]): readonly string[] {
  const begins = new Set<string>();
  return references.filter((reference) => {
    const isBegin = begins.has(reference);
    for (const { index } of reference.matchAll(/[.[]/gu)) begins.add(reference.slice(0, index));
    return !isBegin;
  });
}

/** All expressions within one: arguments, and those of blocks in them. */
function within(expression: unknown): readonly object[] {
  if (Array.isArray(expression)) return expression.flatMap(within);
  const object = objectOf(expression);
  if (object === undefined) return [];
  return Array.isArray(object.references) ? [object] : Object.values(object).flatMap(within);
}
