// Many copies at once, from many processes: no more run across regions than the account has slots, and the result is the same as with one
// at a time.
import { terraformTest } from "../terraform/terraform";
import { TerraformFolder } from "./terraform-folder";

const REGIONS = [
  "cn-north-1",
  "cn-north-2",
  "cn-north-9",
  "cn-north-11",
  "cn-east-2",
  "cn-east-3",
  "cn-east-4",
  "cn-south-1",
  "cn-south-2",
  "cn-southwest-2",
];

const INVENTORY = {
  images: Array.from({ length: 20 }, (_, index) => ({
    id: `base-${index}`,
    name: `base-${index}`,
    region: "cn-north-4",
    kind: "system-disk",
    sizeGib: 1 + (index % 4),
  })),
  agencies: [{ name: "ims", regions: REGIONS }],
};

const copy = (image: number, region: string, more: object = {}): object => ({
  name: `web-${image}`,
  source_image_id: `base-${image}`,
  target_region: region,
  agency_name: "ims",
  timeouts: { create: "900h" },
  ...more,
});

/** No concurrency edges: nothing in it limits the number of copies. */
const FLEET = {
  provider: { huaweicloud: { region: "cn-north-4" } },
  resource: {
    huaweicloud_images_image_copy: Object.fromEntries(
      INVENTORY.images.flatMap((_, image) =>
        REGIONS.map((region) => [`copy-${image}-${region}`, copy(image, region)] as const),
      ),
    ),
  },
};

/** The largest number of jobs across regions at one time. A job that ends at the instant at which another begins does not count. */
function mostAtOnce(folder: TerraformFolder): number {
  const jobs = folder.look((store) => store.jobs.all()).filter(({ crossesRegions }) => crossesRegions);
  const begins = jobs.map(({ beginSeconds }) => beginSeconds!);
  const runningAt = (at: number): number =>
    jobs.filter(({ beginSeconds, endSeconds }) => beginSeconds! <= at && at < endSeconds!).length;
  return Math.max(...begins.map(runningAt));
}

terraformTest(
  "200 copies with -parallelism=50 end as with -parallelism=1, with at most five across regions",
  async () => {
    const folder = new TerraformFolder(INVENTORY);
    try {
      await folder.init(FLEET);
      folder.reset();
      const args = ["apply", "-auto-approve", "-no-color"];
      const many = await folder.run([...args, "-parallelism=50"], { IMAGE_REPLICATION_SPEED: "30000" });
      expect(many).toMatchObject({ code: 0 });
      expect(mostAtOnce(folder)).toBe(5);
      const together = folder.result();
      folder.reset();
      expect(await folder.run([...args, "-parallelism=1"])).toMatchObject({ code: 0 });
      expect(mostAtOnce(folder)).toBe(1);
      expect(folder.result()).toEqual(together);
    } finally {
      folder.close();
    }
  },
  180_000,
);

terraformTest(
  "two stacks with two providers each apply at the same time on one region state",
  async () => {
    const first = new TerraformFolder(INVENTORY);
    const second = new TerraformFolder(INVENTORY, first.file);
    const stack = (from: number): object => ({
      provider: { huaweicloud: [{ region: "cn-north-4" }, { region: "cn-east-3", alias: "east" }] },
      resource: {
        huaweicloud_images_image_copy: Object.fromEntries(
          [0, 1, 2, 3].flatMap((index) => {
            const image = from + index;
            return [
              [`there-${image}`, copy(image, "cn-east-3")],
              [
                `again-${image}`,
                {
                  name: `again-${image}`,
                  provider: "huaweicloud.east",
                  source_image_id: `\${huaweicloud_images_image_copy.there-${image}.id}`,
                },
              ],
            ];
          }),
        ),
      },
    });
    try {
      await Promise.all([first.init(stack(0)), second.init(stack(4))]);
      first.reset();
      const args = ["apply", "-auto-approve", "-no-color"];
      const runs = await Promise.all([first.run(args), second.run(args)]);
      expect(runs).toMatchObject([{ code: 0 }, { code: 0 }]);
      expect(mostAtOnce(first)).toBeLessThanOrEqual(5);
      const together = first.result();
      expect(await second.run(["plan", "-detailed-exitcode"])).toMatchObject({ code: 0 });

      // One after the other, from the start.
      second.reset();
      first.reset();
      await first.ok("apply", "-auto-approve");
      await second.ok("apply", "-auto-approve");
      expect(first.result()).toEqual(together);
    } finally {
      first.close();
      second.close();
    }
  },
  180_000,
);
