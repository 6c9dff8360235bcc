// `image-replication state delete`: removes something from the region state, as if somebody had done so on the console.
import type { Command } from "commander";
import { backupLeftText, refusalText, type Cloud } from "../cloud";
import { EnvironmentError, UsageError } from "../values";
import { withExistingState } from "./region-state";
import { note } from "./terminal";

export function addDelete(state: Command): void {
  state
    .command("delete")
    .summary("delete an image, a key or a vault, behind Terraform's back")
    .argument("<id>", "id of an image, a key or a vault")
    .addHelpText(
      "after",
      "\nThe next terraform plan sees that it is gone. To change something instead,\nimport an inventory that holds it under the same id.\n\nExample:\n  image-replication state delete 51a7ed00-1631-4beb-8a6f-cc15b081ce89",
    )
    .action((id: string) =>
      withExistingState(({ cloud }) => {
        note(`Deleted ${deleted(cloud, id)}.`);
      }),
    );
}

/** What it was, in words. */
function deleted(cloud: Cloud, id: string): string {
  const image = cloud.tryFindImage(id);
  if (image !== undefined) {
    const refusal = cloud.admin.deleteImage(id);
    if (refusal !== undefined) throw new EnvironmentError(refusalText(refusal));
    const left = backupLeftText(image);
    return `image "${image.name}" of ${image.region}${left === undefined ? "" : `. ${left.replace(/\.$/u, "")}`}`;
  }
  const { keys, vaults } = cloud.inventory();
  const key = keys.find((one) => one.id === id);
  if (key !== undefined) {
    cloud.admin.deleteKey(id, key.region);
    return `key "${key.alias}" of ${key.region}`;
  }
  const vault = vaults.find((one) => one.id === id);
  if (vault !== undefined) {
    cloud.admin.deleteVault(id, vault.region);
    return `vault "${vault.name}" of ${vault.region}`;
  }
  throw new UsageError(
    `nothing has the id "${id}". "image-replication state list" shows the images, "state export" all there is.`,
  );
}
