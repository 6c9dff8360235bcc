// The types that the plugin declares to Terraform, as Terraform prints them, against the vendor's own schemas.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DATA_SOURCES } from "../../lib/provider/data-sources";
import { RESOURCES } from "../../lib/provider/resources";
import { SIMULATED_NULL_SOURCE, SIMULATED_SOURCE } from "../../lib/vendor";
import { terraformTest } from "../terraform/terraform";
import { Attached } from "./attached";

const FOLDER = join(__dirname, "..", "..", "lib", "vendor", "schemas");
/** The list that synth reads without loading the plugin. */
const SERVED = join(FOLDER, "..", "served.json");

interface Recorded {
  readonly type: string;
  readonly version: number;
  readonly block: object;
}

function recorded(kind: "resource" | "data-source" | "provider"): ReadonlyMap<string, Recorded> {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith(`.${kind}.json`));
  const schemas = files.map((name) => JSON.parse(readFileSync(join(FOLDER, name), "utf8")) as Recorded);
  return new Map(schemas.map((schema) => [schema.type, schema]));
}

interface Printed {
  readonly version: number;
  readonly block: { readonly attributes: Readonly<Record<string, object>> };
}

interface PrintedProvider {
  readonly provider: Printed;
  readonly resource_schemas?: Readonly<Record<string, Printed>>;
  readonly data_source_schemas?: Readonly<Record<string, Printed>>;
}

/** Without the formats of descriptions, which neither side uses. */
function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).filter(([name]) => name !== "description_kind");
  return Object.fromEntries(members.map(([name, member]) => [name, bare(member)]));
}

let printed: Readonly<Record<string, PrintedProvider>>;
let attached: Attached;

beforeAll(async () => {
  attached = await Attached.start();
  attached.write({ provider: { huaweicloud: {}, null: {} } });
  const { output } = await attached.run("providers", "schema", "-json").catch(() => ({ output: "{}" }));
  printed = (JSON.parse(output) as { provider_schemas?: typeof printed }).provider_schemas ?? {};
});
afterAll(() => attached.close());

terraformTest.each(RESOURCES.map(({ schema }) => schema.type))(
  "%s equals the vendor's, attribute for attribute",
  (type) => {
    const { version, block } = recorded("resource").get(type)!;
    expect(bare(printed[SIMULATED_SOURCE]!.resource_schemas![type])).toEqual({ version, block });
  },
);

terraformTest.each(DATA_SOURCES.map(({ schema }) => schema.type))(
  "data %s equals the vendor's, attribute for attribute",
  (type) => {
    const { version, block } = recorded("data-source").get(type)!;
    expect(bare(printed[SIMULATED_SOURCE]!.data_source_schemas![type])).toEqual({ version, block });
  },
);

terraformTest("the provider has the vendor's settings and one of our own", () => {
  const { version, block } = recorded("provider").get("huaweicloud")! as Recorded & {
    block: { attributes: object };
  };
  const attributes = { ...block.attributes, fidelity: { type: "string", optional: true } };
  expect(bare(printed[SIMULATED_SOURCE]!.provider)).toEqual({ version, block: { ...block, attributes } });
});

terraformTest("the replacement of the null provider has its resource and its data source", () => {
  const { resource_schemas, data_source_schemas } = printed[SIMULATED_NULL_SOURCE]!;
  expect(Object.keys(resource_schemas!)).toEqual(["null_resource"]);
  expect(Object.keys(data_source_schemas!)).toEqual(["null_data_source"]);
});

terraformTest("the script makes the recorded schemas from Terraform's output, and keeps additions", () => {
  const folder = mkdtempSync(join(tmpdir(), "schemas-"));
  cpSync(FOLDER, folder, { recursive: true });
  const { resource_schemas: served = {} } = printed[SIMULATED_SOURCE]!;
  for (const [type] of recorded("resource"))
    if (!(type in served))
      rmSync(join(folder, `${type.replace("huaweicloud_", "").replaceAll("_", "-")}.resource.json`));
  const change = (name: string, more: object): void => {
    const file = join(folder, name);
    writeFileSync(file, JSON.stringify({ ...(JSON.parse(readFileSync(file, "utf8")) as object), ...more }));
  };
  change("kms-key.resource.json", { version: 7, block: {} });
  rmSync(join(folder, "ims-quotas.data-source.json"));
  // The only difference between the simulated provider and the vendor's.
  const { fidelity: _own, ...attributes } = printed[SIMULATED_SOURCE]!.provider.block.attributes;
  const provider = {
    ...printed[SIMULATED_SOURCE]!.provider,
    block: { ...printed[SIMULATED_SOURCE]!.provider.block, attributes },
  };
  const file = join(attached.folder, "printed.json");
  writeFileSync(
    file,
    JSON.stringify({
      provider_schemas: { ...printed, [SIMULATED_SOURCE]: { ...printed[SIMULATED_SOURCE], provider } },
    }),
  );
  const script = join(FOLDER, "..", "..", "..", "scripts", "vendor-schemas.mjs");
  const run = (...args: readonly string[]) =>
    spawnSync(process.execPath, [script, ...args], { env: { ...process.env, OUTPUT: folder }, encoding: "utf8" });
  const { stdout, stderr } = run(file, "data-source.huaweicloud_ims_quotas");
  expect(stderr).toBe("");
  expect(stdout.trim().split("\n")).toEqual(
    ["ims-quotas.data-source.json", "kms-key.resource.json"].map((name) => `Wrote ${join(folder, name)}`),
  );
  for (const name of readdirSync(folder))
    expect([name, readFileSync(join(folder, name), "utf8")]).toEqual([name, readFileSync(join(FOLDER, name), "utf8")]);
  expect(run(file, "resource.huaweicloud_none")).toMatchObject({
    status: 1,
    stderr: "The vendor's provider has no resource huaweicloud_none.\n",
  });
  rmSync(folder, { recursive: true });
});

test("synth has the list of served types", () => {
  const types = (list: readonly { readonly schema: { readonly type: string } }[], more: string) =>
    [...list.map(({ schema }) => schema.type), more].sort();
  const served = { resources: types(RESOURCES, "null_resource"), dataSources: types(DATA_SOURCES, "null_data_source") };
  const text = `${JSON.stringify(served, null, 2)}\n`;
  if (process.env.UPDATE === "1") writeFileSync(SERVED, text);
  expect(readFileSync(SERVED, "utf8")).toBe(text);
});

terraformTest("no other type is served", () => {
  const { resource_schemas, data_source_schemas } = printed[SIMULATED_SOURCE]!;
  expect(Object.keys(resource_schemas!).sort()).toEqual(RESOURCES.map(({ schema }) => schema.type).sort());
  expect(Object.keys(data_source_schemas!).sort()).toEqual(DATA_SOURCES.map(({ schema }) => schema.type).sort());
});
