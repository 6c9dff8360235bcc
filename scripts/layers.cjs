// The modules of `lib` and their layers as data: read by the layering tool, and by the test that keeps lib/README.md true.
// A new module is one entry here; a folder without an entry fails.

const everythingBelow = (layer) => Object.keys(modules).filter((name) => modules[name].layer < layer);

/** Per module: its layer, the modules that it may import, the packages that it may import. */
const modules = {
  values: { layer: 0, imports: [], packages: ["re2js"] },
  dag: { layer: 0, imports: [], packages: [] },

  documents: { layer: 1, imports: ["values"], packages: ["ajv", "jsonc-parser"] },

  model: { layer: 2, imports: ["values", "documents"], packages: [] },
  time: { layer: 2, imports: ["values"], packages: [] },

  catalog: { layer: 3, imports: ["values", "documents", "model"], packages: [] },
  store: { layer: 3, imports: ["values", "model", "time"], packages: ["libsql"] },
  vendor: { layer: 3, imports: ["values", "model"], packages: [] },

  rules: { layer: 4, imports: ["values", "model", "catalog"], packages: [] },
  facts: { layer: 4, imports: ["values", "model", "catalog"], packages: [] },

  routes: { layer: 5, imports: ["values", "dag", "documents", "model", "catalog", "facts", "rules"], packages: [] },
  cloud: { layer: 5, imports: ["values", "model", "time", "catalog", "store", "facts", "rules"], packages: [] },
  bindings: { layer: 5, imports: ["values", "model", "vendor"], packages: ["cdktf", "constructs"] },
  placement: { layer: 5, imports: ["values"], packages: [] },

  declarations: {
    layer: 6,
    imports: ["values", "model", "catalog", "vendor", "facts", "rules", "routes", "bindings"],
    packages: ["cdktf", "constructs"],
  },
  policies: { layer: 6, imports: ["values", "documents", "model", "catalog", "rules", "routes"], packages: [] },

  synthesis: {
    layer: 7,
    imports: [
      "values",
      "documents",
      "model",
      "catalog",
      "vendor",
      "facts",
      "rules",
      "routes",
      "bindings",
      "placement",
      "declarations",
    ],
    packages: ["cdktf", "constructs", "@cdktf/provider-null"],
  },
  "terraform-plan": {
    layer: 7,
    imports: ["values", "documents", "model", "catalog", "vendor", "facts", "rules", "routes", "policies"],
    packages: [],
  },
  provider: {
    layer: 7,
    imports: ["values", "model", "time", "catalog", "vendor", "rules", "cloud", "placement"],
    packages: ["@msgpack/msgpack", "protobufjs"],
  },
  report: { layer: 7, imports: ["values", "model", "catalog", "rules", "routes", "policies"], packages: ["sarif"] },
  deployment: {
    layer: 7,
    imports: ["values", "dag", "model", "time", "catalog", "store", "rules", "routes", "cloud"],
    packages: [],
  },

  constructs: {
    layer: 8,
    imports: [
      "values",
      "model",
      "catalog",
      "vendor",
      "facts",
      "rules",
      "routes",
      "bindings",
      "declarations",
      "synthesis",
    ],
    packages: ["cdktf", "constructs", "@cdktf/provider-null"],
  },
  recordings: { layer: 8, imports: ["values", "documents", "model", "terraform-plan"], packages: [] },
};

modules.cli = { layer: 9, imports: everythingBelow(9), packages: ["commander", "cli-progress", "semver"] };
modules.testing = { layer: 9, imports: everythingBelow(9), packages: ["cdktf", "constructs"] };

/** What the package's entry, lib/index.ts, shows to users. */
const shownToUsers = ["constructs", "model", "catalog"];

module.exports = { modules, shownToUsers };
