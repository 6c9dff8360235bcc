// The API reference in docs/api equals the docstrings (UPDATE=1 writes it), and every public name has one.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "./page";

const REFERENCE = join(ROOT, "docs", "api");

function typedoc(out: string): string {
  const script = join(ROOT, "node_modules", "typedoc", "bin", "typedoc");
  const { stdout, stderr } = spawnSync(process.execPath, [script, "--out", out], { cwd: ROOT, encoding: "utf8" });
  return stdout + stderr;
}

function pagesIn(folder: string): Readonly<Record<string, string>> {
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]));
}

test("the reference equals the current API, and nothing is undocumented", () => {
  const folder = process.env.UPDATE === "1" ? REFERENCE : mkdtempSync(join(tmpdir(), "api-"));
  try {
    expect(typedoc(folder)).toBe("");
    expect(pagesIn(folder)).toEqual(pagesIn(REFERENCE));
  } finally {
    if (folder !== REFERENCE) rmSync(folder, { recursive: true });
  }
}, 120_000);

test("every optional prop has a default", () => {
  const rows = [
    ...readFileSync(join(REFERENCE, "index.md"), "utf8").matchAll(/^### (\w+(?:Props|Attributes))$([^]*?)^\*\*\*$/gmu),
  ];
  expect(rows.length).toBeGreaterThan(12);
  const silent = rows.flatMap(([, name = "", text = ""]) =>
    [...text.matchAll(/^\| <a id="[^"]+"><\/a> `(\w+)\?` .*$/gmu)]
      .filter(([row]) => !row.includes("**Default**"))
      .map(([, prop = ""]) => `${name}.${prop}`),
  );
  expect(silent).toEqual([]);
});
