// What the simulated provider serves: the vendor's types that a stack of the simulated target can hold.

/** Resource types. */
export const SERVED_RESOURCES: readonly string[] = [
  "huaweicloud_images_image_copy",
  "huaweicloud_images_image_share",
  "huaweicloud_images_image_share_accepter",
  "huaweicloud_ims_image_export",
  "huaweicloud_ims_obs_system_image",
  "huaweicloud_ims_obs_data_image",
  "huaweicloud_ims_quickimport_data_image",
  "huaweicloud_kms_key",
  "huaweicloud_cbr_vault",
  "huaweicloud_identity_agency",
  "null_resource",
];

/** Types of data sources. */
export const SERVED_DATA_SOURCES: readonly string[] = [
  "huaweicloud_images_image",
  "huaweicloud_images_images",
  "huaweicloud_ims_quotas",
  "null_data_source",
];
