// `terraform test` on an example: its own assertions hold, and nothing is left.
import { cpSync } from "node:fs";
import { join } from "node:path";
import { ProjectFolder } from "../cli/command";
import { terraformTest } from "../terraform/terraform";
import { terraform } from "./attached";

const TESTS = join(__dirname, "..", "..", "examples", "golden-image", "tests");

terraformTest(
  "terraform test applies, checks and destroys",
  async () => {
    const project = new ProjectFolder("golden-image");
    try {
      expect(project.synthesize("golden-image").code).toBe(0);
      expect(project.run("state", "import", "inventory.json").code).toBe(0);
      const before = project.run("state", "export").out;
      const stack = join(project.path, "cdktf.out", "stacks", "golden-images");
      cpSync(TESTS, join(stack, "tests"), { recursive: true });
      expect(await terraform(stack, ["init", "-no-color"])).toMatchObject({ code: 0 });
      const { code, output } = await terraform(stack, ["test", "-no-color"]);
      expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining("1 passed, 0 failed") });
      // Except for the backup of the full-ECS image, which stays in its vault.
      const after = JSON.parse(project.run("state", "export").out) as { vaults: { usedGib: number }[] };
      expect(after.vaults.map(({ usedGib }) => usedGib)).not.toEqual(
        (JSON.parse(before) as typeof after).vaults.map(({ usedGib }) => usedGib),
      );
      expect({ ...after, vaults: [] }).toEqual({ ...JSON.parse(before), vaults: [] });
    } finally {
      project.remove();
    }
  },
  120_000,
);
