// Canaries: a secret in the environment, in a recording or in a program is neither written nor printed.
import { spawnSync } from "node:child_process";
import { chmodSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Store } from "../../lib/store";
import type { Answer } from "../cli/answer";
import { WatchedFolder } from "./watched-folder";

const CANARY = "canary-9b1f0c77";
const ENVIRONMENT = { HW_ACCESS_KEY: `${CANARY}-a`, HW_SECRET_KEY: `${CANARY}-s`, HW_SECURITY_TOKEN: `${CANARY}-t` };
const ROOT = join(__dirname, "..", "..");
const PROGRAMS = require.resolve("./programs.cjs");

const AT = { region: "cn-north-4", kind: "system-disk", sizeGib: 12 };
const recording = (more: object = {}, spare: object = {}): string =>
  JSON.stringify({
    format: "image-replication/inventory",
    version: 1,
    agencies: [{ name: "ims_copy", regions: ["cn-east-3"] }],
    images: [
      { id: "ims-1", name: "web-base", ...AT, ...more },
      { id: "ims-2", name: "spare", ...AT, ...spare },
    ],
  });

let folder: WatchedFolder;
beforeEach(() => (folder = new WatchedFolder()));
afterEach(() => {
  folder.remove();
});

const synthesize = (program: string): Answer => folder.start([PROGRAMS, program], ENVIRONMENT);
const run = (...args: readonly string[]): Answer => folder.run(args, ENVIRONMENT);
const printed = ({ out, err }: Answer): string => out + err;

/** Makes the commands that run the app run this program. */
function useProgram(program: string): void {
  const app = [process.execPath, PROGRAMS, program].map((part) => `"${part}"`).join(" ");
  folder.write("cdktf.json", JSON.stringify({ language: "typescript", app, output: "cdktf.out" }));
}

/** What the script of the example's pipelines prints and writes. */
function reviewAsPipeline(): string {
  folder.write("review.sh", readFileSync(join(ROOT, "examples", "gitops", "review.sh")));
  const bin = join(ROOT, "dist", "cli", "main.js");
  chmodSync(folder.write("bin/npx", `#!/bin/sh\nshift 2\nexec "${process.execPath}" "${bin}" "$@"\n`), 0o755);
  const PATH = `${folder.file("bin")}:${process.env.PATH ?? ""}`;
  const env = { ...process.env, ...ENVIRONMENT, PATH, CDKTF_OUTDIR: folder.file("cdktf.out") };
  const args = ["review.sh", "before.json", "review"];
  const { stdout, stderr } = spawnSync("sh", args, { cwd: folder.path, env, encoding: "utf8" });
  const written = readdirSync(folder.file("review")).map((name) =>
    readFileSync(folder.file(join("review", name)), "utf8"),
  );
  return [stdout, stderr, ...written].join("\n");
}

/** Policies of each type, whose findings describe what they find. */
const POLICIES = JSON.stringify({
  format: "image-replication/policies",
  version: 1,
  policies: [
    { type: "residency", regions: ["cn-south-1"] },
    { type: "residency", sites: ["europe"] },
    { type: "egress-budget", maxGib: 0 },
    { type: "encryption-required" },
    { type: "max-plaintext-window" },
    { type: "name-pattern", pattern: "never" },
    { type: "name-pattern", pattern: "never", images: { tags: { note: "" } } },
    { type: "name-pattern", pattern: "never", images: { names: ".*" } },
  ],
});

/** The files in the project folder that contain the canary, as bytes. */
function leaks(below = "."): readonly string[] {
  const entries = readdirSync(folder.file(below), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => readFileSync(file, "latin1").includes(CANARY));
}

test("credentials of the environment are neither written nor printed", () => {
  folder.write("inventory.json", recording());
  const answers = [
    synthesize("a sound program"),
    run("plan"),
    run("plan", "--format", "json"),
    run("plan", "--format", "markdown"),
    run("plan", "--format", "html"),
    run("plan", "--against", "cdktf.out"),
    run("permissions"),
    run("permissions", "--json"),
    run("check", "cdktf.out", "--format", "sarif"),
    run("apply", "--inventory", "inventory.json"),
    run("state", "list"),
    run("state", "show", "web-base"),
    run("state", "export", "-o", "out.json"),
  ];
  expect(answers.map(({ code }) => code)).toEqual(answers.map(() => 0));
  answers.push(run("doctor"), run("doctor", "--json"));
  for (const { out, err } of answers) expect(out + err).not.toContain(CANARY);
  expect(Object.keys(folder.contents())).toEqual(
    expect.arrayContaining([
      ".image-replication/cloud.db",
      "cdktf.out/manifest.json",
      "cdktf.out/stacks/stack/cdk.tf.json",
      "cdktf.out/stacks/stack/route-plan.json",
    ]),
  );
  expect(leaks()).toEqual([]);
});

