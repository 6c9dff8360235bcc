// The synth of a fleet, written in three ways that emit the same copies: with our constructs, with a construct by hand for each
// replica, and as flat resources.

import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fromDist, peakMb, timed } from "./dist.mjs";

const require = createRequire(import.meta.url);

/** Regions with the number that each counts in a lane. */
const LANE_NUMBERS = {
  "cn-east-3": 1,
  "cn-east-2": 1,
  "cn-south-1": 2,
  "cn-south-2": 2,
  "cn-north-1": 4,
  "cn-north-9": 0,
  "cn-southwest-2": 3,
};
const REGIONS = Object.keys(LANE_NUMBERS);
const SOURCES = 20;
/** Cross-region slots of an account, and so lanes. */
const SLOTS = 5;

/** What replica number `index` is. Each name is taken once, so that no two claim the same. */
function replicaOf(index) {
  return { name: `web-${index}`, targetRegion: REGIONS[index % REGIONS.length], agencyName: "ims_copy" };
}

/** A copy's lane, as the constructs deal them out: by its region and the letters of its name. */
function laneOf(index) {
  const { name, targetRegion } = replicaOf(index);
  return ([...name].reduce((sum, letter) => sum + letter.codePointAt(0), 0) + LANE_NUMBERS[targetRegion]) % SLOTS;
}

const sourceIds = Array.from({ length: SOURCES }, (_, index) => `ims-${index}`);
const tags = { team: "platform", role: "web" };
/** What the constructs derive from the forecast of 12 GiB. */
const timeouts = { create: "4h" };

const ways = { ours, "by hand": byHand, flat };

/**
 * @param lanes whether each copy comes after the one before it in its lane: "lanes" or "no lanes"
 * @returns milliseconds from the first construct to the last file, peak memory of this process, and what was emitted
 */
export function measure(way, count, lanes) {
  const { App, TerraformStack } = require("cdktf");
  const inLanes = lanes === "lanes";
  const declare = ways[way](inLanes);
  const outdir = mkdtempSync(join(tmpdir(), "bench-fleet-"));
  try {
    const { milliseconds } = timed(() => {
      const app = new App({ outdir, stackTraces: false, context: { "image-replication:lanes": inLanes } });
      const stack = new TerraformStack(app, "fleet");
      declare(stack, Number(count));
      app.synth();
    });
    return { milliseconds, peakMb: peakMb(), digest: digestOf(outdir) };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

function ours() {
  const { CrossRegionImage, HuaweicloudProvider, ImageKind, SourceImage } = fromDist("index.js");
  return (stack, count) => {
    new HuaweicloudProvider(stack, "huaweicloud", { region: "cn-north-4" });
    const sources = sourceIds.map((imageId) =>
      SourceImage.fromAttributes(stack, imageId, {
        imageId,
        name: imageId,
        kind: ImageKind.SYSTEM_DISK,
        sizeGib: 12,
        region: "cn-north-4",
      }),
    );
    for (let index = 0; index < count; index += 1) {
      new CrossRegionImage(stack, `r${index}`, { ...replicaOf(index), source: sources[index % SOURCES], tags });
    }
  };
}

function byHand(inLanes) {
  const { Construct } = require("constructs");
  const { ImagesImageCopy } = fromDist("bindings", "index.js");
  class Replica extends Construct {
    constructor(scope, id, props) {
      super(scope, id);
      this.resource = new ImagesImageCopy(this, "Resource", props);
    }
  }
  return (stack, count) => {
    declareProvider(stack);
    const last = [];
    for (let index = 0; index < count; index += 1) {
      const lane = laneOf(index);
      last[lane] = new Replica(stack, `r${index}`, copyProps(index, inLanes && last[lane])).resource;
    }
  };
}

function flat(inLanes) {
  const { ImagesImageCopy } = fromDist("bindings", "index.js");
  return (stack, count) => {
    declareProvider(stack);
    const last = [];
    for (let index = 0; index < count; index += 1) {
      const lane = laneOf(index);
      last[lane] = new ImagesImageCopy(stack, `r${index}`, copyProps(index, inLanes && last[lane]));
    }
  };
}

function declareProvider(stack) {
  const { ImageProvider } = fromDist("bindings", "index.js");
  new ImageProvider(stack, "huaweicloud", { source: "huaweicloud/huaweicloud", region: "cn-north-4" });
}

function copyProps(index, before) {
  const dependsOn = before ? [before] : undefined;
  return { ...replicaOf(index), sourceImageId: sourceIds[index % SOURCES], tags, timeouts, dependsOn };
}

/** Of the copies alone: by it the caller sees that two ways emit the same. */
function digestOf(outdir) {
  const { resource } = JSON.parse(readFileSync(join(outdir, "stacks", "fleet", "cdk.tf.json"), "utf8"));
  const copies = Object.entries(resource.huaweicloud_images_image_copy).map(([name, copy]) => {
    // cdktf's own note on where it comes from.
    return [name, { ...copy, "//": undefined }];
  });
  return createHash("sha256").update(JSON.stringify(copies)).digest("hex");
}
