// Bundles the Terraform plugin into one file, in the folder named: Terraform starts it several times a command, one file starts in half
// the time, and what it carries need not be installed by users. Beside it, the licences of what it carries.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, sep } from "node:path";
import { build } from "esbuild";

const root = join(import.meta.dirname, "..");
const [folder] = process.argv.slice(2);

const { metafile } = await build({
  entryPoints: [join(root, "lib", "provider", "main.ts")],
  outfile: join(folder, "provider", "plugin.cjs"),
  absWorkingDir: root,
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "none",
  logLevel: "warning",
  metafile: true,
  // One is native; the others are installed with the package anyway, and only read documents and patterns that users name.
  external: ["libsql", "ajv", "jsonc-parser", "re2js"],
});

const files = Object.values(metafile.outputs).flatMap(({ inputs }) =>
  Object.entries(inputs)
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([file]) => file),
);
const packages = [...new Set(files.map(packageOf))].filter((found) => found !== undefined).sort();
writeFileSync(
  join(folder, "provider", "THIRD-PARTY.txt"),
  [headOf(packages.length), ...packages.map(licenceOf)].join("\n"),
);

/** The folder of the package that a file is of; undefined for our own. */
function packageOf(file) {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/u.exec(file.split(sep).join("/"))?.[0];
}

function headOf(count) {
  return `plugin.cjs carries the code of ${count} packages. These are their licences.\n`;
}

function licenceOf(place) {
  const at = join(root, place);
  const { name, version, license } = JSON.parse(readFileSync(join(at, "package.json"), "utf8"));
  const texts = readdirSync(at).filter((entry) => /^(?:licen[cs]e|copying|notice)/iu.test(entry));
  const given = texts.map((entry) => readFileSync(join(at, entry), "utf8").trim());
  if (typeof license !== "string" || given.length === 0) {
    throw new Error(
      `${name} ${version} comes without ${typeof license === "string" ? "the text of its" : "a"} licence.`,
    );
  }
  return [`${"=".repeat(80)}`, `${name} ${version} (${license})`, "", ...given, ""].join("\n");
}
