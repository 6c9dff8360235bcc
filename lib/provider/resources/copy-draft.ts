// A copy as Terraform knows it: the request that it will be, and which facts of it cannot be known yet.
import type { NotKnown } from "../../cloud";
import type { Caller, CopyImage, CopyImageAcross, FactSheet } from "../../model";
import { UNKNOWN } from "../../values";
import { isObject, type Value, type ValueObject } from "../codec/value";
import { textOr } from "../frame/session";
import { asRetired } from "./retired";

export interface CopyDraft {
  readonly operation: CopyImage | CopyImageAcross;
  readonly notKnown: readonly NotKnown[];
  /** What the request does not carry: what a later one does, and a key across regions, which nobody sends. */
  readonly stated: Partial<FactSheet>;
}

/** Stands where a value is not known yet; facts that hang on it are hidden from the rules. */
const LATER = "(known after apply)";

/** Facts that hang on each argument: hidden while that is not known. */
const HANGS_ON: Readonly<Record<string, readonly NotKnown[]>> = {
  source_image_id: ["image"],
  name: ["replica.name"],
  description: ["replica.description"],
  kms_key_id: ["key", "replica.encryption"],
  agency_name: ["agency"],
  vault_id: ["vault"],
  enterprise_project_id: ["replica.enterpriseProjectId"],
};

/** Undefined while not even the kind of the copy is known. `caller` is undefined before the provider is configured. */
export function draftOf(
  values: ValueObject,
  caller: Caller | undefined,
  tags: Readonly<Record<string, string>>,
): CopyDraft | undefined {
  if (values.target_region === UNKNOWN || values.region === UNKNOWN) return undefined;
  const region = textOr(values.region, caller?.region);
  const targetRegion = textOr(values.target_region, undefined);
  const isAcross = targetRegion !== undefined && targetRegion !== region;
  const from: Caller = { account: "", project: "", ...caller, region: region ?? LATER };
  const text = (name: string): string => told(values[name]) ?? "";
  const request = {
    caller: from,
    sourceImageId: text("source_image_id"),
    name: text("name"),
    description: text("description"),
    tags,
  };
  const operation: CopyDraft["operation"] = isAcross
    ? {
        kind: "copyImageAcross",
        ...request,
        targetRegion,
        agencyName: told(values.agency_name),
        vaultId: told(values.vault_id),
      }
    : { kind: "copyImage", ...request, keyId: told(values.kms_key_id) };
  const key = told(values.kms_key_id);
  // Whether it has to be made at all shows at plan.
  const retired = asRetired(caller === undefined ? "" : request.sourceImageId);
  const stated: Partial<FactSheet> = {
    ...retired.stated,
    "replica.enterpriseProjectId": told(values.enterprise_project_id),
    ...(key === null ? {} : { "replica.encryption": "kms" }),
  };
  return { operation, notKnown: [...notKnownOf(values, caller, region), ...retired.notKnown], stated };
}

function notKnownOf(values: ValueObject, caller: Caller | undefined, region: string | undefined): readonly NotKnown[] {
  const hidden = Object.entries(HANGS_ON).flatMap(([name, facts]) => (values[name] === UNKNOWN ? facts : []));
  const tags = values.tags;
  const hasOpenTags = tags === UNKNOWN || (isObject(tags) && Object.values(tags).includes(UNKNOWN));
  return [
    ...hidden,
    ...(hasOpenTags ? (["replica.tags"] as const) : []),
    ...(caller === undefined ? BEFORE_CONFIGURED : []),
    ...(region === undefined ? (["replica.region", "caller"] as const) : []),
  ];
}

/** What only a configured provider can know: whose account it is, and all that its cloud holds. */
const BEFORE_CONFIGURED: readonly NotKnown[] = [
  "image",
  "caller",
  "quota",
  "key.region",
  "key.state",
  "key.usable",
  "agency.exists",
  "agency.regions",
  "agency.coversBackups",
  "vault.exists",
  "vault.region",
  "vault.protection",
  "vault.resource",
  "vault.status",
  "vault.freeGib",
];

/** "" is what the configuration says, and is refused: a rule such as `key/named` has it. */
function told(value: Value | undefined): string | null {
  if (value === UNKNOWN) return LATER;
  return typeof value === "string" ? value : null;
}

/** Arguments as the vendor's provider sends them: it leaves out those that are empty. */
export function withoutEmpty(values: ValueObject): ValueObject {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value === "" ? null : value]));
}
