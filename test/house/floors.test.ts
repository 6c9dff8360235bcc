// Plants forbidden imports in a copy of the house's plan, and sees the cruiser name them.

import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const root = join(__dirname, "..", "..");
const planted: string[] = [];

afterAll(() => {
  for (const folder of planted) rmSync(folder, { recursive: true, force: true });
});

/** Cruises a tree with these files and the house's own configuration. It lies in the checkout, to find its packages. */
function cruise(files: Record<string, string>): { status: number | null; output: string } {
  mkdirSync(join(root, ".cache"), { recursive: true });
  const tree = mkdtempSync(join(root, ".cache", "floors-"));
  planted.push(tree);
  for (const name of [".dependency-cruiser.cjs", "scripts/floor-plan.cjs", "tsconfig.json", "cdktf.json"])
    cpSync(join(root, name), join(tree, name));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(tree, name)), { recursive: true });
    writeFileSync(join(tree, name), text);
  }
  const run = spawnSync(process.execPath, [join(root, "scripts", "cruise.mjs"), "--root", tree], { encoding: "utf8" });
  return { status: run.status, output: run.stdout + run.stderr };
}

const lower = { "lib/values/size.ts": "export const gib = 1;\n" };
const upper = { "lib/rules/table.ts": 'import { gib } from "../values/size";\nexport const table = [gib];\n' };

test("a tree that keeps the plan passes", () => {
  const { status, output } = cruise({
    ...lower,
    ...upper,
    "lib/store/database.ts":
      'import Database from "libsql";\nimport { join } from "node:path";\nexport { Database, join };\n',
    "lib/constructs/image.ts":
      'import { App } from "cdktf";\nexport { table } from "../rules/table";\nexport { App };\n',
    "lib/index.ts": 'export * from "./constructs/image";\n',
  });
  expect(output).toContain("no dependency violations found");
  expect(status).toBe(0);
});

test("values cannot import rules", () => {
  const { status, output } = cruise({
    ...upper,
    "lib/values/size.ts": 'import { table } from "../rules/table";\nexport const gib = table.length;\n',
  });
  expect(output).toMatch(/floor\/values: lib\/values\/size\.ts → lib\/rules\/table\.ts/);
  expect(status).toBe(1);
});

test("borrowing a type from a higher floor is an import too", () => {
  const { status, output } = cruise({
    "lib/rules/table.ts": "export interface Row { readonly id: string }\n",
    "lib/values/size.ts": 'import type { Row } from "../rules/table";\nexport type Size = Row;\n',
  });
  expect(output).toMatch(/floor\/values: lib\/values\/size\.ts → lib\/rules\/table\.ts/);
  expect(status).toBe(1);
});

test("rules cannot import the database package", () => {
  const { status, output } = cruise({ "lib/rules/table.ts": 'import Database from "libsql";\nexport { Database };\n' });
  expect(output).toMatch(/packages\/rules: lib\/rules\/table\.ts → .*node_modules\/libsql\//);
  expect(status).toBe(1);
});

test.each([
  ["that nothing imports", { "lib/utils/misc.ts": "export const misc = 1;\n" }],
  ["that imports a room", { ...lower, "lib/utils/misc.ts": 'export { gib } from "../values/size";\n' }],
])("a folder that is no room is refused: one %s", (_, files) => {
  const { status, output } = cruise(files);
  expect(output).toMatch(/known-room: lib\/utils\/misc\.ts/);
  expect(status).toBe(1);
});

test("a cruise that leaves out files fails", () => {
  const { status, output } = cruise({
    ...lower,
    "lib/rules/blind-spot.ts": "export const hidden = 1;\n",
    "house.cjs": 'module.exports = require("../../.dependency-cruiser.cjs");\n',
    ".dependency-cruiser.cjs":
      'const house = require("./house.cjs");\n' +
      'module.exports = { ...house, options: { ...house.options, exclude: { path: "blind-spot" } } };\n',
  });
  expect(output).toMatch(/not cruised, though they lie in lib:\n {2}lib\/rules\/blind-spot\.ts/);
  expect(status).toBe(1);
});
