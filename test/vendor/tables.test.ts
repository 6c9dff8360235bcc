// The tables of resource types against the vendor's own schema.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  CREDENTIALS,
  IMAGES_IMAGE_COPY,
  IMAGES_IMAGE_SHARE,
  IMAGES_IMAGE_SHARE_ACCEPTER,
  IMS_IMAGE_EXPORT,
  IMS_OBS_DATA_IMAGE,
  IMS_OBS_SYSTEM_IMAGE,
  IMS_QUICKIMPORT_DATA_IMAGE,
  IMS_QUICKIMPORT_SYSTEM_IMAGE,
  IMSV21_IMAGE_EXPORT,
  PROVIDER_SETTINGS,
  type ResourceType,
} from "../../lib/vendor";

interface Attribute {
  readonly type: unknown;
  readonly required?: true;
  readonly optional?: true;
  readonly computed?: true;
}

interface Schema {
  readonly type: string;
  readonly block: { readonly attributes: Readonly<Record<string, Attribute>> };
  readonly force_new?: readonly string[];
  readonly timeouts_default_seconds?: { readonly create?: number };
}

/** The vendor's own schema of a type, as its provider prints it. */
function schemaOf(file: string): Schema {
  return JSON.parse(readFileSync(join(__dirname, "..", "..", "lib", "vendor", "schemas", file), "utf8")) as Schema;
}

const TYPES: readonly ResourceType[] = [
  IMAGES_IMAGE_COPY,
  IMAGES_IMAGE_SHARE,
  IMAGES_IMAGE_SHARE_ACCEPTER,
  IMS_IMAGE_EXPORT,
  IMS_OBS_SYSTEM_IMAGE,
  IMS_OBS_DATA_IMAGE,
  IMS_QUICKIMPORT_DATA_IMAGE,
  IMS_QUICKIMPORT_SYSTEM_IMAGE,
  IMSV21_IMAGE_EXPORT,
];
const TYPE_NAMES = {
  string: "string",
  number: "number",
  bool: "bool",
  map: ["map", "string"],
  set: ["set", "string"],
} as const;

describe.each(TYPES.map((type) => [type.type, type] as const))("%s", (name, type) => {
  const file = `${name.replace("huaweicloud_", "").replaceAll("_", "-")}.resource.json`;
  const { block, force_new = [], timeouts_default_seconds, type: told } = schemaOf(file);

  test("names the type of its schema", () => {
    expect(told).toBe(name);
  });

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

  test("keeps the attributes that the service fills in", () => {
    for (const attribute of type.computed) expect(block.attributes[attribute]?.computed).toBe(true);
  });

  test("has the vendor's default timeout", () => {
    expect(timeouts_default_seconds?.create).toBe(type.createTimeoutSeconds);
  });
});

test("the provider block has only the settings that are written, and no credential", () => {
  const { attributes } = schemaOf("huaweicloud.provider.json").block;
  for (const setting of Object.values(PROVIDER_SETTINGS))
    expect(attributes[setting]).toEqual({ type: "string", optional: true });
});

interface Block {
  readonly attributes: Readonly<Record<string, { readonly sensitive?: boolean }>>;
  readonly block_types?: Readonly<Record<string, { readonly block: Block }>>;
}

function sensitiveIn({ attributes, block_types: blocks = {} }: Block): readonly string[] {
  const own = Object.keys(attributes).filter((name) => attributes[name]?.sensitive === true);
  const inner = Object.entries(blocks).flatMap(([name, { block }]) =>
    sensitiveIn(block).map((path) => `${name}.${path}`),
  );
  return [...own, ...inner];
}

test("sensitive settings of the vendor's provider block and the certificate key are credentials", () => {
  const { block } = schemaOf("huaweicloud.provider.json") as unknown as { block: Block };
  expect([...sensitiveIn(block), "key"].sort()).toEqual(CREDENTIALS);
});
