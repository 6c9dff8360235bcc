// `image-replication state …`: the region state of the simulated cloud.
import { lstatSync } from "node:fs";
import { resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import type { Command } from "commander";
import { CHARGE_KINDS, unlistedText, type Catalog, type ChargeKind } from "../catalog";
import type { Cloud } from "../cloud";
import { readRecording, type RecordingPlace } from "../recordings";
import { writeInventory, type Image, type Inventory } from "../model";
import { imageText, regionStateText, sharedImagesOf, sharedImagesText } from "../report";
import { counted, stableJson, UsageError } from "../values";
import { findProject, readText, shown, writeText } from "./project";
import { addDelete } from "./state-delete";
import { withExistingState, withRegionState } from "./region-state";
import { note, print, printJson } from "./terminal";
import { catalogOf } from "./terraform-plan";

export function addState(program: Command): void {
  const state = program
    .command("state")
    .summary("the region state of the simulated cloud")
    .description(
      "What the simulated cloud holds, in .image-replication/cloud.db beside cdktf.json; IMAGE_REPLICATION_CLOUD names another file.",
    )
    .helpCommand(false)
    .addHelpText(
      "after",
      "\nExamples:\n  image-replication state import inventory.json\n  image-replication state list",
    );
  addImport(state);
  addExport(state);
  addList(state);
  addShow(state);
  addDelete(state);
  addReset(state);
}

function addImport(state: Command): void {
  state
    .command("import")
    .summary("add a recording to the region state")
    .description(
      "Adds an inventory, the service's own answer to GET /v2/cloudimages, or the images that terraform show -json shows; what is there under the same id is replaced.",
    )
    .argument("<file>", "inventory, listing or Terraform document to add")
    .option("--region <region>", "region of a listing, which does not say it")
    .option("--account <id>", "account of what does not say it (default: the default account)")
    .option("--project <name>", "project of what does not say it (default: the region's default project)")
    .addHelpText(
      "after",
      "\nExamples:\n  image-replication state import inventory.json\n  image-replication state import cloudimages.json --region cn-north-4",
    )
    .action((file: string, place: RecordingPlace) => {
      // Read before the region state is opened: a wrong file leaves no empty region state behind.
      const { inventory, leftOut } = readRecording(readText(resolve(file)), file, place);
      return withRegionState(({ cloud, project }) => {
        cloud.load(inventory);
        note(`Imported ${counted(inventory.images.length, "image")} from ${file} into ${shown(project.cloud)}.`);
        for (const line of leftOut) note(`Left out: ${line}.`);
      });
    });
}

function addExport(state: Command): void {
  state
    .command("export")
    .summary("write the region state as an inventory")
    .option("-o, --output <file>", "file to write (default: standard output)")
    .addHelpText("after", "\nExample:\n  image-replication state export -o inventory.json")
    .action(({ output }: { output?: string }) =>
      withExistingState(({ cloud }) => {
        const inventory = writeInventory(cloud.inventory());
        if (output === undefined) {
          printJson(JSON.parse(stableJson(inventory)));
          return;
        }
        writeText(resolve(output), stableJson(inventory));
        note(`Wrote ${output}.`);
      }),
    );
}

interface ListOptions {
  readonly region?: string;
  readonly shared?: true;
  readonly json?: true;
}

function addList(state: Command): void {
  state
    .command("list")
    .summary("show which images are where")
    .option("--region <region>", "only this region")
    .option("--shared", "what is shared, as its receivers see it: with whom, and whether it is accepted")
    .option("--json", "print data instead of text")
    .addHelpText(
      "after",
      "\nExamples:\n  image-replication state list --region cn-east-3\n  image-replication state list --shared",
    )
    .action(({ region, shared, json }: ListOptions) =>
      withExistingState(({ project, cloud }) => {
        if (region !== undefined) refuseUnlisted(region, cloud.inventory(), catalogOf(project, []));
        const listed = region === undefined ? cloud.inventory() : within(region, cloud.inventory());
        if (shared === true) printShared(sharedImagesOf(listed), json === true);
        else if (json === true) printJson(listed.images);
        else print(stateText(cloud, listed, region));
      }),
    );
}

/** A region that something is in is one, whatever the catalogue says. */
function refuseUnlisted(region: string, inventory: Inventory, catalog: Catalog): void {
  const { images, keys, vaults, quotas, buckets, agencies } = within(region, inventory);
  const isUsed = [images, keys, vaults, quotas, buckets, agencies].some(({ length }) => length > 0);
  if (isUsed || catalog.regions.has(region)) return;
  throw new UsageError(`--region is ${unlistedText(catalog, region)}. The region state has nothing there.`);
}

function printShared(lines: ReturnType<typeof sharedImagesOf>, asData: boolean): void {
  if (asData) printJson(lines);
  else print(sharedImagesText(lines));
}

/** What an inventory holds in one region; accounts and members are of none. */
function within(region: string, inventory: Inventory): Inventory {
  const isThere = (one: { readonly region: string }): boolean => one.region === region;
  const buckets = inventory.buckets.filter(isThere);
  return {
    ...inventory,
    images: inventory.images.filter(isThere),
    keys: inventory.keys.filter(isThere),
    vaults: inventory.vaults.filter(isThere),
    quotas: inventory.quotas.filter(isThere),
    buckets,
    objects: inventory.objects.filter(({ bucket }) => buckets.some(({ name }) => name === bucket)),
    agencies: inventory.agencies.filter(({ regions }) => regions.includes(region)),
  };
}

/** The region state as a command prints it. */
function stateText(cloud: Cloud, inventory: Inventory, region: string | undefined): string {
  const jobs = cloud
    .jobs()
    .filter((job) => region === undefined || job.region === region)
    .filter(({ status, parentId }) => parentId === null && (status === "INIT" || status === "RUNNING"));
  return regionStateText(inventory, {
    now: cloud.nowSeconds,
    meter: Object.fromEntries(CHARGE_KINDS.map((kind) => [kind, metered(cloud, kind)])),
    jobs: jobs.map((job) => ({
      id: job.id,
      job: job.kind,
      region: job.region,
      status: job.status,
      percent: cloud.progressPercent(job),
      imageId: job.imageId,
    })),
  });
}

function metered(cloud: Cloud, kind: ChargeKind): number {
  return cloud.meter().reduce((sum, reading) => sum + (reading.kind === kind ? reading.gib : 0), 0);
}

function addShow(state: Command): void {
  state
    .command("show")
    .summary("show all that is known of an image")
    .argument("<image>", "id or name of an image")
    .option("--json", "print data instead of text")
    .addHelpText("after", "\nExample:\n  image-replication state show web-base")
    .action((wanted: string, { json }: { json?: true }) =>
      withExistingState(({ cloud }) => {
        const inventory = cloud.inventory();
        const images = findImages(inventory, wanted);
        if (json === true) printJson(images);
        else print(images.map((image) => imageText(image, inventory)).join("\n"));
      }),
    );
}

function findImages({ images }: Inventory, wanted: string): readonly Image[] {
  const byId = images.filter(({ id }) => id === wanted);
  const found = byId.length > 0 ? byId : images.filter(({ name }) => name === wanted);
  if (found.length > 0) return found;
  throw new UsageError(
    `no image has the id or the name "${wanted}". "image-replication state list" shows those there are.`,
  );
}

function addReset(state: Command): void {
  state
    .command("reset")
    .summary("empty the region state, its clock and its journal")
    .option("--yes", "do not ask")
    .addHelpText("after", "\nExample:\n  image-replication state reset --yes")
    .action(async ({ yes }: { yes?: true }) => {
      if (yes !== true && !process.stdin.isTTY) {
        throw new UsageError("there is nobody to ask: add --yes to empty the region state.");
      }
      const { cloud } = findProject();
      const file = shown(cloud);
      if (wasNeverMade(cloud)) {
        note(`There is no region state in ${file}: nothing to empty.`);
        return;
      }
      await withRegionState(async ({ store }) => {
        if (yes !== true && !(await confirmed(`Empty the region state in ${file}?`))) {
          note("Left as it is.");
          return;
        }
        store.reset();
        note(`Emptied ${file}.`);
      });
    });
}

/** Of a path that leads nowhere it is not said: opening the region state tells what is wrong with it. */
function wasNeverMade(file: string): boolean {
  try {
    lstatSync(file);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT";
  }
}

async function confirmed(question: string): Promise<boolean> {
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await prompt.question(`${question} [y/N] `);
  prompt.close();
  return /^y(?:es)?$/iu.test(answer.trim());
}
