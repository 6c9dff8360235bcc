// What `npm run test:all` adds to `npm test`: the test files named `*.slow.test.ts`.
const base = require("./jest.config.cjs");

/** @type {import("jest").Config} */
module.exports = { ...base, testMatch: ["<rootDir>/{test,examples}/**/*.slow.test.ts"] };
