// The --help of every command has examples, and each of them works as printed: in their order, in one project of the golden-image example.
import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { Command } from "commander";
import { addCommands } from "../../lib/cli/commands";
import { readPage } from "../docs/page";
import { terraformPlan } from "../terraform-plan/terraform-plans";
import { ProjectFolder } from "./command";

const ROOT = join(__dirname, "..", "..");

interface Help {
  readonly path: string;
  readonly text: string;
}

function helps(command: Command, above: string): readonly Help[] {
  const path = `${above}${command.name()}`;
  let text = "";
  command.configureOutput({ writeOut: (part) => (text += part) });
  command.outputHelp();
  return [{ path, text }, ...command.commands.flatMap((inner) => helps(inner, `${path} `))];
}

const program = new Command("image-replication");
addCommands(program);
const commands = helps(program, "").slice(1);

/** The indented lines after the word. */
function examplesOf(text: string): readonly string[] {
  const lines = /^Examples?.*:\n((?: {2}.+\n?)+)/mu.exec(text)?.[1] ?? "";
  return lines
    .replaceAll(/\\\n\s+/gu, "")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

test.each(commands)("$path shows an example", ({ path, text }) => {
  const own = examplesOf(text).filter((line) => line.startsWith(path));
  expect(own).not.toEqual([]);
});

test("every example works", () => {
  const project = new ProjectFolder("golden-image");
  try {
    prepare(project);
    // The command that empties the region state comes last.
    const lines = [...new Set(commands.flatMap(({ text }) => examplesOf(text)))].sort(
      (left, right) => rank(left) - rank(right),
    );
    for (const line of lines) {
      // The Terraform plan is a recorded one.
      if (line.startsWith("terraform show")) continue;
      const env = { ...process.env, PATH: `${join(project.path, "bin")}${delimiter}${process.env.PATH ?? ""}` };
      const { status, stdout, stderr } = spawnSync("sh", ["-c", line], { cwd: project.path, env, encoding: "utf8" });
      // This project has no installed packages, and doctor reports it.
      expect([line, status]).toEqual([line, line === "image-replication doctor" ? 1 : 0]);
      expect([line, stderr]).toEqual([line, expect.not.stringMatching(/^\s+at /mu)]);
      if (!line.includes(">")) expect(stdout + stderr).not.toBe("");
    }
    expect(lines.length).toBeGreaterThan(14);
  } finally {
    project.remove();
  }
}, 120_000);

const rank = (line: string): number => Number(line.includes("state reset"));

/** A synthesized app, the region state after its apply, and the files that examples name. */
function prepare(project: ProjectFolder): void {
  expect(project.synthesize("golden-image").code).toBe(0);
  const program = join(ROOT, "examples", "golden-image", "main.ts");
  const app = [process.execPath, "--require", require.resolve("tsx/cjs"), program].map((word) => `"${word}"`).join(" ");
  writeFileSync(join(project.path, "cdktf.json"), JSON.stringify({ language: "typescript", app, output: "cdktf.out" }));
  expect(project.run("apply", "--inventory", "inventory.json").code).toBe(0);
  const large = join(ROOT, "examples", "large-image", "inventory.json");
  cpSync(large, join(project.path, "large.json"));
  expect(project.run("state", "import", "large.json").code).toBe(0);
  writeFileSync(join(project.path, "main.json"), "[]");
  const listing = readPage("docs/programs.md").blocks.find(({ file }) => file === "cloudimages.json");
  writeFileSync(join(project.path, "cloudimages.json"), listing?.text ?? "");
  const values = { name: "web", source_image_id: "ims-1", target_region: "cn-east-3", agency_name: "ims_copy" };
  writeFileSync(join(project.path, "plan.json"), terraformPlan({ copies: [{ name: "web", values }] }));
  mkdirSync(join(project.path, "bin"));
  const bin = join(project.path, "bin", "image-replication");
  writeFileSync(bin, `#!/bin/sh\nexec "${process.execPath}" "${join(ROOT, "dist/cli/main.js")}" "$@"\n`);
  chmodSync(bin, 0o755);
}
