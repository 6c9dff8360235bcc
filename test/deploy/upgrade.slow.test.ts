// Stacks that 0.1.0 applied, under this version: the record was a null_resource and is now a terraform_data; on the real target, a second
// resource repeats each transfer of an object. Commit 6db871d wrote the Terraform states and the region states of `upgrade` for the programs
// of upgrade-programs.ts on the simulated target, of the first one without its third replica.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Obsutil } from "../cli/obsutil";
import { terraform } from "../provider/attached";
import { RegistryPlugins } from "../terraform/registry-plugins";
import { terraformTest } from "../terraform/terraform";
import { DIST, FIXTURES, PROGRAMS, regionStateOf } from "./upgrade-programs";

const LONG_MS = 120_000;

/** The addresses of providers in a Terraform state, by target. */
const ADDRESSES = {
  simulated: ["image-replication.localhost/simulated/huaweicloud", "image-replication.localhost/simulated/null"],
  huaweicloud: ["registry.terraform.io/huaweicloud/huaweicloud", "registry.terraform.io/hashicorp/null"],
} as const;

type Target = keyof typeof ADDRESSES;

let plugins: RegistryPlugins;
beforeAll(() => (plugins = new RegistryPlugins()));
afterAll(() => {
  plugins.close();
});

class Project {
  public readonly path = mkdtempSync(join(tmpdir(), "upgrade-"));
  private readonly stack = join(this.path, "cdktf.out", "stacks", "golden");
  private readonly obsutil = new Obsutil(this.path);

  public constructor(
    private readonly target: Target,
    left: keyof typeof PROGRAMS,
  ) {
    const fixtures = join(FIXTURES, left);
    writeFileSync(join(this.path, "main.js"), PROGRAMS[left]);
    writeFileSync(join(this.path, "cdktf.json"), '{ "app": "node main.js" }');
    copyFileSync(join(fixtures, "inventory.json"), join(this.path, "inventory.json"));
    this.synthesize();
    if (left === "steps") {
      writeFileSync(join(this.path, ".image-replication", "cloud.db"), regionStateOf("terraform"));
    } else {
      this.node([join(DIST, "cli", "main.js"), "state", "import", "inventory.json"]);
    }
    let state = readFileSync(join(fixtures, "state-of-0.1.0.json"), "utf8");
    // The differences in the state of a stack for the other target.
    for (const [index, address] of ADDRESSES.simulated.entries()) {
      state = state.replaceAll(address, ADDRESSES[target][index]!);
    }
    writeFileSync(this.stateFile, state);
  }

  private get stateFile(): string {
    if (this.target === "huaweicloud") return join(this.stack, "terraform.tfstate");
    return join(this.path, ".image-replication", "terraform.golden.tfstate");
  }

  public synthesize(more: NodeJS.ProcessEnv = {}): void {
    this.node(["main.js"], { IMAGE_REPLICATION_TARGET: this.target, ...more });
    if (this.target === "simulated") return;
    // A backend needs an initialization, which would ask a registry for the plugins.
    const file = join(this.stack, "cdk.tf.json");
    const { terraform: settings, ...rest } = JSON.parse(readFileSync(file, "utf8")) as { terraform: object };
    writeFileSync(file, JSON.stringify({ terraform: { ...settings, backend: undefined }, ...rest }));
  }

  private node(args: readonly string[], more: NodeJS.ProcessEnv = {}): string {
    const env = { ...process.env, ...more };
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: this.path, env, encoding: "utf8" });
    if (status !== 0) throw new Error(`${args.join(" ")}: ${stdout}${stderr}`);
    return stdout;
  }

  /** Stand-ins for the real target and for `obsutil`. */
  private environment(): NodeJS.ProcessEnv {
    if (this.target === "simulated") return {};
    return { ...plugins.envFor(join(this.path, ".image-replication", "cloud.db")), ...this.obsutil.environment };
  }

  /** The file in which `obsutil` keeps the image of a bucket. */
  public objectFile(bucket: string): string {
    return this.obsutil.fileOf(`obs://${bucket}/image-replication/ims-1.zvhd2`);
  }

  /** The calls of `obsutil`. */
  public obsutilVerbs(): readonly string[] {
    return this.obsutil.calls.map(({ verb }) => verb);
  }

  public async terraform(...args: readonly string[]): Promise<string> {
    const { code, output } = await terraform(this.stack, [...args, "-no-color"], this.environment());
    if (code !== 0) throw new Error(`terraform ${args.join(" ")}: ${output}`);
    return output;
  }

  public async init(): Promise<void> {
    // Overridden plugins need no initialization.
    if (this.target === "simulated") await this.terraform("init");
  }

  public state(): State {
    return JSON.parse(readFileSync(this.stateFile, "utf8")) as State;
  }

  /** The id of each resource of a type in the state. */
  public ids(type: string): readonly unknown[] {
    return this.state()
      .resources.filter((one) => one.type === type)
      .map(({ instances: [instance] }) => instance?.attributes.id);
  }

  public close(): void {
    rmSync(this.path, { recursive: true });
  }
}

