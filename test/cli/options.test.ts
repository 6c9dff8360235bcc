// Repeated and empty options of every command: an option with one value is refused the second time, an option with several values uses all
// of them, and none is empty.
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { addCommands } from "../../lib/cli/commands";
import { UsageError } from "../../lib/values";
import { ProjectFolder } from "./command";

function fresh(): Command {
  const program = new Command("image-replication").exitOverride().helpCommand(false);
  addCommands(program);
  return program;
}

const program = fresh();

/** Values that options with their own check accept. */
const VALUES: Readonly<Record<string, string>> = { "failure-rate": "0.5", "random-seed": "1", format: "json" };
const MANY = ["check --policies", "check --terraform-plan", "plan --terraform-plan", "permissions --terraform-plan"];

const withValue = program.commands
  .flatMap((command) => (command.commands.length === 0 ? [command] : command.commands))
  .flatMap((command) => {
    const words = command.parent === program ? [command.name()] : [command.parent?.name() ?? "", command.name()];
    const least = command.registeredArguments.filter(({ required }) => required).map(() => "x");
    return command.options
      .filter((option) => !option.isBoolean())
      .map((option) => ({
        name: `${words.join(" ")} ${option.long ?? ""}`,
        args: [...words, ...least],
        flags: [option.long ?? "", option.short ?? option.long ?? ""] as const,
        value: VALUES[option.name()] ?? "1",
      }));
  });

let project: ProjectFolder;
beforeAll(() => (project = new ProjectFolder()));
afterAll(() => {
  project.remove();
});

test("the test covers all commands", () => {
  expect(withValue.length).toBeGreaterThan(25);
  expect(withValue.map(({ name }) => name)).toEqual(expect.arrayContaining(MANY));
});

test.each(withValue.filter(({ name }) => !MANY.includes(name)))("$name is refused the second time", async (option) => {
  const { args, flags, value } = option;
  const call = fresh().parseAsync([...args, flags[0], value, flags[1], value], { from: "user" });
  await expect(call).rejects.toThrow(`${flags[0]} is given twice, and takes one value: leave one out.`);
  await expect(call).rejects.toBeInstanceOf(UsageError);
});

/** The errors of options with their own check name the accepted values. */
const EMPTY =
  /^(?:--[\w-]+ is empty: give a value, or leave it out\.|error: option '.*' argument '' is invalid\. .*)$/u;

test.each(withValue)("an empty $name is refused", async ({ args, flags: [flag] }) => {
  for (const given of [[flag, ""], [`${flag}=`]]) {
    await expect(fresh().parseAsync([...args, ...given], { from: "user" })).rejects.toThrow(EMPTY);
  }
});

const withArgument = ["plan", "check", "apply", "permissions", "state show", "state import", "state delete"];

test.each(withArgument)("an empty argument of %s is refused", async (words) => {
  const call = fresh().parseAsync([...words.split(" "), ""], { from: "user" });
  await expect(call).rejects.toThrow(/^an argument of "[\w -]+" is empty: give a value, or leave it out\.$/u);
  await expect(call).rejects.toBeInstanceOf(UsageError);
});

test("an empty option exits with 64 and does nothing", () => {
  expect(project.run("apply", "--inventory", "")).toEqual({
    code: 64,
    out: "",
    err: "image-replication: --inventory is empty: give a value, or leave it out.\n",
  });
});

test("a repeated option exits with 64 and does nothing", () => {
  expect(project.run("plan", "--against", "a", "--against=b")).toEqual({
    code: 64,
    out: "",
    err: "image-replication: --against is given twice, and takes one value: leave one out.\n",
  });
});

test("flags without a value can repeat, and a value from the environment does not count", () => {
  expect(project.run("rules", "across/no-key", "--json", "--json").code).toBe(0);
  process.env.IMAGE_REPLICATION_FROM_BUCKET = "a";
  try {
    const { err } = project.run("object", "transfer", "--from-bucket", "b", "--from-key=k", "--to-bucket", "c");
    expect(err).toContain("there is no region state yet");
  } finally {
    delete process.env.IMAGE_REPLICATION_FROM_BUCKET;
  }
});

