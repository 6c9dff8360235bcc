// The testing kit: messages of failed matchers, results of simulations, and snapshots that depend only on the plan.
import { TerraformStack, Testing } from "cdktf";
import { setupJest, simulate, synthesize, timetable } from "../../lib/testing";
import {
  CrossRegionImage,
  Encryption,
  HuaweicloudProvider,
  ImageKind,
  ReplicatedImage,
  SourceImage,
  type SourceImageAttributes,
} from "../../lib";
import { expectGolden } from "../goldens";

setupJest();

type Declare = (stack: TerraformStack, source: SourceImage) => void;

const FAR: Declare = (stack, source) => {
  new CrossRegionImage(stack, "far", { source, name: "web", targetRegion: "cn-east-3", agencyName: "ims_copy" });
};
const SOUTH: Declare = (stack, source) => {
  new CrossRegionImage(stack, "south", { source, name: "web", targetRegion: "cn-south-1", agencyName: "ims_copy" });
};
const NEAR: Declare = (stack, source) => {
  new ReplicatedImage(stack, "near", { source, name: "near", encryption: Encryption.none() });
};

function stackOf(declare: readonly Declare[], attributes: Partial<SourceImageAttributes> = {}): TerraformStack {
  const stack = new TerraformStack(Testing.app(), "images");
  new HuaweicloudProvider(stack, "huaweicloud", { region: "cn-north-4" });
  const stated = { imageId: "i-1", name: "base", kind: ImageKind.SYSTEM_DISK, sizeGib: 12 };
  const source = SourceImage.fromAttributes(stack, "base", { ...stated, ...attributes });
  for (const one of declare) one(stack, source);
  return stack;
}

