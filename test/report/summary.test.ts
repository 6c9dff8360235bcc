// The summary for a pull request: it always fits a comment, reads well at ten and at two thousand hops, and no name acts as markup.
import { changesText, routePlanMermaid, routePlansMarkdown } from "../../lib/report";
import { planChanges, type RoutePlan } from "../../lib/routes";
import { UNKNOWN } from "../../lib/values";
import { expectGolden } from "../goldens";
import { plan, wish } from "../routes/plans";
import { hostilePlan, worldwide } from "./worlds";

const COMMENT = 65_536;

/** The same with other money, as a price book gives it. */
function priced(whole: RoutePlan, cost: Readonly<Record<string, number>>): RoutePlan {
  return { ...whole, forecast: { ...whole.forecast, cost: { amounts: cost, unpriced: [] } } };
}

test("ten hops are all listed, against a plan with eight", () => {
  const [before, after] = [worldwide(8), worldwide(10)];
  expectGolden("summary-10.md", routePlansMarkdown([after], planChanges([before], [after])));
});

test("two thousand hops are summarized in totals, with the first of every list", () => {
  const [before, after] = [worldwide(1900), worldwide(2000)];
  const text = routePlansMarkdown([after], planChanges([before], [after]));
  expect(text.length).toBeLessThan(COMMENT);
  expectGolden("summary-2000.md", text);
});

test.each([0, 1, 10, 24, 25, 200, 2000])("%i hops fit a comment", (count) => {
  const after = worldwide(count);
  for (const changes of [undefined, planChanges([], [after]), planChanges([worldwide(2001)], [after])]) {
    expect(routePlansMarkdown([after], changes).length).toBeLessThan(COMMENT);
  }
});

test("three hundred stacks, and markup names of a thousand characters, fit a comment", () => {
  const stacks = Array.from({ length: 300 }, (_, index) => worldwide(12, `stack-${String(index)}`));
  expect(routePlansMarkdown(stacks, planChanges([], stacks)).length).toBeLessThan(COMMENT);
  const long = plan(
    Array.from({ length: 300 }, (_, index) =>
      wish(`cn-east-3/${"@<|&".repeat(250)}${String(index)}`, "copyImageAcross", { image: "<|>".repeat(400) }),
    ),
    { stack: "@".repeat(5000) },
  );
  const text = routePlansMarkdown([long], planChanges([], [long]));
  expect(text.length).toBeLessThan(COMMENT);
  expect(text).toContain("**300 replicas**");
});

test("money is shown where it is known, per currency, and is not guessed elsewhere", () => {
  const [one, other] = [
    priced(worldwide(4, "one"), { USD: 12.345, CNY: 3 }),
    priced(worldwide(4, "other"), { USD: 1 }),
  ];
  const text = routePlansMarkdown([one, other]);
  expect(text).toMatch(/^\*\*8 replicas\*\*.*, 13\.35 USD and 3\.00 CNY\./mu);
  expect(routePlansMarkdown([one, worldwide(4, "bare")])).toContain("| not priced |");
  expect(routePlansMarkdown([one, worldwide(4, "bare")])).not.toMatch(/^\*\*8 replicas\*\*.*USD/mu);
});

test("a plan with prices and without charges costs nothing", () => {
  const text = routePlansMarkdown([priced(plan([wish("cn-north-4/web", "copyImage", { image: "base" })]), {})]);
  expect(text).toContain("**nothing charged**. ");
  expect(text).toContain("| nothing | nothing |\n");
});

test("an acknowledged finding does not acknowledge others of its rule", () => {
  const whole = worldwide(4);
  const finding = { rule: "source/windows", severity: "warning", text: "Windows." } as const;
  const findings = [
    { ...finding, construct: "stack/one", acknowledged: "tried by hand" },
    { ...finding, construct: "stack/two" },
    { ...finding, construct: "stack/three" },
  ];
  const text = routePlansMarkdown([{ ...whole, findings }]);
  expect(text).toContain("(warning): `stack/two`, and 1 construct more. Windows.");
  expect(text).toContain("(warning, acknowledged&#58; tried by hand): `stack/one`. Windows.");
});

test("removed replicas are a risk", () => {
  const changes = planChanges([worldwide(8)], [worldwide(6)]);
  expect(routePlansMarkdown([worldwide(6)], changes)).toContain(
    "- **Removals:** 2 replicas are destroyed, and nothing",
  );
});

