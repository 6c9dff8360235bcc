// Terraform's types, as its schemas write them in JSON, and the type of a whole block.

export type TerraformType =
  | "string"
  | "number"
  | "bool"
  | "dynamic"
  | readonly ["list", TerraformType]
  | readonly ["set", TerraformType]
  | readonly ["map", TerraformType]
  | readonly ["tuple", readonly TerraformType[]]
  | readonly ["object", Readonly<Record<string, TerraformType>>];

type Membered = Extract<TerraformType, readonly ["map" | "object", unknown]>;
type Itemized = Extract<TerraformType, readonly ["list" | "set" | "tuple", unknown]>;

/** The members that a value of the type has: those of the type or, of a map, those that it happens to hold. */
export function membersOf(type: Membered, held: object): readonly (readonly [name: string, type: TerraformType])[] {
  return type[0] === "map" ? Object.keys(held).map((name) => [name, type[1]]) : Object.entries(type[1]);
}

export function isMembered(type: TerraformType): type is Membered {
  return type[0] === "map" || type[0] === "object";
}

export function itemType(type: Itemized, index: number): TerraformType {
  return type[0] === "tuple" ? (type[1][index] ?? "dynamic") : type[1];
}

export interface AttributeSchema {
  readonly type: TerraformType;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly sensitive?: boolean;
  readonly deprecated?: boolean;
}

export interface NestedBlockSchema {
  readonly nesting_mode: "single" | "group" | "list" | "set" | "map";
  readonly max_items?: number;
  readonly block: BlockSchema;
}

/** A block of a schema, in the form of `terraform providers schema -json`. */
export interface BlockSchema {
  readonly attributes?: Readonly<Record<string, AttributeSchema>>;
  readonly block_types?: Readonly<Record<string, NestedBlockSchema>>;
  readonly deprecated?: boolean;
}

const types = new WeakMap<BlockSchema, TerraformType>();

/** The type of the values of a block: an object of its attributes and its nested blocks. */
export function typeOfBlock(block: BlockSchema): TerraformType {
  let type = types.get(block);
  if (type === undefined) {
    const attributes = Object.entries(block.attributes ?? {}).map(
      ([name, attribute]) => [name, attribute.type] as const,
    );
    const nested = Object.entries(block.block_types ?? {}).map(([name, one]) => [name, typeOfNested(one)] as const);
    types.set(block, (type = ["object", Object.fromEntries([...attributes, ...nested])]));
  }
  return type;
}

function typeOfNested({ nesting_mode: mode, block }: NestedBlockSchema): TerraformType {
  const type = typeOfBlock(block);
  return mode === "single" || mode === "group" ? type : [mode, type];
}
