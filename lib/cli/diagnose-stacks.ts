// What the doctor looks at of the synthesized stacks of the simulated target: whether Terraform finds the plugin in each, and starts it.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { inspectPlacement, type Inspection } from "../placement";
import { listed, readNamedFile } from "../values";
import { SIMULATED_SOURCE } from "../vendor";
import type { Diagnosis } from "./diagnosis";
import { shown } from "./project";

const what = "plugin";

/** @param output the folder that synth writes to */
export function diagnoseStacks(output: string): readonly Diagnosis[] {
  const platform = platformOf(process.platform, process.arch);
  if (platform === undefined) {
    const says = `The plugin runs on Linux and macOS, on amd64 and arm64, and this is ${process.platform} on ${process.arch}.`;
    return [{ what, mark: "note", says, fix: `Carry route plans out with "image-replication apply".` }];
  }
  const stacks = simulatedStacks(output);
  if (stacks.length === 0) {
    return [{ what, mark: "ok", says: "No stack of the simulated target is synthesized yet." }];
  }
  const diagnoses = stacks.flatMap((stack) => {
    return diagnosesOf(stack, inspectPlacement({ folder: stack.folder, source: SIMULATED_SOURCE, platform }));
  });
  if (diagnoses.length > 0) return diagnoses;
  return [
    { what, mark: "ok", says: `Terraform finds the plugin in ${listed(stacks.map(({ folder }) => shown(folder)))}.` },
  ];
}

/** As Terraform names it; undefined where the plugin has no launcher. */
function platformOf(system: string, processor: string): string | undefined {
  const names: Readonly<Record<string, string>> = { x64: "amd64", arm64: "arm64" };
  const name = names[processor];
  return ["linux", "darwin"].includes(system) && name !== undefined ? `${system}_${name}` : undefined;
}

interface Stack {
  readonly name: string;
  readonly folder: string;
  /** Addresses of the providers that it requires. */
  readonly required: readonly string[];
}

function simulatedStacks(output: string): readonly Stack[] {
  const folder = join(output, "stacks");
  const names = existsSync(folder) ? readdirSync(folder).sort() : [];
  return names
    .map((name) => ({ name, folder: join(folder, name), required: requiredIn(join(folder, name, "cdk.tf.json")) }))
    .filter(({ required }) => required.includes(SIMULATED_SOURCE));
}

interface Synthesized {
  readonly terraform?: { readonly required_providers?: Readonly<Record<string, { readonly source?: unknown }>> };
}

function requiredIn(file: string): readonly string[] {
  try {
    const { terraform } = JSON.parse(readNamedFile(file)) as Synthesized;
    const sources = Object.values(terraform?.required_providers ?? {}).map(({ source }) => source);
    return sources.filter((source) => typeof source === "string");
  } catch {
    // Not there, or cut short: the next synth writes it.
    return [];
  }
}

function diagnosesOf(
  { name, folder, required }: Stack,
  { faults, others, lostNode }: Inspection,
): readonly Diagnosis[] {
  const stack = `Stack "${name}"`;
  const wrong = faults.map((fault): Diagnosis => {
    return { what, mark: "wrong", says: `${stack} ${fault}.`, fix: `Run synth again ("cdktf synth").` };
  });
  const lost: Diagnosis = {
    what,
    mark: "note",
    says: `${stack} was synthesized by the Node at ${lostNode ?? ""}, which is gone: the plugin takes the first on PATH that runs.`,
    fix: "Run synth again.",
  };
  const unlocked = required.filter((source) => !isOurs(source) && !others.includes(absolute(source)));
  const mixed: Diagnosis = {
    what: "other-providers",
    mark: "note",
    says: `${stack} requires ${listed(unlocked)}, and the lock file has no entry: "cdktf deploy" then asks registries for all providers, ours among them, and fails.`,
    fix: `Use "cdktf deploy --skip-provider-lock", or run "terraform init" in ${shown(folder)} first.`,
  };
  return [...wrong, ...(lostNode === undefined ? [] : [lost]), ...(unlocked.length === 0 ? [] : [mixed])];
}

const isOurs = (source: string): boolean => source.split("/")[0] === SIMULATED_SOURCE.split("/")[0];

/** As the lock file has it: with a host and a namespace. */
function absolute(source: string): string {
  const parts = source.split("/");
  if (parts.length === 3) return source;
  return ["registry.terraform.io", ...(parts.length === 1 ? ["hashicorp"] : []), source].join("/");
}
