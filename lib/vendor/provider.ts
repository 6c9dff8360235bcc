// The vendor's provider itself: where Terraform finds it, from which version on, and which settings we write.

export const VENDOR_SOURCE = "huaweicloud/huaweicloud";

/** The oldest release that has everything we emit: default_tags came with it. */
export const VENDOR_VERSION = ">= 1.77.0";

/** Where the simulated provider answers: a host of ours, so that nothing of ours stands under a registry's address. */
export const SIMULATED_SOURCE = "image-replication.localhost/simulated/huaweicloud";
export const SIMULATED_NULL_SOURCE = "image-replication.localhost/simulated/null";

/** Settings of the provider block that we write, vendor's name by ours. Credentials are not among them: they come from the environment. */
export const PROVIDER_SETTINGS = {
  region: "region",
  domainId: "domain_id",
  projectName: "project_name",
} as const;
