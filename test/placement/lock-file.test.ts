// Terraform's lock file: our entries are added and removed, and every other byte stays.
import { createHash } from "node:crypto";
import { folderHash, lockFileWith, tryFindBlock, type LockEntry } from "../../lib/placement/lock-file";

const OURS = new Set(["ours.localhost"]);
const ENTRY: LockEntry = { source: "ours.localhost/a/b", version: "1.2.3", constraint: ">= 1.0.0", hash: "h1:new=" };
const BLOCK = `provider "ours.localhost/a/b" {
  version     = "1.2.3"
  constraints = ">= 1.0.0"
  hashes = [
    "h1:new=",
  ]
}
`;

/** As Terraform writes it, with some additions by users. */
const OTHERS = `# This file is maintained automatically by "terraform init".
# Manual edits may be lost in future updates.

# kept at this version, see the ticket
provider "registry.terraform.io/hashicorp/null" {
  version     = "3.2.4"
  constraints = "3.2.4" # exactly
  hashes = [
    "h1:hkf5w5B6q8e2A42ND2CjAvgvSN3puAosDmOJb3zCVQM=",
    "zh:59f6b52ab4ff35739647f9509ee6d93d7c032985d9f8c6237d1f8a59471bbbe2",
  ]
}

provider "registry.terraform.io/huaweicloud/huaweicloud" {
  version = "1.77.0"
  hashes = [
    "zh:795c897119ff082133150121d39ff26cb5f89a730a2c8c26f3a9c1abf81a9c43",
  ]
}
`;

const withOurs = (before: string, ...entries: readonly LockEntry[]): string => lockFileWith(before, entries, OURS);

test("an empty file gets Terraform's heading and the entry, in Terraform's format", () => {
  expect(withOurs("", ENTRY)).toBe(`${OTHERS.slice(0, OTHERS.indexOf("\n\n"))}\n\n${BLOCK}`);
});

test("entries of other providers keep every byte, and ours are in the order of addresses", () => {
  const first = withOurs(OTHERS, ENTRY);
  expect(first.replace(`${BLOCK}\n`, "")).toBe(OTHERS);
  expect(first.indexOf("ours.localhost")).toBeLessThan(first.indexOf("registry.terraform.io"));
  const last = withOurs(OTHERS, { ...ENTRY, source: "zzz.localhost/a/b" });
  expect(last).toBe(`${OTHERS}\n${BLOCK.replace("ours.", "zzz.")}`);
});

test("a second run changes nothing, and unused entries are removed completely", () => {
  const other = { ...ENTRY, source: "ours.localhost/a/c" };
  const both = withOurs(OTHERS, ENTRY, other);
  expect(withOurs(both, ENTRY, other)).toBe(both);
  expect(withOurs(both, ENTRY)).toBe(withOurs(OTHERS, ENTRY));
  expect(withOurs(both)).toBe(OTHERS);
});

test("an entry that no configuration requires has no versions", () => {
  expect(withOurs("", { ...ENTRY, constraint: undefined })).toContain(
    'provider "ours.localhost/a/b" {\n  version = "1.2.3"\n  hashes = [\n    "h1:new=",\n  ]\n}\n',
  );
});

test("an entry of ours replaces any version of it that Terraform wrote", () => {
  const old = BLOCK.replace('"h1:new=",', '"h1:old=",\n    "zh:5f",').replace("1.2.3", "1.0.0");
  expect(withOurs(`${OTHERS}\n${old}`, ENTRY)).toBe(withOurs(OTHERS, ENTRY));
});

test("a file keeps its Windows line ends", () => {
  const crlf = (text: string): string => text.replaceAll("\n", "\r\n");
  expect(withOurs(crlf(OTHERS), ENTRY)).toBe(crlf(withOurs(OTHERS, ENTRY)));
  expect(withOurs(crlf(withOurs(OTHERS, ENTRY)), ENTRY)).toBe(crlf(withOurs(OTHERS, ENTRY)));
});

test("a file that is no lock file keeps its text, and the entry follows it", () => {
  expect(withOurs("<<<<<<< ours\nprovider {\n", ENTRY)).toBe(`<<<<<<< ours\nprovider {\n\n${BLOCK}`);
});

test("the block of a provider is found by its address", () => {
  const text = withOurs(OTHERS, ENTRY);
  expect(tryFindBlock(text, ENTRY.source)?.trimEnd()).toBe(BLOCK.trimEnd());
  expect(tryFindBlock(OTHERS, ENTRY.source)).toBeUndefined();
});

test("the hash of a folder is the hash of its file list, as Terraform computes it", () => {
  const digest = createHash("sha256").update("bytes").digest("hex");
  const list = createHash("sha256").update(`${digest}  terraform-provider-x\n`).digest("base64");
  expect(folderHash("terraform-provider-x", "bytes")).toBe(`h1:${list}`);
});
