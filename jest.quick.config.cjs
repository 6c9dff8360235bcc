// What `npm test` runs: every test file that is not named `*.slow.test.ts`.
const base = require("./jest.config.cjs");

/** @type {import("jest").Config} */
module.exports = { ...base, testPathIgnorePatterns: [...base.testPathIgnorePatterns, "\\.slow\\.test\\.ts$"] };
