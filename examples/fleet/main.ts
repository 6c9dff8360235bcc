// Forty images in six regions. Each encrypted image is decrypted once, and five cross-region copies run at a time.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { App, TerraformStack } from "cdktf";
import { Destination, Encryption, HuaweicloudProvider, ImageDistribution, SourceImage } from "cdktf-image-replication";

const INVENTORY = join(__dirname, "inventory.json");
const REGIONS = ["cn-east-2", "cn-east-3", "cn-south-1", "cn-north-1", "cn-north-9", "cn-southwest-2"];

const app = new App();
const stack = new TerraformStack(app, "fleet");
new HuaweicloudProvider(stack, "huaweicloud", { region: "cn-north-4" });

const { images } = JSON.parse(readFileSync(INVENTORY, "utf8")) as { images: { name: string }[] };
for (const { name } of images) {
  new ImageDistribution(stack, `${name}-everywhere`, {
    source: SourceImage.fromInventory(stack, name, { inventory: INVENTORY, name }),
    name,
    agencyName: "ims_copy",
    destinations: REGIONS.map((region) => Destination.region(region, { encryption: Encryption.none() })),
  });
}
app.synth();
