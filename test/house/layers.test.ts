// The layering check names forbidden imports in a tree with the layers of `lib`.

import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const root = join(__dirname, "..", "..");
const planted: string[] = [];

afterAll(() => {
  for (const folder of planted) rmSync(folder, { recursive: true, force: true });
});

/** Checks a tree with these files and the configuration of the checkout. The tree is in the checkout, so that its packages are found. */
function cruise(files: Record<string, string>): { status: number | null; output: string } {
  mkdirSync(join(root, ".cache"), { recursive: true });
  const tree = mkdtempSync(join(root, ".cache", "layers-"));
  planted.push(tree);
  for (const name of [".dependency-cruiser.cjs", "scripts/layers.cjs", "tsconfig.json", "cdktf.json"])
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

test("a tree that keeps the layers passes", () => {
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

describe("a tree that breaks the layers is refused, and the check names each import:", () => {
  // One tree for all, because a check takes seconds; the files do not interfere.
  const refused = {
    ...lower,
    ...upper,
    "lib/values/higher.ts": 'import { table } from "../rules/table";\nexport const rows = table.length;\n',
    "lib/values/borrowed.ts": 'import type { Row } from "../rules/row";\nexport type Size = Row;\n',
    "lib/rules/row.ts": "export interface Row { readonly id: string }\n",
    "lib/rules/recorded.ts": 'import Database from "libsql";\nexport { Database };\n',
    "lib/unused/misc.ts": "export const misc = 1;\n",
    "lib/utils/misc.ts": 'export { gib } from "../values/size";\n',
  };
  let answer: ReturnType<typeof cruise>;
  beforeAll(() => {
    answer = cruise(refused);
  });

  test.each([
    ["values cannot import rules", /layer\/values: lib\/values\/higher\.ts → lib\/rules\/table\.ts/],
    ["values cannot import types of rules", /layer\/values: lib\/values\/borrowed\.ts → lib\/rules\/row\.ts/],
    ["rules cannot import the database", /packages\/rules: lib\/rules\/recorded\.ts → .*node_modules\/libsql\//],
    ["a folder that is not a module, without importers", /known-module: lib\/unused\/misc\.ts/],
    ["a folder that is not a module, with an import", /known-module: lib\/utils\/misc\.ts/],
  ])("%s", (_, named) => {
    expect(answer.output).toMatch(named);
    expect(answer.status).toBe(1);
  });

  test("and no other import", () => {
    expect(answer.output).toContain("x 5 dependency violations (5 errors, 0 warnings)");
  });
});

test("a check that leaves out files fails", () => {
  const { status, output } = cruise({
    ...lower,
    "lib/rules/blind-spot.ts": "export const hidden = 1;\n",
    "base.cjs": 'module.exports = require("../../.dependency-cruiser.cjs");\n',
    ".dependency-cruiser.cjs":
      'const base = require("./base.cjs");\n' +
      'module.exports = { ...base, options: { ...base.options, exclude: { path: "blind-spot" } } };\n',
  });
  expect(output).toMatch(/not cruised, though they lie in lib:\n {2}lib\/rules\/blind-spot\.ts/);
  expect(status).toBe(1);
});
