// Images as the vendor's provider shows them, in data sources and in state, read into facts. What a type does not show is not known.
import { sightOf, type ImageView } from "../facts";
import type { Image, ImageKind, Member } from "../model";
import { BYTES_PER_GIB, isKnown, UNKNOWN, type Knowable } from "../values";
import { IMAGES_IMAGE_COPY, isImageType, kindOfType } from "../vendor";
import type { TerraformResource } from "./json";
import { objectOf, textOf } from "./values";

/** What is known of an image, whoever says it. */
export interface SeenImage extends Omit<ImageView, "backupRegions" | "backupDestinations"> {
  readonly id: Knowable<string>;
  readonly name: Knowable<string>;
  readonly tags: Knowable<Readonly<Record<string, string>>>;
}

export const UNSEEN: SeenImage = {
  id: UNKNOWN,
  name: UNKNOWN,
  region: UNKNOWN,
  account: UNKNOWN,
  project: UNKNOWN,
  kind: UNKNOWN,
  status: UNKNOWN,
  seenAs: UNKNOWN,
  memberStatus: UNKNOWN,
  members: UNKNOWN,
  sizeGib: UNKNOWN,
  encrypted: UNKNOWN,
  keyId: UNKNOWN,
  os: UNKNOWN,
  server: UNKNOWN,
  tags: UNKNOWN,
  backupIsReplica: UNKNOWN,
  licence: UNKNOWN,
  frozen: UNKNOWN,
};

/** The images that a resource or data source shows: one, or those of a list. */
export function imagesSeenIn(resource: TerraformResource): readonly SeenImage[] {
  const { type, mode } = resource;
  if (mode === "data" && type === "huaweicloud_images_images") {
    const images = resource.value("images");
    const region = textOf(resource.value("region"));
    if (!Array.isArray(images)) return [];
    return images.map((entry) => {
      const values = objectOf(entry) ?? {};
      return seenOf({ ...resource, value: (name) => values[name] ?? null }, region);
    });
  }
  return isImageType(type) ? [seenOf(resource, textOf(resource.value("region")))] : [];
}

function seenOf(resource: TerraformResource, region: Knowable<string>): SeenImage {
  const { type, mode, value } = resource;
  const isCopy = type === IMAGES_IMAGE_COPY.type;
  const target = textOf(value("target_region"));
  const key = keyOf(resource);
  const kind = kindOf(resource);
  const seenAs = oneOf(value("visibility"), SEEN_AS);
  return {
    id: textOf(value("id")),
    name: textOf(value("name")),
    region: isCopy && isKnown(target) ? target : region,
    account: UNKNOWN,
    project: UNKNOWN,
    kind,
    status: oneOf(value("status"), { queued: "queued", saving: "saving", active: "active", killed: "killed" }),
    seenAs,
    memberStatus: isKnown(seenAs) && seenAs !== "shared" ? null : UNKNOWN,
    members: UNKNOWN,
    sizeGib: sizeOf(value(mode === "data" ? "size_bytes" : "image_size"), value("__image_size")),
    encrypted: isKnown(key) ? key !== null : UNKNOWN,
    keyId: key,
    os: oneOf(first(value("os"), value("__os_type"), value("os_type")), {
      Windows: "windows",
      Linux: "linux",
      Other: "other",
    }),
    server: oneOf(first(value("image_type"), value("virtual_env_type")), {
      Ironic: "bms",
      FusionCompute: "ecs",
      DataImage: "ecs",
      IsoImage: "ecs",
    }),
    tags: tagsOf(value("tags")),
    backupIsReplica: isKnown(kind) && kind !== "full-ecs" ? null : UNKNOWN,
    licence: UNKNOWN,
    frozen: UNKNOWN,
  };
}

const SEEN_AS = { private: "private", shared: "shared", public: "public", market: "market" } as const;

