// The plugin's bundle contains packages of others: the file beside it names each with its version, its license and the license text.
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

test.each(modules.provider.packages)("%s is named in its installed version, with its license", (name) => {
  const { version, license } = installed(name);
  const part = parts.find((each) => each.startsWith(`${name} ${version} (${license})\n`));
  expect(part?.length).toBeGreaterThan(500);
});

test("dependencies of those packages are named, and every part has a license text", () => {
  const names = parts.map((part) => part.slice(0, part.indexOf(" ", 1)));
  expect(names).toEqual(expect.arrayContaining(["protobufjs", "long", "@protobufjs/utf8", "@protobufjs/pool"]));
  expect(text).toContain(`carries the code of ${parts.length} packages`);
  for (const part of parts) expect(part).toMatch(/permi(?:ssion|tted)|Apache License/iu);
});

test("the bundle and that text are the only files beside the compiled ones", () => {
  const others = readdirSync(PLUGIN).filter((name) => !/\.js$|\.d\.ts$/u.test(name) && name.includes("."));
  expect(others.sort()).toEqual(["THIRD-PARTY.txt", "plugin.cjs"]);
});
