// The copies of a Terraform plan: what each asks for, and which image it is made from, back to where anything is known of it.
import { DEFAULT_ACCOUNT, defaultProject, Recording, type Inventory, type OperationKind } from "../model";
import { IMAGES_IMAGE_COPY } from "../vendor";
import { isKnown, UNKNOWN, type Knowable } from "../values";
import { imagesSeenIn, inCommon, isImage, recordedImage, textOf, UNSEEN, type SeenImage } from "./terraform-images";
import type { PlannedResource, ProviderSettings, TerraformDocument, TerraformResource } from "./terraform-json";

export interface TerraformCopy {
  readonly resource: PlannedResource;
  readonly operation: OperationKind;
  readonly account: string;
  readonly project: Knowable<string>;
  readonly region: Knowable<string>;
  /** Where the replica will be. */
  readonly target: Knowable<string>;
  /** An argument: null when it is not set. */
  readonly argument: (name: string) => Knowable<unknown>;
  /** Names of credentials that the provider has as plain text. */
  readonly literalCredentials: readonly string[];
  readonly source: CopySource;
}

/** What a copy is made from: another copy that is made too, or an image that is there. */
export interface CopySource {
  readonly copy: TerraformCopy | undefined;
  readonly image: SeenImage;
  /** How messages and plans name it when it has no name: an id, or the address that it comes from. */
  readonly label: string;
  /** Whether an inventory that holds all there is does not hold it. */
  readonly missing: boolean;
}

const CREDENTIALS = ["access_key", "secret_key", "security_token", "token", "password"];

/** Every copy that the plan makes, anew or again. */
export function copiesOf(document: TerraformDocument, inventory: Inventory | undefined): readonly TerraformCopy[] {
  return new Copies(document, inventory).all;
}

class Copies {
  public readonly all: readonly TerraformCopy[];
  private readonly made = new Map<string, TerraformCopy>();
  private readonly seen = new Map<string, SeenImage>();
  private readonly byBase = new Map<string, TerraformResource[]>();
  private readonly recording: Recording;

  public constructor(
    private readonly document: TerraformDocument,
    private readonly inventory: Inventory | undefined,
  ) {
    this.recording = new Recording(inventory);
    const planned = new Set(document.planned.map(({ address }) => address));
    for (const resource of [...document.prior.filter(({ address }) => !planned.has(address)), ...document.planned]) {
      const group = this.byBase.get(resource.base);
      if (group === undefined) this.byBase.set(resource.base, [resource]);
      else group.push(resource);
    }
    for (const image of document.prior.flatMap(imagesSeenIn)) if (isKnown(image.id)) this.seen.set(image.id, image);
    this.all = document.planned
      .filter(
        ({ mode, type, actions }) =>
          mode === "managed" && type === IMAGES_IMAGE_COPY.type && actions.includes("create"),
      )
      .map((resource) => this.copyOf(resource));
  }

  private copyOf(resource: PlannedResource): TerraformCopy {
    const known = this.made.get(resource.address);
    if (known !== undefined) return known;
    const provider = this.document.configuration.provider(resource);
    const argument = (name: string): Knowable<unknown> => this.argumentOf(resource, name);
    const region = regionOf(argument("region"), provider);
    const stated = textOf(provider.setting("project_name"));
    const target = argument("target_region");
    const isAcross = isKnown(target) ? target !== null && target !== "" && target !== region : isAgencySet(argument);
    const copy: TerraformCopy = {
      resource,
      operation: isAcross ? "copyImageAcross" : "copyImage",
      account: accountOf(provider),
      project: isKnown(stated) ? stated : isKnown(region) ? defaultProject(region) : UNKNOWN,
      region,
      target: isAcross ? textOf(target) : region,
      argument,
      literalCredentials: CREDENTIALS.filter((name) => provider.constants.includes(name)),
      source: { copy: undefined, image: UNSEEN, label: "", missing: false },
    };
    // Kept before its source is looked for: Terraform has no cycles, and a damaged plan must not run in one.
    this.made.set(resource.address, copy);
    const found = { ...copy, source: this.sourceOf(copy) };
    this.made.set(resource.address, found);
    return found;
  }

  /** What an Optional and Computed argument is when nobody sets it: nothing, although Terraform calls it unknown. */
  private argumentOf(resource: PlannedResource, name: string): Knowable<unknown> {
    const value = resource.value(name);
    if (isKnown(value)) return value === "" ? null : value;
    return this.document.configuration.isSet(resource, name) === false ? null : UNKNOWN;
  }

