// Copies an image that a partner shares in Beijing4 to Shanghai2. A shared image cannot cross regions; a private replica of it can.
import { join } from "node:path";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import { Destination, HuaweicloudProvider, ImageDistribution, SourceImage } from "cdktf-image-replication";

const app = new App();
const stack = new TerraformStack(app, "shared-image");
new HuaweicloudProvider(stack, "huaweicloud", { region: "cn-north-4" });

const shared = SourceImage.fromInventory(stack, "web-base", {
  inventory: join(__dirname, "inventory.json"),
  name: "web-base",
});
const web = new ImageDistribution(stack, "web", {
  source: shared,
  name: "web",
  agencyName: "ims_copy",
  destinations: [Destination.region("cn-east-2")],
});
new TerraformOutput(stack, "web_shanghai2", { value: web.imageIds["cn-east-2/web"] });
app.synth();
