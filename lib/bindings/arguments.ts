// Arguments as their table says, for Terraform's JSON and for HCL: shared by resources and data sources.
import { booleanToTerraform, hashMapper, listMapper, numberToTerraform, stringToTerraform } from "cdktf";
import type { Argument, ArgumentType } from "../vendor";

export type Values = Readonly<Record<string, unknown>>;

const TO_TERRAFORM: Readonly<Record<ArgumentType, (value: never) => unknown>> = {
  string: stringToTerraform,
  number: numberToTerraform,
  bool: booleanToTerraform,
  map: hashMapper(stringToTerraform),
  set: listMapper(stringToTerraform, false),
};

const HCL: Readonly<Record<ArgumentType, { readonly type: string; readonly storageClassType: string }>> = {
  string: { type: "simple", storageClassType: "string" },
  number: { type: "simple", storageClassType: "number" },
  bool: { type: "simple", storageClassType: "boolean" },
  map: { type: "map", storageClassType: "stringMap" },
  set: { type: "set", storageClassType: "stringList" },
};

export function jsonAttributes(table: readonly Argument[], values: Values): Record<string, unknown> {
  const attributes: Record<string, unknown> = {};
  for (const { attribute, property, type } of table) {
    const value = values[property];
    if (value !== undefined) attributes[attribute] = TO_TERRAFORM[type](value as never);
  }
  return attributes;
}

export function hclAttributes(table: readonly Argument[], values: Values): Record<string, unknown> {
  const attributes: Record<string, unknown> = {};
  for (const { attribute, property, type } of table) {
    const value = values[property];
    if (value === undefined) continue;
    attributes[attribute] = {
      value: TO_TERRAFORM[type](value as never),
      isBlock: false,
      ...HCL[type],
    };
  }
  return attributes;
}
