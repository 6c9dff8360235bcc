// Real Terraform on a plugin that runs in the test's own process: no init, no start-up, and direct access to the region state.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Cloud, type CloudOptions, type Holder } from "../../lib/cloud";
import { readInventory } from "../../lib/model";
import type { HuaweicloudOptions } from "../../lib/provider/providers/huaweicloud";
import { huaweicloud } from "../../lib/provider/providers/huaweicloud";
import { nullProvider, numberFrom } from "../../lib/provider/providers/null";
import { servePlugin, type Plugin } from "../../lib/provider/plugin";
import { Store } from "../../lib/store";
import { instantPacing, randomSource } from "../../lib/time";
import { SIMULATED_NULL_SOURCE, SIMULATED_SOURCE } from "../../lib/vendor";

export interface Ran {
  readonly code: number;
  readonly output: string;
}

export interface AttachedOptions extends Partial<HuaweicloudOptions> {
  readonly inventory?: object;
  readonly cloud?: CloudOptions;
}

/** A folder with a configuration, a region state, and a plugin for both providers. */
export class Attached {
  public readonly folder = mkdtempSync(join(tmpdir(), "attached-"));
  public readonly store = Store.open(":memory:");
  public readonly cloud: Cloud;
  private plugins: readonly Plugin[] = [];

  private constructor(options: AttachedOptions) {
    this.cloud = new Cloud(this.store, options.cloud);
    if (options.inventory !== undefined) this.load(options.inventory);
  }

  public static async start(options: AttachedOptions = {}): Promise<Attached> {
    const attached = new Attached(options);
    await attached.serve(options);
    return attached;
  }

  private async serve(options: AttachedOptions): Promise<void> {
    const provider = huaweicloud({
      openCloud: () => this.cloud,
      pacing: instantPacing(),
      holder: LIVING,
      hasCredentials: false,
      ...options,
    });
    const random = randomSource(1);
    this.plugins = [
      await servePlugin(provider, { socketFolder: this.folder }),
      await servePlugin(
        nullProvider(() => numberFrom(() => random.next())),
        { socketFolder: this.folder },
      ),
    ];
  }

  public load(inventory: object): void {
    const text = JSON.stringify({ format: "image-replication/inventory", version: 1, ...inventory });
    this.cloud.load(readInventory(text, "inventory"));
  }

  /** Writes the configuration as JSON, with the simulated providers required. */
  public write(configuration: object): void {
    const required_providers = {
      huaweicloud: { source: SIMULATED_SOURCE },
      null: { source: SIMULATED_NULL_SOURCE },
    };
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(
      join(this.folder, "main.tf.json"),
      JSON.stringify({ terraform: { required_providers }, ...configuration }, undefined, 2),
    );
  }

  public run(...args: readonly string[]): Promise<Ran> {
    const addresses = [SIMULATED_SOURCE, SIMULATED_NULL_SOURCE];
    const reattach = Object.fromEntries(
      addresses.map((address, index) => [
        address,
        {
          Protocol: "grpc",
          ProtocolVersion: 6,
          Pid: process.pid,
          Test: true,
          Addr: { Network: "unix", String: this.plugins[index]!.socket },
        },
      ]),
    );
    return terraform(this.folder, args, { TF_REATTACH_PROVIDERS: JSON.stringify(reattach) });
  }

  public close(): void {
    for (const plugin of this.plugins) plugin.close();
    this.store.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export const LIVING: Holder = { id: "test", isAlive: () => true };

export function terraform(
  cwd: string,
  args: readonly string[],
  more: NodeJS.ProcessEnv = {},
  binary = "terraform",
): Promise<Ran> {
  const { TF_CLI_CONFIG_FILE: _unset, ...inherited } = process.env;
  const env = { ...inherited, CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1", ...more };
  return new Promise((resolve, reject) => {
    const child = spawn(binary, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += String(chunk)));
    child.on("error", reject);
    child.on("close", (code) => {
      resolve({ code: code ?? -1, output });
    });
  });
}
