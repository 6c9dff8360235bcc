// CommonJS, TypeScript, with Jest's global types.
import { App, TerraformStack } from "cdktf";
import { CrossRegionImage, HuaweicloudProvider, ImageKind, SourceImage } from "cdktf-image-replication";
import {
  simulate,
  synthesize,
  type Hop,
  type Inventory,
  type InventoryImage,
  type MeterReading,
  type RoutePlan,
  type Simulation,
  type SynthesizedStack,
} from "cdktf-image-replication/testing";

function stackOf(): TerraformStack {
  const stack = new TerraformStack(new App(), "images");
  new HuaweicloudProvider(stack, "huaweicloud", { region: "cn-north-4" });
  const source = SourceImage.fromAttributes(stack, "base", {
    imageId: "i-1",
    name: "base",
    kind: ImageKind.SYSTEM_DISK,
    sizeGib: 12,
  });
  new CrossRegionImage(stack, "far", { source, name: "web", targetRegion: "cn-east-3", agencyName: "ims_copy" });
  return stack;
}

test("matchers, types and the serializer", async () => {
  const synthesized: SynthesizedStack = synthesize(stackOf());
  expect(synthesized).toHaveHop({ to: "cn-east-3", keyId: null });
  expect(synthesized).not.toBreakRule("across/not-encrypted");
  expect(synthesized).toMatchSnapshot();
  const simulation: Simulation = await simulate(stackOf(), { randomSeed: 7, failureRate: 1 });
  expect(simulation.complete).toBe(false);
  expect(simulation).not.toReachRegion("cn-east-3");
  const gib = (meter: readonly MeterReading[]): number => meter.reduce((sum, reading) => sum + reading.gib, 0);
  expect(gib(simulation.meter)).toBe(0);
});

test("helpers name what they take", async () => {
  const longest = ({ hops }: RoutePlan): Hop | undefined =>
    [...hops].sort((left, right) => right.forecast.endSeconds - left.forecast.endSeconds)[0];
  const { routePlan } = synthesize(stackOf());
  expect(routePlan && longest(routePlan)?.id).toBe("cn-east-3/web");
  const encrypted = ({ images }: Inventory): readonly InventoryImage[] => images.filter(({ keyId }) => keyId !== null);
  expect(encrypted((await simulate(stackOf())).regionState)).toEqual([]);
});
