// Terraform is killed during the real command of a transfer, after it has recorded the transfer as created: with the text that is emitted
// for the real cloud, and a stand-in for `obsutil`.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DeploymentTarget } from "../../lib";
import { sleep } from "../../lib/time";
import { emittedStack, type EmittedStack } from "../cli/emitted-transfer";
import { Obsutil } from "../cli/obsutil";
import { terraform } from "../provider/attached";
import { RegistryPlugins } from "./registry-plugins";
import { terraformTest } from "./terraform";

let folder: string;
let stack: string;
let obsutil: Obsutil;
let plugins: RegistryPlugins;
beforeAll(() => (plugins = new RegistryPlugins()));
afterAll(() => {
  plugins.close();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "killed-transfer-"));
  stack = join(folder, "stack");
  mkdirSync(stack);
  obsutil = new Obsutil(folder);
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const environment = (): NodeJS.ProcessEnv => ({ ...plugins.envFor(), ...obsutil.environment });

const objectFile = (bucket: string): string => obsutil.fileOf(`obs://${bucket}/image-replication/ims-1.zvhd2`);

/**
 * Resources that end when `go` exists: Terraform then writes its state. The resource in place of the image fails if the object is missing.
 */
function write({ resource, check }: EmittedStack, repetition: string): void {
  const transfers = Object.entries(resource.null_resource).filter(([, { provisioner }]) => Array.isArray(provisioner));
  const withoutExport = transfers.map(([name, one]) => {
    const { depends_on: before = [] } = one as { depends_on?: readonly string[] };
    return [name, { ...one, depends_on: before.filter((address) => address.startsWith("null_resource.")) }];
  });
  const run = (command: string): object => ({ "local-exec": { command, interpreter: ["/bin/sh", "-c"] } });
  const configuration = {
    terraform: { required_providers: { null: { source: "hashicorp/null" } } },
    resource: {
      null_resource: Object.fromEntries(withoutExport) as object,
      terraform_data: {
        other: { provisioner: [run("while [ ! -e go ]; do sleep 0.05; done")] },
        image: { depends_on: [repetition], provisioner: [run(`test -f '${objectFile("there there")}'`)] },
      },
    },
    check,
  };
  writeFileSync(join(stack, "main.tf.json"), JSON.stringify(configuration, undefined, 2));
}

const state = (): string =>
  existsSync(join(stack, "terraform.tfstate")) ? readFileSync(join(stack, "terraform.tfstate"), "utf8") : "";
const hanging = (): number => obsutil.calls.filter(({ outcome }) => outcome === "hangs").length;

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(50);
}

/** Applies until `obsutil` hangs and the state lists the resource that runs it, and kills all. */
async function applyAndKill(name: string, ...more: readonly string[]): Promise<void> {
  rmSync(join(stack, "go"), { force: true });
  const before = hanging();
  const args = ["apply", "-auto-approve", "-no-color", ...more];
  const env = { ...process.env, CHECKPOINT_DISABLE: "1", ...environment(), FAKE_OBSUTIL_HANGS: "cp" };
  const child = spawn("terraform", args, { cwd: stack, env, detached: true, stdio: "ignore" });
  const ended = new Promise((resolve) => child.on("close", resolve));
  await until(() => hanging() > before);
  writeFileSync(join(stack, "go"), "");
  await until(() => state().includes(`"name": "${name}"`));
  process.kill(-child.pid!, "SIGKILL");
  await ended;
}

const apply = (...more: readonly string[]) =>
  terraform(stack, ["apply", "-auto-approve", "-no-color", "-lock-timeout=10s", ...more], environment());

terraformTest(
  "the next apply repairs one kill, and the command that the check names repairs two",
  async () => {
    const emitted = emittedStack(folder, "there", DeploymentTarget.HUAWEICLOUD);
    const names = Object.entries(emitted.resource.null_resource);
    const [repeated = ""] = names.find(([name]) => name.includes("_Repetition_")) ?? [];
    const repetition = `null_resource.${repeated}`;
    // The registration waits for the second run.
    const [registration] = Object.values(emitted.resource.huaweicloud_ims_quickimport_data_image ?? {});
    expect(registration?.depends_on).toContain(repetition);
    const [transfer = ""] = names.find(([name, one]) => "to_account" in one.triggers && name !== repeated) ?? [];
    write(emitted, repetition);
    writeFileSync(objectFile("there"), "the image");

    await applyAndKill(transfer);
    expect(existsSync(objectFile("there there"))).toBe(false);
    expect(await apply()).toMatchObject({ code: 0 });
    expect(readFileSync(objectFile("there there"), "utf8")).toBe("the image");

    // Both are recorded, and the object is missing.
    rmSync(objectFile("there there"));
    rmSync(join(stack, "terraform.tfstate"));
    await applyAndKill(transfer);
    await applyAndKill(repeated, "-replace=terraform_data.other");
    expect(existsSync(objectFile("there there"))).toBe(false);
    const stuck = await apply();
    expect(stuck.code).toBe(1);
    expect(stuck.output).toContain("Check block assertion failed");
    const [, named = ""] = /terraform apply (-replace=[\w.-]+)/u.exec(stuck.output.replaceAll(/\s+/gu, " ")) ?? [];
    expect(named).toBe(`-replace=${repetition}`);
    expect(await apply(named)).toMatchObject({ code: 0, output: expect.not.stringContaining("assertion failed") });
    expect(readFileSync(objectFile("there there"), "utf8")).toBe("the image");
    expect(await terraform(stack, ["plan", "-detailed-exitcode", "-no-color"], environment())).toMatchObject({
      code: 0,
    });
    expect(await terraform(stack, ["destroy", "-auto-approve", "-no-color"], environment())).toMatchObject({ code: 0 });
    expect([objectFile("there"), objectFile("there there")].map(existsSync)).toEqual([false, false]);
  },
  240_000,
);
