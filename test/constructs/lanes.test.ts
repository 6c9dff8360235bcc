// Lanes: Terraform never starts more copies across regions of a stack at a time than it has slots, and no edge closes a circle.
import { TerraformStack, Testing } from "cdktf";
import fc from "fast-check";
import { CrossRegionImage, HuaweicloudProvider, ReplicatedImage } from "../../lib";
import { program, source, synthesized } from "./programs";

interface Copy {
  readonly name: string;
  readonly source_image_id: string;
  readonly depends_on?: readonly string[];
  readonly target_region?: string;
}

/** What each copy of the stack comes after, by name: its source and what it depends on. */
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

test("the sixth copy comes after the first, the seventh after the second, and five come after none", () => {
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

test("the edges are the same at the second synth, and stand behind what the program depends on itself", () => {
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

test("copies within a region take no slot and have no lane", () => {
  const { stack } = program();
  const image = source(stack);
  for (const name of numbered(8)) new ReplicatedImage(stack, name, { source: image, name });
  expect([...edgesOf(stack).values()].flat()).toEqual([]);
});

test("they can be turned off", () => {
  const { stack } = program({ "image-replication:lanes": false });
  fleet(stack, numbered(8));
  expect([...edgesOf(stack).values()].flat()).toEqual([]);
});

test("stacks of an app share an account's five, and a provider can say how many are its own", () => {
  const app = Testing.app();
  const stacks = [undefined, undefined].map((slots, index) => {
    const stack = new TerraformStack(app, `stack-${String(index)}`);
    new HuaweicloudProvider(stack, "huaweicloud", { region: "cn-north-4", slots });
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

test("never more under way than slots, no circle, and appending a copy changes no edge but its own", () => {
  const shape = fc.record({ across: fc.boolean(), source: fc.nat() });
  fc.assert(
    fc.property(
      fc.array(shape, { minLength: 2, maxLength: 25, size: "max" }),
      fc.integer({ min: 1, max: 5 }),
      (shapes, slots) => {
        const declare = (count: number): TerraformStack => {
          const stack = new TerraformStack(Testing.app(), "stack");
          new HuaweicloudProvider(stack, "huaweicloud", { region: "cn-north-4", slots });
          const local: ReplicatedImage[] = [];
          for (const [index, { across, source: from }] of shapes.slice(0, count).entries()) {
            const name = `c${String(index)}`;
            const image =
              local[from % (local.length + 1)] ?? source(stack, `source-${String(index)}`, { region: "cn-north-4" });
            if (!across) local.push(new ReplicatedImage(stack, name, { source: image, name }));
            else new CrossRegionImage(stack, name, { source: image, name, targetRegion: "cn-east-3", agencyName: "a" });
          }
          return stack;
        };
        const edges = edgesOf(declare(shapes.length));
        const across = new Set(shapes.flatMap((shape, index) => (shape.across ? [`c${String(index)}`] : [])));
        expect(mostAtOnce(edges, across)).toBeLessThanOrEqual(slots);
        const before = edgesOf(declare(shapes.length - 1));
        for (const [name, after] of before) expect(edges.get(name)).toEqual(after);
      },
    ),
    { numRuns: 100, seed: 3 },
  );
});

/** The most copies that can be under way at once: as many as there are lanes, each of which is a chain. Throws on a circle. */
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
