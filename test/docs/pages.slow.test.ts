// Every code block of every page works: programs compile and synthesize, commands run in order, documents fit their schemas, and shown
// output equals the real output. UPDATE=1 writes the output.
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020";
import { cdktfTest } from "../deploy/cdktf-cli";
import { expectGolden } from "../goldens";
import { terraformTest } from "../terraform/terraform";
import { isFile, readPage, ROOT, type Block, type Page } from "./page";
import { BASE, at, follow, installPackage, type Stale } from "./session";

const LONG_MS = 120_000;

const folders = ["", "docs", "lib", ...readdirSync(join(ROOT, "lib")).map((room) => join("lib", room))];
// Generated pages show signatures, not programs.
const GENERATED = ["RULES.md", "API.md"];
const pages = folders
  .filter((folder) => !folder.includes("."))
  .flatMap((folder) => readdirSync(join(ROOT, folder)).map((name) => join(folder, name)))
  .filter((path) => path.endsWith(".md") && !GENERATED.includes(path))
  .map(readPage);
const blocks = pages.flatMap((page) => page.blocks.map((block) => ({ page, block })));

beforeAll(installPackage, LONG_MS);

describe("from its first block to its last,", () => {
  for (const page of pages.filter((one) => one.blocks.some(isRun))) {
    const commands = page.blocks
      .filter(isRun)
      .map(({ text }) => text)
      .join("\n");
    const runs = /^npx cdktf /mu.test(commands) ? cdktfTest : /^terraform /mu.test(commands) ? terraformTest : test;
    runs(
      `${page.path} works as shown`,
      () => {
        const stale = follow(page);
        if (process.env.UPDATE === "1") rewrite(page, stale);
        else
          expect(stale.map(({ block, truth }) => ({ at: at(page, block), text: truth }))).toEqual(
            stale.map(({ block }) => ({ at: at(page, block), text: block.text })),
          );
      },
      LONG_MS,
    );
  }
});

test("the picture of the README equals the output of its program", () => {
  const picture = join(ROOT, "docs", "images", "plan.svg");
  const drawn = readFileSync(join(BASE, "README", "plan.svg"), "utf8");
  if (process.env.UPDATE === "1") writeFileSync(picture, drawn);
  expect(readFileSync(picture, "utf8")).toBe(drawn);
});

function isRun({ language, notRun }: Block): boolean {
  return language === "sh" && notRun === undefined;
}

function rewrite(page: Page, stale: readonly Stale[]): void {
  const lines = page.text.split("\n");
  for (const { block, truth } of [...stale].reverse())
    lines.splice(block.from, block.to - block.from, ...truth.trimEnd().split("\n"));
  writeFileSync(join(ROOT, page.path), lines.join("\n"));
}

test("blocks that are not run give a reason, and their commands and options exist", () => {
  const notRun = blocks.filter(({ block }) => block.notRun !== undefined);
  const list = notRun.map(
    ({ page, block }) => `${page.path}: ${block.text.split("\n")[0] ?? ""}\n  ${block.notRun ?? ""}\n`,
  );
  expectGolden("docs-not-run.txt", `${String(notRun.length)} blocks are not run\n\n${list.join("")}`);
  for (const { block } of notRun) {
    for (const [, path = "", options = ""] of block.text.matchAll(/image-replication ((?:[a-z]+ ?)+)(.*)/gu)) {
      const help = spawnSync(process.execPath, [join(ROOT, "dist/cli/main.js"), ...path.trim().split(" "), "--help"], {
        encoding: "utf8",
      });
      expect(help.status).toBe(0);
      for (const [option] of options.matchAll(/--[a-z-]+/gu)) expect(help.stdout).toContain(option);
    }
    for (const [, run, short = run] of block.text.matchAll(/^npm (?:run ([\w:]+)|(start|test))/gmu))
      expect(Object.keys(scripts)).toContain(short);
  }
});

const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { scripts: Record<string, string> };