test("a key that is unknown until apply is drawn as unknown, and not as encryption", () => {
  const open = plan([wish("cn-north-4/web", "copyImage", { image: "base" }, { "key.id": UNKNOWN })]);
  expect(routePlanMermaid([open])).toContain('["web · key not known yet"]');
});

test("re-created copies are a risk, with their traffic", () => {
  const chain = (keyId: string | null): RoutePlan =>
    plan([
      wish(
        "cn-north-4/plain",
        "copyImage",
        { image: "base" },
        keyId === null ? {} : { "key.id": keyId, "key.region": "cn-north-4", "key.state": "enabled" },
      ),
      wish("cn-east-3/web", "copyImageAcross", { hop: "cn-north-4/plain" }, { "image.sizeGib": 40 }),
    ]);
  const changes = planChanges([chain("k-1")], [chain("k-2")]);
  const text = routePlansMarkdown([chain("k-2")], changes);
  expect(text).toContain("**Replacements copy again:** 2 replicas, 40 GiB of OBS traffic.");
  expect(text).toContain("`cn-east-3/web`: its source cn-north-4/plain is copied again");
});

test("another region of a retired copy is an error in comment and text, with the two steps", () => {
  const fed = (...regions: string[]): RoutePlan =>
    plan([
      { ...wish("cn-north-4/plain", "copyImage", { image: "base" }), intermediate: "retired" },
      ...regions.map((region) => wish(`${region}/web`, "copyImageAcross", { hop: "cn-north-4/plain" })),
    ]);
  const after = fed("cn-east-3", "cn-south-1");
  const changes = planChanges([fed("cn-east-3")], [after]);
  const comment = routePlansMarkdown([after], changes);
  expect(comment).toContain("**Terraform cannot apply it: 1 error.**");
  expect(comment).toContain("**stack/made-before-retired** (error): `golden-images/cn-south-1-web`.");
  const text = changesText(changes).replaceAll(/\s+/gu, " ");
  expect(text).toContain('Terraform cannot apply it - error: Replica "cn-south-1/web" cannot be created');
  for (const page of [comment, text]) {
    expect(page).toMatch(/Set intermediates(:|&#58;) Intermediates\.RETAIN, apply, then set DELETE again\./u);
  }
});

test("Mermaid draws a map of endless names, which leaves space for the rest", () => {
  const wishes = Array.from({ length: 20 }, (_, index) =>
    wish(`cn-east-3/web-${String(index)}`, "copyImageAcross", { image: `i-${String(index)}` }),
  );
  const long = plan(wishes.map((one) => ({ ...one, sheet: { ...one.sheet, "replica.name": "<|>@".repeat(2500) } })));
  expect(routePlanMermaid([long]).length).toBeLessThan(50_000);
  const text = routePlansMarkdown([long]);
  expect(text.length).toBeLessThan(COMMENT);
  expect(text).toContain("### Map");
});

describe("names that are markup", () => {
  const hostile = hostilePlan();

  test("have no effect in Markdown", () => {
    const text = routePlansMarkdown([hostile], planChanges([], [hostile]));
    const outside = text.replaceAll(/```mermaid[\s\S]*?```/gu, "");
    expect(outside).not.toMatch(/<script|javascript:|https:\/\/|[^`]@all|\]\(|\$\{/u);
    expect(outside).not.toContain("\u001b");
    // Every row of a table has as many cells as its head.
    for (const block of outside.matchAll(/(?:^\|.*\|$\n?)+/gmu)) {
      const cells = block[0]
        .trimEnd()
        .split("\n")
        .map((line) => line.split("|").length);
      expect(new Set(cells).size).toBe(1);
    }
  });

  test("have no effect in Mermaid", () => {
    const text = routePlanMermaid([hostile]);
    for (const line of text.trimEnd().split("\n").slice(1)) {
      expect(line).toMatch(
        /^ {2}(?: {2})?(?:subgraph \w+\["[^"<>[\]{}|`@]*"\]|\w+\["[^"<>[\]{}|`@]*"\]|end|\w+ [-=]{2}>\|"[^"<>[\]{}|`@]*"\| \w+)$/u,
      );
    }
  });
});

test("many hops are a map of regions", () => {
  expectGolden("map-200.mmd", routePlanMermaid([worldwide(200)]));
});
