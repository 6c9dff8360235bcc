// Residue: what is otherwise than before when all that a plan makes is destroyed, since neither the service nor the vendor's provider undoes
// it. Backups and objects bill.
import type { Hop, HopFile, Residue, Told } from "./route-plan";
import { isPending } from "./route-plan";

/** In the order of the plan's hops. */
export function residueOf(hops: readonly Hop[]): readonly Residue[] {
  // Exports whose file is removed again by a transfer of it.
  const emptied = new Set(
    hops.flatMap(({ operation, source, detail }) =>
      operation === "transferObject" && "hop" in source && detail?.keepsObjects !== true ? [source.hop] : [],
    ),
  );
  return hops.flatMap((hop): readonly Residue[] => {
    const { id, operation, kind, sizeGib, vaultId, detail, source, caller } = hop;
    const left = (leaves: Residue["leaves"], where: Told<string>): Residue => ({ hop: id, leaves, where, sizeGib });
    const keepsBackup = operation === "copyImageAcross" || operation === "acceptImage";
    const backups = keepsBackup && (isPending(kind) || kind === "full-ecs") && vaultId !== null;
    // An offer that this plan makes ends with it; that of somebody else cannot be unanswered.
    const answers = operation === "acceptImage" && "image" in source;
    if (backups || answers) {
      return [
        ...(backups ? [left("backup", vaultId)] : []),
        ...(answers ? [{ ...left("rejection", caller.project), sizeGib: null }] : []),
      ];
    }
    if (operation === "exportImage" && detail?.file !== undefined) {
      return emptied.has(id) ? [] : [left("object", placeOf(detail.file))];
    }
    if (operation === "transferObject" && detail?.keepsObjects === true && detail.target !== undefined) {
      return [left("object", placeOf(detail.target))];
    }
    return [];
  });
}

function placeOf({ bucket, key }: HopFile): Told<string> {
  if (isPending(bucket)) return bucket;
  return isPending(key) ? key : `${bucket}:${key}`;
}
