// The plugin's calls without Terraform and without gRPC: values in, diagnostics and states out.
import type { Cloud } from "../../lib/cloud";
import { decodeMsgpack, encodeMsgpack } from "../../lib/provider/codec/msgpack";
import type { TerraformType } from "../../lib/provider/codec/terraform-type";
import type { Value, ValueObject } from "../../lib/provider/codec/value";
import type { ResourceType } from "../../lib/provider/frame/resource-type";
import { typeOf } from "../../lib/provider/frame/schema";
import { handlersOf, type Provider } from "../../lib/provider/frame/verbs";
import { huaweicloud, type HuaweicloudOptions } from "../../lib/provider/providers/huaweicloud";
import type { ProviderCall } from "../../lib/provider/wire/messages";
import type { WireMessage } from "../../lib/provider/wire/protobuf";
import { instantPacing } from "../../lib/time";

export interface Told {
  readonly severity: "ERROR" | "WARNING";
  readonly summary: string;
  readonly detail: string;
  readonly attribute?: { readonly steps: readonly { readonly attribute_name: string }[] };
}

export interface Called {
  readonly diagnostics: readonly Told[];
  readonly state: ValueObject | null;
  readonly replaces: readonly string[];
}

export class Calls {
  private readonly handlers;
  private readonly types: ReadonlyMap<string, TerraformType>;

  public constructor(private readonly provider: Provider) {
    this.handlers = handlersOf(provider);
    this.types = new Map(provider.resources.map(({ schema }) => [schema.type, typeOf(schema)]));
  }

  public static over(cloud: Cloud, more: Partial<HuaweicloudOptions> = {}): Calls {
    const holder = { id: "test", isAlive: () => true };
    return new Calls(
      huaweicloud({ openCloud: () => cloud, pacing: instantPacing(), holder, hasCredentials: false, ...more }),
    );
  }

  public static of(type: ResourceType): Calls {
    return new Calls({
      schema: { type: "test", version: 0, block: {} },
      resources: [type],
      dataSources: [],
      configure: () => ({ diagnostics: [] }),
      stop: () => undefined,
    });
  }

  public configure(settings: ValueObject): Promise<Called> {
    const type = typeOf(this.provider.schema);
    return this.call("ConfigureProvider", { config: { msgpack: encodeMsgpack(settings, type) } });
  }

  public validate(name: string, config: ValueObject): Promise<Called> {
    return this.call("ValidateResourceConfig", { type_name: name, config: this.packed(name, config) });
  }

  public plan(name: string, config: ValueObject, prior: ValueObject | null = null): Promise<Called> {
    // The state that Terraform proposes: the configuration, and the previous value of each computed attribute that is not set.
    const attributes = this.schema(name).block.attributes ?? {};
    const proposed = Object.fromEntries(
      Object.entries(attributes).map(([key, { computed }]) => [
        key,
        config[key] ?? (computed === true ? (prior?.[key] ?? null) : null),
      ]),
    );
    const all = { ...proposed, timeouts: config.timeouts ?? null };
    return this.call("PlanResourceChange", {
      type_name: name,
      config: this.packed(name, config),
      prior_state: this.packed(name, prior),
      proposed_new_state: this.packed(name, all),
    });
  }

  public apply(name: string, planned: ValueObject | null, prior: ValueObject | null = null): Promise<Called> {
    return this.call("ApplyResourceChange", {
      type_name: name,
      prior_state: this.packed(name, prior),
      planned_state: this.packed(name, planned),
    });
  }

  public read(name: string, state: ValueObject): Promise<Called> {
    return this.call("ReadResource", { type_name: name, current_state: this.packed(name, state) });
  }

  public upgrade(name: string, version: number, json: string): Promise<Called> {
    return this.call("UpgradeResourceState", { type_name: name, version, raw_state: { json: Buffer.from(json) } });
  }

  public async call(name: ProviderCall, request: WireMessage): Promise<Called> {
    const answer = await this.handlers[name](request);
    const state = (answer.new_state ?? answer.planned_state ?? answer.upgraded_state) as
      { msgpack: Uint8Array } | undefined;
    const type = this.types.get(String(request.type_name));
    const decoded: Value = state === undefined || type === undefined ? null : decodeMsgpack(state.msgpack, type);
    const paths = (answer.requires_replace ?? []) as readonly { steps: readonly { attribute_name: string }[] }[];
    return {
      diagnostics: (answer.diagnostics ?? []) as readonly Told[],
      state: decoded as ValueObject | null,
      replaces: paths.map(({ steps }) => steps[0]!.attribute_name),
    };
  }

  private packed(name: string, value: ValueObject | null): object {
    return { msgpack: encodeMsgpack(value, this.types.get(name)!) };
  }

  private schema(name: string) {
    return this.provider.resources.find(({ schema }) => schema.type === name)!.schema;
  }
}

/** Rule ids at the ends of the texts. */
export function idsIn(diagnostics: readonly Told[]): readonly string[] {
  return diagnostics.flatMap(({ detail }) => /\[([a-z-]+\/[a-z-]+)/u.exec(detail)?.[1] ?? []);
}
