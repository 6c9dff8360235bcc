// Terraform's plan shows images and keys that are changed or deleted through `image-replication state`.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { terraformTest } from "../terraform/terraform";
import { runIn } from "../cli/command";
import { TerraformFolder } from "./terraform-folder";

interface Entry {
  id: string;
  name?: string;
  alias?: string;
  description?: string;
  state?: string;
}

terraformTest(
  "a plan shows changes that were made outside Terraform",
  async () => {
    const folder = new TerraformFolder({
      images: [{ id: "base", name: "base", region: "cn-north-4", kind: "system-disk", sizeGib: 2 }],
    });
    const file = join(folder.path, "inventory.json");
    const state = (...args: readonly string[]): void => {
      const { code, err } = runIn(folder.path, "state", ...args);
      expect({ code, err }).toMatchObject({ code: 0 });
    };
    const changes = async (): Promise<readonly (readonly [string, string])[]> => {
      await folder.ok("plan", "-out=plan");
      const { resource_changes: all } = JSON.parse(await folder.ok("show", "-json", "plan")) as {
        resource_changes: readonly { address: string; change: { actions: readonly string[] } }[];
      };
      return all.map(({ address, change }) => [address, change.actions.join()] as const);
    };
    try {
      await folder.init({
        provider: { huaweicloud: { region: "cn-north-4" } },
        resource: {
          huaweicloud_kms_key: { key: { key_alias: "gold" } },
          huaweicloud_images_image_copy: {
            kept: { name: "kept", source_image_id: "base" },
            lost: { name: "lost", source_image_id: "base" },
          },
        },
      });
      folder.reset();
      await folder.ok("apply", "-auto-approve");
      state("export", "-o", file);
      const inventory = JSON.parse(readFileSync(file, "utf8")) as { images: Entry[]; keys: Entry[] };
      inventory.images.find(({ name }) => name === "kept")!.description = "somebody was here";
      inventory.keys[0]!.state = "disabled";
      writeFileSync(file, JSON.stringify(inventory));
      state("import", file);
      state("delete", inventory.images.find(({ name }) => name === "lost")!.id);
      expect(await changes()).toEqual([
        ["huaweicloud_images_image_copy.kept", "update"],
        ["huaweicloud_images_image_copy.lost", "create"],
        ["huaweicloud_kms_key.key", "update"],
      ]);
      await folder.ok("apply", "-auto-approve");
      expect((await changes()).map(([, actions]) => actions)).toEqual(["no-op", "no-op", "no-op"]);

      state("delete", inventory.keys[0]!.id);
      expect((await changes()).map(([, actions]) => actions)).toEqual(["no-op", "no-op", "create"]);
    } finally {
      folder.close();
    }
  },
  120_000,
);
