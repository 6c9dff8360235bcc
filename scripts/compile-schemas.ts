// Compiles the JSON Schemas in the folder named, which is a `dist` being made, into one module by their `$id`: a command line that compiles
// its schemas anew each time needs longer for that than for all else.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020";
import standaloneCode from "ajv/dist/standalone";
import { transformSync } from "esbuild";
import { COMPILED, SCHEMA_OPTIONS } from "../lib/documents";

const [folder = ""] = process.argv.slice(2);

const schemas = (readdirSync(folder, { recursive: true }) as string[])
  .filter((file) => file.endsWith(".schema.json"))
  .sort()
  .map((file) => JSON.parse(readFileSync(join(folder, file), "utf8")) as { readonly $id: string });
const ajv = new Ajv2020({ ...SCHEMA_OPTIONS, schemas, code: { source: true } });
const ids = Object.fromEntries(schemas.map(({ $id }) => [$id, $id]));
const { code } = transformSync(standaloneCode(ajv, ids), { minify: true, platform: "node", target: "node20" });
writeFileSync(join(folder, "documents", COMPILED), code);
