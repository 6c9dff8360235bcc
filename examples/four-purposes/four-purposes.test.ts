// How a program is tested with Jest: what it plans, that nothing of it would be refused, and that it ends as it was forecast.
import { Testing } from "cdktf";
import { checkApp } from "cdktf-image-replication";
import { setupJest, simulate, synthesize } from "cdktf-image-replication/testing";
import { FourPurposes } from "./four-purposes";

// In a project of your own: "setupFilesAfterEnv": ["cdktf-image-replication/testing/setup"] in the configuration of Jest.
setupJest();

const stackOf = (): FourPurposes => new FourPurposes(Testing.app(), "four-purposes");

test("nothing in the app would be refused", () => {
  const app = Testing.app();
  new FourPurposes(app, "four-purposes");
  expect(checkApp(app)).toEqual([]);
});

test("the stack makes four copies, which never leave the region", () => {
  const { routePlan, terraform } = synthesize(stackOf());
  expect(routePlan?.hops.map(({ operation }) => operation)).toEqual(Array(4).fill("copyImage"));
  expect(Object.keys((terraform.resource as Record<string, object>).huaweicloud_images_image_copy ?? {})).toHaveLength(
    4,
  );
});

test("they are there within ten minutes", async () => {
  expect(stackOf()).toFinishWithin({ minutes: 10 });
  expect(await simulate(stackOf())).toFinishWithin({ minutes: 10 });
});
