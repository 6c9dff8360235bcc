// A 200 GiB image is too large for a cross-region copy: it is exported to a bucket, transferred to a bucket in Shanghai1, and registered there.
// The stack also exports an image for an archive, and registers an image from an existing file.
import { join } from "node:path";
import { App, TerraformStack } from "cdktf";
import {
  Destination,
  ExportedImage,
  HuaweicloudProvider,
  ImageDistribution,
  ImageFileFormat,
  RegisteredImage,
  SourceImage,
} from "cdktf-image-replication";

const INVENTORY = join(__dirname, "inventory.json");

const app = new App({ context: { "image-replication:prices": join(__dirname, "prices.json") } });
const stack = new TerraformStack(app, "large-image");
new HuaweicloudProvider(stack, "huaweicloud", { region: "cn-north-4" });

new ImageDistribution(stack, "warehouse", {
  source: SourceImage.fromInventory(stack, "warehouse-base", { inventory: INVENTORY, name: "warehouse" }),
  name: "warehouse",
  agencyName: "ims_copy",
  bucket: "images-beijing",
  osVersion: "Ubuntu 22.04 server 64bit",
  destinations: [Destination.region("cn-east-3", { bucket: "images-shanghai" })],
});

new ExportedImage(stack, "tools-archive", {
  source: SourceImage.fromInventory(stack, "tools-base", { inventory: INVENTORY, name: "tools" }),
  bucket: "images-beijing",
  objectKey: "archive/{imageId}.vhd",
  format: ImageFileFormat.VHD,
});

new RegisteredImage(stack, "appliance", {
  name: "appliance",
  bucket: "images-beijing",
  objectKey: "incoming/appliance.vmdk",
  sizeGib: 8,
  format: ImageFileFormat.VMDK,
  minDiskGib: 40,
});
app.synth();
