// Reads test/cases/*.tsv: a column for each fact, the expected rules in the last one.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { FactKey, Facts, OperationKind } from "../../lib/model";
import { defaultProject, FACTS } from "../../lib/model";
import { CATALOG, homeSite } from "../../lib/catalog";
import { COMPLIANT_FACTS } from "../../lib/rules";

export interface Case {
  /** `file:line`, and the description. */
  readonly title: string;
  readonly operation: OperationKind;
  /** All facts: those of the row over neutral ones. */
  readonly facts: Facts;
  /** Rule ids in precedence order. */
  readonly expected: readonly string[];
}

const CASES = join(__dirname, "..", "cases");
const OPERATIONS: Readonly<Record<string, OperationKind>> = {
  copy: "copyImage",
  across: "copyImageAcross",
  share: "shareImage",
  unshare: "unshareImage",
  accept: "acceptImage",
  reject: "rejectImage",
  export: "exportImage",
  transfer: "transferObject",
  register: "registerImage",
};

export function readCases(): readonly Case[] {
  return readdirSync(CASES)
    .filter((name) => name.endsWith(".tsv"))
    .sort()
    .flatMap((name) => readFile(name));
}

function readFile(name: string): readonly Case[] {
  const lines = readFileSync(join(CASES, name), "utf8").split("\n");
  const [head, ...rows] = lines.map((text, index) => ({ cells: text.split("\t"), line: index + 1 }));
  const columns = head?.cells ?? [];
  return rows
    .filter(({ cells }) => cells.length > 1)
    .map(({ cells, line }) => {
      if (cells.length !== columns.length) {
        throw new Error(
          `${name}:${String(line)} has ${String(cells.length)} cells, and the head has ${String(columns.length)}`,
        );
      }
      const row = Object.fromEntries(columns.map((column, index) => [column, (cells[index] ?? "").trim()]));
      return readRow(row, `${name}:${String(line)} ${row.case ?? ""}`);
    });
}

function readRow({ case: _title, operation, expect, ...cells }: Record<string, string>, title: string): Case {
  const kind = OPERATIONS[operation ?? ""];
  if (kind === undefined) throw new Error(`${title}: no operation "${String(operation)}"`);
  const told = Object.entries(cells).filter(([, cell]) => cell !== ".");
  const given = Object.fromEntries(told.map(([key, cell]) => [key, valueOf(cell)])) as Partial<Facts>;
  for (const key of Object.keys(given)) {
    if (!(key in COMPLIANT_FACTS.copyImage)) throw new Error(`${title}: no fact "${key}"`);
  }
  const expected = expect === "–" || expect === undefined ? [] : expect.split(" ");
  return { title, operation: kind, facts: completed(kind, given), expected };
}

