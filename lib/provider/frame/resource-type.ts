// What a resource type or a data source has to say of itself; all else is the frame's, and the same for every type.
import type { ValueObject } from "../codec/value";
import type { Diagnostic } from "./diagnostic";
import type { Schema } from "./schema";
import type { Fidelity, Session } from "./session";

export interface ResourceType {
  readonly schema: Schema;
  /**
   * What breaks a rule: at validation, with what the configuration says; at plan, with what the session knows, and the state before the
   * change. Nothing is asked for yet.
   */
  judge?(values: ValueObject, at: Validation | Planning): readonly Diagnostic[];
  /** Makes it. Attributes that it leaves out become null. Throws a Failure. */
  create(planned: ValueObject, session: Session): Promise<ValueObject> | ValueObject;
  /** What there is now; undefined when it is gone. An attribute that it leaves out stays what it was. */
  read(state: ValueObject, session: Session): ValueObject | undefined;
  /** Changes it in place. Attributes that it leaves out stay what they were. */
  update?(planned: ValueObject, prior: ValueObject, session: Session): Promise<ValueObject> | ValueObject;
  /** What it leaves behind is told as warnings. */
  delete(
    state: ValueObject,
    session: Session,
  ): Promise<readonly Diagnostic[] | undefined> | readonly Diagnostic[] | undefined;
  /** The state by which `read` finds what is imported; default: its id alone. */
  readonly importedAs?: (id: string, session: Session) => ValueObject;
  /** Computed attributes that a change in place changes, too. */
  readonly touched?: readonly string[];
  /** Upgrades a state of an older version of the schema, as JSON, to the next one. */
  readonly upgrades?: Readonly<Record<number, (state: Readonly<Record<string, unknown>>) => object>>;
  /** Whether it does without a configured cloud. */
  readonly isCloudless?: true;
}

export interface Validation {
  readonly stage: "validate";
  readonly fidelity: Fidelity;
}

export interface Planning {
  readonly stage: "plan";
  readonly session: Session;
  /** Null when it is to be made. */
  readonly prior: ValueObject | null;
}

export interface DataSource {
  readonly schema: Schema;
  read(config: ValueObject, session: Session): ValueObject;
  readonly isCloudless?: true;
}
