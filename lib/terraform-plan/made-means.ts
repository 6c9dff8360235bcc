// What a Terraform plan makes and its requests use: keys, vaults, agencies and buckets. Nobody has recorded them yet; the plan says what they will be.
import type { FactSheet, MeansFacts, StorageClass, VaultProtection, VaultResource } from "../model";
import { addTo, isKnown, UNKNOWN, type Knowable } from "../values";
import { attributeOf, coversBackups, letsCopy } from "../vendor";
import type { PlannedResource, TerraformDocument } from "./json";
import type { References } from "./references";
import { callerOf, type TerraformRequest } from "./requests";
import { isText, listOf, objectOf, textOf } from "./values";

/** Facts that replace those of a recording. */
export type MadeFacts = MeansFacts &
  Partial<Pick<FactSheet, "replica.encryption" | "image.keyId" | "image.keyState" | "image.keyUsable">>;

const KEY = "huaweicloud_kms_key";
const VAULT = "huaweicloud_cbr_vault";
const AGENCY = "huaweicloud_identity_agency";
const BUCKET = "huaweicloud_obs_bucket";

const RESOURCES: Readonly<Record<string, VaultResource>> = { server: "server", disk: "disk", turbo: "file-system" };
const PROTECTIONS: Readonly<Record<string, VaultProtection>> = { backup: "backup", replication: "replication" };
const CLASSES: Readonly<Record<string, StorageClass>> = { STANDARD: "standard", WARM: "warm", COLD: "cold" };

export class MadeMeans {
  private readonly byAddress: ReadonlyMap<string, PlannedResource>;
  /** Agencies and buckets, by type and name: requests name them by their names. */
  private readonly byName = new Map<string, PlannedResource[]>();

  public constructor(
    private readonly document: TerraformDocument,
    private readonly references: References,
  ) {
    const made = document.planned.filter(
      ({ type, actions }) => [KEY, VAULT, AGENCY, BUCKET].includes(type) && actions.includes("create"),
    );
    this.byAddress = new Map(made.map((resource) => [resource.address, resource]));
    for (const resource of made) {
      const name = resource.value(resource.type === BUCKET ? "bucket" : "name");
      if (isText(name)) addTo(this.byName, `${resource.type} ${name}`, resource);
    }
  }

  public of(request: TerraformRequest): MadeFacts {
    if (this.byAddress.size === 0) return {};
    return {
      ...this.keyFacts(request),
      ...this.vaultFacts(request),
      ...this.agencyFacts(request),
      ...this.bucketFacts(request),
    };
  }

  public keyFacts(request: TerraformRequest): MadeFacts {
    const key = this.referred(request, "key.id", KEY);
    if (key === undefined) return {};
    const isEnabled = key.value("is_enabled");
    // A computed value that nobody sets is the default.
    const isUsual = isEnabled === null || this.document.configuration.isSet(key, "is_enabled") === false;
    const state = isUsual || isEnabled === true ? "enabled" : isEnabled === false ? "disabled" : UNKNOWN;
    return {
      "replica.encryption": "kms",
      // It has no id yet: messages name it by its address.
      "key.id": key.address,
      "key.region": callerOf(key, this.document.configuration).region,
      "key.state": state,
      // Another account may be granted its use.
      "key.usable": this.isOwn(key, request) ? true : UNKNOWN,
    };
  }

  private vaultFacts(request: TerraformRequest): MadeFacts {
    const vault = this.referred(request, "vault.id", VAULT);
    if (vault === undefined || !this.isOwn(vault, request)) return {};
    const size = vault.value("size");
    return {
      "vault.id": vault.address,
      "vault.exists": true,
      "vault.region": callerOf(vault, this.document.configuration).region,
      "vault.protection": wordOf(vault.value("protection_type"), PROTECTIONS),
      "vault.resource": wordOf(vault.value("type"), RESOURCES),
      "vault.status": "available",
      "vault.freeGib": typeof size === "number" ? size : UNKNOWN,
    };
  }

