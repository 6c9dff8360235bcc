// Programs with one mistake each. They run in this process on the sources, and as separate processes on the compiled library.

const longest = "x".repeat(129);

/** A valid source in the provider's region. */
function source({ lib, stack, id = "source", ...attributes }) {
  const stated = { imageId: `ims-${id}`, name: "golden", kind: lib.ImageKind.SYSTEM_DISK, sizeGib: 40 };
  return lib.SourceImage.fromAttributes(stack, id, { ...stated, ...attributes });
}

function provider({ lib, stack }, props = {}) {
  return new lib.HuaweicloudProvider(stack, "huaweicloud", { region: "cn-north-4", ...props });
}

function replica(world, props, id = "replica") {
  return new world.lib.ReplicatedImage(world.stack, id, { source: source({ ...world, id: `${id}-source` }), ...props });
}

function across(world, props) {
  const asked = { source: source(world), name: "web", targetRegion: "cn-east-3", agencyName: "ims_copy" };
  return new world.lib.CrossRegionImage(world.stack, "replica", { ...asked, ...props });
}

const inNorth4 = (declare) => (world) => {
  provider(world);
  declare(world);
};

exports.programs = {
  "an unknown target region": {
    declare: inNorth4((world) => across(world, { targetRegion: "cn-moon-1" })),
    finds: ["across/region-known"],
    says: /\[stack\/replica\] Replica "web" .*"cn-moon-1".*no region of that id/su,
  },
  "an unknown region of the provider": {
    declare: (world) => {
      provider(world, { region: "cn-moon-1" });
      replica(world, { name: "web" });
    },
    finds: ["source/region-known"],
    says: /"cn-moon-1", and there is no region of that id\. Give the provider a region id/u,
  },
  "a target region of another site": {
    declare: inNorth4((world) => across(world, { targetRegion: "ap-southeast-3" })),
    finds: ["across/same-site"],
    says: /made in ap-southeast-3 of the International site, and the account "default" is of the China site/u,
  },
  "a region of another site than the account": {
    declare: (world) => {
      provider(world, { account: { id: "acme", site: world.lib.Site.INTERNATIONAL } });
      across(world, {});
    },
    finds: ["source/site-serves-region", "across/same-site"],
    says: /the account "acme" is of the International site/u,
  },
  "a name with a leading space": {
    declare: inNorth4((world) => replica(world, { name: " web" })),
    finds: ["name/outer-space"],
    says: /Replica " web" has a name with a space/u,
  },
  "a name of 129 characters": {
    declare: inNorth4((world) => replica(world, { name: longest })),
    finds: ["name/length"],
    says: /129 characters.*128/su,
  },
  "a name with a forbidden character": {
    declare: inNorth4((world) => replica(world, { name: "web/1" })),
    finds: ["name/characters"],
    says: /"\/"/u,
  },
  "an empty name": {
    declare: inNorth4((world) => replica(world, { name: "" })),
    finds: ["name/given"],
    says: /The replica of image "golden" has no name/u,
  },
  "a description of 1,025 characters": {
    declare: inNorth4((world) => replica(world, { name: "web", description: "x".repeat(1025) })),
    finds: ["description/length"],
    says: /1025 characters.*1024/su,
  },
  "a description with a forbidden character": {
    declare: inNorth4((world) => replica(world, { name: "web", description: "a < b" })),
    finds: ["description/characters"],
    says: /"<"/u,
  },
  "two constructs for one replica": {
    declare: inNorth4((world) => {
      replica(world, { name: "web" }, "one");
      replica(world, { name: "web" }, "two");
    }),
    finds: ["stack/one-construct-per-replica"],
    says: /Replica "web" is claimed by 2 constructs: stack\/one and stack\/two\./u,
  },
  "sources in a cycle": {
    declare: inNorth4((world) => {
      let closing;
      const imageId = world.cdktf.Lazy.stringValue({ produce: () => closing.imageId });
      const first = new world.lib.ReplicatedImage(world.stack, "first", {
        source: source({ ...world, imageId }),
        name: "a",
      });
      closing = new world.lib.ReplicatedImage(world.stack, "second", { source: first, name: "b" });
    }),
    finds: ["stack/no-cycle"],
    says: /stack\/first.*stack\/second/su,
  },
};

/** Programs without such a mistake, for the tests of secrets. */
exports.others = {
  "a sound program": inNorth4((world) => {
    const query = { inventory: "inventory.json", name: "web-base" };
    const recorded = world.lib.SourceImage.fromInventory(world.stack, "recorded", query);
    across(world, { source: recorded });
  }),
  "a secret variable wherever a program takes text": (world) => {
    const { lib, stack } = world;
    const sensitive = { type: "string", sensitive: true, default: process.env.HW_SECRET_KEY };
    const secret = new world.cdktf.TerraformVariable(stack, "secret", sensitive).stringValue;
    const told = { name: secret, description: secret, tags: { note: secret } };
    provider(world, { account: { id: secret }, project: secret });
    const attributes = { keyId: secret, project: secret, account: secret, name: secret, tags: { note: secret } };
    const stated = source({ ...world, ...attributes });
    new lib.ReplicatedImage(stack, "within", { ...told, source: stated, encryption: lib.Encryption.kms(secret) });
    new lib.CrossRegionImage(stack, "across", {
      ...{ ...told, source: source({ ...world, id: "plain" }), targetRegion: "cn-east-3" },
      ...{ agency: lib.Agency.fromAgencyName(secret), vault: lib.Vault.fromVaultId(secret) },
    });
    new lib.ImageShare(stack, "share", {
      source: source({ ...world, id: "open" }),
      members: [lib.Member.project(secret, { account: secret })],
    });
    new lib.ExportedImage(stack, "export", {
      source: source({ ...world, id: "spare" }),
      bucket: secret,
      objectKey: secret,
    });
  },
  "a secret in the provider": (world) => {
    provider(world).addOverride("secret_key", process.env.HW_SECRET_KEY);
    replica(world, { name: "web" });
  },
  "a secret in a block of the provider": (world) => {
    provider(world).addOverride("assume_role_with_oidc", { agency_name: "ops", id_token: process.env.HW_SECRET_KEY });
    replica(world, { name: "web" });
  },
  "a secret in a list of blocks of the provider": (world) => {
    provider(world).addOverride("assume_role_with_oidc", [{ agency_name: "ops", id_token: process.env.HW_SECRET_KEY }]);
    replica(world, { name: "web" });
  },
  "a private key in the provider": (world) => {
    provider(world).addOverride("key", process.env.HW_SECRET_KEY);
    replica(world, { name: "web" });
  },
};

// As a separate program: `node programs.cjs "a name with a leading space"`, on the compiled library.
if (require.main === module) {
  const { join } = require("node:path");
  const cdktf = require("cdktf");
  const lib = require(join(__dirname, "..", "..", "dist", "index.js"));
  const app = new cdktf.App();
  const declare = exports.programs[process.argv[2]]?.declare ?? exports.others[process.argv[2]];
  declare({ cdktf, lib, stack: new cdktf.TerraformStack(app, "stack") });
  app.synth();
}