test("synth writes nothing about recorded images that the program does not use", () => {
  folder.write("inventory.json", recording({}, { description: CANARY, tags: { note: CANARY }, keyId: CANARY }));
  expect(synthesize("a sound program")).toMatchObject({ code: 0 });
  expect(leaks("cdktf.out")).toEqual([]);
});

test("the description of a source is neither in the synth output nor in the journal", () => {
  folder.write("inventory.json", recording({ description: CANARY, tags: { note: CANARY } }));
  expect(synthesize("a sound program")).toMatchObject({ code: 0 });
  expect(leaks("cdktf.out")).toEqual([]);
  expect(run("apply", "--inventory", "inventory.json")).toMatchObject({ code: 0 });
  const store = Store.open(folder.file(".image-replication/cloud.db"));
  const journal = store.journal.lines();
  store.close();
  expect(journal.length).toBeGreaterThan(0);
  expect(journal.join("\n")).not.toContain(CANARY);
});

test("an error on an unknown field shows its name, and no text of it or its neighbors", () => {
  folder.write("inventory.json", recording({ password: CANARY, description: CANARY }));
  for (const { code, out, err } of [synthesize("a sound program"), run("state", "import", "inventory.json")]) {
    expect(code).not.toBe(0);
    expect(err).toContain("images[0].password: is no field that is known here");
    expect(out + err).not.toContain(CANARY);
  }
  expect(Object.keys(folder.contents())).toEqual(["cdktf.json", "inventory.json"]);
});

/** A Terraform plan with the canary at every place that Terraform marks as sensitive, and at every credential. */
function planWithSecrets(): string {
  const attributes = { name: CANARY, source_image_id: "ims-1", description: CANARY, tags: { note: CANARY } };
  const marked = { name: true, description: true, tags: { note: true } };
  const address = "huaweicloud_images_image_copy.web";
  const resource = { address, mode: "managed", type: "huaweicloud_images_image_copy", name: "web" };
  const provider = "registry.terraform.io/huaweicloud/huaweicloud";
  const data = {
    address: "data.huaweicloud_images_image.old",
    mode: "data",
    type: "huaweicloud_images_image",
    name: "old",
  };
  const secret = { references: ["var.secret"] };
  const literal = { constant_value: CANARY };
  return JSON.stringify({
    format_version: "1.2",
    terraform_version: "1.11.4",
    variables: { secret: { value: CANARY } },
    planned_values: { outputs: { secret: { sensitive: true, value: CANARY } }, root_module: {} },
    resource_changes: [
      {
        ...resource,
        provider_name: provider,
        change: {
          actions: ["delete", "create"],
          before: { ...attributes, description: `${CANARY}-before` },
          after: { ...attributes, target_region: "cn-east-3", agency_name: CANARY },
          after_unknown: { id: true },
          before_sensitive: marked,
          after_sensitive: { ...marked, agency_name: true },
        },
      },
    ],
    prior_state: {
      format_version: "1.0",
      values: {
        root_module: {
          resources: [
            {
              ...data,
              provider_name: provider,
              values: { id: "ims-1", name: CANARY },
              sensitive_values: { name: true },
            },
          ],
        },
      },
    },
    configuration: {
      provider_config: {
        huaweicloud: {
          name: "huaweicloud",
          expressions: {
            region: { constant_value: "cn-north-4" },
            domain_id: secret,
            domain_name: secret,
            project_name: secret,
            project_id: secret,
            access_key: literal,
            secret_key: literal,
            key: literal,
            assume_role_with_oidc: [{ id_token: literal, domain_id: secret }],
          },
        },
      },
      root_module: {
        variables: { secret: { sensitive: true, default: CANARY } },
        resources: [
          {
            ...resource,
            provider_config_key: "huaweicloud",
            expressions: { name: secret, description: secret, source_image_id: { constant_value: "ims-1" } },
          },
        ],
      },
    },
  });
}

