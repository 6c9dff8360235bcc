// The life of an example under real Terraform, from the start: apply, with a fault in some, an empty plan, retirement of intermediate
// copies where possible, and destroy. Then the region state is as before, except for the residue that the plan lists.
import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readInventory, type Inventory } from "../../lib/model";
import { isPending, readRoutePlan, type RoutePlan } from "../../lib/routes";
import { ProjectFolder } from "../cli/command";
import { terraform } from "./attached";

export interface Example {
  readonly name: string;
  /** Whether it retires intermediate copies when RETIRE=yes. */
  readonly retires?: true;
  /** A job that fails in the first apply. */
  readonly fault?: object;
}

/** In `npm test`: files and two sites, with a fault, and with retired intermediate copies. */
export const SHORT_LIVES: readonly Example[] = [
  { name: "two-sites", fault: { operation: "registerImage", imageName: "Windows Server 2012" }, retires: true },
];

/** Only in the soak, because each takes minutes. */
export const LONG_LIVES: readonly Example[] = [
  { name: "large-image", fault: { operation: "registerImage", imageName: "warehouse" } },
  { name: "sub-project" },
  { name: "shared-image" },
  { name: "partner", retires: true },
  // Forty images in six regions, five copies across regions at a time.
  { name: "fleet" },
];

class Road {
  public readonly project: ProjectFolder;

  public constructor(private readonly example: Example) {
    this.project = new ProjectFolder(example.name);
    // As if it were installed: the command that transfers objects is called by its name.
    const bin = join(this.project.path, "node_modules", ".bin");
    mkdirSync(bin, { recursive: true });
    symlinkSync(join(__dirname, "..", "..", "dist", "cli", "main.js"), join(bin, "image-replication"));
  }

  public synthesize(retire: boolean): void {
    if (retire) process.env.RETIRE = "yes";
    try {
      assert.equal(this.project.synthesize(this.example.name).code, 0);
    } finally {
      delete process.env.RETIRE;
    }
  }

  public get plan(): RoutePlan {
    const file = join(this.folder, "route-plan.json");
    return readRoutePlan(readFileSync(file, "utf8"), file);
  }

  private get folder(): string {
    const stacks = join(this.project.path, "cdktf.out", "stacks");
    return join(stacks, readdirSync(stacks)[0]!);
  }

  private run(args: readonly string[], more: NodeJS.ProcessEnv = {}): ReturnType<typeof terraform> {
    return terraform(this.folder, [...args, "-no-color"], more);
  }

  public async ok(...args: readonly string[]): Promise<void> {
    const { code, output } = await this.run(args);
    assert.equal(code === 0 ? "well" : `${args.join(" ")}: ${output}`, "well");
  }

  /** Applies, and expects an empty plan. */
  public async settle(): Promise<void> {
    await this.ok("apply", "-auto-approve");
    await this.ok("plan", "-detailed-exitcode");
  }

  /** Fails the planted job, and all that depends on it. */
  public async applyWithFault(fault: object): Promise<void> {
    const file = join(this.project.path, "faults.json");
    const faults = [{ job: fault, code: "IMG.0018", reason: "No such luck." }];
    writeFileSync(file, JSON.stringify({ format: "image-replication/faults", version: 1, faults }));
    const { code, output } = await this.run(["apply", "-auto-approve"], { IMAGE_REPLICATION_FAULTS: file });
    assert.equal(code, 1);
    assert.match(output, /No such luck\./u);
  }

  public inventory(): Inventory {
    const { code, out } = this.project.run("state", "export");
    assert.equal(code, 0);
    return readInventory(out, "state export");
  }

  /** Destroys all: the region state is then as before, except for the objects that the plan lists as residue. */
  public async destroy(before: Inventory): Promise<void> {
    await this.ok("destroy", "-auto-approve");
    const listed = (this.plan.residue ?? []).map(({ where }) => (isPending(where) ? "?" : where));
    const isListed = ({ bucket, key, contents }: Inventory["objects"][number]): boolean =>
      listed.includes(`${bucket}:${key.replace(contents.imageId, "{imageId}")}`);
    const left = this.inventory();
    assert.deepEqual({ ...left, objects: left.objects.filter((object) => !isListed(object)) }, before);
  }

  /** Intermediate copies are removed, and destinations are unchanged. */
  public async retire(before: Inventory): Promise<void> {
    const made = this.inventory();
    this.synthesize(true);
    await this.settle();
    const wanted = this.plan.hops.filter(({ intermediate }) => intermediate === undefined);
    const names = new Set([...before.images, ...wanted.map(({ replica }) => replica)].map(({ name }) => name));
    const { images, objects } = this.inventory();
    assert.deepEqual(
      images,
      made.images.filter(({ name }) => names.has(name)),
    );
    assert.deepEqual(objects, before.objects);
  }
}

export async function liveUnderTerraform(example: Example): Promise<void> {
  const road = new Road(example);
  try {
    road.synthesize(false);
    assert.equal(road.project.run("state", "import", "inventory.json").code, 0);
    const before = road.inventory();
    await road.ok("init");
    if (example.fault !== undefined) {
      await road.applyWithFault(example.fault);
      await road.destroy(before);
    }
    await road.settle();
    if (example.retires === true) await road.retire(before);
    await road.destroy(before);
  } finally {
    road.project.remove();
  }
}
