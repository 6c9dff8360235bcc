// The data source huaweicloud_images_image: finds one active image, and which facts it shows. It shows no key, and of the kind only
// part, so that both are stated by the program.
import type { FactKey } from "../model";
import { BYTES_PER_GIB } from "../values";
import type { Argument } from "./resource-type";

export interface DataSourceType {
  readonly type: string;
  readonly arguments: readonly Argument[];
  /** Expression for a fact, over the address of the data source; "none" where it does not show it. */
  readonly facts: Readonly<Partial<Record<FactKey, ((address: string) => string) | "none">>>;
}

export const DATA_IMAGES_IMAGE: DataSourceType = {
  type: "huaweicloud_images_image",
  arguments: [
    { attribute: "name", property: "name", type: "string", fact: null },
    { attribute: "image_id", property: "imageId", type: "string", fact: null },
    { attribute: "region", property: "region", type: "string", fact: "image.region" },
    { attribute: "owner", property: "owner", type: "string", fact: null },
    { attribute: "visibility", property: "visibility", type: "string", fact: "image.seenAs" },
    { attribute: "most_recent", property: "mostRecent", type: "bool", fact: null },
  ],
  facts: {
    "image.region": (address) => `${address}.region`,
    "image.status": (address) => `${address}.status`,
    "image.seenAs": (address) => `${address}.visibility`,
    "image.sizeGib": (address) => `${address}.size_bytes / ${String(BYTES_PER_GIB)}`,
    "image.os": (address) => `(${address}.os == "Windows" ? "windows" : "linux")`,
    "image.server": (address) => `(${address}.image_type == "Ironic" ? "bms" : "ecs")`,
    "image.kind": "none",
    "image.account": "none",
    "image.project": "none",
    "image.encrypted": "none",
    "image.keyId": "none",
    "image.encryption": "none",
    "image.licence": "none",
    "image.members": "none",
    "image.frozen": "none",
    "image.memberStatus": "none",
    "image.keyState": "none",
    "image.keyUsable": "none",
    "image.backupIsReplica": "none",
    "image.backupRegions": "none",
    "image.backupDestinations": "none",
  },
};
