// Runs dependency-cruiser over `lib`, and fails when it saw fewer modules than `lib` has files: a check that looked
// elsewhere must not pass. `--root FOLDER` checks another checkout (the tests plant forbidden imports there).

import { readdirSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { parseArgs } from "node:util";
import { cruise, format } from "dependency-cruiser";
import extractConfig from "dependency-cruiser/config-utl/extract-depcruise-config";

const { values } = parseArgs({ options: { root: { type: "string", default: join(import.meta.dirname, "..") } } });
const root = resolve(values.root);
process.chdir(root);

const { options, ...ruleSet } = await extractConfig(join(root, ".dependency-cruiser.cjs"));
const { output: result } = await cruise(
  ["lib"],
  { ...options, ruleSet, validate: true, baseDir: root },
  options.enhancedResolveOptions,
);
const report = await format(result, { outputType: "err-long" });
process.stdout.write(`${report.output}\n`);

const cruised = new Set(result.modules.map((module) => module.source));
const missed = readdirSync("lib", { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
  .map((entry) =>
    relative(root, join(resolve(entry.parentPath), entry.name))
      .split(sep)
      .join("/"),
  )
  .filter((file) => !cruised.has(file));
if (missed.length > 0) console.error(`error: not cruised, though they lie in lib:\n  ${missed.join("\n  ")}`);

process.exitCode = report.exitCode > 0 || missed.length > 0 ? 1 : 0;
