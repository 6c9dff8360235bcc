// What `terraform show -json` prints, as data: resources of a plan or a state, and what the configuration says of them. Values that are
// marked sensitive are not read: they would come out in findings and plans.
import { parseJson } from "../documents";
import { listed, UNKNOWN, UsageError, type Knowable } from "../values";
import { Configuration } from "./configuration";
import type { KnownValues } from "./providers";
import { isText, listOf, objectOf, withoutKeys, type Values } from "./values";

/** An instance of a resource or data source, with what is known of it. */
export interface TerraformResource {
  readonly address: string;
  /** Address without the instance's key. */
  readonly base: string;
  /** `module.a.module.b`, without keys; empty in the root. */
  readonly module: string;
  /** The same with keys. */
  readonly moduleInstance: string;
  readonly index: string | number | undefined;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly provider: string;
  /** A value, null where there is none, or the unknown. */
  readonly value: (attribute: string) => Knowable<unknown>;
}

/** What a plan does to a resource. */
export interface PlannedResource extends TerraformResource {
  readonly actions: readonly string[];
  /** Arguments for which it is replaced, or another reason. */
  readonly replacedFor: readonly string[];
  /** A value that it has now. */
  readonly before: (attribute: string) => Knowable<unknown>;
}

export interface TerraformDocument {
  readonly planned: readonly PlannedResource[];
  /** What is there, and what data sources have read. */
  readonly prior: readonly TerraformResource[];
  readonly configuration: Configuration;
  /** Whether it is a plan, and no state. */
  readonly isPlan: boolean;
  /** Whether Terraform says that it is all that there is to do: plans can be partial, and errors cut them short. */
  readonly isWhole: boolean;
  /** Whether planning failed: what comes after the failure is missing. */
  readonly isErrored: boolean;
}

/** Reads a plan or a state. Throws a UsageError when the text is neither. */
export function readTerraformJson(text: string, file: string, known?: KnownValues): TerraformDocument {
  const reading = parseJson(text);
  if ("fault" in reading) throw new UsageError(`${reading.fault.message}${mendOf(text)}`, { file, ...reading.fault });
  const document = objectOf(reading.value);
  const version = document?.format_version;
  if (document === undefined || typeof version !== "string") {
    throw new UsageError(`is not what "terraform show -json" prints: it has no "format_version"${mendOf(text)}`, {
      file,
    });
  }
  if (!/^[01]\./u.test(version)) {
    throw new UsageError(`is of format ${version}, and formats 0 and 1 are understood`, {
      file,
      path: "format_version",
    });
  }
  const state = objectOf(objectOf(document.prior_state)?.values) ?? objectOf(document.values);
  const prior = moduleResources(objectOf(state?.root_module));
  return {
    planned: plannedIn(document, file),
    prior,
    configuration: new Configuration(document, prior, known),
    isPlan: document.planned_values !== undefined || document.resource_changes !== undefined,
    isWhole: document.errored !== true && document.complete !== false && document.deferred_changes === undefined,
    isErrored: document.errored === true,
  };
}

/** What Terraform does to a resource; a replacement is two of them. */
const ACTIONS: ReadonlySet<string> = new Set(["no-op", "create", "read", "update", "delete", "forget"]);

/** Throws a UsageError for an entry that is not understood: left out, it would be a change that nobody judges. */
function plannedIn(document: Values, file: string): readonly PlannedResource[] {
  const { resource_changes: changes, planned_values: values } = document;
  const path = "resource_changes";
  if (changes === undefined || changes === null) {
    const root = objectOf(objectOf(values)?.root_module);
    if (moduleResources(root).every(({ mode }) => mode === "data")) return [];
    throw new UsageError("is missing, while the plan has resources: take all that Terraform prints", { file, path });
  }
  if (!Array.isArray(changes)) throw new UsageError("must be a list", { file, path });
  return changes.map((entry, index) => {
    const planned = plannedOf(entry);
    const place = { file, path: `${path}[${String(index)}]` };
    const strange = planned?.actions.find((action) => !ACTIONS.has(action));
    if (strange !== undefined) {
      const known = listed([...ACTIONS], Infinity);
      throw new UsageError(`has the action "${strange}", which is not understood: known are ${known}`, place);
    }
    if (planned !== undefined && planned.actions.length > 0) return planned;
    throw new UsageError("is no change of a resource: it lacks its address, mode, type, name or actions", place);
  });
}