test("an empty variable counts as not set", () => {
  const at = { region: "cn-north-4" };
  const object = { bucket: "home", key: "web.qcow2", sizeGib: 1, format: "qcow2", contents: { kind: "system-disk" } };
  const inventory = { buckets: ["home", "away"].map((name) => ({ name, ...at })), objects: [object] };
  const document = { format: "image-replication/inventory", version: 1, ...inventory };
  writeFileSync(join(project.path, "inventory.json"), JSON.stringify(document));
  const variables = ["CLOUD", "FROM_ACCOUNT", "FROM_REGION", "TO_KEY", "TO_ACCOUNT", "TO_REGION", "TARGET"];
  const names = variables.map((name) => `IMAGE_REPLICATION_${name}`);
  const before = names.map((name) => process.env[name]);
  for (const name of names) process.env[name] = "";
  try {
    expect(project.run("state", "import", "inventory.json").code).toBe(0);
    expect(existsSync(join(project.path, ".image-replication", "cloud.db"))).toBe(true);
    const places = ["--from-bucket", "home", "--from-key", "web.qcow2", "--to-bucket", "away"];
    const { code, out } = project.run("object", "transfer", ...places);
    expect([code, out]).toEqual([0, expect.stringMatching(/^home:web\.qcow2 → away:web\.qcow2: /u)]);
  } finally {
    names.forEach((name, index) => {
      if (before[index] === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = before[index];
    });
  }
});

/** A Terraform plan with one copy, which is across regions if a target is given. */
function terraformPlan(file: string, name: string, more: object): void {
  const address = "huaweicloud_images_image_copy.web";
  const change = { actions: ["create"], before: null, after: { name, source_image_id: "s", ...more } };
  const entry = {
    address,
    mode: "managed",
    type: "huaweicloud_images_image_copy",
    name: "web",
    provider_name: "registry.terraform.io/huaweicloud/huaweicloud",
    change: { ...change, after_unknown: {} },
  };
  const resource = { address, mode: "managed", type: entry.type, name: "web", provider_config_key: "huaweicloud" };
  const provider = { name: "huaweicloud", expressions: { region: { constant_value: "cn-north-4" } } };
  const document = {
    format_version: "1.2",
    planned_values: {},
    resource_changes: [entry],
    configuration: {
      provider_config: { huaweicloud: provider },
      root_module: { resources: [{ ...resource, expressions: {} }] },
    },
  };
  writeFileSync(join(project.path, file), JSON.stringify(document));
}

function policies(file: string, list: readonly object[]): void {
  const document = { format: "image-replication/policies", version: 1, policies: list };
  writeFileSync(join(project.path, file), JSON.stringify(document));
}

describe("several files are checked together", () => {
  beforeAll(() => {
    terraformPlan("bad.json", "bad name!", {});
    terraformPlan("good.json", "good", { kms_key_id: "k" });
    policies("org.json", [{ type: "name-pattern", pattern: "prod-.*", reason: "org" }]);
    policies("team.json", [{ type: "name-pattern", pattern: "g.*", reason: "team" }]);
  });

  test.each([
    ["bad.json", "good.json"],
    ["good.json", "bad.json"],
  ])("a broken plan is found at each position: %s, %s", (...files) => {
    const args = files.flatMap((file) => ["--terraform-plan", file]);
    const { code, out } = project.run("check", ...args, "--json");
    expect(code).toBe(1);
    const { stacks } = JSON.parse(out) as { stacks: { stack: string; findings: { rule: string }[] }[] };
    expect(stacks.map(({ stack }) => stack)).toEqual(files);
    const bad = stacks.find(({ stack }) => stack === "bad.json");
    expect(bad?.findings.map(({ rule }) => rule)).toContain("name/characters");
  });

  test.each([
    ["org.json", "team.json"],
    ["team.json", "org.json"],
  ])("every policy document is checked: %s, %s", (...files) => {
    const args = files.flatMap((file) => ["--policies", file]);
    const { code, out } = project.run("check", "--terraform-plan", "good.json", ...args);
    expect(code).toBe(1);
    expect(out).toContain("Policy: org. [policy/name-pattern]");
    expect(out).not.toContain("Policy: team.");
  });

  test("plan and permissions show all of them, and SARIF names the file of each finding", () => {
    const args = ["--terraform-plan", "bad.json", "--terraform-plan", "good.json"];
    const plans = JSON.parse(project.run("plan", ...args, "--format", "json").out) as { plans: { stack: string }[] };
    expect(plans.plans.map(({ stack }) => stack)).toEqual(["bad.json", "good.json"]);
    expect(project.run("permissions", ...args).code).toBe(0);
    const sarif = project.run("check", ...args, "--policies", "org.json", "--format", "sarif").out;
    for (const file of ["bad.json", "good.json"]) expect(sarif).toContain(`${file}"`);
  });

  test("a file that is named twice counts once", () => {
    const once = project.run("check", "--terraform-plan", "good.json", "--policies", "org.json");
    const args = ["--terraform-plan", "good.json", "--terraform-plan", "./good.json"];
    expect(project.run("check", ...args, "--policies", "org.json", "--policies", "./org.json")).toEqual(once);
  });

  test("a document without a policy is refused, because it would allow everything", () => {
    policies("none.json", []);
    const { code, err } = project.run("check", "--terraform-plan", "good.json", "--policies", "none.json");
    expect([code, err]).toEqual([
      64,
      "image-replication: none.json: policies: has no policy, so that nothing is judged. Add one, or do not name the file\n",
    ]);
  });
});
