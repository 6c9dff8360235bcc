// The messages of Terraform's plugin protocol 6 and of its plugin host, as data: those that Terraform sends to a provider of resources
// and data sources, with the field numbers that both sides know them by.

type Field = readonly [type: string, id: number];
interface Message {
  readonly fields: Readonly<Record<string, { readonly type: string; readonly id: number; readonly rule?: "repeated" }>>;
  readonly nested?: Readonly<Record<string, Message | Enumeration>>;
}
interface Enumeration {
  readonly values: Readonly<Record<string, number>>;
}

/** A message. A type in brackets is a list; `{T}` is a map from text to T. */
function message(fields: Readonly<Record<string, Field>>, nested?: Message["nested"]): Message {
  const entries = Object.entries(fields).map(([name, [type, id]]) => {
    if (type.startsWith("[")) return [name, { rule: "repeated", type: type.slice(1, -1), id }] as const;
    if (type.startsWith("{")) return [name, { keyType: "string", type: type.slice(1, -1), id }] as const;
    return [name, { type, id }] as const;
  });
  return { fields: Object.fromEntries(entries), ...(nested === undefined ? {} : { nested }) };
}

const enumeration = (...names: readonly string[]): Enumeration => ({
  values: Object.fromEntries(names.map((name, index) => [name, index])),
});

interface Method {
  readonly requestType: string;
  readonly responseType: string;
  readonly requestStream?: true;
  readonly responseStream?: true;
}

const EMPTY = message({});

/** A remote procedure whose request and response are nested in a message of its name. */
const call = (name: string): readonly [string, Method] => [
  name,
  { requestType: `${name}.Request`, responseType: `${name}.Response` },
];

const exchange = (request: Readonly<Record<string, Field>>, response: Readonly<Record<string, Field>>): Message =>
  message({}, { Request: message(request), Response: message(response) });

const DIAGNOSTICS = "[Diagnostic]";

const TERMS = {
  DynamicValue: message({ msgpack: ["bytes", 1], json: ["bytes", 2] }),
  Diagnostic: message(
    { severity: ["Severity", 1], summary: ["string", 2], detail: ["string", 3], attribute: ["AttributePath", 4] },
    { Severity: enumeration("INVALID", "ERROR", "WARNING") },
  ),
  AttributePath: message(
    { steps: ["[Step]", 1] },
    {
      Step: message({
        attribute_name: ["string", 1],
        element_key_string: ["string", 2],
        element_key_int: ["int64", 3],
      }),
    },
  ),
  RawState: message({ json: ["bytes", 1], flatmap: ["{string}", 2] }),
  Schema: message(
    { version: ["int64", 1], block: ["Block", 2] },
    {
      Block: message({
        version: ["int64", 1],
        attributes: ["[Attribute]", 2],
        block_types: ["[NestedBlock]", 3],
        description: ["string", 4],
        deprecated: ["bool", 6],
      }),
      Attribute: message({
        name: ["string", 1],
        type: ["bytes", 2],
        description: ["string", 3],
        required: ["bool", 4],
        optional: ["bool", 5],
        computed: ["bool", 6],
        sensitive: ["bool", 7],
        deprecated: ["bool", 9],
      }),
      NestedBlock: message(
        {
          type_name: ["string", 1],
          block: ["Block", 2],
          nesting: ["NestingMode", 3],
          min_items: ["int64", 4],
          max_items: ["int64", 5],
        },
        { NestingMode: enumeration("INVALID", "SINGLE", "LIST", "SET", "MAP", "GROUP") },
      ),
    },
  ),
  ServerCapabilities: message({ plan_destroy: ["bool", 1], get_provider_schema_optional: ["bool", 2] }),
} as const;

