// The Terraform that constructs emit: the vendor's own resource, without the traps of its provider.
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DataNullDataSource } from "@cdktf/provider-null/lib/data-null-data-source";
import { NullProvider } from "@cdktf/provider-null/lib/provider";
import { Resource as NullResource } from "@cdktf/provider-null/lib/resource";
import { Lazy, TerraformStack, TerraformVariable, Testing } from "cdktf";
import {
  CrossRegionImage,
  DeploymentTarget,
  Destination,
  Encryption,
  HuaweicloudProvider,
  ImageDistribution,
  ImageKind,
  Key,
  Member,
  ReplicatedImage,
  Vault,
} from "../../lib";
import { onlyCopy, program, source, synthesized } from "./programs";
import { trapsIn } from "./traps";

describe("a replica within the region", () => {
  test("is a copy without target region, with the requested key", () => {
    const { stack } = program();
    new ReplicatedImage(stack, "replica", {
      source: source(stack),
      name: "web",
      description: "golden",
      encryption: Encryption.kms("k-1"),
      tags: { tier: "web" },
      enterpriseProjectId: "eps-1",
    });
    expect(onlyCopy(stack)).toEqual({
      name: "web",
      source_image_id: "ims-source",
      description: "golden",
      kms_key_id: "k-1",
      tags: { tier: "web" },
      enterprise_project_id: "eps-1",
      timeouts: { create: "1h" },
    });
  });

  test("names the region of its image where the provider's region differs", () => {
    const { stack } = program();
    new ReplicatedImage(stack, "replica", { source: source(stack, "far", { region: "cn-east-3" }), name: "web" });
    expect(onlyCopy(stack)).toMatchObject({ region: "cn-east-3" });
  });

  test("names no region where the provider's is equal, because adding it later would replace the copy", () => {
    const { stack } = program();
    new ReplicatedImage(stack, "replica", { source: source(stack, "near", { region: "cn-north-4" }), name: "web" });
    expect(onlyCopy(stack)).not.toHaveProperty("region");
  });

  test("is the same when the provider is declared after it", () => {
    const app = Testing.app();
    const stack = new TerraformStack(app, "stack");
    new ReplicatedImage(stack, "near", { source: source(stack, "a", { region: "cn-north-4" }), name: "near" });
    new ReplicatedImage(stack, "far", { source: source(stack, "b", { region: "cn-east-3" }), name: "far" });
    new HuaweicloudProvider(stack, "huaweicloud", { region: "cn-north-4" });
    const copies = Object.values(synthesized(stack).resource.huaweicloud_images_image_copy ?? {});
    expect(copies.map(({ name, region }) => [name, region])).toEqual([
      ["far", "cn-east-3"],
      ["near", undefined],
    ]);
  });
});

