// The second run: every test that comes to cdktf, on its living fork cdktn. The same tests, and the same snapshots.
const { join } = require("node:path");
const base = require("./jest.config.cjs");
const { testFiles } = require("./scripts/cdktn/test-files.cjs");

// Programs that tests start are Node processes of their own.
const preload = `--require ${JSON.stringify(join(__dirname, "scripts", "cdktn", "resolve.cjs"))}`;
process.env.NODE_OPTIONS = [process.env.NODE_OPTIONS, preload].filter(Boolean).join(" ");

// Only the first run writes goldens: this one shows that they serve both.
delete process.env.UPDATE;

/** @type {import("jest").Config} */
module.exports = {
  ...base,
  testMatch: testFiles(__dirname).run.map((file) => `<rootDir>/${file}`),
  moduleNameMapper: {
    ...base.moduleNameMapper,
    // Also for the packages that ask for cdktf themselves.
    "^cdktf$": "<rootDir>/node_modules/cdktn",
    "^cdktf/(.*)$": "<rootDir>/node_modules/cdktn/$1",
  },
  setupFilesAfterEnv: [...base.setupFilesAfterEnv, "<rootDir>/scripts/cdktn/only-cdktn.ts"],
};