  private sourceOf({ resource, argument, project }: TerraformCopy): CopySource {
    const id = argument("source_image_id");
    if (isKnown(id) && typeof id === "string") return this.imageOf(id, project);
    const references = this.document.configuration.references(resource, "source_image_id");
    const candidates = this.candidatesOf(resource, references);
    const label = candidates[0]?.address ?? references[0] ?? "an image that is not known yet";
    const sources = candidates.map((candidate) => this.seenThrough(candidate));
    const copy = sources.find((source) => source.copy !== undefined)?.copy;
    return { copy, image: inCommon(sources.map(({ image }) => image)), label, missing: false };
  }

  /** The instances that a reference may mean: the one it names, the one of the same key, or all. */
  private candidatesOf({ index }: TerraformResource, references: readonly string[]): readonly TerraformResource[] {
    const sameKey = references.some((reference) => reference === "each.key" || reference === "count.index");
    for (const reference of references) {
      const [base, instances] = this.instancesOf(reference);
      if (instances.length === 0) continue;
      const named = instances.find(({ address }) => reference === address || reference.startsWith(`${address}.`));
      if (named !== undefined && (named.address !== base || instances.length === 1)) return [named];
      const own = sameKey ? instances.filter((instance) => instance.index === index) : [];
      return own.length === 1 ? own : instances;
    }
    return [];
  }

  private instancesOf(reference: string): readonly [string, readonly TerraformResource[]] {
    const parts = reference.replaceAll(/\[[^\]]*\]/gu, "").split(".");
    for (let length = parts.length; length >= 2; length -= 1) {
      const base = parts.slice(0, length).join(".");
      const found = this.byBase.get(base);
      if (found !== undefined) return [base, found];
    }
    return [reference, []];
  }

  private seenThrough(resource: TerraformResource): Pick<CopySource, "copy" | "image"> {
    if ("actions" in resource && resource.type === IMAGES_IMAGE_COPY.type) {
      const planned = resource as PlannedResource;
      if (planned.actions.includes("create")) {
        const copy = this.copyOf(planned);
        return { copy, image: replicaOf(copy) };
      }
    }
    const images = isImage(resource) ? imagesSeenIn(resource) : [];
    return { copy: undefined, image: inCommon(images) };
  }

  /** An image by its id: what state, data sources and the inventory tell of it, the inventory first. */
  private imageOf(id: string, project: Knowable<string>): CopySource {
    const recorded = this.recording.image(id);
    const label = id;
    if (isKnown(recorded) && recorded !== undefined && this.inventory !== undefined) {
      return { copy: undefined, image: recordedImage(recorded, this.inventory, project), label, missing: false };
    }
    const seen = this.seen.get(id);
    if (seen !== undefined) return { copy: undefined, image: seen, label, missing: false };
    return { copy: undefined, image: { ...UNSEEN, id }, label, missing: recorded === undefined };
  }
}

/** What a copy will be once it is made: what the service carries over, and no more. */
function replicaOf({ source: { image }, argument, account, target, operation }: TerraformCopy): SeenImage {
  const key = operation === "copyImage" ? argument("kms_key_id") : null;
  const { kind, sizeGib, os, server } = image;
  return {
    ...{ kind, sizeGib, os, server },
    id: UNKNOWN,
    name: textOf(argument("name")),
    region: target,
    account,
    status: "active",
    seenAs: "private",
    encrypted: isKnown(key) ? key !== null : UNKNOWN,
    keyId: isKnown(key) ? (key as string | null) : UNKNOWN,
    tags: UNKNOWN,
    backupIsReplica: isKnown(kind) ? (kind === "full-ecs" ? true : null) : UNKNOWN,
  };
}

function isAgencySet(argument: TerraformCopy["argument"]): boolean {
  return argument("agency_name") !== null;
}

function regionOf(own: Knowable<unknown>, provider: ProviderSettings): Knowable<string> {
  const region = textOf(own);
  return isKnown(region) ? region : own === null ? textOf(provider.setting("region")) : UNKNOWN;
}

function accountOf(provider: ProviderSettings): string {
  for (const name of ["domain_id", "domain_name"]) {
    const account = textOf(provider.setting(name));
    if (isKnown(account)) return account;
  }
  return DEFAULT_ACCOUNT;
}
