// A stack with retired intermediate copies in a project: the findings of `check` from Terraform's state, and a `terraform destroy` that is
// killed and resumed.
import { spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sleep } from "../../lib/time";
import { ProjectFolder } from "../cli/command";
import { terraform } from "../provider/attached";
import { terraformTest } from "../terraform/terraform";

const DIST = join(__dirname, "..", "..", "dist");

const PROGRAM = `
const { App, TerraformStack } = require(${JSON.stringify(require.resolve("cdktf"))});
const lib = require(${JSON.stringify(DIST)});
const { intermediates, regions, image } = JSON.parse(require("fs").readFileSync("wish.json", "utf8"));
const app = new App();
const stack = new TerraformStack(app, "stack");
new lib.HuaweicloudProvider(stack, "huaweicloud", { region: "cn-north-4" });
const source = lib.SourceImage.fromAttributes(stack, "base", {
  imageId: image, name: "base", kind: lib.ImageKind.SYSTEM_DISK, sizeGib: 4, encrypted: true, keyId: "k-home" });
const web = new lib.ImageDistribution(stack, "web", {
  source, name: "web", agencyName: "ims_copy", intermediates,
  destinations: regions.map((region) => lib.Destination.region(region, {
    encryption: lib.Encryption.kms(lib.Key.fromAttributes({ keyId: "k-" + region, region })) })) });
// It is destroyed before one of the replicas, and waits until "go" is there.
stack.addOverride("resource.terraform_data.gate", {
  depends_on: ["huaweicloud_images_image_copy." + web.hops["cn-east-3/web"].resource.friendlyUniqueId],
  provisioner: [{ "local-exec": { when: "destroy", command: "touch waits; while [ ! -e go ]; do sleep 0.05; done" } }] });
app.synth();
`;

const REGIONS = ["cn-east-3", "cn-south-1"];
const INVENTORY = {
  format: "image-replication/inventory",
  version: 1,
  images: ["base", "newer"].map((id) => ({
    id,
    name: "base",
    region: "cn-north-4",
    kind: "system-disk",
    sizeGib: 4,
    keyId: "k-home",
  })),
  keys: [
    { id: "k-home", region: "cn-north-4" },
    ...[...REGIONS, "cn-southwest-2"].map((region) => ({ id: `k-${region}`, region })),
  ],
  agencies: [{ name: "ims_copy", regions: [...REGIONS, "cn-southwest-2"] }],
};

interface Wish {
  readonly intermediates: "retain" | "delete";
  readonly regions?: readonly string[];
  readonly image?: string;
}

let project: ProjectFolder;
let stack: string;
beforeEach(() => {
  project = new ProjectFolder();
  stack = join(project.path, "cdktf.out", "stacks", "stack");
  const cdktf = { language: "typescript", app: "node main.js", output: "cdktf.out" };
  for (const [name, text] of [
    ["main.js", PROGRAM],
    ["cdktf.json", JSON.stringify(cdktf)],
    ["inventory.json", JSON.stringify(INVENTORY)],
  ] as const) {
    writeFileSync(join(project.path, name), text);
  }
  expect(project.run("state", "import", "inventory.json")).toMatchObject({ code: 0 });
});
afterEach(() => {
  project.remove();
});

function say({ intermediates, regions = REGIONS, image = "base" }: Wish): void {
  writeFileSync(join(project.path, "wish.json"), JSON.stringify({ intermediates, regions, image }));
}

/** The result of check for that destination: its exit code, and each finding of the rule up to its first comma. */
function checked(wish: Wish): readonly [code: number | null, ...findings: string[]] {
  say(wish);
  const { code, out } = project.run("check", "--json");
  const { stacks } = JSON.parse(out) as { stacks: { findings: { rule: string; text: string }[] }[] };
  const findings = stacks[0]!.findings.filter(({ rule }) => rule === "stack/made-before-retired");
  return [code, ...findings.map(({ text }) => text.split(/[:,;] /u)[0]!)];
}

async function apply(wish: Wish): Promise<void> {
  say(wish);
  expect(project.node("main.js")).toMatchObject({ code: 0 });
  for (const args of [["init"], ["apply", "-auto-approve"]]) {
    expect(await terraform(stack, [...args, "-no-color"])).toMatchObject({ code: 0 });
  }
}

const images = (): readonly string[] => {
  const { images: all } = JSON.parse(project.run("state", "export").out) as { images: { id: string }[] };
  return all.map(({ id }) => id);
};

/** Kills Terraform and its plugins once one replica is destroyed and the other still exists. */
async function destroyAndKill(): Promise<void> {
  const env = { ...process.env, CHECKPOINT_DISABLE: "1", TF_CLI_CONFIG_FILE: undefined };
  const args = ["destroy", "-auto-approve", "-no-color"];
  const child = spawn("terraform", args, { cwd: stack, env, detached: true, stdio: "ignore" });
  const ended = new Promise((resolve) => child.on("close", resolve));
  const stateFile = join(project.path, ".image-replication", "terraform.stack.tfstate");
  const copies = (): number =>
    readFileSync(stateFile, "utf8").split('"type": "huaweicloud_images_image_copy"').length - 1;
  while (!existsSync(join(stack, "waits")) || copies() !== 1) await sleep(50);
  process.kill(-child.pid!, "SIGKILL");
  await ended;
}

terraformTest(
  "check reports what Terraform would refuse, and a killed destroy is resumed",
  async () => {
    const RETIRED = { intermediates: "delete" } as const;
    const KEPT = { intermediates: "retain" } as const;
    const more = [...REGIONS, "cn-southwest-2"];
    // Terraform has applied nothing: our `apply` would create the replica and retire the intermediate copies.
    expect(checked(RETIRED)).toEqual([0]);
    await apply(KEPT);
    expect(checked(RETIRED)).toEqual([0]);
    await apply(RETIRED);

    expect(checked(RETIRED)).toEqual([0]);
    expect(checked({ ...RETIRED, regions: more })).toEqual([1, 'Replica "web" cannot be created']);
    expect(checked({ ...KEPT, regions: more })).toEqual([0]);
    const newer = 'Replica "web" cannot be created from "image newer';
    expect(checked({ ...RETIRED, image: "newer" })).toEqual([1, newer, newer]);
    say(RETIRED);

    // The synthesized stack is the same before and after an apply.
    const emitted = (): string => readFileSync(join(stack, "cdk.tf.json"), "utf8");
    const first = emitted();
    expect(project.node("main.js")).toMatchObject({ code: 0 });
    expect(emitted()).toBe(first);

    const before = images();
    await destroyAndKill();
    const half = images();
    expect([before.length, half.length]).toEqual([4, 3]);
    // The record of the remaining replica is destroyed: Terraform would re-create both.
    const refused = await terraform(stack, ["plan", "-no-color"]);
    expect(refused.code).toBe(1);
    expect(refused.output.match(/Resource postcondition failed/gu)).toHaveLength(2);
    const unmade = 'Replica "web" cannot be created';
    expect(checked(RETIRED)).toEqual([1, unmade, unmade]);

    writeFileSync(join(stack, "go"), "");
    const rest = await terraform(stack, ["destroy", "-auto-approve", "-no-color", "-lock-timeout=10s"]);
    expect(rest).toMatchObject({ code: 0 });
    expect([...images()].sort()).toEqual(["base", "newer"]);
    expect(
      JSON.parse(readFileSync(join(project.path, ".image-replication", "terraform.stack.tfstate"), "utf8")),
    ).toMatchObject({ resources: [] });
  },
  180_000,
);
