// What a recording says about keys, vaults, agencies and buckets of a request: in a complete one, an unlisted item does not exist; in any
// other, it is unknown.
import { agencyFacts, bucketFacts, keyFacts, vaultFacts } from "../../lib/facts";
import { readInventory, Recording } from "../../lib/model";
import { UNKNOWN, type Knowable } from "../../lib/values";

const LISTED = {
  keys: [{ id: "k", region: "cn-east-3", account: "partner", grantedTo: ["default"], state: "disabled" }],
  agencies: [{ name: "ims", account: "default", regions: ["cn-east-3"] }],
  vaults: [
    { id: "v", region: "cn-east-3", sizeGib: 500, usedGib: 80 },
    { id: "theirs", region: "cn-east-3", sizeGib: 500, account: "partner" },
  ],
  buckets: [{ name: "files", region: "cn-north-4", account: "partner" }],
};

function recordingOf(complete: boolean): Recording {
  const document = { format: "image-replication/inventory", version: 1, complete, ...LISTED };
  return new Recording(readInventory(JSON.stringify(document), "inventory"));
}

const complete = recordingOf(true);
const partial = recordingOf(false);
const none = new Recording(undefined);

const key = (of: Recording, id: Knowable<string>, account: Knowable<string> = "default") =>
  keyFacts(id, of.key(id, "cn-east-3"), account);
const vault = (of: Recording, id: Knowable<string>, account: Knowable<string> = "default") =>
  vaultFacts(id, of.vault(account, id, "cn-east-3"));
const agency = (of: Recording, name: Knowable<string>, account: Knowable<string> = "default") =>
  agencyFacts(name, of.agency(account, name));
const bucket = (of: Recording, name: Knowable<string>) => bucketFacts(name, of.bucket(name));

test("listed items are known", () => {
  for (const recording of [complete, partial]) {
    expect(key(recording, "k")).toEqual({
      "key.id": "k",
      "key.region": "cn-east-3",
      "key.state": "disabled",
      "key.usable": true,
    });
    expect(key(recording, "k", "stranger")["key.usable"]).toBe(false);
    expect(key(recording, "k", UNKNOWN)["key.usable"]).toBe(UNKNOWN);
    expect(vault(recording, "v")).toMatchObject({ "vault.exists": true, "vault.freeGib": 420 });
    expect(agency(recording, "ims")).toMatchObject({ "agency.exists": true, "agency.regions": ["cn-east-3"] });
    expect(bucket(recording, "files")).toMatchObject({ "bucket.exists": true, "bucket.account": "partner" });
  }
});

test("items of another account count as missing, except keys and buckets", () => {
  expect(vault(complete, "theirs")).toMatchObject({
    "vault.id": "theirs",
    "vault.exists": false,
    "vault.region": null,
  });
  expect(vault(complete, "theirs", "partner")["vault.exists"]).toBe(true);
  expect(agency(complete, "ims", "partner")["agency.exists"]).toBe(false);
});

test.each([
  ["a complete recording", complete, { key: "missing", exists: false }],
  ["any other", partial, { key: UNKNOWN, exists: UNKNOWN }],
  ["none", none, { key: UNKNOWN, exists: UNKNOWN }],
] as const)("unlisted items, in %s", (_, recording, { key: state, exists }) => {
  expect(key(recording, "x")).toMatchObject({ "key.id": "x", "key.state": state });
  expect(vault(recording, "x")).toMatchObject({ "vault.id": "x", "vault.exists": exists });
  expect(agency(recording, "x")).toMatchObject({ "agency.name": "x", "agency.exists": exists });
  expect(bucket(recording, "x")).toMatchObject({ "bucket.name": "x", "bucket.exists": exists });
});

test("an item that is unknown until apply is unknown, and an item without a name is none", () => {
  for (const facts of [key(complete, UNKNOWN), vault(complete, UNKNOWN), agency(complete, UNKNOWN)])
    expect(new Set(Object.values(facts))).toEqual(new Set([UNKNOWN]));
  expect(vault(complete, "v", UNKNOWN)).toMatchObject({ "vault.id": "v", "vault.exists": UNKNOWN });
  expect(bucket(complete, UNKNOWN)["bucket.exists"]).toBe(UNKNOWN);
  const unnamed = [keyFacts(null, undefined, "default"), vaultFacts(null, undefined)];
  for (const facts of [...unnamed, agencyFacts(null, undefined), bucketFacts(null, undefined)])
    expect(new Set(Object.values(facts))).toEqual(new Set([null]));
});

test("an id with several records means the one in the region, else the first by region", () => {
  const at = (region: string, state: string) => ({ id: "k", region, state });
  const keys = [at("tr-west-1", "disabled"), at("cn-north-4", "enabled"), at("cn-east-3", "pending-deletion")];
  const document = { format: "image-replication/inventory", version: 1, complete: true, keys };
  const of = new Recording(readInventory(JSON.stringify(document), "inventory"));
  const regionIn = (region: Knowable<string>) => keyFacts("k", of.key("k", region), "default")["key.region"];
  expect(["tr-west-1", "cn-north-4", "ap-southeast-1"].map(regionIn)).toEqual(["tr-west-1", "cn-north-4", "cn-east-3"]);
  expect(regionIn(UNKNOWN)).toBe(UNKNOWN);
});
