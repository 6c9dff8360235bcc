// Why a hop is there, in a sentence: which of the documents' purposes it serves.
import type { FactSheet, OperationKind } from "../model";
import { isKnown, knownOr } from "../values";

/** One sentence without a full stop, for the line below a hop. */
export function purposeOf(operation: OperationKind, sheet: FactSheet): string {
  return PURPOSES[operation](sheet);
}

function inRegion(sheet: FactSheet): string {
  const encrypted = sheet["image.encrypted"];
  const wish = sheet["replica.encryption"];
  if (sheet["image.seenAs"] === "shared" && wish === "kms")
    return "makes a private image of a shared one, under a key of its own";
  if (sheet["image.seenAs"] === "shared") return "makes a private image of a shared one, which alone can go further";
  if (wish === "kms") {
    if (!isKnown(encrypted)) return "encrypts the replica with the key asked for";
    return encrypted
      ? "re-keys: the key of an image cannot be changed, so a replica takes the new one"
      : "encrypts: an image is stored encrypted by replicating it with a key";
  }
  if (isKnown(encrypted) && encrypted)
    return "decrypts: an encrypted image can be neither shared nor taken across regions";
  if (knownOr(sheet["replica.fastCreate"], false)) return "optimizes: the replica supports fast creation of servers";
  return "replicates within the region";
}

function across(sheet: FactSheet): string {
  if (sheet["image.kind"] === "full-ecs") {
    return "carries the backup of a full-ECS image across, and the target region makes the image of it";
  }
  return "carries the image to another region of the same account";
}

const PURPOSES: Readonly<Record<OperationKind, (sheet: FactSheet) => string>> = {
  copyImage: inRegion,
  copyImageAcross: across,
  shareImage: () => "offers the image to other projects of its region",
  unshareImage: () => "ends the sharing",
  acceptImage: () => "accepts what was offered, in the receiver's name: before that it cannot be used",
  rejectImage: () => "rejects what was offered",
  exportImage: (sheet) =>
    sheet["export.fast"] === true
      ? "writes the image to a bucket, by the one way that takes more than 128 GiB"
      : "writes the image to a bucket, from which a file can go where no replication goes",
  transferObject: () => "carries the file to a bucket of the region where it is to be an image",
  registerImage: () => "makes a private image of the file",
};
