// Jest only transpiles; types are checked by `tsc` (scripts/test.mjs runs both).
/** @type {import("jest").Config} */
module.exports = {
  roots: ["<rootDir>/test", "<rootDir>/examples"],
  testMatch: ["<rootDir>/{test,examples}/**/*.test.ts"],
  // What is copied into a project of its own, and runs there.
  testPathIgnorePatterns: ["/node_modules/", "<rootDir>/test/testing/fresh-project/"],
  testEnvironment: "node",
  // `isolatedModules` in tsconfig.json is what makes ts-jest transpile file by file.
  transform: { "^.+\\.ts$": ["ts-jest", { tsconfig: "<rootDir>/tsconfig.json", diagnostics: false }] },
  moduleNameMapper: {
    "^cdktf-image-replication$": "<rootDir>/lib/index.ts",
    "^cdktf-image-replication/testing$": "<rootDir>/lib/testing/index.ts",
  },
  globalSetup: "<rootDir>/test/global-setup.mjs",
  setupFiles: ["<rootDir>/test/setup.ts"],
  setupFilesAfterEnv: ["<rootDir>/test/refuse-stale-dist.ts"],
  testSequencer: "<rootDir>/test/sequencer.cjs",
  testTimeout: 30_000,
  maxWorkers: 2,
  cacheDirectory: "<rootDir>/.cache/jest",
};
