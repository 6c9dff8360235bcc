// From what props hold to what is known: tokens become the unknown, whatever they hide in, unless they resolve at synth.
import { DefaultTokenResolver, StringConcat, Token, Tokenization } from "cdktf";
import type { IConstruct } from "constructs";
import { UNKNOWN, type Knowable } from "../values";

/** `${…}` that Terraform would evaluate; `$${` is an escaped one. */
const EXPRESSION = /(?:^|[^$])\$\{|(?:^|[^%])%\{/u;

const RESOLVER = new DefaultTokenResolver(new StringConcat());

/** The value when it is known at synth, else the unknown. An absent value is unknown. */
export function known<T>(value: T | undefined, scope: IConstruct): Knowable<T> {
  if (value === undefined) return UNKNOWN;
  if (typeof value === "boolean") return value;
  if (typeof value === "string" && !value.includes("{")) return value;
  if (typeof value === "number" && !Token.isUnresolved(value)) return value;
  if (isPlainRecord(value)) return value;
  const result = produced(value, scope);
  return isOfKind(value, result) ? (result as T) : UNKNOWN;
}

/** What a token becomes: the unknown where only Terraform tells, undefined where it is absent. */
export function produced(token: unknown, scope: IConstruct): unknown {
  const resolved: unknown = Tokenization.resolve(token, { scope, preparing: false, resolver: RESOLVER });
  return resolved !== undefined && holdsExpression(resolved) ? UNKNOWN : resolved;
}

/** Whether a value is what its token stands for: one of another kind is a fault of the prop that holds it, and not known. */
function isOfKind(token: unknown, value: unknown): boolean {
  if (value === token) return true;
  if (typeof token === "string" || typeof token === "number")
    return typeof token === typeof value && !Number.isNaN(value);
  if (Array.isArray(token))
    return (
      Array.isArray(value) &&
      (token.length !== value.length || value.every((one, index) => isOfKind(token[index], one)))
    );
  if (value === null || value === undefined || Array.isArray(value)) return false;
  if (typeof value !== "object") return true;
  const stated = token as Readonly<Record<string, unknown>>;
  return Object.entries(value).every(([name, one]) => isOfKind(name in stated ? stated[name] : "", one));
}

/** Whether it is a list or record of texts that hold nothing to resolve: tags, most of the time. */
function isPlainRecord(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== Array.prototype) return false;
  return Object.entries(value).every(
    ([key, text]: [string, unknown]) => typeof text === "string" && !text.includes("{") && !key.includes("{"),
  );
}

function holdsExpression(value: unknown): boolean {
  if (typeof value === "string") return EXPRESSION.test(value);
  if (Array.isArray(value)) return value.some(holdsExpression);
  if (value === null || value === undefined) return value === undefined;
  if (typeof value === "object") return Object.entries(value).some((entry) => entry.some(holdsExpression));
  return false;
}

/**
 * An id as a program gives it. "" stands for one that is undefined, null or no text: the construct that takes it has the finding, such as
 * `key/named`.
 */
export function givenId(value: unknown): string {
  if (typeof value === "string") return value;
  return typeof value !== "number" && Token.isUnresolved(value) ? Token.asString(value) : "";
}

/** The same for a prop that can be left out: only undefined leaves it out. */
export function givenIdOrNone(value: unknown): string | undefined {
  return value === undefined ? undefined : givenId(value);
}

/** What a value resolves to at synth, as text, expressions included: for finding out what a token refers to. */
export function resolvedText(value: unknown, scope: IConstruct): string {
  const resolved: unknown = Tokenization.resolve(value, { scope, preparing: false, resolver: RESOLVER });
  return typeof resolved === "string" ? resolved : "";
}

/** Text from a file, for a Terraform string: what looks like an expression in it is none. */
export function escaped(text: string): string {
  return text.replace(/[$%](?=\{)/gu, (sign) => sign + sign);
}

/** Text of a program for Terraform: a token stays one, a bare reference too; what else looks like an expression is none. */
export function literal(text: string): string {
  return Token.isUnresolved(text) ? Token.asString(text) : escaped(text);
}

/** Text that is emitted by `literal`: only a token in it is not known. */
export function knownLiteral(text: string, scope: IConstruct): Knowable<string> {
  return Token.isUnresolved(text) ? known(text, scope) : text;
}
