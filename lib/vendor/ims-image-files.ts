// Image files in the vendor's provider: exporting to a bucket, and registering what lies in one.
import type { ResourceType } from "./resource-type";

/** Its id is the image's, so that a second export of one image would collide in silence; its destruction leaves the object. */
export const IMS_IMAGE_EXPORT: ResourceType = {
  type: "huaweicloud_ims_image_export",
  operation: "exportImage",
  arguments: [
    {
      attribute: "image_id",
      property: "imageId",
      type: "string",
      required: true,
      replaces: true,
      fact: "image.exists",
    },
    {
      attribute: "bucket_url",
      property: "bucketUrl",
      type: "string",
      required: true,
      replaces: true,
      fact: "bucket.name",
    },
    { attribute: "file_format", property: "fileFormat", type: "string", replaces: true, fact: "object.format" },
    { attribute: "is_quick_export", property: "isQuickExport", type: "bool", replaces: true, fact: "export.fast" },
    { attribute: "region", property: "region", type: "string", replaces: true, fact: "caller.region" },
  ],
  computed: ["id"],
  createTimeoutSeconds: 1200,
};

/** A system disk image of a file, also by quick import. */
export const IMS_OBS_SYSTEM_IMAGE: ResourceType = {
  type: "huaweicloud_ims_obs_system_image",
  operation: "registerImage",
  kind: "system-disk",
  arguments: [
    { attribute: "name", property: "name", type: "string", required: true, fact: "replica.name" },
    {
      attribute: "image_url",
      property: "imageUrl",
      type: "string",
      required: true,
      replaces: true,
      fact: "object.key",
    },
    {
      attribute: "min_disk",
      property: "minDisk",
      type: "number",
      required: true,
      replaces: true,
      fact: "register.minDiskGib",
    },
    { attribute: "description", property: "description", type: "string", fact: "replica.description" },
    {
      attribute: "enterprise_project_id",
      property: "enterpriseProjectId",
      type: "string",
      fact: "replica.enterpriseProjectId",
    },
    { attribute: "tags", property: "tags", type: "map", fact: "replica.tags" },
    { attribute: "region", property: "region", type: "string", replaces: true, fact: "caller.region" },
    { attribute: "cmk_id", property: "cmkId", type: "string", replaces: true, fact: "key.id" },
    { attribute: "os_type", property: "osType", type: "string", replaces: true, fact: "image.os" },
    { attribute: "os_version", property: "osVersion", type: "string", replaces: true, fact: "register.osVersion" },
    { attribute: "is_quick_import", property: "isQuickImport", type: "bool", replaces: true, fact: "register.quick" },
    { attribute: "is_config", property: "isConfig", type: "bool", replaces: true, fact: null },
    { attribute: "architecture", property: "architecture", type: "string", replaces: true, fact: null },
    { attribute: "type", property: "type", type: "string", replaces: true, fact: null },
    { attribute: "max_ram", property: "maxRam", type: "number", fact: null },
    { attribute: "min_ram", property: "minRam", type: "number", fact: null },
  ],
  computed: ["id", "status", "image_size"],
  createTimeoutSeconds: 1200,
};

/** A data disk image of a file. */
export const IMS_OBS_DATA_IMAGE: ResourceType = {
  type: "huaweicloud_ims_obs_data_image",
  operation: "registerImage",
  kind: "data-disk",
  arguments: [
    { attribute: "name", property: "name", type: "string", required: true, fact: "replica.name" },
    {
      attribute: "image_url",
      property: "imageUrl",
      type: "string",
      required: true,
      replaces: true,
      fact: "object.key",
    },
    {
      attribute: "min_disk",
      property: "minDisk",
      type: "number",
      required: true,
      replaces: true,
      fact: "register.minDiskGib",
    },
    { attribute: "description", property: "description", type: "string", fact: "replica.description" },
    {
      attribute: "enterprise_project_id",
      property: "enterpriseProjectId",
      type: "string",
      fact: "replica.enterpriseProjectId",
    },
    { attribute: "tags", property: "tags", type: "map", fact: "replica.tags" },
    { attribute: "region", property: "region", type: "string", replaces: true, fact: "caller.region" },
    { attribute: "cmk_id", property: "cmkId", type: "string", replaces: true, fact: "key.id" },
    { attribute: "os_type", property: "osType", type: "string", replaces: true, fact: "image.os" },
  ],
  computed: ["id", "status", "image_size"],
  createTimeoutSeconds: 1200,
};

