// A replacement that is created before the old image is destroyed makes the same request: it is a new image, and the old one is destroyed.
import { terraformTest } from "../terraform/terraform";
import { Attached } from "./attached";

const COPY = "huaweicloud_images_image_copy";

terraformTest("create_before_destroy makes another image and leaves one", async () => {
  const attached = await Attached.start({
    inventory: { images: [{ id: "base", name: "base", region: "cn-north-4", kind: "system-disk", sizeGib: 4 }] },
  });
  const ok = async (...args: readonly string[]): Promise<void> => {
    const { code, output } = await attached.run(...args);
    expect(code === 0 ? "well" : output).toBe("well");
  };
  try {
    attached.write({
      provider: { huaweicloud: { region: "cn-north-4" } },
      resource: {
        [COPY]: { it: { name: "web", source_image_id: "base", lifecycle: { create_before_destroy: true } } },
      },
    });
    await ok("apply", "-auto-approve");
    const made = (): readonly string[] =>
      attached.cloud
        .inventory()
        .images.map(({ id }) => id)
        .filter((id) => id !== "base");
    const [first] = made();
    await ok("taint", `${COPY}.it`);
    await ok("apply", "-auto-approve");
    expect(made()).toHaveLength(1);
    expect(made()).not.toContain(first);
    expect(attached.cloud.jobs()).toHaveLength(2);
    await ok("plan", "-detailed-exitcode");
  } finally {
    attached.close();
  }
});
