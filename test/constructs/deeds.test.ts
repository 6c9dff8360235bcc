// Terraform for sharing, files and other sites: the vendor's own types, without the traps of its provider.
import { join } from "node:path";
import { TerraformStack, Testing } from "cdktf";
import {
  checkApp,
  CrossSiteImage,
  Encryption,
  ExportedImage,
  HuaweicloudProvider,
  ImageFileFormat,
  ImageKind,
  ImageShare,
  Member,
  RegisteredImage,
  ReplicatedImage,
  SharedImage,
  Site,
  SourceImage,
} from "../../lib";
import { program, source, synthesized } from "./programs";

type Resource = Readonly<Record<string, unknown>>;

function only(stack: TerraformStack, type: string): readonly [name: string, resource: Resource] {
  const [entry, ...more] = Object.entries(synthesized(stack).resource[type] ?? {});
  expect(more).toEqual([]);
  if (entry === undefined) throw new Error(`no ${type} is emitted`);
  return entry;
}

const errors = (stack: TerraformStack): readonly string[] =>
  checkApp(stack.node.root as never)
    .filter(({ severity }) => severity === "error")
    .map(({ rule }) => rule);

test("a share has all its members, and the acceptance refers to its image and not to its own id", () => {
  const { stack } = program();
  const partner = new HuaweicloudProvider(stack, "partner", {
    region: "cn-north-4",
    alias: "partner",
    account: { id: "partner" },
  });
  const share = new ImageShare(stack, "share", {
    source: source(stack),
    members: [Member.project("p-1", { acceptWith: partner }), Member.project("p-2")],
  });
  const shared = new SharedImage(stack, "shared", { source: share, provider: partner });
  new ReplicatedImage(stack, "own", { source: shared, provider: partner, name: "web" });
  const [shareName, emitted] = only(stack, "huaweicloud_images_image_share");
  expect(emitted).toMatchObject({ source_image_id: "ims-source", target_project_ids: ["p-1", "p-2"] });
  const [accepterName, accepter] = only(stack, "huaweicloud_images_image_share_accepter");
  expect(accepter).toMatchObject({
    image_id: `\${huaweicloud_images_image_share.${shareName}.source_image_id}`,
    provider: "huaweicloud.partner",
  });
  const [, own] = only(stack, "huaweicloud_images_image_copy");
  expect(own).toMatchObject({
    source_image_id: `\${huaweicloud_images_image_share_accepter.${accepterName}.image_id}`,
  });
  expect(errors(stack)).toEqual([]);
});

test("two shares, acceptances or exports of one image are a finding, because their ids are equal", () => {
  const { stack } = program();
  const image = source(stack);
  for (const id of ["one", "two"]) {
    new ImageShare(stack, `share-${id}`, { source: image, members: [Member.project(`p-${id}`)] });
    new ExportedImage(stack, `export-${id}`, { source: image, bucket: "home", objectKey: `${id}.qcow2` });
  }
  expect(errors(stack)).toEqual(Array.from({ length: 4 }, () => "stack/one-construct-per-replica"));
});

test("a share with the account's own provider is a finding", () => {
  const { stack, provider } = program();
  new ImageShare(stack, "share", {
    source: source(stack),
    members: [Member.project("cn-north-4", { acceptWith: provider })],
  });
  expect(errors(stack)).toEqual(["share/not-with-oneself"]);
});

test("constructs before and after the stack's provider emit the same Terraform", () => {
  const declare = (stack: TerraformStack, before: boolean): object => {
    const provide = () => new HuaweicloudProvider(stack, "home", { region: "cn-north-4", account: { id: "acme" } });
    const overseas = new HuaweicloudProvider(stack, "overseas", {
      region: "ap-southeast-3",
      alias: "overseas",
      account: { id: "overseas", site: Site.INTERNATIONAL },
    });
    if (before) provide();
    const far = source(stack, "far", { region: "cn-east-3" });
    new ImageShare(stack, "share", { source: far, members: [Member.project("p-1")] });
    new CrossSiteImage(stack, "carried", {
      source: source(stack),
      name: "web",
      targetProvider: overseas,
      bucket: "home",
      targetBucket: "there",
      minDiskGib: 40,
    });
    if (!before) provide();
    return synthesized(stack).resource;
  };
  const [early, late] = [true, false].map((before) => declare(new TerraformStack(Testing.app(), "stack"), before));
  expect(late).toEqual(early);
  expect(JSON.stringify(late)).toContain('"from_account":"acme"');
});

test("a recorded id that looks like an expression stays text in the key of its file", () => {
  const { stack } = program();
  const inventory = join(__dirname, "quota.inventory.json");
  const strange = SourceImage.fromInventory(stack, "strange", { inventory, name: "strange" });
  new ExportedImage(stack, "export", { source: strange, bucket: "home" });
  const [, exported] = only(stack, "huaweicloud_ims_image_export");
  expect(exported.bucket_url).toBe("home:image-replication/ims-$${path.module}-%%{x}.qcow2");
});

