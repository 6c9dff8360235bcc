// Intermediate copies under real Terraform: kept, retired by a second apply that keeps the replicas, and re-created when a replica has to
// be made.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Intermediates } from "../../lib";
import type { Image } from "../../lib/model";
import { distributeEncrypted, program } from "../constructs/programs";
import { terraformTest } from "../terraform/terraform";
import { Attached, type Ran } from "./attached";

interface Distribution {
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

/** The Terraform of a distribution with these intermediate copies. */
function emitted({ intermediates, source = "base", key = "k-1", regions = REGIONS, fidelity }: Distribution): object {
  const outdir = mkdtempSync(join(tmpdir(), "retirement-"));
  try {
    const { app, stack } = program({}, outdir);
    const keys = regions.map((region) => [region, region === "cn-east-3" ? key : "k-south"]);
    distributeEncrypted(stack, intermediates, Object.fromEntries(keys) as Readonly<Record<string, string>>, source);
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

class Run {
  private constructor(public readonly attached: Attached) {}

  public static async begin(): Promise<Run> {
    return new Run(await Attached.start({ inventory: INVENTORY }));
  }

  public async plan(distribution: Distribution): Promise<Ran> {
    this.attached.write(emitted(distribution));
    return this.attached.run("plan", "-detailed-exitcode", "-no-color");
  }

  public async apply(distribution: Distribution): Promise<void> {
    this.attached.write(emitted(distribution));
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

const KEPT = { intermediates: Intermediates.RETAIN };
const RETIRED = { intermediates: Intermediates.DELETE };
const ROUTE = ["cn-east-3/web.arrived", "cn-north-4/web.plain"];
const WEB = "cn-east-3/web";

/** The output of Terraform, on one line. */
const sentence = ({ output }: Ran): string => output.replace(/[│╷╵]/gu, " ").replace(/\s+/gu, " ");
const FIX = "Set intermediates: Intermediates.RETAIN, apply, then set DELETE again.";

terraformTest(
  "a second apply retires them and keeps the replica, and a replacement needs them kept",
  async () => {
    const run = await Run.begin();
    try {
      // The state is empty: nothing is created, nothing is lost.
      const tooEarly = await run.plan(RETIRED);
      expect(tooEarly.code).toBe(1);
      expect(sentence(tooEarly)).toContain(FIX);
      expect(sentence(tooEarly)).toContain("[stack/made-before-retired]");

      // A second apply retires them, the replica stays, and the plan is empty.
      await run.apply(KEPT);
      const all = run.images;
      expect(Object.keys(all).sort()).toEqual([WEB, ...ROUTE].sort());
      await run.apply(RETIRED);
      const first = run.images;
      expect(first).toEqual({ [WEB]: all[WEB] });
      expect((await run.plan(RETIRED)).code).toBe(0);

      // The program's record stops a replacement, with our plugin and with the vendor's provider.
      for (const change of [{ source: "newer" }, { key: "k-2", fidelity: "vendor" }]) {
        const stopped = await run.plan({ ...RETIRED, ...change });
        expect([change, stopped.code, sentence(stopped)]).toEqual([change, 1, expect.stringContaining(FIX)]);
      }
      expect(run.images).toEqual(first);

      // One more destination: the intermediate copies are re-created, and the existing replica is unchanged.
      const more = { regions: [...REGIONS, "cn-south-1"] };
      await run.apply({ ...KEPT, ...more });
      expect(run.images[WEB]).toBe(first[WEB]);
      expect(Object.keys(run.images)).toHaveLength(5);
      await run.apply({ ...RETIRED, ...more });
      expect(Object.keys(run.images).sort()).toEqual([WEB, "cn-south-1/web"]);

      // Another source: both replicas are re-created.
      const second = run.images;
      await run.apply({ ...KEPT, ...more, source: "newer" });
      expect(run.images[WEB]).not.toBe(second[WEB]);
      expect(run.images["cn-south-1/web"]).not.toBe(second["cn-south-1/web"]);
      expect((await run.attached.run("destroy", "-auto-approve", "-no-color")).code).toBe(0);
      expect(run.images).toEqual({});
    } finally {
      run.attached.close();
    }
  },
  240_000,
);

describe.each([{ fidelity: undefined }, { fidelity: "vendor" }])("with the fidelity $fidelity", ({ fidelity }) => {
  const two = { regions: [...REGIONS, "cn-south-1"], fidelity };

  /** Two existing replicas without their intermediate copies, and the addresses of their resources. */
  async function retired(run: Run): Promise<readonly string[]> {
    await run.apply({ ...KEPT, ...two });
    await run.apply({ ...RETIRED, ...two });
    const { output } = await run.attached.run("state", "list");
    return output.split("\n").filter((line) => line.startsWith("huaweicloud_images_image_copy."));
  }

  terraformTest(
    "a destroy that has removed one of two replicas is resumed",
    async () => {
      const run = await Run.begin();
      try {
        const [first, second] = await retired(run);
        const half = await run.attached.run("destroy", "-auto-approve", "-no-color", `-target=${String(first)}`);
        expect([half.code, Object.keys(run.images)]).toEqual([0, [expect.anything()]]);
        const again = await run.plan({ ...RETIRED, ...two });
        expect([again.code, sentence(again)]).toEqual([1, expect.stringContaining(FIX)]);
        const rest = await run.attached.run("destroy", "-auto-approve", "-no-color");
        expect([rest.code, rest.output]).toEqual([0, expect.stringContaining(String(second))]);
        expect(run.images).toEqual({});
      } finally {
        run.attached.close();
      }
    },
    240_000,
  );

  terraformTest(
    "no replica is destroyed for a replacement or re-created after its deletion",
    async () => {
      const run = await Run.begin();
      try {
        const [first] = await retired(run);
        const there = run.images;
        for (const command of ["plan", "apply"]) {
          const options = command === "plan" ? [] : ["-auto-approve"];
          const replace = await run.attached.run(command, ...options, "-no-color", `-replace=${String(first)}`);
          expect([replace.code, sentence(replace)]).toEqual([1, expect.stringContaining(FIX)]);
        }
        expect(run.images).toEqual(there);

        // Terraform's record of a replica that was deleted outside stays: our plugin warns at plan, and the service refuses.
        run.attached.cloud.admin.deleteImage(String(there[WEB]));
        const lost = await run.plan({ ...RETIRED, ...two });
        expect([lost.code, sentence(lost).includes(FIX)]).toEqual([2, fidelity === undefined]);
        const refused = await run.attached.run("apply", "-auto-approve", "-no-color");
        expect([refused.code, sentence(refused)]).toEqual([1, expect.stringContaining("Intermediates.RETAIN")]);
        expect(Object.keys(run.images)).toEqual(["cn-south-1/web"]);
        expect((await run.attached.run("destroy", "-auto-approve", "-no-color")).code).toBe(0);
        expect(run.images).toEqual({});
      } finally {
        run.attached.close();
      }
    },
    240_000,
  );
});
