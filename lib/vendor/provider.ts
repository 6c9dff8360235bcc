// The vendor's provider itself: where Terraform finds it, from which version on, and which settings we write.

export const VENDOR_SOURCE = "huaweicloud/huaweicloud";

/** The oldest release that has everything we emit: default_tags came with it. */
export const VENDOR_VERSION = ">= 1.77.0";

/** Where the simulated provider answers: a host of ours, so that nothing of ours stands under a registry's address. */
export const SIMULATED_SOURCE = "image-replication.localhost/simulated/huaweicloud";
/** Any release of ours serves what any other has synthesized; cdktf-cli deploys no stack whose provider states no version. */
export const SIMULATED_VERSION = ">= 0.1.0";
export const SIMULATED_NULL_SOURCE = "image-replication.localhost/simulated/null";
/** The release of the null provider whose schema is recorded here. */
export const SIMULATED_NULL_VERSION = "3.2.4";

/** Settings of the provider block that we write, vendor's name by ours. Credentials are not among them: they come from the environment. */
export const PROVIDER_SETTINGS = {
  region: "region",
  domainId: "domain_id",
  projectId: "project_id",
  projectName: "project_name",
} as const;
