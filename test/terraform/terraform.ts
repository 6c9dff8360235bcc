// Real Terraform for tests: its path, and how it evaluates a configuration without providers. Its tests are skipped where it is missing.
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

/**
 * The values of expressions, evaluated by Terraform over the locals. Throws Terraform's error when it refuses one of them. They are
 * members of one output, because Terraform takes a minute for a graph of as many outputs.
 */
export function evaluated(
  expressions: Readonly<Record<string, string>>,
  locals: object = {},
): Readonly<Record<string, unknown>> {
  const folder = mkdtempSync(join(tmpdir(), "terraform-"));
  try {
    const value = Object.fromEntries(Object.entries(expressions).map(([name, text]) => [name, `\${${text}}`]));
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify({ locals, output: { all: { value } } }));
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
    return (JSON.parse(run("output", "-json")) as { all: { value: Record<string, unknown> } }).all.value;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
