// `npm start`: the first thing that a newcomer runs. The golden-image example, from a recorded inventory to images in three regions.

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ensureReady, root } from "./ready.mjs";

const example = join(root, "examples", "golden-image");
const bin = join(root, "dist", "cli", "main.js");

/** Runs one step, and shows the command as somebody would type it. */
function step(title, shown, args) {
  process.stdout.write(`\n${title}\n$ ${shown}\n\n`);
  const { status, error } = spawnSync(process.execPath, args, { cwd: example, stdio: "inherit" });
  if (status === 0) return;
  process.stderr.write(`"${shown}" failed${error === undefined ? "" : `: ${error.message}`}.\n`);
  process.exit(status ?? 1);
}

const cli = (...args) => [`image-replication ${args.join(" ")}`, [bin, ...args]];

ensureReady();
process.stdout.write("The golden-image example, in examples/golden-image. Nothing is created on Huawei Cloud.\n");
step("1. A fresh region state.", ...cli("state", "reset", "--yes"));
step("2. What the account holds, from a recording.", ...cli("state", "import", "inventory.json"));
step("3. Synthesize: what the service would refuse is refused here.", "npx tsx main.ts", [
  "--import",
  "tsx",
  "main.ts",
]);
process.stdout.write("Written: cdktf.out/stacks/golden-images/cdk.tf.json and route-plan.json.\n");
step("4. The route plan.", ...cli("plan"));
step("5. Apply it to the simulated cloud, hours in five seconds.", ...cli("apply", "--within", "5"));
step("6. What is where now.", ...cli("state", "list"));
