// The life of an example under real Terraform, from nothing: applied, planned again with nothing to do, destroyed.
import assert from "node:assert/strict";
import { mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { ProjectFolder } from "../cli/command";
import { terraform } from "./attached";

const LIFE = [
  ["init"],
  ["apply", "-auto-approve"],
  ["plan", "-detailed-exitcode"],
  ["destroy", "-auto-approve"],
] as const;

export async function liveUnderTerraform(example: string): Promise<void> {
  const project = new ProjectFolder(example);
  try {
    assert.equal(project.synthesize(example).code, 0);
    // As it would be installed: the command that carries objects is called by its name.
    const bin = join(project.path, "node_modules", ".bin");
    mkdirSync(bin, { recursive: true });
    symlinkSync(join(__dirname, "..", "..", "dist", "cli", "main.js"), join(bin, "image-replication"));
    assert.equal(project.run("state", "import", "inventory.json").code, 0);
    const stacks = join(project.path, "cdktf.out", "stacks");
    for (const stack of readdirSync(stacks)) {
      for (const args of LIFE) {
        const { code, output } = await terraform(join(stacks, stack), [...args, "-no-color"]);
        assert.equal(code === 0 ? "well" : `${args.join(" ")}: ${output}`, "well");
      }
    }
  } finally {
    project.remove();
  }
}