/** What people take for it, and how they get at the right text. */
function mendOf(text: string): string {
  const mend = '. Write "terraform plan -out tfplan", then "terraform show -json tfplan", and take that';
  if (text.startsWith("PK")) return `. It is the plan file itself${mend}`;
  return /^\{[^\n]*"@level"/u.test(text) ? `. It is the log that "terraform plan -json" prints${mend}` : "";
}

function plannedOf(entry: unknown): PlannedResource | undefined {
  const change = objectOf(objectOf(entry)?.change);
  const resource = resourceOf(entry, objectOf(change?.after) ?? {}, change?.after_unknown, change?.after_sensitive);
  if (change === undefined || resource === undefined) return undefined;
  const paths = listOf(change.replace_paths).map((path) => listOf(path).map(String).join("."));
  const reason = REPLACED[String(objectOf(entry)?.action_reason)];
  const before = objectOf(change.before) ?? {};
  return {
    ...resource,
    actions: listOf(change.actions).map(String),
    replacedFor: paths.length === 0 && reason !== undefined ? [reason] : [...new Set(paths)].sort(),
    before: (attribute) => (marks(change.before_sensitive, attribute) ? UNKNOWN : (before[attribute] ?? null)),
  };
}

/** Why Terraform replaces something of which no argument changes. */
const REPLACED: Readonly<Record<string, string>> = {
  replace_because_tainted: "it is tainted: its creation had failed",
  replace_by_request: "-replace asks for it",
  replace_by_triggers: "replace_triggered_by",
};

function moduleResources(module: Values | undefined): readonly TerraformResource[] {
  if (module === undefined) return [];
  const own = listOf(module.resources).flatMap((entry) => {
    const { values, sensitive_values: sensitive } = objectOf(entry) ?? {};
    const resource = resourceOf(entry, objectOf(values) ?? {}, undefined, sensitive);
    return resource === undefined ? [] : [resource];
  });
  return [...own, ...listOf(module.child_modules).flatMap((child) => moduleResources(objectOf(child)))];
}

function resourceOf(
  entry: unknown,
  values: Values,
  unknown: unknown,
  sensitive: unknown,
): TerraformResource | undefined {
  const { address, mode, type, name, index, provider_name: provider } = objectOf(entry) ?? {};
  if (!isText(address) || !isText(type) || !isText(name) || (mode !== "managed" && mode !== "data")) return undefined;
  const base = address.replace(/\[(?:"(?:[^"\\]|\\.)*"|\d+)\]$/u, "");
  const local = `${mode === "data" ? "data." : ""}${type}.${name}`;
  const moduleInstance = base.slice(0, Math.max(0, base.length - local.length - 1));
  return {
    address,
    base,
    module: withoutKeys(moduleInstance),
    moduleInstance,
    index: isText(index) || typeof index === "number" ? index : undefined,
    mode,
    type,
    provider: isText(provider) ? provider : "",
    value: (attribute) =>
      marks(unknown, attribute) || marks(sensitive, attribute) ? UNKNOWN : (values[attribute] ?? null),
  };
}

/** Marks are true where all of it is meant, and objects where parts are: a value of which a part is not known is not known. */
function marks(mark: unknown, attribute: string): boolean {
  if (mark === true) return true;
  const of = objectOf(mark)?.[attribute];
  return holdsTrue(of);
}

function holdsTrue(mark: unknown): boolean {
  if (mark === true) return true;
  if (Array.isArray(mark)) return mark.some(holdsTrue);
  const object = objectOf(mark);
  return object !== undefined && Object.values(object).some(holdsTrue);
}
