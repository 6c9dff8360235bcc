// Words and numbers of the reports: how operations, jobs, charges, times and what is not known read.
import { CHARGE_KINDS, type ChargeKind, type JobKind, type Money } from "../catalog";
import { OPERATION_NOUNS, type ImageStatus, type OperationKind, type Provenance, type Site } from "../model";
import { isPending, type Intermediate, type Residue, type Told } from "../routes";
import { formatGib, formatMoney, listed, SECONDS_PER_MINUTE } from "../values";
import { shortName } from "./columns";

const NOT_KNOWN_YET = "(not known yet)";

/** A told value as text. */
export function toldText<T>(value: Told<T>, render: (known: T) => string = String): string {
  return isPending(value) ? NOT_KNOWN_YET : render(value);
}

/** Time from the start, in hours and minutes: `+0:00`, `+21:20`. */
export function relativeTime(seconds: number): string {
  const minutes = Math.round(seconds / SECONDS_PER_MINUTE);
  return `+${String(Math.floor(minutes / 60))}:${String(minutes % 60).padStart(2, "0")}`;
}

/** Thousands are set apart: `9,950`. */
function grouped(count: number): string {
  return String(count).replaceAll(/\B(?=(?:\d{3})+$)/gu, ",");
}

/** `1 hop`, `9,950 hops`. */
export function groupedCount(count: number, noun: string, plural = `${noun}s`): string {
  return `${grouped(count)} ${count === 1 ? noun : plural}`;
}

/** The line that stands for what is left out. */
export function andMore(count: number): string {
  return `… and ${grouped(count)} more`;
}

export const OPERATION_WORDS: Readonly<Record<OperationKind, string>> = {
  ...OPERATION_NOUNS,
  copyImage: "within a region",
  copyImageAcross: "across regions",
};

export const INTERMEDIATE_WORDS: Readonly<Record<Intermediate, string>> = {
  kept: "on the way: nobody asked for it itself, and it is kept",
  retired: "on the way: nobody asked for it itself, and it goes once what is made of it is there",
};

/** `a backup in vault v-1, 20 GiB, which bills`. */
export function residueText({ leaves, where, sizeGib }: Residue): string {
  const place = shortName(toldText(where));
  const size = sizeGib === null ? "" : toldText(sizeGib, formatGib);
  if (leaves === "rejection") return `an offer of somebody else, rejected by project ${place}`;
  return leaves === "backup"
    ? `a backup in vault ${place}, ${size}, which bills`
    : `the object ${place}, ${size}, which bills`;
}

export const JOB_WORDS: Readonly<Record<JobKind, string>> = {
  imsCopyImageInRegionJob: "copies the image",
  imsCrossRegionCopyImageJob: "carries the image across",
  cbrReplicateBackup: "replicates the backup",
  imsCreateWholeImageByBackupJob: "makes the image from it",
  imsAddImageMembersJob: "offers the image",
  imsDelImageMembersJob: "ends the sharing",
  imsUpdateImageMembersJob: "answers the offer",
  imsNativeExportImageJob: "writes the image to a bucket",
  imsImportImageJob: "makes an image of the file",
  imsImportDataImageJob: "makes a data disk image of the file",
  obsTransferObject: "carries the file to another bucket",
};

const CHARGE_WORDS: Readonly<Record<ChargeKind, string>> = {
  "obs-traffic": "OBS traffic",
  "cbr-traffic": "CBR traffic",
  "backup-space": "backup space",
  "obs-download": "OBS download",
  "object-space": "space for objects",
};

/** `168 GiB of OBS traffic, 100 GiB of backup space`; empty when nothing is charged. */
export function chargesText(chargedGib: Readonly<Partial<Record<ChargeKind, number>>>): string {
  return CHARGE_KINDS.flatMap((kind) => {
    const gib = chargedGib[kind] ?? 0;
    return gib === 0 ? [] : [`${formatGib(gib)} of ${CHARGE_WORDS[kind]}`];
  }).join(", ");
}

/** `12.30 CNY and 4.00 USD`; what has no price is named, since the sum is not known then. */
export function moneyText({ amounts, unpriced }: Money): string {
  const priced = Object.entries(amounts).map(([currency, amount]) => formatMoney(amount, currency));
  const missing =
    unpriced.length === 0 ? "" : `; no price given for ${listed(unpriced.map((kind) => CHARGE_WORDS[kind]))}`;
  return `${priced.length === 0 ? "nothing that has a price" : listed(priced)}${missing}`;
}

/** What files on their way need of the disk of the machine that carries them. */
export function localDiskText(localDiskGib: number, files: number): string {
  return `${formatGib(localDiskGib)} where Terraform runs${files > 1 ? ", if all files are carried at once" : ""}`;
}

/** `China site`. */
export function siteText(site: Site): string {
  return `${site.charAt(0).toUpperCase()}${site.slice(1)} site`;
}

/** The console's word with the service's own behind it, where they differ. */
export function statusText(status: ImageStatus): string {
  return status === "active" ? "Normal (active)" : status;
}

export function madeFromText({ means, id, region }: Provenance): string {
  if (means === "untold") return "not recorded";
  const what = id === "" ? means : `${means} ${id}`;
  return region === null ? what : `${what} in ${region}`;
}
