// The JSON Schemas of the package are valid, and the compiled ones report the same faults as Ajv.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020";
import fc from "fast-check";
import { faultOf } from "../../lib/documents";
import * as built from "../../dist/documents";
import { spoilt } from "./mutations";

const ROOT = join(__dirname, "..", "..");
const readJson = (file: string): object => JSON.parse(readFileSync(join(ROOT, file), "utf8")) as object;

const SCHEMAS = (readdirSync(join(ROOT, "lib"), { recursive: true }) as string[])
  .filter((file) => file.endsWith(".schema.json"))
  .map((file) => readJson(join("lib", file)) as { readonly $id: string });

test.each(SCHEMAS.map((schema) => [schema.$id, schema]))("%s is a valid schema", (_, schema) => {
  const ajv = new Ajv2020({ strict: true, validateFormats: false });
  expect([ajv.validateSchema(schema), ajv.errors]).toEqual([true, null]);
});

test("each schema has its own id, which is the name of its file", () => {
  const names = (readdirSync(join(ROOT, "lib"), { recursive: true }) as string[]).flatMap(
    (file) => /([\w-]+)\.schema\.json$/u.exec(file)?.[1] ?? [],
  );
  expect(SCHEMAS.map(({ $id }) => $id)).toEqual(names.map((name) => `urn:cdktf-image-replication:${name}`));
});

const { context } = readJson("examples/gitops/cdktf.json") as { context: Readonly<Record<string, unknown>> };

test.each<[string, object]>([
  ["inventory", readJson("examples/large-image/inventory.json")],
  ["price-book", readJson("examples/large-image/prices.json")],
  [
    "policies",
    { format: "image-replication/policies", version: 1, ...(context["image-replication:policies"] as object) },
  ],
  [
    "faults",
    {
      format: "image-replication/faults",
      version: 1,
      faults: [
        { job: { region: "cn-north-4", operation: "copyImage", nth: 2 }, times: 1, code: "IMG.0018", reason: "x" },
        { region: "cn-south-1", refuses: true, code: "IMG.0061", reason: "x", fromSeconds: 0, untilSeconds: 60 },
      ],
    },
  ],
  ["overrides", { limits: { crossRegionSlots: { value: 8, reason: "x" } }, pace: {} }],
])("the compiled schema of %s finds the same faults", (name, document) => {
  const schema = SCHEMAS.find(({ $id }) => $id.endsWith(`:${name}`))!;
  expect(faultOf(document, schema)).toBeUndefined();
  expect(built.faultOf(document, schema)).toBeUndefined();
  let faults = 0;
  fc.assert(
    fc.property(spoilt(document), (text) => {
      let value: unknown;
      try {
        value = JSON.parse(text);
      } catch {
        return;
      }
      const fault = faultOf(value, schema);
      if (fault !== undefined) faults += 1;
      expect(built.faultOf(value, schema)).toEqual(fault);
    }),
    { seed: 1, numRuns: 200 },
  );
  expect(faults).toBeGreaterThan(50);
});

test("the built package reads documents without Ajv", () => {
  const program = `
    const { readInventory } = require("./dist/model");
    readInventory(require("node:fs").readFileSync("examples/large-image/inventory.json", "utf8"), "it");
    console.log(Object.keys(require.cache).filter((file) => /ajv.dist.(core|2020)/u.test(file)).length);`;
  const { stdout, stderr } = spawnSync(process.execPath, ["-e", program], { cwd: ROOT, encoding: "utf8" });
  expect([stdout, stderr]).toEqual(["0\n", ""]);
});
