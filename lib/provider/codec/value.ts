// Terraform's values inside the plugin: JSON's, numbers of any size, and the unknown.
import { textFault, UNKNOWN, UsageError, type Unknown } from "../../values";

/** A number that no JavaScript number holds exactly, in decimal notation. */
export class Decimal {
  public constructor(public readonly text: string) {}
}

export type Value = null | Unknown | boolean | string | number | bigint | Decimal | readonly Value[] | ValueObject;

export interface ValueObject {
  readonly [name: string]: Value;
}

/** A number as it is kept: as a JavaScript number where that is exact. */
export function numberOf(given: number | bigint | string): number | bigint | Decimal {
  if (typeof given === "number") return given;
  if (typeof given === "bigint") return isSafe(given) ? Number(given) : given;
  if (/^[+-]?\d+$/u.test(given)) return numberOf(BigInt(given));
  return String(Number(given)) === given ? Number(given) : new Decimal(given);
}

function isSafe(value: bigint): boolean {
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER);
}

export function isObject(value: Value | undefined): value is ValueObject {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    value !== UNKNOWN &&
    !(value instanceof Decimal)
  );
}

/** Whether a value holds nothing that is unknown, however deep. */
export function isWhollyKnown(value: Value): boolean {
  if (value === UNKNOWN) return false;
  if (Array.isArray(value)) return (value as readonly Value[]).every(isWhollyKnown);
  return !isObject(value) || Object.values(value).every(isWhollyKnown);
}

/** Whether two values are the same. Of sets, too: Terraform hands their elements over in one order. */
export function sameValue(left: Value, right: Value): boolean {
  if (left === right) return true;
  if (left instanceof Decimal && right instanceof Decimal) return left.text === right.text;
  if (Array.isArray(left) && Array.isArray(right)) return sameList(left, right);
  if (!isObject(left) || !isObject(right)) return false;
  const names = Object.keys(left);
  return names.length === Object.keys(right).length && names.every((name) => sameMember(left, right, name));
}

function sameList(left: readonly Value[], right: readonly Value[]): boolean {
  return left.length === right.length && left.every((item, index) => sameValue(item, right[index] ?? null));
}

function sameMember(left: ValueObject, right: ValueObject, name: string): boolean {
  const [mine, other] = [left[name], right[name]];
  return mine !== undefined && other !== undefined && sameValue(mine, other);
}

/** The text, where it can be stored as it is; throws a UsageError with the path of the value where it cannot. */
export function storableText(text: string, path: readonly string[]): string {
  const fault = textFault(text);
  if (fault === undefined) return text;
  throw new UsageError(`${JSON.stringify(path.join("."))} ${fault}.`);
}
