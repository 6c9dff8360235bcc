// A program whose stacks come from another copy of cdktf than the library's: it is checked where the modules of that copy are found, and
// refused where they are not, as in a program that a bundler puts into one file.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(__dirname, "..", "..");
const LIBRARY = join(ROOT, "dist");

const PROGRAM = `
const { App, TerraformStack } = require("./second/cdktf");
const { CrossRegionImage, HuaweicloudProvider, ImageKind, SourceImage } = require(${JSON.stringify(LIBRARY)});
const app = new App({ outdir: process.argv[2] });
const stack = new TerraformStack(app, "images");
new HuaweicloudProvider(stack, "huaweicloud", { region: "cn-north-4" });
const source = SourceImage.fromAttributes(stack, "base", {
  imageId: "i-1", name: "base", kind: ImageKind.SYSTEM_DISK, sizeGib: 12, keyId: "k-1",
});
new CrossRegionImage(stack, "far", { source, name: "web", targetRegion: "cn-east-3", agencyName: "ims_copy" });
app.synth();
`;

// In this repository, where the second copy finds its own dependencies.
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(ROOT, ".cache", "copies-"));
  mkdirSync(join(folder, "second"));
  symlinkSync(join(ROOT, "node_modules", "cdktf"), join(folder, "second", "cdktf"), "dir");
  writeFileSync(join(folder, "main.cjs"), PROGRAM);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The error of the program. */
function run(file: string): string {
  // Then the files behind a link are those of another copy.
  const args = ["--preserve-symlinks", "--preserve-symlinks-main", join(folder, file), join(folder, "out")];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
  expect(status).toBe(1);
  return stderr;
}

test("a stack of another loaded copy is checked", () => {
  expect(run("main.cjs")).toMatch(/\[across\/not-encrypted\]/u);
});

test("a stack of a copy that is bundled with the program is refused with a fix", () => {
  const args = ["main.cjs", "--bundle", "--platform=node", `--external:${LIBRARY}`, "--outfile=bundled.cjs"];
  const esbuild = join(ROOT, "node_modules", "esbuild", "bin", "esbuild");
  const bundling = spawnSync(esbuild, [...args, "--log-level=error"], { cwd: folder, encoding: "utf8" });
  expect([bundling.status, bundling.stderr]).toEqual([0, ""]);
  const text = run("bundled.cjs");
  expect(text).toMatch(
    /UsageError: The stack "images" is of another copy of cdktf than cdktf-image-replication uses, and out of its reach: it would not be judged\. Install one copy/u,
  );
  expect(text).not.toMatch(/\[across\/not-encrypted\]/u);
});
