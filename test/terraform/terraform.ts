// Real Terraform for tests: where it is, and how a configuration without providers is evaluated. Missing, its tests are skipped.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const found = spawnSync("terraform", ["version", "-json"], { encoding: "utf8" });

/** Whether the binary is on PATH. */
const hasTerraform = found.status === 0;

if (!hasTerraform) process.stderr.write("Terraform is not on PATH: the tests that need it are skipped.\n");

/** `test` where Terraform is, else `test.skip`: counted as skipped, never as passed. */
export const terraformTest: typeof test = hasTerraform ? test : test.skip;

/** The values of outputs, evaluated by Terraform. Throws with what Terraform says when it refuses the configuration. */
export function evaluated(configuration: object): Readonly<Record<string, unknown>> {
  const folder = mkdtempSync(join(tmpdir(), "terraform-"));
  try {
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify(configuration));
    const run = (...args: readonly string[]): string => {
      const env = { ...process.env, CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" };
      const { status, stdout, stderr } = spawnSync("terraform", args, {
        cwd: folder,
        env,
        encoding: "utf8",
        maxBuffer: 1 << 28,
      });
      if (status !== 0) throw new Error(`terraform ${args.join(" ")}: ${stderr}${stdout}`);
      return stdout;
    };
    run("init", "-no-color");
    run("apply", "-auto-approve", "-no-color", "-lock=false");
    const outputs = JSON.parse(run("output", "-json")) as Record<string, { value: unknown }>;
    return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
