// `image-replication apply` with faults, as a separate process.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Cloud } from "../../lib/cloud";
import { NO_FAULTS } from "../../lib/model";
import { PlanFolder } from "../kills/plan-folder";
import { CHAIN, rehearse } from "./rehearsal";

let folder: PlanFolder;
beforeEach(() => (folder = new PlanFolder(CHAIN)));
afterEach(() => {
  folder.remove();
});

const journal = (): readonly string[] => folder.look((store) => new Cloud(store).journal());

test("faults by script: apply reports code and reason, and the next apply makes the rest", async () => {
  const fault = { job: { imageName: "plain" }, code: "IMG.0018", reason: "The job could not be submitted." };
  const document = { format: "image-replication/faults", version: 1, faults: [fault] };
  writeFileSync(join(folder.path, "faults.json"), JSON.stringify(document));
  const { code, out } = await folder.apply("--faults", "faults.json").ended;
  expect(code).toBe(1);
  expect(
    out
      .trim()
      .replace(/\n {4,}/gu, " ")
      .split("\n")
      .slice(1),
  ).toEqual([
    '  behind: cn-east-3/web. Its source "cn-north-4/plain" is not there.',
    "  failed: cn-north-4/plain. The job could not be submitted. [IMG.0018]",
    '  behind: cn-south-1/web. Its source "cn-north-4/plain" is not there.',
  ]);
  const before = journal().length;
  expect(await folder.apply().ended).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^3 replicas made, 1 there already, /u) as string,
  });
  const asked = journal()
    .slice(before)
    .map((line) => JSON.parse(line) as { event: string; name: string })
    .filter(({ event }) => event === "submitted");
  expect(asked.map(({ name }) => name)).toEqual(["plain", "web", "web"]);
});

test("faults by chance: the same random seed gives the same journal, byte for byte, in any process", async () => {
  const random = { randomSeed: 8, failureRate: 0.6 };
  await rehearse(CHAIN, async ({ apply, cloud }) => {
    for (let applies = 0; applies < 2; applies += 1) {
      const { complete } = await apply({ faults: { ...NO_FAULTS, random } });
      const { code } = await folder.apply("--random-seed", "8", "--failure-rate", "0.6").ended;
      expect(code).toBe(complete ? 0 : 1);
      expect(journal()).toEqual(cloud.journal());
    }
    expect(cloud.journal().some((line) => line.includes("FAIL"))).toBe(true);
  });
});

test.each([
  [["--random-seed", "7"], "--random-seed needs --failure-rate: the share of jobs that fail."],
  [["--failure-rate", "0.5"], "--failure-rate needs --random-seed, so that the run can be repeated."],
  [["--random-seed", "x", "--failure-rate", "0"], "It must be a whole number from 0 to 4294967295."],
  [["--random-seed", "7", "--failure-rate", "2"], "It must be a number from 0 to 1."],
  [["--faults", "nowhere.json"], "nowhere.json: there is no such file"],
  [["--faults", "route-plan.json"], 'format: must be "image-replication/faults"'],
])("%j is wrong usage, and nothing is requested", async (options, sentence) => {
  const { code, err } = await folder.apply(...options).ended;
  expect(err).toContain(sentence);
  expect(code).toBe(64);
  expect(journal()).toEqual([]);
});
