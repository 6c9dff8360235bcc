// The same cases through every door: the judge, synth, and the simulated cloud give the same ids and the same sentences.
import { Cloud } from "../../lib/cloud";
import { makesImage } from "../../lib/model";
import { findingText, judge, RULES, tryFindRule } from "../../lib/rules";
import { Store } from "../../lib/store";
import { OF_THE_PROGRAM, readCases, type Case } from "./cases";
import { AT_SYNTH, findingsAtSynth } from "./synth";
import { requestOf, SUBJECT, worldOf } from "./world";

const cases = readCases();
const rows = cases.map((one) => [one.title, one] as const);

function texts({ operation, facts }: Case): readonly string[] {
  return judge(operation, facts, SUBJECT(operation, facts)).broken.map(findingText);
}

/** Rules whose sentence names construct paths, which only a program has. */
const speaksOfPaths = (id: string): boolean => OF_THE_PROGRAM.some((fact) => tryFindRule(id)?.reads.includes(fact));

describe("each case, judged", () => {
  test.each(rows)("%s", (_title, { operation, facts, expected }) => {
    expect(judge(operation, facts, SUBJECT(operation, facts)).broken.map(({ rule }) => rule.id)).toEqual(expected);
  });
});

const synthesized = rows.filter(([, { operation }]) => AT_SYNTH.includes(operation));

describe("each case, synthesized, is told the same", () => {
  test.each(synthesized)("%s", (_title, one) => {
    const told = findingsAtSynth(one.operation, one.facts);
    const position = (id: string): number => RULES.findIndex((rule) => rule.id === id);
    const ordered = [...told].sort((left, right) => position(left.id) - position(right.id));
    expect(ordered.map(({ id }) => id)).toEqual(one.expected);
    const judged = texts(one);
    for (const [index, { id, text }] of ordered.entries()) if (!speaksOfPaths(id)) expect(text).toBe(judged[index]);
  });
});

describe("each case, asked of the simulated cloud, is answered with the first rule that the service keeps", () => {
  test.each(rows)("%s", (_title, { operation, facts, expected }) => {
    const store = Store.open(":memory:");
    try {
      const cloud = new Cloud(store);
      cloud.load(worldOf(facts));
      const before = store.snapshot();
      const answer = cloud.submit(requestOf(operation, facts));
      const first = expected.map((id) => tryFindRule(id)).find((rule) => rule?.refusal !== undefined);
      expect(answer.accepted ? undefined : answer.refusal.rule?.id).toBe(first?.id);
      if (answer.accepted) {
        cloud.runUntilIdle();
        expect(cloud.tryFindJob(answer.jobId)?.status).toBe("SUCCESS");
        if (makesImage(operation)) expect(cloud.tryFindImage(answer.imageId)?.status).toBe("active");
        return;
      }
      expect(store.snapshot()).toEqual(before);
      const judged = judge(operation, facts, SUBJECT(operation, facts)).broken.find(({ rule }) => rule === first);
      expect(answer.refusal.sentence).toBe(judged?.sentence);
    } finally {
      store.close();
    }
  });
});

test("every rule is broken alone by at least one case", () => {
  const alone = new Set(cases.filter(({ expected }) => expected.length === 1).map(({ expected }) => expected[0]));
  expect(RULES.map(({ id }) => id).filter((id) => !alone.has(id))).toEqual([]);
});
