// Copies an image from Hong Kong (International site) to Shanghai1 (China site). Sites have different accounts and no replication between them.
import { join } from "node:path";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import { CrossSiteImage, HuaweicloudProvider, Intermediates, Site, SourceImage } from "cdktf-image-replication";

const app = new App();
const stack = new TerraformStack(app, "two-sites");
new HuaweicloudProvider(stack, "hong-kong", {
  region: "ap-southeast-1",
  account: { id: "overseas", site: Site.INTERNATIONAL },
});
const shanghai = new HuaweicloudProvider(stack, "shanghai", {
  region: "cn-east-3",
  alias: "shanghai",
  account: { id: "mainland", site: Site.CHINA },
});

const server = new CrossSiteImage(stack, "server", {
  source: SourceImage.fromInventory(stack, "server-base", {
    inventory: join(__dirname, "inventory.json"),
    name: "Windows Server 2012",
  }),
  name: "Windows Server 2012",
  bucket: "images-hong-kong",
  targetProvider: shanghai,
  targetBucket: "images-shanghai",
  minDiskGib: 40,
  intermediates: process.env.RETIRE === "yes" ? Intermediates.DELETE : Intermediates.RETAIN,
});
new TerraformOutput(stack, "server_shanghai", { value: server.imageId });
app.synth();
