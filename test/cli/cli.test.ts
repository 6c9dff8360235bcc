// The command line from outside: its output, its exit codes, and the files that it leaves.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { addCommands } from "../../lib/cli/commands";
import { RULES } from "../../lib/rules";
import { expectGolden } from "../goldens";
import { ProjectFolder } from "./command";

let project: ProjectFolder;
beforeEach(() => (project = new ProjectFolder("golden-image")));
afterEach(() => {
  project.remove();
});

const INVENTORY = ["state", "import", "inventory.json"] as const;

/** Every command, so that no command is added without reviewed help. */
function commandPaths(): readonly (readonly string[])[] {
  const program = new Command();
  addCommands(program);
  const under = (command: Command, path: readonly string[]): readonly (readonly string[])[] => [
    path,
    ...command.commands.flatMap((each) => under(each, [...path, each.name()])),
  ];
  return under(program, []);
}

describe("help", () => {
  test.each(commandPaths().map((path) => [path]))("the help of %j has an example and fits 80 columns", (command) => {
    const { code, out } = project.run(...command, "--help");
    expect(code).toBe(0);
    for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
    expectGolden(`help${command.map((word) => `-${word}`).join("")}.txt`, out);
  });
});

describe("wrong usage exits with 64, prints a sentence, and changes nothing", () => {
  test.each([
    [["fly"], /unknown command 'fly'/u],
    [["plan", "--format", "pdf"], /'pdf' is invalid/u],
    [["plan"], /cdktf\.out: there is no synthesized app\. Run "cdktf synth" first/u],
    [["plan", "nowhere"], /nowhere: there is no synthesized app/u],
    [["apply", "--within", "soon"], /It must be a number more than 0/u],
    [["apply", "--within", "5", "--speed", "60"], /--within and --speed both say how fast .*: leave one of them out/u],
    [["check", "out", "--terraform-plan", "plan.json"], /leave out "out", or --terraform-plan/u],
    [["plan", "out", "--terraform-plan", "plan.json"], /leave out "out", or --terraform-plan/u],
    [["check", "--json", "--format", "sarif"], /are two formats: leave one of them out/u],
    [["state", "list"], /there is no region state yet\. Make one with "image-replication state import FILE"/u],
    [["state", "import", "nowhere.json"], /nowhere\.json: there is no such file/u],
    [["state", "reset"], /there is nobody to ask: add --yes/u],
    [["rules", "size"], /there is no rule "size"\. Near it: .*copy\/size-within-limit/u],
    [["rules", "acros/not-encripted"], /there is no rule "acros\/not-encripted"\. Near it: across\/not-encrypted, /u],
    [["rules", "nonsense"], /there is no rule "nonsense"\. Run "image-replication rules" for all of them\.$/mu],
  ])("%j", (args, message) => {
    const { code, out, err } = project.run(...args);
    expect(err).toMatch(message);
    expect(err).not.toMatch(/\n\s+at /u);
    expect([code, out]).toEqual([64, ""]);
  });

  test("an invalid inventory is reported with line and path, and no region state is created", () => {
    writeFileSync(
      join(project.path, "wrong.json"),
      '{\n  "format": "image-replication/inventory",\n  "version": 1,\n  "images": [\n    { "id": "a", "name": "a", "region": "r", "kind": "tape", "sizeGib": 1 }\n  ]\n}\n',
    );
    const { code, err } = project.run("state", "import", "wrong.json");
    expect([code, err]).toEqual([
      64,
      'image-replication: wrong.json:5: images[0].kind: must be one of "system-disk", "data-disk", "full-ecs", "iso"\n',
    ]);
    expect(existsSync(join(project.path, ".image-replication"))).toBe(false);
  });
});

test.each(["export/", "export"])("`rules %s` lists the rules whose ids start with it", (begin) => {
  const ids = (JSON.parse(project.run("rules", begin, "--json").out) as { id: string }[]).map(({ id }) => id);
  expect(ids).toEqual(RULES.map(({ id }) => id).filter((id) => id.startsWith("export/")));
  expect(ids.length).toBeGreaterThan(1);
});

