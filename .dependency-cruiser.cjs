// The rules that keep the layers of `lib`. `scripts/cruise.mjs` runs them; the layers themselves are data in scripts/layers.cjs.

const { modules, shownToUsers } = require("./scripts/layers.cjs");

const anyOf = (names) => `(?:${names.map((name) => name.replaceAll(/[.\\/]/g, "\\$&")).join("|")})`;
const list = (names) => (names.length === 0 ? "nothing" : names.join(", "));

const layerRules = Object.entries(modules).map(([name, { layer, imports }]) => {
  for (const lower of imports)
    if (!(modules[lower]?.layer < layer)) throw new Error(`Module ${name} (layer ${layer}) cannot import ${lower}.`);
  return {
    name: `layer/${name}`,
    comment: `Module ${name} (layer ${layer}) may import: ${list(imports)}.`,
    severity: "error",
    from: { path: `^lib/${name}/` },
    to: { path: "^lib/[^/]+/", pathNot: `^lib/${anyOf([name, ...imports])}/` },
  };
});

const packageRules = Object.entries(modules).map(([name, { packages }]) => ({
  name: `packages/${name}`,
  comment: `Module ${name} may import these packages: ${list(packages)}.`,
  severity: "error",
  from: { path: `^lib/${name}/` },
  to: {
    path: "(?:^|/)node_modules/",
    ...(packages.length > 0 && { pathNot: `(?:^|/)node_modules/(?:@types/)?${anyOf(packages)}/` }),
  },
}));

const noModule = { path: "^lib/", pathNot: `^lib/(?:index\\.ts$|${anyOf(Object.keys(modules))}/)` };
const knownModule = {
  name: "known-module",
  comment: "Every folder of lib is a module of the table in scripts/layers.cjs; lib/index.ts is the only file outside.",
  severity: "error",
};

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    ...layerRules,
    ...packageRules,
    // A module that imports nothing and that nothing imports is an orphan, so the three together see every module.
    { ...knownModule, from: noModule, to: {} },
    { ...knownModule, from: {}, to: noModule },
    { ...knownModule, from: { ...noModule, orphan: true }, to: {} },
    {
      name: "entry-shows",
      comment: `lib/index.ts may import: ${list(shownToUsers)}.`,
      severity: "error",
      from: { path: "^lib/index\\.ts$" },
      to: { pathNot: `^lib/${anyOf(shownToUsers)}/` },
    },
    {
      name: "entry-is-for-users",
      comment: "Nothing in lib imports the package's own entry.",
      severity: "error",
      from: { path: "^lib/" },
      to: { path: "^lib/index\\.ts$" },
    },
    {
      name: "stay-in-lib",
      comment: "lib is all that is packed, so it imports its own files, packages and Node's modules only.",
      severity: "error",
      from: { path: "^lib/" },
      to: { pathNot: "^lib/|(?:^|/)node_modules/", dependencyTypesNot: ["core"], couldNotResolve: false },
    },
    {
      name: "resolvable",
      comment: "An import must name a file that exists or a package that is installed.",
      severity: "error",
      from: { path: "^lib/" },
      to: { couldNotResolve: true },
    },
    {
      name: "no-circular",
      comment: "Files do not import each other in a circle, not even for types.",
      severity: "error",
      from: { path: "^lib/" },
      to: { circular: true },
    },
  ],
  options: {
    doNotFollow: { path: "(?:^|/)node_modules/" },
    // Imports of types count: a module that only uses a type of a higher layer still depends on it.
    tsPreCompilationDeps: true,
    // No `tsConfig` here: with it, names of packages are also looked up in the top folder, and "cdktf" becomes cdktf.json.
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["require", "node", "default", "types"],
      extensions: [".ts", ".js", ".json", ".d.ts"],
    },
  },
};
