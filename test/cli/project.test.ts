// Where a command finds what it works on: by cdktf.json, in the folder that it is called in or above.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findProject } from "../../lib/cli/project";

const root = mkdtempSync(join(tmpdir(), "project-"));
afterAll(() => {
  rmSync(root, { recursive: true });
});

test.each([
  [{}, join(root, "cdktf.out")],
  [{ output: "out/of here" }, join(root, "out", "of here")],
  [{ output: join(root, "elsewhere") }, join(root, "elsewhere")],
])("the output folder is where cdktf writes to: %j", (settings, output) => {
  const below = join(root, "a", "b");
  mkdirSync(below, { recursive: true });
  writeFileSync(join(root, "cdktf.json"), JSON.stringify(settings));
  const cwd = jest.spyOn(process, "cwd").mockReturnValue(below);
  try {
    expect(findProject()).toMatchObject({ root, output });
  } finally {
    cwd.mockRestore();
  }
});
