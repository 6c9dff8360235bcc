// Requests that the service refuses: `npx tsx refused.ts` prints the rule and the fix of each, and writes nothing.
import { join } from "node:path";
import { App, TerraformStack } from "cdktf";
import {
  checkApp,
  CrossRegionImage,
  Encryption,
  HuaweicloudProvider,
  ImageShare,
  Key,
  Member,
  ReplicatedImage,
  Site,
  SourceImage,
} from "cdktf-image-replication";

const app = new App();
const stack = new TerraformStack(app, "refused");
new HuaweicloudProvider(stack, "huaweicloud", {
  region: "cn-north-4",
  account: { id: "default", site: Site.CHINA },
});
const image = (name: string): SourceImage =>
  SourceImage.fromInventory(stack, name, { inventory: join(__dirname, "inventory.json"), name });
const [erp, installer, ubuntu, offered] = [image("erp"), image("installer"), image("Ubuntu 22.04"), image("offered")];
const [busy, sealed, large, installed] = [image("busy"), image("sealed"), image("large"), image("installed")];
const encryption = Encryption.none();

// Within the region.
for (const source of [erp, installer, ubuntu, offered, busy]) {
  const { id } = source.node;
  new ReplicatedImage(stack, `${id} again`, { source, name: `${id} again`, encryption });
}
const key = Key.fromAttributes({ keyId: "a3d1c0de-0000-4b4b-8c8c-000000000021", region: "cn-north-4" });
new ReplicatedImage(stack, "the same key", { source: sealed, name: "rekeyed", encryption: Encryption.kms(key) });
new ReplicatedImage(stack, "no word of the key", { source: sealed, name: "sealed again" });
new ReplicatedImage(stack, "fast data", { source: large, name: "fast", encryption, fastCreate: true });

// To another region, and to another site.
for (const [source, targetRegion] of [
  [sealed, "cn-east-3"],
  [large, "cn-east-3"],
  [offered, "cn-east-3"],
  [erp, "cn-east-3"],
  [installed, "ap-southeast-3"],
] as const) {
  const { id } = source.node;
  new CrossRegionImage(stack, `${id} across`, { source, name: `${id} across`, targetRegion, agencyName: "ims_copy" });
}

// To another account.
new ImageShare(stack, "sealed for a partner", {
  source: sealed,
  members: [Member.project("cn-north-4", { account: "partner" })],
});

for (const { severity, text } of checkApp(app)) if (severity === "error") console.log(`${text}\n`);
