// An ES module, plain JavaScript.
import cdktf from "cdktf";
import { CrossRegionImage, HuaweicloudProvider, ImageKind, SourceImage } from "cdktf-image-replication";
import { synthesize, timetable } from "cdktf-image-replication/testing";

test("named imports, matchers and the serializer", () => {
  const stack = new cdktf.TerraformStack(new cdktf.App(), "images");
  new HuaweicloudProvider(stack, "huaweicloud", { region: "cn-north-4" });
  const stated = { imageId: "i-1", name: "base", kind: ImageKind.SYSTEM_DISK, sizeGib: 12 };
  const source = SourceImage.fromAttributes(stack, "base", stated);
  new CrossRegionImage(stack, "far", { source, name: "web", targetRegion: "cn-east-3", agencyName: "ims_copy" });
  expect(stack).toReachRegion("cn-east-3");
  expect(timetable.test(synthesize(stack))).toBe(true);
});
