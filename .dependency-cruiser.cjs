// The floor plan of `lib` as data, and the rules that keep it. `scripts/cruise.mjs` runs them.
// A new room is one line here; a folder without a line fails.

const everythingBelow = (floor) => Object.keys(rooms).filter((room) => rooms[room].floor < floor);

/** Per room: its floor, the rooms that it may import, the packages that it may import. */
const rooms = {
  values: { floor: 0, imports: [], packages: [] },
  dag: { floor: 0, imports: [], packages: [] },
  documents: { floor: 0, imports: [], packages: ["ajv", "jsonc-parser"] },

  model: { floor: 1, imports: ["values", "documents"], packages: [] },
  time: { floor: 1, imports: ["values"], packages: [] },

  catalog: { floor: 2, imports: ["values", "documents", "model"], packages: [] },
  store: { floor: 2, imports: ["values", "model", "time"], packages: ["libsql"] },
  vendor: { floor: 2, imports: ["values", "model"], packages: [] },

  rules: { floor: 3, imports: ["values", "model", "catalog"], packages: [] },

  routes: { floor: 4, imports: ["values", "dag", "documents", "model", "catalog", "rules"], packages: [] },
  cloud: { floor: 4, imports: ["values", "model", "time", "catalog", "store", "rules"], packages: [] },
  bindings: { floor: 4, imports: ["values", "model", "vendor"], packages: ["cdktf", "constructs"] },
  placement: { floor: 4, imports: ["values"], packages: [] },

  constructs: {
    floor: 5,
    imports: ["values", "documents", "model", "catalog", "vendor", "rules", "routes", "bindings", "placement"],
    packages: ["cdktf", "constructs", "@cdktf/provider-null"],
  },
  provider: {
    floor: 5,
    imports: ["values", "model", "time", "catalog", "vendor", "rules", "cloud", "placement"],
    packages: ["@grpc/grpc-js", "@grpc/proto-loader", "@msgpack/msgpack", "@peculiar/x509"],
  },
  report: { floor: 5, imports: ["values", "model", "catalog", "rules", "routes"], packages: [] },
  deployment: {
    floor: 5,
    imports: ["values", "dag", "model", "time", "catalog", "store", "rules", "routes", "cloud"],
    packages: [],
  },
  gate: {
    floor: 5,
    imports: ["values", "documents", "model", "catalog", "vendor", "rules", "routes"],
    packages: [],
  },
};

rooms.cli = { floor: 6, imports: everythingBelow(6), packages: ["commander", "cli-progress"] };
rooms.testing = { floor: 6, imports: everythingBelow(6), packages: ["cdktf", "constructs"] };

/** What the package's entry, lib/index.ts, shows to users. */
const shownToUsers = ["constructs", "model", "catalog"];

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
