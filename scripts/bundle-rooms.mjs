// Bundles each room of `lib` into one file, in the folder named, which is read when another room first uses it: who imports the library, or
// calls a command, waits for a few files instead of 155. Rooms stay apart, so that whoever comes to one, by whichever door, meets the same
// objects.

import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { build } from "esbuild";

const root = join(import.meta.dirname, "..");
const lib = join(root, "lib");
const dist = join(root, "dist");
const [folder] = process.argv.slice(2);

/** What is imported or started from outside, beside each room's `index.ts`. The plugin is a bundle of its own. */
const doors = ["index.ts", "cli/main.ts", "testing/setup.ts", "testing/jest-globals.ts"];
/** Rooms that whoever imports the library, or calls a command, reads at once. */
const always = new Set(["bindings", "catalog", "model", "values", "vendor"].map((room) => join(lib, room, "index.ts")));
const rooms = readdirSync(lib).map((room) => `${room}/index.ts`);
const entries = [...doors, ...rooms].map((path) => join(lib, path)).filter(existsSync);

/** The names that an entry exports while a program runs, by its path: esbuild counts them where it makes an ES module. */
async function exportsOf(entryPoints) {
  const { metafile } = await build({ ...common, entryPoints, format: "esm" });
  return new Map(
    Object.values(metafile.outputs).map(({ entryPoint, exports }) => [join(root, entryPoint), exports.sort()]),
  );
}

const LAZY = "lazy-room";

/**
 * An entry that another file imports stays outside of that one's bundle. In its place stands an object that has the same members, and that
 * requires the entry when one of them is first read.
 */
const apart = {
  name: "rooms-apart",
  setup({ onLoad, onResolve, resolve }) {
    onResolve({ filter: new RegExp("^[.]") }, async ({ path, ...from }) => {
      if (from.namespace === LAZY) return { path, external: true };
      if (from.pluginData === apart) return undefined;
      const found = await resolve(path, { ...from, pluginData: apart });
      if (from.importer === "" || !entries.includes(found.path)) return found;
      const request = pathFromRoom(from.importer, found.path);
      // An ES module that imports the package reads in the text of an entry what is exported there. And what every program reads is not
      // worth the wait.
      if (entries.includes(from.importer) || always.has(found.path)) return { path: request, external: true };
      return { path: request, namespace: LAZY, pluginData: exported.get(found.path) };
    });
    onLoad({ filter: new RegExp("."), namespace: LAZY }, ({ path, pluginData: names }) => ({
      contents: lazyRoom(path, names),
    }));
  },
};

function lazyRoom(path, names) {
  const members = names.map((name) => `get ${name}() { return room().${name}; }`);
  return `let found;
const room = () => (found ??= require("${path}"));
module.exports = { ${["__esModule: true", ...members].join(", ")} };`;
}

/** As the importer's bundle asks for it, which stands at the top of its room. */
function pathFromRoom(importer, entry) {
  const [room] = relative(lib, importer).split(sep);
  const top = dirname(importer) === lib ? lib : join(lib, room);
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

const constructs = join(lib, "constructs", "index.ts");
const bundles = [
  ...(await bundle(entries.filter((entry) => entry !== constructs))),
  // Users read the names of its classes, and esbuild calls one that names itself `_SourceImage`. To keep all names takes time at import.
  ...(await bundle([constructs], { keepNames: true })),
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
  if (seen.has(file)) throw new Error(`${file} is in two bundles. Import it through the index.ts of its room.`);
  seen.add(file);
}
