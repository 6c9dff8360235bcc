// Examples under real Terraform from nothing: applied, planned again with nothing to do, destroyed. The fleet does so in the soak.
import { terraformTest } from "../terraform/terraform";
import { liveUnderTerraform } from "./example-life";

terraformTest.each(["partner", "sub-project", "shared-image", "large-image", "two-sites"])(
  "%s",
  liveUnderTerraform,
  120_000,
);
