// Sharing in the vendor's provider. Neither type reads back what it did, so that drift is never seen, and neither can be imported.
import type { ResourceType } from "./resource-type";

/** All members of an image in one resource: its id is the image's, so that a second one would collide in silence. */
export const IMAGES_IMAGE_SHARE: ResourceType = {
  type: "huaweicloud_images_image_share",
  operation: "shareImage",
  arguments: [
    {
      attribute: "source_image_id",
      property: "sourceImageId",
      type: "string",
      required: true,
      replaces: true,
      fact: "image.exists",
    },
    {
      attribute: "target_project_ids",
      property: "targetProjectIds",
      type: "set",
      required: true,
      fact: "member.asked",
    },
    { attribute: "region", property: "region", type: "string", replaces: true, fact: "caller.region" },
  ],
  computed: ["id"],
  createTimeoutSeconds: 300,
};

/** Asked by the receiver's provider. Its id is random: what comes after refers to `image_id`. */
export const IMAGES_IMAGE_SHARE_ACCEPTER: ResourceType = {
  type: "huaweicloud_images_image_share_accepter",
  operation: "acceptImage",
  arguments: [
    {
      attribute: "image_id",
      property: "imageId",
      type: "string",
      required: true,
      replaces: true,
      fact: "image.exists",
    },
    { attribute: "vault_id", property: "vaultId", type: "string", replaces: true, fact: "vault.id" },
    { attribute: "region", property: "region", type: "string", replaces: true, fact: "caller.region" },
  ],
  computed: ["id"],
  createTimeoutSeconds: 300,
};
