// The calls of the protocol as a table of verbs, over whatever types a provider serves. What goes wrong is told in the answer: a call
// that failed on the wire would lose what it has made.
import { UsageError } from "../../values";
import { decodeMsgpack, encodeMsgpack } from "../codec/msgpack";
import type { TerraformType } from "../codec/terraform-type";
import type { Value, ValueObject } from "../codec/value";
import type { WireHandlers } from "../wire/grpc-server";
import type { ProviderCall } from "../wire/messages";
import type { WireMessage } from "../wire/protobuf";
import { attributePath, diagnosticMessage, errorOf, Failure, type Diagnostic } from "./diagnostic";
import { Lifecycle, type MaybeSession } from "./lifecycle";
import type { DataSource, ResourceType } from "./resource-type";
import { schemaMessage, typeOf, type Schema } from "./schema";
import { fidelityOf, type Fidelity, type Session } from "./session";

/** A provider: what it serves, and how it is configured. */
export interface Provider {
  readonly schema: Schema;
  readonly resources: readonly ResourceType[];
  readonly dataSources: readonly DataSource[];
  validate?(config: ValueObject): readonly Diagnostic[];
  /** Gives the session of all later calls; a provider that needs no cloud gives none. */
  configure(config: ValueObject): { readonly session?: Session; readonly diagnostics: readonly Diagnostic[] };
  /** Somebody wants it to end. */
  stop(): void;
}

type Verb = (request: WireMessage) => Promise<WireMessage> | WireMessage;

interface DynamicValue {
  readonly msgpack: Uint8Array;
}

interface RawState {
  readonly json: Uint8Array;
}

export function handlersOf(provider: Provider): WireHandlers {
  const verbs = new Verbs(provider).table();
  const entries = Object.entries(verbs) as [ProviderCall, Verb][];
  return Object.fromEntries(entries.map(([call, verb]) => [call, guarded(verb)])) as unknown as WireHandlers;
}

/** Whatever is thrown becomes a diagnostic. */
function guarded(verb: Verb): (request: WireMessage) => Promise<WireMessage> {
  return async (request) => {
    try {
      return await verb(request);
    } catch (error) {
      return told([diagnosticOf(error)]);
    }
  };
}

function diagnosticOf(error: unknown): Diagnostic {
  if (error instanceof Failure) return error.diagnostic;
  if (error instanceof UsageError) return errorOf(error.message);
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return errorOf(`cdktf-image-replication has a bug, please report it: ${text}`);
}

const told = (diagnostics: readonly Diagnostic[]): { diagnostics: readonly object[] } => ({
  diagnostics: diagnostics.map(diagnosticMessage),
});

class Verbs {
  private readonly lifecycles: ReadonlyMap<string, Lifecycle>;
  private readonly schemas: ReadonlyMap<string, Schema>;
  private readonly dataSources: ReadonlyMap<string, DataSource>;
  private session: MaybeSession;
  private fidelity: Fidelity = "kind";

  public constructor(private readonly provider: Provider) {
    this.lifecycles = new Map(provider.resources.map((type) => [type.schema.type, new Lifecycle(type)]));
    this.schemas = new Map(provider.resources.map(({ schema }) => [schema.type, schema]));
    this.dataSources = new Map(provider.dataSources.map((source) => [source.schema.type, source]));
  }

  public table(): Readonly<Record<ProviderCall, Verb>> {
    return {
      GetProviderSchema: () => this.tellSchemas(),
      ValidateProviderConfig: ({ config }) => this.validateProvider(this.providerValue(config)),
      ConfigureProvider: ({ config }) => this.configure(this.providerValue(config)),
      ValidateResourceConfig: ({ type_name: name, config }) =>
        told(this.life(name).validate(this.known(name, config), this.fidelity)),
      ValidateDataResourceConfig: () => told([]),
      UpgradeResourceState: (request) => this.upgrade(request),
      ReadResource: (request) => this.read(request),
      PlanResourceChange: (request) => this.plan(request),
      ApplyResourceChange: (request) => this.apply(request),
      ImportResourceState: ({ type_name: name, id }) => this.import(String(name), String(id)),
      ReadDataSource: ({ type_name: name, config }) => this.readData(String(name), config),
      StopProvider: () => this.stop(),
    };
  }

  private tellSchemas(): WireMessage {
    const { schema, resources, dataSources } = this.provider;
    const byType = (types: readonly { readonly schema: Schema }[]): object =>
      Object.fromEntries(types.map((type) => [type.schema.type, schemaMessage(type.schema)]));
    return {
      provider: schemaMessage(schema),
      resource_schemas: byType(resources),
      data_source_schemas: byType(dataSources),
      server_capabilities: { get_provider_schema_optional: true },
    };
  }

