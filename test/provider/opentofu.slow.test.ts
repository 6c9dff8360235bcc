// The same plugin under OpenTofu, where that is installed.
import { spawnSync } from "node:child_process";
import { terraform } from "./attached";
import { TerraformFolder } from "./terraform-folder";

const hasTofu = spawnSync("tofu", ["version"]).status === 0;
if (!hasTofu) process.stderr.write("OpenTofu is not on PATH: the test that needs it is skipped.\n");

(hasTofu ? test : test.skip)(
  "OpenTofu initializes, applies, has an empty plan and destroys",
  async () => {
    const folder = new TerraformFolder({
      images: [{ id: "base", name: "base", region: "cn-north-4", kind: "system-disk", sizeGib: 4 }],
    });
    try {
      folder.write({
        provider: { huaweicloud: { region: "cn-north-4" } },
        resource: { huaweicloud_images_image_copy: { it: { name: "web", source_image_id: "base" } } },
      });
      folder.reset();
      for (const args of [
        ["init"],
        ["apply", "-auto-approve"],
        ["plan", "-detailed-exitcode"],
        ["destroy", "-auto-approve"],
      ]) {
        const { code, output } = await terraform(folder.path, args, {}, "tofu");
        expect(code === 0 ? "well" : output).toBe("well");
      }
    } finally {
      folder.close();
    }
  },
  120_000,
);
