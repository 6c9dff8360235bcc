// Programs for 0.1.0, and the files that commit 6db871d wrote for them on the simulated target: one folder for each in `upgrade`.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

export const DIST = join(__dirname, "..", "..", "dist");
export const FIXTURES = join(__dirname, "upgrade");

const HEAD_OF_ALL = `
const { App, Aspects, TerraformResource, TerraformStack } = require(${JSON.stringify(require.resolve("cdktf"))});
const lib = require(${JSON.stringify(DIST)});
const app = new App({ outdir: "cdktf.out" });
const stack = new TerraformStack(app, "golden");
new lib.HuaweicloudProvider(stack, "huaweicloud", { region: "cn-north-4" });
const image = (name) => lib.SourceImage.fromInventory(stack, name + "-base", { inventory: "inventory.json", name });`;

const HEAD = `${HEAD_OF_ALL}
const source = lib.SourceImage.fromInventory(stack, "base", { inventory: "inventory.json", name: "base" });`;

/** By the folder of their files. */
export const PROGRAMS = {
  copies: `${HEAD}
new lib.ReplicatedImage(stack, "replica", { source, name: "web" });
const copy = (id, targetRegion) => new lib.CrossRegionImage(stack, id, { source, name: "web", targetRegion, agencyName: "ims_copy" });
copy("shanghai", "cn-east-3");
if (process.env.GROWN === "yes") copy("guangzhou", "cn-south-1");
Aspects.of(stack).add({
  visit: (node) => {
    if (TerraformResource.isTerraformResource(node)) node.lifecycle = { ...node.lifecycle, preventDestroy: true };
  },
});
app.synth();
`,
  transfer: `${HEAD}
const destinations = [lib.Destination.region("cn-east-3", { bucket: "there" })];
new lib.ImageDistribution(stack, "web", { source, name: "web", bucket: "home", destinations });
app.synth();
`,
  steps: `${HEAD_OF_ALL}
const provider = (id, props) => new lib.HuaweicloudProvider(stack, id, props);
const member = { region: "cn-east-3", alias: "partner", account: { id: "partner" }, project: "partner-east" };
const acceptWith = provider("partner", member);
const account = { id: "overseas", site: lib.Site.INTERNATIONAL };
const overseas = provider("overseas", { region: "ap-southeast-1", alias: "overseas", account });
const keyId = "a3d1c0de-0000-4b4b-8c8c-000000000012";
const encryption = lib.Encryption.kms(lib.Key.fromAttributes({ keyId, region: "cn-east-3" }));
const intermediates = lib.Intermediates.KEPT;
const payroll = {
  source: image("payroll"),
  name: "payroll",
  agencyName: "ims_copy",
  intermediates,
  destinations: [lib.Destination.member(lib.Member.project("partner-east", { acceptWith }), "cn-east-3", { encryption })],
};
const pin = process.env.PIN;
new lib.ImageDistribution(stack, "payroll", pin === undefined ? payroll : { ...payroll, pin });
new lib.CrossSiteImage(stack, "server", {
  source: image("server"),
  name: "server",
  provider: overseas,
  bucket: "images-hong-kong",
  targetProvider: provider("shanghai", { region: "cn-east-3", alias: "shanghai" }),
  targetBucket: "images-shanghai",
  minDiskGib: 40,
  intermediates,
});
app.synth();
`,
};

/** The region state of `steps` after `image-replication apply` or Terraform. */
export function regionStateOf(applied: "apply" | "terraform"): Buffer {
  return gunzipSync(readFileSync(join(FIXTURES, "steps", `${applied}.db.gz`)));
}
