// Route plans as documents: a written plan reads back, and a changed one is an error.
import fc from "fast-check";
import { OPERATION_KINDS, type FactKey } from "../../lib/model";
import { digestOfHops, readRoutePlan, ROUTE_PLAN, writeRoutePlan, type RoutePlan } from "../../lib/routes";
import { COMPLIANT_FACTS } from "../../lib/rules";
import { UNKNOWN, UsageError } from "../../lib/values";
import { spoilt } from "../documents/mutations";
import { plan, wish, type SomeFacts } from "./plans";

const FILE = "route-plan.json";

const small = plan([
  wish("cn-north-4/plain", "copyImage", { image: "golden" }, { "replica.tags": { owner: "web" } }),
  wish("cn-east-3/web", "copyImageAcross", { hop: "cn-north-4/plain" }),
  wish("cn-east-3/other", "copyImageAcross", { image: "other" }, { "image.sizeGib": UNKNOWN, "image.os": "windows" }),
]);

type Writable<T> = { -readonly [K in keyof T]: T[K] extends object ? Writable<T[K]> : T[K] };

/** The plan after a change to a copy of it, with the digest that then belongs to it. */
function changed(change: (copy: Writable<RoutePlan>) => void, digest: "right" | "old" = "right"): RoutePlan {
  const copy = JSON.parse(writeRoutePlan(small)) as Writable<RoutePlan>;
  change(copy);
  if (digest === "right") copy.digest = digestOfHops(copy.hops, copy.sources);
  return copy;
}

function faultOf(text: string): string {
  try {
    readRoutePlan(text, FILE);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  return "none";
}

test("a written plan reads back", () => {
  const text = writeRoutePlan(small);
  expect(writeRoutePlan(readRoutePlan(text, FILE))).toBe(text);
  expect(readRoutePlan(text, FILE)).toEqual(JSON.parse(text));
});

test("the schema requires the format and version that are written", () => {
  const { format, version } = plan([]);
  expect(ROUTE_PLAN).toMatchObject({
    format,
    version,
    schema: { properties: { format: { const: format }, version: { const: version } } },
  });
});

test("an empty plan reads back", () => {
  expect(readRoutePlan(writeRoutePlan(plan([])), FILE)).toEqual(plan([]));
});

test("a plan can name its schema", () => {
  const text = writeRoutePlan({ ...small, $schema: "./route-plan.schema.json" } as RoutePlan);
  expect(readRoutePlan(text, FILE)).toEqual(JSON.parse(writeRoutePlan(small)));
});

test("a plan of any hop fits its schema, whatever is unknown", () => {
  const keys = Object.keys(COMPLIANT_FACTS.copyImage) as FactKey[];
  fc.assert(
    fc.property(fc.constantFrom(...OPERATION_KINDS), fc.subarray(keys), (operation, unknown) => {
      const facts = Object.fromEntries(unknown.map((key) => [key, UNKNOWN])) as SomeFacts;
      const text = writeRoutePlan(plan([wish("cn-east-3/web", operation, { image: "golden" }, facts)]));
      expect(faultOf(text)).toBe("none");
    }),
    { numRuns: 200 },
  );
});

const at = (id: string): number => small.hops.findIndex((hop) => hop.id === id);
const web = at("cn-east-3/web");
const plain = at("cn-north-4/plain");

test.each<[string, RoutePlan, string]>([
  [
    "two hops with one id",
    changed((copy) => void copy.hops.push(copy.hops[0]!)),
    `hops[3].id: is "cn-east-3/other", which hops[0] has already`,
  ],
  [
    "two sources with one id",
    changed((copy) => void copy.sources.push(copy.sources[0]!)),
    `sources[2].id: is "golden", which sources[0] has already`,
  ],
  [
    "a missing source image",
    changed((copy) => void (copy.hops[plain]!.source = { image: "gone" })),
    `hops[${String(plain)}].source.image: is "gone", and no source has that id`,
  ],
  [
    "a missing source hop",
    changed((copy) => void (copy.hops[web]!.source = { hop: "gone" })),
    `hops[${String(web)}].source.hop: is "gone", and no hop has that id`,
  ],
  [
    "a cycle",
    changed((copy) => void (copy.hops[plain]!.source = { hop: "cn-east-3/web" })),
    `hops[${String(web)}].source: closes a cycle: cn-east-3/web from cn-north-4/plain from cn-east-3/web`,
  ],
  [
    "a wrong wave",
    changed((copy) => void (copy.hops[web]!.wave = 3)),
    `hops[${String(web)}].wave: must be 2, one behind its source, and is 3`,
  ],
  [
    "a critical path over a missing hop",
    changed((copy) => void copy.forecast.criticalPath.push("gone")),
    `forecast.criticalPath[1]: is "gone", and no hop has that id`,
  ],
  [
    "a deferred rule of a missing hop",
    changed((copy) => void copy.deferred[0]!.hops.push("gone")),
    `deferred[0].hops[1]: is "gone", and no hop has that id`,
  ],
  [
    "another target region than planned",
    changed((copy) => void (copy.hops[web]!.replica.region = "cn-south-1"), "old"),
    "digest: does not match the hops: the file was edited by hand. Change the program and synthesize it again",
  ],
  [
    "an unknown field",
    changed((copy) => void Object.assign(copy.hops[0]!, { cost: 1 })),
    "hops[0].cost: is no field that is known here",
  ],
  [
    "a region that is a number",
    changed((copy) => void Object.assign(copy.hops[0]!.caller, { region: 4 })),
    "hops[0].caller.region: must be string",
  ],
  [
    "a source of both types",
    changed((copy) => void Object.assign(copy.hops[plain]!.source, { hop: "x" })),
    `hops[${String(plain)}].source.hop: is no field that is known here`,
  ],
])("%s is a usage error with file, line and path", (_, tampered, message) => {
  const fault = faultOf(writeRoutePlan(tampered));
  expect(fault).toMatch(/^route-plan\.json:\d+: /u);
  expect(fault.replace(/^route-plan\.json:\d+: /u, "")).toBe(message);
});

test("an edited description, pace or reason changes no digest", () => {
  const edited = changed((copy) => {
    copy.hops[0]!.why = "because";
    copy.hops[0]!.replica.description = "other words";
    copy.forecast.durationSeconds += 60;
  }, "old");
  expect(faultOf(writeRoutePlan(edited))).toBe("none");
});

test("an inventory is no route plan", () => {
  expect(faultOf('{ "format": "image-replication/inventory", "version": 1 }')).toBe(
    'route-plan.json:1: format: must be "image-replication/route-plan", and is "image-replication/inventory"',
  );
});

test("a corrupted route plan is a usage error or a value, never another error", () => {
  let refused = 0;
  fc.assert(
    fc.property(spoilt(small), (text) => {
      try {
        expect(readRoutePlan(text, FILE).format).toBe("image-replication/route-plan");
      } catch (error) {
        refused += 1;
        expect(error).toBeInstanceOf(UsageError);
        expect((error as UsageError).message).toMatch(/^route-plan\.json(:\d+)?: /u);
      }
    }),
    { numRuns: 2000 },
  );
  expect(refused).toBeGreaterThan(500);
});
