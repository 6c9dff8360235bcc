// Two sub-projects of a region: one shares an image, the other accepts it and creates a replica of its own.
import { join } from "node:path";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import {
  HuaweicloudProvider,
  ImageShare,
  Licence,
  Member,
  ReplicatedImage,
  SharedImage,
  SourceImage,
} from "cdktf-image-replication";

const app = new App();
const stack = new TerraformStack(app, "sub-project");
new HuaweicloudProvider(stack, "huaweicloud", { region: "cn-north-4" });
const web = new HuaweicloudProvider(stack, "web", { region: "cn-north-4", alias: "web", project: "cn-north-4_web" });

const base = SourceImage.fromInventory(stack, "web-base", {
  inventory: join(__dirname, "inventory.json"),
  name: "web-base",
});
if (base.facts.licence !== Licence.FREE) throw new Error("an image that may not leave the account");

const share = new ImageShare(stack, "share", { source: base, members: [Member.project("cn-north-4_web")] });
const shared = new SharedImage(stack, "shared", { source: share, provider: web });
const own = new ReplicatedImage(stack, "own", { source: shared, provider: web, name: "web" });
new TerraformOutput(stack, "web_image", { value: own.imageId });
app.synth();
