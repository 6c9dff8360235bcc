// cdktf deploy, diff and destroy with the real cdktf-cli, offline: in a clone of this repository, and in projects that installed the packed
// tarball, as CommonJS and as ES modules; all of them share the plugin cache that cdktf-cli sets in the user's home.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cdktf, cdktfTest, npmInstall } from "./cdktf-cli";

const ROOT = join(__dirname, "..", "..");
const BASE = join(ROOT, ".cache", `deploy-${process.pid}`);
const HOME = join(BASE, "home");
const LONG_MS = 240_000;

const INVENTORY = {
  format: "image-replication/inventory",
  version: 1,
  images: [{ id: "ims-1", name: "base", region: "cn-north-4", kind: "system-disk", sizeGib: 10, keyId: "k-0" }],
  agencies: [{ name: "ims_copy", regions: ["cn-east-3"] }],
};

/** A stack that decrypts an image and, on request, another stack that copies the replica across regions. */
const program = (stacks: readonly string[]): string => `
const app = new App();
const make = (id) => {
  const stack = new TerraformStack(app, id);
  new HuaweicloudProvider(stack, "huaweicloud", { region: "cn-north-4" });
  return stack;
};
const plain = make("plain");
const base = SourceImage.fromInventory(plain, "base", { inventory: "inventory.json", name: "base" });
const source = new ReplicatedImage(plain, "replica", { source: base, name: "plain", encryption: Encryption.none() });
${stacks.includes("across") ? ACROSS : ""}
app.synth();
`;
const ACROSS = `
const more = { source, name: "web", targetRegion: "cn-east-3", agencyName: "ims_copy" };
new CrossRegionImage(make("across"), "replica", more);
`;
const NAMES = "CrossRegionImage, Encryption, HuaweicloudProvider, ReplicatedImage, SourceImage";

interface Project {
  readonly folder: string;
  readonly stacks: readonly string[];
}

function cloned(): Project {
  const folder = join(BASE, "cloned");
  cpSync(join(ROOT, "examples", "golden-image"), folder, { recursive: true });
  for (const name of ["cdktf.out", ".image-replication"]) rmSync(join(folder, name), { recursive: true, force: true });
  settings(folder, "node --import tsx main.ts");
  return { folder, stacks: ["golden-images"] };
}

function installed(type: "commonjs" | "module", ...stacks: readonly string[]): Project {
  const folder = join(BASE, "installed", type);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type }));
  writeFileSync(join(folder, "inventory.json"), JSON.stringify(INVENTORY));
  const imports: [string, string][] = [
    ["App, TerraformStack", "cdktf"],
    [NAMES, "cdktf-image-replication"],
  ];
  const lines = imports.map(([names, from]) =>
    type === "module" ? `import { ${names} } from "${from}";` : `const { ${names} } = require("${from}");`,
  );
  writeFileSync(join(folder, "main.js"), `${lines.join("\n")}${program(stacks)}`);
  settings(folder, "node main.js");
  return { folder, stacks };
}

function settings(folder: string, app: string): void {
  const cdktfJson = {
    language: "typescript",
    app,
    projectId: "5a0f7b0c-6c39-4a3e-8f0f-3b1f4c7a9e21",
    sendCrashReports: "false",
  };
  writeFileSync(join(folder, "cdktf.json"), JSON.stringify(cdktfJson));
}

function run(folder: string, command: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${stderr}${stdout}`);
  return stdout;
}

/** The names of the images in the region state. */
function images({ folder }: Project): readonly string[] {
  const out = run(folder, process.execPath, join(ROOT, "dist", "cli", "main.js"), "state", "list", "--json");
  return (JSON.parse(out) as { name: string; region: string }[]).map(({ name, region }) => `${region}/${name}`).sort();
}

let projects: readonly Project[] = [];

function prepare(): void {
  mkdirSync(join(BASE, "installed"), { recursive: true });
  mkdirSync(HOME);
  const [tarball = ""] = run(ROOT, "npm", "pack", "--silent", "--ignore-scripts", "--pack-destination", BASE).split(
    "\n",
  );
  const { status } = npmInstall(join(BASE, "installed"), join(BASE, tarball), "cdktf@0.21.0", "constructs@10.7.2");
  if (status !== 0) throw new Error("the tarball cannot be installed");
  const plugin = join(BASE, "installed", "node_modules", "cdktf-image-replication", "dist", "provider");
  expect(readdirSync(plugin)).toEqual(expect.arrayContaining(["plugin.cjs", "THIRD-PARTY.txt"]));
  projects = [cloned(), installed("commonjs", "plain", "across"), installed("module", "plain")];
  for (const { folder } of projects)
    run(folder, process.execPath, join(ROOT, "dist", "cli", "main.js"), "state", "import", "inventory.json");
}

afterAll(() => {
  rmSync(BASE, { recursive: true, force: true });
});

const everywhere = <T>(work: (project: Project) => Promise<T>): Promise<T[]> => Promise.all(projects.map(work));

cdktfTest(
  "stacks and projects with a shared plugin cache are deployed, compared and destroyed offline",
  async () => {
    prepare();
    const before = projects.map(images);

    const deployed = await everywhere(({ folder, stacks }) =>
      cdktf(folder, HOME, "deploy", ...stacks, "--auto-approve"),
    );
    for (const { code, text } of deployed) {
      expect({ code, text }).toEqual({ code: 0, text: expect.stringContaining("Apply complete!") });
      expect(text).toContain("simulated: nothing is created on Huawei Cloud");
    }
    const [golden = [], commonjs = [], modules = []] = projects.map(images);
    expect(golden).toEqual(expect.arrayContaining(["cn-east-3/web", "cn-south-1/legacy-app", "cn-south-1/web"]));
    expect(commonjs).toEqual(["cn-east-3/web", "cn-north-4/base", "cn-north-4/plain"]);
    expect(modules).toEqual(["cn-north-4/base", "cn-north-4/plain"]);

    // No project needs files of another one, or files that it has not kept.
    const [first, second] = [projects[0]!, projects[1]!];
    rmSync(join(second.folder, "cdktf.out"), { recursive: true });
    const compared = await cdktf(second.folder, HOME, "diff", "across");
    expect(compared).toEqual({ code: 0, text: expect.stringContaining("No changes.") });
    rmSync(join(first.folder, "cdktf.out"), { recursive: true });

    const destroyed = await everywhere(({ folder, stacks }) =>
      cdktf(folder, HOME, "destroy", ...stacks, "--auto-approve"),
    );
    for (const { code, text } of destroyed) {
      expect({ code, text }).toEqual({ code: 0, text: expect.stringContaining("Destroy complete!") });
    }
    expect(projects.map(images)).toEqual(before);
    expectNothingInHome();
  },
  LONG_MS,
);

/** cdktf-cli creates the cache; nothing of ours is in it, or anywhere else in the home. */
function expectNothingInHome(): void {
  const entries = readdirSync(HOME, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
  expect(files.filter((name) => !name.startsWith("checkpoint_"))).toEqual([]);
  expect(existsSync(join(HOME, ".terraform.d", "plugin-cache", "image-replication.localhost"))).toBe(false);
}
