// The plugin beside a synthesized stack, so that Terraform finds the simulated cloud by itself. Only for stacks whose target it is.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { TerraformStack } from "cdktf";
import type { CatalogOverrides } from "../catalog";
import { placePlugins, type ServedProvider } from "../placement";
import { projectFolderOf, regionStateIn, UsageError } from "../values";
import { SIMULATED_NULL_SOURCE, SIMULATED_NULL_VERSION, SIMULATED_SOURCE, SIMULATED_VERSION } from "../vendor";
import { elementsOf } from "./stack-elements";

/** Beside these sources when they are built, and in the folder that they are built into when they run as they are. */
const BUNDLES = [join("..", "provider", "plugin.cjs"), join("..", "..", "dist", "provider", "plugin.cjs")];

/** Puts the plugin into the stack's folder. Throws a UsageError when the package was not built. */
export function placePlugin(stack: TerraformStack, folder: string, overrides: CatalogOverrides): void {
  const project = projectFolderOf(process.cwd());
  placePlugins({
    folder,
    providers: [
      { source: SIMULATED_SOURCE, version: ownVersion(), constraint: SIMULATED_VERSION },
      { source: SIMULATED_NULL_SOURCE, ...nullProviderOf(stack) },
    ],
    bundle: bundle(),
    project,
    regionState: regionStateIn(project),
    node: process.execPath,
    settings: Object.keys(overrides).length === 0 ? {} : { overrides },
  });
}

function bundle(): string {
  const found = BUNDLES.map((path) => join(__dirname, path)).find(existsSync);
  if (found === undefined)
    throw new UsageError('the Terraform plugin is not built. Run "npm run build" in the package.');
  return found;
}

let ownVersionRead: string | undefined;

function ownVersion(): string {
  ownVersionRead ??= (
    JSON.parse(readFileSync(join(__dirname, "..", "..", "package.json"), "utf8")) as { version: string }
  ).version;
  // A constraint such as ">= 0.1.0" takes no pre-release.
  return ownVersionRead.replace(/[-+].*$/u, "");
}

/**
 * In the version that the program's own binding was made for. A program without it may have had one before: then Terraform needs the
 * plugin to take away what the state still holds.
 */
function nullProviderOf(stack: TerraformStack): Pick<ServedProvider, "version" | "constraint"> {
  const { providerVersion, providerVersionConstraint } =
    elementsOf(stack).providers.find(({ terraformResourceType }) => terraformResourceType === "null")
      ?.terraformGeneratorMetadata ?? {};
  // cdktf asks for the version where a binding states one, and else for what it takes.
  const constraint = providerVersion ?? providerVersionConstraint;
  return { version: providerVersion ?? SIMULATED_NULL_VERSION, ...(constraint === undefined ? {} : { constraint }) };
}
