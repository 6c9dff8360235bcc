// Which test files run a second time, on cdktn: every one that comes to the package cdktf, by its imports, by a program that it writes, or
// by an example that it runs. Found by reading, not listed, so that a new test cannot be forgotten.

const { existsSync, readdirSync, readFileSync, statSync } = require("node:fs");
const { dirname, join, relative, resolve, sep } = require("node:path");

const COMMANDS = "commands read what synth wrote, which test/examples/examples.slow.test.ts shows to be the same";
const TERRAFORM = "Terraform reads what synth wrote, which test/examples/examples.slow.test.ts shows to be the same";
const DOCUMENTS = "what is read is the library's own; test/bad-input/programs.test.ts has the programs";
const WORDS = "names the package or the examples, and runs neither";

/** Left out, each with its reason. A name that the rule does not find fails, so that none outlives its file. */
const LEFT_OUT = {
  "test/bad-input/documents.slow.test.ts": DOCUMENTS,
  "test/bad-input/fuzz.slow.test.ts": DOCUMENTS,
  "test/cli/cli.test.ts": COMMANDS,
  "test/cli/crowds.slow.test.ts": COMMANDS,
  "test/cli/gate.slow.test.ts": COMMANDS,
  "test/cli/help.test.ts": COMMANDS,
  "test/cli/object.slow.test.ts": COMMANDS,
  "test/cli/obsutil.slow.test.ts": COMMANDS,
  "test/cli/options.test.ts": COMMANDS,
  "test/cli/project.test.ts": COMMANDS,
  "test/cli/stacks.test.ts": COMMANDS,
  "test/deploy/cdktf.slow.test.ts": "the tool is cdktf-cli; that of cdktn needs Node 22",
  "test/examples/carried-out.slow.test.ts": COMMANDS,
  "test/examples/gitops.slow.test.ts": COMMANDS,
  "test/examples/pipelines.slow.test.ts": COMMANDS,
  "test/house/cdktn.test.ts": WORDS,
  "test/house/layers.test.ts": WORDS,
  "test/house/package.slow.test.ts": "installs the package in projects of its own, one of them on cdktn",
  "test/provider/after-apply.slow.test.ts": TERRAFORM,
  "test/provider/drift.slow.test.ts": TERRAFORM,
  "test/provider/examples.slow.test.ts": TERRAFORM,
  "test/provider/retirement.slow.test.ts": TERRAFORM,
  "test/provider/terraform-test.slow.test.ts": TERRAFORM,
  "test/rules/judge.test.ts": WORDS,
  "test/terraform/conditions.test.ts":
    "conditions are the text of rules, and the test writes the configuration that they stand in",
  "test/terraform/emitted-for-real.slow.test.ts": TERRAFORM,
  "test/terraform/killed-transfer.slow.test.ts": TERRAFORM,
};

const OWN = { "cdktf-image-replication": "lib/index.ts", "cdktf-image-replication/testing": "lib/testing/index.ts" };
const SPECIFIER = /(?:from|import|require(?:\.resolve)?)\s*\(?\s*\\?["'`]([^"'`\\\n]+)/gu;
/** The package as a module, in code or in the text of a program; or the examples, which all import it. */
const COMES_TO_CDKTF =
  /(?:from|import|require)\s*\(?\s*\\?["'`]cdktf(?:\/[^"'`\\]*)?\\?["'`]|["'`/]examples["'`/]|\bProjectFolder\("/u;

/** Test files by whether they run on cdktn. Throws when a file that is left out is none of them. */
function testFiles(root) {
  const comes = new Map();
  const found = filesUnder(root, ["test", "examples"])
    .filter((file) => file.endsWith(".test.ts") && !file.startsWith("test/testing/fresh-project/"))
    .filter((file) => reach(root, file).some((reached) => comesToCdktf(root, reached, comes)));
  const strangers = Object.keys(LEFT_OUT).filter((file) => !found.includes(file));
  if (strangers.length > 0) throw new Error(`Left out of the run on cdktn, and not of it: ${strangers.join(", ")}`);
  return { run: found.filter((file) => !(file in LEFT_OUT)), leftOut: LEFT_OUT };
}

/** A file and all that it imports, itself or through others, of this repository. */
function reach(root, file, seen = new Set()) {
  if (seen.has(file)) return [...seen];
  seen.add(file);
  const text = readFileSync(join(root, file), "utf8");
  for (const [, specifier] of text.matchAll(SPECIFIER)) {
    const next = OWN[specifier] ?? (specifier.startsWith(".") ? tryResolve(root, dirname(file), specifier) : undefined);
    if (next !== undefined) reach(root, next, seen);
  }
  return [...seen];
}

function tryResolve(root, folder, specifier) {
  const path = resolve(root, folder, specifier);
  const tries = [path, `${path}.ts`, join(path, "index.ts"), path.replace(/\.[cm]?js$/u, ".ts")];
  const found = tries.find((candidate) => existsSync(candidate) && statSync(candidate).isFile());
  return found && relative(root, found).split(sep).join("/");
}

function comesToCdktf(root, file, known) {
  if (!known.has(file)) known.set(file, COMES_TO_CDKTF.test(readFileSync(join(root, file), "utf8")));
  return known.get(file);
}

function filesUnder(root, folders) {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join("/"))
      .sort(),
  );
}

module.exports = { testFiles, reach, filesUnder, COMES_TO_CDKTF };