describe("a replica across regions", () => {
  test("names target region and agency, and neither key nor enterprise project", () => {
    const { stack } = program();
    new CrossRegionImage(stack, "replica", {
      source: source(stack),
      name: "web",
      targetRegion: "cn-east-3",
      agencyName: "ims_copy",
      encryption: Encryption.kms("k-1"),
      // No interface has such a prop; JavaScript can still pass it.
      ...({ enterpriseProjectId: "eps-1" } as object),
    });
    expect(onlyCopy(stack)).toEqual({
      name: "web",
      source_image_id: "ims-source",
      target_region: "cn-east-3",
      agency_name: "ims_copy",
      timeouts: { create: "14h" },
    });
  });

  test("of a full-ECS image names the vault, and its timeout covers both jobs", () => {
    const { stack } = program();
    new CrossRegionImage(stack, "replica", {
      source: source(stack, "whole", { kind: ImageKind.FULL_ECS, sizeGib: 100 }),
      name: "whole",
      targetRegion: "cn-south-1",
      agencyName: "ims_copy",
      vault: Vault.fromVaultId("v-1"),
    });
    expect(onlyCopy(stack)).toMatchObject({ vault_id: "v-1", timeouts: { create: "34h" } });
  });

  test.each([
    ["1 GiB: the vendor's own default is enough", 1, "1h"],
    ["3 GiB: half an hour, doubled", 3, "1h"],
    ["4 GiB: 40 minutes, doubled and rounded up", 4, "2h"],
    ["128 GiB", 128, "43h"],
  ])("has a timeout of twice its forecast: %s", (_title, sizeGib, create) => {
    const { stack } = program();
    const image = source(stack, "source", { sizeGib });
    new CrossRegionImage(stack, "replica", { source: image, name: "web", targetRegion: "cn-east-3", agencyName: "a" });
    expect(onlyCopy(stack)).toMatchObject({ timeouts: { create } });
  });

  test("of unknown size counts as 128 GiB, and a size that resolves at synth counts as resolved", () => {
    const { stack } = program();
    const size = new TerraformVariable(stack, "size", { type: "number" }).numberValue;
    const lazy = Lazy.numberValue({ produce: () => 3 });
    const copy = (id: string, sizeGib: number): unknown =>
      new CrossRegionImage(stack, `copy-${id}`, {
        source: source(stack, id, { sizeGib }),
        name: id,
        targetRegion: "cn-east-3",
        agencyName: "a",
      });
    copy("unknown", size);
    copy("lazy", lazy);
    const copies = Object.values(synthesized(stack).resource.huaweicloud_images_image_copy ?? {});
    expect(copies.map(({ name, timeouts }) => [name, timeouts])).toEqual([
      ["lazy", { create: "1h" }],
      ["unknown", { create: "43h" }],
    ]);
  });

  test("is the source of another replica by its id, in its own region", () => {
    const { stack } = program();
    const across = new CrossRegionImage(stack, "across", {
      source: source(stack),
      name: "arrived",
      targetRegion: "cn-east-3",
      agencyName: "a",
    });
    const key = Key.fromAttributes({ keyId: "k-1", region: "cn-east-3" });
    new ReplicatedImage(stack, "encrypted", { source: across, name: "web", encryption: Encryption.kms(key) });
    const copies = Object.values(synthesized(stack).resource.huaweicloud_images_image_copy ?? {});
    const copy = copies.find(({ name }) => name === "web");
    expect(copy).toMatchObject({ region: "cn-east-3", kms_key_id: "k-1" });
    expect(copy?.source_image_id).toMatch(/^\$\{huaweicloud_images_image_copy\.across_[0-9A-F]+\.id\}$/u);
  });
});

