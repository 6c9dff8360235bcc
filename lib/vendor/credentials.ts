// Which arguments of the vendor's provider are credentials.

/** By the names of the blocks that they stand in. The vendor marks all but `key`, the private key of a client certificate, as sensitive. */
export const CREDENTIALS: readonly string[] = [
  "access_key",
  "assume_role_with_oidc.id_token",
  "key",
  "password",
  "secret_key",
  "security_token",
  "token",
];

/** The credentials that stand in a provider's settings as plain text, where blocks are objects or lists of them. */
export function literalCredentials(settings: unknown, isLiteral: (value: unknown) => boolean): readonly string[] {
  return CREDENTIALS.filter((path) => valuesAt(settings, path.split(".")).some(isLiteral));
}

function valuesAt(value: unknown, [name, ...more]: readonly string[]): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (name === undefined) return [value];
  if (Array.isArray(value)) return value.flatMap((block) => valuesAt(block, [name, ...more]));
  return typeof value === "object" && Object.hasOwn(value, name)
    ? valuesAt((value as Readonly<Record<string, unknown>>)[name], more)
    : [];
}