test("no command prints sensitive values or credentials of a Terraform plan", () => {
  folder.write("plan.json", planWithSecrets());
  folder.write("inventory.json", recording());
  folder.write("broken.json", planWithSecrets().replace('"format_version"', '"format"'));
  folder.write("cut.json", planWithSecrets().slice(0, -20));
  folder.write("policies.json", POLICIES);
  folder.write("before.json", "[]");
  const inventory = ["--inventory", "inventory.json"];
  const answers = [
    ...["text", "json", "sarif", "markdown"].map((format) =>
      run("check", "--terraform-plan", "plan.json", ...inventory, "--format", format),
    ),
    ...["text", "json", "markdown", "mermaid", "svg", "html"].map((format) =>
      run("plan", "--terraform-plan", "plan.json", ...inventory, "--format", format),
    ),
    ...["text", "json", "sarif"].map((format) =>
      run("check", "--terraform-plan", "plan.json", "--policies", "policies.json", ...inventory, "--format", format),
    ),
    run("permissions", "--terraform-plan", "plan.json"),
    run("permissions", "--terraform-plan", "plan.json", "--json"),
    run("check", "--terraform-plan", "broken.json"),
    run("check", "--terraform-plan", "cut.json"),
    run("state", "import", "plan.json"),
  ];
  for (const { out, err } of answers) expect(out + err).not.toContain(CANARY);
  expect(answers[0]?.out).toContain("[stack/no-literal-credential]");
  const told = answers[0]?.out.replaceAll(/\s+/gu, " ");
  expect(told).toContain("access_key, assume_role_with_oidc.id_token, key and secret_key as plain text");
  expect(answers.map(({ out, err }) => out + err).filter((text) => text === "")).toEqual([]);
});

test.each([
  "a secret in the provider",
  "a secret in a block of the provider",
  "a secret in a list of blocks of the provider",
  "a private key in the provider",
])("%s stops the synth and is neither shown nor written", (program) => {
  const { code, err } = synthesize(program);
  expect(code).toBe(1);
  expect(err).toContain("[stack/no-literal-credential]");
  expect(err).not.toContain(CANARY);
  expect(leaks()).toEqual([]);
});

test("no command prints a sensitive variable, and only the files that cdktf writes hold it", () => {
  const program = "a secret variable wherever a program takes text";
  useProgram(program);
  folder.write("policies.json", POLICIES);
  folder.write("before.json", "[]");
  expect(synthesize(program)).toMatchObject({ code: 0 });
  const answers = [
    ...["text", "json", "sarif"].map((format) => run("check", "--policies", "policies.json", "--format", format)),
    ...["text", "json", "sarif"].map((format) => run("check", "cdktf.out", "--format", format)),
    ...["text", "json", "markdown", "mermaid", "svg", "html"].map((format) => run("plan", "--format", format)),
    ...["text", "markdown"].map((format) => run("plan", "--against", "before.json", "--format", format)),
    run("permissions"),
    run("permissions", "--json"),
    run("apply"),
    run("doctor"),
  ];
  for (const answer of answers) expect(printed(answer)).not.toContain(CANARY);
  expect(answers.filter(({ out, err }) => out + err === "")).toEqual([]);
  expect(reviewAsPipeline()).not.toContain(CANARY);
  expect(leaks()).toEqual([folder.file("cdktf.out/stacks/stack/cdk.tf.json")]);
});

test("errors do not show the text of an invalid policy document or earlier plan", () => {
  folder.write("inventory.json", recording());
  expect(synthesize("a sound program")).toMatchObject({ code: 0 });
  folder.write("policies.json", POLICIES.replace('"maxGib":0', `"maxGib":0,"password":"${CANARY}"`));
  folder.write("odd.json", POLICIES.replace('"never"', `["${CANARY}"]`));
  const plan = readFileSync(folder.file("cdktf.out/stacks/stack/route-plan.json"), "utf8");
  folder.write("before.json", plan.replace('"hops"', `"password": "${CANARY}", "hops"`));
  const answers = [
    ...["policies.json", "odd.json"].map((file) => run("check", "cdktf.out", "--policies", file)),
    run("plan", "--against", "before.json"),
  ];
  for (const answer of answers) {
    expect(answer.code).toBe(64);
    expect(printed(answer)).toMatch(/^image-replication: |\.json/u);
    expect(printed(answer)).not.toContain(CANARY);
  }
});

test("the script of the pipelines neither prints nor writes credentials of the environment", () => {
  folder.write("inventory.json", recording());
  folder.write("before.json", "[]");
  useProgram("a sound program");
  expect(synthesize("a sound program")).toMatchObject({ code: 0 });
  const reviewed = reviewAsPipeline();
  expect(reviewed).toContain("cn-east-3/web");
  expect(reviewed).not.toContain(CANARY);
  useProgram("a secret in the provider");
  expect(reviewAsPipeline()).not.toContain(CANARY);
});