  private agencyFacts(request: TerraformRequest): MadeFacts {
    const name = request.argument("agency.name");
    const agencies = isText(name) ? (this.byName.get(`${AGENCY} ${name}`) ?? []) : [];
    const agency = agencies.find((one) => this.isOwn(one, request));
    if (agency === undefined) return {};
    if (!this.isBefore(agency, request)) return openly("agency.exists", "agency.regions", "agency.coversBackups");
    const [projects, everywhere] = [agency.value("project_role"), agency.value("all_resources_roles")];
    if (!isKnown(projects) || !isKnown(everywhere)) {
      return { ...openly("agency.regions", "agency.coversBackups"), "agency.exists": true };
    }
    const grants = listOf(projects).map((block) => objectOf(block) ?? {});
    const roles = [everywhere, ...grants.map((grant) => grant.roles)].flatMap(listOf).filter(isText);
    const inProjects = grants.filter((grant) => listOf(grant.roles).some((role) => isText(role) && letsCopy(role)));
    const isEverywhere = listOf(everywhere).some((role) => isText(role) && letsCopy(role));
    return {
      "agency.exists": true,
      // Roles may be assigned by resources of their own.
      "agency.regions": roles.length === 0 || isEverywhere ? UNKNOWN : inProjects.map(({ project }) => String(project)),
      "agency.coversBackups": roles.some(coversBackups) ? true : UNKNOWN,
    };
  }

  private bucketFacts(request: TerraformRequest): MadeFacts {
    const { bucket: name } = request.file;
    const named = isText(name) ? this.byName.get(`${BUCKET} ${name}`)?.[0] : undefined;
    const bucket = named ?? (isKnown(name) ? undefined : this.referred(request, "object.key", BUCKET));
    if (bucket === undefined) return {};
    if (!this.isBefore(bucket, request)) {
      return openly("bucket.exists", "bucket.account", "bucket.region", "bucket.storageClass");
    }
    const { account, region } = callerOf(bucket, this.document.configuration);
    const stored = bucket.value("storage_class");
    return {
      "bucket.exists": true,
      "bucket.account": account,
      "bucket.region": region,
      "bucket.storageClass": stored === null ? "standard" : wordOf(stored, CLASSES),
      ...(request.operation === "exportImage" ? { "object.exists": false } : {}),
    };
  }

  /** What the plan makes that an argument, which is not known yet, surely refers to. */
  private referred(
    request: TerraformRequest,
    fact: "key.id" | "vault.id" | "object.key",
    type: string,
  ): PlannedResource | undefined {
    const { argument, resource, type: requested } = request;
    if (isKnown(argument(fact))) return undefined;
    const { referred, references, isPartial } = this.references.candidates(
      resource,
      attributeOf(requested, fact) ?? "",
    );
    const [first] = referred;
    if (first === undefined || isPartial || referred.length > 1) return undefined;
    // A key of another argument, or a condition, may make another value of it.
    const isPlain = fact === "object.key" || (references.length === 1 && ["id", "key_id"].includes(first.attribute));
    const found = this.byAddress.get(first.resource.address);
    return isPlain && found?.type === type ? found : undefined;
  }

  private isOwn(made: PlannedResource, { caller }: TerraformRequest): boolean {
    return callerOf(made, this.document.configuration).accountText === caller.accountText;
  }

  /** Whether Terraform makes it before it comes to the request. */
  private isBefore(made: PlannedResource, { resource }: TerraformRequest): boolean {
    return this.references.finishedBefore(resource, [{ resource: made }]).length > 0;
  }
}

function openly(...facts: readonly (keyof MadeFacts)[]): MadeFacts {
  return Object.fromEntries(facts.map((fact) => [fact, UNKNOWN]));
}

function wordOf<T extends string>(value: unknown, words: Readonly<Record<string, T>>): Knowable<T> {
  const text = textOf(value);
  return isKnown(text) && Object.hasOwn(words, text) ? (words[text] as T) : UNKNOWN;
}
