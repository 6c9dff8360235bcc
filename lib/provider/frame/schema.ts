// Schemas of resource types and data sources: the vendor's own, as recorded in lib/vendor, and how Terraform is told of them.
import { typeOfBlock, type BlockSchema, type NestedBlockSchema, type TerraformType } from "../codec/terraform-type";

export interface Schema {
  readonly type: string;
  readonly version: number;
  /** Arguments whose change replaces the resource. */
  readonly force_new?: readonly string[];
  /** Arguments that cannot change at all, unless `enable_force_new` says that the resource is replaced then. */
  readonly non_updatable?: readonly string[];
  /** What the service takes an argument for that is not set. */
  readonly defaults?: Readonly<Record<string, string | number | boolean>>;
  readonly importable?: boolean;
  readonly merges_default_tags?: boolean;
  readonly timeouts_default_seconds?: { readonly create?: number; readonly delete?: number };
  readonly block: BlockSchema;
}

/** A recorded schema. The compiler widens what it reads from JSON, where types are text and lists. */
export function recorded(json: object): Schema {
  return json as Schema;
}

export function typeOf({ block }: Schema): TerraformType {
  return typeOfBlock(block);
}

const NESTING = { single: "SINGLE", group: "GROUP", list: "LIST", set: "SET", map: "MAP" } as const;

export function schemaMessage({ version, block }: Schema): object {
  return { version, block: blockMessage(block) };
}

function blockMessage({ attributes = {}, block_types = {}, deprecated = false }: BlockSchema): object {
  return {
    attributes: Object.entries(attributes).map(([name, { type, ...flags }]) => ({
      name,
      type: Buffer.from(JSON.stringify(type)),
      ...flags,
    })),
    block_types: Object.entries(block_types).map(([name, nested]) => nestedMessage(name, nested)),
    deprecated,
  };
}

function nestedMessage(name: string, { nesting_mode: mode, max_items, block }: NestedBlockSchema): object {
  return { type_name: name, nesting: NESTING[mode], max_items, block: blockMessage(block) };
}
