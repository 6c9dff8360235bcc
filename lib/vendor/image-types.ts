// The types of the image service that the vendor's provider has: which the table of rules knows, and what is said of the others.
import type { ImageKind } from "../model";
import { IMAGES_IMAGE_COPY } from "./images-image-copy";
import { IMAGES_IMAGE_SHARE, IMAGES_IMAGE_SHARE_ACCEPTER } from "./images-image-share";
import {
  IMS_IMAGE_EXPORT,
  IMS_OBS_DATA_IMAGE,
  IMS_OBS_SYSTEM_IMAGE,
  IMS_QUICKIMPORT_DATA_IMAGE,
  IMS_QUICKIMPORT_SYSTEM_IMAGE,
  IMSV21_IMAGE_EXPORT,
} from "./ims-image-files";
import type { ResourceType } from "./resource-type";

const JUDGED: ReadonlyMap<string, ResourceType> = new Map(
  [
    IMAGES_IMAGE_COPY,
    IMAGES_IMAGE_SHARE,
    IMAGES_IMAGE_SHARE_ACCEPTER,
    IMS_IMAGE_EXPORT,
    IMSV21_IMAGE_EXPORT,
    IMS_OBS_SYSTEM_IMAGE,
    IMS_OBS_DATA_IMAGE,
    IMS_QUICKIMPORT_SYSTEM_IMAGE,
    IMS_QUICKIMPORT_DATA_IMAGE,
  ].map((type) => [type.type, type]),
);

interface UnjudgedType {
  /** Kind of the image that it makes; null where the type alone does not tell it. */
  readonly kind: ImageKind | null;
  /** Whether its id is an image's. */
  readonly isImage: boolean;
  readonly why: string;
}

const ofServers = (kind: ImageKind): UnjudgedType => ({
  kind,
  isImage: true,
  why: "makes an image of a server, a volume or a backup, about which the table has no rules",
});

/** Types that make nothing which the table is about. */
const UNJUDGED: ReadonlyMap<string, UnjudgedType> = new Map([
  ["huaweicloud_ims_ecs_system_image", ofServers("system-disk")],
  ["huaweicloud_ims_ecs_whole_image", ofServers("full-ecs")],
  ["huaweicloud_ims_cbr_whole_image", ofServers("full-ecs")],
  ["huaweicloud_ims_evs_system_image", ofServers("system-disk")],
  ["huaweicloud_ims_evs_data_image", ofServers("data-disk")],
  [
    "huaweicloud_ims_obs_iso_image",
    { kind: "iso", isImage: true, why: "makes an image of an ISO file, about which the table has no rules" },
  ],
  [
    "huaweicloud_ims_image_metadata",
    { kind: null, isImage: false, why: "makes an empty image, about which the table has no rules" },
  ],
  [
    "huaweicloud_ims_image_registration",
    { kind: null, isImage: false, why: "fills an empty image from a file, about which the table has no rules" },
  ],
  [
    "huaweicloud_images_image",
    { kind: null, isImage: true, why: "is the vendor's deprecated type for images of servers and files" },
  ],
]);

/** A type whose requests the table of rules knows. */
export function tryFindRequestType(type: string): ResourceType | undefined {
  return JUDGED.get(type);
}

/** Whether a type is of the image service, known here or not. */
export function isOfImageService(type: string): boolean {
  return /^huaweicloud_(?:images|ims(?:v\d+)?)_/u.test(type);
}

/** Whether the `id` of a type's resources is an image's. */
export function isImageType(type: string): boolean {
  const operation = JUDGED.get(type)?.operation;
  return operation === "copyImage" || operation === "registerImage" || UNJUDGED.get(type)?.isImage === true;
}

/** The kind of image that a type alone tells. */
export function kindOfType(type: string): ImageKind | undefined {
  return JUDGED.get(type)?.kind ?? UNJUDGED.get(type)?.kind ?? undefined;
}

/** Why resources of a type are not judged, and whether that is known; undefined where they are. */
export function whyNotJudged(type: string): { readonly why: string; readonly isKnown: boolean } | undefined {
  if (JUDGED.has(type) || !isOfImageService(type)) return undefined;
  const why = UNJUDGED.get(type)?.why;
  return { why: why ?? "is a type of the image service that is not known here", isKnown: why !== undefined };
}
