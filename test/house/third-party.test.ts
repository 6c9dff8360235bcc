// The plugin's bundle carries packages of others: each is named beside it with its version, its licence and the licence's text.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(__dirname, "..", "..");
const PLUGIN = join(ROOT, "dist", "provider");
const text = readFileSync(join(PLUGIN, "THIRD-PARTY.txt"), "utf8");
const parts = text.split(/^={80}\n/mu).slice(1);

const { modules } = jest.requireActual<{ modules: { provider: { packages: string[] } } }>("../../scripts/layers.cjs");

function installed(name: string): { version: string; license: string } {
  return JSON.parse(readFileSync(join(ROOT, "node_modules", name, "package.json"), "utf8"));
}

test.each(modules.provider.packages)("%s is there in the version that is installed, with its licence", (name) => {
  const { version, license } = installed(name);
  const part = parts.find((each) => each.startsWith(`${name} ${version} (${license})\n`));
  expect(part?.length).toBeGreaterThan(500);
});

test("what those packages need in turn is there as well, and every part has a licence's text", () => {
  const names = parts.map((part) => part.slice(0, part.indexOf(" ", 1)));
  expect(names).toEqual(expect.arrayContaining(["protobufjs", "long", "@protobufjs/utf8", "@protobufjs/pool"]));
  expect(text).toContain(`carries the code of ${parts.length} packages`);
  for (const part of parts) expect(part).toMatch(/permi(?:ssion|tted)|Apache License/iu);
});

test("nothing but the bundle and that text is beside what the compiler makes", () => {
  const others = readdirSync(PLUGIN).filter((name) => !/\.js$|\.d\.ts$/u.test(name) && name.includes("."));
  expect(others.sort()).toEqual(["THIRD-PARTY.txt", "plugin.cjs"]);
});
