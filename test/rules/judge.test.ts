// The table of rules and its evaluation: the example of each row breaks it, neutral facts break none, unknown facts, and the order of
// precedence.
import { CATALOG } from "../../lib/catalog";
import { OPERATION_KINDS, type FactKey, type FactSheet, type OperationKind } from "../../lib/model";
import {
  EXAMPLE_SUBJECT,
  exampleSheet,
  findingText,
  COMPLIANT_FACTS,
  evaluateRules,
  refusalOf,
  RULE_GROUPS,
  RULES,
  rulesFor,
  tryFindRule,
  type Rule,
} from "../../lib/rules";
import { UNKNOWN } from "../../lib/values";
import { illTyped, wellTyped } from "./row-types";

const rows = RULES.map((rule) => [rule.id, rule] as const);

/** The subjects of sentences: an image, a replica, an account, or a whole stack or app. */
const SUBJECTS = [
  'mage "web-golden"',
  'eplica "web"',
  'Account "default"',
  "The providers app/one and app/two",
  "The providers of one stack",
  "A provider of the stack",
  "The stacks of this app",
  "The stack's target",
];

function brokenIds(operation: OperationKind, sheet: FactSheet): readonly string[] {
  return evaluateRules(operation, sheet, EXAMPLE_SUBJECT).violations.map(({ rule }) => rule.id);
}

describe("examples", () => {
  test.each(OPERATION_KINDS)("neutral facts break no rule of %s and leave none undecided", (operation) => {
    expect(evaluateRules(operation, COMPLIANT_FACTS[operation], EXAMPLE_SUBJECT)).toEqual({
      violations: [],
      undecided: [],
    });
    expect(refusalOf(operation, COMPLIANT_FACTS[operation], EXAMPLE_SUBJECT)).toBeUndefined();
  });

  test.each(rows)("the example of %s breaks it, on each of its operations", (id, rule) => {
    expect(
      rule.appliesTo.filter((operation) => !brokenIds(operation, exampleSheet(rule, operation)).includes(id)),
    ).toEqual([]);
  });

  test.each(OPERATION_KINDS)("the examples of rules for other operations than %s are not broken on it", (operation) => {
    for (const rule of RULES) {
      const violations = brokenIds(operation, { ...COMPLIANT_FACTS[operation], ...rule.example });
      for (const id of violations) expect(tryFindRule(id)!.appliesTo).toContain(operation);
    }
  });

  test.each(rows)("the example of %s changes a fact that it reads", (_, rule) => {
    expect(Object.keys(rule.example).some((key) => rule.inputs.includes(key as FactKey))).toBe(true);
  });
});

/** Up to 64 non-empty subsets of a rule's facts: all of them for rules that read six facts or fewer. */
function subsets(keys: readonly FactKey[]): readonly (readonly FactKey[])[] {
  const count = Math.min(2 ** keys.length, 64);
  return Array.from({ length: count - 1 }, (_, mask) => keys.filter((_key, bit) => ((mask + 1) >> bit) & 1));
}

type Outcome = "broken" | "undecided" | "holds";

function outcomeOf(rule: Rule, operation: OperationKind, sheet: FactSheet): Outcome {
  const { violations, undecided } = evaluateRules(operation, sheet, EXAMPLE_SUBJECT);
  if (violations.some((finding) => finding.rule === rule)) return "broken";
  return undecided.some((open) => open.rule === rule) ? "undecided" : "holds";
}

