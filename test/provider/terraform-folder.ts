// Real Terraform with the real start: launcher, lock file, mutual TLS, a process for each plugin.
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Cloud } from "../../lib/cloud";
import { readInventory } from "../../lib/model";
import { placePlugins } from "../../lib/placement";
import { Store, type Snapshot } from "../../lib/store";
import { SIMULATED_NULL_SOURCE, SIMULATED_SOURCE } from "../../lib/vendor";
import { terraform, type Ran } from "./attached";

const BUNDLE = join(__dirname, "..", "..", "dist", "provider", "plugin.cjs");

/** A folder in which the plugin is placed, with its own region state. */
export class TerraformFolder {
  public readonly path = mkdtempSync(join(tmpdir(), "placed-"));
  public readonly file: string;

  /** `file`: the region state; default: a new one. */
  public constructor(
    private readonly inventory: object,
    file?: string,
  ) {
    this.file = file ?? join(this.path, ".image-replication", "cloud.db");
    placePlugins({
      folder: this.path,
      providers: [
        { source: SIMULATED_SOURCE, version: "0.1.0" },
        { source: SIMULATED_NULL_SOURCE, version: "3.2.4" },
      ],
      bundle: BUNDLE,
      project: this.path,
      regionState: this.file,
      node: process.execPath,
      settings: {},
    });
  }

  public write(configuration: object): void {
    const required_providers = {
      huaweicloud: { source: SIMULATED_SOURCE },
      null: { source: SIMULATED_NULL_SOURCE },
    };
    writeFileSync(
      join(this.path, "main.tf.json"),
      JSON.stringify({ terraform: { required_providers }, ...configuration }),
    );
  }

  /** Writes the configuration, and initializes Terraform with the plugin. */
  public async init(configuration: object): Promise<void> {
    this.write(configuration);
    await this.ok("init", "-no-color");
  }

  /** As before the first apply: no Terraform state, and the region state of the inventory. */
  public reset(): void {
    rmSync(join(this.path, "terraform.tfstate"), { force: true });
    this.look((store) => {
      store.reset();
      const text = JSON.stringify({ format: "image-replication/inventory", version: 1, ...this.inventory });
      new Cloud(store).load(readInventory(text, "inventory"));
    });
  }

  public run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ran> {
    return terraform(this.path, args, env);
  }

  public async ok(...args: readonly string[]): Promise<string> {
    const { code, output } = await this.run(args);
    if (code !== 0) throw new Error(`terraform ${args.join(" ")}: ${output}`);
    return output;
  }

  /** An apply that a test can kill: with its own process group, as under a terminal. */
  public strikable(speed: number): { readonly child: ChildProcess; readonly ended: Promise<Ran> } {
    const { TF_CLI_CONFIG_FILE: _unset, ...inherited } = process.env;
    const env = { ...inherited, CHECKPOINT_DISABLE: "1", IMAGE_REPLICATION_SPEED: String(speed) };
    const args = ["apply", "-auto-approve", "-no-color"];
    const child = spawn("terraform", args, {
      cwd: this.path,
      env,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += String(chunk)));
    const ended = new Promise<Ran>((resolve) => {
      child.on("close", (code) => {
        resolve({ code: code ?? -1, output });
      });
    });
    return { child, ended };
  }

  public look<T>(work: (store: Store) => T): T {
    const store = Store.open(this.file);
    try {
      return work(store);
    } finally {
      store.close();
    }
  }

  /** The images and transfers, without times. */
  public result(): unknown {
    return this.look((store) => timeless(store.snapshot()));
  }

  public close(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** A snapshot without the values that depend on order and time of requests. */
export function timeless(snapshot: Snapshot): unknown {
  const images = snapshot.images!.map(({ created_at: _made, updated_at: _changed, ...image }) => image);
  const { meter, agencies, keys, vaults } = snapshot;
  const jobs = snapshot.jobs!.map(({ image_id, status }) => `${String(image_id)} ${String(status)}`).sort();
  return { images, meter, agencies, keys, vaults, jobs };
}

/** Plugins that Terraform has started: children of its process. */
export function pluginsOf(child: ChildProcess): readonly number[] {
  const { stdout } = spawnSync("pgrep", ["-P", String(child.pid)], { encoding: "utf8" });
  return stdout.split("\n").filter(Boolean).map(Number);
}