test("commands in sentences exist, with their options and rules", () => {
  const named = pages.flatMap(({ path, text }) =>
    [...text.matchAll(/`(?:npx --no-install )?image-replication ([a-z][^`]*)`/gu)].map(([, line = ""]) => ({
      path,
      line,
    })),
  );
  expect(named.length).toBeGreaterThan(15);
  for (const { path, line } of named) {
    const words = line.split(" ");
    const rule = words[0] === "rules" && /^[a-z]/u.test(words[1] ?? "");
    const command = words.slice(0, 2).filter((word) => /^[a-z]+$/u.test(word));
    const called = rule ? words : [...command, "--help"];
    const { status, stdout } = spawnSync(process.execPath, [join(ROOT, "dist/cli/main.js"), ...called], {
      encoding: "utf8",
    });
    const options = words.filter((word) => word.startsWith("--"));
    expect({ path, line, status, missing: options.filter((option) => !stdout.includes(option)) }).toEqual({
      path,
      line,
      status: 0,
      missing: [],
    });
  }
});

test("every block has a known type", () => {
  // A block without a language is a drawing.
  const known = ["sh", "text", "ts", "json", "hcl", ""];
  expect(
    blocks.filter(({ block }) => !known.includes(block.language)).map(({ page, block }) => at(page, block)),
  ).toEqual([]);
  const programs = blocks.filter(({ block }) => block.language === "ts" || block.language === "hcl");
  for (const { page, block } of programs) expect([at(page, block), block.file]).not.toContain(undefined);
});

test("the reader sees the name of each file", () => {
  const json = blocks.filter(({ block: { file, language } }) => file !== undefined && language === "json");
  const unnamed = json.filter(({ page, block }) => !page.text.includes(`\`${block.file ?? ""}\``));
  expect(unnamed.map(({ page, block }) => at(page, block))).toEqual([]);
});

test("JSON is valid, and a document fits the schema of its format", () => {
  const schemas = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { exports: Record<string, string> };
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  let ours = 0;
  for (const { page, block } of blocks.filter(({ block: { language } }) => language === "json")) {
    const document = documentIn(JSON.parse(block.text));
    const name = /^image-replication\/([\w-]+)$/u.exec(document.format ?? "")?.[1];
    if (name === undefined) continue;
    ours += 1;
    const file = schemas.exports[`./schemas/${name}.json`] ?? "";
    const schema = JSON.parse(readFileSync(join(ROOT, file), "utf8")) as { readonly $id: string };
    if (ajv.getSchema(schema.$id) === undefined) ajv.addSchema(schema);
    const fits = ajv.validate(schema.$id, document);
    expect([at(page, block), fits, ajv.errors]).toEqual([at(page, block), true, null]);
  }
  expect(ours).toBeGreaterThan(5);
});

/** Policies in the context of a cdktf.json follow the same schema as a policy document. */
function documentIn(json: { format?: string; context?: Record<string, unknown> }): { format?: string } {
  const policies = json.context?.["image-replication:policies"];
  if (policies === undefined) return json;
  const members = Array.isArray(policies) ? { policies } : (policies as object);
  return { format: "image-replication/policies", version: 1, ...members } as { format: string };
}

describe("programs", () => {
  /** A page's files, before and after each change of one. */
  const versions = (page: Page): readonly ReadonlyMap<string, string>[] => {
    const made: Map<string, string>[] = [new Map()];
    for (const { file = "", text } of page.blocks.filter(isFile)) {
      if (made.at(-1)?.has(file) === true) made.push(new Map(made.at(-1)));
      made.at(-1)?.set(file, text);
    }
    return made;
  };

  test(
    "compile with strict checks",
    () => {
      const folder = join(BASE, "compiled");
      for (const page of pages) {
        for (const [index, files] of versions(page).entries()) {
          for (const [name, text] of files) {
            if (!name.endsWith(".ts")) continue;
            const file = join(folder, page.path.replaceAll("/", "-"), String(index), name);
            mkdirSync(dirname(file), { recursive: true });
            writeFileSync(file, text);
          }
        }
      }
      const options = { strict: true, noEmit: true, noUnusedLocals: true, skipLibCheck: true, isolatedModules: true };
      const modules = { target: "es2022", module: "node16", types: ["node", "jest"] };
      const setup = join(BASE, "node_modules", "cdktf-image-replication", "dist", "testing", "setup.d.ts");
      const tsconfig = { compilerOptions: { ...options, ...modules }, include: ["**/*.ts", setup] };
      writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(tsconfig));
      const tsc = join(ROOT, "node_modules", "typescript", "bin", "tsc");
      const { stdout } = spawnSync(process.execPath, [tsc, "-p", folder], { encoding: "utf8" });
      expect(stdout).toBe("");
    },
    LONG_MS,
  );

  test("run in a later command of their page", () => {
    const runs = /\b(?:tsx (?:main|newer|direct)\.ts|image-replication check|npx cdktf|npx jest)\b/u;
    for (const page of pages) {
      for (const [index, block] of page.blocks.entries()) {
        if (block.language !== "ts" || !isFile(block)) continue;
        const after = page.blocks.slice(index + 1).filter(isRun);
        expect([at(page, block), after.some(({ text }) => runs.test(text))]).toEqual([at(page, block), true]);
      }
    }
  });
});