describe("the unknown", () => {
  test.each(rows)("an unknown fact never changes the result of %s", (_, rule) => {
    const red: string[] = [];
    for (const operation of rule.appliesTo) {
      for (const facts of [exampleSheet(rule, operation), COMPLIANT_FACTS[operation]]) {
        const decided = outcomeOf(rule, operation, facts);
        for (const keys of subsets(rule.inputs)) {
          const blind = { ...facts, ...Object.fromEntries(keys.map((key) => [key, UNKNOWN])) };
          const outcome = outcomeOf(rule, operation, blind);
          if (outcome === decided || outcome === "undecided") continue;
          red.push(`${operation}, unknown: ${keys.join(", ")}\n  expected  ${decided}\n  actual    ${outcome}`);
        }
      }
    }
    expect(red.join("\n")).toBe("");
  });

  test.each(OPERATION_KINDS)("with all facts unknown, no rule of %s is broken", (operation) => {
    const blind = Object.fromEntries(Object.keys(COMPLIANT_FACTS[operation]).map((key) => [key, UNKNOWN])) as FactSheet;
    const { violations, undecided } = evaluateRules(operation, blind, EXAMPLE_SUBJECT);
    expect(violations).toEqual([]);
    expect(undecided.map(({ rule }) => rule.id)).toEqual(rulesFor(operation).map(({ id }) => id));
    for (const { rule, missingFact } of undecided) expect(rule.inputs).toContain(missingFact);
  });

  test.each(rows)("%s reads only the facts that it declares", (_, rule) => {
    for (const operation of rule.appliesTo) {
      const facts = exampleSheet(rule, operation);
      const declared = Object.fromEntries(rule.inputs.map((key) => [key, facts[key]])) as unknown as typeof facts;
      expect(rule.check(declared, CATALOG)).toBe(false);
      expect(rule.message(declared, EXAMPLE_SUBJECT, CATALOG)).toBe(rule.message(facts, EXAMPLE_SUBJECT, CATALOG));
    }
  });

  test("a rule is decided when its known facts suffice", () => {
    const sheet = { ...COMPLIANT_FACTS.copyImage, "image.seenAs": "public", "image.memberStatus": UNKNOWN } as const;
    expect(brokenIds("copyImage", sheet)).toEqual(["source/private"]);
    expect(evaluateRules("copyImage", sheet, EXAMPLE_SUBJECT).undecided).toEqual([]);
  });
});

describe("precedence", () => {
  test("broken rules are listed in the order of the table", () => {
    for (const operation of OPERATION_KINDS) {
      const order = rulesFor(operation).map(({ id }) => id);
      for (const first of rulesFor(operation)) {
        for (const second of rulesFor(operation)) {
          const violations = brokenIds(operation, {
            ...COMPLIANT_FACTS[operation],
            ...first.example,
            ...second.example,
          });
          expect(violations).toEqual(order.filter((id) => violations.includes(id)));
        }
      }
    }
  });

  test("the refusal is the first broken rule that has one", () => {
    for (const operation of OPERATION_KINDS) {
      for (const rule of rulesFor(operation)) {
        const sheet = exampleSheet(rule, operation);
        const first = evaluateRules(operation, sheet, EXAMPLE_SUBJECT).violations.find(
          (finding) => finding.rule.refusal !== undefined,
        );
        expect(refusalOf(operation, sheet, EXAMPLE_SUBJECT)).toEqual(first);
      }
    }
  });

  test.each([
    ["an existing image before its state", { "image.exists": false, "image.status": "saving" }, "IMG.0027"],
    ["the name before the size", { "replica.name": " web", "image.sizeGib": 129 }, "IMG.0003"],
    ["the owner before the state", { "image.account": "partner", "image.status": "saving" }, "IMG.0106"],
    ["the state before the kind", { "image.status": "saving", "image.kind": "iso" }, "IMG.0046"],
    ["the kind before the size", { "image.kind": "iso", "quota.used": 50 }, "IMG.0167"],
  ] as const)("the service names %s", (_, facts, code) => {
    const refusal = refusalOf("copyImageAcross", { ...COMPLIANT_FACTS.copyImageAcross, ...facts }, EXAMPLE_SUBJECT);
    expect(refusal?.rule.refusal?.code).toBe(code);
  });

  test("a guard never refuses, even as the first row", () => {
    const sheet = {
      ...COMPLIANT_FACTS.copyImage,
      "replica.claimants": ["app/a", "app/b"],
      "image.status": "saving",
    } as const;
    expect(brokenIds("copyImage", sheet)).toEqual(["stack/one-construct-per-replica", "source/active"]);
    expect(refusalOf("copyImage", sheet, EXAMPLE_SUBJECT)?.rule.id).toBe("source/active");
  });

  test("the groups have the order in which the service answers", () => {
    expect(RULE_GROUPS.map(({ name }) => name)).toEqual([
      "props",
      "stack",
      "request",
      "existence",
      "permission",
      "state",
      "compatibility",
      "quota",
      "guards",
    ]);
  });
});

