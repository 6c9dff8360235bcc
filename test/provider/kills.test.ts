// Terraform or its plugin is killed at random instants, or interrupted with Ctrl-C: the next apply ends in the state of one clean run, with
// the same bytes transferred, and the plan after it is empty.
import { randomSource, sleep } from "../../lib/time";
import { terraformTest } from "../terraform/terraform";
import { TerraformFolder, pluginsOf } from "./terraform-folder";

const REGIONS = ["cn-east-3", "cn-south-1", "cn-southwest-2", "cn-north-1"];

const INVENTORY = {
  images: [{ id: "base", name: "base", region: "cn-north-4", kind: "system-disk", sizeGib: 2 }],
  agencies: [{ name: "ims", regions: REGIONS }],
};

const CONFIGURATION = {
  provider: { huaweicloud: { region: "cn-north-4" } },
  resource: {
    huaweicloud_kms_key: { gold: { key_alias: "gold", region: "cn-east-3" } },
    huaweicloud_images_image_copy: {
      plain: { name: "plain", source_image_id: "base" },
      ...Object.fromEntries(
        REGIONS.map((region) => [
          region,
          {
            name: "web",
            source_image_id: "${huaweicloud_images_image_copy.plain.id}",
            target_region: region,
            agency_name: "ims",
            timeouts: { create: "9h" },
          },
        ]),
      ),
      encrypted: {
        name: "encrypted",
        region: "cn-east-3",
        source_image_id: "${huaweicloud_images_image_copy.cn-east-3.id}",
        kms_key_id: "${huaweicloud_kms_key.gold.id}",
      },
    },
  },
};

/** The run takes about this many virtual seconds, which are one and a half seconds of real time. */
const SPEED = 1000;

const STRIKES = ["plugin", "terraform", "interrupt"] as const;

terraformTest(
  "an apply after a kill or an interruption at any instant ends like a clean run",
  async () => {
    const folder = new TerraformFolder(INVENTORY);
    try {
      await folder.init(CONFIGURATION);
      folder.reset();
      await folder.ok("apply", "-auto-approve");
      const clean = folder.result();
      const chance = randomSource(2026);
      let struck = 0;
      // Some come too late: Terraform has ended.
      for (let round = 0; round < 14 && struck < 8; round += 1) {
        const strike = STRIKES[round % STRIKES.length]!;
        folder.reset();
        const { child, ended } = folder.strikable(SPEED);
        // Terraform itself needs most of a second before it applies anything.
        await sleep(700 + chance.below(1800));
        if (strike === "plugin") for (const pid of pluginsOf(child)) process.kill(pid, "SIGKILL");
        else process.kill(-child.pid!, strike === "terraform" ? "SIGKILL" : "SIGINT");
        const { code } = await ended;
        if (code !== 0) struck += 1;
        const after = await folder.run(["apply", "-auto-approve", "-no-color", "-lock-timeout=10s"]);
        expect({ round, strike, ...after }).toMatchObject({ code: 0 });
        expect({ round, strike, result: folder.result() }).toEqual({ round, strike, result: clean });
      }
      const { code, output } = await folder.run(["plan", "-detailed-exitcode", "-no-color"]);
      expect({ code, output }).toMatchObject({ code: 0 });
      expect(struck).toBeGreaterThanOrEqual(6);
    } finally {
      folder.close();
    }
  },
  180_000,
);
