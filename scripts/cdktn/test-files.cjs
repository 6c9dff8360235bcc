// Which test files run a second time, on cdktn: those whose subject is synthesis. Every test that depends on the package cdktf (by its imports,
// by a program that it writes, or by an example that it runs) is among them, or is left out with a reason. The files are found by reading
// them, not listed, so that a new test is included.

const { existsSync, readdirSync, readFileSync, statSync } = require("node:fs");
const { dirname, join, relative, resolve, sep } = require("node:path");

const COMMANDS = "commands read the output of synth, which test/examples/examples.slow.test.ts compares";
const TERRAFORM = "Terraform reads the output of synth, which test/examples/examples.slow.test.ts compares";
const DOCUMENTS = "the library reads the documents itself; test/bad-input/programs.test.ts runs the programs";
const FACTS = "rules and routes depend on facts, which test/doors/doors.test.ts takes from constructs, case by case";
const TOKENS = "test/constructs/tokens.slow.test.ts has every form of token";
const WORDS = "names the package or the examples, and runs neither";

/** The files that are left out, each with its reason. A name that is not found is an error, so that no name outlives its file. */
const LEFT_OUT = {
  "test/bad-input/documents.slow.test.ts": DOCUMENTS,
  "test/bad-input/fuzz.slow.test.ts": DOCUMENTS,
  "test/bad-input/secrets.slow.test.ts": COMMANDS,
  "test/bad-input/wrong-props-fuzz.slow.test.ts": "test/constructs/wrong-props.test.ts has each type of wrong value",
  "test/cli/cli.test.ts": COMMANDS,
  "test/cli/crowds.slow.test.ts": COMMANDS,
  "test/cli/gate.slow.test.ts": COMMANDS,
  "test/cli/help.test.ts": COMMANDS,
  "test/cli/object.slow.test.ts": COMMANDS,
  "test/cli/obsutil.slow.test.ts": COMMANDS,
  "test/cli/options.test.ts": COMMANDS,
  "test/cli/project.test.ts": COMMANDS,
  "test/cli/stacks.test.ts": COMMANDS,
  "test/constructs/deed-tokens.slow.test.ts": TOKENS,
  "test/constructs/distribution-accounts.test.ts": FACTS,
  "test/constructs/named-ids.test.ts": FACTS,
  "test/constructs/projects.test.ts": FACTS,
  "test/constructs/terraform-state.test.ts": "reads a state file; test/constructs/target.test.ts has the backends",
  "test/deploy/cdktf.slow.test.ts": "the tool is cdktf-cli; that of cdktn needs Node 22",
  "test/deploy/killed-destroy.slow.test.ts": TERRAFORM,
  "test/documents/documents.test.ts": WORDS,
  "test/documents/schemas.test.ts": WORDS,
  "test/examples/carried-out.slow.test.ts": COMMANDS,
  "test/examples/gitops.slow.test.ts": COMMANDS,
  "test/examples/pipelines.slow.test.ts": COMMANDS,
  "test/house/cdktn.test.ts": WORDS,
  "test/house/layers.test.ts": WORDS,
  "test/house/package.slow.test.ts": "installs the package in new projects, one of them on cdktn",
  "test/provider/after-apply.slow.test.ts": TERRAFORM,
  "test/provider/drift.slow.test.ts": TERRAFORM,
  "test/provider/examples.slow.test.ts": TERRAFORM,
  "test/provider/projects.slow.test.ts": TERRAFORM,
  "test/provider/retirement.slow.test.ts": TERRAFORM,
  "test/provider/terraform-test.slow.test.ts": TERRAFORM,
  "test/rules/judge.test.ts": WORDS,
  "test/terraform/conditions.test.ts": "conditions are texts of rules, in a configuration that the test writes",
  "test/terraform/emitted-for-real.slow.test.ts": TERRAFORM,
  "test/terraform/killed-transfer.slow.test.ts": TERRAFORM,
};

const OWN = { "cdktf-image-replication": "lib/index.ts", "cdktf-image-replication/testing": "lib/testing/index.ts" };
const SPECIFIER = /(?:from|import|require(?:\.resolve)?)\s*\(?\s*\\?["'`]([^"'`\\\n]+)/gu;
/** The package as a module, in code or in the text of a program; or the examples, which all import it. */
const COMES_TO_CDKTF =
  /(?:from|import|require)\s*\(?\s*\\?["'`]cdktf(?:\/[^"'`\\]*)?\\?["'`]|["'`/]examples["'`/]|\bProjectFolder\("/u;

/** The test files that run on cdktn, and those that are left out. Throws when a file that is left out is not found. */
function testFiles(root) {
  const comes = new Map();
  const found = filesUnder(root, ["test", "examples"])
    .filter((file) => file.endsWith(".test.ts") && !file.startsWith("test/testing/fresh-project/"))
    .filter((file) => reach(root, file).some((reached) => comesToCdktf(root, reached, comes)));
  const strangers = Object.keys(LEFT_OUT).filter((file) => !found.includes(file));
  if (strangers.length > 0) throw new Error(`Left out of the run on cdktn, and not found: ${strangers.join(", ")}`);
  return { run: found.filter((file) => !(file in LEFT_OUT)), leftOut: LEFT_OUT };
}

/** A file and its imports, direct and indirect, in this repository. */
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
