// Intermediate copies under real Terraform: kept, retired by a second apply that keeps the replicas, and re-created when a replica has to
// be made.
import { App, TerraformStack } from "cdktf";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  Destination,
  Encryption,
  HuaweicloudProvider,
  ImageDistribution,
  ImageKind,
  Intermediates,
  Key,
  SourceImage,
} from "../../lib";
import type { Image } from "../../lib/model";
import { terraformTest } from "../terraform/terraform";
import { Attached, type Ran } from "./attached";

interface Wish {
  readonly intermediates: Intermediates;
  readonly source?: string;
  readonly key?: string;
  readonly regions?: readonly string[];
  readonly fidelity?: string;
}

const REGIONS = ["cn-east-3"];
const IMAGES = ["base", "newer"].map((id) => ({
  id,
  name: "base",
  region: "cn-north-4",
  kind: "system-disk",
  sizeGib: 4,
  keyId: "k-home",
}));
const INVENTORY = {
  images: IMAGES,
  keys: ["k-home", "k-1", "k-2", "k-south"].map((id) => ({
    id,
    region: id === "k-home" ? "cn-north-4" : id === "k-south" ? "cn-south-1" : "cn-east-3",
  })),
  agencies: [{ name: "ims_copy", regions: ["cn-east-3", "cn-south-1"] }],
};

