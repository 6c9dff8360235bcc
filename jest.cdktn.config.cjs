// The second run: the tests of synthesis on cdktn, the maintained fork of cdktf, with the same snapshots.
const { join } = require("node:path");
const base = require("./jest.config.cjs");
const { testFiles } = require("./scripts/cdktn/test-files.cjs");

// Programs that tests start are separate Node processes.
const preload = `--require ${JSON.stringify(join(__dirname, "scripts", "cdktn", "resolve.cjs"))}`;
process.env.NODE_OPTIONS = [process.env.NODE_OPTIONS, preload].filter(Boolean).join(" ");

// Only the first run writes goldens: this one checks that they are the same.
delete process.env.UPDATE;

/** @type {import("jest").Config} */
module.exports = {
  ...base,
  testMatch: testFiles(__dirname).run.map((file) => `<rootDir>/${file}`),
  moduleNameMapper: {
    ...base.moduleNameMapper,
    // Also for packages that import cdktf themselves.
    "^cdktf$": "<rootDir>/node_modules/cdktn",
    "^cdktf/(.*)$": "<rootDir>/node_modules/cdktn/$1",
  },
  setupFilesAfterEnv: [...base.setupFilesAfterEnv, "<rootDir>/scripts/cdktn/only-cdktn.ts"],
};
