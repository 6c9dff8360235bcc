// A region state as tables for people: images by region, and in short what else is there.
import { CATALOG, type ChargeKind } from "../catalog";
import { defaultProject, DEFAULT_ACCOUNT, objectText, type Image, type Inventory, type Member } from "../model";
import { compareText, formatDuration, formatGib, listsBy } from "../values";
import { bullet, cell, cellRight, PAGE_WIDTH, shortSize, wrapped } from "./columns";
import { andMore, chargesText, groupedCount, madeFromText, siteText, statusText } from "./words";

/** A job of the service, as far as it is printed. */
export interface JobLine {
  readonly id: string;
  readonly job: string;
  readonly region: string;
  /** `INIT`, `RUNNING`, `SUCCESS` or `FAIL`. */
  readonly status: string;
  /** From 0 to 100. */
  readonly percent: number;
  /** The image that it makes. */
  readonly imageId: string;
}

export interface RegionStateTextOptions {
  /** Virtual time since the region state was made, in seconds. */
  readonly now?: number;
  /** What was charged so far, in GiB. */
  readonly meter?: Readonly<Partial<Record<ChargeKind, number>>>;
  /** Jobs that have not ended. */
  readonly jobs?: readonly JobLine[];
  /** Images shown of each region; default all. */
  readonly mostImages?: number;
}

