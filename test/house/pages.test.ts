// Pages that are generated or that describe the house are true.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rulesPage } from "../../lib/report";

const ROOT = join(__dirname, "..", "..");
const read = (...path: readonly string[]): string => readFileSync(join(ROOT, ...path), "utf8");

test("RULES.md is what the table of rules says (UPDATE=1 writes it)", () => {
  if (process.env.UPDATE === "1") writeFileSync(join(ROOT, "RULES.md"), rulesPage());
  expect(read("RULES.md")).toBe(rulesPage());
});

describe("lib/README.md", () => {
  const map = read("lib", "README.md");
  const rooms = readdirSync(join(ROOT, "lib"), { withFileTypes: true }).filter((entry) => entry.isDirectory());

  test("has a row for every room, and none for a room that is not there", () => {
    const rows = [...map.matchAll(/^\| `([a-z]+)` +\|/gmu)].map(([, room]) => room);
    expect(rows.sort()).toEqual(rooms.map(({ name }) => name).sort());
  });

  test("says for each room what the layering tool enforces", () => {
    const { rooms: plan } = jest.requireActual<{
      rooms: Record<string, { floor: number; imports: string[]; packages: string[] }>;
    }>("../../scripts/floor-plan.cjs");
    for (const { name } of rooms) {
      const row = map.split("\n").find((line) => line.startsWith(`| \`${name}\` `)) ?? "";
      const [, , , imports = "", packages = ""] = row.split("|").map((cell) => cell.trim());
      const listed = (cell: string): readonly string[] =>
        [...cell.matchAll(/`([^`]+)`/gu)].map(([, word]) => word ?? "");
      const floor = plan[name];
      const everything = Object.keys(plan).filter((room) => (plan[room]?.floor ?? 0) < (floor?.floor ?? 0));
      expect({
        name,
        imports: imports === "everything below" ? everything.sort() : [...listed(imports)].sort(),
      }).toEqual({
        name,
        imports: [...(floor?.imports ?? [])].sort(),
      });
      expect({ name, packages: [...listed(packages)].sort() }).toEqual({
        name,
        packages: [...(floor?.packages ?? [])].sort(),
      });
    }
  });
});

test("every package that the README tells to install, and every file that it and CONTRIBUTING name, is there", () => {
  for (const page of ["README.md", "CONTRIBUTING.md", join("lib", "README.md")]) {
    const links = [...read(page).matchAll(/\]\(([^)#]+)\)/gu)]
      .map(([, target]) => target ?? "")
      .filter((target) => !target.includes("://"));
    for (const link of links) expect(() => readFileSync(join(ROOT, page, "..", link))).not.toThrow(/ENOENT/u);
  }
});
