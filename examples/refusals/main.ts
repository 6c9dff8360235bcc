// Alternatives to the requests in refused.ts: copy a full-ECS image to another region with a vault there, use an image of an installed
// server instead of the ISO file, and accept a shared image before replicating it.
import { join } from "node:path";
import { App, TerraformStack } from "cdktf";
import {
  CrossRegionImage,
  Encryption,
  HuaweicloudProvider,
  ReplicatedImage,
  SharedImage,
  SourceImage,
  Vault,
} from "cdktf-image-replication";

const app = new App();
const stack = new TerraformStack(app, "refusals");
new HuaweicloudProvider(stack, "huaweicloud", { region: "cn-north-4" });
const image = (name: string): SourceImage =>
  SourceImage.fromInventory(stack, name, { inventory: join(__dirname, "inventory.json"), name });

new CrossRegionImage(stack, "erp-guangzhou", {
  source: image("erp"),
  name: "erp",
  targetRegion: "cn-south-1",
  agencyName: "ims_copy",
  vault: Vault.fromVaultId("9c0e1f2a-3b4c-4d5e-8f60-718293a4b5d1"),
});
new ReplicatedImage(stack, "installed-again", {
  source: image("installed"),
  name: "installed again",
  description: "Made of a server that was installed from the ISO file",
  encryption: Encryption.none(),
});
const accepted = new SharedImage(stack, "accepted", { source: image("offered") });
new ReplicatedImage(stack, "own", { source: accepted, name: "own", encryption: Encryption.none() });
app.synth();
