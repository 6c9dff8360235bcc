// The testing kit in a new project, from the packed package: Jest 29 and 30, CommonJS and ES modules, with and without types. The project's
// other packages come from this repository, so that nothing is downloaded.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(__dirname, "..", "..");
const PROJECT = join(ROOT, ".cache", "fresh-project");
const OWN = join(PROJECT, "node_modules", "cdktf-image-replication");

function run(command: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}): string {
  const env: NodeJS.ProcessEnv = { ...process.env, ...environment };
  // These belong to the Jest that runs this test.
  for (const name of ["JEST_WORKER_ID", "NODE_ENV"]) if (!(name in environment)) Reflect.deleteProperty(env, name);
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: PROJECT, env, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} answered ${String(status)}:\n${stdout}${stderr}`);
  return stdout + stderr;
}

const node = (script: string, ...args: readonly string[]): string =>
  run(process.execPath, [join(ROOT, "node_modules", script), ...args], {
    NODE_OPTIONS: "--experimental-vm-modules --no-warnings",
  });

beforeAll(() => {
  rmSync(PROJECT, { recursive: true, force: true });
  mkdirSync(OWN, { recursive: true });
  cpSync(join(__dirname, "fresh-project"), PROJECT, { recursive: true });
  run("npm", ["pack", ROOT, "--ignore-scripts", "--silent", "--pack-destination", PROJECT]);
  const packed = readdirSync(PROJECT).find((name) => name.endsWith(".tgz")) ?? "";
  run("tar", ["-xzf", packed, "--strip-components=1", "-C", OWN]);
  writeFileSync(join(PROJECT, "package.json"), JSON.stringify({ name: "fresh", private: true }));
  writeFileSync(
    join(PROJECT, "jest.config.cjs"),
    `module.exports = ${JSON.stringify({
      testMatch: ["<rootDir>/*.test.{cjs,mjs,ts}"],
      moduleFileExtensions: ["js", "cjs", "mjs", "ts", "json", "node"],
      transform: { "^.+\\.ts$": ["ts-jest", { tsconfig: "<rootDir>/tsconfig.json", diagnostics: false }] },
      setupFilesAfterEnv: ["cdktf-image-replication/testing/setup"],
      testTimeout: 60_000,
    })};\n`,
  );
});

/** Current compiler settings, and those of projects that `cdktf init` made before compilers supported subpath exports. */
function tsconfig(name: string, settings: object): void {
  const compilerOptions = {
    strict: true,
    noEmit: true,
    esModuleInterop: true,
    types: ["node", "jest"],
    target: "es2022",
    isolatedModules: true,
    skipLibCheck: true,
  };
  const include = ["*.test.ts"];
  writeFileSync(join(PROJECT, name), JSON.stringify({ compilerOptions: { ...compilerOptions, ...settings }, include }));
}

test("the kit has types for both kinds of module resolution", () => {
  tsconfig("tsconfig.json", { module: "node16", moduleResolution: "node16" });
  tsconfig("tsconfig.old.json", { module: "commonjs", moduleResolution: "node10", ignoreDeprecations: "6.0" });
  for (const file of ["tsconfig.json", "tsconfig.old.json"]) {
    expect(node("typescript/bin/tsc", "-p", file)).toBe("");
    const text = readFileSync(join(PROJECT, "typed.test.ts"), "utf8");
    writeFileSync(join(PROJECT, "wrong.test.ts"), text.replace('{ to: "cn-east-3", keyId: null }', "{ hours: 3 }"));
    expect(() => node("typescript/bin/tsc", "-p", file)).toThrow(/wrong\.test\.ts\(\d+,\d+\): error TS2353/u);
    rmSync(join(PROJECT, "wrong.test.ts"));
  }
}, 120_000);

test.each([
  ["29", "jest-29/bin/jest.js"],
  ["30", "jest/bin/jest.js"],
])(
  "the kit runs under Jest %s",
  (_, jest) => {
    tsconfig("tsconfig.json", { module: "node16", moduleResolution: "node16" });
    const version = node(jest, "--version").trim();
    expect(version.split(".")[0]).toBe(_);
    const out = node(jest, "--config", "jest.config.cjs", "--ci=false", "-i");
    expect(out).toMatch(/Test Suites: 4 passed, 4 total/u);
    const snapshot = readFileSync(join(PROJECT, "__snapshots__", "typed.test.ts.snap"), "utf8");
    expect(snapshot).toContain('Route plan of stack "images"');
  },
  120_000,
);
