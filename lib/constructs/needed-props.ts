// Props that a construct cannot do without. A type check finds them missing, and not every program is type-checked: those in JavaScript are
// not, nor those that tsx runs.
import type { IConstruct } from "constructs";
import { UsageError } from "../values";

/** Throws a UsageError that names the construct where one of the props is missing, or the source or the encryption is of another kind. */
export function needProps<T extends object>(
  construct: IConstruct,
  props: T,
  needed: readonly (keyof T & string)[],
): void {
  const missing = needed.find((prop) => props[prop] === undefined || props[prop] === null);
  if (missing !== undefined) {
    const like = Object.keys(props).find((prop) => prop !== missing && isLike(prop, missing));
    const mend = like === undefined ? "" : ` It has "${like}": is that misspelt?`;
    throw new UsageError(`${subjectOf(construct)} has no "${missing}", which it needs.${mend}`);
  }
  const { source, encryption } = props as { readonly source?: unknown; readonly encryption?: unknown };
  if (source !== undefined && !holds(source, "facts")) {
    throw new UsageError(
      `${subjectOf(construct)} has a "source" that is no image. Give it a SourceImage, made by fromInventory, fromAttributes or fromLookup, or another replica.`,
    );
  }
  if (encryption !== undefined && !holds(encryption, "key")) {
    throw new UsageError(
      `${subjectOf(construct)} has an "encryption" of another kind. Give it Encryption.none() or Encryption.kms(key).`,
    );
  }
}

const subjectOf = (construct: IConstruct): string => `${construct.constructor.name} "${construct.node.path}"`;

const holds = (value: unknown, member: string): boolean =>
  typeof value === "object" && value !== null && member in value;

function isLike(prop: string, missing: string): boolean {
  const [one, two] = [prop.toLowerCase(), missing.toLowerCase()];
  return one.includes(two) || two.includes(one);
}
