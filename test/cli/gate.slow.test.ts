// Policies and Terraform plans on the command line: formats, lines of the program, and import of a listing.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020";
import { pathInRepository } from "../../lib/cli/project";
import findingsSchema from "../../lib/report/findings.schema.json";
import { isSarif } from "../report/sarif-schema";
import { terraformPlan } from "../terraform-plan/terraform-plans";
import { expectGolden } from "../goldens";
import type { Answer } from "./answer";
import { ProjectFolder } from "./command";

const LIBRARY = JSON.stringify(join(__dirname, "..", "..", "dist"));
const CDKTF = JSON.stringify(require.resolve("cdktf"));

let project: ProjectFolder;
beforeEach(() => (project = new ProjectFolder("golden-image")));
afterEach(() => {
  project.remove();
});

const write = (name: string, value: unknown): void => {
  writeFileSync(join(project.path, name), typeof value === "string" ? value : JSON.stringify(value));
};

/** A program with one copy that decrypts and one across regions, in a stack that the context's policies can find fault with. */
function program(context: object = {}, extra = ""): void {
  write(
    "main.js",
    [
      `const { App, TerraformStack } = require(${CDKTF});`,
      `const lib = require(${LIBRARY});`,
      "const app = new App();",
      'const stack = new TerraformStack(app, "stack");',
      'new lib.HuaweicloudProvider(stack, "huaweicloud", { region: "cn-north-4" });',
      'const base = lib.SourceImage.fromInventory(stack, "base", { inventory: "inventory.json", name: "web-base" });',
      'const plain = new lib.ReplicatedImage(stack, "plain", { source: base, name: "web-plain", encryption: lib.Encryption.none() });',
      'new lib.CrossRegionImage(stack, "far", { source: plain, name: "web", targetRegion: "cn-east-3", agencyName: "ims_copy" });',
      extra,
      "app.synth();",
    ].join("\n"),
  );
  write("cdktf.json", { language: "typescript", app: "node main.js", output: "cdktf.out", context });
}

const rulesOf = ({ out }: Answer): readonly string[] =>
  (JSON.parse(out) as { stacks: { findings: { rule: string; construct: string }[] }[] }).stacks.flatMap(
    ({ findings }) => findings.map(({ rule, construct }) => `${rule} ${construct}`),
  );

test("policies of the context and of a file are checked together and decide the exit code", () => {
  const residency = { type: "residency", regions: ["cn-north-4"], reason: "contract" };
  program({ "image-replication:policies": [residency] });
  write("policies.json", {
    format: "image-replication/policies",
    version: 1,
    policies: [{ type: "max-plaintext-window" }],
    acknowledge: [{ rule: "policy/max-plaintext-window", address: "*/web-plain", reason: "one night" }],
  });
  const checked = project.run("check", "--format", "json", "--policies", "policies.json");
  expect(checked).toMatchObject({ code: 1, err: "" });
  expect(rulesOf(checked)).toEqual(["policy/residency stack/far", "policy/max-plaintext-window stack/plain"]);
  expectGolden("check-policies.txt", project.run("check", "--policies", "policies.json").out);
  program({ "image-replication:policies": [{ ...residency, severity: "warning" }] });
  expect(project.run("check").code).toBe(0);
});

test("policies with names of 0.1.0 are checked, with one warning", () => {
  const except = [{ replica: "cn-north-4/web-plain", reason: "one night" }];
  program({ "image-replication:policies": [{ policy: "no-plaintext-window", except }] });
  const checked = project.run("check", "--json");
  expect(checked.code).toBe(0);
  expect(checked.err).toBe(
    'cdktf.json: "policy" and "except": names of 0.1.0, which 0.3.0 refuses. Write "type" and "acknowledge" instead: see docs/upgrading.md.\n',
  );
});

