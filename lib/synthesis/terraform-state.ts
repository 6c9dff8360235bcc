// What replicas were made of, by Terraform's state, where that is a file at hand. Only a check reads it: what is synthesized for Terraform
// is the same whatever was applied.
import { existsSync } from "node:fs";
import { parseJson } from "../documents";
import { readNamedFile, UNKNOWN } from "../values";
import type { DeclaredReplica, LastMaking } from "../declarations";

/** Attributes of the resources that are there, by address. */
type Resources = ReadonlyMap<string, object>;

/** Tells replicas whose images on the way are retired what they were made of. Without a state to read, only Terraform knows. */
export function recallMakings(replicas: readonly DeclaredReplica[], file: string | undefined): void {
  const outliving = replicas.filter(({ planned }) => planned?.lastMaking !== undefined);
  if (outliving.length === 0) return;
  const resources = file === undefined ? undefined : tryReadResources(file);
  for (const replica of outliving) {
    const { lastMaking, ...planned } = replica.planned as Required<NonNullable<DeclaredReplica["planned"]>>;
    const madeOf = resources === undefined ? UNKNOWN : madeOfIn(resources, replica, lastMaking);
    replica.planned = { ...planned, lastMaking: { ...lastMaking, madeOf } };
  }
}

/** As Terraform's condition has it: "" where the replica, or the record of what it was made of, is still to be made. */
function madeOfIn(resources: Resources, { resource }: DeclaredReplica, { record }: LastMaking): string {
  const [made, replica] = [record, resource].map(({ terraformResourceType, friendlyUniqueId }) =>
    resources.get(`${terraformResourceType}.${friendlyUniqueId}`),
  );
  const { triggers_replace: kept } = (made ?? {}) as { triggers_replace?: { value?: { of?: unknown } } | null };
  const of = kept?.value?.of;
  return replica !== undefined && typeof of === "string" ? of : "";
}

interface StateResource {
  readonly mode?: unknown;
  readonly type?: unknown;
  readonly name?: unknown;
  readonly instances?: readonly {
    readonly status?: unknown;
    readonly deposed?: unknown;
    readonly attributes?: object;
  }[];
}

/** Undefined where there is no state, or none that can be read now: Terraform may be writing it, or OpenTofu has encrypted it. */
function tryReadResources(file: string): Resources | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const reading = parseJson(readNamedFile(file));
    if ("fault" in reading) return undefined;
    const { version, resources } = reading.value as { version?: unknown; resources?: readonly StateResource[] };
    if (version !== STATE_VERSION || !Array.isArray(resources)) return undefined;
    return new Map((resources as readonly StateResource[]).flatMap(standing));
  } catch {
    return undefined;
  }
}

const STATE_VERSION = 4;

/** A resource that is tainted is made again, and one that is deposed is only still to be destroyed. */
function standing({ mode, type, name, instances = [] }: StateResource): readonly (readonly [string, object])[] {
  const current = instances.find(({ status, deposed }) => status !== "tainted" && deposed === undefined);
  return mode === "managed" && current !== undefined
    ? [[`${String(type)}.${String(name)}`, current.attributes ?? {}]]
    : [];
}