interface State {
  readonly resources: readonly {
    readonly type: string;
    readonly instances: readonly { attributes: { id: string } }[];
  }[];
}

describe.each(Object.keys(ADDRESSES) as Target[])("a stack of 0.1.0 for the target %s", (target) => {
  terraformTest(
    "replaces its record, copies nothing, and gets another region while destruction is forbidden",
    async () => {
      const project = new Project(target, "copies");
      try {
        const before = project.ids("huaweicloud_images_image_copy");
        expect(before).toHaveLength(2);
        await project.init();
        const upgraded = await project.terraform("apply", "-auto-approve");
        expect(upgraded).toContain("Resources: 1 added, 0 changed, 1 destroyed.");
        expect(upgraded).toMatch(/null_resource\.ImageReplication_Record_\w+: Destruction complete/u);
        expect(upgraded).toMatch(/terraform_data\.ImageReplication_Record_\w+: Creation complete/u);
        expect(project.ids("huaweicloud_images_image_copy")).toEqual(before);
        await project.terraform("plan", "-detailed-exitcode");

        project.synthesize({ GROWN: "yes" });
        await project.init();
        expect(await project.terraform("apply", "-auto-approve")).toContain(
          "Resources: 1 added, 1 changed, 0 destroyed.",
        );
        expect(project.ids("huaweicloud_images_image_copy")).toEqual(expect.arrayContaining([...before]));
        expect(project.ids("huaweicloud_images_image_copy")).toHaveLength(3);
      } finally {
        project.close();
      }
    },
    LONG_MS,
  );

  terraformTest(
    "transfers no object again",
    async () => {
      const project = new Project(target, "transfer");
      try {
        const [home, there] = [project.objectFile("home"), project.objectFile("there")];
        writeFileSync(home, "the image");
        writeFileSync(there, "the image");
        const before = ["null_resource", "huaweicloud_ims_quickimport_data_image"].map((type) => project.ids(type));
        await project.init();
        const upgraded = await project.terraform("apply", "-auto-approve");
        const isReal = target === "huaweicloud";
        expect(upgraded).toContain(`Resources: ${isReal ? "2" : "1"} added, 0 changed, 1 destroyed.`);
        expect(/null_resource\.web_[\w-]+_Repetition_\w+: Creation complete/u.test(upgraded)).toBe(isReal);
        const [nulls, images] = ["null_resource", "huaweicloud_ims_quickimport_data_image"].map((type) =>
          project.ids(type),
        );
        expect(images).toEqual(before[1]);
        // The record is replaced, and the transfer and its removal stay.
        expect(nulls!.filter((id) => before[0]!.includes(id))).toHaveLength(2);
        expect(project.obsutilVerbs()).toEqual(isReal ? ["stat", "stat"] : []);
        await project.terraform("plan", "-detailed-exitcode");
      } finally {
        project.close();
      }
    },
    LONG_MS,
  );
});

describe("a transfer of 0.1.0 on the real target with missing objects", () => {
  /** The calls of `obsutil` in the upgrade, where these buckets contain the object. */
  async function calledFor(...buckets: readonly string[]): Promise<readonly string[]> {
    const project = new Project("huaweicloud", "transfer");
    try {
      for (const bucket of buckets) writeFileSync(project.objectFile(bucket), "the image");
      await project.terraform("apply", "-auto-approve");
      expect(readFileSync(project.objectFile("there"), "utf8")).toBe("the image");
      return project.obsutilVerbs();
    } finally {
      project.close();
    }
  }

  terraformTest(
    "is repeated if it was recorded but unfinished, and unchanged if its source was removed",
    async () => {
      expect(await calledFor("home")).toEqual(["stat", "stat", "cp", "cp"]);
      expect(await calledFor("there")).toEqual(["stat", "stat"]);
    },
    LONG_MS,
  );
});

terraformTest(
  "Terraform plans only another record for a stack of 0.1.0 with steps of each kind",
  async () => {
    const project = new Project("simulated", "steps");
    try {
      await project.init();
      const planned = await project.terraform("plan");
      const touched = [...planned.matchAll(/^ +# (?<address>\S+) (?:will|must) be (?<action>.+)$/gmu)];
      expect(touched.map(({ groups }) => groups)).toEqual([
        { address: "null_resource.ImageReplication_Record_A79780C3", action: "destroyed" },
        { address: "terraform_data.ImageReplication_Record_A79780C3", action: "created" },
      ]);
      await project.terraform("apply", "-auto-approve");
      await project.terraform("plan", "-detailed-exitcode");
    } finally {
      project.close();
    }
  },
  LONG_MS,
);
