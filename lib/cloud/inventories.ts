// Inventories in and out of a region state.
import type { Image, Inventory } from "../model";
import type { Store } from "../store";
import { canonicalJson, UsageError } from "../values";

/** Must run in a transaction. Throws a UsageError when it would change an image that a job under way reads or makes. */
export function load(inventory: Inventory, state: Store): void {
  for (const account of inventory.accounts) state.accounts.put(account);
  loadImages(inventory.images, state);
  for (const key of inventory.keys) state.keys.put(key);
  for (const vault of inventory.vaults) state.vaults.put(vault);
  for (const agency of inventory.agencies) state.agencies.put(agency);
  for (const quota of inventory.quotas) state.quotas.put(quota);
  for (const member of inventory.members) state.members.put(member);
  for (const bucket of inventory.buckets) state.buckets.put(bucket);
  for (const object of inventory.objects) state.objects.put(object);
  for (const project of inventory.projects) state.projects.put(project);
  for (const [region, destinations] of Object.entries(inventory.backupDestinations)) {
    state.backupDestinations.put({ region, destinations });
  }
  // What several inventories hold is all there is only when each of them said so of itself.
  const complete = inventory.complete && state.meta.text("complete") !== "no";
  state.meta.setText("complete", complete ? "yes" : "no");
  if (inventory.recordedAt !== "") state.meta.setText("recordedAt", inventory.recordedAt);
  if (inventory.origin !== "") state.meta.setText("origin", inventory.origin);
}

function loadImages(images: readonly Image[], state: Store): void {
  // A transfer works on a file, whatever image that was made of.
  const working = state.jobs.underWay().filter(({ operation }) => operation !== "transferObject");
  const busy = new Map(working.flatMap((job) => [job.imageId, job.sourceImageId].map((id) => [id, job.id])));
  for (const image of images) {
    const job = busy.get(image.id);
    if (job !== undefined && canonicalJson(state.images.tryFind(image.id)) !== canonicalJson(image)) {
      const what = `image ${image.id} differs from the one in the region state, which the job ${job} is working on`;
      throw new UsageError(`${what}. Let the job end first, or leave the image out.`);
    }
    state.images.put(image);
  }
}

/** All that the region state holds, as an inventory: lists in the order of keys. Jobs and the meter are no part of one. */
export function exported(state: Store): Inventory {
  const destinations = state.backupDestinations.all();
  return {
    complete: state.meta.text("complete") === "yes",
    recordedAt: state.meta.text("recordedAt"),
    origin: state.meta.text("origin"),
    accounts: state.accounts.all(),
    images: state.images.all(),
    keys: state.keys.all(),
    vaults: state.vaults.all(),
    agencies: state.agencies.all(),
    quotas: state.quotas.all(),
    members: state.members.all(),
    buckets: state.buckets.all(),
    objects: state.objects.all(),
    projects: state.projects.all(),
    backupDestinations: Object.fromEntries(destinations.map(({ region, destinations: list }) => [region, list])),
  };
}
