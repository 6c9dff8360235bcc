// Faults of the cloud: which jobs and requests an entry matches, that chance depends on the attempt alone, and the errors of a wrong
// document.
import { NO_FAULTS, readFaults, type Faults } from "../../lib/model";
import { Cloud, refusalText } from "../../lib/cloud";
import { Store } from "../../lib/store";
import { across, BEIJING, caller, cloudOf, copy, GUANGZHOU, image, outcome, SHANGHAI, world } from "./world";

const IMAGES = [image("a"), image("b"), image("whole", { kind: "full-ecs" })];

const head = '"format": "image-replication/faults", "version": 1';
const script = (...entries: readonly object[]): Faults =>
  readFaults(`{ ${head}, "faults": ${JSON.stringify(entries)} }`, "faults.json");

/** The outcome of each request below; `nth` counts in this order. */
function ends(faults: Faults): string {
  const { cloud } = cloudOf(world(IMAGES), { faults });
  const requests = [
    copy("a", { name: "one" }),
    across("a", { name: "two" }),
    across("a", { name: "three", targetRegion: GUANGZHOU }),
    across("whole", { name: "four", vaultId: `vault-${SHANGHAI}` }),
    across("b", { name: "two" }),
  ];
  cloud.submitAll(requests);
  cloud.runUntilIdle();
  return cloud
    .jobs()
    .map(({ part, status }) => (part > 0 ? status.slice(0, 1).toLowerCase() : status.slice(0, 1)))
    .join("");
}

const FAULT = { code: "IMG.0018", reason: "planted" };

// One letter for each job in order of admission: S or F; small letters stand for the two parts of the full-ECS copy.
test.each<[string, object | undefined, string]>([
  ["nothing", undefined, "SSSSssS"],
  ["every job", { job: {} }, "FFFFffF"],
  ["an operation", { job: { operation: "copyImage" } }, "FSSSssS"],
  ["a target region", { job: { targetRegion: GUANGZHOU } }, "SSFSssS"],
  ["a region", { job: { region: SHANGHAI } }, "SSSSssS"],
  ["a name", { job: { imageName: "two" } }, "SFSSssF"],
  ["a name, once", { job: { imageName: "two" }, times: 1 }, "SFSSssS"],
  ["the second of a name", { job: { imageName: "two", nth: 2 } }, "SSSSssF"],
  ["two from the second on", { job: { operation: "copyImageAcross", nth: 2 }, times: 2 }, "SSFFffS"],
  ["all from the third on", { job: { nth: 3 } }, "SSFFffF"],
  ["the second part", { job: { part: 2 } }, "SSSFsfS"],
  ["all at once", { job: { region: BEIJING, targetRegion: SHANGHAI, imageName: "four" } }, "SSSFffS"],
])("an entry for %s fails only that", (_, entry, wanted) => {
  expect(ends(entry === undefined ? NO_FAULTS : script({ ...FAULT, ...entry }))).toBe(wanted);
});

test("the first matching entry gives code and reason", () => {
  const faults = script(
    { job: { imageName: "x" }, code: "IMG.1", reason: "one" },
    { job: {}, code: "IMG.2", reason: "two" },
  );
  const { cloud } = cloudOf(world(IMAGES), { faults });
  cloud.submitAll([copy("a", { name: "x" }), copy("a", { name: "y" })]);
  cloud.runUntilIdle();
  expect(cloud.jobs().map(({ errorCode, reason }) => [errorCode, reason])).toEqual([
    ["IMG.1", "one"],
    ["IMG.2", "two"],
  ]);
});

