// Bundles the Terraform plugin into one file, in the folder named: Terraform starts it several times a command, one file starts in half
// the time, and what it carries need not be installed by users.

import { join } from "node:path";
import { build } from "esbuild";

const root = join(import.meta.dirname, "..");
const [folder] = process.argv.slice(2);

await build({
  entryPoints: [join(root, "lib", "provider", "main.ts")],
  outfile: join(folder, "provider", "plugin.cjs"),
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "none",
  logLevel: "warning",
  // Native: it stays a package of its own.
  external: ["libsql"],
});