test("the app runs with the context of cdktf.json, as cdktf-cli runs it", () => {
  const small = { crossRegionSizeGib: { value: 4, reason: "a trial" } };
  program({ "image-replication:catalog": { limits: small } });
  expect(rulesOf(project.run("check", "--format", "json"))).toContain("copy/size-within-limit stack/far");
  program();
  expect(rulesOf(project.run("check", "--format", "json"))).not.toContain("copy/size-within-limit stack/far");
});

test("tags of a source decide for all its replicas, and are neither printed nor written", () => {
  program(
    {
      "image-replication:policies": [{ type: "residency", images: { tags: { class: "" } }, regions: ["cn-north-4"] }],
    },
    [
      'const open = lib.SourceImage.fromAttributes(stack, "open", { imageId: "i", name: "open", kind: lib.ImageKind.DATA_DISK, sizeGib: 9, tags: { class: "canary" } });',
      'new lib.CrossRegionImage(stack, "tagged", { source: open, name: "open", targetRegion: "cn-east-3", agencyName: "ims_copy" });',
    ].join("\n"),
  );
  const checked = project.run("check", "--json");
  expect(rulesOf(checked)).toEqual(["policy/residency stack/tagged"]);
  expect(checked.out + project.run("check").out).not.toContain("canary");
  expect(project.node("main.js")).toMatchObject({ code: 0 });
  expect(readFileSync(join(project.path, "cdktf.out", "stacks", "stack", "route-plan.json"), "utf8")).not.toContain(
    "canary",
  );
  // A folder contains no tags: then the policy is undecided, and the finding says so.
  expect(rulesOf(project.run("check", "cdktf.out", "--json"))).toEqual([
    "policy/residency stack/tagged",
    "policy/residency stack/far",
  ]);
});

test("a stack with errors reports that its policies are not checked", () => {
  program(
    { "image-replication:policies": [{ type: "encryption-required" }] },
    'new lib.CrossRegionImage(stack, "wrong", { source: base, name: "x", targetRegion: "cn-east-3", agencyName: "ims_copy" });',
  );
  expect(rulesOf(project.run("check", "--json"))).toEqual([
    "across/not-encrypted stack/wrong",
    "policy/undecided stack",
  ]);
});

test("SARIF and JSON fit their schemas and point at the line that declares the replica", () => {
  program(
    {},
    'new lib.ReplicatedImage(stack, "twice", { source: base, name: " x", encryption: lib.Encryption.none() });',
  );
  const sarif = JSON.parse(project.run("check", "--format", "sarif").out) as {
    runs: { results: { locations: { physicalLocation: unknown }[] }[] }[];
  };
  expect(isSarif(sarif)).toEqual([]);
  const line =
    readFileSync(join(project.path, "main.js"), "utf8")
      .split("\n")
      .findIndex((text) => text.includes('"twice"')) + 1;
  expect(sarif.runs[0]?.results[0]?.locations[0]?.physicalLocation).toEqual({
    artifactLocation: { uri: "main.js" },
    region: { startLine: line },
  });
  const json: unknown = JSON.parse(project.run("check", "--json").out);
  expect(new Ajv2020().compile(findingsSchema)(json)).toBe(true);
});

test("file names are relative to the repository, wherever the project is in it", () => {
  mkdirSync(join(project.path, ".git"));
  const root = join(project.path, "infra");
  expect(["cdktf.json", "../lib/web.ts", "/elsewhere/x.ts"].map((file) => pathInRepository({ root }, file))).toEqual([
    "infra/cdktf.json",
    "lib/web.ts",
    "/elsewhere/x.ts",
  ]);
});

