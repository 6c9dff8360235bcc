// One image with all that is recorded of it, a line for each field.
import type { Image, Inventory } from "../model";
import { formatGib } from "../values";
import { labelled, PAGE_WIDTH } from "./columns";
import { madeFromText, statusText } from "./words";

const LABEL_WIDTH = 14;

/** Fits 80 columns and shortens nothing. Ends with a line break. */
export function imageText(image: Image, inventory: Inventory): string {
  const lines = [...fieldsOf(image), ...contextOf(image, inventory)].flatMap(([label, text]) =>
    labelled(label.padEnd(LABEL_WIDTH), text, PAGE_WIDTH),
  );
  return `${lines.join("\n")}\n`;
}

type Field = readonly [label: string, text: string];

function fieldsOf(image: Image): readonly Field[] {
  const tags = Object.entries(image.tags).map(([key, value]) => `${key}=${value}`);
  return [
    ["name", image.name],
    ["id", image.id],
    ["region", image.region],
    ["account", image.account],
    ["project", image.project],
    ["kind", image.kind],
    ["size", formatGib(image.sizeGib)],
    ["least disk", image.minDiskGib === 0 ? "not recorded" : formatGib(image.minDiskGib)],
    ["status", `${statusText(image.status)}${image.frozen ? ", frozen" : ""}`],
    ["visibility", image.visibility],
    ["key", image.keyId ?? "unencrypted"],
    ["system", `${image.os}, for ${image.server === "bms" ? "BMS" : "ECS"}`],
    ["fast create", image.fastCreate ? "yes" : "no"],
    ["made from", madeFromText(image.madeFrom)],
    ["created", image.createdAt === "" ? "not recorded" : image.createdAt],
    ...(image.description === "" ? [] : [["description", image.description] as const]),
    ...(tags.length === 0 ? [] : [["tags", tags.join(", ")] as const]),
  ];
}

/** What other entries say of it: its backup, who it is shared with, and the images made from it. */
function contextOf({ id, backup }: Image, { images, members }: Inventory): readonly Field[] {
  const shared = members.filter(({ imageId }) => imageId === id);
  const replicas = images.filter(({ madeFrom }) => madeFrom.means === "image" && madeFrom.id === id);
  return [
    ...(backup === null ? [] : [["backup", backupText(backup)] as const]),
    ...shared.map(
      ({ account, project, status }) =>
        ["shared with", `project ${project} of account ${account} (${status})`] as const,
    ),
    ...replicas.map((replica) => ["replica", `${replica.name} in ${replica.region} (${replica.id})`] as const),
  ];
}

function backupText({ id, replicaOf, vaultId }: NonNullable<Image["backup"]>): string {
  const replica = replicaOf === null ? "" : `, a replica of ${replicaOf}`;
  return `${id}${replica}${vaultId === null ? "" : `, in vault ${vaultId}`}`;
}
