// Images as those see them whom they are shared with: by receiver, with where each offer stands.
import { DEFAULT_ACCOUNT, type Image, type Inventory, type Member } from "../model";
import { compareText } from "../values";
import { cell, cellRight, PAGE_WIDTH, shortSize, wrapped } from "./columns";
import { groupedCount } from "./words";

/** An image that is shared, and with whom. */
export interface SharedImageLine {
  /** Who receives it. */
  readonly account: string;
  readonly project: string;
  /** `pending` until the receiver answers. */
  readonly status: Member["status"];
  readonly region: string;
  readonly imageId: string;
  readonly name: string;
  readonly kind: Image["kind"];
  readonly sizeGib: number;
  /** Account that shares it. */
  readonly owner: string;
}

/** By receiver, then by region and name. Members of images that are not there are left out. */
export function sharedImagesOf({ images, members }: Pick<Inventory, "images" | "members">): readonly SharedImageLine[] {
  const byId = new Map(images.map((image) => [image.id, image]));
  const lines = members.flatMap(({ imageId, account, project, status }) => {
    const image = byId.get(imageId);
    if (image === undefined) return [];
    const { name, region, kind, sizeGib, account: owner } = image;
    return [{ account, project, status, region, imageId, name, kind, sizeGib, owner }];
  });
  return lines.sort((left, right) => compareText(sortKey(left), sortKey(right)));
}

function sortKey({ account, project, region, name, imageId }: SharedImageLine): string {
  return [account, project, region, name, imageId].join("\0");
}

const ANSWERS = { pending: "to be accepted", accepted: "accepted", rejected: "rejected" } as const;
const COLUMNS = { name: 24, kind: 11, size: 9, answer: 14 } as const;

/** Fits 80 columns; ids are in full. Ends with a line break. */
export function sharedImagesText(lines: readonly SharedImageLine[]): string {
  const receivers = new Map<string, SharedImageLine[]>();
  for (const line of lines) {
    const receiver = receiverText(line);
    receivers.set(receiver, [...(receivers.get(receiver) ?? []), line]);
  }
  if (receivers.size === 0) return "No image is shared.\n";
  const sections = [...receivers].map(([receiver, shared]) => [
    ...wrapped(`${receiver} · ${groupedCount(shared.length, "shared image")}`, PAGE_WIDTH, 2),
    row("name", "kind", "size", "answer", "owner"),
    ...shared.flatMap((one) => [
      row(one.name, one.kind, shortSize(one.sizeGib, COLUMNS.size), ANSWERS[one.status], one.owner),
      ...wrapped(`${one.imageId} in ${one.region}`, PAGE_WIDTH - 4, 2).map((text) => `    ${text}`),
    ]),
  ]);
  return `${sections.map((section) => section.join("\n")).join("\n\n")}\n`;
}

function receiverText({ account, project }: SharedImageLine): string {
  return account === DEFAULT_ACCOUNT ? `Project ${project}` : `Account ${account}, project ${project}`;
}

function row(name: string, kind: string, size: string, answer: string, owner: string): string {
  const cells = [cell(name, COLUMNS.name), cell(kind, COLUMNS.kind), cellRight(size, COLUMNS.size)];
  return `  ${[...cells, cell(answer, COLUMNS.answer), cell(owner, 11)].join("  ")}`.trimEnd();
}
