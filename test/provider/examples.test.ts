// Examples under real Terraform from nothing: applied, through faults where some are planted, planned again with nothing to do, freed of what is
// on the way where they can be, and destroyed. Then the region state holds what it held before, but for what the plan lists.
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readInventory, type Inventory } from "../../lib/model";
import { isPending, readRoutePlan } from "../../lib/routes";
import { ProjectFolder } from "../cli/command";
import { terraformTest } from "../terraform/terraform";
import { terraform } from "./attached";

interface Example {
  readonly name: string;
  /** Whether it retires what is on the way when RETIRE=yes. */
  readonly retires?: true;
  /** A job that fails at the first apply. */
  readonly fault?: object;
}

const EXAMPLES: readonly Example[] = [
  { name: "partner", retires: true },
  { name: "sub-project" },
  { name: "shared-image" },
  { name: "large-image", fault: { operation: "registerImage", imageName: "warehouse" } },
  { name: "two-sites", retires: true },
];

class Road {
  public readonly project: ProjectFolder;

  public constructor(private readonly example: Example) {
    this.project = new ProjectFolder(example.name);
    // As it would be installed: the command that carries objects is called by its name.
    const bin = join(this.project.path, "node_modules", ".bin");
    mkdirSync(bin, { recursive: true });
    symlinkSync(join(__dirname, "..", "..", "dist", "cli", "main.js"), join(bin, "image-replication"));
  }

  public synthesize(retire: boolean): void {
    if (retire) process.env.RETIRE = "yes";
    try {
      expect(this.project.synthesize(this.example.name)).toMatchObject({ code: 0 });
    } finally {
      delete process.env.RETIRE;
    }
  }

  public get folder(): string {
    const stacks = join(this.project.path, "cdktf.out", "stacks");
    return join(stacks, readdirSync(stacks)[0]!);
  }

  public run(args: readonly string[], more: NodeJS.ProcessEnv = {}): ReturnType<typeof terraform> {
    return terraform(this.folder, [...args, "-no-color"], more);
  }

  public async ok(...args: readonly string[]): Promise<void> {
    const { code, output } = await this.run(args);
    expect(code === 0 ? "well" : `${args.join(" ")}: ${output}`).toBe("well");
  }

  /** Fails the planted job, and all that waits for it. */
  public async applyWithFault(): Promise<void> {
    const file = join(this.project.path, "faults.json");
    const faults = [{ job: this.example.fault, code: "IMG.0018", reason: "No such luck." }];
    writeFileSync(file, JSON.stringify({ format: "image-replication/faults", version: 1, faults }));
    const { code, output } = await this.run(["apply", "-auto-approve"], { IMAGE_REPLICATION_FAULTS: file });
    expect([code, output]).toEqual([1, expect.stringContaining("No such luck.")]);
  }

  public inventory(): Inventory {
    const { code, out } = this.project.run("state", "export");
    expect(code).toBe(0);
    return readInventory(out, "state export");
  }

  /** The inventory without the objects that the plan lists as residue. */
  public withoutResidue(inventory: Inventory): Inventory {
    const file = join(this.folder, "route-plan.json");
    const listed = (readRoutePlan(readFileSync(file, "utf8"), file).residue ?? []).map(({ where }) =>
      isPending(where) ? "?" : where,
    );
    const isListed = ({ bucket, key, contents }: Inventory["objects"][number]): boolean =>
      listed.includes(`${bucket}:${key.replace(contents.imageId, "{imageId}")}`);
    return { ...inventory, objects: inventory.objects.filter((object) => !isListed(object)) };
  }
}

terraformTest.each(EXAMPLES.map((example) => [example.name, example] as const))(
  "%s",
  async (_, example) => {
    const road = new Road(example);
    try {
      road.synthesize(false);
      expect(road.project.run("state", "import", "inventory.json").code).toBe(0);
      const before = road.inventory();
      await road.ok("init");
      if (example.fault !== undefined) {
        await road.applyWithFault();
        await road.ok("destroy", "-auto-approve");
        expect(road.withoutResidue(road.inventory())).toEqual(before);
      }
      await road.ok("apply", "-auto-approve");
      await road.ok("plan", "-detailed-exitcode");
      if (example.retires === true) {
        const made = road.inventory();
        road.synthesize(true);
        await road.ok("apply", "-auto-approve");
        await road.ok("plan", "-detailed-exitcode");
        const plan = readRoutePlan(readFileSync(join(road.folder, "route-plan.json"), "utf8"), "route-plan.json");
        const wanted = plan.hops.filter(({ intermediate }) => intermediate === undefined);
        const names = new Set([...before.images, ...wanted.map(({ replica }) => replica)].map(({ name }) => name));
        expect(road.inventory().images).toEqual(made.images.filter(({ name }) => names.has(name)));
        expect(road.inventory().objects).toEqual(before.objects);
      }
      await road.ok("destroy", "-auto-approve");
      expect(road.withoutResidue(road.inventory())).toEqual(before);
    } finally {
      road.project.remove();
    }
  },
  240_000,
);