/** Fits 80 columns: names and keys are shortened in the middle, ids are in full. Ends with a line break. */
export function regionStateText(inventory: Inventory, options: RegionStateTextOptions = {}): string {
  const sections = [
    headLines(inventory, options),
    ...imageSections(inventory, options.mostImages ?? Infinity),
    titled("Jobs", (options.jobs ?? []).map(jobText)),
    ...meansSections(inventory),
  ];
  const filled = sections.filter((lines) => lines.length > 0);
  return `${filled.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function headLines(inventory: Inventory, { now, meter }: RegionStateTextOptions): readonly string[] {
  const { images, recordedAt, origin } = inventory;
  const regions = new Set(images.map(({ region }) => region)).size;
  const recorded = [recordedAt, origin].filter((part) => part !== "").join(", ");
  const charged = meter === undefined ? "" : chargesText(meter);
  return [
    `${groupedCount(images.length, "image")} in ${groupedCount(regions, "region")}`,
    ...(recorded === "" ? [] : wrapped(`Recorded: ${recorded}`, PAGE_WIDTH, 2)),
    ...(now === undefined ? [] : [`Virtual time: ${formatDuration(now)} since the start`]),
    ...(charged === "" ? [] : wrapped(`Charged so far: ${charged}`, PAGE_WIDTH, 2)),
  ];
}

const COLUMNS = { name: 24, kind: 11, size: 9, status: 15, key: 11 } as const;

function imageSections(inventory: Inventory, most: number): readonly (readonly string[])[] {
  const byRegion = listsBy(inventory.images, ({ region }) => region);
  const members = listsBy(inventory.members, ({ imageId }) => imageId);
  return [...byRegion.keys()].sort(compareText).map((region) => {
    const images = [...(byRegion.get(region) ?? [])].sort(
      (left, right) => compareText(left.name, right.name) || compareText(left.id, right.id),
    );
    const consoleName = CATALOG.regions.get(region)?.name ?? "not a listed region";
    return [
      ...wrapped(`${region} · ${consoleName} · ${groupedCount(images.length, "image")}`, PAGE_WIDTH),
      row("name", "kind", "size", "status", "key"),
      ...images.slice(0, most).flatMap((image) => imageLines(image, members.get(image.id) ?? [])),
      ...(images.length > most ? [`  ${andMore(images.length - most)}`] : []),
    ];
  });
}

function row(name: string, kind: string, size: string, status: string, key: string): string {
  const cells = [
    cell(name, COLUMNS.name),
    cell(kind, COLUMNS.kind),
    cellRight(size, COLUMNS.size),
    cell(status, COLUMNS.status),
    cell(key, COLUMNS.key),
  ];
  return `  ${cells.join("  ")}`.trimEnd();
}

function imageLines(image: Image, members: readonly Member[]): readonly string[] {
  const { id, name, kind, status, keyId, madeFrom } = image;
  const made = madeFrom.means === "untold" ? [] : [`made from ${madeFromText(madeFrom)}`];
  const key = keyId !== null && keyId.length > COLUMNS.key ? [`key ${keyId}`] : [];
  const [size, exactSize] = [shortSize(image.sizeGib, COLUMNS.size), formatGib(image.sizeGib)];
  return [
    row(name, kind, size, statusText(status), keyId ?? "unencrypted"),
    ...[
      [id, ...ownerText(image), ...made].join(", "),
      ...key,
      ...(size === exactSize ? [] : [`size ${exactSize}`]),
      ...sharedText(members),
      ...oddities(image),
    ].flatMap((text) => wrapped(text, PAGE_WIDTH - 4, 2).map((line) => `    ${line}`)),
  ];
}

function ownerText({ account, project, region }: Image): readonly string[] {
  return [
    ...(account === DEFAULT_ACCOUNT ? [] : [`account ${account}`]),
    ...(project === defaultProject(region) ? [] : [`project ${project}`]),
  ];
}

function oddities({ visibility, frozen }: Image): readonly string[] {
  return [...(visibility === "private" ? [] : [`${visibility} image`]), ...(frozen ? ["frozen"] : [])];
}

function sharedText(members: readonly Member[]): readonly string[] {
  return members.map((member) => `shared with ${memberText(member)}`);
}

function memberText({ account, project, status }: Member): string {
  return `${account === DEFAULT_ACCOUNT ? "" : `${account}@`}${project} (${status})`;
}

function jobText({ id, job, region, status, percent, imageId }: JobLine): string {
  return `${region} ${job} ${id}: ${status}, ${String(percent)} %, makes image ${imageId}`;
}

function meansSections({
  accounts,
  keys,
  vaults,
  agencies,
  quotas,
  images,
  buckets,
  objects,
}: Inventory): readonly (readonly string[])[] {
  const of = (account: string): string => (account === DEFAULT_ACCOUNT ? "" : ` of account ${account}`);
  return [
    titled(
      "Accounts",
      accounts.map(({ id, site }) => `${id}: ${site === null ? "site of its regions" : siteText(site)}`),
    ),
    titled(
      "Keys",
      keys.map(({ region, id, alias, state, account, grantedTo }) => {
        const named = alias === "" ? "" : ` "${alias}"`;
        const granted = grantedTo.length === 0 ? "" : `, granted to ${grantedTo.join(", ")}`;
        return `${region} ${id}${named}${of(account)}: ${state}${granted}`;
      }),
    ),
    titled(
      "Vaults",
      vaults.map(({ region, id, account, resource, protection, status, sizeGib, usedGib }) => {
        const used = `${formatGib(usedGib)} of ${formatGib(sizeGib)} used`;
        return `${region} ${id}${of(account)}: ${status}, ${resource} vault for ${protection}, ${used}`;
      }),
    ),
    titled(
      "Buckets",
      buckets.map(
        ({ name, region, account, storageClass }) => `${region} ${name}${of(account)}: ${storageClass} class`,
      ),
    ),
    titled(
      "Objects",
      objects.map(({ bucket, key, sizeGib, format, status }) => {
        const arriving = status === "arriving" ? ", arriving" : "";
        return `${objectText(bucket, key)}: ${format}, ${formatGib(sizeGib)}${arriving}`;
      }),
    ),
    titled(
      "Agencies",
      agencies.map(({ name, account, regions, coversBackups }) => {
        const granted = regions.length === 0 ? "granted in no region" : `granted in ${regions.join(", ")}`;
        return `${name}${of(account)}: ${granted}${coversBackups ? ", covers backups" : ""}`;
      }),
    ),
    titled(
      "Quotas of private images",
      quotas.map((quota) => {
        const recorded = images.filter(
          ({ account, region, visibility }) =>
            account === quota.account && region === quota.region && visibility === "private",
        ).length;
        return `${quota.region}${of(quota.account)}: ${String(recorded + quota.used)} of ${String(quota.images)} used`;
      }),
    ),
  ];
}

function titled(title: string, entries: readonly string[]): readonly string[] {
  return entries.length === 0 ? [] : [title, ...entries.flatMap((entry) => bullet(entry, PAGE_WIDTH))];
}
