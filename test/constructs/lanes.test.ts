// Concurrency edges: Terraform never starts more copies across regions of a stack at a time than it has slots, and no edge closes a cycle.
import { Lazy, TerraformStack, Testing } from "cdktf";
import fc from "fast-check";
import { CrossRegionImage, HuaweicloudProvider, ReplicatedImage } from "../../lib";
import { program, source, synthesized } from "./programs";

interface Copy {
  readonly name: string;
  readonly source_image_id: string;
  readonly depends_on?: readonly string[];
  readonly target_region?: string;
}

/** The dependencies of each copy of the stack, by name: its source and its explicit dependencies. */
function edgesOf(stack: TerraformStack): ReadonlyMap<string, readonly string[]> {
  const copies = synthesized(stack).resource.huaweicloud_images_image_copy as unknown as Readonly<Record<string, Copy>>;
  const nameOf = (address: string): string => copies[address.split(".")[1] ?? ""]?.name ?? address;
  return new Map(
    Object.values(copies).map(({ name, depends_on, source_image_id }) => {
      const source = /^\$\{(huaweicloud_images_image_copy\.[^.]+)\.id\}$/u.exec(source_image_id)?.[1];
      return [name, [...(depends_on ?? []), ...(source === undefined ? [] : [source])].map(nameOf)];
    }),
  );
}

function fleet(stack: TerraformStack, names: readonly string[]): void {
  const image = source(stack);
  for (const name of names) {
    new CrossRegionImage(stack, name, { source: image, name, targetRegion: "cn-east-3", agencyName: "a" });
  }
}

const numbered = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `c${String(index)}`);

test("the sixth copy depends on the first, the seventh on the second, and five on none", () => {
  const { stack } = program();
  fleet(stack, numbered(7));
  expect(Object.fromEntries(edgesOf(stack))).toEqual({
    c0: [],
    c1: [],
    c2: [],
    c3: [],
    c4: [],
    c5: ["c0"],
    c6: ["c1"],
  });
});

test("the edges are the same at the second synth and follow the program's own dependencies", () => {
  const { stack } = program();
  const first = new ReplicatedImage(stack, "first", { source: source(stack, "other"), name: "first" });
  const image = source(stack);
  for (const name of numbered(6)) {
    const props = { source: image, name, targetRegion: "cn-east-3", agencyName: "a", dependsOn: [first.resource] };
    new CrossRegionImage(stack, name, props);
  }
  expect(Testing.synth(stack)).toBe(Testing.synth(stack));
  expect(edgesOf(stack).get("c5")).toEqual(["first", "c0"]);
});

test("later dependencies and the lifecycle of the program are kept", () => {
  const { stack } = program();
  const first = new ReplicatedImage(stack, "first", { source: source(stack, "other"), name: "first" });
  const image = source(stack);
  const copies = numbered(6).map(
    (name) => new CrossRegionImage(stack, name, { source: image, name, targetRegion: "cn-east-3", agencyName: "a" }),
  );
  Testing.synth(stack);
  copies[5]!.resource.dependsOn = [`${first.resource.terraformResourceType}.${first.resource.friendlyUniqueId}`];
  copies[5]!.resource.lifecycle = { preventDestroy: true };
  const emitted = Object.values(synthesized(stack).resource.huaweicloud_images_image_copy ?? {});
  expect(emitted.find(({ name }) => name === "c5")).toMatchObject({ lifecycle: { prevent_destroy: true } });
  expect(edgesOf(stack).get("c5")).toEqual(["first", "c0"]);
});

test("copies within a region take no slot and have no concurrency edge", () => {
  const { stack } = program();
  const image = source(stack);
  for (const name of numbered(8)) new ReplicatedImage(stack, name, { source: image, name });
  expect([...edgesOf(stack).values()].flat()).toEqual([]);
});

test("concurrency edges can be turned off", () => {
  const { stack } = program({ "image-replication:lanes": false });
  fleet(stack, numbered(8));
  expect([...edgesOf(stack).values()].flat()).toEqual([]);
});

test("stacks of an app share an account's five slots, and a provider can set its own number", () => {
  const app = Testing.app();
  const stacks = [undefined, undefined].map((slots, index) => {
    const stack = new TerraformStack(app, `stack-${String(index)}`);
    new HuaweicloudProvider(stack, "huaweicloud", { region: "cn-north-4", maxConcurrentCopies: slots });
    const image = source(stack);
    for (const name of numbered(3)) {
      const unique = `${name}-${String(index)}`;
      new CrossRegionImage(stack, name, { source: image, name: unique, targetRegion: "cn-east-3", agencyName: "a" });
    }
    return stack;
  });
  // Five for two: two each.
  for (const [index, stack] of stacks.entries()) {
    expect(edgesOf(stack).get(`c2-${String(index)}`)).toEqual([`c0-${String(index)}`]);
  }
});

/** A replica of a random stack: its region, and the number of the replica that it copies or waits for. */
interface Shape {
  readonly number: number;
  readonly name: string;
  /** Undefined: within the region. */
  readonly region: string | undefined;
  /** Possibly declared after this one: then its id is passed as a Lazy. */
  readonly source: number | undefined;
  readonly behind: number | undefined;
}

const REGIONS = ["cn-east-3", "cn-south-1", "cn-southwest-2", "cn-north-9", "ap-southeast-1", "cn-east-2"];

