// The search of the data sources: names by a pattern, in Go's syntax.
import type { Sight } from "../../lib/cloud";
import { Failure } from "../../lib/provider/frame/diagnostic";
import type { Session } from "../../lib/provider/frame/session";
import { search } from "../../lib/provider/data-sources/search";

const sights = ["Web-Base-1", "web-base-2", "db"].map((name) => ({
  image: {
    id: name,
    name,
    status: "active",
    kind: "system-disk",
    os: "linux",
    tags: {},
    sizeGib: 1,
    madeFrom: { means: "untold" },
  },
  seenAs: "private",
})) as unknown as readonly Sight[];

function found(name_regex: string): readonly string[] {
  const settings = { account: "default", region: "cn-north-4" };
  const session = { settings, cloud: { visibleTo: () => sights } } as unknown as Session;
  return search({ name_regex }, session).map(({ name }) => name);
}

test.each([
  ["(?i)^web-base", ["Web-Base-1", "web-base-2"]],
  ["base-[[:digit:]]+$", ["web-base-2"]],
  ["b-b", ["web-base-2"]],
  ["([a-z0-9]+-?)+!", []],
])("%s finds the names that match", (pattern, names) => {
  expect(found(pattern)).toEqual(names);
});

test.each([
  ["(?=web)", /is no regular expression: look-around is not supported/u],
  ["(", /is no regular expression: missing closing \)/u],
])("%s is refused with the reason", (pattern, message) => {
  const call = (): unknown => found(pattern);
  expect(call).toThrow(Failure);
  expect(call).toThrow(message);
});