/** The vendor's data source shows no key; a resource shows what the service answered, empty for none. */
function keyOf({ mode, value }: TerraformResource): Knowable<string | null> {
  const shown =
    mode === "data"
      ? objectOf(value("metadata"))?.__system__cmkid
      : first(value("kms_key_id"), value("cmk_id"), value("__system__cmkid"));
  if (typeof shown === "string") return shown === "" ? (mode === "data" ? UNKNOWN : null) : shown;
  return UNKNOWN;
}

/** A full-ECS image has a backup, and looks like a system disk otherwise: told apart only where the backup is shown, or shown to be none. */
function kindOf({ type, value }: TerraformResource): Knowable<ImageKind> {
  const ofType = kindOfType(type);
  if (ofType !== undefined) return ofType;
  const backups = [value("backup_id"), value("__backup_id")].filter((backup) => typeof backup === "string");
  if (value("is_whole_image") === true || backups.some((backup) => backup !== "")) return "full-ecs";
  const isShown = backups.length > 0;
  return oneOf(first(value("image_type"), value("virtual_env_type")), {
    DataImage: "data-disk",
    IsoImage: "iso",
    ...(isShown ? { FusionCompute: "system-disk", Ironic: "system-disk" } : {}),
  });
}

function sizeOf(...shown: readonly unknown[]): Knowable<number> {
  for (const value of shown) {
    const bytes = typeof value === "string" && /^\d+$/u.test(value) ? Number(value) : value;
    if (typeof bytes === "number" && bytes > 0) return bytes / BYTES_PER_GIB;
  }
  return UNKNOWN;
}

function tagsOf(value: unknown): SeenImage["tags"] {
  const tags = Object.entries(objectOf(value) ?? {});
  const all = tags.filter((tag): tag is [string, string] => typeof tag[1] === "string");
  return objectOf(value) === undefined || all.length < tags.length ? UNKNOWN : Object.fromEntries(all);
}

function first(...values: readonly unknown[]): unknown {
  return values.find((value) => value !== null && value !== undefined && value !== "") ?? values[0];
}

function oneOf<T extends string>(value: unknown, words: Readonly<Record<string, T>>): Knowable<T> {
  return typeof value === "string" && Object.hasOwn(words, value) ? (words[value] as T) : UNKNOWN;
}

/** An image as an inventory has recorded it with its members, seen by an account and a project. */
export function recordedImage(
  image: Image,
  members: readonly Member[],
  account: Knowable<string>,
  project: Knowable<string>,
): SeenImage {
  // Whoever it is may be one whom it is shared with.
  const isOpen = !isKnown(account) && members.length > 0;
  const isOwn = image.account === account && image.project === project;
  const member = members.find((entry) => entry.account === account && entry.project === project);
  const sight = sightOf(image.visibility, isOwn, member);
  return {
    id: image.id,
    name: image.name,
    region: image.region,
    account: image.account,
    project: image.project,
    kind: image.kind,
    status: image.status,
    seenAs: isOpen ? UNKNOWN : sight.seenAs,
    memberStatus: isOpen ? UNKNOWN : sight.memberStatus,
    members: members.filter(({ status }) => status === "accepted").length,
    sizeGib: image.sizeGib,
    encrypted: image.keyId !== null,
    keyId: image.keyId,
    os: image.os,
    server: image.server,
    tags: image.tags,
    backupIsReplica: image.backup === null ? null : image.backup.replicaOf !== null,
    licence: image.licence,
    frozen: image.frozen,
  };
}

/** What is the same of all; the rest is not known, since it depends on which of them it is. */
export function inCommon(images: readonly SeenImage[]): SeenImage {
  const [one, ...others] = images;
  if (one === undefined) return UNSEEN;
  const entries = Object.entries(one).map(([key, value]) => {
    const same = others.every((other) => other[key as keyof SeenImage] === value);
    return [key, same ? value : UNKNOWN] as const;
  });
  return Object.fromEntries(entries) as unknown as SeenImage;
}