/** A distribution of an encrypted image: decrypted, copied across regions, and encrypted there. */
function emitted({ intermediates, source = "base", key = "k-1", regions = REGIONS, fidelity }: Wish): object {
  const outdir = mkdtempSync(join(tmpdir(), "retirement-"));
  try {
    const app = new App({ outdir, stackTraces: false });
    const stack = new TerraformStack(app, "stack");
    new HuaweicloudProvider(stack, "huaweicloud", { region: "cn-north-4" });
    new ImageDistribution(stack, "web", {
      source: SourceImage.fromAttributes(stack, "base", {
        imageId: source,
        name: "base",
        kind: ImageKind.SYSTEM_DISK,
        sizeGib: 4,
        encrypted: true,
        keyId: "k-home",
      }),
      name: "web",
      agencyName: "ims_copy",
      intermediates,
      destinations: regions.map((region) =>
        Destination.region(region, {
          encryption: Encryption.kms(Key.fromAttributes({ keyId: region === "cn-east-3" ? key : "k-south", region })),
        }),
      ),
    });
    app.synth();
    const file = join(outdir, "stacks", "stack", "cdk.tf.json");
    const { provider, resource } = JSON.parse(readFileSync(file, "utf8")) as {
      provider: { huaweicloud: readonly object[] };
      resource: object;
    };
    return { provider: { huaweicloud: provider.huaweicloud.map((block) => ({ ...block, fidelity })) }, resource };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

class Road {
  private constructor(public readonly attached: Attached) {}

  public static async begin(): Promise<Road> {
    return new Road(await Attached.start({ inventory: INVENTORY }));
  }

  public async plan(wish: Wish): Promise<Ran> {
    this.attached.write(emitted(wish));
    return this.attached.run("plan", "-detailed-exitcode", "-no-color");
  }

  public async apply(wish: Wish): Promise<void> {
    this.attached.write(emitted(wish));
    const { code, output } = await this.attached.run("apply", "-auto-approve", "-no-color");
    if (code !== 0) throw new Error(output);
  }

  /** The images other than the sources, as `place/name`, each with its id. */
  public get images(): Readonly<Record<string, string>> {
    const isMade = ({ madeFrom }: Image): boolean => madeFrom.means === "image";
    const images = this.attached.cloud.inventory().images.filter(isMade);
    return Object.fromEntries(images.map(({ region, name, id }) => [`${region}/${name}`, id]));
  }
}

const KEPT = { intermediates: Intermediates.KEPT };
const RETIRED = { intermediates: Intermediates.RETIRED };
const WAY = ["cn-east-3/web.arrived", "cn-north-4/web.plain"];
const WEB = "cn-east-3/web";

/** The output of Terraform, on one line. */
const sentence = ({ output }: Ran): string => output.replace(/[│╷╵]/gu, " ").replace(/\s+/gu, " ");
const MEND = "Say Intermediates.KEPT and apply: what is on the way comes back, and the replica is made.";

terraformTest(
  "a second apply retires them and keeps the replica, and a replacement needs them kept",
  async () => {
    const road = await Road.begin();
    try {
      // The state is empty: nothing is created, nothing is lost.
      const tooEarly = await road.plan(RETIRED);
      expect(tooEarly.code).toBe(1);
      expect(sentence(tooEarly)).toContain(MEND);
      expect(sentence(tooEarly)).toContain("[stack/made-before-retired]");

      // A second apply retires them, the replica stays, and the plan is empty.
      await road.apply(KEPT);
      const all = road.images;
      expect(Object.keys(all).sort()).toEqual([WEB, ...WAY].sort());
      await road.apply(RETIRED);
      const first = road.images;
      expect(first).toEqual({ [WEB]: all[WEB] });
      expect((await road.plan(RETIRED)).code).toBe(0);

      // The program's record stops a replacement, with our plugin and with the vendor's provider.
      for (const change of [{ source: "newer" }, { key: "k-2", fidelity: "vendor" }]) {
        const stopped = await road.plan({ ...RETIRED, ...change });
        expect([change, stopped.code, sentence(stopped)]).toEqual([change, 1, expect.stringContaining(MEND)]);
      }
      expect(road.images).toEqual(first);

      // One more destination: the intermediate copies are re-created, and the existing replica is unchanged.
      const more = { regions: [...REGIONS, "cn-south-1"] };
      await road.apply({ ...KEPT, ...more });
      expect(road.images[WEB]).toBe(first[WEB]);
      expect(Object.keys(road.images)).toHaveLength(5);
      await road.apply({ ...RETIRED, ...more });
      expect(Object.keys(road.images).sort()).toEqual([WEB, "cn-south-1/web"]);

      // Another source: both replicas are re-created.
      const second = road.images;
      await road.apply({ ...KEPT, ...more, source: "newer" });
      expect(road.images[WEB]).not.toBe(second[WEB]);
      expect(road.images["cn-south-1/web"]).not.toBe(second["cn-south-1/web"]);
      expect((await road.attached.run("destroy", "-auto-approve", "-no-color")).code).toBe(0);
      expect(road.images).toEqual({});
    } finally {
      road.attached.close();
    }
  },
  240_000,
);

describe.each([{ fidelity: undefined }, { fidelity: "vendor" }])("with the fidelity $fidelity", ({ fidelity }) => {
  const wish = { regions: [...REGIONS, "cn-south-1"], fidelity };

  /** Two existing replicas without their intermediate copies, and the addresses of their resources. */
  async function retired(road: Road): Promise<readonly string[]> {
    await road.apply({ ...KEPT, ...wish });
    await road.apply({ ...RETIRED, ...wish });
    const { output } = await road.attached.run("state", "list");
    return output.split("\n").filter((line) => line.startsWith("huaweicloud_images_image_copy."));
  }

  terraformTest(
    "a destroy that has removed one of two replicas is resumed",
    async () => {
      const road = await Road.begin();
      try {
        const [first, second] = await retired(road);
        const half = await road.attached.run("destroy", "-auto-approve", "-no-color", `-target=${String(first)}`);
        expect([half.code, Object.keys(road.images)]).toEqual([0, [expect.anything()]]);
        const again = await road.plan({ ...RETIRED, ...wish });
        expect([again.code, sentence(again)]).toEqual([1, expect.stringContaining(MEND)]);
        const rest = await road.attached.run("destroy", "-auto-approve", "-no-color");
        expect([rest.code, rest.output]).toEqual([0, expect.stringContaining(String(second))]);
        expect(road.images).toEqual({});
      } finally {
        road.attached.close();
      }
    },
    240_000,
  );

  terraformTest(
    "no replica is destroyed for a replacement or re-created after its deletion",
    async () => {
      const road = await Road.begin();
      try {
        const [first] = await retired(road);
        const there = road.images;
        for (const command of ["plan", "apply"]) {
          const options = command === "plan" ? [] : ["-auto-approve"];
          const replace = await road.attached.run(command, ...options, "-no-color", `-replace=${String(first)}`);
          expect([replace.code, sentence(replace)]).toEqual([1, expect.stringContaining(MEND)]);
        }
        expect(road.images).toEqual(there);

        // Terraform's record of a replica that was deleted outside stays: our plugin warns at plan, and the service refuses.
        road.attached.cloud.upkeep.deleteImage(String(there[WEB]));
        const lost = await road.plan({ ...RETIRED, ...wish });
        expect([lost.code, sentence(lost).includes(MEND)]).toEqual([2, fidelity === undefined]);
        const refused = await road.attached.run("apply", "-auto-approve", "-no-color");
        expect([refused.code, sentence(refused)]).toEqual([1, expect.stringContaining("Intermediates.KEPT")]);
        expect(Object.keys(road.images)).toEqual(["cn-south-1/web"]);
        expect((await road.attached.run("destroy", "-auto-approve", "-no-color")).code).toBe(0);
        expect(road.images).toEqual({});
      } finally {
        road.attached.close();
      }
    },
    240_000,
  );
});
