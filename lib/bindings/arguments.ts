// Arguments as their table says, for Terraform's JSON and for HCL: shared by resources and data sources.
import { booleanToTerraform, hashMapper, numberToTerraform, stringToTerraform } from "cdktf";
import type { Argument, ArgumentType } from "../vendor";

export type Values = Readonly<Record<string, unknown>>;

const TO_TERRAFORM: Readonly<Record<ArgumentType, (value: never) => unknown>> = {
  string: stringToTerraform,
  number: numberToTerraform,
  bool: booleanToTerraform,
  map: hashMapper(stringToTerraform),
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
      type: type === "map" ? "map" : "simple",
      storageClassType: type === "map" ? "stringMap" : type === "bool" ? "boolean" : type,
    };
  }
  return attributes;
}
