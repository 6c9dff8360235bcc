// An encrypted image for a partner account in another region, encrypted with the partner's key; and for an auditor, who accepts it by hand.
import { join } from "node:path";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import {
  Destination,
  Encryption,
  HuaweicloudProvider,
  ImageDistribution,
  Intermediates,
  Key,
  Member,
  SourceImage,
} from "cdktf-image-replication";

const app = new App();
const stack = new TerraformStack(app, "partner");
new HuaweicloudProvider(stack, "huaweicloud", { region: "cn-north-4" });
const partner = new HuaweicloudProvider(stack, "partner", {
  region: "cn-east-3",
  alias: "partner",
  account: { id: "partner" },
  project: "partner-east",
});

const payroll = new ImageDistribution(stack, "payroll", {
  source: SourceImage.fromInventory(stack, "payroll-base", {
    inventory: join(__dirname, "inventory.json"),
    name: "payroll",
  }),
  name: "payroll",
  agencyName: "ims_copy",
  // The intermediate copies are unencrypted. Once the replicas exist, RETIRE=yes deletes the intermediate copies in a second apply.
  intermediates: process.env.RETIRE === "yes" ? Intermediates.DELETE : Intermediates.RETAIN,
  destinations: [
    Destination.member(Member.project("partner-east", { acceptWith: partner }), "cn-east-3", {
      encryption: Encryption.kms(
        Key.fromAttributes({ keyId: "a3d1c0de-0000-4b4b-8c8c-000000000012", region: "cn-east-3" }),
      ),
    }),
    Destination.member(Member.project("auditor-east", { account: "auditor" }), "cn-east-3", { name: "payroll.audit" }),
  ],
});
new TerraformOutput(stack, "payroll_images", { value: Object.values(payroll.imageIds) });
app.synth();
