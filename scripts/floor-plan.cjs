// The floor plan of `lib` as data: read by the layering tool, and by the test that keeps lib/README.md true.
// A new room is one line here; a folder without a line fails.

const everythingBelow = (floor) => Object.keys(rooms).filter((room) => rooms[room].floor < floor);

/** Per room: its floor, the rooms that it may import, the packages that it may import. */
const rooms = {
  values: { floor: 0, imports: [], packages: ["re2js"] },
  dag: { floor: 0, imports: [], packages: [] },

  documents: { floor: 1, imports: ["values"], packages: ["ajv", "jsonc-parser"] },

  model: { floor: 2, imports: ["values", "documents"], packages: [] },
  time: { floor: 2, imports: ["values"], packages: [] },

  catalog: { floor: 3, imports: ["values", "documents", "model"], packages: [] },
  store: { floor: 3, imports: ["values", "model", "time"], packages: ["libsql"] },
  vendor: { floor: 3, imports: ["values", "model"], packages: [] },

  rules: { floor: 4, imports: ["values", "model", "catalog"], packages: [] },

  routes: { floor: 5, imports: ["values", "dag", "documents", "model", "catalog", "rules"], packages: [] },
  cloud: { floor: 5, imports: ["values", "model", "time", "catalog", "store", "rules"], packages: [] },
  bindings: { floor: 5, imports: ["values", "model", "vendor"], packages: ["cdktf", "constructs"] },
  placement: { floor: 5, imports: ["values"], packages: [] },

  constructs: {
    floor: 6,
    imports: ["values", "documents", "model", "catalog", "vendor", "rules", "routes", "bindings", "placement"],
    packages: ["cdktf", "constructs", "@cdktf/provider-null"],
  },
  provider: {
    floor: 6,
    imports: ["values", "model", "time", "catalog", "vendor", "rules", "cloud", "placement"],
    packages: ["@msgpack/msgpack", "protobufjs"],
  },
  report: { floor: 6, imports: ["values", "model", "catalog", "rules", "routes"], packages: [] },
  deployment: {
    floor: 6,
    imports: ["values", "dag", "model", "time", "catalog", "store", "rules", "routes", "cloud"],
    packages: [],
  },
  gate: {
    floor: 6,
    imports: ["values", "documents", "model", "catalog", "vendor", "rules", "routes"],
    packages: ["sarif"],
  },
};

rooms.cli = { floor: 7, imports: everythingBelow(7), packages: ["commander", "cli-progress", "semver"] };
rooms.testing = { floor: 7, imports: everythingBelow(7), packages: ["cdktf", "constructs"] };

/** What the package's entry, lib/index.ts, shows to users. */
const shownToUsers = ["constructs", "model", "catalog"];

module.exports = { rooms, shownToUsers };
