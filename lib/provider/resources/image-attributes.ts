// An image as the attributes of the vendor's resource types: every computed one, and what can be changed of it. What the simulated
// service does not have is empty, as the vendor's provider writes what is missing in an answer.
import type { Image, ImageKind, OperatingSystem } from "../../model";
import { BYTES_PER_GIB } from "../../values";
import type { ValueObject } from "../codec/value";
import { filled } from "../frame/blank";
import type { Schema } from "../frame/schema";

export const OS_TYPES: Readonly<Record<OperatingSystem, string>> = {
  linux: "Linux",
  windows: "Windows",
  other: "Other",
};

const ENVIRONMENTS: Readonly<Record<ImageKind, string>> = {
  "system-disk": "FusionCompute",
  "full-ecs": "FusionCompute",
  "data-disk": "DataImage",
  iso: "IsoImage",
};

/** What the service calls the environment that servers of the image run in. */
export function environmentOf({ kind, server }: Image): string {
  return server === "bms" ? "Ironic" : ENVIRONMENTS[kind];
}

/** `image,<region>,<id>`: what it was made from; empty when nobody has told. */
export function originOf({ madeFrom }: Image): string {
  if (madeFrom.means === "untold") return "";
  return [madeFrom.means, ...(madeFrom.region === null ? [] : [madeFrom.region]), madeFrom.id].join(",");
}

/** The computed attributes of a type that makes images. */
export function imageAttributes(image: Image, schema: Schema): ValueObject {
  return filled(schema, knownAttributes(image));
}

function knownAttributes(image: Image): ValueObject {
  const isSystem = image.kind === "system-disk" || image.kind === "full-ecs";
  return {
    id: image.id,
    name: image.name,
    description: image.description,
    tags: { ...image.tags },
    kms_key_id: image.keyId ?? "",
    cmk_id: image.keyId ?? "",
    enterprise_project_id: image.enterpriseProjectId,
    min_ram: image.minRamMib,
    max_ram: image.maxRamMib,
    min_disk: image.minDiskGib,
    image_size: String(Math.round(image.sizeGib * BYTES_PER_GIB)),
    status: image.status,
    visibility: image.visibility === "private" ? "private" : "public",
    data_origin: originOf(image),
    disk_format: "zvhd2",
    container_format: "bare",
    file: `/v2/images/${image.id}/file`,
    self: `/v2/images/${image.id}`,
    schema: "/v2/schemas/image",
    created_at: image.createdAt,
    updated_at: image.updatedAt,
    active_at: image.status === "active" ? image.updatedAt : "",
    virtual_env_type: environmentOf(image),
    __backup_id: image.backup?.id ?? "",
    __imagetype: image.visibility === "private" ? "private" : "gold",
    __image_source_type: "uds",
    __isregistered: "true",
    __os_type: OS_TYPES[image.os],
    __support_kvm: isSystem ? "true" : "",
    __lazyloading: image.fastCreate ? "true" : "",
  };
}