/** Replicas in the order of declaration. Each source has a lower number, so that there is no cycle. */
const stacks: fc.Arbitrary<readonly Shape[]> = fc
  .array(
    fc.record({
      word: fc.constantFrom("web", "db", "worker", "base"),
      region: fc.option(fc.constantFrom(...REGIONS), { freq: 4 }),
      source: fc.option(fc.nat(), { freq: 2 }),
      behind: fc.option(fc.nat(), { freq: 1 }),
    }),
    { minLength: 2, maxLength: 25, size: "max" },
  )
  .chain((drafts) => {
    const shapes = drafts.map(({ word, region, source, behind }, number): Shape => ({
      number,
      name: `${word}-${String(number)}`,
      region: region ?? undefined,
      source: source === null || number === 0 ? undefined : source % number,
      behind: behind === null || number === 0 ? undefined : behind % number,
    }));
    return fc.oneof(
      fc.constant(shapes),
      fc.shuffledSubarray(shapes, { minLength: shapes.length, maxLength: shapes.length }),
    );
  });

function declare(shapes: readonly Shape[], slots: number): ReadonlyMap<string, readonly string[]> {
  const stack = new TerraformStack(Testing.app(), "stack");
  new HuaweicloudProvider(stack, "huaweicloud", { region: "cn-north-4", maxConcurrentCopies: slots });
  const declared = new Map<number, ReplicatedImage | CrossRegionImage>();
  const base = source(stack);
  for (const shape of shapes) {
    const from = shape.source === undefined ? base : (declared.get(shape.source) ?? lazily(stack, shape, declared));
    const behind = shape.behind === undefined ? undefined : declared.get(shape.behind);
    const props = {
      source: from,
      name: shape.name,
      region: "cn-north-4",
      dependsOn: behind === undefined ? undefined : [behind.resource],
    };
    const made =
      shape.region === undefined
        ? new ReplicatedImage(stack, shape.name, props)
        : new CrossRegionImage(stack, shape.name, { ...props, targetRegion: shape.region, agencyName: "a" });
    declared.set(shape.number, made);
  }
  return edgesOf(stack);
}

/** The image of a replica that is declared later. */
function lazily(
  stack: TerraformStack,
  { number, source: from }: Shape,
  declared: ReadonlyMap<number, ReplicatedImage | CrossRegionImage>,
): ReturnType<typeof source> {
  const imageId = Lazy.stringValue({ produce: () => declared.get(from ?? -1)?.imageId ?? "ims-0" });
  return source(stack, `later-${String(number)}`, { imageId, region: "cn-north-4" });
}

const slotCounts = fc.integer({ min: 1, max: 5 });

test("copies never exceed the slots and form no cycle, whatever their sources", () => {
  fc.assert(
    fc.property(stacks, slotCounts, (shapes, slots) => {
      const across = new Set(shapes.flatMap(({ name, region }) => (region === undefined ? [] : [name])));
      expect(mostAtOnce(declare(shapes, slots), across)).toBeLessThanOrEqual(slots);
    }),
    { numRuns: 150, seed: 3 },
  );
});

test("adding or removing a replica changes at most its own edges and those of one other", () => {
  let inserted = 0;
  fc.assert(
    fc.property(stacks, slotCounts, fc.nat(), (shapes, slots, pick) => {
      const needed = new Set(shapes.flatMap(({ source: from, behind }) => [from, behind]));
      const free = shapes.filter(({ number }) => !needed.has(number));
      const one = free[pick % free.length]!;
      const before = declare(
        shapes.filter((shape) => shape !== one),
        slots,
      );
      const after = declare(shapes, slots);
      const changed = [...before].filter(([name, edges]) => edges.join() !== after.get(name)?.join());
      const isLast = one === shapes.at(-1);
      expect(changed.length).toBeLessThanOrEqual(isLast ? 0 : 1);
      if (changed.length > 0) inserted += 1;
    }),
    { numRuns: 150, seed: 4 },
  );
  expect(inserted).toBeGreaterThan(20);
});

test("five copies of one image to several regions start at once", () => {
  const { stack } = program();
  const image = source(stack);
  for (const targetRegion of ["cn-east-3", "cn-south-1", "cn-southwest-2", "ap-southeast-1", "cn-north-9"]) {
    new CrossRegionImage(stack, targetRegion, { source: image, name: "web", targetRegion, agencyName: "a" });
  }
  expect([...edgesOf(stack).values()].flat()).toEqual([]);
});

test("the record shows the hours that Terraform takes with the concurrency edges", () => {
  const { stack } = program();
  const small = source(stack, "small", { sizeGib: 1 });
  const large = source(stack, "large", { sizeGib: 60 });
  const sizes = [large, small, small, small, small, large];
  for (const [index, image] of sizes.entries()) {
    const name = `c${String(index)}`;
    new CrossRegionImage(stack, name, { source: image, name, targetRegion: "cn-east-3", agencyName: "a" });
  }
  const [record] = Object.values(synthesized(stack).resource.terraform_data ?? {});
  expect(record?.input).toMatchObject({ hours: "20.0" });
});

/** The most copies that can run at once, which is the number of chains of concurrency edges. Throws on a cycle. */
function mostAtOnce(edges: ReadonlyMap<string, readonly string[]>, across: ReadonlySet<string>): number {
  const depth = new Map<string, number>();
  const settle = (name: string, trail: readonly string[]): void => {
    if (trail.includes(name)) throw new Error(`a circle: ${[...trail, name].join(" -> ")}`);
    if (depth.has(name)) return;
    for (const before of edges.get(name) ?? []) settle(before, [...trail, name]);
    depth.set(name, 1);
  };
  for (const name of edges.keys()) settle(name, []);
  const followed = new Set(
    [...across].flatMap((name) => (edges.get(name) ?? []).filter((before) => across.has(before))),
  );
  return [...across].filter((name) => !followed.has(name)).length;
}
