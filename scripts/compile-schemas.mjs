// Compiles the JSON Schemas in the folder named, which is a `dist` being made, into one module by their `$id`: a command line that compiles
// its schemas anew each time needs longer for that than for all else.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { transformSync } from "esbuild";
import standaloneModule from "ajv/dist/standalone/index.js";

const folder = resolve(process.argv[2]);
const { COMPILED, SCHEMA_OPTIONS } = createRequire(import.meta.url)(join(folder, "documents"));

const schemas = readdirSync(folder, { recursive: true })
  .filter((file) => file.endsWith(".schema.json"))
  .sort()
  .map((file) => JSON.parse(readFileSync(join(folder, file), "utf8")));
const ajv = new Ajv2020({ ...SCHEMA_OPTIONS, schemas, code: { source: true } });
const ids = Object.fromEntries(schemas.map(({ $id }) => [$id, $id]));
const { code } = transformSync(standaloneModule.default(ajv, ids), { minify: true, platform: "node", target: "node20" });
writeFileSync(join(folder, "documents", COMPILED), code);
