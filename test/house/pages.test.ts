// Generated pages and pages about the repository are up to date.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rulesPage } from "../../lib/report";

const ROOT = join(__dirname, "..", "..");
const read = (...path: readonly string[]): string => readFileSync(join(ROOT, ...path), "utf8");

test("RULES.md equals the table of rules (UPDATE=1 writes it)", () => {
  if (process.env.UPDATE === "1") writeFileSync(join(ROOT, "RULES.md"), rulesPage());
  expect(read("RULES.md")).toBe(rulesPage());
});

describe("lib/README.md", () => {
  const map = read("lib", "README.md");
  const modules = readdirSync(join(ROOT, "lib"), { withFileTypes: true }).filter((entry) => entry.isDirectory());

  test("has a row for every module, and no other", () => {
    const rows = [...map.matchAll(/^\| `([a-z-]+)` +\|/gmu)].map(([, name]) => name);
    expect(rows.sort()).toEqual(modules.map(({ name }) => name).sort());
  });

  test("has the constraints of each module that the layering check enforces", () => {
    const { modules: plan } = jest.requireActual<{
      modules: Record<string, { layer: number; imports: string[]; packages: string[] }>;
    }>("../../scripts/layers.cjs");
    for (const { name } of modules) {
      const row = map.split("\n").find((line) => line.startsWith(`| \`${name}\` `)) ?? "";
      const [, , , imports = "", packages = ""] = row.split("|").map((cell) => cell.trim());
      const listed = (cell: string): readonly string[] =>
        [...cell.matchAll(/`([^`]+)`/gu)].map(([, word]) => word ?? "");
      const entry = plan[name];
      const everything = Object.keys(plan).filter((other) => (plan[other]?.layer ?? 0) < (entry?.layer ?? 0));
      expect({
        name,
        imports: imports === "everything below" ? everything.sort() : [...listed(imports)].sort(),
      }).toEqual({
        name,
        imports: [...(entry?.imports ?? [])].sort(),
      });
      expect({ name, packages: [...listed(packages)].sort() }).toEqual({
        name,
        packages: [...(entry?.packages ?? [])].sort(),
      });
    }
  });
});

test("every package in the README, and every file that it and CONTRIBUTING name, exists", () => {
  for (const page of ["README.md", "CONTRIBUTING.md", join("lib", "README.md")]) {
    const links = [...read(page).matchAll(/\]\(([^)#]+)\)/gu)]
      .map(([, target]) => target ?? "")
      .filter((target) => !target.includes("://"));
    for (const link of links) expect(() => readFileSync(join(ROOT, page, "..", link))).not.toThrow(/ENOENT/u);
  }
});
