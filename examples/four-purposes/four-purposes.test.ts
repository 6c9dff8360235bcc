// Tests a program with Jest: its hops, that no rule refuses them, and that the simulation ends at the forecast time.
import { Testing } from "cdktf";
import { checkApp } from "cdktf-image-replication";
import { setupJest, simulate, synthesize } from "cdktf-image-replication/testing";
import { FourPurposes } from "./four-purposes";

// In your own project, set "setupFilesAfterEnv": ["cdktf-image-replication/testing/setup"] in the Jest configuration.
setupJest();

const stackOf = (): FourPurposes => new FourPurposes(Testing.app(), "four-purposes");

test("the app breaks no rule", () => {
  const app = Testing.app();
  new FourPurposes(app, "four-purposes");
  expect(checkApp(app)).toEqual([]);
});

test("the stack makes four copies, all within the region", () => {
  const { routePlan, terraform } = synthesize(stackOf());
  expect(routePlan?.hops.map(({ operation }) => operation)).toEqual(Array(4).fill("copyImage"));
  expect(Object.keys((terraform.resource as Record<string, object>).huaweicloud_images_image_copy ?? {})).toHaveLength(
    4,
  );
});

test("the copies finish within ten minutes", async () => {
  expect(stackOf()).toFinishWithin({ minutes: 10 });
  expect(await simulate(stackOf())).toFinishWithin({ minutes: 10 });
});
