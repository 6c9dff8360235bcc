// Destinations of providers: every combination of account, site or sub-project, region and bucket, and random programs.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformStack } from "cdktf";
import fc from "fast-check";
import {
  checkApp,
  Destination,
  Encryption,
  HuaweicloudProvider,
  ImageDistribution,
  ImageKind,
  ImageVisibility,
  Intermediates,
  Key,
  Licence,
  Member,
  ServerType,
  Site,
  SourceImage,
  Vault,
} from "../../lib";
import { Cloud } from "../../lib/cloud";
import { Deployment } from "../../lib/deployment";
import { writeInventory, type Inventory } from "../../lib/model";
import { readRoutePlan } from "../../lib/routes";
import { Store } from "../../lib/store";
import { CATALOG } from "../../lib/catalog";
import { image, world } from "../cloud/world";
import { checkRoutePlan } from "../routes/check-route-plan";

const folder = mkdtempSync(join(tmpdir(), "distribution-accounts-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const ACCOUNTS = ["same", "other"] as const;
const PLACES = ["same site", "other site", "sub-project"] as const;
const REGIONS = ["source's region", "other region"] as const;
const BUCKETS = ["bucket", "none"] as const;

interface Combination {
  readonly account: (typeof ACCOUNTS)[number];
  readonly place: (typeof PLACES)[number];
  readonly region: (typeof REGIONS)[number];
  readonly bucket: (typeof BUCKETS)[number] | undefined;
}

const COMBINATIONS: readonly Combination[] = ACCOUNTS.flatMap((account) =>
  PLACES.flatMap((place) =>
    REGIONS.flatMap((region) => BUCKETS.map((bucket): Combination => ({ account, place, region, bucket }))),
  ),
);

// An account of the other site sees other regions: the source is in Hong Kong, which both sites offer.
const HOME = "ap-southeast-1";
const OTHER = { "same site": "cn-east-3", "sub-project": "cn-east-3", "other site": "ap-southeast-3" } as const;

const inventory: Inventory = {
  ...world([image("base", { name: "base", region: HOME })]),
  complete: true,
  agencies: [{ name: "ims_copy", account: "acme", regions: [...Object.values(OTHER)], coversBackups: true }],
  accounts: [
    { id: "acme", site: "china" },
    { id: "partner", site: "china" },
    { id: "overseas", site: "international" },
  ],
  buckets: ["acme", "partner", "overseas"].flatMap((account) =>
    [HOME, ...new Set(Object.values(OTHER))].map((region) => ({
      name: `${account}-${region}`,
      account,
      region,
      storageClass: "standard" as const,
    })),
  ),
};

const ownerOf = ({ account, place }: Combination): string =>
  account === "same" ? "acme" : place === "other site" ? "overseas" : "partner";

function made(one: Combination): App {
  const app = new App({ outdir: mkdtempSync(join(folder, "out-")), stackTraces: false });
  const stack = new TerraformStack(app, "stack");
  const file = join(app.outdir, "inventory.json");
  writeFileSync(file, JSON.stringify(writeInventory(inventory)));
  new HuaweicloudProvider(stack, "home", { region: HOME, account: { id: "acme", site: Site.CHINA } });
  const region = one.region === "other region" ? OTHER[one.place] : HOME;
  const provider = new HuaweicloudProvider(stack, "there", {
    region,
    alias: "there",
    account: { id: ownerOf(one), site: one.place === "other site" ? Site.INTERNATIONAL : Site.CHINA },
    project: one.place === "sub-project" ? "sub" : undefined,
  });
  const hasBucket = one.bucket === "bucket";
  new ImageDistribution(stack, "everywhere", {
    source: SourceImage.fromInventory(stack, "source", { inventory: file, name: "base" }),
    name: "web",
    agencyName: "ims_copy",
    osVersion: "Ubuntu 22.04 server 64bit",
    bucket: hasBucket ? `acme-${HOME}` : undefined,
    destinations: [
      Destination.account(provider, region, { bucket: hasBucket ? `${ownerOf(one)}-${region}` : undefined }),
    ],
  });
  return app;
}

const SHARED = (owner: string, project: string, image: string, to: string): readonly string[] => [
  `${image} accepted by ${owner}/${project}`,
  `${image} shared`,
  to,
];
const ARRIVED = "acme@cn-east-3/web.arrived";
const BASE = `acme@${HOME}/base`;
const ONE_IDENTITY = ["stack/one-provider-per-identity"];
const NO_WAY = ["stack/route-exists"];

/** Hops, or broken rules; a bucket matters only where the image is copied as a file. */
const OUTCOMES: Readonly<Record<string, readonly string[]>> = {
  "same · same site · source's region": ONE_IDENTITY,
  "same · same site · other region": ["acme@cn-east-3/web"],
  "same · other site · source's region": ONE_IDENTITY,
  "same · other site · other region": NO_WAY,
  "same · sub-project · source's region": SHARED("acme", "sub", BASE, `acme@${HOME}/sub/web`),
  "same · sub-project · other region": [ARRIVED, ...SHARED("acme", "sub", ARRIVED, "acme@cn-east-3/sub/web")],
  "other · same site · source's region": SHARED("partner", HOME, BASE, `partner@${HOME}/web`),
  "other · same site · other region": [ARRIVED, ...SHARED("partner", "cn-east-3", ARRIVED, "partner@cn-east-3/web")],
  "other · other site · source's region": SHARED("overseas", HOME, BASE, `overseas@${HOME}/web`),
  "other · other site · other region": NO_WAY,
  "other · other site · other region · bucket": [
    `${BASE} carried to overseas@ap-southeast-3`,
    `${BASE} exported`,
    "overseas@ap-southeast-3/web",
  ],
  "other · sub-project · source's region": SHARED("partner", "sub", BASE, `partner@${HOME}/sub/web`),
  "other · sub-project · other region": [ARRIVED, ...SHARED("partner", "sub", ARRIVED, "partner@cn-east-3/sub/web")],
};

const titleOf = (one: Combination): string =>
  Object.values(one)
    .filter((part) => part !== undefined)
    .join(" · ");

test.each(COMBINATIONS.map((one) => [titleOf(one), one] as const))("%s", async (title, one) => {
  const expected = OUTCOMES[title] ?? OUTCOMES[titleOf({ ...one, bucket: undefined })];
  const app = made(one);
  const errors = checkApp(app).filter(({ severity }) => severity === "error");
  if (errors.length > 0) {
    expect(errors.map(({ rule }) => rule)).toEqual(expected);
    return;
  }
  app.synth();
  const file = join(app.outdir, "stacks", "stack", "route-plan.json");
  const plan = readRoutePlan(readFileSync(file, "utf8"), file);
  expect(plan.hops.map(({ id }) => id)).toEqual([...(expected ?? [])].sort());
  expect(checkRoutePlan(plan, inventory, CATALOG)).toEqual([]);
  const store = Store.open(":memory:");
  const cloud = new Cloud(store);
  cloud.load(inventory);
  const result = await new Deployment(plan, cloud).run();
  expect(result.outcomes.map(({ status, reason }) => reason ?? status)).toEqual(plan.hops.map(() => "made"));
  store.close();
});

const ACTING = ["home", "sub", "partner", "partnerSub", "overseas", "mainland"] as const;
type Acting = (typeof ACTING)[number];

/** The first value in most programs, so that enough of them are legal. */
const usually = <T>(first: T, ...others: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(first) }, { weight: 1, arbitrary: fc.constantFrom(...others) });

const members = fc.record({
  project: fc.constantFrom("sub", "p-1", HOME, "cn-east-3", "ap-southeast-3"),
  acceptWith: fc.option(fc.constantFrom(...ACTING), { nil: undefined }),
  account: fc.option(fc.constantFrom("acme", "partner"), { nil: undefined }),
});

const wishes = fc.record({
  kind: fc.constantFrom("region", "member", "account"),
  region: usually(HOME, "cn-east-3", "ap-southeast-3", "cn-south-9"),
  provider: fc.constantFrom(...ACTING),
  member: members,
  name: fc.constantFrom("web", "api", undefined),
  encrypted: usually(false, undefined, true),
  hasBucket: fc.boolean(),
  shareWith: fc.array(members, { maxLength: 1 }),
  vault: fc.constantFrom(undefined, "vault"),
});

const programs = fc.record({
  facts: fc.record({
    kind: usually(ImageKind.SYSTEM_DISK, ImageKind.DATA_DISK, ImageKind.FULL_ECS, ImageKind.ISO),
    sizeGib: usually(1, 128, 129, 1024, 1025),
    keyId: usually(undefined, "k-0"),
    encrypted: usually(false, undefined),
    server: usually(ServerType.ECS, ServerType.BMS, undefined),
    licence: usually(Licence.FREE, Licence.VENDOR, undefined),
    account: usually(undefined, "partner"),
    visibility: usually(ImageVisibility.PRIVATE, ImageVisibility.SHARED, undefined),
  }),
  wishes: fc.array(wishes, { minLength: 1, maxLength: 3 }),
  intermediates: fc.constantFrom(Intermediates.RETAIN, Intermediates.DELETE),
  agencyName: usually("ims_copy", undefined),
  hasBucket: fc.boolean(),
});
type Program = typeof programs extends fc.Arbitrary<infer T> ? T : never;

function declare({ facts, wishes: wanted, intermediates, agencyName, hasBucket }: Program): App {
  const app = new App({ outdir: mkdtempSync(join(folder, "out-")), stackTraces: false });
  const stack = new TerraformStack(app, "stack");
  const provider = (id: Acting, region: string, account: string, project?: string): HuaweicloudProvider =>
    new HuaweicloudProvider(stack, id, {
      region,
      alias: id === "home" ? undefined : id,
      account: { id: account, site: account === "overseas" ? Site.INTERNATIONAL : Site.CHINA },
      project,
    });
  const acting = {
    home: provider("home", HOME, "acme"),
    sub: provider("sub", HOME, "acme", "sub"),
    partner: provider("partner", HOME, "partner"),
    partnerSub: provider("partnerSub", "cn-east-3", "partner", "p-1"),
    overseas: provider("overseas", "ap-southeast-3", "overseas"),
    mainland: provider("mainland", "cn-east-3", "acme"),
  };
  const memberOf = ({ project, acceptWith, account }: Program["wishes"][number]["member"]): Member =>
    Member.project(project, { account, acceptWith: acceptWith && acting[acceptWith] });
  const destinations = wanted.map(({ kind, region, provider: by, member, encrypted, name, vault, ...rest }) => {
    const props = {
      name,
      encryption:
        encrypted === undefined ? undefined : encrypted ? Encryption.kms(Key.fromKeyId("k-1")) : Encryption.none(),
      bucket: rest.hasBucket ? `bucket-${region}` : undefined,
      vault: vault === undefined ? undefined : Vault.fromVaultId(vault),
    };
    const shareWith = rest.shareWith.map(memberOf);
    if (kind === "member") return Destination.member(memberOf(member), region, props);
    if (kind === "account") return Destination.account(acting[by], region, { ...props, shareWith });
    return Destination.region(region, { ...props, shareWith });
  });
  new ImageDistribution(stack, "everywhere", {
    source: SourceImage.fromAttributes(stack, "source", { imageId: "ims-1", name: "base", region: HOME, ...facts }),
    name: "web",
    agencyName,
    intermediates,
    bucket: hasBucket ? "bucket-home" : undefined,
    destinations,
  });
  return app;
}

test("no random program causes a bug, and each impossible one has a finding", () => {
  let legal = 0;
  const judgeProgram = (program: Program): void => {
    const app = declare(program);
    const findings = checkApp(app);
    if (findings.some(({ severity }) => severity === "error")) return;
    app.synth();
    legal += 1;
  };
  fc.assert(fc.property(programs, judgeProgram), {
    numRuns: 100,
    seed: 20260103,
  });
  expect(legal).toBeGreaterThan(10);
});