test("a Terraform plan is checked without a program, with schedule, hours and GiB", () => {
  write(
    "plan.json",
    terraformPlan({
      copies: [
        {
          name: "web",
          values: {
            name: "web",
            source_image_id: "7b1e3a52-6f0d-4c55-9c1e-1f5f3e0a9d01",
            target_region: "cn-east-3",
            agency_name: "ims_copy",
          },
        },
        {
          name: "open",
          values: { name: "open", source_image_id: "unheard-of", target_region: "cn-south-1", agency_name: "ims_copy" },
          actions: ["delete", "create"],
          replacePaths: [["agency_name"]],
        },
      ],
    }),
  );
  expectGolden(
    "check-terraform-plan.txt",
    project.run("check", "--terraform-plan", "plan.json", "--inventory", "inventory.json").out,
  );
  const plan = project.run(
    "plan",
    "--terraform-plan",
    "plan.json",
    "--inventory",
    "inventory.json",
    "--format",
    "markdown",
  );
  expect(plan.out).toContain("**2 replicas**, at least");
  expect(plan.out).toContain("**Replacements copy again:** 1 replica, 128 GiB of OBS traffic.");
  expect(project.run("plan", "--inventory", "inventory.json")).toMatchObject({ code: 64 });
  expect(project.run("check", "--inventory", "inventory.json")).toMatchObject({ code: 64 });
  expect(project.run("check", "--terraform-plan", "inventory.json")).toMatchObject({ code: 64 });
});

describe("plan", () => {
  test("prints every format, and --against exits with 2 only when something differs", () => {
    expect(project.synthesize("golden-image")).toMatchObject({ code: 0 });
    for (const [format, start] of [
      ["text", "Route plan of stack"],
      ["markdown", "## Image replication"],
      ["json", "["],
      ["mermaid", "flowchart LR"],
      ["svg", "<svg "],
      ["html", "<!doctype html>"],
    ] as const) {
      const { code, out, err } = project.run("plan", "--format", format);
      expect([format, code, err]).toEqual([format, 0, ""]);
      expect(out.startsWith(start)).toBe(true);
    }
    const before = project.run("plan", "--format", "json").out;
    write("before.json", before);
    expect(project.run("plan", "--against", "before.json", "--detailed-exitcode").code).toBe(0);
    expect(project.run("plan", "--against", "cdktf.out", "--detailed-exitcode").code).toBe(0);
    write("nothing.json", "[]");
    const added = project.run("plan", "--against", "nothing.json", "--detailed-exitcode");
    expect(added.code).toBe(2);
    expect(added.out).toContain('Changes of stack "golden-images": a new stack\n');
    expect(project.run("plan", "--against", "nothing.json").code).toBe(0);
    const both = project.run("plan", "--format", "json", "--against", "nothing.json").out;
    const { plans, changes } = JSON.parse(both);
    expect([plans.length, changes[0].is, changes[0].added.length]).toEqual([1, "added", 9]);
    write("both.json", both);
    expect(project.run("plan", "--against", "both.json", "--detailed-exitcode").code).toBe(0);
    expectGolden(
      "golden-image-summary.md",
      project.run("plan", "--format", "markdown", "--against", "before.json").out,
    );
  });

  test("wrong calls are usage errors", () => {
    expect(project.run("plan", "--detailed-exitcode")).toMatchObject({ code: 64 });
    project.synthesize("golden-image");
    expect(project.run("plan", "--against", "nowhere.json")).toMatchObject({ code: 64 });
    expect(project.run("plan", "--format", "pdf")).toMatchObject({ code: 64 });
  });
});

test("a listing is imported with its region, and check uses the result", () => {
  const entry = {
    id: "i-1",
    name: "web",
    status: "active",
    __imagetype: "private",
    virtual_env_type: "FusionCompute",
    __image_size: "1073741824",
  };
  write("listing.json", { images: [entry, { ...entry, id: "i-2", status: "deleted" }] });
  expect(project.run("state", "import", "listing.json")).toMatchObject({
    code: 64,
    err: expect.stringContaining("add --region") as string,
  });
  const imported = project.run("state", "import", "listing.json", "--region", "cn-north-4");
  expect(imported).toMatchObject({
    code: 0,
    err: expect.stringContaining("Left out: i-2: its status is deleted.") as string,
  });
  expect(project.run("state", "list").out).toContain("web");
});
