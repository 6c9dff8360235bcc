// The targets of links in pages exist: files, headings and rules; the targets of pages in the package are in the package too.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { Command } from "commander";
import { addCommands } from "../../lib/cli/commands";
import { RULES } from "../../lib/rules";
import { ROOT } from "./page";

const inDocs = readdirSync(join(ROOT, "docs")).filter((name) => name.endsWith(".md"));
const packed = ["README.md", ...inDocs.map((name) => `docs/${name}`)];
const pages = [...packed, "CONTRIBUTING.md", "lib/README.md", "lib/cloud/README.md", "lib/provider/README.md"];
const read = (page: string): string => readFileSync(join(ROOT, page), "utf8");

/** The anchor that a forge makes for a heading. */
const slug = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number} _-]/gu, "")
    .replaceAll(" ", "-");

function headingsOf(page: string): readonly string[] {
  const prose = read(page).replace(/^(`{3,})[^]*?^\1$/gmu, "");
  return [...prose.matchAll(/^#+ (.+)$/gmu)].map(([, heading = ""]) => slug(heading));
}

function linksOf(page: string): readonly (readonly [string, string])[] {
  return [...read(page).matchAll(/\]\(([^)#\s]*)(?:#([^)\s]*))?\)/gu)]
    .map(([, path = "", anchor = ""]) => [path === "" ? page : join(dirname(page), path), anchor] as const)
    .filter(([path]) => !path.includes(":/"));
}

test.each(pages)("all links of %s have a target", (page) => {
  for (const [path, anchor] of linksOf(page)) {
    expect([path, existsSync(join(ROOT, path))]).toEqual([path, true]);
    if (anchor !== "") expect(headingsOf(path)).toContain(anchor);
  }
});

test("pages of the package link to packed files, except for schema sources and contributor pages", () => {
  const { files } = JSON.parse(read("package.json")) as { files: readonly string[] };
  const isPacked = (path: string): boolean => files.some((file) => !relative(file, path).startsWith(".."));
  const others = /^(?:README\.md|LICENSE|CONTRIBUTING\.md|lib\/README\.md|lib\/[\w-]+\/[\w-]+\.schema\.json)$/u;
  const lost = packed.flatMap((page) => linksOf(page).map(([path]) => path));
  expect(lost.filter((path) => !isPacked(path) && !others.test(path))).toEqual([]);
});

test("rules that pages and docstrings name are in the table", () => {
  const groups = new Set(RULES.map(({ id }) => id.split("/")[0]));
  const ids = new Set(RULES.map(({ id }) => id));
  const texts = [...packed, "docs/api/index.md", "docs/api/testing.md"].map(read).join("\n");
  const named = [...texts.matchAll(/`([a-z-]+)\/(…|[a-z-]+)`/gu)].map(([, group = "", name = ""]) => ({ group, name }));
  const meant = named.filter(({ group, name }) => groups.has(group) || name === "…");
  expect(meant.length).toBeGreaterThan(20);
  expect(meant.filter(({ group, name }) => (name === "…" ? !groups.has(group) : !ids.has(`${group}/${name}`)))).toEqual(
    [],
  );
});

test("every command has its row in the reference", () => {
  const rows = [...read("docs/reference.md").matchAll(/^\| `image-replication ([^`]+)`/gmu)].map(
    ([, words = ""]) => words,
  );
  const program = new Command();
  addCommands(program);
  for (const command of program.commands) {
    const words = rows.find((row) => row.split(" ")[0] === command.name())?.split(/[\s|\\]+/u);
    const names = [command, ...command.commands].map((each) => each.name());
    expect(words).toEqual(expect.arrayContaining(names));
  }
});