test("a region refuses requests in it and into it, between its seconds, and changes nothing", () => {
  const faults = script({ region: SHANGHAI, refuses: true, ...FAULT, fromSeconds: 60, untilSeconds: 120 });
  const { cloud, store } = cloudOf(world([...IMAGES, image("far", { region: SHANGHAI })]), { faults });
  const asked = [across("a"), copy("far", { caller: caller("acme", SHANGHAI) }), copy("a")];
  const answers = (): readonly string[] => cloud.submitAll(asked).map(outcome);
  expect(answers()).toEqual(["accepted", "accepted", "accepted"]);
  cloud.advanceTo(60);
  const before = store.snapshot();
  const refused = cloud.submit(asked[0]!);
  expect(store.snapshot()).toEqual(before);
  expect(refused.accepted || refusalText(refused.refusal)).toBe(
    "Region cn-east-3 refuses requests: planted. Ask again when it takes requests. [IMG.0018]",
  );
  const sentence = "Region cn-east-3 refuses requests: planted.";
  expect(answers()).toEqual([sentence, sentence, "accepted"]);
  cloud.advanceTo(120);
  expect(answers()).toEqual(["accepted", "accepted", "accepted"]);
});

describe("chance", () => {
  const faults = (randomSeed: number): Faults => ({ ...NO_FAULTS, random: { randomSeed, failureRate: 0.5 } });
  const names = Array.from({ length: 40 }, (_, index) => `replica-${String(index)}`);

  /** Names of the failed images. */
  function failed(randomSeed: number, order: readonly string[]): readonly string[] {
    const { cloud } = cloudOf(world(IMAGES), { faults: faults(randomSeed) });
    cloud.submitAll(order.map((name) => copy("a", { name })));
    cloud.runUntilIdle();
    return cloud
      .jobs()
      .filter(({ status }) => status === "FAIL")
      .map(({ imageName }) => imageName)
      .sort();
  }

  test("depends on the random seed and on the request, not on the order", () => {
    const once = failed(1, names);
    expect(once.length).toBeGreaterThan(5);
    expect(once.length).toBeLessThan(35);
    expect(failed(1, [...names].reverse())).toEqual(once);
    expect(failed(1, names.slice(20))).toEqual(once.filter((name) => names.indexOf(name) >= 20));
    expect(failed(2, names)).not.toEqual(once);
  });

  test("is drawn again for every attempt, by the process that advances time", () => {
    const store = Store.open(":memory:");
    new Cloud(store).load(world(IMAGES));
    const statuses = names.map(() => {
      const submission = new Cloud(store, { faults: faults(3) }).submit(copy("a"));
      new Cloud(store, { faults: faults(3) }).runUntilIdle();
      return submission.accepted && new Cloud(store).tryFindJob(submission.jobId)?.status;
    });
    expect(new Set(statuses)).toEqual(new Set(["SUCCESS", "FAIL"]));
  });

  test("of 0 fails nothing, and of 1 everything", () => {
    const rated = (failureRate: number): string => ends({ ...NO_FAULTS, random: { randomSeed: 1, failureRate } });
    expect([rated(0), rated(1)]).toEqual(["SSSSssS", "FFFFffF"]);
  });
});

describe("a wrong document is an error with line and path", () => {
  test.each<[string, string]>([
    ['"faults": [\n{ "job": {}, "code": "IMG.1" }]', 'f.json:2: faults[0]: lacks the field "reason"'],
    ['"faults": [{ "code": "IMG.1", "reason": "x" }]', 'f.json:1: faults[0]: lacks the field "job"'],
    ['"faults": [{ "region": "r", "code": "IMG.1", "reason": "x" }]', 'f.json:1: faults[0]: lacks the field "refuses"'],
    [
      '"faults": [{ "job": { "name": "x" }, "code": "IMG.1", "reason": "x" }]',
      "f.json:1: faults[0].job.name: is no field that is known here",
    ],
    ['"randomSeed": 7', "f.json:1: must have property failureRate when property randomSeed is present"],
    ['"randomSeed": 7, "failureRate": 2', "f.json:1: failureRate: must be <= 1"],
    ['"randomSeed": 1.5, "failureRate": 0', "f.json:1: randomSeed: must be integer"],
  ])("%s", (members, message) => {
    expect(() => readFaults(`{ ${head}, ${members} }`, "f.json")).toThrow(message);
  });

  test("an empty document plans no fault", () => {
    expect(readFaults(`{ ${head} }`, "f.json")).toEqual(NO_FAULTS);
    expect(readFaults(`{ ${head}, "randomSeed": 7, "failureRate": 0.25 }`, "f.json").random).toEqual({
      randomSeed: 7,
      failureRate: 0.25,
    });
  });
});
