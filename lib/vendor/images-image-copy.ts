// huaweicloud_images_image_copy: one resource type for copies within a region and across regions.
import type { ResourceType } from "./resource-type";

export const IMAGES_IMAGE_COPY: ResourceType = {
  type: "huaweicloud_images_image_copy",
  operation: "copyImage",
  arguments: [
    { attribute: "name", property: "name", type: "string", required: true, fact: "replica.name" },
    {
      attribute: "source_image_id",
      property: "sourceImageId",
      type: "string",
      required: true,
      replaces: true,
      fact: "image.exists",
    },
    { attribute: "description", property: "description", type: "string", fact: "replica.description" },
    { attribute: "region", property: "region", type: "string", replaces: true, fact: "caller.region" },
    { attribute: "target_region", property: "targetRegion", type: "string", replaces: true, fact: "replica.region" },
    { attribute: "agency_name", property: "agencyName", type: "string", replaces: true, fact: "agency.name" },
    { attribute: "vault_id", property: "vaultId", type: "string", replaces: true, fact: "vault.id" },
    { attribute: "kms_key_id", property: "kmsKeyId", type: "string", replaces: true, fact: "key.id" },
    {
      attribute: "enterprise_project_id",
      property: "enterpriseProjectId",
      type: "string",
      fact: "replica.enterpriseProjectId",
    },
    { attribute: "min_ram", property: "minRam", type: "number", fact: null },
    { attribute: "max_ram", property: "maxRam", type: "number", fact: null },
    { attribute: "tags", property: "tags", type: "map", fact: "replica.tags" },
  ],
  computed: ["id", "status", "visibility", "image_size", "min_disk", "data_origin", "os_version", "created_at"],
  createTimeoutSeconds: 3600,
};