describe("rows", () => {
  test("ids are unique", () => {
    expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
  });

  test.each(rows)("%s has an id, a source, a fix and a fact that it points at", (id, rule) => {
    expect(id).toMatch(/^[a-z]+(-[a-z]+)*\/[a-z]+(-[a-z]+)*$/u);
    expect(rule.source.length).toBeGreaterThan(10);
    expect(rule.remediation).toMatch(/^\S.*\.( |$)|^\S.*\.$/u);
    expect(rule.remediation.endsWith(".")).toBe(true);
    expect(rule.inputs).toContain(rule.attribute);
    expect(new Set(rule.inputs).size).toBe(rule.inputs.length);
    expect(rule.appliesTo.length).toBeGreaterThan(0);
  });

  test.each(rows)("an error that the service does not refuse is a guard: %s", (_, rule) => {
    if (rule.severity !== "error") expect(rule.refusal).toBeUndefined();
    if (rule.severity !== "error" || rule.refusal !== undefined) return;
    // The source of each gives the reason: our own, Terraform's, or a silent behavior of the service or the provider.
    expect(rule.source).toMatch(/^Our own|Terraform|is empty by default|fast|quickly create/u);
  });

  test.each(rows)("the message of %s names its subject, then the fix, the id and a documented code", (id, rule) => {
    for (const operation of rule.appliesTo) {
      const { violations } = evaluateRules(operation, exampleSheet(rule, operation), EXAMPLE_SUBJECT);
      const finding = violations.find((one) => one.rule === rule)!;
      expect(finding.message).toMatch(/^[A-Z].*\.$/u);
      expect(finding.message).not.toMatch(/undefined|NaN|\[object/u);
      expect(SUBJECTS.filter((subject) => finding.message.includes(subject))).not.toEqual([]);
      const code = rule.refusal?.codeIs === "documented" ? `, ${rule.refusal.code}` : "";
      expect(findingText(finding)).toBe(`${finding.message} ${rule.remediation} [${id}${code}]`);
    }
  });

  test("the message on a size over the limit names the limit and another way", () => {
    const facts = { ...COMPLIANT_FACTS.copyImageAcross, "image.sizeGib": 140 };
    const [finding] = evaluateRules("copyImageAcross", facts, EXAMPLE_SUBJECT).violations;
    expect(findingText(finding!)).toBe(
      'Image "web-golden" is 140 GiB, and a cross-region copy can carry at most 128 GiB. Export it to a bucket, move the object to a bucket of the target region, and register it there. [copy/size-within-limit]',
    );
  });

  test("a rule is found by its id", () => {
    expect(tryFindRule("source/active")?.id).toBe("source/active");
    expect(tryFindRule("source/nothing")).toBeUndefined();
  });

  test("the compiler checks the fields of a row", () => {
    expect([wellTyped, ...illTyped].length).toBe(7);
  });
});

const NAME = "replica.name";
const DESCRIPTION = "replica.description";
const TAGS = "replica.tags";
const tags = (count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${String(index)}`, "v"]));
const across = "copyImageAcross";
const within = "copyImage";
const system = { "image.kind": "system-disk" } as const;
const data = { "image.kind": "data-disk" } as const;
const whole = {
  "image.kind": "full-ecs",
  "image.backupIsReplica": false,
  "image.backupRegions": [],
  "vault.id": "v-1",
  "vault.exists": true,
} as const;

describe("bounds", () => {
  test.each<[string, OperationKind, Partial<FactSheet>, readonly string[]]>([
    ["a system disk image of 128 GiB", across, { ...system, "image.sizeGib": 128 }, []],
    [
      "a system disk image of 128 GiB and a byte",
      across,
      { ...system, "image.sizeGib": 128 + 2 ** -30 },
      ["copy/size-within-limit"],
    ],
    ["a system disk image of 129 GiB", across, { ...system, "image.sizeGib": 129 }, ["copy/size-within-limit"]],
    ["a data disk image of 128 GiB", across, { ...data, "image.sizeGib": 128 }, []],
    ["a data disk image of 129 GiB", across, { ...data, "image.sizeGib": 129 }, ["copy/size-within-limit"]],
    ["a full-ECS image of 128 GiB", across, { ...whole, "image.sizeGib": 128 }, []],
    ["a full-ECS image of 129 GiB", across, { ...whole, "image.sizeGib": 129 }, ["copy/size-within-limit"]],
    ["an image of 128 GiB", within, { "image.sizeGib": 128 }, []],
    ["an image of 129 GiB", within, { "image.sizeGib": 129 }, ["copy/size-in-region"]],
    ["a name of one character", within, { [NAME]: "n" }, []],
    ["an empty name", within, { [NAME]: "" }, ["name/given"]],
    ["a name of 128 characters", within, { [NAME]: "n".repeat(128) }, []],
    ["a name of 129 characters", within, { [NAME]: "n".repeat(129) }, ["name/length"]],
    ["a name of 128 Chinese characters beyond the basic plane", within, { [NAME]: "𠀀".repeat(128) }, []],
    ["a name of 129 Chinese characters beyond the basic plane", within, { [NAME]: "𠀀".repeat(129) }, ["name/length"]],
    ["a name of 128 characters with an emoji", within, { [NAME]: `${"n".repeat(127)}😀` }, ["name/characters"]],
    [
      "a name of 129 characters with an emoji",
      within,
      { [NAME]: `${"n".repeat(128)}😀` },
      ["name/length", "name/characters"],
    ],
    ["a name with a space inside", within, { [NAME]: "web golden" }, []],
    ["a name that ends with a space", within, { [NAME]: "web " }, ["name/outer-space"]],
    ["a description of 1,024 characters", within, { [DESCRIPTION]: "d".repeat(1024) }, []],
    ["a description of 1,025 characters", within, { [DESCRIPTION]: "d".repeat(1025) }, ["description/length"]],
    ["a description of 1,024 emoji", within, { [DESCRIPTION]: "😀".repeat(1024) }, []],
    ["a description with an angle bracket", within, { [DESCRIPTION]: "a>b" }, ["description/characters"]],
    ["ten tags", within, { [TAGS]: tags(10) }, []],
    ["eleven tags", within, { [TAGS]: tags(11) }, ["tags/count"]],
    ["a tag key of 36 characters", within, { [TAGS]: { ["k".repeat(36)]: "" } }, []],
    ["a tag key of 37 characters", within, { [TAGS]: { ["k".repeat(37)]: "" } }, ["tags/key-length"]],
    ["a tag key of 36 emoji", within, { [TAGS]: { ["😀".repeat(36)]: "" } }, []],
    ["an empty tag key", within, { [TAGS]: { "": "v" } }, ["tags/key-length"]],
    ["a tag value of 43 characters", within, { [TAGS]: { k: "v".repeat(43) } }, []],
    ["a tag value of 44 characters", within, { [TAGS]: { k: "v".repeat(44) } }, ["tags/value-length"]],
    ["a quota with one image left", within, { "quota.used": 49, "quota.images": 50 }, []],
    ["a quota with no image left", within, { "quota.used": 50, "quota.images": 50 }, ["quota/private-images"]],
    ["a vault with exactly enough space", across, { ...whole, "vault.freeGib": 40 }, []],
    ["a vault with too little space", across, { ...whole, "vault.freeGib": 39.5 }, ["vault/capacity"]],
  ])("%s, on %s", (_, operation, facts, expected) => {
    expect(brokenIds(operation, { ...COMPLIANT_FACTS[operation], ...facts })).toEqual(expected);
  });

  test("a byte over the bound does not read like the bound", () => {
    const facts = { ...COMPLIANT_FACTS.copyImageAcross, "image.sizeGib": 128 + 2 ** -30 };
    const [finding] = evaluateRules("copyImageAcross", facts, EXAMPLE_SUBJECT).violations;
    expect(finding?.message).not.toContain("is 128 GiB");
  });
});