/** The message of a failed expectation. */
function saidBy(expectation: () => void): string {
  try {
    expectation();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("the expectation holds");
}

describe("synthesize", () => {
  test("returns findings instead of throwing them, and no plan while there are errors", () => {
    const { findings, routePlan } = synthesize(stackOf([FAR], { keyId: "k-1" }));
    expect(routePlan).toBeUndefined();
    expect(findings).toMatchObject([{ stack: "images", construct: "images/far", rule: "across/not-encrypted" }]);
  });

  test("throws the errors of other constructs' validations", () => {
    const stack = stackOf([FAR], { keyId: "k-1" });
    stack.node.addValidation({ validate: () => ["no owner is named"] });
    expect(() => synthesize(stack)).toThrow(
      "Validation failed with the following errors:\n  [images] no owner is named",
    );
  });

  test("gives the same result twice", () => {
    const stack = stackOf([FAR, NEAR]);
    expect(synthesize(stack)).toEqual(synthesize(stack));
  });
});

describe("a failed matcher shows the plan", () => {
  const stack = stackOf([FAR, NEAR]);
  const faulty = stackOf([FAR, NEAR], { keyId: "k-1" });

  test.each([
    ["toHaveHop", () => expect(stack).toHaveHop({ to: "cn-south-1", name: "web" })],
    ["toReachRegion", () => expect(stack).toReachRegion("cn-south-1")],
    ["toFinishWithin", () => expect(stack).toFinishWithin({ hours: 1, minutes: 30 })],
    ["toBreakRule", () => expect(faulty).toBreakRule("copy/not-iso")],
    ["toReachRegion of a stack with errors", () => expect(faulty).toReachRegion("cn-east-3")],
    ["not toHaveHop", () => expect(stack).not.toHaveHop({ from: "cn-north-4" })],
    ["not toBreakRule", () => expect(faulty).not.toBreakRule("across/not-encrypted")],
    ["not toReachRegion", () => expect(stack).not.toReachRegion("cn-east-3")],
  ] as const)("%s", (name, expectation) => {
    expectGolden(`matcher-${name.replaceAll(" ", "-")}.txt`, `${saidBy(expectation).trimEnd()}\n`);
  });

  test("an unknown rule is an error", () => {
    expect(saidBy(() => expect(faulty).not.toBreakRule("copy/not-encrypted"))).toContain(
      'There is no rule "copy/not-encrypted". Near it: across/not-encrypted',
    );
    expect(saidBy(() => expect(3).toReachRegion("x"))).toContain("takes a stack, or what synthesize(stack) returns");
  });

  test("an unknown key or region is an error", () => {
    expect(saidBy(() => expect(stack).toHaveHop({ form: "cn-north-4" } as never))).toContain(
      'toHaveHop knows no "form". It takes id, operation, from, to, name, keyId and source.',
    );
    expect(saidBy(() => expect(stack).not.toFinishWithin({ hour: 1 } as never))).toContain(
      'toFinishWithin knows no "hour". It takes hours and minutes.',
    );
    expect(saidBy(() => expect(stack).not.toReachRegion("cn-suoth-1"))).toContain('There is no region "cn-suoth-1".');
  });

  test("an acknowledged finding does not count as broken", () => {
    const accepted = stackOf(
      [
        (inside, source) =>
          new ReplicatedImage(inside, "near", {
            source,
            name: "n",
            acknowledge: { "copy/encryption-said": "on purpose" },
          }),
      ],
      { keyId: "k-1" },
    );
    expect(accepted).not.toBreakRule("copy/encryption-said");
  });
});

describe("simulate", () => {
  test("ends as forecast, in the world that the program states", async () => {
    const simulation = await simulate(stackOf([FAR, SOUTH, NEAR]));
    expect(simulation).toMatchObject({ complete: true, elapsedSeconds: 7200, chargedGib: { "obs-traffic": 24 } });
    expect(simulation.meter).toHaveLength(3);
    expect(simulation).toReachRegion("cn-south-1");
  });

  test("gives the same journal for the same random seed, and another for another seed", async () => {
    const journal = async (randomSeed: number): Promise<readonly string[]> =>
      (await simulate(stackOf([FAR, SOUTH, NEAR]), { randomSeed, failureRate: 0.5 })).journal;
    const [first, again, ...others] = await Promise.all([1, 1, 2, 3, 4].map(journal));
    expect(first).toEqual(again);
    expect(others.some((other) => JSON.stringify(other) !== JSON.stringify(first))).toBe(true);
  });

  test("fails the scripted jobs, and an incomplete simulation has no end", async () => {
    const faults = { faults: [{ job: { targetRegion: "cn-east-3" }, code: "IMG.0001", reason: "on purpose" }] };
    const simulation = await simulate(stackOf([FAR, SOUTH]), { faults });
    expect(simulation).toReachRegion("cn-south-1");
    expect(simulation).not.toReachRegion("cn-east-3");
    expect(simulation).not.toFinishWithin({ hours: 100 });
    expectGolden("simulation-failed.txt", `${timetable.serialize(simulation)}\n`);
  });

  test("uses only the given inventory", async () => {
    const inventory = { images: [{ id: "i-1", name: "base", region: "cn-north-4", kind: "system-disk", sizeGib: 12 }] };
    const simulation = await simulate(stackOf([FAR]), { inventory });
    expect(simulation.hops).toMatchObject([
      { status: "refused", reason: expect.stringContaining("agency/exists") as string },
    ]);
  });

  test("is not stopped by fake timers of a suite", async () => {
    jest.useFakeTimers();
    try {
      expect((await simulate(stackOf([FAR]))).complete).toBe(true);
    } finally {
      jest.useRealTimers();
    }
  });

  test.each([
    [{ failureRate: 0.5 }, /^failureRate needs a randomSeed/u],
    [{ randomSeed: 1, failureRate: 2 }, /^faults:1: failureRate: must be <= 1/u],
    [{ inventory: "nowhere.json" }, /^nowhere\.json: there is no such file/u],
  ])("refuses wrong options with a usage error: %j", async (options, message) => {
    await expect(simulate(stackOf([FAR]), options)).rejects.toThrow(message);
  });

  test("refuses a stack with errors", async () => {
    await expect(simulate(stackOf([FAR], { keyId: "k-1" }))).rejects.toThrow(
      /has errors, and cannot be simulated:\n {2}Image "base" is encrypted/u,
    );
  });
});

describe("the serializer", () => {
  test("prints a timetable that does not depend on the order of declaration", () => {
    const text = timetable.serialize(synthesize(stackOf([FAR, SOUTH, NEAR])));
    expect(timetable.serialize(synthesize(stackOf([NEAR, SOUTH, FAR])))).toBe(text);
    expectGolden("timetable.txt", `${text}\n`);
  });

  test("prints no path, no time and no version", () => {
    const text = timetable.serialize(synthesize(stackOf([FAR])));
    expect(text).not.toMatch(/\/tmp|\/home|cdktf|\d{4}-\d{2}-\d{2}|\d+\.\d+\.\d+/u);
    expect(timetable.test({ hops: [] })).toBe(false);
  });

  test("prints the findings of a stack without a plan", () => {
    expect(timetable.serialize(synthesize(stackOf([FAR], { keyId: "k-1" })))).toMatch(
      /^No route plan: the stack has errors\n1 error/u,
    );
  });
});
