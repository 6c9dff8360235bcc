// A record of everything that programs, pipelines and documents of others depend on, so that a review sees each change: etc/*.api.md has
// the API, etc/surface.md the rest. UPDATE=1 writes both; read the diff as a user who upgrades.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { addCommands } from "../../lib/cli/commands";
import { RULES } from "../../lib/rules";
import * as vendor from "../../lib/vendor";

const ROOT = join(__dirname, "..", "..");
const isUpdate = process.env.UPDATE === "1";
const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
  exports: Record<string, string | Record<string, string>>;
  bin: Record<string, string>;
  engines: Record<string, string>;
  peerDependencies: Record<string, string>;
};

test("the API equals etc/*.api.md, and jsii can translate it to other languages", () => {
  const script = join(ROOT, "scripts", "public-api.mjs");
  const { status, stderr } = spawnSync(process.execPath, [script, ...(isUpdate ? ["--update"] : [])], {
    cwd: ROOT,
    encoding: "utf8",
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
}, 120_000);

test("the rest equals etc/surface.md", () => {
  const file = join(ROOT, "etc", "surface.md");
  const text = surface();
  if (isUpdate) writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, "utf8"));
});

function surface(): string {
  const sections: readonly (readonly [string, readonly string[]])[] = [
    [
      "What is imported",
      [...Object.keys(manifest.exports), ...Object.keys(manifest.bin).map((name) => `${name} (command)`)],
    ],
    [
      "What it needs",
      Object.entries({ ...manifest.engines, ...manifest.peerDependencies }).map((each) => each.join(" ")),
    ],
    ["Commands", commandLines()],
    ["Context keys and variables", spoken()],
    ["Schemas, by digest", schemas()],
    ["Rules", RULES.map(({ id, severity, refusal }) => `${id} (${severity}${refusal === undefined ? ", guard" : ""})`)],
    ["Terraform that is emitted", emitted()],
  ];
  const head = "# Public surface\n\nBesides the API. Written by test/house/public-surface.slow.test.ts: not by hand.\n";
  return [
    head,
    ...sections.map(([title, lines]) => `## ${title}\n\n${lines.map((line) => `- ${line}\n`).join("")}`),
  ].join("\n");
}

function commandLines(): readonly string[] {
  const program = new Command("image-replication");
  addCommands(program);
  const lines = (command: Command, path: string): readonly string[] => {
    const args = command.registeredArguments.map((each) => (each.required ? `<${each.name()}>` : `[${each.name()}]`));
    const options = command.options.map(({ flags }) => `  - \`${flags}\``);
    const inner = command.commands.flatMap((each) => lines(each, `${path} ${each.name()}`));
    return command.commands.length > 0 ? inner : [[`\`${[path, ...args].join(" ")}\``, ...options].join("\n")];
  };
  return lines(program, "image-replication");
}

/** Names in cdktf.json and in environments, wherever `lib` spells them. */
function spoken(): readonly string[] {
  const files = readdirSync(join(ROOT, "lib"), { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".ts"),
  );
  const text = files.map((name) => readFileSync(join(ROOT, "lib", name), "utf8")).join("\n");
  const found = text.matchAll(/"(image-replication:[a-z-]+)"|\b(IMAGE_REPLICATION_[A-Z_]+)\b/gu);
  return [...new Set([...found].map(([, key, variable]) => key ?? variable ?? ""))].sort();
}

function schemas(): readonly string[] {
  const exported = Object.entries(manifest.exports).filter(([name]) => name.startsWith("./schemas/"));
  return exported.map(([name, target]) => {
    const source = (target as string).replace("./dist/", "lib/");
    const digest = createHash("sha256")
      .update(readFileSync(join(ROOT, source)))
      .digest("hex")
      .slice(0, 12);
    return `${name} ${digest}`;
  });
}

function emitted(): readonly string[] {
  const tables = Object.values(vendor).filter(
    (each): each is vendor.ResourceType => typeof each === "object" && "arguments" in each && "type" in each,
  );
  const types = tables.map(({ type, arguments: rows }) => {
    const names = rows.map(({ attribute, required }) => (required === true ? `**${attribute}**` : attribute));
    return `${type}: ${names.join(", ")}`;
  });
  return [...new Set(types)].sort();
}
