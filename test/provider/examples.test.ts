// Examples live under real Terraform. The fleet does so in the soak.
import { terraformTest } from "../terraform/terraform";
import { liveUnderTerraform, type Example } from "./example-life";

const EXAMPLES: readonly Example[] = [
  { name: "partner" },
  { name: "sub-project" },
  { name: "shared-image" },
  { name: "large-image", fault: { operation: "registerImage", imageName: "warehouse" } },
  { name: "two-sites", retires: true },
];

terraformTest.each(EXAMPLES.map((example) => [example.name, example] as const))(
  "%s",
  (_, example) => liveUnderTerraform(example),
  240_000,
);
