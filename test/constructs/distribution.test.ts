// Distributions: the planner makes hops, findings and Terraform of them, and the simulated cloud takes the forecast time.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, Lazy, TerraformStack } from "cdktf";
import { Cloud } from "../../lib/cloud";
import { Deployment } from "../../lib/deployment";
import type { Image, Inventory } from "../../lib/model";
import { writeInventory } from "../../lib/model";
import { planChanges, readRoutePlan, type RoutePlan } from "../../lib/routes";
import { Store } from "../../lib/store";
import {
  checkApp,
  Destination,
  Encryption,
  HuaweicloudProvider,
  ImageDistribution,
  ImageKind,
  Key,
  Member,
  Site,
  SourceImage,
  Vault,
  type ImageDistributionProps,
} from "../../lib";
import { CATALOG } from "../../lib/catalog";
import { image, world } from "../cloud/world";
import { checkRoutePlan } from "../routes/check-route-plan";
import { readFileSync } from "node:fs";

const folder = mkdtempSync(join(tmpdir(), "distribution-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const KEY = (account: string, region: string): Encryption =>
  Encryption.kms(Key.fromAttributes({ keyId: `key-${account}-${region}`, region }));

interface Program {
  readonly image?: Partial<Image>;
  readonly inventory?: Partial<Inventory>;
  readonly home?: { readonly region: string; readonly account: string; readonly site: Site };
  readonly props: (providers: Providers) => Omit<ImageDistributionProps, "source" | "name">;
}

interface Providers {
  readonly partner: HuaweicloudProvider;
  readonly sub: HuaweicloudProvider;
  readonly mainland: HuaweicloudProvider;
}

const HOME = { region: "cn-north-4", account: "acme", site: Site.CHINA };

interface Made {
  readonly app: App;
  readonly stack: TerraformStack;
  readonly distribution: ImageDistribution;
  readonly inventory: Inventory;
}

let count = 0;

function made({ image: facts, inventory: more, home = HOME, props }: Program): Made {
  const one = image("base", { name: "base", minDiskGib: 40, account: home.account, region: home.region, ...facts });
  const base = world([one]);
  const regions = ["cn-north-4", "cn-east-3", "cn-south-1", "ap-southeast-1"];
  const inventory: Inventory = {
    ...base,
    complete: true,
    accounts: [
      { id: "acme", site: "china" },
      { id: "partner", site: "china" },
      { id: "overseas", site: "international" },
    ],
    buckets: ["acme", "partner", "overseas"].flatMap((account) =>
      regions.map((region) => ({ name: `${account}-${region}`, account, region, storageClass: "standard" as const })),
    ),
    vaults: [...base.vaults, { ...base.vaults[0]!, id: "inbox", account: "partner", protection: "backup" }],
    projects: [{ id: "p-1", account: "partner", region: "cn-north-4" }],
    ...more,
  };
  count += 1;
  const file = join(folder, `inventory-${String(count)}.json`);
  writeFileSync(file, JSON.stringify(writeInventory(inventory)));
  const app = new App({ outdir: join(folder, `out-${String(count)}`), stackTraces: false });
  const stack = new TerraformStack(app, "stack");
  new HuaweicloudProvider(stack, "huaweicloud", {
    region: home.region,
    account: { id: home.account, site: home.site },
  });
  const other = (id: string, region: string, account: string, project?: string): HuaweicloudProvider =>
    new HuaweicloudProvider(stack, id, { region, alias: id, account: { id: account, site: Site.CHINA }, project });
  const providers = {
    partner: other("partner", "cn-north-4", "partner", "p-1"),
    sub: other("sub", "cn-north-4", "acme", "sub"),
    mainland: other("mainland", "cn-east-3", "partner"),
  };
  const source = SourceImage.fromInventory(stack, "source", { inventory: file, name: "base" });
  const distribution = new ImageDistribution(stack, "everywhere", { source, name: "web", ...props(providers) });
  return { app, stack, distribution, inventory };
}

function planOf({ app }: Made): RoutePlan {
  app.synth();
  const file = join(app.outdir, "stacks", "stack", "route-plan.json");
  return readRoutePlan(readFileSync(file, "utf8"), file);
}

const emittedBy = ({ app }: Made): { resource: Record<string, Record<string, Record<string, unknown>>> } =>
  JSON.parse(readFileSync(join(app.outdir, "stacks", "stack", "cdk.tf.json"), "utf8")) as never;

/** The destinations, the hops, and where the image is in the end. */
const PROGRAMS: readonly (readonly [string, Program, readonly string[]])[] = [
  [
    "several regions, one of them encrypted",
    {
      image: { keyId: "key-acme-cn-north-4" },
      props: () => ({
        agencyName: "ims_copy",
        destinations: [
          Destination.region("cn-east-3", { encryption: KEY("acme", "cn-east-3") }),
          Destination.region("cn-south-1", { encryption: Encryption.none() }),
        ],
      }),
    },
    ["acme@cn-east-3/web", "acme@cn-east-3/web.arrived", "acme@cn-north-4/web.plain", "acme@cn-south-1/web"],
  ],
  [
    "a replica that is shared and accepted at its destination",
    {
      props: ({ mainland }) => ({
        agencyName: "ims_copy",
        destinations: [
          Destination.region("cn-east-3", { shareWith: [Member.project("cn-east-3", { acceptWith: mainland })] }),
        ],
      }),
    },
    ["acme@cn-east-3/web", "acme@cn-east-3/web accepted by partner/cn-east-3", "acme@cn-east-3/web shared"],
  ],
  [
    "an encrypted image to a partner, under the partner's key",
    {
      image: { keyId: "key-acme-cn-north-4" },
      props: ({ partner }) => ({
        destinations: [
          Destination.member(Member.project("p-1", { acceptWith: partner }), "cn-north-4", {
            encryption: KEY("partner", "cn-north-4"),
          }),
        ],
      }),
    },
    [
      "acme@cn-north-4/web.plain",
      "acme@cn-north-4/web.plain accepted by partner/p-1",
      "acme@cn-north-4/web.plain shared",
      "partner@cn-north-4/p-1/web",
    ],
  ],
  [
    "a full-ECS image to a partner",
    {
      image: { kind: "full-ecs" },
      props: ({ partner }) => ({
        destinations: [
          Destination.member(
            Member.project("p-1", { acceptWith: partner, vault: Vault.fromVaultId("inbox") }),
            "cn-north-4",
          ),
        ],
      }),
    },
    ["acme@cn-north-4/base accepted by partner/p-1", "acme@cn-north-4/base shared"],
  ],
  [
    "a sub-project",
    {
      props: ({ sub }) => ({
        destinations: [Destination.member(Member.project("sub", { acceptWith: sub }), "cn-north-4")],
      }),
    },
    ["acme@cn-north-4/base accepted by acme/sub", "acme@cn-north-4/base shared"],
  ],
  [
    "200 GiB to another region",
    {
      image: { sizeGib: 200, minDiskGib: 200 },
      props: () => ({
        agencyName: "ims_copy",
        bucket: "acme-cn-north-4",
        osVersion: "Ubuntu 22.04 server 64bit",
        destinations: [Destination.region("cn-east-3", { bucket: "acme-cn-east-3" })],
      }),
    },
    ["acme@cn-east-3/web", "acme@cn-north-4/base carried to cn-east-3", "acme@cn-north-4/base exported"],
  ],
  [
    "the other site",
    {
      home: { region: "ap-southeast-1", account: "overseas", site: Site.INTERNATIONAL },
      props: ({ mainland }) => ({
        bucket: "overseas-ap-southeast-1",
        destinations: [Destination.account(mainland, "cn-east-3", { bucket: "partner-cn-east-3" })],
      }),
    },
    [
      "overseas@ap-southeast-1/base carried to partner@cn-east-3",
      "overseas@ap-southeast-1/base exported",
      "partner@cn-east-3/web",
    ],
  ],
];

describe("each distribution", () => {
  test.each(PROGRAMS)("%s: has the planner's legal hops and ends as forecast", async (_, program, hops) => {
    const one = made(program);
    expect(checkApp(one.app).filter(({ severity }) => severity === "error")).toEqual([]);
    const plan = planOf(one);
    expect(plan.hops.map(({ id }) => id)).toEqual([...hops].sort());
    expect(checkRoutePlan(plan, one.inventory, CATALOG)).toEqual([]);
    const store = Store.open(":memory:");
    const cloud = new Cloud(store);
    cloud.load(one.inventory);
    const result = await new Deployment(plan, cloud).run();
    expect(result.outcomes.map(({ status, reason }) => reason ?? status)).toEqual(plan.hops.map(() => "made"));
    expect(result).toMatchObject({
      elapsedSeconds: plan.forecast.durationSeconds,
      chargedGib: plan.forecast.chargedGib,
    });
    store.close();
  });

  test.each(PROGRAMS)("%s: emits the same Terraform twice", (_, program) => {
    const one = made(program);
    planOf(one);
    const emitted = emittedBy(one);
    planOf(one);
    expect(emittedBy(one)).toEqual(emitted);
  });
});

test("outputs map each destination to an image id", () => {
  const [, program] = PROGRAMS[1]!;
  const { distribution } = made(program);
  expect(Object.keys(distribution.imageIds)).toEqual([
    "acme@cn-east-3/web",
    "acme@cn-east-3/web for partner/cn-east-3",
  ]);
});

test("a destination without a route is a finding that names the rules of each route", () => {
  const one = made({
    image: { kind: "iso" },
    props: () => ({ agencyName: "ims_copy", destinations: [Destination.region("cn-east-3")] }),
  });
  const [finding, ...more] = checkApp(one.app).filter(({ severity }) => severity === "error");
  expect(more).toEqual([]);
  expect(finding?.rule).toBe("stack/route-exists");
  for (const id of ["across/not-iso", "copy/not-iso", "export/not-iso"]) expect(finding?.text).toContain(`[${id}`);
  expect(() => {
    one.app.synth();
  }).toThrow(/stack\/route-exists/u);
});

test.each([
  ["a member", (member: Member) => Destination.member(member, "cn-north-4")],
  ["a receiver", (member: Member) => Destination.region("cn-north-4", { shareWith: [member] })],
] as const)("an acceptance that no provider can make is a finding: for %s", (_, destination) => {
  const wish = (project: string): readonly string[] => {
    const props = ({ partner }: Providers) => ({
      destinations: [destination(Member.project(project, { acceptWith: partner }))],
    });
    return checkApp(made({ props }).app).flatMap(({ severity, rule, text }) =>
      severity === "error" ? [`${rule}: ${text}`] : [],
    );
  };
  expect(wish("p-1")).toEqual([]);
  expect(wish("0a1b2c3d")).toEqual([
    expect.stringMatching(/^stack\/route-exists: .*acts in partner\/p-1, and .* shared with partner\/0a1b2c3d/u),
  ]);
});

test("a finding on a blocked route lists at most three routes, each with its fix, the least effort first", () => {
  const blocked = (image: Partial<Image>): string => {
    const props = ({ partner }: Providers) => ({ destinations: [Destination.account(partner, "cn-south-1")] });
    return checkApp(made({ image, props }).app).find(({ rule }) => rule === "stack/route-exists")?.text ?? "";
  };
  expect(blocked({ sizeGib: 200 })).toMatch(
    /^No route leads from image "base" to "partner@cn-south-1\/web"\. \(1\) copy [^[]*\[copy\/size-within-limit, agency\/named\]: .*bucket of the target region.*\. \(2\) fast export/u,
  );
  const frozen = blocked({ frozen: true });
  expect(frozen).toMatch(/\(1\) .*\(2\) .*\(3\) .*\. … and \d more ways?\. Fix what blocks one of these ways/u);
  expect(frozen).not.toContain("(4)");
});

test("a finding on a blocked route speaks of the decrypted image", () => {
  const wish = (region: string, agencyName?: string): string | undefined => {
    const { app } = made({
      image: { keyId: "key-acme-cn-north-4" },
      props: () => ({ agencyName, destinations: [Destination.region(region, { encryption: Encryption.none() })] }),
    });
    return checkApp(app).find(({ rule }) => rule === "stack/route-exists")?.text;
  };
  expect(wish("cn-south-9", "ims_copy")).toMatch(
    /\. \(1\) copy acme@cn-north-4 → acme@cn-south-9 \[across\/region-known, agency\/granted\]: .*there is no region of that id\. .*\. \(2\) export/u,
  );
  expect(wish("cn-east-3")).toContain("names no agency");
  for (const region of ["cn-south-9", "cn-east-3"]) expect(wish(region)).not.toContain("across/not-encrypted");
});

test("an image that its recording lacks is reported as missing, once", () => {
  const { stack, app } = made({ props: () => ({ destinations: [Destination.region("cn-north-4")] }) });
  const inventory = join(folder, `inventory-${String(count)}.json`);
  new ImageDistribution(stack, "misspelt", {
    source: SourceImage.fromInventory(stack, "bsae", { inventory, name: "bsae" }),
    name: "web",
    agencyName: "ims_copy",
    destinations: [Destination.region("cn-east-3"), Destination.region("cn-south-1")],
  });
  expect(checkApp(app).map(({ rule, construct }) => [rule, construct])).toEqual([["source/exists", "stack/misspelt"]]);
});

test("an encrypted source without a stated encryption is a finding", () => {
  const one = made({
    image: { keyId: "key-acme-cn-north-4" },
    props: () => ({ agencyName: "ims_copy", destinations: [Destination.region("cn-east-3")] }),
  });
  expect(checkApp(one.app).map(({ rule }) => rule)).toContain("copy/encryption-said");
});

test("regions and names that are known late reach vaults, buckets, members and findings", () => {
  const late = (text: string): string => Lazy.stringValue({ produce: () => text });
  const region = late("cn-east-3");
  const shared = made({
    props: ({ partner }) => ({
      agencyName: "ims_copy",
      destinations: [
        Destination.region(region, {
          encryption: Encryption.none(),
          shareWith: [Member.project("cn-east-3", { account: partner.account })],
        }),
      ],
    }),
  });
  expect(planOf(shared).hops.map(({ operation }) => operation)).toEqual(["copyImageAcross", "shareImage"]);
  const silent = made({
    image: { keyId: "key-acme-cn-north-4" },
    props: () => ({ agencyName: "ims_copy", destinations: [Destination.region(region, { name: late("far") })] }),
  });
  expect(checkApp(silent.app).map(({ text }) => text)).toContainEqual(
    expect.stringContaining('replica "cn-east-3/far"'),
  );
});

test("all members of an image in a region are one resource, and acceptances depend on it", () => {
  const one = made({
    props: ({ partner, sub }) => ({
      destinations: [
        Destination.member(Member.project("p-1", { acceptWith: partner }), "cn-north-4"),
        Destination.member(Member.project("sub", { acceptWith: sub }), "cn-north-4"),
      ],
    }),
  });
  planOf(one);
  const { resource } = emittedBy(one);
  const [share, ...more] = Object.entries(resource.huaweicloud_images_image_share ?? {});
  expect(more).toEqual([]);
  expect(share?.[1]).toMatchObject({ source_image_id: "base", target_project_ids: ["sub", "p-1"] });
  const accepters = Object.values(resource.huaweicloud_images_image_share_accepter ?? {});
  expect(accepters.map(({ image_id }) => image_id)).toEqual(
    [1, 2].map(() => `\${huaweicloud_images_image_share.${share?.[0] ?? ""}.source_image_id}`),
  );
  expect(accepters.map(({ provider }) => provider)).toEqual(
    expect.arrayContaining(["huaweicloud.partner", "huaweicloud.sub"]),
  );
});

test("a dropped generation removes only its own intermediate copies", () => {
  const generations = (...versions: readonly string[]): RoutePlan => {
    count += 1;
    const app = new App({ outdir: join(folder, `out-${String(count)}`), stackTraces: false });
    const stack = new TerraformStack(app, "stack");
    new HuaweicloudProvider(stack, "huaweicloud", { region: "cn-north-4" });
    for (const version of versions) {
      const facts = { imageId: `ims-${version}`, name: "base", kind: ImageKind.SYSTEM_DISK, sizeGib: 12, keyId: "k-0" };
      new ImageDistribution(stack, `web-${version}`, {
        source: SourceImage.fromAttributes(stack, `base-${version}`, { ...facts, region: "cn-north-4" }),
        name: `web-${version}`,
        agencyName: "ims_copy",
        destinations: [Destination.region("cn-east-3", { encryption: KEY("acme", "cn-east-3") })],
      });
    }
    app.synth();
    const file = join(app.outdir, "stacks", "stack", "route-plan.json");
    return readRoutePlan(readFileSync(file, "utf8"), file);
  };
  const [changes] = planChanges([generations("04", "05")], [generations("05", "06")]);
  expect(changes?.removed.map(({ id }) => id)).toEqual([
    "cn-east-3/web-04",
    "cn-east-3/web-04.arrived",
    "cn-north-4/web-04.plain",
  ]);
  expect(changes?.added.map(({ id }) => id)).toEqual([
    "cn-east-3/web-06",
    "cn-east-3/web-06.arrived",
    "cn-north-4/web-06.plain",
  ]);
  expect([changes?.recopied, changes?.updated]).toEqual([[], []]);
});

test("adding, removing or reordering destinations keeps id, source and resource of every other hop", () => {
  const all = ["cn-east-3", "cn-south-1", "cn-north-1"].map(
    (region) => (): Destination => Destination.region(region, { encryption: Encryption.none() }),
  );
  const partner = ({ partner: provider }: Providers): Destination =>
    Destination.member(Member.project("p-1", { acceptWith: provider }), "cn-north-4");
  const planFor = (chosen: readonly ((providers: Providers) => Destination)[]) => {
    const one = made({
      image: { keyId: "key-acme-cn-north-4" },
      inventory: {
        agencies: [
          {
            name: "ims_copy",
            account: "acme",
            regions: ["cn-east-3", "cn-south-1", "cn-north-1"],
            coversBackups: true,
          },
        ],
      },
      props: (providers) => ({ agencyName: "ims_copy", destinations: chosen.map((make) => make(providers)) }),
    });
    const plan = planOf(one);
    const addresses = Object.entries(emittedBy(one).resource).flatMap(([type, group]) =>
      type === "terraform_data" ? [] : Object.keys(group).map((name) => `${type}.${name}`),
    );
    return { hops: plan.hops.map(({ id, source }) => JSON.stringify([id, source])), addresses };
  };
  const makers = [...all, partner];
  const whole = planFor(makers);
  for (const left of makers) {
    const fewer = planFor(makers.filter((one) => one !== left));
    expect(whole.hops).toEqual(expect.arrayContaining(fewer.hops));
    expect(whole.addresses).toEqual(expect.arrayContaining(fewer.addresses));
  }
  const turned = planFor([...makers].reverse());
  expect(turned.hops).toEqual(whole.hops);
  expect([...turned.addresses].sort()).toEqual([...whole.addresses].sort());
});
