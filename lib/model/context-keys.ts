// The keys of ours in the context of cdktf.json.

export const CONTEXT_KEYS = {
  catalog: "image-replication:catalog",
  lanes: "image-replication:lanes",
  policies: "image-replication:policies",
  prices: "image-replication:prices",
  record: "image-replication:record",
  target: "image-replication:target",
} as const;

/** Keys that begin like ours and are none: a mistyped key would be ignored. */
export function unknownContextKeys(context: Readonly<Record<string, unknown>>): readonly string[] {
  const known: readonly string[] = Object.values(CONTEXT_KEYS);
  return Object.keys(context).filter((key) => /^image[-_]?replication\b/iu.test(key) && !known.includes(key));
}
