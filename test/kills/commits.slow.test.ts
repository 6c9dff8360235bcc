// A process that is killed right before or right after any of its commits loses nothing acknowledged, and the next one ends as if it had
// not been killed.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CATALOG } from "../../lib/catalog";
import { brokenInvariants, Cloud } from "../../lib/cloud";
import { Deployment } from "../../lib/deployment";
import { Store } from "../../lib/store";
import { CHAIN, worldOf } from "../deployment/rehearsal";
import { applyUntil } from "./dying-apply";
import { cleanRun } from "./plan-folder";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "kills-"))));
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test.each(["before", "after"] as const)("a kill %s each commit loses nothing", async (phase) => {
  const clean = await cleanRun(CHAIN);
  let count = 1;
  for (; ; count += 1) {
    const file = join(folder, `${String(count)}.db`);
    const { died, asked, made } = applyUntil(file, count, phase);
    const store = Store.open(file);
    try {
      const cloud = new Cloud(store);
      const label = { phase, count };
      expect({ ...label, broken: brokenInvariants(store, CATALOG) }).toEqual({ ...label, broken: [] });
      const lost = asked.filter((id) => cloud.tryFindImage(id) === undefined);
      const undone = made.filter((id) => cloud.tryFindImage(id)?.status !== "active");
      expect({ ...label, lost, undone }).toEqual({ ...label, lost: [], undone: [] });
      if (!died) break;

      if (cloud.inventory().images.length === 0) cloud.load(worldOf(CHAIN));
      await new Deployment(CHAIN, cloud).run();
      expect({ ...label, ...store.snapshot() }).toEqual({ ...label, ...clean });
    } finally {
      store.close();
    }
  }
  // The tables, the inventory, two rounds of requests, and four instants at least.
  expect(count).toBeGreaterThan(8);
});
