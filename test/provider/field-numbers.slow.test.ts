// The numbers of the protocol's fields, with real Terraform: each is on the wire during a short life of some resources, and Terraform acts
// on what it receives.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Reader } from "protobufjs/minimal";
import { EXCHANGES, MESSAGES, PROVIDER_CALLS, type Message, type ProviderCall } from "../../lib/provider/wire/messages";
import type * as Protobuf from "../../lib/provider/wire/protobuf";
import type { WireMessage } from "../../lib/provider/wire/protobuf";
import { terraformTest } from "../terraform/terraform";
import { Attached, type Ran } from "./attached";

/** Fields on the wire, such as `ReadResource.request.current_state` and `Attribute.name`. */
const seen = new Set<string>();
/** The call whose answer is replaced by an error. */
let failing: ProviderCall | undefined;
/** The requests to the plugin, by call, in order. */
let requests: { readonly call: string; readonly request: WireMessage }[] = [];

jest.mock("../../lib/provider/wire/protobuf", () => {
  const actual = jest.requireActual<typeof Protobuf>("../../lib/provider/wire/protobuf");
  const decodeMessage: typeof Protobuf.decodeMessage = (message, bytes) => {
    note(message, bytes);
    const request = actual.decodeMessage(message, bytes);
    requests.push({ call: TOPS.get(message) ?? "", request });
    return request;
  };
  const encodeMessage: typeof Protobuf.encodeMessage = (message, value) => {
    const bytes = actual.encodeMessage(message, changed(message, value));
    note(message, bytes);
    return bytes;
  };
  return { decodeMessage, encodeMessage };
});

const TOPS: ReadonlyMap<Message, string> = new Map(
  Object.entries(EXCHANGES).flatMap(([call, { request, response }]) => [
    [request, `${call}.request`],
    [response, `${call}.response`],
  ]),
);

/** Keys have a second version of their schema, and one call fails. */
function changed(message: Message, value: WireMessage): WireMessage {
  if (failing !== undefined && message === EXCHANGES[failing].response) {
    return { ...value, diagnostics: [{ severity: "ERROR", summary: `${failing} fails`, detail: "On purpose." }] };
  }
  if (message !== EXCHANGES.GetProviderSchema.response) return value;
  const schemas = value.resource_schemas as Readonly<Record<string, object | undefined>>;
  const key = schemas[KEY];
  return key === undefined ? value : { ...value, resource_schemas: { ...schemas, [KEY]: { ...key, version: 2 } } };
}

/** A separate reader, because the plugin's own one omits unknown fields. */
function note(message: Message, bytes: Uint8Array): void {
  const name = TOPS.get(message);
  if (name !== undefined) noteFields(name, message, bytes);
}

function noteFields(name: string, message: Message, bytes: Uint8Array): void {
  for (const [number, content] of fieldsIn(bytes)) {
    const [field, [type]] = Object.entries(message).find(([, [, id]]) => id === number) ?? ["", [""]];
    if (field === "") continue;
    seen.add(`${name}.${field}`);
    const held = type.replace(/^[[{](.*)[\]}]$/u, "$1");
    const nested = MESSAGES[held];
    if (nested === undefined) continue;
    const values = type.startsWith("{") ? fieldsIn(content).filter(([id]) => id === 2) : [[number, content] as const];
    for (const [, value] of values) noteFields(held, nested, value);
  }
}

function fieldsIn(bytes: Uint8Array): (readonly [number: number, content: Uint8Array])[] {
  const reader = Reader.create(bytes);
  const fields: (readonly [number, Uint8Array])[] = [];
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if ((tag & 7) === 2) fields.push([tag >>> 3, reader.bytes()]);
    else {
      fields.push([tag >>> 3, new Uint8Array()]);
      reader.skipType(tag & 7);
    }
  }
  return fields;
}

const COPY = "huaweicloud_images_image_copy";
const KEY = "huaweicloud_kms_key";

let attached: Attached;
beforeAll(async () => {
  attached = await Attached.start({
    inventory: { images: [{ id: "gold", name: "gold", region: "cn-north-4", kind: "system-disk", sizeGib: 4 }] },
  });
});
afterAll(() => {
  attached.close();
});
afterEach(() => {
  failing = undefined;
  requests = [];
});

function write(image: object = {}, key: object = {}): void {
  attached.write({
    provider: { huaweicloud: { region: "cn-north-4" } },
    data: { huaweicloud_images_image: { gold: { name: "gold" } } },
    resource: {
      [COPY]: { web: { name: "web", source_image_id: "${data.huaweicloud_images_image.gold.id}", ...image } },
      [KEY]: { key: { key_alias: "gold", ...key } },
    },
  });
}

