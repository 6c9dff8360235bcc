// Lint rules. Those for `lib`: only the module `time` reads clock, chance and timers, and only cli, testing and the plugin's main.ts read
// the environment and print. All other code takes these things as arguments.

import js from "@eslint/js";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

const ambientAdvice = "Only lib/time reads clock, chance and timers; take it as an argument.";
const programAdvice =
  "Only cli, testing and the plugin's main.ts read the environment and print; take it as an argument.";

const properties = (message, object, names) => names.map((property) => ({ object, property, message }));
const globals = (message, names) => names.map((name) => ({ name, message }));
const modules = (message, names) => names.flatMap((name) => [name, `node:${name}`]).map((name) => ({ name, message }));

/** Ways to clock, chance and timers. */
const ambient = {
  properties: [
    ...properties(ambientAdvice, "Date", ["now"]),
    ...properties(ambientAdvice, "Math", ["random"]),
    ...properties(ambientAdvice, "process", ["hrtime", "uptime"]),
    ...properties(ambientAdvice, "crypto", ["randomBytes", "randomInt", "randomUUID", "getRandomValues"]),
    ...properties(ambientAdvice, "Atomics", ["wait", "waitAsync"]),
  ],
  globals: globals(ambientAdvice, ["setTimeout", "setInterval", "setImmediate", "performance"]),
  imports: [
    ...modules(ambientAdvice, ["timers", "timers/promises", "perf_hooks"]),
    ...modules(ambientAdvice, ["crypto"]).map((module) => ({
      ...module,
      importNames: ["randomBytes", "randomInt", "randomUUID", "getRandomValues", "randomFillSync", "webcrypto"],
    })),
  ],
  syntax: [
    { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: ambientAdvice },
    { selector: "CallExpression[callee.name='Date']", message: ambientAdvice },
  ],
};

const environment = { properties: properties(programAdvice, "process", ["env"]) };

/** Ways to the person at the terminal. */
const terminal = {
  properties: properties(programAdvice, "process", ["argv", "stdin", "stdout", "stderr"]),
  globals: globals(programAdvice, ["console"]),
  imports: modules(programAdvice, ["process", "console"]),
};

/** Nobody reaches a global the long way round. */
const globalObjects = {
  globals: globals("Name the global itself, so that the checks see it.", ["globalThis", "global"]),
};

/** ESLint replaces a rule's options from block to block and never merges them, so each block says all that it bans. */
const banned = (...bans) => {
  const all = (kind) => [globalObjects, ...bans].flatMap((ban) => ban[kind] ?? []);
  const rule = (entries) => (entries.length > 0 ? ["error", ...entries] : "off");
  return {
    "no-restricted-properties": rule(all("properties")),
    "no-restricted-globals": rule(all("globals")),
    "no-restricted-syntax": rule(all("syntax")),
    "no-restricted-imports": all("imports").length > 0 ? ["error", { paths: all("imports") }] : "off",
  };
};

const nodeGlobals = { process: "readonly", console: "readonly", SharedArrayBuffer: "readonly", Atomics: "readonly" };
const commonJsGlobals = { module: "writable", require: "readonly", __dirname: "readonly" };

export default defineConfig(
  { ignores: ["dist/", ".cache/", "**/cdktf.out/", "**/.image-replication/", "coverage/"] },
  { linterOptions: { reportUnusedDisableDirectives: "error", reportUnusedInlineConfigs: "error" } },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      // Numbers read well in messages; everything else must say how it wants to be printed.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      // The service counts code points, and so does `[...name].length`.
      "@typescript-eslint/no-misused-spread": ["error", { allow: ["string"] }],
      // Public functions are static methods: that is the shape that jsii can translate.
      "@typescript-eslint/no-extraneous-class": ["error", { allowStaticOnly: true }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
    },
  },
  {
    files: ["lib/**/*.ts"],
    rules: {
      "max-lines": ["error", { max: 400, skipBlankLines: true, skipComments: true }],
      "max-lines-per-function": ["error", { max: 70, skipBlankLines: true, skipComments: true }],
      ...banned(ambient, environment, terminal),
    },
  },
  { files: ["lib/time/**/*.ts"], rules: banned(environment, terminal) },
  { files: ["lib/cli/**/*.ts", "lib/testing/**/*.ts", "lib/provider/main.ts"], rules: banned(ambient) },
  { files: ["lib/declarations/environment.ts"], rules: banned(ambient, terminal) },
  {
    files: ["test/**/*.ts"],
    rules: {
      "max-lines": ["error", { max: 800, skipBlankLines: true, skipComments: true }],
      // Tests read generated JSON and cdktf's loosely typed results, and know what they planted.
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-return": "off",
    },
  },
  { files: ["**/*.mjs"], languageOptions: { globals: nodeGlobals } },
  {
    files: ["test/testing/fresh-project/*.{cjs,mjs}"],
    languageOptions: { globals: { test: "readonly", expect: "readonly" } },
  },
  { files: ["**/*.cjs"], languageOptions: { sourceType: "commonjs", globals: { ...nodeGlobals, ...commonJsGlobals } } },
);
