// The plugin beside a synthesized stack, so that Terraform finds the simulated cloud by itself. Only for stacks whose target it is.
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { TerraformProvider, type TerraformStack } from "cdktf";
import type { CatalogOverrides } from "../catalog";
import { placePlugins, type ServedProvider } from "../placement";
import { UsageError } from "../values";
import { SIMULATED_NULL_SOURCE, SIMULATED_SOURCE } from "../vendor";

/** Beside these sources when they are built, and in the folder that they are built into when they run as they are. */
const BUNDLES = [join("..", "provider", "plugin.cjs"), join("..", "..", "dist", "provider", "plugin.cjs")];
const REGION_STATE = join(".image-replication", "cloud.db");

/** Puts the plugin into the stack's folder. Throws a UsageError when the package was not built. */
export function placePlugin(stack: TerraformStack, folder: string, overrides: CatalogOverrides): void {
  placePlugins({
    folder,
    providers: [{ source: SIMULATED_SOURCE, version: ownVersion() }, ...nullProviderOf(stack)],
    bundle: bundle(),
    regionState: resolve(REGION_STATE),
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
  return ownVersionRead;
}

/** In the version that the program's own binding was made for. */
function nullProviderOf(stack: TerraformStack): readonly ServedProvider[] {
  const found = stack.node
    .findAll()
    .find((node): node is TerraformProvider => isNullProvider(node))?.terraformGeneratorMetadata;
  // cdktf asks for that version and no other.
  const version = found?.providerVersion;
  return version === undefined ? [] : [{ source: SIMULATED_NULL_SOURCE, version, constraint: version }];
}

function isNullProvider(node: unknown): boolean {
  return TerraformProvider.isTerraformProvider(node) && node.terraformResourceType === "null";
}