  private validateProvider(config: ValueObject): WireMessage {
    this.fidelity = fidelityOf(config);
    return told(this.provider.validate?.(config) ?? []);
  }

  private configure(config: ValueObject): WireMessage {
    const { session, diagnostics } = this.provider.configure(config);
    this.session = session;
    return told(diagnostics);
  }

  private upgrade({ type_name: name, version, raw_state }: WireMessage): WireMessage {
    const state = this.life(name).upgrade((raw_state as RawState).json, Number(version));
    this.note(state);
    return { upgraded_state: this.encoded(name, state) };
  }

  private read({ type_name: name, current_state, private: kept }: WireMessage): WireMessage {
    const prior = this.decoded(name, current_state);
    this.note(prior);
    const { state, diagnostics } =
      prior === null ? { state: null, diagnostics: [] } : this.life(name).read(prior, this.session);
    return { new_state: this.encoded(name, state), private: kept, ...told(diagnostics) };
  }

  private plan({ type_name: name, ...request }: WireMessage): WireMessage {
    const prior = this.decoded(name, request.prior_state);
    this.note(prior);
    const config = this.decoded(name, request.config) ?? {};
    const proposed = this.decoded(name, request.proposed_new_state);
    const { state, replaces, diagnostics } = this.life(name).plan(prior, proposed, config, this.session);
    return {
      planned_state: this.encoded(name, state),
      requires_replace: replaces.map(attributePath),
      planned_private: request.prior_private,
      ...told(diagnostics),
    };
  }

  private async apply({ type_name: name, ...request }: WireMessage): Promise<WireMessage> {
    const prior = this.decoded(name, request.prior_state);
    this.note(prior);
    const planned = this.decoded(name, request.planned_state);
    try {
      this.session?.waiting.beat();
      const { state, diagnostics } = await this.life(name).apply(prior, planned, this.session);
      return { new_state: this.encoded(name, state), private: request.planned_private, ...told(diagnostics) };
    } catch (error) {
      // Without a state in the answer, Terraform would forget what was there before.
      const left = error instanceof Failure ? (error.state ?? prior) : prior;
      return { new_state: this.encoded(name, left), ...told([diagnosticOf(error)]) };
    }
  }

  private import(name: string, id: string): WireMessage {
    const state = this.life(name).import(id, this.session);
    return { imported_resources: [{ type_name: name, state: this.encoded(name, state) }] };
  }

  private readData(name: string, config: unknown): WireMessage {
    const source = this.dataSources.get(name);
    if (source === undefined) throw new UsageError(`there is no data source ${name}`);
    if (this.session === undefined && source.isCloudless !== true) {
      throw new UsageError("the provider is not configured yet");
    }
    const type = typeOf(source.schema);
    const state = source.read(decode(config, type) ?? {}, this.session as Session);
    return { state: { msgpack: encodeMsgpack(state, type) } };
  }

  private stop(): WireMessage {
    this.provider.stop();
    return {};
  }

  /** Whoever shows the id of what was made knows of it: an equal request makes another from now on. */
  private note(state: ValueObject | null): void {
    const id = Lifecycle.idOf(state);
    if (id !== undefined) this.session?.cloud.acknowledge(id);
  }

  private life(name: unknown): Lifecycle {
    const life = this.lifecycles.get(String(name));
    if (life === undefined) throw new UsageError(`there is no resource type ${String(name)}`);
    return life;
  }

  private typeNamed(name: unknown): TerraformType {
    const schema = this.schemas.get(String(name));
    if (schema === undefined) throw new UsageError(`there is no resource type ${String(name)}`);
    return typeOf(schema);
  }

  private decoded(name: unknown, value: unknown): ValueObject | null {
    return decode(value, this.typeNamed(name));
  }

  private known(name: unknown, value: unknown): ValueObject {
    return this.decoded(name, value) ?? {};
  }

  private encoded(name: unknown, state: ValueObject | null): object {
    return { msgpack: encodeMsgpack(state, this.typeNamed(name)) };
  }

  private providerValue(config: unknown): ValueObject {
    return decode(config, typeOf(this.provider.schema)) ?? {};
  }
}

function decode(value: unknown, type: TerraformType): ValueObject | null {
  const { msgpack = EMPTY } = (value ?? {}) as Partial<DynamicValue>;
  const read: Value = msgpack.length > 0 ? decodeMsgpack(msgpack, type) : null;
  return read as ValueObject | null;
}

const EMPTY = new Uint8Array();