describe("traps of the vendor's provider", () => {
  test("a target region equal to the source's is a finding, because the vendor would copy within it", () => {
    const outdir = mkdtempSync(join(tmpdir(), "traps-"));
    const { app, stack } = program({}, outdir);
    new CrossRegionImage(stack, "replica", {
      source: source(stack),
      name: "web",
      targetRegion: "cn-north-4",
      agencyName: "ims_copy",
    });
    expect(() => {
      app.synth();
    }).toThrow(/\[across\/other-region/u);
    expect(existsSync(join(outdir, "stacks", "stack", "cdk.tf.json"))).toBe(false);
    rmSync(outdir, { recursive: true });
  });

  test("a sub-project of another region is reached by its default project and a share", () => {
    const { stack } = program();
    const build = new HuaweicloudProvider(stack, "build", {
      region: "cn-east-3",
      alias: "build",
      project: "cn-east-3_build",
    });
    new ImageDistribution(stack, "everywhere", {
      source: source(stack),
      name: "web",
      agencyName: "ims_copy",
      destinations: [Destination.member(Member.project("cn-east-3_build", { acceptWith: build }), "cn-east-3")],
    });
    const { resource } = synthesized(stack);
    const [copy, ...others] = Object.values(resource.huaweicloud_images_image_copy ?? {});
    expect(others).toEqual([]);
    expect(copy).toMatchObject({ target_region: "cn-east-3" });
    expect(JSON.stringify(copy)).not.toContain("cn-east-3_build");
    expect(Object.values(resource.huaweicloud_images_image_share ?? {})).toMatchObject([
      { region: "cn-east-3", target_project_ids: ["cn-east-3_build"] },
    ]);
    expect(Object.values(resource.huaweicloud_images_image_share_accepter ?? {})).toMatchObject([
      { provider: "huaweicloud.build" },
    ]);
  });

  test.each([
    ["kms_key_id with target_region", { target_region: "cn-east-3", agency_name: "a", kms_key_id: "k-1" }],
    ["an enterprise project across", { target_region: "cn-east-3", agency_name: "a", enterprise_project_id: "e-1" }],
    ["no agency across", { target_region: "cn-east-3" }],
    ["the region itself as target", { target_region: "cn-north-4", agency_name: "a" }],
    ["the target of a source in another region as target", { region: "r", target_region: "r", agency_name: "a" }],
    ["an agency within the region", { agency_name: "a" }],
    ["the provider's own region", { region: "cn-north-4" }],
    ["no timeout", { timeouts: undefined }],
    ["half an hour", { timeouts: { create: "30m" } }],
  ])("the check that all examples run through finds each: %s", (_, more) => {
    const copy = { name: "web", source_image_id: "ims", timeouts: { create: "1h" } };
    const emitted = (one: Readonly<Record<string, unknown>>) => ({
      provider: { huaweicloud: [{ region: "cn-north-4" }] },
      resource: { huaweicloud_images_image_copy: { web: one } },
    });
    expect(trapsIn(emitted(copy))).toEqual([]);
    expect(trapsIn(emitted({ ...copy, ...more }))).toHaveLength(1);
  });
});

describe("every stack", () => {
  test("passes aliases, dependencies, lifecycle and overrides through", () => {
    const { stack } = program();
    const shanghai = new HuaweicloudProvider(stack, "shanghai", { region: "cn-east-3", alias: "shanghai" });
    const image = source(stack);
    const first = new ReplicatedImage(stack, "first", { source: image, name: "first" });
    const replica = new ReplicatedImage(stack, "second", {
      source: source(stack, "other"),
      name: "second",
      provider: shanghai,
      dependsOn: [first.resource],
      lifecycle: { preventDestroy: true },
    });
    replica.resource.addOverride("min_ram", 1024);
    const copies = Object.values(synthesized(stack).resource.huaweicloud_images_image_copy ?? {});
    expect(copies[1]).toMatchObject({
      provider: "huaweicloud.shanghai",
      depends_on: [expect.stringMatching(/^huaweicloud_images_image_copy\.first_/u)],
      lifecycle: { prevent_destroy: true },
      min_ram: 1024,
    });
  });

  test("has the same text at the second synth", () => {
    const { stack } = program();
    new ReplicatedImage(stack, "replica", { source: source(stack), name: "web" });
    expect(Testing.synth(stack)).toBe(Testing.synth(stack));
  });

  test("has sources of our own host, and of no registry, under the simulated target", () => {
    const { stack } = program();
    new ReplicatedImage(stack, "replica", { source: source(stack), name: "web" });
    expect(synthesized(stack).terraform.required_providers).toEqual({
      // cdktf-cli refuses a provider without a version.
      huaweicloud: { source: "image-replication.localhost/simulated/huaweicloud", version: ">= 0.1.0" },
    });
  });

  test("has the vendor's source, from the release that has all arguments, under the real target", () => {
    const { stack } = program({ "image-replication:target": DeploymentTarget.HUAWEICLOUD });
    new ReplicatedImage(stack, "replica", { source: source(stack), name: "web" });
    expect(synthesized(stack).terraform.required_providers).toEqual({
      huaweicloud: { source: "huaweicloud/huaweicloud", version: ">= 1.77.0" },
    });
  });

  test("has the provider's account and project, and no unstated setting", () => {
    const stack = new TerraformStack(Testing.app(), "stack");
    new HuaweicloudProvider(stack, "plain", { region: "cn-north-4" });
    new HuaweicloudProvider(stack, "full", {
      region: "cn-east-3",
      alias: "full",
      account: { id: "acme" },
      project: "cn-east-3_build",
    });
    expect(synthesized(stack).provider.huaweicloud).toEqual([
      { region: "cn-north-4" },
      { alias: "full", region: "cn-east-3", domain_id: "acme", project_name: "cn-east-3_build" },
    ]);
  });
});

describe("the record of the route plan", () => {
  const record = (stack: TerraformStack): unknown => Object.values(synthesized(stack).resource.terraform_data ?? {})[0];

  test("shows digest, hops, hours and traffic as input, which never replaces it", () => {
    const { stack } = program();
    const image = source(stack);
    new CrossRegionImage(stack, "a", { source: image, name: "web", targetRegion: "cn-east-3", agencyName: "a" });
    expect(record(stack)).toEqual({
      input: {
        digest: expect.stringMatching(/^[0-9a-f]{64}$/u) as string,
        hops: "1",
        hours: "6.7",
        obs_traffic_gib: "40",
      },
    });
  });

  test("changes with the hops of a plan and not with its descriptions", () => {
    const digest = (description: string, targetRegion: string): unknown => {
      const { stack } = program();
      new CrossRegionImage(stack, "a", {
        source: source(stack),
        name: "web",
        description,
        targetRegion,
        agencyName: "a",
      });
      return (record(stack) as { input: { digest: string } }).input.digest;
    };
    expect(digest("one", "cn-east-3")).toBe(digest("other", "cn-east-3"));
    expect(digest("one", "cn-east-3")).not.toBe(digest("one", "cn-south-1"));
  });

  test.each(Object.values(DeploymentTarget))("needs no provider for the target %s", (target) => {
    const { stack } = program({ "image-replication:target": target });
    new ReplicatedImage(stack, "replica", { source: source(stack), name: "web" });
    const { provider, terraform } = synthesized(stack);
    expect(Object.keys(provider)).toEqual(["huaweicloud"]);
    expect(Object.keys(terraform.required_providers)).toEqual(["huaweicloud"]);
  });

  test("can be turned off", () => {
    const { stack } = program({ "image-replication:record": false });
    new ReplicatedImage(stack, "replica", { source: source(stack), name: "web" });
    expect(Object.keys(synthesized(stack).resource)).toEqual(["huaweicloud_images_image_copy"]);
  });
});

describe("the null provider", () => {
  const NULL_PROVIDERS: readonly (readonly [string, (stack: TerraformStack) => unknown])[] = [
    ["is declared for a null_resource", (stack) => new NullResource(stack, "resource")],
    ["is declared for a null_data_source", (stack) => new DataNullDataSource(stack, "data")],
    ["of the program is used if it has one", (stack) => new NullProvider(stack, "own")],
  ];

  test.each(NULL_PROVIDERS)("%s, and is found beside the stack", (_title, declare) => {
    const { stack } = program();
    new ReplicatedImage(stack, "replica", { source: source(stack), name: "web" });
    declare(stack);
    const { provider, terraform } = synthesized(stack);
    expect(provider.null).toEqual([{}]);
    expect(terraform.required_providers.null?.source).toBe("image-replication.localhost/simulated/null");
  });
});

test("only the simulated provider has the setting of its fidelity", () => {
  for (const [target, setting] of [
    ["simulated", { fidelity: "vendor" }],
    ["huaweicloud", {}],
  ] as const) {
    const stack = new TerraformStack(Testing.app({ context: { "image-replication:target": target } }), "stack");
    new HuaweicloudProvider(stack, "huaweicloud", { region: "cn-north-4", vendorFidelity: true });
    expect(synthesized(stack).provider.huaweicloud).toEqual([{ region: "cn-north-4", ...setting }]);
  }
});