/** A data disk image of a file by quick import, which takes no key. */
export const IMS_QUICKIMPORT_DATA_IMAGE: ResourceType = {
  type: "huaweicloud_ims_quickimport_data_image",
  operation: "registerImage",
  kind: "data-disk",
  quick: true,
  arguments: [
    { attribute: "name", property: "name", type: "string", required: true, fact: "replica.name" },
    { attribute: "image_url", property: "imageUrl", type: "string", required: true, fact: "object.key" },
    { attribute: "min_disk", property: "minDisk", type: "number", required: true, fact: "register.minDiskGib" },
    { attribute: "description", property: "description", type: "string", fact: "replica.description" },
    {
      attribute: "enterprise_project_id",
      property: "enterpriseProjectId",
      type: "string",
      fact: "replica.enterpriseProjectId",
    },
    { attribute: "tags", property: "tags", type: "map", fact: "replica.tags" },
    { attribute: "region", property: "region", type: "string", replaces: true, fact: "caller.region" },
    { attribute: "type", property: "type", type: "string", required: true, fact: "register.kind" },
    { attribute: "os_type", property: "osType", type: "string", fact: "image.os" },
    { attribute: "enable_force_new", property: "enableForceNew", type: "string", fact: null },
  ],
  computed: ["id", "status"],
  createTimeoutSeconds: 1200,
};

/** An export by the newer request of the service. Not served by the simulated provider; plans of others use it. */
export const IMSV21_IMAGE_EXPORT: ResourceType = {
  type: "huaweicloud_imsv21_image_export",
  operation: "exportImage",
  arguments: [
    { attribute: "image_id", property: "imageId", type: "string", required: true, fact: "image.exists" },
    { attribute: "bucket_url", property: "bucketUrl", type: "string", required: true, fact: "bucket.name" },
    { attribute: "file_format", property: "fileFormat", type: "string", fact: "object.format" },
    { attribute: "is_quick_export", property: "isQuickExport", type: "bool", fact: "export.fast" },
    { attribute: "region", property: "region", type: "string", replaces: true, fact: "caller.region" },
    { attribute: "enable_force_new", property: "enableForceNew", type: "string", fact: null },
  ],
  computed: ["id"],
  createTimeoutSeconds: 1200,
};

/** A system disk image of a file by quick import, which takes no key. Not served by the simulated provider either. */
export const IMS_QUICKIMPORT_SYSTEM_IMAGE: ResourceType = {
  type: "huaweicloud_ims_quickimport_system_image",
  operation: "registerImage",
  kind: "system-disk",
  quick: true,
  arguments: [
    { attribute: "name", property: "name", type: "string", required: true, fact: "replica.name" },
    { attribute: "image_url", property: "imageUrl", type: "string", required: true, fact: "object.key" },
    { attribute: "min_disk", property: "minDisk", type: "number", required: true, fact: "register.minDiskGib" },
    { attribute: "os_version", property: "osVersion", type: "string", required: true, fact: "register.osVersion" },
    { attribute: "description", property: "description", type: "string", fact: "replica.description" },
    {
      attribute: "enterprise_project_id",
      property: "enterpriseProjectId",
      type: "string",
      fact: "replica.enterpriseProjectId",
    },
    { attribute: "tags", property: "tags", type: "map", fact: "replica.tags" },
    { attribute: "region", property: "region", type: "string", replaces: true, fact: "caller.region" },
    { attribute: "architecture", property: "architecture", type: "string", fact: null },
    { attribute: "hw_firmware_type", property: "hwFirmwareType", type: "string", fact: null },
    { attribute: "license_type", property: "licenseType", type: "string", fact: null },
    { attribute: "type", property: "type", type: "string", fact: null },
    { attribute: "enable_force_new", property: "enableForceNew", type: "string", fact: null },
  ],
  computed: ["id", "status"],
  createTimeoutSeconds: 1200,
};
