// Real Terraform validates the emitted examples for the real cloud, with the vendor's schemas.
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ProjectFolder } from "../cli/command";
import { terraform } from "../provider/attached";
import { RegistryPlugins } from "./registry-plugins";
import { terraformTest } from "./terraform";

const EXAMPLES = join(__dirname, "..", "..", "examples");
const names = readdirSync(EXAMPLES)
  .filter((name) => existsSync(join(EXAMPLES, name, "main.ts")))
  .sort();

let plugins: RegistryPlugins;
beforeAll(() => (plugins = new RegistryPlugins()));
afterAll(() => {
  plugins.close();
});

terraformTest.each(names)(
  "%s for huaweicloud is valid Terraform",
  async (name) => {
    const project = new ProjectFolder(name);
    try {
      const { code } = project.synthesize(name, { IMAGE_REPLICATION_TARGET: "huaweicloud" });
      expect(code).toBe(0);
      const stacks = join(project.path, "cdktf.out", "stacks");
      const folders = readdirSync(stacks);
      expect(folders).not.toEqual([]);
      for (const folder of folders) {
        const { output } = await terraform(join(stacks, folder), ["validate", "-json"], plugins.envFor());
        const { valid, diagnostics } = JSON.parse(output) as { valid: boolean; diagnostics: { severity: string }[] };
        expect({ folder, valid, errors: diagnostics.filter(({ severity }) => severity === "error") }).toEqual({
          folder,
          valid: true,
          errors: [],
        });
        // The vendor's schemas validate it, not the simulation's.
        expect(diagnostics).toEqual([
          expect.objectContaining({ summary: expect.stringContaining("development overrides") }),
        ]);
      }
    } finally {
      project.remove();
    }
  },
  60_000,
);

terraformTest("an argument that the vendor does not have is refused", async () => {
  const project = new ProjectFolder();
  try {
    const configuration = {
      terraform: { required_providers: { huaweicloud: { source: "huaweicloud/huaweicloud" } } },
      provider: { huaweicloud: { region: "cn-north-4", fidelity: "kind" } },
      resource: { huaweicloud_ims_image_export: { one: { image_id: "a", bucket_url: "b:c", file_format: "qcow2" } } },
    };
    writeFileSync(join(project.path, "main.tf.json"), JSON.stringify(configuration));
    const { code, output } = await terraform(project.path, ["validate", "-no-color"], plugins.envFor());
    expect({ code, output }).toEqual({ code: 1, output: expect.stringMatching(/fidelity/u) });
  } finally {
    project.remove();
  }
});
