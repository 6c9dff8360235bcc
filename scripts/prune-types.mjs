// Takes out of the folder named, which is a `dist` being made, the declarations that no published type leads to: those of modules and files
// that programs cannot import.

import { readFileSync, readdirSync, rmSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import ts from "typescript";

const root = join(import.meta.dirname, "..");
const folder = resolve(process.argv[2]);

const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const published = Object.values(exports)
  .flatMap(({ types }) => types ?? [])
  .map((path) => join(folder, relative("dist", path)));
const options = {
  module: ts.ModuleKind.Node16,
  moduleResolution: ts.ModuleResolutionKind.Node16,
  types: [],
  skipLibCheck: true,
};
const reached = new Set(
  ts
    .createProgram(published, options)
    .getSourceFiles()
    .map(({ fileName }) => resolve(fileName)),
);
for (const file of readdirSync(folder, { recursive: true }).map((path) => join(folder, path)))
  if (file.endsWith(".d.ts") && !reached.has(file)) rmSync(file);
