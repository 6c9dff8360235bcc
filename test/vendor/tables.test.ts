// The tables of resource types against the vendor's own schema.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { IMAGES_IMAGE_COPY, PROVIDER_SETTINGS, type ResourceType } from "../../lib/vendor";

interface Attribute {
  readonly type: unknown;
  readonly required?: true;
  readonly optional?: true;
  readonly computed?: true;
}

interface Schema {
  readonly resource_schemas: Readonly<
    Record<
      string,
      {
        readonly block: { readonly attributes: Readonly<Record<string, Attribute>> };
        readonly force_new: readonly string[];
        readonly timeouts_default: { readonly create: string };
      }
    >
  >;
  readonly provider_schema: { readonly block: { readonly attributes: Readonly<Record<string, Attribute>> } };
}

const schema = JSON.parse(
  readFileSync(join(__dirname, "..", "..", "lib", "vendor", "huaweicloud.schema.json"), "utf8"),
) as Schema;

const TYPES: readonly ResourceType[] = [IMAGES_IMAGE_COPY];
const TYPE_NAMES = { string: "string", number: "number", bool: "bool", map: ["map", "string"] } as const;

describe.each(TYPES.map((type) => [type.type, type] as const))("%s", (name, type) => {
  const { block, force_new, timeouts_default } = schema.resource_schemas[name] ?? fail();

  test("has every argument that can be set, and no other", () => {
    const settable = Object.entries(block.attributes).filter(
      ([key, { required, optional }]) => key !== "id" && (required ?? optional),
    );
    expect(type.arguments.map(({ attribute }) => attribute).sort()).toEqual(settable.map(([key]) => key).sort());
  });

  test.each(type.arguments.map((argument) => [argument.attribute, argument] as const))(
    "%s has the vendor's type and flags",
    (attribute, argument) => {
      const declared = block.attributes[attribute];
      expect(declared?.type).toEqual(TYPE_NAMES[argument.type]);
      expect(argument.required ?? false).toBe(declared?.required ?? false);
      expect(argument.replaces ?? false).toBe(force_new.includes(attribute));
      expect(argument.property).toBe(attribute.replace(/_([a-z])/gu, (_all, letter: string) => letter.toUpperCase()));
    },
  );

  test("hands on attributes that the service fills in", () => {
    for (const attribute of type.computed) expect(block.attributes[attribute]?.computed).toBe(true);
  });

  test("knows the vendor's default timeout", () => {
    expect(timeouts_default.create).toBe(`${String(type.createTimeoutSeconds / 3600)}h0m0s`);
  });
});

test("the provider block has the settings that are written, and none of them is a credential", () => {
  const { attributes } = schema.provider_schema.block;
  for (const setting of Object.values(PROVIDER_SETTINGS))
    expect(attributes[setting]).toEqual({ type: "string", optional: true });
});

function fail(): never {
  throw new Error("the type is not in the recorded schema");
}