test("stated bucket and key of a registration override those of its source", () => {
  const { stack } = program();
  const file = new ExportedImage(stack, "export", { source: source(stack), bucket: "home" });
  const stated = { bucket: "other", objectKey: "copied.qcow2" };
  new RegisteredImage(stack, "registration", { source: file, ...stated, name: "web", minDiskGib: 40 });
  const [, registered] = only(stack, "huaweicloud_ims_obs_system_image");
  expect(registered.image_url).toBe("other:copied.qcow2");
});

test("an export has the image id in its key, a sufficient timeout, and no format if it is fast", () => {
  const { stack } = program();
  new ExportedImage(stack, "export", { source: source(stack, "large", { sizeGib: 1000 }), bucket: "home", fast: true });
  const [, emitted] = only(stack, "huaweicloud_ims_image_export");
  expect(emitted).toEqual({
    image_id: "ims-large",
    bucket_url: "home:image-replication/ims-large.zvhd2",
    is_quick_export: true,
    timeouts: { create: "2h" },
  });
});

test.each([
  ["a system disk", {}, "huaweicloud_ims_obs_system_image", { os_type: "Linux", cmk_id: "k-1" }],
  ["a data disk", { kind: ImageKind.DATA_DISK }, "huaweicloud_ims_obs_data_image", { cmk_id: "k-1" }],
] as const)("the registration of %s sets a key", (_, props, type, expected) => {
  const { stack } = program();
  const file = { bucket: "home", objectKey: "a.qcow2", format: ImageFileFormat.QCOW2, sizeGib: 4, minDiskGib: 40 };
  new RegisteredImage(stack, "image", { name: "web", ...file, ...props, encryption: Encryption.kms("k-1") });
  const [, emitted] = only(stack, type);
  expect(emitted).toMatchObject({ name: "web", image_url: "home:a.qcow2", min_disk: 40, ...expected });
  expect(errors(stack)).toEqual([]);
});

test.each([
  [
    "a system disk",
    ImageKind.SYSTEM_DISK,
    "huaweicloud_ims_obs_system_image",
    { is_quick_import: true, os_version: "Ubuntu 22.04" },
  ],
  ["a data disk", ImageKind.DATA_DISK, "huaweicloud_ims_quickimport_data_image", { type: "DataImage" }],
] as const)("the quick import of %s sets no key, which is a finding", (_, kind, type, expected) => {
  const { stack } = program();
  const file = { bucket: "home", objectKey: "a.zvhd2", format: ImageFileFormat.ZVHD2, sizeGib: 400, minDiskGib: 400 };
  new RegisteredImage(stack, "image", {
    name: "web",
    ...file,
    kind,
    osVersion: "Ubuntu 22.04",
    quick: true,
    encryption: Encryption.kms("k-1"),
  });
  const [, emitted] = only(stack, type);
  expect(emitted).toMatchObject({ min_disk: 400, ...expected });
  expect(emitted.cmk_id).toBeUndefined();
  expect(errors(stack)).toEqual(["register/quick-takes-no-key"]);
});

const withProvisioners = (stack: TerraformStack) =>
  Object.entries(synthesized(stack).resource.null_resource ?? {}).filter(
    ([, { provisioner }]) => provisioner !== undefined,
  );

describe("an image on another site", () => {
  const made = (retainObjects: boolean) => {
    const { stack } = program();
    const overseas = new HuaweicloudProvider(stack, "overseas", {
      region: "ap-southeast-3",
      alias: "overseas",
      account: { id: "overseas", site: Site.INTERNATIONAL },
    });
    new CrossSiteImage(stack, "image", {
      source: source(stack),
      name: "web",
      targetProvider: overseas,
      bucket: "home",
      targetBucket: "there",
      minDiskGib: 40,
      retainObjects,
    });
    return stack;
  };

  test("is exported, transferred and registered in order, by the provider of each side", () => {
    const stack = made(false);
    expect(errors(stack)).toEqual([]);
    const [exportName, exported] = only(stack, "huaweicloud_ims_image_export");
    const transfers = withProvisioners(stack).filter(([, { depends_on }]) => depends_on !== undefined);
    const removals = withProvisioners(stack).filter(([, { depends_on }]) => depends_on === undefined);
    expect(removals).toHaveLength(1);
    const removal = `null_resource.${removals[0]?.[0] ?? ""}`;
    // The resource that removes the objects is created before the first of them, and destroyed after the last.
    expect(exported).toMatchObject({ depends_on: [removal] });
    expect(transfers.map(([, { depends_on }]) => depends_on)).toEqual([
      [`huaweicloud_ims_image_export.${exportName}`, removal],
    ]);
    const [, registered] = only(stack, "huaweicloud_ims_obs_system_image");
    expect(registered).toMatchObject({
      provider: "huaweicloud.overseas",
      depends_on: [`null_resource.${transfers[0]?.[0] ?? ""}`],
    });
  });

  test.each([
    [false, [undefined, "destroy"]],
    [true, [undefined]],
  ])("its objects are removed with it unless they are retained: %s", (retainObjects, expected) => {
    const provisioners = withProvisioners(made(retainObjects)).flatMap(
      ([, { provisioner }]) => provisioner as readonly { "local-exec": { when?: string } }[],
    );
    const whens = provisioners.map((one) => one["local-exec"].when);
    expect(whens.sort()).toEqual([...expected].sort());
  });
});
