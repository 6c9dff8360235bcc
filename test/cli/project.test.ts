// How a command finds its project: by cdktf.json, in the current folder or above.
import { chownSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findProject } from "../../lib/cli/project";
import { runIn } from "./command";

const root = mkdtempSync(join(tmpdir(), "project-"));
afterAll(() => {
  rmSync(root, { recursive: true });
});

test.each([
  [{}, join(root, "cdktf.out")],
  [{ output: "out/of here" }, join(root, "out", "of here")],
  [{ output: join(root, "elsewhere") }, join(root, "elsewhere")],
])("the output folder is the one that cdktf writes to: %j", (settings, output) => {
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

describe("the search for cdktf.json stops where another user could have put one", () => {
  const tree = mkdtempSync(join(tmpdir(), "stops-"));
  const [middle, start] = [join(tree, "middle"), join(tree, "middle", "start")];
  const isAdministrator = process.getuid?.() === 0;
  /** Any user other than the one of the tests. */
  const OTHER = 12_345;

  beforeEach(() => {
    mkdirSync(start, { recursive: true });
    writeFileSync(join(tree, "cdktf.json"), '{ "app": "true" }');
  });
  afterEach(() => {
    rmSync(middle, { recursive: true });
    if (isAdministrator) for (const path of [tree, join(tree, "cdktf.json")]) chownSync(path, 0, 0);
  });
  afterAll(() => {
    rmSync(tree, { recursive: true });
  });

  function rootFrom(folder: string): string {
    const cwd = jest.spyOn(process, "cwd").mockReturnValue(folder);
    try {
      return findProject().root;
    } finally {
      cwd.mockRestore();
    }
  }

  test("finds it above, where nothing stops the search", () => {
    expect(rootFrom(start)).toBe(tree);
  });

  test.each(["folder", "file"])("stops at the root of the repository, whose .git is a %s", (kind) => {
    if (kind === "folder") mkdirSync(join(middle, ".git"));
    else writeFileSync(join(middle, ".git"), "gitdir: elsewhere");
    expect(rootFrom(start)).toBe(start);
    writeFileSync(join(middle, "cdktf.json"), '{ "app": "true" }');
    expect(rootFrom(start)).toBe(middle);
  });

  test("stops at the home folder", () => {
    symlinkSync(middle, join(middle, "link"));
    const checked = (home: string): string => {
      const before = process.env.HOME;
      process.env.HOME = home;
      try {
        return runIn(start, "check").err;
      } finally {
        process.env.HOME = before;
      }
    };
    for (const home of [middle, join(middle, "link")]) expect(checked(home)).toContain(`from here up to ${middle}.`);
    expect(checked(tree)).toContain("the app synthesized nothing");
  });

  (isAdministrator ? test : test.skip)(
    "at a folder of another owner, and of any folder only a file of the owner",
    () => {
      chownSync(tree, OTHER, OTHER);
      expect(rootFrom(start)).toBe(start);
      chownSync(tree, 0, 0);
      // As in a folder that everybody can write to, such as /tmp.
      chownSync(join(tree, "cdktf.json"), OTHER, OTHER);
      expect(rootFrom(start)).toBe(start);
      // In a folder of another user, the project of that user counts.
      for (const path of [tree, middle, start]) chownSync(path, OTHER, OTHER);
      expect(rootFrom(start)).toBe(tree);
      expect(rootFrom(tree)).toBe(tree);
    },
  );

  test("check reports how far it searched", () => {
    mkdirSync(join(middle, ".git"));
    expect(runIn(start, "check")).toMatchObject({
      code: 64,
      err: `image-replication: there is no cdktf.json that says how to run the app, from here up to ${middle}. Change to the project's folder.\n`,
    });
  });
});
