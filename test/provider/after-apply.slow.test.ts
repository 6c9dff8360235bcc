// Terraform applies a stack that was applied without it: it adopts the existing images and copies nothing again. Every example.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Store } from "../../lib/store";
import { ProjectFolder } from "../cli/command";
import { terraformTest } from "../terraform/terraform";
import { terraform } from "./attached";
import { timeless } from "./terraform-folder";

terraformTest.each(["golden-image", "bangkok", "shared-image"])(
  "Terraform adopts the applied example %s and copies nothing again",
  async (example) => {
    const project = new ProjectFolder(example);
    const look = (): unknown => {
      const store = Store.open(join(project.path, ".image-replication", "cloud.db"));
      try {
        return timeless(store.snapshot());
      } finally {
        store.close();
      }
    };
    try {
      expect(project.synthesize(example).code).toBe(0);
      expect(project.run("apply", "--inventory", "inventory.json").code).toBe(0);
      const before = look();
      const stacks = join(project.path, "cdktf.out", "stacks");
      for (const stack of readdirSync(stacks)) {
        for (const args of [["init"], ["apply", "-auto-approve"], ["plan", "-detailed-exitcode"]]) {
          const { code, output } = await terraform(join(stacks, stack), [...args, "-no-color"]);
          expect(code === 0 ? "well" : output).toBe("well");
        }
      }
      expect(look()).toEqual(before);
    } finally {
      project.remove();
    }
  },
  120_000,
);