async function succeed(...args: readonly string[]): Promise<Ran> {
  const ran = await attached.run(...args);
  expect(ran).toMatchObject({ code: 0 });
  return ran;
}

interface State {
  serial: number;
  readonly resources: readonly {
    readonly type: string;
    readonly instances: { schema_version: number; private?: string; readonly attributes: { readonly id: string } }[];
  }[];
}

const stateFile = (): string => join(attached.folder, "terraform.tfstate");
const state = (): State => JSON.parse(readFileSync(stateFile(), "utf8")) as State;
const instance = (type: string) => state().resources.find((resource) => resource.type === type)!.instances[0]!;

terraformTest("Terraform records the schema version and sends it to upgrade a state", async () => {
  write();
  await succeed("apply", "-auto-approve");
  expect([COPY, KEY].map((type) => instance(type).schema_version)).toEqual([0, 2]);
  requests = [];
  await succeed("plan");
  const versions = requests.filter(({ call }) => call === "UpgradeResourceState.request").map(({ request }) => request);
  expect(Object.fromEntries(versions.map(({ type_name, version }) => [type_name, version]))).toEqual({
    [COPY]: 0,
    [KEY]: 2,
  });
});

terraformTest("private data of another provider stays in the state, from call to call", async () => {
  const noted = Buffer.from("a note").toString("base64");
  const before = state();
  before.serial += 1;
  for (const { instances } of before.resources) for (const one of instances) one.private = noted;
  writeFileSync(stateFile(), JSON.stringify(before));
  write({ name: "web-2" });
  await succeed("apply", "-auto-approve");
  for (const field of ["private", "prior_private", "planned_private"]) {
    const notes = requests.flatMap(({ request }) => (field in request ? [String(request[field] as Buffer)] : []));
    expect([...new Set(notes)]).toEqual(expect.arrayContaining(["a note"]));
  }
  expect(instance(COPY).private).toBe(noted);
});

terraformTest("a plan names the argument that replaces, and an error names the wrong argument", async () => {
  write({ name: "web-2" }, { region: "cn-east-3" });
  expect((await succeed("plan", "-no-color")).output).toMatch(/"cn-north-4" -> "cn-east-3" # forces replacement/u);
  write({ name: "web-2", tags: { "": "a" } });
  const { code, output } = await attached.run("plan", "-no-color");
  expect(code).toBe(1);
  expect(output).toMatch(
    /Error: Replica "web-2" has an empty tag key.*with huaweicloud_images_image_copy\.web,.*"tags": \{/su,
  );
});

/** What makes Terraform use each call; Terraform only logs an error of StopProvider. */
const CALLS: Readonly<Record<Exclude<ProviderCall, "StopProvider">, readonly string[]>> = {
  GetProviderSchema: ["plan"],
  ValidateProviderConfig: ["validate"],
  ValidateResourceConfig: ["validate"],
  ValidateDataResourceConfig: ["validate"],
  ConfigureProvider: ["plan"],
  UpgradeResourceState: ["plan"],
  ReadResource: ["plan"],
  ReadDataSource: ["plan"],
  PlanResourceChange: ["plan"],
  ApplyResourceChange: ["apply", "-auto-approve"],
  ImportResourceState: ["import", `${KEY}.key`, "none"],
};

terraformTest.each(Object.entries(CALLS))("Terraform shows an error in the answer of %s", async (call, args) => {
  write({ name: "web-3" });
  if (call === "ImportResourceState") await succeed("state", "mv", `${KEY}.key`, `${KEY}.kept`);
  failing = call as ProviderCall;
  const { code, output } = await attached.run(...args, "-no-color");
  expect(output).toMatch(new RegExp(`${call}\\s+fails`, "u"));
  expect(code).toBe(1);
});

terraformTest("Terraform imports a key and destroys all", async () => {
  const { id } = instance(KEY).attributes;
  await succeed("state", "rm", `${KEY}.kept`);
  await succeed("import", `${KEY}.key`, id);
  await succeed("destroy", "-auto-approve");
  expect(attached.cloud.admin.tryFindKey(id, "cn-north-4")).toMatchObject({ state: "pending-deletion" });
});

const fieldsOf = (name: string, message: Message): readonly string[] =>
  Object.keys(message).map((field) => `${name}.${field}`);

terraformTest("each field of the table was on the wire", () => {
  expect(PROVIDER_CALLS.filter((call) => !(call in CALLS))).toEqual(["StopProvider"]);
  const fields = [...TOPS].flatMap(([message, name]) => fieldsOf(name, message));
  const nested = Object.entries(MESSAGES).flatMap(([name, message]) => fieldsOf(name, message));
  expect([...fields, ...nested].filter((field) => !seen.has(field))).toEqual([]);
  expect(seen.size).toBeGreaterThan(60);
});
