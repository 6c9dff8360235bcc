// `npm start`: the first thing that a newcomer runs. The golden-image example, from a recorded inventory to images in four regions: with
// Terraform where it is, as users deploy; else without it.

import { spawnSync } from "node:child_process";
import { openSync, rmSync } from "node:fs";
import { join } from "node:path";
import { BuildError, ensureReady, root } from "./ready.mjs";

const example = join(root, "examples", "golden-image");
const stack = join("cdktf.out", "stacks", "golden-images");
const bin = join(root, "dist", "cli", "main.js");
const env = { ...process.env, CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" };
// The example's own are meant.
for (const name of ["IMAGE_REPLICATION_CLOUD", "IMAGE_REPLICATION_TARGET", "CDKTF_OUTDIR"]) delete env[name];

let number = 0;

/** Runs one step, and shows the command as somebody would type it. */
function step(title, shown, [command, ...args], { cwd = example, output = "inherit" } = {}) {
  process.stdout.write(`\n${(number += 1)}. ${title}\n$ ${shown}\n\n`);
  const { status, error } = spawnSync(command, args, { cwd, env, stdio: ["ignore", output, "inherit"] });
  if (status === 0) return;
  process.stderr.write(`"${shown}" failed${error === undefined ? "" : `: ${error.message}`}.\n`);
  process.stderr.write("image-replication doctor tells what is wrong with a machine or a project.\n");
  process.exit(status ?? 1);
}

const cli = (...args) => [`image-replication ${args.join(" ")}`, [process.execPath, bin, ...args]];
const terraform = (...args) => [`terraform ${args.join(" ")}`, ["terraform", ...args], { cwd: join(example, stack) }];

/** The version of the Terraform on PATH, or why none can be used. */
function lookForTerraform() {
  const { status, stdout } = spawnSync("terraform", ["version", "-json"], { env, encoding: "utf8" });
  if (status !== 0) return { why: "Terraform is not on PATH" };
  const version = JSON.parse(stdout).terraform_version;
  const [major, minor] = version.split(".").map(Number);
  const isNew = major > 1 || (major === 1 && minor >= 5);
  return isNew ? { version } : { why: `Terraform on PATH is ${version}, and 1.5 is needed` };
}

try {
  ensureReady();
} catch (error) {
  process.stderr.write(`${error instanceof BuildError ? error.message : error}\n`);
  process.exit(1);
}
process.stdout.write("The golden-image example, in examples/golden-image. Nothing is created on Huawei Cloud.\n");
const { version, why } = lookForTerraform();
process.stdout.write(
  version === undefined
    ? `${why}: the example is carried out by "image-replication apply" instead.\n`
    : `Terraform ${version} is on PATH: the example is deployed with it.\n`,
);

// What an earlier run made is gone with the region state: Terraform must not look for it.
rmSync(join(example, ".image-replication", "terraform.golden-images.tfstate"), { force: true });
step("A fresh region state.", ...cli("state", "reset", "--yes"));
step("What the account holds, from a recording.", ...cli("state", "import", "inventory.json"));
step("Synthesize: what the service would refuse is refused here.", "npx tsx main.ts", [
  process.execPath,
  "--import",
  "tsx",
  "main.ts",
]);
process.stdout.write(`Written: ${join(stack, "cdk.tf.json")} and route-plan.json.\n`);
step("The route plan.", ...cli("plan"));
if (version === undefined) {
  step("Apply it to the simulated cloud, hours in five seconds.", ...cli("apply", "--within", "5"));
} else {
  process.stdout.write(`\nTerraform runs in ${stack}; "cdktf deploy" in the example's folder does the same.\n`);
  step("Terraform finds the plugin that synth has placed.", ...terraform("init"));
  const plan = ["plan", "-no-color", "-out=plan"];
  const output = openSync(join(example, stack, "plan.txt"), "w");
  const [shown, command, options] = terraform(...plan);
  step("Terraform's plan, which is long: it is in plan.txt.", `${shown} > plan.txt`, command, { ...options, output });
  step("Apply it to the simulated cloud.", ...terraform("apply", "-compact-warnings", "plan"));
}
step("What is where now.", ...cli("state", "list"));