const EXCHANGES = {
  GetProviderSchema: exchange(
    {},
    {
      provider: ["Schema", 1],
      resource_schemas: ["{Schema}", 2],
      data_source_schemas: ["{Schema}", 3],
      diagnostics: [DIAGNOSTICS, 4],
      server_capabilities: ["ServerCapabilities", 6],
    },
  ),
  ValidateProviderConfig: exchange({ config: ["DynamicValue", 1] }, { diagnostics: [DIAGNOSTICS, 2] }),
  ValidateResourceConfig: exchange(
    { type_name: ["string", 1], config: ["DynamicValue", 2] },
    { diagnostics: [DIAGNOSTICS, 1] },
  ),
  ValidateDataResourceConfig: exchange(
    { type_name: ["string", 1], config: ["DynamicValue", 2] },
    { diagnostics: [DIAGNOSTICS, 1] },
  ),
  UpgradeResourceState: exchange(
    { type_name: ["string", 1], version: ["int64", 2], raw_state: ["RawState", 3] },
    { upgraded_state: ["DynamicValue", 1], diagnostics: [DIAGNOSTICS, 2] },
  ),
  ConfigureProvider: exchange(
    { terraform_version: ["string", 1], config: ["DynamicValue", 2] },
    { diagnostics: [DIAGNOSTICS, 1] },
  ),
  ReadResource: exchange(
    { type_name: ["string", 1], current_state: ["DynamicValue", 2], private: ["bytes", 3] },
    { new_state: ["DynamicValue", 1], diagnostics: [DIAGNOSTICS, 2], private: ["bytes", 3] },
  ),
  PlanResourceChange: exchange(
    {
      type_name: ["string", 1],
      prior_state: ["DynamicValue", 2],
      proposed_new_state: ["DynamicValue", 3],
      config: ["DynamicValue", 4],
      prior_private: ["bytes", 5],
    },
    {
      planned_state: ["DynamicValue", 1],
      requires_replace: ["[AttributePath]", 2],
      planned_private: ["bytes", 3],
      diagnostics: [DIAGNOSTICS, 4],
    },
  ),
  ApplyResourceChange: exchange(
    {
      type_name: ["string", 1],
      prior_state: ["DynamicValue", 2],
      planned_state: ["DynamicValue", 3],
      config: ["DynamicValue", 4],
      planned_private: ["bytes", 5],
    },
    { new_state: ["DynamicValue", 1], private: ["bytes", 2], diagnostics: [DIAGNOSTICS, 3] },
  ),
  ImportResourceState: message(
    {},
    {
      Request: message({ type_name: ["string", 1], id: ["string", 2] }),
      ImportedResource: message({ type_name: ["string", 1], state: ["DynamicValue", 2], private: ["bytes", 3] }),
      Response: message({ imported_resources: ["[ImportedResource]", 1], diagnostics: [DIAGNOSTICS, 2] }),
    },
  ),
  ReadDataSource: exchange(
    { type_name: ["string", 1], config: ["DynamicValue", 2] },
    { state: ["DynamicValue", 1], diagnostics: [DIAGNOSTICS, 2] },
  ),
  StopProvider: exchange({}, { Error: ["string", 1] }),
} as const;

export type ProviderCall = keyof typeof EXCHANGES;
export const PROVIDER_CALLS = Object.keys(EXCHANGES) as readonly ProviderCall[];

/** What the plugin host expects beside the provider: a way to ask for the end, to hand on output, and to say that all is well. */
const PLUGIN_HOST = {
  Empty: EMPTY,
  ConnInfo: message({
    service_id: ["uint32", 1],
    network: ["string", 2],
    address: ["string", 3],
  }),
  StdioData: message({ channel: ["int32", 1], data: ["bytes", 2] }),
  GRPCController: { methods: { Shutdown: { requestType: "Empty", responseType: "Empty" } } },
  GRPCBroker: {
    methods: {
      StartStream: { requestType: "ConnInfo", responseType: "ConnInfo", requestStream: true, responseStream: true },
    },
  },
  GRPCStdio: {
    methods: { StreamStdio: { requestType: "Empty", responseType: "StdioData", responseStream: true } },
  },
} as const;

/** All of it, in the form that the gRPC package loads. */
export const DEFINITIONS = {
  nested: {
    tfplugin6: {
      nested: { ...TERMS, ...EXCHANGES, Provider: { methods: Object.fromEntries(PROVIDER_CALLS.map(call)) } },
    },
    plugin: { nested: PLUGIN_HOST },
    grpc: {
      nested: {
        health: {
          nested: {
            v1: {
              nested: {
                HealthCheckRequest: message({ service: ["string", 1] }),
                HealthCheckResponse: message({ status: ["int32", 1] }),
                Health: {
                  methods: { Check: { requestType: "HealthCheckRequest", responseType: "HealthCheckResponse" } },
                },
              },
            },
          },
        },
      },
    },
  },
};
