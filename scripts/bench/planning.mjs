// Planning alone, without cdktf: wishes over all regions that replicate, judged and placed.

import { fromDist, peakMb, timed } from "./dist.mjs";

/** @returns milliseconds to judge and plan so many wishes, peak memory, and over how many regions */
export function measure(count) {
  const { CATALOG } = fromDist("catalog", "index.js");
  const { judgeWishes, planRoutes } = fromDist("routes", "index.js");
  const regions = [...CATALOG.regions.values()].filter(({ replicates }) => replicates);
  const wishes = wishesOver(regions, Number(count));
  const planning = { stack: "bench", target: "simulated", wishes, catalog: CATALOG };
  const { milliseconds, result } = timed(() => planRoutes(planning, judgeWishes(planning)));
  return { milliseconds, peakMb: peakMb(), regions: regions.length, hops: result.hops.length };
}

/** Of three wishes, one decrypts within the region, one takes that across, and one takes an image across. */
function wishesOver(regions, count) {
  const { HARMLESS } = fromDist("rules", "index.js");
  return Array.from({ length: count }, (_, index) => {
    const target = regions[index % regions.length];
    const [home] = regions.filter(({ id, sites }) => id !== target.id && sites[0] === target.sites[0]);
    const inRegion = index % 3 === 0;
    const operation = inRegion ? "copyImage" : "copyImageAcross";
    const image = `golden-${index % 50}`;
    const id = `${target.id}/web-${index}`;
    const sheet = {
      ...HARMLESS[operation],
      "image.sizeGib": 1 + (index % 40),
      "image.region": home.id,
      "image.project": home.id,
      "caller.account": `account of ${home.sites[0]}`,
      "caller.region": home.id,
      "caller.project": home.id,
      "caller.site": home.sites[0],
      "replica.region": inRegion ? home.id : target.id,
      "replica.name": `web-${index}`,
    };
    const source = index % 3 === 1 ? { hop: idBefore(regions, index) } : { image: entryOf(image, home.id) };
    const subject = { image: `Image "${image}"`, replica: `Replica "${id}"` };
    return { id, construct: `bench/${index}`, operation, sheet, subject, source };
  });
}

function idBefore(regions, index) {
  return `${regions[(index - 1) % regions.length].id}/web-${index - 1}`;
}

function entryOf(name, region) {
  const known = { account: "default", project: region, region, kind: "system-disk", sizeGib: 12 };
  return {
    id: `ims-${name}-${region}`,
    imageId: `ims-${name}-${region}`,
    name,
    ...known,
    encrypted: false,
    keyId: null,
  };
}