/** `–` none · `n*129` a letter 129 times · `#11` eleven tags · JSON · else the text itself, `_` standing for an outer space. */
function valueOf(cell: string): unknown {
  if (cell === "–") return null;
  if (cell.startsWith("#"))
    return Object.fromEntries(Array.from({ length: Number(cell.slice(1)) }, (_, i) => [`k${String(i)}`, "v"]));
  if (/^(?:-?\d+(?:\.\d+)?|true|false|[[{"].*)$/u.test(cell)) return JSON.parse(repeated(cell));
  return repeated(cell);
}

function repeated(text: string): string {
  return text.replace(/(.)\*(\d+)/gu, (_all, letter: string, times: string) => letter.repeat(Number(times)));
}

/** The consequences of a row: an encrypted image has a key, a key has a state, a full-ECS image has a backup, and so on. */
function completed(operation: OperationKind, given: Partial<Facts>): Facts {
  const across = operation === "copyImageAcross";
  const region = given["caller.region"] ?? "cn-north-4";
  const target = given["replica.region"] ?? (across ? "cn-east-3" : region);
  const shared = given["image.seenAs"] === "shared";
  const keyed = given["image.keyId"] != null;
  const fullEcs = given["image.kind"] === "full-ecs";
  // A fact that a lookup does not show is unknown before the service is asked.
  const untold = given["source.encryptionStated"] === false;
  const accepts = operation === "acceptImage" || operation === "rejectImage";
  const travels = across || operation === "acceptImage";
  const vault = given["vault.id"] === undefined ? (fullEcs && travels ? "v-1" : null) : given["vault.id"];
  const agency = given["agency.name"] === undefined ? (across ? "ims_copy" : null) : given["agency.name"];
  const derived: Partial<Facts> = {
    "caller.region": region,
    "caller.project": defaultProject(region),
    "caller.site": homeSite(CATALOG, region) ?? "china",
    "replica.region": target,
    "image.region": region,
    "image.project": given["caller.project"] ?? defaultProject(region),
    "image.account": shared || accepts ? "partner" : (given["caller.account"] ?? "default"),
    ...(keyed && {
      "image.encrypted": true,
      "image.encryption": "kms",
      "image.keyState": "enabled",
      "image.keyUsable": true,
    }),
    ...(fullEcs && { "image.backupIsReplica": false, "image.backupRegions": [], "image.backupDestinations": null }),
    ...(untold && !across && { "image.encryption": "untold", "replica.encryption": "unsaid" }),
    ...keyFacts(given, region),
    ...vaultFacts(vault, given["vault.exists"] !== false, target, across ? "replication" : "backup"),
    ...memberFacts(operation, given),
    ...bucketFacts(operation, given, region),
    ...objectFacts(operation, given),
    ...agencyFacts(agency, given["agency.exists"] !== false, target),
  };
  return { ...COMPLIANT_FACTS[operation], ...derived, ...given };
}

function keyFacts(given: Partial<Facts>, region: string): Partial<Facts> {
  if (given["key.id"] == null) return {};
  if (given["key.id"].trim() === "") return { "replica.encryption": "kms" };
  if (given["key.state"] === "missing") return { "replica.encryption": "kms", "key.region": null, "key.usable": null };
  return { "replica.encryption": "kms", "key.region": region, "key.state": "enabled", "key.usable": true };
}

/** Projects in the request are those of any cell of the row, else a partner's. */
function memberFacts(operation: OperationKind, given: Partial<Facts>): Partial<Facts> {
  if (operation === "acceptImage") return { "member.added": given["image.memberStatus"] === "accepted" ? 0 : 1 };
  if (operation !== "shareImage" && operation !== "unshareImage") return {};
  const strangers = (given["member.offSite"] ?? []).map((account) => `${account}/cn-north-4`);
  const named = [...(given["member.self"] ?? []), ...(given["member.elsewhere"] ?? []), ...strangers];
  const count = given["member.added"] ?? 1;
  const partners = Array.from({ length: count }, (_, index) => `partner-${String(index)}/cn-north-4`);
  const asked = given["member.asked"] ?? (named.length === 0 ? partners : named);
  return { "member.asked": asked, "member.added": given["member.added"] ?? asked.length };
}

function bucketFacts(operation: OperationKind, given: Partial<Facts>, region: string): Partial<Facts> {
  if (COMPLIANT_FACTS[operation]["bucket.name"] === null) return {};
  const target = operation === "transferObject" && given["target.exists"] === false ? { "target.account": null } : {};
  if (given["bucket.name"] === "" || given["bucket.exists"] === false) {
    const none = { "bucket.account": null, "bucket.region": null, "bucket.storageClass": null };
    return { ...target, "bucket.exists": false, ...none, ...objectGone(operation) };
  }
  return { ...target, "bucket.region": region, "bucket.account": given["caller.account"] ?? "default" };
}

/** For a missing file, all facts of it are unknown. */
function objectGone(operation: OperationKind): Partial<Facts> {
  if (operation === "exportImage") return { "object.exists": false };
  return { "object.exists": false, "object.sizeGib": null, "object.format": null, "object.minDiskGib": null };
}

function objectFacts(operation: OperationKind, given: Partial<Facts>): Partial<Facts> {
  if (operation === "exportImage") return given["export.fast"] === true ? { "object.format": "zvhd2" } : {};
  if (operation !== "transferObject" && operation !== "registerImage") return {};
  return given["object.exists"] === false ? objectGone(operation) : {};
}

function vaultFacts(
  id: string | null,
  exists: boolean,
  region: string,
  protection: Facts["vault.protection"],
): Partial<Facts> {
  if (id === null || id.trim() === "" || !exists) return { "vault.id": id };
  return {
    "vault.id": id,
    "vault.exists": true,
    "vault.region": region,
    "vault.protection": protection,
    "vault.resource": "server",
    "vault.status": "available",
    "vault.freeGib": 500,
  };
}

function agencyFacts(name: string | null, exists: boolean, region: string): Partial<Facts> {
  if (name === null || name.trim() === "" || !exists)
    return {
      "agency.name": name,
      "agency.exists": name === null || name.trim() === "" ? null : false,
      "agency.regions": null,
      "agency.coversBackups": null,
    };
  return { "agency.name": name, "agency.exists": true, "agency.regions": [region], "agency.coversBackups": true };
}

/** Facts about a program, which a single request to the cloud does not have. */
export const OF_THE_PROGRAM = (Object.keys(FACTS) as FactKey[]).filter((key) => FACTS[key].origin === "program");
