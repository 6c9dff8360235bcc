// Examples under real Terraform from nothing: applied, planned again with nothing to do, destroyed.
import { mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { ProjectFolder } from "../cli/command";
import { terraformTest } from "../terraform/terraform";
import { terraform } from "./attached";

terraformTest.each(["partner", "sub-project", "shared-image", "large-image", "two-sites"])(
  "%s",
  async (example) => {
    const project = new ProjectFolder(example);
    try {
      expect(project.synthesize(example).code).toBe(0);
      // As it would be installed: the command that carries objects is called by its name.
      const bin = join(project.path, "node_modules", ".bin");
      mkdirSync(bin, { recursive: true });
      symlinkSync(join(__dirname, "..", "..", "dist", "cli", "main.js"), join(bin, "image-replication"));
      expect(project.run("state", "import", "inventory.json").code).toBe(0);
      const stacks = join(project.path, "cdktf.out", "stacks");
      for (const stack of readdirSync(stacks)) {
        for (const args of [
          ["init"],
          ["apply", "-auto-approve"],
          ["plan", "-detailed-exitcode"],
          ["destroy", "-auto-approve"],
        ]) {
          const { code, output } = await terraform(join(stacks, stack), [...args, "-no-color"]);
          expect(code === 0 ? "well" : `${args.join(" ")}: ${output}`).toBe("well");
        }
      }
    } finally {
      project.remove();
    }
  },
  120_000,
);
