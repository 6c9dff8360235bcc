// Bundles each room of `lib` into one file, in the folder named, which is read when another room first uses it: who imports the library, or
// calls a command, waits for a few files instead of 155. Rooms stay apart, so that whoever comes to one, by whichever door, meets the same
// objects.

import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { build } from "esbuild";

const root = join(import.meta.dirname, "..");
const lib = join(root, "lib");
const [folder] = process.argv.slice(2);

/** What is imported or started from outside, beside each room's `index.ts`. The plugin is a bundle of its own. */
const doors = ["index.ts", "cli/main.ts", "testing/setup.ts", "testing/jest-globals.ts"];
const rooms = readdirSync(lib).map((room) => `${room}/index.ts`);
const entries = [...doors, ...rooms].map((path) => join(lib, path)).filter(existsSync);

/** Another room, as esbuild requires it. */
const ROOM = /^( *(?:var )?)(import_\w+) = require\("(\.[^"]+)"\);$/gmu;

/** An entry that another file imports stays outside of that one's bundle. */
const apart = {
  name: "rooms-apart",
  setup({ onResolve, resolve }) {
    onResolve({ filter: new RegExp("^[.]") }, async ({ path, ...from }) => {
      if (from.pluginData === apart) return undefined;
      const found = await resolve(path, { ...from, pluginData: apart });
      if (from.importer === "" || !entries.includes(found.path)) return found;
      return { path: pathFromRoom(from.importer, found.path), external: true };
    });
  },
};

/** As the importer's bundle asks for it, which stands at the top of its room. */
function pathFromRoom(importer, entry) {
  const [room] = relative(lib, importer).split(sep);
  const top = dirname(importer) === lib ? lib : join(lib, room);
  const path = relative(top, entry).split(sep).join("/").replace(/\.ts$/u, ".js");
  return path.startsWith(".") ? path : `./${path}`;
}

const constructs = join(lib, "constructs", "index.ts");
const bundles = [
  ...(await bundle(entries.filter((entry) => entry !== constructs))),
  // Users read the names of its classes, and esbuild calls one that names itself `_SourceImage`. To keep all names takes time at import.
  ...(await bundle([constructs], { keepNames: true })),
];

/** What went into each bundle. */
async function bundle(entryPoints, options = {}) {
  const { metafile, outputFiles } = await build({
    entryPoints,
    outbase: lib,
    outdir: folder,
    absWorkingDir: root,
    bundle: true,
    packages: "external",
    plugins: [apart],
    platform: "node",
    target: "node20",
    format: "cjs",
    logLevel: "warning",
    metafile: true,
    write: false,
    ...options,
  });
  for (const { path, text } of outputFiles) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, whenUsed(text));
  }
  return Object.values(metafile.outputs).map(({ inputs }) => Object.keys(inputs));
}

/**
 * The same code, in which a room is required when something of it is first used. esbuild writes each use as a member of the variable that the
 * room was assigned to: nothing else may be done with that.
 */
function whenUsed(code) {
  const names = new Set([...code.matchAll(ROOM)].map(([, , name]) => name));
  const once = (name, path) => `() => { const room = require("${path}"); ${name} = () => room; return room; }`;
  const lazy = code
    .replaceAll(/\b(new )?(import_\w+)((?:\.\w+)+)/gu, (use, made, name, member) => {
      if (!names.has(name)) return use;
      return made === undefined ? `${name}()${member}` : `new (${name}()${member})`;
    })
    .replaceAll(ROOM, (_, before, name, path) => `${before}${name} = ${once(name, path)};`);
  const other = [...lazy.matchAll(/\b(import_\w+)(?!\w|\(\)| = |[,;])/gu)].find(([, name]) => names.has(name));
  if (other !== undefined) throw new Error(`esbuild uses ${other[0]} in a way that is not known here.`);
  return lazy;
}

const seen = new Set();
for (const file of bundles.flat()) {
  if (seen.has(file)) throw new Error(`${file} is in two bundles. Import it through the index.ts of its room.`);
  seen.add(file);
}
