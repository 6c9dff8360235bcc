// Makes the files of `lib/vendor/schemas` anew from what Terraform prints of the vendor's provider, in a folder where that is installed:
//
//   terraform providers schema -json > printed.json
//   node scripts/vendor-schemas.mjs printed.json [resource.huaweicloud_TYPE | data-source.huaweicloud_TYPE ...]
//
// Each file keeps what Terraform does not print, and people have read in the vendor's sources: which arguments replace a resource, defaults,
// timeouts. Types that are named get a file of their own. OUTPUT names another folder than `lib/vendor/schemas`.

import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";

const root = join(import.meta.dirname, "..");
const folder = process.env.OUTPUT ?? join(root, "lib", "vendor", "schemas");
const SOURCE = /\/huaweicloud$/u;
const MEMBERS = { resource: "resource_schemas", "data-source": "data_source_schemas" };

const [printedFile, ...added] = process.argv.slice(2);
if (printedFile === undefined) fail("Name the file that holds what `terraform providers schema -json` prints.");
const printed = readPrinted(printedFile);

for (const name of added) {
  const [kind, type = ""] = name.split(".");
  if (!(kind in MEMBERS) || !type.startsWith("huaweicloud_")) {
    fail(`"${name}" names no type: write resource.huaweicloud_TYPE or data-source.huaweicloud_TYPE.`);
  }
  const file = join(folder, `${type.replace("huaweicloud_", "").replaceAll("_", "-")}.${kind}.json`);
  if (!existsSync(file)) await write(file, { type, ...recordOf(kind, type) });
}
for (const name of readdirSync(folder).sort()) {
  const file = join(folder, name);
  const before = JSON.parse(readFileSync(file, "utf8"));
  await write(file, { ...before, ...recordOf(name.split(".")[1], before.type) });
}

/** The schemas of the vendor's provider, whatever address it is installed under. */
function readPrinted(file) {
  const { provider_schemas: byAddress = {} } = JSON.parse(readFileSync(file, "utf8"));
  const addresses = Object.keys(byAddress).filter((address) => SOURCE.test(address));
  if (addresses.length !== 1) fail(`${file} holds ${addresses.length} providers named huaweicloud, and one is needed.`);
  return byAddress[addresses[0]];
}

function recordOf(kind, type) {
  const found = kind === "provider" ? printed.provider : printed[MEMBERS[kind]]?.[type];
  if (found === undefined) fail(`The vendor's provider has no ${kind} ${type}.`);
  return { version: found.version, block: withoutKinds(found.block) };
}

/** All descriptions are plain text. */
function withoutKinds(value) {
  if (Array.isArray(value)) return value.map(withoutKinds);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).filter(([name]) => name !== "description_kind");
  return Object.fromEntries(members.map(([name, member]) => [name, withoutKinds(member)]));
}

async function write(file, record) {
  const config = await resolveConfig(join(root, "package.json"));
  const text = await format(JSON.stringify(record, undefined, 2), { ...config, parser: "json" });
  if (!existsSync(file) || readFileSync(file, "utf8") !== text) {
    writeFileSync(file, text);
    console.log(`Wrote ${file}`);
  }
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
