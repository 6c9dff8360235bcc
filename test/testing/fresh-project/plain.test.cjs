// CommonJS, plain JavaScript.
const { App, TerraformStack } = require("cdktf");
const { CrossRegionImage, HuaweicloudProvider, ImageKind, SourceImage } = require("cdktf-image-replication");
const { simulate, synthesize } = require("cdktf-image-replication/testing");

function stackOf(attributes = {}) {
  const stack = new TerraformStack(new App(), "images");
  new HuaweicloudProvider(stack, "huaweicloud", { region: "cn-north-4" });
  const stated = { imageId: "i-1", name: "base", kind: ImageKind.SYSTEM_DISK, sizeGib: 12 };
  const source = SourceImage.fromAttributes(stack, "base", { ...stated, ...attributes });
  new CrossRegionImage(stack, "far", { source, name: "web", targetRegion: "cn-east-3", agencyName: "ims_copy" });
  return stack;
}

test("matchers pass and fail where they should", () => {
  const stack = stackOf();
  expect(stack).toReachRegion("cn-east-3");
  expect(synthesize(stack)).toHaveHop({ from: "cn-north-4", to: "cn-east-3", name: "web" });
  expect(stack).toFinishWithin({ hours: 2 });
  expect(stack).not.toFinishWithin({ minutes: 119 });
  expect(stackOf({ keyId: "k-1" })).toBreakRule("across/not-encrypted");
  expect(() => expect(stack).toReachRegion("cn-south-1")).toThrow(/It plans:[^]*cn-east-3\/web/u);
});

test("a simulation ends as it was forecast", async () => {
  const simulation = await simulate(stackOf());
  expect(simulation).toReachRegion("cn-east-3");
  expect(simulation).toFinishWithin({ hours: 2 });
  expect(simulation.regionState.images.map(({ region }) => region).sort()).toEqual(["cn-east-3", "cn-north-4"]);
});
