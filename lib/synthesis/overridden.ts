// What a program has overridden of a resource: Terraform gets it in the place of what we emit, so that rules have to see it.
import { TerraformStack, type TerraformResource } from "cdktf";
import { VendorResource } from "../bindings";
import type { FactKey } from "../model";
import { UNKNOWN, type Knowable } from "../values";
import { type DeclaredReplica, known } from "../declarations";
import { rawOverridesOf } from "./cdktf-hooks";

type Overrides = Readonly<Record<string, unknown>>;

/** Those of the resource itself, then those that its stack has of it, which win. */
function overridesOf(resource: TerraformResource): readonly Overrides[] {
  const ofType = objectOf(
    objectOf(rawOverridesOf(TerraformStack.of(resource)).resource)[resource.terraformResourceType],
  );
  return [rawOverridesOf(resource), objectOf(ofType[resource.friendlyUniqueId])];
}

function objectOf(value: unknown): Overrides {
  const block: unknown = Array.isArray(value) ? value[0] : value;
  return typeof block === "object" && block !== null ? (block as Overrides) : {};
}

/** `timeouts.create` where the program has overridden it, the vendor's default where it has removed it; null where ours stands. */
export function overriddenTimeout(replica: DeclaredReplica): Knowable<string | null> {
  const { resource } = replica;
  if (!(resource instanceof VendorResource)) return null;
  let stated: { readonly create: unknown } | undefined;
  for (const overrides of overridesOf(resource)) {
    if (!("timeouts" in overrides)) continue;
    const timeouts = objectOf(overrides.timeouts);
    const isMerged = overrides.timeouts === timeouts && !("create" in timeouts);
    if (!isMerged) stated = { create: timeouts.create };
  }
  if (stated === undefined) return null;
  const { create } = stated;
  return create === undefined || create === null ? resource.defaultCreateTimeout() : textOf(create, replica);
}

/** An enterprise project that the program has added to a resource; null where it has not. */
export function overriddenEnterpriseProject(replica: DeclaredReplica): Knowable<string | null> {
  const added = overridesOf(replica.resource)
    .map(({ enterprise_project_id: id }) => id)
    .filter((id) => id !== undefined && id !== null)
    .at(-1);
  return added === undefined ? null : textOf(added, replica);
}

/** Props that are not called as the fact is. */
const PROPS: Partial<Readonly<Record<FactKey, string>>> = {
  "image.exists": "source",
  "caller.region": "provider",
  "replica.region": "targetRegion",
  "agency.name": "agency",
  "vault.id": "vault",
  "key.id": "encryption",
  "member.asked": "members",
  "bucket.name": "bucket",
  "object.key": "objectKey",
};

/** Overridden arguments that decide what is made, each with the prop that sets it; "" for `count` and `for_each`, which no prop sets. */
export function overriddenFacts({ resource }: DeclaredReplica): Readonly<Record<string, string>> {
  if (!(resource instanceof VendorResource)) return {};
  const overrides = overridesOf(resource);
  const deciding = resource
    .decidingArguments()
    .map(([argument, fact]) => [argument, PROPS[fact] ?? fact.slice(fact.indexOf(".") + 1)] as const);
  const all = [...deciding, ...["count", "for_each"].map((argument) => [argument, ""] as const)];
  return Object.fromEntries(all.filter(([argument]) => overrides.some((one) => argument in one)));
}

/** As Terraform reads it; a value that only a token tells is not known. */
function textOf(value: unknown, replica: DeclaredReplica): Knowable<string> {
  if (typeof value === "string") return known(value, replica);
  return typeof value === "number" ? String(value) : UNKNOWN;
}

/** All that is overridden of resources, as text to compare. */
export function overridesText(stack: TerraformStack, replicas: readonly DeclaredReplica[]): string {
  return JSON.stringify([rawOverridesOf(stack).resource, replicas.map(({ resource }) => rawOverridesOf(resource))]);
}
