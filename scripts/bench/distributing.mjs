// Distributions: wishes whose hops the planner has to find, alone and as constructs that are synthesized.

import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fromDist, peakMb, timed } from "./dist.mjs";

const require = createRequire(import.meta.url);

const ACCOUNT = "default";
const HOME = "cn-north-4";

/** @param what "planner": so many wishes without cdktf; "synth": one distribution of so many destinations */
export function measure(what, count) {
  return what === "planner" ? planner(Number(count)) : synth(Number(count));
}

function regionsOf(catalog, site) {
  return [...catalog.regions.values()].filter(({ replicates, sites }) => replicates && sites.includes(site));
}

/** An inventory that holds all that a route may need, with one image. */
function inventoryOf(regions, image) {
  const { EMPTY_INVENTORY } = fromDist("model", "index.js");
  const ids = regions.map(({ id }) => id);
  return {
    ...EMPTY_INVENTORY,
    complete: true,
    images: [image],
    agencies: [{ name: "ims_copy", account: ACCOUNT, regions: ids, coversBackups: true }],
    keys: ids.map((region) => keyOf(region)),
    buckets: ids.map((region) => ({ name: `bucket-${region}`, account: ACCOUNT, region, storageClass: "standard" })),
    quotas: ids.map((region) => ({ account: ACCOUNT, region, images: 100_000, used: 0 })),
  };
}

function keyOf(region) {
  return { id: `key-${region}`, alias: "", account: ACCOUNT, region, state: "enabled", grantedTo: [] };
}

/** Of three images, one is encrypted, and one too large to be copied; each is wanted everywhere, in every other region encrypted. */
function planner(count) {
  const { CATALOG } = fromDist("catalog", "index.js");
  const sites = ["china", "international"].map((site) => ({ site, regions: regionsOf(CATALOG, site) }));
  const distributions = [];
  let wished = 0;
  for (let index = 0; wished < count; index += 1) {
    const { site, regions } = sites[index % 2];
    const targets = regions.slice(0, count - wished);
    wished += targets.length;
    distributions.push({ index, site, regions, targets });
  }
  const { milliseconds, result } = timed(() => planAll(distributions, CATALOG));
  const regions = new Set(sites.flatMap((one) => one.regions.map(({ id }) => id))).size;
  return { milliseconds, peakMb: peakMb(), regions, wishes: wished, hops: result.hops.length };
}

function planAll(distributions, catalog) {
  const { judgeWishes, planRoutes } = fromDist("routes", "index.js");
  const wishes = distributions.flatMap((distribution) => wishesOf(distribution, catalog));
  const planning = { stack: "bench", target: "simulated", wishes, catalog };
  return planRoutes(planning, judgeWishes(planning));
}

function wishesOf({ index, site, regions, targets }, catalog) {
  const { planGoals, RecordedMeans, wishOf } = fromDist("routes", "index.js");
  const home = regions[0].id;
  const name = `golden-${index}`;
  const image = imageOf(name, home, index);
  const inventory = inventoryOf(regions, image);
  const search = {
    actors: [{ account: ACCOUNT, project: null, region: home, site }],
    catalog,
    means: new RecordedMeans(inventory, {
      agency: () => "ims_copy",
      vault: () => null,
      bucket: (_account, region) => `bucket-${region}`,
    }),
  };
  const destinations = targets.map(({ id: region }, at) => {
    const keyId = at % 2 === 0 && image.sizeGib <= 128 ? `key-${region}` : null;
    const goal = {
      account: ACCOUNT,
      project: region,
      region,
      name,
      description: "",
      tags: {},
      holding: "own",
      keyId,
      acknowledged: {},
    };
    return { key: `${region}/${name}`, goal, shareWith: [] };
  });
  const view = { account: ACCOUNT, project: home, seenAs: "private", memberStatus: null };
  const { hops } = planGoals({ name, image, view, destinations, search });
  const root = { image: { ...image, imageId: image.id, trusted: [] } };
  return hops.map((hop) => wishOf(hop, { construct: `bench/${name}`, root, world: search }));
}

function imageOf(name, region, index) {
  const keyId = index % 3 === 1 ? `key-${region}` : null;
  return {
    id: `ims-${name}`,
    name,
    account: ACCOUNT,
    project: region,
    region,
    kind: "system-disk",
    status: "active",
    visibility: "private",
    sizeGib: index % 3 === 2 ? 200 : 1 + (index % 40),
    minDiskGib: 250,
    keyId,
    encrypted: keyId !== null,
    os: "linux",
    osVersion: "Ubuntu 22.04 server 64bit",
    server: "ecs",
    licence: "free",
    fastCreate: false,
    frozen: false,
    description: "",
    tags: {},
    madeFrom: { means: "untold", id: "", region: null },
    backup: null,
    backupIsReplica: null,
    backupRegions: null,
    members: 0,
    createdAt: "",
    updatedAt: "",
    minRamMib: 0,
    maxRamMib: 0,
    enterpriseProjectId: "0",
  };
}

/** One image, wanted so many times, under another name each, over the regions of the site. */
function synth(count) {
  const { App, TerraformStack } = require("cdktf");
  const { Destination, HuaweicloudProvider, ImageDistribution, ImageKind, SourceImage } = fromDist("index.js");
  const { CATALOG } = fromDist("catalog", "index.js");
  const regions = regionsOf(CATALOG, "china").filter(({ id }) => id !== HOME);
  const outdir = mkdtempSync(join(tmpdir(), "bench-distribution-"));
  try {
    const { milliseconds } = timed(() => {
      const app = new App({ outdir, stackTraces: false });
      const stack = new TerraformStack(app, "wide");
      new HuaweicloudProvider(stack, "huaweicloud", { region: HOME });
      new ImageDistribution(stack, "everywhere", {
        source: SourceImage.fromAttributes(stack, "base", {
          imageId: "ims-base",
          name: "base",
          kind: ImageKind.SYSTEM_DISK,
          sizeGib: 12,
          region: HOME,
        }),
        name: "web",
        agencyName: "ims_copy",
        destinations: Array.from({ length: count }, (_, index) =>
          Destination.region(regions[index % regions.length].id, { name: `web-${index}` }),
        ),
      });
      app.synth();
    });
    return { milliseconds, peakMb: peakMb(), count };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}
