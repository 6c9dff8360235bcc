// State never crosses targets: while a stack's target is the simulated cloud, its Terraform state lies in a file of its own, whatever
// backend the program declares; and an output folder that was synthesized for another target keeps nothing of it.
import { existsSync, mkdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { App, LocalBackend, type TerraformBackend, type TerraformStack } from "cdktf";
import { readNamedFile } from "../values";
import { SIMULATED_SOURCE } from "../vendor";
import { DeploymentTarget } from "./enums";
import { elementsOf, type StackElements } from "./synth/stack-elements";

const FOLDER = ".image-replication";
const simulatedBackends = new WeakSet<TerraformBackend>();
/** Stacks whose declared backend had to give way: cdktf may ask for the backend before we can say so. */
const replaced = new WeakSet<TerraformStack>();

/** Where the simulated state of a stack lies, counted from the folder in which the program runs. */
export function simulatedStatePath(stack: TerraformStack): string {
  return join(FOLDER, `terraform.${stack.node.id}.tfstate`);
}

/** Stacks lie this deep in an output folder: `stacks/<name>`. */
const STACK_FOLDER = join("stacks", "name");

/**
 * The same for Terraform, which runs in the stack's own folder: counted from there, so that a checkout can be moved and its artifacts
 * are the same on every machine.
 */
function statePathForTerraform(stack: TerraformStack): string {
  const path = resolve(simulatedStatePath(stack));
  const within = relative(process.cwd(), resolve(outputFolder(stack)));
  if (!within.startsWith("..") && !isAbsolute(within)) {
    return relative(resolve(within, STACK_FOLDER), path).split(sep).join("/");
  }
  // Tests synthesize into a folder of the system's that is another each time, and compare what comes out. That folder may be named by a link.
  const output = resolve(outputFolder(stack));
  const isTest = [tmpdir(), realpathSync(tmpdir())].some((folder) => !relative(folder, output).startsWith(".."));
  return isTest ? join("..", "..", "..", simulatedStatePath(stack)).split(sep).join("/") : path;
}

function outputFolder(stack: TerraformStack): string {
  const root = stack.node.root;
  return App.isApp(root) ? root.outdir : "cdktf.out";
}

/** Makes the stack use its simulated state whenever its target says so. References from other stacks follow it there. */
export function divertState(stack: TerraformStack, targetNow: () => DeploymentTarget): void {
  const declared = stack.ensureBackendExists.bind(stack);
  stack.ensureBackendExists = () => (targetNow() === DeploymentTarget.SIMULATED ? simulatedBackend(stack) : declared());
}

/** Replaces a backend that the program declares, if it has not been already; whether there was one. */
export function replaceDeclaredBackend(stack: TerraformStack, { backends }: StackElements): boolean {
  if (backends.some((backend) => !simulatedBackends.has(backend))) simulatedBackend(stack);
  return replaced.has(stack);
}

function simulatedBackend(stack: TerraformStack): TerraformBackend {
  const { backends } = elementsOf(stack);
  const own = backends.find((backend) => simulatedBackends.has(backend));
  for (const backend of backends) {
    if (backend === own) continue;
    backend.node.scope?.node.tryRemoveChild(backend.node.id);
    replaced.add(stack);
  }
  if (own !== undefined) return own;
  const made = new LocalBackend(stack, { path: statePathForTerraform(stack) });
  simulatedBackends.add(made);
  return made;
}

/** What Terraform and the simulated target leave in a stack's output folder. */
const LEFT_BEHIND = [".terraform", ".terraform.lock.hcl", "terraform.d"];

/** Clears what belongs to another target than the one that the folder is now written for; its cdk.tf.json is still the last one. */
export function clearOtherTarget(folder: string, target: DeploymentTarget): void {
  const before = targetIn(join(folder, "cdk.tf.json"));
  if (before === undefined || before === target) return;
  for (const name of LEFT_BEHIND) rmSync(join(folder, name), { recursive: true, force: true });
}

interface Synthesized {
  readonly terraform?: { readonly required_providers?: Readonly<Record<string, { readonly source?: string }>> };
}

function targetIn(file: string): DeploymentTarget | undefined {
  try {
    const { terraform } = JSON.parse(readNamedFile(file)) as Synthesized;
    const sources = Object.values(terraform?.required_providers ?? {}).map(({ source }) => source);
    return sources.includes(SIMULATED_SOURCE) ? DeploymentTarget.SIMULATED : DeploymentTarget.HUAWEICLOUD;
  } catch {
    // None there, or one that was cut short: nothing is known of another target.
    return undefined;
  }
}

/** The folder of the simulated state, closed to others, and kept out of Git. */
export function makeStateFolder(stack: TerraformStack): void {
  const folder = dirname(resolve(simulatedStatePath(stack)));
  if (existsSync(folder)) return;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, ".gitignore"), "*\n");
}
