// One table per resource type of the vendor's provider that we emit: attribute, property, type, and the fact that it carries.
import type { FactKey, ImageKind, OperationKind } from "../model";
import { SECONDS_PER_MINUTE } from "../values";

export type ArgumentType = "string" | "number" | "bool" | "map" | "set";

/** One argument of a resource type: a column between Terraform's name and ours. */
export interface Argument {
  /** The vendor's name of it. */
  readonly attribute: string;
  /** The same in camel case, as L1 classes spell it. */
  readonly property: string;
  readonly type: ArgumentType;
  readonly required?: true;
  /** Changing it makes Terraform replace the resource, and so copy again. */
  readonly replaces?: true;
  /** The fact that it carries; null when rules know nothing of it. */
  readonly fact: FactKey | null;
}

export interface ResourceType {
  readonly type: string;
  /** What it asks of the service. Whether a copy goes across regions is told by its arguments. */
  readonly operation: Extract<
    OperationKind,
    "copyImage" | "shareImage" | "acceptImage" | "exportImage" | "registerImage"
  >;
  /** What a registration makes. */
  readonly kind?: Extract<ImageKind, "system-disk" | "data-disk">;
  /** Whether a registration is a quick import whatever its arguments say. */
  readonly quick?: true;
  readonly arguments: readonly Argument[];
  /** Attributes that the service fills in and that we hand on. */
  readonly computed: readonly string[];
  /** Default of `timeouts.create`, in seconds. */
  readonly createTimeoutSeconds: number;
}

/** The same as `timeouts` would say it, such as `60m`. */
export function defaultCreateTimeout({ createTimeoutSeconds }: ResourceType): string {
  return `${String(createTimeoutSeconds / SECONDS_PER_MINUTE)}m`;
}

/** The argument that carries a fact. An image file is one argument: its bucket and its key stand in the same. */
export function attributeOf({ arguments: all }: ResourceType, fact: FactKey): string | undefined {
  const carries = (one: FactKey): string | undefined => all.find((argument) => argument.fact === one)?.attribute;
  return carries(fact) ?? (fact === "object.key" ? carries("bucket.name") : undefined);
}
