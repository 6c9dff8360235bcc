// TypeScript with `expect` imported: the matchers are known to those types too.
import { expect, test } from "@jest/globals";
import { App, TerraformStack } from "cdktf";
import { HuaweicloudProvider } from "cdktf-image-replication";
import { setupJest, synthesize } from "cdktf-image-replication/testing/jest-globals";

setupJest(expect);

test("a stack without replicas is left as it is", () => {
  const stack = new TerraformStack(new App(), "images");
  new HuaweicloudProvider(stack, "huaweicloud", { region: "cn-north-4" });
  const first = synthesize(stack);
  expect(synthesize(stack).terraform).toEqual(first.terraform);
  expect(first).not.toReachRegion("cn-east-3");
});
