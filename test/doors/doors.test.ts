// The same cases through every entry point: rules, synth and the simulated cloud give the same ids and the same sentences.
import { isDeepStrictEqual } from "node:util";
import { Cloud } from "../../lib/cloud";
import { makesImage } from "../../lib/model";
import { findingText, evaluateRules, RULES, tryFindRule } from "../../lib/rules";
import { Store } from "../../lib/store";
import { casesByRule, redRows, type Outcome } from "./case-tables";
import { OF_THE_PROGRAM, readCases, type Case } from "./cases";
import { AT_SYNTH, findingsAtSynth } from "./synth";
import { requestOf, SUBJECT, worldOf } from "./world";

const cases = readCases();

function texts({ operation, facts }: Case): readonly string[] {
  return evaluateRules(operation, facts, SUBJECT(operation, facts)).violations.map(findingText);
}

/** Rules whose sentence names construct paths, which only a program has. */
const speaksOfPaths = (id: string): boolean => OF_THE_PROGRAM.some((fact) => tryFindRule(id)?.inputs.includes(fact));

describe("the rules find what the rows expect", () => {
  test.each(casesByRule(cases))("%s", (_rule, rows) => {
    const judged = ({ operation, facts, expected }: Case): Outcome => ({
      expected,
      actual: evaluateRules(operation, facts, SUBJECT(operation, facts)).violations.map(({ rule }) => rule.id),
    });
    expect(redRows(rows, judged)).toBe("");
  });
});

describe("synth finds the same, in the same sentences", () => {
  test.each(casesByRule(cases.filter(({ operation }) => AT_SYNTH.includes(operation))))("%s", (_rule, rows) => {
    expect(redRows(rows, synthesized)).toBe("");
  });
});

/** Ids and sentences in the order of the rules; of a sentence with construct paths, the id alone. */
function synthesized(one: Case): Outcome {
  const position = (id: string): number => RULES.findIndex((rule) => rule.id === id);
  const found = [...findingsAtSynth(one.operation, one.facts)].sort((a, b) => position(a.id) - position(b.id));
  const judged = texts(one);
  return {
    expected: one.expected.map((id, index) => (speaksOfPaths(id) ? id : `${id}: ${String(judged[index])}`)),
    actual: found.map(({ id, text }) => (speaksOfPaths(id) ? id : `${id}: ${text}`)),
  };
}

describe("the simulated cloud answers with the first rule of the service", () => {
  test.each(casesByRule(cases))("%s", (_rule, rows) => {
    expect(redRows(rows, answered)).toBe("");
  });
});

/** The refusal, after which nothing has changed; else the final states of job and image of an accepted request. */
function answered({ operation, facts, expected }: Case): Outcome {
  const store = Store.open(":memory:");
  try {
    const cloud = new Cloud(store);
    cloud.load(worldOf(facts));
    const before = store.snapshot();
    const answer = cloud.submit(requestOf(operation, facts));
    const { violations } = evaluateRules(operation, facts, SUBJECT(operation, facts));
    const first = expected.map((id) => tryFindRule(id)).find((rule) => rule?.refusal !== undefined);
    const refused = first && [
      first.id,
      String(violations.find(({ rule }) => rule === first)?.message),
      "nothing changed",
    ];
    const made = makesImage(operation) ? ["SUCCESS", "active"] : ["SUCCESS"];
    if (!answer.accepted) {
      const { rule, message: sentence } = answer.refusal;
      const unchanged = isDeepStrictEqual(store.snapshot(), before) ? "nothing changed" : "region state changed";
      return { expected: refused ?? made, actual: [String(rule?.id), sentence, unchanged] };
    }
    cloud.runUntilIdle();
    const ends = [cloud.tryFindJob(answer.jobId)?.status, cloud.tryFindImage(answer.imageId)?.status];
    return { expected: refused ?? made, actual: ends.slice(0, made.length).map(String) };
  } finally {
    store.close();
  }
}

test("every rule is broken alone by at least one case", () => {
  const alone = new Set(cases.filter(({ expected }) => expected.length === 1).map(({ expected }) => expected[0]));
  expect(RULES.map(({ id }) => id).filter((id) => !alone.has(id))).toEqual([]);
});

test("a red row shows its differences from neutral facts, and both outcomes", () => {
  const one = cases.find(({ title }) => title.endsWith(" 129 GiB"))!;
  const text = redRows([one], ({ expected }) => ({ expected, actual: [] }));
  expect(text).toBe(
    [
      `${one.title} (exportImage)`,
      "  image.sizeGib  129  (neutral: 40)",
      "  expected  export/size",
      "  actual    –",
      "",
    ].join("\n"),
  );
});
