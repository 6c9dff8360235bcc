// A folder with a small configuration and the plugin placed in it, as synth does; and real Terraform in it, in its own environment.
import { spawnSync } from "node:child_process";
import { accessSync, chmodSync, constants, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { placePlugins, type Placement } from "../../lib/placement";
import { SIMULATED_NULL_SOURCE, SIMULATED_SOURCE } from "../../lib/vendor";

const ROOT = join(__dirname, "..", "..");
export const BUNDLE = join(ROOT, "dist", "provider", "plugin.cjs");

const REQUIRED = {
  huaweicloud: { source: SIMULATED_SOURCE, version: ">= 0.1.0" },
  null: { source: SIMULATED_NULL_SOURCE, version: "3.2.4" },
};

const CONFIGURATION = {
  terraform: { required_providers: REQUIRED },
  provider: { huaweicloud: [{ region: "cn-north-4" }] },
  resource: {
    null_resource: { one: { triggers: { a: "b" } } },
    huaweicloud_images_image_copy: { copy: { source_image_id: "51a7ed00-0000-4000-8000-000000000001", name: "web" } },
  },
};

export const PROVIDERS: Placement["providers"] = [
  { source: SIMULATED_SOURCE, version: "0.1.0", constraint: ">= 0.1.0" },
  { source: SIMULATED_NULL_SOURCE, version: "3.2.4", constraint: "3.2.4" },
];

const INVENTORY = {
  format: "image-replication/inventory",
  version: 1,
  images: [
    {
      id: "51a7ed00-0000-4000-8000-000000000001",
      name: "base",
      region: "cn-north-4",
      kind: "system-disk",
      sizeGib: 10,
    },
  ],
};

export interface Answer {
  readonly code: number | null;
  /** Without Terraform's frames and line ends. */
  readonly text: string;
}

/** The path of a program, found as a shell does. */
export function onPath(name: string): string {
  const found = (process.env.PATH ?? "")
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find(isExecutable);
  if (found === undefined) throw new Error(`${name} is not on PATH`);
  return found;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export class Placed {
  public base: string;
  public readonly env: Record<string, string> = {};

  public constructor(configuration: object = CONFIGURATION) {
    this.base = mkdtempSync(join(tmpdir(), "placed-"));
    for (const folder of ["stack", "home", "tmp", "bin", "project"]) mkdirSync(join(this.base, folder));
    writeFileSync(join(this.folder, "main.tf.json"), JSON.stringify(configuration));
    this.env = { PATH: process.env.PATH ?? "", CHECKPOINT_DISABLE: "1" };
  }

  public get folder(): string {
    return join(this.base, "stack");
  }

  public place(changes: Partial<Placement> = {}): this {
    placePlugins({
      folder: this.folder,
      providers: PROVIDERS,
      bundle: BUNDLE,
      project: join(this.base, "project"),
      regionState: join(this.base, "project", "cloud.db"),
      node: process.execPath,
      settings: {},
      ...changes,
    });
    return this;
  }

  /** Adds the inventory's image to the region state, as users do. */
  public load(): this {
    const project = join(this.base, "project");
    writeFileSync(join(project, "inventory.json"), JSON.stringify(INVENTORY));
    const env = { ...process.env, IMAGE_REPLICATION_CLOUD: "cloud.db" };
    const bin = join(ROOT, "dist", "cli", "main.js");
    const { status, stderr } = spawnSync(process.execPath, [bin, "state", "import", "inventory.json"], {
      cwd: project,
      env,
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(stderr);
    return this;
  }

  public file(...path: readonly string[]): string {
    return join(this.base, ...path);
  }

  public read(...path: readonly string[]): string {
    return readFileSync(this.file(...path), "utf8");
  }

  /** A program in the folder `bin`. */
  public program(name: string, text: string): string {
    const file = this.file("bin", name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    chmodSync(file, 0o755);
    return file;
  }

  /** Terraform with an empty home, and PATH as the only variable of this process's environment. */
  public terraform(...args: readonly string[]): Answer {
    const env = { HOME: this.file("home"), TMPDIR: this.file("tmp"), TF_IN_AUTOMATION: "1", ...this.env };
    const { status, stdout, stderr } = spawnSync(onPath("terraform"), [...args, "-no-color"], {
      cwd: this.folder,
      env,
      encoding: "utf8",
    });
    const text = `${stdout}${stderr}`.replaceAll(/^[│╷╵] ?/gmu, "").replaceAll(/\s+/gu, " ");
    return { code: status, text };
  }

  /** The first plan of a folder; on failure, the answer contains the reason. */
  public plan(): Answer {
    const init = this.terraform("init");
    return init.code === 0 ? this.terraform("plan") : init;
  }

  public remove(): void {
    rmSync(this.base, { recursive: true, force: true });
  }
}
