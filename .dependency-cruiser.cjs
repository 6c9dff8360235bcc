// The rules that keep the floor plan of `lib`. `scripts/cruise.mjs` runs them; the plan itself is data in scripts/floor-plan.cjs.

const { rooms, shownToUsers } = require("./scripts/floor-plan.cjs");

const anyOf = (names) => `(?:${names.map((name) => name.replaceAll(/[.\\/]/g, "\\$&")).join("|")})`;
const list = (names) => (names.length === 0 ? "nothing" : names.join(", "));

const floorRules = Object.entries(rooms).map(([room, { floor, imports }]) => {
  for (const lower of imports)
    if (!(rooms[lower]?.floor < floor)) throw new Error(`Room ${room} (floor ${floor}) cannot import ${lower}.`);
  return {
    name: `floor/${room}`,
    comment: `Room ${room} (floor ${floor}) may import: ${list(imports)}.`,
    severity: "error",
    from: { path: `^lib/${room}/` },
    to: { path: "^lib/[^/]+/", pathNot: `^lib/${anyOf([room, ...imports])}/` },
  };
});

const packageRules = Object.entries(rooms).map(([room, { packages }]) => ({
  name: `packages/${room}`,
  comment: `Room ${room} may import these packages: ${list(packages)}.`,
  severity: "error",
  from: { path: `^lib/${room}/` },
  to: {
    path: "(?:^|/)node_modules/",
    ...(packages.length > 0 && { pathNot: `(?:^|/)node_modules/(?:@types/)?${anyOf(packages)}/` }),
  },
}));

const noRoom = { path: "^lib/", pathNot: `^lib/(?:index\\.ts$|${anyOf(Object.keys(rooms))}/)` };
const knownRoom = {
  name: "known-room",
  comment:
    "Every folder of lib is a room of the table in .dependency-cruiser.cjs; lib/index.ts is the only file outside.",
  severity: "error",
};

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    ...floorRules,
    ...packageRules,
    // A module that imports nothing and that nothing imports is an orphan, so the three together see every module.
    { ...knownRoom, from: noRoom, to: {} },
    { ...knownRoom, from: {}, to: noRoom },
    { ...knownRoom, from: { ...noRoom, orphan: true }, to: {} },
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
    // Imports of types count: a room that only borrows a type from upstairs still depends on it.
    tsPreCompilationDeps: true,
    // No `tsConfig` here: with it, names of packages are also looked up in the top folder, and "cdktf" becomes cdktf.json.
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["require", "node", "default", "types"],
      extensions: [".ts", ".js", ".json", ".d.ts"],
    },
  },
};
