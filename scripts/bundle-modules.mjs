// Bundles each module of `lib` into one file, in the folder named, which is read when another module first uses it: who imports the library, or
// calls a command, waits for a few files instead of 155. Modules stay apart, so that all who import one get the same objects.

import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { build } from "esbuild";

const root = join(import.meta.dirname, "..");
const lib = join(root, "lib");
const dist = join(root, "dist");
const [folder] = process.argv.slice(2);

/** What is imported or started from outside, beside each module's `index.ts`. The plugin is a bundle of its own. */
const outside = ["index.ts", "cli/main.ts", "testing/setup.ts", "testing/jest-globals.ts"];
/** Modules that whoever imports the library, or calls a command, reads at once. */
const always = new Set(
  ["bindings", "catalog", "declarations", "model", "values", "vendor"].map((name) => join(lib, name, "index.ts")),
);
const indexes = readdirSync(lib).map((name) => `${name}/index.ts`);
const entries = [...outside, ...indexes].map((path) => join(lib, path)).filter(existsSync);

/** The names that an entry exports while a program runs, by its path: esbuild counts them where it makes an ES module. */
async function exportsOf(entryPoints) {
  const { metafile } = await build({ ...common, entryPoints, format: "esm" });
  return new Map(
    Object.values(metafile.outputs).map(({ entryPoint, exports }) => [join(root, entryPoint), exports.sort()]),
  );
}

const LAZY = "lazy-module";

/**
 * An entry that another file imports stays outside of that one's bundle. In its place stands an object that has the same members, and that
 * requires the entry when one of them is first read.
 */
const apart = {
  name: "modules-apart",
  setup({ onLoad, onResolve, resolve }) {
    onResolve({ filter: new RegExp("^[.]") }, async ({ path, ...from }) => {
      if (from.namespace === LAZY) return { path, external: true };
      if (from.pluginData === apart) return undefined;
      const found = await resolve(path, { ...from, pluginData: apart });
      if (from.importer === "" || !entries.includes(found.path)) return found;
      const request = pathFromModule(from.importer, found.path);
      // An ES module that imports the package reads in the text of an entry what is exported there. And what every program reads is not
      // worth the wait.
      if (entries.includes(from.importer) || always.has(found.path)) return { path: request, external: true };
      return { path: request, namespace: LAZY, pluginData: exported.get(found.path) };
    });
    onLoad({ filter: new RegExp("."), namespace: LAZY }, ({ path, pluginData: names }) => ({
      contents: lazyModule(path, names),
    }));
  },
};

function lazyModule(path, names) {
  const members = names.map((name) => `get ${name}() { return loaded().${name}; }`);
  return `let found;
const loaded = () => (found ??= require("${path}"));
module.exports = { ${["__esModule: true", ...members].join(", ")} };`;
}

/** As the importer's bundle asks for it, which stands at the top of its module. */
function pathFromModule(importer, entry) {
  const [name] = relative(lib, importer).split(sep);
  const top = dirname(importer) === lib ? lib : join(lib, name);
  const path = relative(top, entry).split(sep).join("/").replace(/\.ts$/u, ".js");
  return path.startsWith(".") ? path : `./${path}`;
}

const common = {
  outbase: lib,
  // Where it will lie, so that maps name their sources from there.
  outdir: dist,
  absWorkingDir: root,
  bundle: true,
  packages: "external",
  platform: "node",
  target: "node20",
  logLevel: "warning",
  metafile: true,
  write: false,
};
const exported = await exportsOf(entries);

const named = ["constructs", "declarations"].map((name) => join(lib, name, "index.ts"));
const bundles = [
  ...(await bundle(entries.filter((entry) => !named.includes(entry)))),
  // Users read the names of its classes, and esbuild calls one that names itself `_SourceImage`. To keep all names takes time at import.
  ...(await bundle(named, { keepNames: true })),
];

/** What went into each bundle. */
async function bundle(entryPoints, options = {}) {
  const { metafile, outputFiles } = await build({
    ...common,
    entryPoints,
    plugins: [apart],
    format: "cjs",
    sourcemap: true,
    ...options,
  });
  for (const { path, contents } of outputFiles) {
    const file = join(folder, relative(dist, path));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, contents);
  }
  return Object.values(metafile.outputs).map(({ inputs }) =>
    Object.keys(inputs).filter((input) => !input.startsWith(`${LAZY}:`)),
  );
}

const seen = new Set();
for (const file of bundles.flat()) {
  if (seen.has(file)) throw new Error(`${file} is in two bundles. Import it through the index.ts of its module.`);
  seen.add(file);
}
