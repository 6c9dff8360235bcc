// State never crosses targets: while a stack's target is the simulated cloud, its Terraform state lies in a file of its own, whatever
// backend the program declares; and an output folder that was synthesized for another target keeps nothing of it.
import { existsSync, mkdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { App, LocalBackend, type TerraformBackend, type TerraformStack } from "cdktf";
import { projectFolderOf, readNamedFile } from "../values";
import { SIMULATED_SOURCE } from "../vendor";
import { DeploymentTarget, findingsFile, isOutputOfVariable } from "../declarations";
import { elementsOf, type StackElements } from "./stack-elements";

const FOLDER = ".image-replication";
const simulatedBackends = new WeakSet<TerraformBackend>();
/** Stacks whose declared backend had to give way: cdktf may ask for the backend before we can say so. */
const replaced = new WeakSet<TerraformStack>();

/** Where the simulated state of a stack lies, counted from the project's folder. */
export function simulatedStatePath(stack: TerraformStack): string {
  return join(FOLDER, `terraform.${stack.node.id}.tfstate`);
}

/** The file that Terraform keeps the stack's state in, as a program sees it; undefined where it is none, or lies where only Terraform knows. */
export function stateFileOf(
  stack: TerraformStack,
  target: DeploymentTarget,
  { backends }: StackElements,
): string | undefined {
  if (target === DeploymentTarget.SIMULATED) return join(projectFolder(), simulatedStatePath(stack));
  const [path] = backends.map((backend) => (backend.toTerraform() as Emitted).terraform.backend.local?.path);
  return typeof path === "string" && isAbsolute(path) ? path : undefined;
}

interface Emitted {
  readonly terraform: { readonly backend: { readonly local?: { readonly path?: unknown } } };
}

/** Stacks lie this deep in an output folder: `stacks/<name>`. */
const STACK_FOLDER = join("stacks", "name");

/**
 * The same for Terraform, which runs in the stack's own folder: counted from there, so that a checkout can be moved and its artifacts
 * are the same on every machine.
 */
function statePathForTerraform(stack: TerraformStack): string {
  const output = outputFolder(stack);
  const path = join(projectFolder(), simulatedStatePath(stack));
  if (isInside(projectFolder(), output)) return counted(output, path);
  if (!isTemporary(output)) return path;
  // The path is the same on every machine, since tests compare what they synthesize. What may be applied shares no state with others.
  const isCompared = findingsFile(output) !== undefined || stack.node.tryGetContext("cdktfVersion") === "stubbed";
  return counted(output, join(output, isCompared ? ".." : "", simulatedStatePath(stack)));
}

/** The fault of an output folder that the variable of cdktf puts where projects would share their state. */
function outputFaults(stack: TerraformStack): string[] {
  const output = outputFolder(stack);
  const isAside = isTemporary(output) && !isInside(projectFolder(), output);
  if (!isAside || !isOutputOfVariable(output) || findingsFile(output) !== undefined) return [];
  return [
    `CDKTF_OUTDIR is "${output}", in the temporary folder and outside the project ${projectFolder()}, where projects ` +
      `would share the state of Terraform. Leave it out, or set it to a folder of the project, such as "cdktf.out".`,
  ];
}

function counted(output: string, path: string): string {
  return relative(join(realPath(output), STACK_FOLDER), resolve(realPath(output), path))
    .split(sep)
    .join("/");
}

function projectFolder(): string {
  return projectFolderOf(process.cwd());
}

/** A folder of the system's, which tests and checks write to, and which is another each time. */
function isTemporary(folder: string): boolean {
  return isInside(tmpdir(), folder);
}

/** By what the system finds, since each of them may be named by a link, and Terraform follows it. */
function isInside(folder: string, inner: string): boolean {
  const within = relative(realPath(folder), realPath(inner));
  return within.split(sep)[0] !== ".." && !isAbsolute(within);
}

function realPath(path: string): string {
  return existsSync(path) ? realpathSync(path) : resolve(path);
}

function outputFolder(stack: TerraformStack): string {
  const root = stack.node.root;
  return App.isApp(root) ? root.outdir : "cdktf.out";
}

/** Makes the stack use its simulated state whenever its target says so, and refuses an output folder that is no place for it. References from other stacks follow it there. */
export function divertState(stack: TerraformStack, targetNow: () => DeploymentTarget): void {
  const declared = stack.ensureBackendExists.bind(stack);
  stack.ensureBackendExists = () => (targetNow() === DeploymentTarget.SIMULATED ? simulatedBackend(stack) : declared());
  stack.node.addValidation({
    validate: () => (targetNow() === DeploymentTarget.SIMULATED ? outputFaults(stack) : []),
  });
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

/** The folder of the simulated state, closed to others, and kept out of Git; none where a test or a check writes to. */
export function makeStateFolder(output: string): void {
  const folder = join(projectFolder(), FOLDER);
  if (existsSync(folder) || (isTemporary(output) && !isInside(projectFolder(), output))) return;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, ".gitignore"), "*\n");
}
