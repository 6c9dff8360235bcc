// Some examples under real Terraform. The soak runs more of them.
import { terraformTest } from "../terraform/terraform";
import { liveUnderTerraform, SHORT_LIVES } from "./example-life";

terraformTest.each(SHORT_LIVES.map((example) => [example.name, example] as const))(
  "Terraform applies and destroys the example %s",
  (_, example) => liveUnderTerraform(example),
  240_000,
);
