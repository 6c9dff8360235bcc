// The life of a resource through Terraform's calls, the same for every type: validate, upgrade, read, plan, apply, import.
import { UsageError } from "../../values";
import { decodeJson } from "../codec/json";
import type { Value, ValueObject } from "../codec/value";
import { errorOf, Failure, type Diagnostic } from "./diagnostic";
import { planChange, reconcile, settle, withoutUnknowns } from "./planning";
import type { ResourceType } from "./resource-type";
import { typeOf } from "./schema";
import { textOr, type Fidelity, type Session } from "./session";

export interface Answer {
  readonly state: ValueObject | null;
  readonly diagnostics: readonly Diagnostic[];
}

const done = (state: ValueObject | null): Answer => ({ state, diagnostics: [] });

/** A session whose cloud is asked nothing by types that do without one. */
export type MaybeSession = Session | undefined;

export class Lifecycle {
  public constructor(private readonly type: ResourceType) {}

  public validate(config: ValueObject, fidelity: Fidelity): readonly Diagnostic[] {
    return this.type.judge?.(config, { stage: "validate", fidelity }) ?? [];
  }

  /** The state as this version of the schema has it, from the JSON of the same or an older version. */
  public upgrade(json: Uint8Array, version: number): ValueObject | null {
    const { schema, upgrades = {} } = this.type;
    let bytes = json;
    for (let at = version; at < schema.version; at += 1) {
      const step = upgrades[at];
      if (step === undefined)
        throw new UsageError(`a state of ${schema.type} in version ${at} cannot be read any more`);
      const state = JSON.parse(Buffer.from(bytes).toString("utf8")) as Readonly<Record<string, unknown>>;
      bytes = Buffer.from(JSON.stringify(step(state)));
    }
    return decodeJson(bytes, typeOf(schema)) as ValueObject | null;
  }

  public read(state: ValueObject, session: MaybeSession): Answer {
    const read = this.type.read(state, this.needed(session));
    return done(read === undefined ? null : reconcile(state, read, this.type.schema));
  }

  public plan(
    prior: ValueObject | null,
    proposed: ValueObject | null,
    config: ValueObject,
    session: MaybeSession,
  ): Answer & { readonly replaces: readonly string[] } {
    if (proposed === null) return { ...done(null), replaces: [] };
    const { planned, replaces, diagnostics } = planChange(this.type, { prior, proposed, config }, session?.settings);
    // What is to be made is judged by what was configured: all else is the service's to say. Of what is replaced Terraform asks again,
    // without a prior state, and without the arguments that it ignores changes of.
    const isJudged = session !== undefined && (prior === null || replaces.length === 0);
    const judged = isJudged ? this.judged(prior === null ? config : planned, prior, session) : [];
    return { state: planned, replaces, diagnostics: [...diagnostics, ...judged] };
  }

  private judged(planned: ValueObject, prior: ValueObject | null, session: Session): readonly Diagnostic[] {
    return this.type.judge?.(planned, { stage: "plan", session, prior }) ?? [];
  }

  public async apply(prior: ValueObject | null, planned: ValueObject | null, session: MaybeSession): Promise<Answer> {
    const given = this.needed(session);
    if (planned === null) {
      const left = prior === null ? [] : await this.type.delete(prior, given);
      return { state: null, diagnostics: left ?? [] };
    }
    const wanted = withoutUnknowns(planned);
    if (prior === null) return done(settle(planned, await this.type.create(wanted, given)));
    const made = (await this.type.update?.(wanted, prior, given)) ?? {};
    return done(settle(planned, { ...prior, ...made }));
  }

  public import(id: string, session: MaybeSession): ValueObject {
    const { schema, importedAs } = this.type;
    if (schema.importable !== true) {
      throw new Failure(errorOf(`${schema.type} cannot be imported: the vendor's provider cannot import it either.`));
    }
    const known: Readonly<Record<string, Value>> = importedAs?.(id, this.needed(session)) ?? { id };
    const names = [...Object.keys(schema.block.attributes ?? {}), ...Object.keys(schema.block.block_types ?? {})];
    return Object.fromEntries(names.map((name) => [name, known[name] ?? this.emptyOf(name)]));
  }

  /** Blocks of which there may be several are never null. */
  private emptyOf(name: string): Value {
    const mode = this.type.schema.block.block_types?.[name]?.nesting_mode;
    return mode === "list" || mode === "set" ? [] : null;
  }

  /** Only what belongs to the resource itself: an id that it names as its source is none of its own. */
  public static idOf(state: ValueObject | null): string | undefined {
    return textOr(state?.id, undefined);
  }

  private needed(session: MaybeSession): Session {
    if (session !== undefined) return session;
    // Types that do without a cloud never look at it.
    if (this.type.isCloudless === true) return undefined as unknown as Session;
    throw new Failure(errorOf("The provider is not configured yet."));
  }
}
