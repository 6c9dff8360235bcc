// A disk that is full at any page: the apply ends with a sentence, acknowledged images are kept, and with more space the next one
// continues.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CATALOG } from "../../lib/catalog";
import { brokenInvariants, Cloud } from "../../lib/cloud";
import { Deployment } from "../../lib/deployment";
import { Store, type StoreOptions } from "../../lib/store";
import { EnvironmentError } from "../../lib/values";
import { CHAIN, worldOf } from "../deployment/rehearsal";
import { cleanRun } from "./plan-folder";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "full-"))));
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Ids of the images that it reported as requested before it ended, and the error that ended it. */
async function tryApply(file: string, options: StoreOptions): Promise<{ told: ReadonlySet<string>; error: unknown }> {
  const told = new Set<string>();
  let store: Store | undefined;
  try {
    store = Store.open(file, options);
    const cloud = new Cloud(store);
    if (cloud.inventory().images.length === 0) cloud.load(worldOf(CHAIN));
    const onProgress = ({ outcomes }: Deployment): void => {
      for (const { imageId } of outcomes) if (imageId !== null) told.add(imageId);
    };
    await new Deployment(CHAIN, cloud, { onProgress }).run();
    return { told, error: undefined };
  } catch (error) {
    return { told, error };
  } finally {
    store?.close();
  }
}

test("a disk that is full at any page ends the apply with a sentence, and the next one continues", async () => {
  const clean = await cleanRun(CHAIN);
  let stopped = 0;
  let halfway = 0;
  for (let mostPages = 1; ; mostPages += 1) {
    const file = join(folder, `${String(mostPages)}.db`);
    const { told, error } = await tryApply(file, { mostPages });
    if (error === undefined) break;
    stopped += 1;
    expect(error).toBeInstanceOf(EnvironmentError);
    expect((error as EnvironmentError).message).toBe(
      `${file}: the region state cannot grow: the disk, or what you may use of it, is full. What was asked for until now is kept. Make room, and run this again.`,
    );
    const store = Store.open(file);
    expect(brokenInvariants(store, CATALOG)).toEqual([]);
    for (const id of told) expect(store.images.tryFind(id)).toBeDefined();
    if (told.size > 0) halfway += 1;
    store.close();

    expect((await tryApply(file, {})).error).toBeUndefined();
    const again = Store.open(file);
    expect(again.snapshot()).toEqual(clean);
    again.close();
  }
  // During the creation of tables, and during jobs.
  expect(stopped).toBeGreaterThan(20);
  expect(halfway).toBeGreaterThan(0);
});