describe("state", () => {
  test("reset neither empties nor creates a region state that does not exist", () => {
    const { code, err } = project.run("state", "reset", "--yes");
    expect([code, err]).toEqual([0, "There is no region state in .image-replication/cloud.db: nothing to empty.\n"]);
    expect(existsSync(join(project.path, ".image-replication"))).toBe(false);
  });

  test("import, list, show and export use one region state", () => {
    expect(project.run(...INVENTORY)).toMatchObject({ code: 0, out: "" });
    expect(project.run("state", "list").out).toContain("web-base");
    const inShanghai = project.run("state", "list", "--region", "cn-east-3").out;
    expect(inShanghai).toMatch(/^- cn-east-3 .*: enabled$/mu);
    expect(inShanghai).not.toMatch(/web-base|^- cn-north-4 /mu);
    const unlisted = project.run("state", "list", "--region", "cn-east-33");
    expect(unlisted).toMatchObject({
      code: 64,
      out: "",
      err: expect.stringMatching(/--region is "cn-east-33", .* \(did you mean "cn-east-3"\?\)/u) as string,
    });
    expect(project.run("state", "list", "--region", "af-north-1").code).toBe(0);
    expect(project.run("state", "list", "--shared").out).toBe("No image is shared.\n");
    expect(project.run("state", "show", "web-base").out).toContain("7b1e3a52-6f0d-4c55-9c1e-1f5f3e0a9d01");
    expect(project.run("state", "show", "nothing")).toMatchObject({ code: 64 });
    expect(project.run("state", "export", "-o", "out.json")).toMatchObject({ code: 0, out: "" });
    const exported = readFileSync(join(project.path, "out.json"), "utf8");
    expect(project.run("state", "reset", "--yes")).toMatchObject({ code: 0 });
    expect(project.run("state", "list", "--json").out).toBe("[]\n");
    expect(project.run("state", "import", "out.json")).toMatchObject({ code: 0 });
    project.run("state", "export", "-o", "again.json");
    expect(readFileSync(join(project.path, "again.json"), "utf8")).toBe(exported);
  });
});

describe("plan and apply of the golden-image example", () => {
  test("print a timetable, apply it, and skip what exists the second time", () => {
    expect(project.synthesize("golden-image")).toEqual({ code: 0, out: "", err: "" });
    const planned = project.run("plan");
    expectGolden("golden-image-plan.txt", planned.out);
    for (const line of planned.out.split("\n")) expect(line.length).toBeLessThanOrEqual(80);

    const first = project.run("apply", "--inventory", "inventory.json");
    expect(first).toMatchObject({ code: 0 });
    expectGolden("golden-image-apply.txt", first.out);
    expect(first.err).toContain("nothing is created on Huawei Cloud");
    const listed = project.run("state", "list").out;
    expectGolden("golden-image-state.txt", listed);

    const again = project.run("apply", "--inventory", "inventory.json", "--json");
    expect(again.err).toContain("The inventory is in the region state already");
    expect(again).toMatchObject({ code: 0 });
    const [result] = JSON.parse(again.out) as { hops: { status: string }[]; elapsedSeconds: number }[];
    expect(result?.hops.map(({ status }) => status)).toEqual(Array.from({ length: 9 }, () => "kept"));
    expect(project.run("state", "list").out).toBe(listed);
  });

  test("refuse a source that is not in the region state, with exit code 1", () => {
    project.synthesize("golden-image");
    const { code, out: printed } = project.run("apply");
    const out = printed.replace(/\n {4,}/gu, " ");
    expect(code).toBe(1);
    expect(out).toMatch(/refused: cn-north-4\/web-plain\. Image .* does not exist .*\[source\/exists, IMG\.0027\]/u);
    expect(out).toMatch(/behind: cn-east-3\/web-arrived\. Its source "cn-north-4\/web-plain" is not there\./u);
  });

  test("refuse an edited route plan", () => {
    project.synthesize("golden-image");
    const file = join(project.path, "cdktf.out", "stacks", "golden-images", "route-plan.json");
    writeFileSync(file, readFileSync(file, "utf8").replaceAll("cn-south-1", "cn-south-2"));
    expect(project.run("plan")).toMatchObject({ code: 64, err: expect.stringContaining("edited by hand") as string });
  });

  test("refuse a plan for the real cloud unless --rehearse is set", () => {
    project.synthesize("golden-image");
    const file = join(project.path, "cdktf.out", "stacks", "golden-images", "route-plan.json");
    writeFileSync(file, readFileSync(file, "utf8").replace('"target": "simulated"', '"target": "huaweicloud"'));
    expect(project.run("apply", "--inventory", "inventory.json")).toMatchObject({
      code: 64,
      err: expect.stringContaining("add --simulate to rehearse it") as string,
    });
    expect(project.run("apply", "--inventory", "inventory.json", "--simulate")).toMatchObject({ code: 0 });
  });
});
