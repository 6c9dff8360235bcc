// The messages of Terraform's plugin protocol 6 and of its plugin host, as data: those that Terraform sends to a provider of resources
// and data sources, with the field numbers that both sides know them by. Only fields that the plugin reads or sends are here, and
// test/provider/field-numbers.slow.test.ts sees the number of each on the wire of real Terraform.

/**
 * A field: its type, and its number. The type is one of protobuf's, an enumeration or another message; a type in brackets is a list, and
 * `{T}` is a map from text to T.
 */
export type Field = readonly [type: string, id: number];
export type Message = Readonly<Record<string, Field>>;

interface Exchange {
  readonly request: Message;
  readonly response: Message;
}

/** The numbers that stand for names. */
export const ENUMERATIONS: Readonly<Record<string, readonly string[]>> = {
  Severity: ["INVALID", "ERROR", "WARNING"],
  NestingMode: ["INVALID", "SINGLE", "LIST", "SET", "MAP", "GROUP"],
};

const DIAGNOSTICS = "[Diagnostic]";

/** Messages that others hold. */
export const MESSAGES: Readonly<Record<string, Message>> = {
  DynamicValue: { msgpack: ["bytes", 1] },
  Diagnostic: {
    severity: ["Severity", 1],
    summary: ["string", 2],
    detail: ["string", 3],
    attribute: ["AttributePath", 4],
  },
  AttributePath: { steps: ["[Step]", 1] },
  Step: { attribute_name: ["string", 1] },
  RawState: { json: ["bytes", 1] },
  Schema: { version: ["int64", 1], block: ["Block", 2] },
  Block: {
    attributes: ["[Attribute]", 2],
    block_types: ["[NestedBlock]", 3],
    deprecated: ["bool", 6],
  },
  Attribute: {
    name: ["string", 1],
    type: ["bytes", 2],
    required: ["bool", 4],
    optional: ["bool", 5],
    computed: ["bool", 6],
    sensitive: ["bool", 7],
    deprecated: ["bool", 9],
  },
  NestedBlock: {
    type_name: ["string", 1],
    block: ["Block", 2],
    nesting: ["NestingMode", 3],
    max_items: ["int64", 5],
  },
  ServerCapabilities: { get_provider_schema_optional: ["bool", 2] },
  ImportedResource: { type_name: ["string", 1], state: ["DynamicValue", 2] },
};

const exchange = (request: Message, response: Message): Exchange => ({ request, response });

/** What each call of the provider sends, and is answered with. */
export const EXCHANGES = {
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
  ImportResourceState: exchange(
    { type_name: ["string", 1], id: ["string", 2] },
    { imported_resources: ["[ImportedResource]", 1], diagnostics: [DIAGNOSTICS, 2] },
  ),
  ReadDataSource: exchange(
    { type_name: ["string", 1], config: ["DynamicValue", 2] },
    { state: ["DynamicValue", 1], diagnostics: [DIAGNOSTICS, 2] },
  ),
  StopProvider: exchange({}, {}),
};

export type ProviderCall = keyof typeof EXCHANGES;
export const PROVIDER_CALLS = Object.keys(EXCHANGES) as readonly ProviderCall[];

/** How a plugin says that all is well. */
export const HEALTH: Exchange = exchange({ service: ["string", 1] }, { status: ["int32", 1] });

export const NOTHING: Exchange = exchange({}, {});
