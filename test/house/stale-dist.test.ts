// Tests that run `dist` refuse one that is older than `lib`; other tests do not check it.
import { spawnSync } from "node:child_process";
import { appendFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(__dirname, "..", "..");

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "stale-"))));
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test("dist is older than lib as soon as a source file changes", () => {
  const sources = ["tsconfig.json", "tsconfig.build.json", "package.json", "package-lock.json", "scripts", "lib"];
  for (const name of [...sources, "dist/.built-from"]) {
    cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  }
  const isBuilt = (): string => {
    const code = `import("${join(folder, "scripts", "ready.mjs")}").then(({ isBuilt }) => console.log(isBuilt()))`;
    return spawnSync(process.execPath, ["--eval", code], { encoding: "utf8" }).stdout.trim();
  };
  expect(isBuilt()).toBe("true");
  appendFileSync(join(folder, "lib", "index.ts"), "\n");
  expect(isBuilt()).toBe("false");
});

test("with a stale dist, a test file that runs dist fails, and one that does not passes", () => {
  const setup = join(folder, "setup.cjs");
  writeFileSync(setup, `module.exports = () => { process.env.DIST_IS_STALE = "1"; };`);
  const config = join(folder, "jest.config.cjs");
  const base = JSON.stringify(join(ROOT, "jest.config.cjs"));
  writeFileSync(
    config,
    `module.exports = { ...require(${base}), rootDir: ${JSON.stringify(ROOT)}, globalSetup: ${JSON.stringify(setup)} };`,
  );
  const jest = join(ROOT, "node_modules", "jest", "bin", "jest.js");
  const files = ["test/cli/help.test.ts", "test/values/digest.test.ts"];
  const { status, stderr } = spawnSync(process.execPath, [jest, "--config", config, ...files], {
    cwd: ROOT,
    encoding: "utf8",
  });
  expect(status).toBe(1);
  expect(stderr).toContain("dist is older than lib. Run `npm run build`, and then this test again.");
  expect(stderr).toMatch(/FAIL test\/cli\/help\.test\.ts/u);
  expect(stderr).toMatch(/PASS test\/values\/digest\.test\.ts/u);
});
