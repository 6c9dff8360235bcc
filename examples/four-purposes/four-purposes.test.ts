// How a program is tested with Jest: no finding that stops it, in any stack, and a snapshot of what it emits.
import { Testing } from "cdktf";
import { checkApp } from "cdktf-image-replication";
import { FourPurposes } from "./four-purposes";

test("nothing in the app would be refused", () => {
  const app = Testing.app();
  new FourPurposes(app, "four-purposes");
  expect(checkApp(app)).toEqual([]);
});

test("the stack makes four copies", () => {
  const stack = new FourPurposes(Testing.app(), "four-purposes");
  const { resource } = JSON.parse(Testing.synth(stack)) as { resource: Record<string, object> };
  expect(Object.keys(resource.huaweicloud_images_image_copy ?? {})).toHaveLength(4);
});
