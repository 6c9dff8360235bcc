// Values that only Terraform knows, in the forms that programs use: tests put them into every prop.
import { Fn, Lazy, TerraformVariable, Token, type TerraformStack } from "cdktf";

/** Makes the value of a prop in its stack. */
export type Make = (stack: TerraformStack) => unknown;

/** The type of a prop. */
export type Type = "text" | "number" | "flag" | "list" | "map";

export const variable = (stack: TerraformStack): TerraformVariable =>
  (stack.node.tryFindChild("unknown") as TerraformVariable | undefined) ?? new TerraformVariable(stack, "unknown", {});

/** Values that only Terraform knows, as programs write them. */
export const UNKNOWNS: Readonly<Record<Type, Readonly<Record<string, Make>>>> = {
  text: {
    "a variable": (stack) => variable(stack).stringValue,
    "a function": (stack) => Fn.join("-", ["a", variable(stack).stringValue]),
    "a raw expression": (stack) => `\${${variable(stack).fqn.replace(/^\$\{|\}$/gu, "")}}`,
    "text around a token": (stack) => `a-${variable(stack).stringValue}-b`,
    "a Lazy of a token": (stack) => {
      const token = variable(stack).stringValue;
      return Lazy.stringValue({ produce: () => token });
    },
    "a bare reference": (stack) => variable(stack).value as unknown,
  },
  number: {
    "a variable": (stack) => variable(stack).numberValue,
    "a Lazy of a token": (stack) => {
      const token = variable(stack).numberValue;
      return Lazy.numberValue({ produce: () => token });
    },
    "a raw expression": () => "${var.unknown}",
    "a bare reference": (stack) => variable(stack).value as unknown,
  },
  flag: {
    "a variable": (stack) => variable(stack).booleanValue,
    "a Lazy of a token": (stack) => {
      const token = variable(stack).booleanValue;
      return Lazy.anyValue({ produce: () => token });
    },
    "a raw expression": () => "${var.unknown}",
  },
  list: {
    "a variable": (stack) => variable(stack).listValue,
    "a token inside": (stack) => ["cn-south-1", variable(stack).stringValue],
    "a raw expression inside": () => ["cn-south-1", "${var.unknown}"],
    "a Lazy": (stack) => {
      const token = variable(stack).listValue;
      return Lazy.listValue({ produce: () => token });
    },
    "a bare reference": (stack) => variable(stack).value as unknown,
  },
  map: {
    "a variable": (stack) => Token.asStringMap(variable(stack).value),
    "a token inside": (stack) => ({ tier: variable(stack).stringValue }),
    "a token as a key": (stack) => ({ [variable(stack).stringValue]: "web" }),
    "a raw expression inside": () => ({ tier: "${var.unknown}" }),
    "a bare reference": (stack) => variable(stack).value as unknown,
    "a Lazy": (stack) => {
      const token = variable(stack).stringValue;
      return Lazy.anyValue({ produce: () => ({ tier: token }) });
    },
  },
};

/** A value that resolves at synth, and not before. */
export function lazy(type: Type, value: unknown): unknown {
  switch (type) {
    case "text":
      return Lazy.stringValue({ produce: () => value as string });
    case "number":
      return Lazy.numberValue({ produce: () => value as number });
    case "list":
      return Lazy.listValue({ produce: () => value as string[] });
    case "flag":
    case "map":
      return Lazy.anyValue({ produce: () => value });
  }
}
