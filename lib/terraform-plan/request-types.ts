// The vendor's resource types whose requests the table of rules knows, and what is said of the others of the family.
import type { FactKey, ImageKind } from "../model";
import {
  IMAGES_IMAGE_COPY,
  IMAGES_IMAGE_SHARE,
  IMAGES_IMAGE_SHARE_ACCEPTER,
  IMS_IMAGE_EXPORT,
  IMS_OBS_DATA_IMAGE,
  IMS_OBS_SYSTEM_IMAGE,
  IMS_QUICKIMPORT_DATA_IMAGE,
  IMS_QUICKIMPORT_SYSTEM_IMAGE,
  IMSV21_IMAGE_EXPORT,
  type ResourceType,
} from "../vendor";

export interface RequestType {
  readonly columns: ResourceType;
  /** Whether a copy goes across regions is told by its arguments. */
  readonly operation: "copyImage" | "shareImage" | "acceptImage" | "exportImage" | "registerImage";
  /** What a registration makes. */
  readonly kind?: Extract<ImageKind, "system-disk" | "data-disk">;
  /** Whether a registration is a quick import whatever its arguments say. */
  readonly quick?: true;
}

const TYPES: readonly RequestType[] = [
  { columns: IMAGES_IMAGE_COPY, operation: "copyImage" },
  { columns: IMAGES_IMAGE_SHARE, operation: "shareImage" },
  { columns: IMAGES_IMAGE_SHARE_ACCEPTER, operation: "acceptImage" },
  { columns: IMS_IMAGE_EXPORT, operation: "exportImage" },
  { columns: IMSV21_IMAGE_EXPORT, operation: "exportImage" },
  { columns: IMS_OBS_SYSTEM_IMAGE, operation: "registerImage", kind: "system-disk" },
  { columns: IMS_OBS_DATA_IMAGE, operation: "registerImage", kind: "data-disk" },
  { columns: IMS_QUICKIMPORT_SYSTEM_IMAGE, operation: "registerImage", kind: "system-disk", quick: true },
  { columns: IMS_QUICKIMPORT_DATA_IMAGE, operation: "registerImage", kind: "data-disk", quick: true },
];

const BY_NAME: ReadonlyMap<string, RequestType> = new Map(TYPES.map((type) => [type.columns.type, type]));

export function tryFindRequestType(type: string): RequestType | undefined {
  return BY_NAME.get(type);
}

/** The argument that carries a fact. An image file is one argument: its bucket and its key stand in the same. */
export function attributeOf({ columns }: RequestType, fact: FactKey): string | undefined {
  const found = columns.arguments.find((argument) => argument.fact === fact);
  if (found !== undefined || fact !== "object.key") return found?.attribute;
  return columns.arguments.find((argument) => argument.fact === "bucket.name")?.attribute;
}

/** Whether a type is of the image service, known here or not. */
export function isOfImageService(type: string): boolean {
  return /^huaweicloud_(?:images|ims(?:v\d+)?)_/u.test(type);
}

const OF_SERVERS = "makes an image of a server, a volume or a backup, about which the table has no rules";

/** Types that make nothing which the table is about. */
const WITHOUT_RULES: Readonly<Record<string, string>> = {
  huaweicloud_ims_ecs_system_image: OF_SERVERS,
  huaweicloud_ims_ecs_whole_image: OF_SERVERS,
  huaweicloud_ims_cbr_whole_image: OF_SERVERS,
  huaweicloud_ims_evs_system_image: OF_SERVERS,
  huaweicloud_ims_evs_data_image: OF_SERVERS,
  huaweicloud_ims_obs_iso_image: "makes an image of an ISO file, about which the table has no rules",
  huaweicloud_ims_image_metadata: "makes an empty image, about which the table has no rules",
  huaweicloud_ims_image_registration: "fills an empty image from a file, about which the table has no rules",
  huaweicloud_images_image: "is the vendor's deprecated type for images of servers and files",
};

/** Why resources of a type are not judged, and whether that is known; undefined where they are. */
export function whyNotJudged(type: string): { readonly why: string; readonly isKnown: boolean } | undefined {
  if (BY_NAME.has(type) || !isOfImageService(type)) return undefined;
  const why = WITHOUT_RULES[type];
  return { why: why ?? "is a type of the image service that is not known here", isKnown: why !== undefined };
}
