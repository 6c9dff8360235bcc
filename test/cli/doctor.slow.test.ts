// `doctor` from outside: what it reports on a machine and a project, in folders and environments that the tests create.
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { placePlugins, POINTER, type Placement } from "../../lib/placement";
import { Store } from "../../lib/store";
import { SIMULATED_SOURCE } from "../../lib/vendor";
import { expectGolden } from "../goldens";

const BIN = join(__dirname, "..", "..", "dist", "cli", "main.js");
const CANARY = "canary-4f1d2c";

interface Diagnosis {
  readonly what: string;
  readonly mark: string;
  readonly says: string;
  readonly fix?: string;
}

interface Answer {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

let folder: string;
let env: Record<string, string>;

/** A valid project on a valid machine; each test then breaks one thing. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "doctor-"));
  env = { PATH: join(folder, "bin"), HOME: join(folder, "home"), NO_COLOR: "1" };
  write("project/cdktf.json", { language: "typescript", app: "true", projectId: "p", sendCrashReports: "false" });
  install("cdktf", "0.21.0");
  install("constructs", "10.7.2");
  program("terraform", JSON.stringify({ terraform_version: "1.11.4" }));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(path: string, content: object | string): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
}

function install(name: string, version: string): void {
  write(`project/node_modules/${name}/package.json`, { name, version });
}

/** A program on the PATH that prints a text for any arguments. */
function program(name: string, prints: string): void {
  rmSync(join(folder, "bin"), { recursive: true, force: true });
  chmodSync(write(`bin/${name}`, `#!/bin/sh\nprintf '%s' '${prints}'\n`), 0o755);
}

function doctor(...args: readonly string[]): Answer {
  const cwd = join(folder, "project");
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, "doctor", ...args], {
    cwd,
    env,
    encoding: "utf8",
  });
  return { code: status, out: stdout, err: stderr };
}

function diagnoses(): readonly Diagnosis[] {
  return JSON.parse(doctor("--json").out) as Diagnosis[];
}

const inProject = (path: string): string => join(folder, "project", path);

function regionState(): string {
  const file = inProject(".image-replication/cloud.db");
  Store.open(file).close();
  return file;
}

test("doctor confirms a valid project on a valid machine with exit code 0", () => {
  const { code, out, err } = doctor();
  expect([code, err]).toEqual([0, ""]);
  expect(out.replace(process.versions.node, "20.20.2")).toBe(
    [
      "ok     Node 20.20.2.",
      "ok     cdktf.json is in order.",
      "ok     cdktf 0.21.0.",
      "ok     constructs 10.7.2.",
      "ok     There is no region state yet; the first apply makes one.",
      "ok     The target is simulated, by the default.",
      "ok     terraform 1.11.4.",
      "ok     No setting of Terraform's command line keeps plugins of the project from",
      "       it.",
      "ok     No plugin cache is set.",
      "ok     No stack of the simulated target is synthesized yet.",
      "",
      "Nothing is wrong.",
      "",
    ].join("\n"),
  );
});

test("the help of the command has an example and fits 80 columns", () => {
  const { code, out } = doctor("--help");
  expect(code).toBe(0);
  expectGolden("help-doctor.txt", out);
});

interface Trouble {
  readonly name: string;
  readonly make: () => unknown;
  readonly what: string;
  readonly mark: "note" | "wrong";
  readonly says: RegExp;
  readonly fix: RegExp;
}

const troubles: readonly Trouble[] = [
  {
    name: "no Terraform",
    make: () => (env.PATH = join(folder, "nothing")),
    what: "terraform",
    mark: "note",
    says: /^Terraform is not on the PATH \(looked for terraform and tofu\)\.$/u,
    fix: /^Install Terraform or OpenTofu 1\.5 or later to deploy; synth, plan and apply need none\.$/u,
  },
  {
    name: "a Terraform that is too old",
    make: () => program("terraform", '{"terraform_version":"1.4.7"}'),
    what: "terraform",
    mark: "wrong",
    says: /^terraform is 1\.4\.7, and 1\.5\.0 is needed\.$/u,
    fix: /^Install Terraform or OpenTofu 1\.5\.0 or later\.$/u,
  },
  {
    name: "a Terraform that is a candidate of the least version",
    make: () => program("terraform", '{"terraform_version":"1.5.0-rc1"}'),
    what: "terraform",
    mark: "wrong",
    says: /^terraform is 1\.5\.0-rc1, and 1\.5\.0 is needed\.$/u,
    fix: /^Install Terraform or OpenTofu 1\.5\.0 or later\.$/u,
  },
  {
    name: "a Terraform that prints no version",
    make: () => program("terraform", "hello"),
    what: "terraform",
    mark: "wrong",
    says: /^"terraform version" gave no version within 10 s\.$/u,
    fix: /^Install/u,
  },
  {
    name: "a settings file of Terraform that is not there",
    make: () => (env.TF_CLI_CONFIG_FILE = join(folder, "nowhere")),
    what: "terraform-configuration",
    mark: "note",
    says: /^TF_CLI_CONFIG_FILE names .*nowhere, and there is no such file/u,
    fix: /^Unset the variable/u,
  },
  {
    name: "a provider_installation block in the file that the variable names",
    make: () => (env.TF_CLI_CONFIG_FILE = write("terraform.rc", "provider_installation {\n  direct {}\n}\n")),
    what: "terraform-configuration",
    mark: "wrong",
    says: /terraform\.rc has a provider_installation block that hides plugins of the project/u,
    fix: /^Add filesystem_mirror .* include = \["image-replication\.localhost\/\*\/\*"\] .* name another file/u,
  },
  {
    name: "a provider_installation block in the home folder",
    make: () => write("home/.terraformrc", "disable_checkpoint = true\nprovider_installation {\n}\n"),
    what: "terraform-configuration",
    mark: "wrong",
    says: /\.terraformrc has a provider_installation block/u,
    fix: /TF_CLI_CONFIG_FILE/u,
  },
  {
    name: "a plugin cache that is not there",
    make: () => (env.TF_PLUGIN_CACHE_DIR = join(folder, "cache")),
    what: "terraform-plugin-cache",
    mark: "wrong",
    says: /cache, and there is no such folder: terraform init fails\.$/u,
    fix: /^Make the folder, or unset the variable\.$/u,
  },
  {
    name: "no cdktf.json",
    make: () => rmSync(inProject("cdktf.json")),
    what: "cdktf.json",
    mark: "note",
    says: /^There is no cdktf\.json in this folder or above it\.$/u,
    fix: /"cdktf init"/u,
  },
  {
    name: "a cdktf.json that is not JSON",
    make: () => write("project/cdktf.json", '{\n  "app": "true",\n}'),
    what: "cdktf.json",
    mark: "wrong",
    says: /^cdktf\.json:3: is not JSON: property name expected\.$/u,
    fix: /^Mend the file/u,
  },
  {
    name: "a cdktf.json that is a list",
    make: () => write("project/cdktf.json", "[]"),
    what: "cdktf.json",
    mark: "wrong",
    says: /^cdktf\.json:1: must be a JSON object\.$/u,
    fix: /^Mend the file/u,
  },
  {
    name: "a cdktf.json without projectId and sendCrashReports",
    make: () => write("project/cdktf.json", { app: "true" }),
    what: "cdktf.json",
    mark: "note",
    says: /^cdktf\.json lacks projectId and sendCrashReports: cdktf may stop to ask\.$/u,
    fix: /^Add "projectId" with a UUID of its own and "sendCrashReports": "false"\.$/u,
  },
  {
    name: "a cdktf.json without app",
    make: () => write("project/cdktf.json", { projectId: "p", sendCrashReports: "false" }),
    what: "cdktf.json",
    mark: "wrong",
    says: /^cdktf\.json does not say how to run the program\.$/u,
    fix: /^Add "app"/u,
  },
  {
    name: "a package that is missing",
    make: () => rmSync(inProject("node_modules/cdktf"), { recursive: true }),
    what: "cdktf",
    mark: "wrong",
    says: /^cdktf is not installed here, and \^0\.21\.0 is needed\.$/u,
    fix: /^Run "npm install cdktf@\^0\.21\.0"\.$/u,
  },
  {
    name: "a package that is too new",
    make: () => install("cdktf", "0.22.0"),
    what: "cdktf",
    mark: "wrong",
    says: /^cdktf is 0\.22\.0, and \^0\.21\.0 is needed\.$/u,
    fix: /npm install/u,
  },
  {
    name: "a package that is too old",
    make: () => install("constructs", "10.4.1"),
    what: "constructs",
    mark: "wrong",
    says: /^constructs is 10\.4\.1, and \^10\.4\.2 is needed\.$/u,
    fix: /npm install/u,
  },
  {
    name: "an unknown target",
    make: () => (env.IMAGE_REPLICATION_TARGET = CANARY),
    what: "target",
    mark: "wrong",
    says: /^The target, by IMAGE_REPLICATION_TARGET, is neither "simulated" nor "huaweicloud"\.$/u,
    fix: /^Correct it/u,
  },
  {
    name: "an unknown target in the context",
    make: () => write("project/cdktf.json", { app: "true", context: { "image-replication:target": "moon" } }),
    what: "target",
    mark: "wrong",
    says: /by the context "image-replication:target", is neither/u,
    fix: /^Correct it/u,
  },
  {
    name: "credentials while the target is simulated",
    make: () => Object.assign(env, { HW_ACCESS_KEY: CANARY, HW_SECRET_KEY: CANARY }),
    what: "credentials",
    mark: "note",
    says: /^HW_ACCESS_KEY and HW_SECRET_KEY are set, .*: nothing is deployed to Huawei Cloud\.$/u,
    fix: /^Set IMAGE_REPLICATION_TARGET to huaweicloud to deploy there\.$/u,
  },
  {
    name: "half of the credentials while the target is the real cloud",
    make: () => Object.assign(env, { HW_ACCESS_KEY: CANARY, IMAGE_REPLICATION_TARGET: "huaweicloud" }),
    what: "credentials",
    mark: "note",
    says: /^The target is huaweicloud, and HW_SECRET_KEY is not set\.$/u,
    fix: /^Set them/u,
  },
];

test.each(troubles)("doctor reports $name with its fix, in 80 columns, and shows no credential", (trouble) => {
  trouble.make();
  const all = diagnoses();
  const found = all.find(({ what, mark }) => what === trouble.what && mark === trouble.mark);
  expect(found?.says).toMatch(trouble.says);
  expect(found?.fix).toMatch(trouble.fix);
  const { code, out, err } = doctor();
  expect(code).toBe(trouble.mark === "wrong" ? 1 : 0);
  for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  expect(`${out}${err}${JSON.stringify(all)}`).not.toContain(CANARY);
});

test("any version of cdktn is valid instead of cdktf", () => {
  write("project/node_modules/cdktf/package.json", { name: "cdktn", version: "0.24.0" });
  expect(diagnoses()).toContainEqual({ what: "cdktf", mark: "ok", says: "cdktf is cdktn 0.24.0." });
});

test("OpenTofu is valid instead of Terraform, and TERRAFORM_BINARY_NAME names another binary", () => {
  program("tofu", '{"terraform_version":"1.9.0"}');
  expect(diagnoses()).toContainEqual({ what: "terraform", mark: "ok", says: "tofu 1.9.0." });
  program("mine", '{"terraform_version":"1.6.0-rc1"}');
  env.TERRAFORM_BINARY_NAME = "mine";
  expect(diagnoses()).toContainEqual({ what: "terraform", mark: "ok", says: "mine 1.6.0-rc1." });
});

test("a block in a comment has no effect", () => {
  env.TF_CLI_CONFIG_FILE = write("terraform.rc", "# provider_installation {\n# }\n");
  expect(diagnoses().find(({ what }) => what === "terraform-configuration")?.mark).toBe("ok");
});

test("a block that names the project's own plugins has no effect", () => {
  const block = 'filesystem_mirror {\n path = "terraform.d/plugins"\n include = ["image-replication.localhost/*/*"]\n}';
  env.TF_CLI_CONFIG_FILE = write("terraform.rc", `provider_installation {\n${block}\n}\n`);
  expect(diagnoses().find(({ what }) => what === "terraform-configuration")?.mark).toBe("ok");
});

describe("a synthesized stack", () => {
  const stack = (...path: readonly string[]): string => inProject(join("cdktf.out", "stacks", "golden", ...path));
  const platform = `${process.platform}_${process.arch === "x64" ? "amd64" : process.arch}`;
  const launcher = join(SIMULATED_SOURCE, "0.1.0", platform, "terraform-provider-huaweicloud_v0.1.0");

  function place(changes: Partial<Placement> = {}): void {
    const required_providers = { huaweicloud: { source: SIMULATED_SOURCE }, random: { source: "random" } };
    write("project/cdktf.out/stacks/golden/cdk.tf.json", { terraform: { required_providers } });
    const bundle = write("project/node_modules/cdktf-image-replication/plugin.cjs", "bundle");
    const others = 'provider "registry.terraform.io/hashicorp/random" {\n  version = "3.6.0"\n}\n';
    write("project/cdktf.out/stacks/golden/.terraform.lock.hcl", others);
    placePlugins({
      folder: stack(),
      providers: [{ source: SIMULATED_SOURCE, version: "0.1.0", constraint: ">= 0.1.0" }],
      bundle,
      project: inProject("."),
      regionState: inProject(".image-replication/cloud.db"),
      node: process.execPath,
      settings: {},
      ...changes,
    });
  }

  test("is valid where everything is in place", () => {
    place();
    const says = "Terraform finds the plugin in cdktf.out/stacks/golden.";
    expect(diagnoses()).toContainEqual({ what: "plugin", mark: "ok", says });
  });

  test("for the real target needs no plugin", () => {
    write("project/cdktf.out/stacks/golden/cdk.tf.json", { terraform: { required_providers: {} } });
    const says = "No stack of the simulated target is synthesized yet.";
    expect(diagnoses()).toContainEqual({ what: "plugin", mark: "ok", says });
  });

  test.each<[string, () => unknown, RegExp]>([
    ["no pointer", () => rmSync(stack(POINTER)), /has no terraform\.d\/image-replication\.json\.$/u],
    ["a damaged pointer", () => writeFileSync(stack(POINTER), "{"), /image-replication\.json that is damaged\.$/u],
    ["no bundle", () => rmSync(inProject("node_modules/cdktf-image-replication/plugin.cjs")), /where it is not\.$/u],
    [
      "another bundle",
      () => writeFileSync(inProject("node_modules/cdktf-image-replication/plugin.cjs"), "other"),
      /another version of the plugin than the one that is installed\.$/u,
    ],
    ["no launcher", () => rmSync(stack("terraform.d", "plugins"), { recursive: true }), /has no launcher for \w+ in/u],
    [
      "a launcher of another version",
      () => writeFileSync(stack("terraform.d", "plugins", launcher), "#!/bin/sh\n"),
      /has another launcher than this version writes\.$/u,
    ],
    [
      "a launcher that lost its rights",
      () => chmodSync(stack("terraform.d", "plugins", launcher), 0o644),
      /has a launcher that may not be executed\.$/u,
    ],
    [
      "no lock file",
      () => rmSync(stack(".terraform.lock.hcl")),
      /has no entry for the plugin in \.terraform\.lock\.hcl/u,
    ],
    [
      "a lock entry for another launcher",
      () => writeFileSync(stack(".terraform.lock.hcl"), `provider "${SIMULATED_SOURCE}" {\n  hashes = ["h1:x="]\n}\n`),
      /has an entry in \.terraform\.lock\.hcl for another launcher\.$/u,
    ],
    [
      "a link of Terraform's that leads nowhere",
      () => {
        const link = stack(".terraform", "providers", dirname(launcher));
        rmSync(link);
        symlinkSync("/gone/project", link);
      },
      /was installed from \/gone\/project, which is gone\.$/u,
    ],
  ])("with %s is reported with its fix", (_, spoil, says) => {
    place();
    spoil();
    const found = diagnoses().filter(({ what, mark }) => what === "plugin" && mark === "wrong");
    expect(found).toEqual([
      { what: "plugin", mark: "wrong", says: expect.stringMatching(says), fix: 'Run synth again ("cdktf synth").' },
    ]);
    expect(found[0]?.says).toMatch(/^Stack "golden" /u);
    expect(doctor().code).toBe(1);
  });

  test("gets a note when its Node is missing, because another Node works", () => {
    place({ node: "/gone/node" });
    const says = expect.stringMatching(/by the Node at \/gone\/node, which is gone: .* first on PATH/u);
    expect(diagnoses()).toContainEqual({ what: "plugin", mark: "note", says, fix: "Run synth again." });
  });

  test("gets a note with a fix when the lock file lacks another provider", () => {
    place();
    writeFileSync(stack(".terraform.lock.hcl"), lockOf("image-replication"));
    expect(diagnoses()).toContainEqual({
      what: "other-providers",
      mark: "note",
      says: expect.stringMatching(
        /^Stack "golden" requires random, and the lock file has no entry: "cdktf deploy" then asks/u,
      ),
      fix: 'Use "cdktf deploy --skip-provider-lock", or run "terraform init" in cdktf.out/stacks/golden first.',
    });
  });

  /** Our own entries of the lock file. */
  function lockOf(host: string): string {
    const text = readFileSync(stack(".terraform.lock.hcl"), "utf8");
    return text.slice(text.indexOf(`provider "${host}`), text.indexOf('provider "registry'));
  }
});

test("a valid region state is unchanged, and any user can read it", () => {
  const file = regionState();
  chmodSync(file, 0o644);
  const before = [readFileSync(file), statSync(file).mode, statSync(file).mtimeMs, readdirSync(dirname(file))];
  expect(diagnoses()).toContainEqual(expect.objectContaining({ what: "region-state", mark: "ok" }));
  expect([readFileSync(file), statSync(file).mode, statSync(file).mtimeMs, readdirSync(dirname(file))]).toEqual(before);
});

test.each<[string, (file: string) => void, RegExp]>([
  ["something else", (file) => writeFileSync(file, "hello"), /is something else, not a region state\. Name another/u],
  [
    "cut short",
    (file) => writeFileSync(file, readFileSync(file).subarray(0, 5000)),
    /damaged or was cut short\. Restore/u,
  ],
  [
    "of a newer schema",
    (file) => writeFileSync(file, newer(readFileSync(file))),
    /newer version .* Install that version/u,
  ],
  ["a symbolic link", linked, /symbolic link\. Name the file itself/u],
])("a region state that is %s is reported with its fix and is unchanged", (_, spoil, says) => {
  const file = regionState();
  spoil(file);
  const before = readFileSync(file);
  const found = diagnoses().find(({ what }) => what === "region-state");
  expect(found?.mark).toBe("wrong");
  expect(found?.says).toMatch(says);
  expect(readFileSync(file)).toEqual(before);
});

/** The header holds the schema version at byte 60. */
function newer(database: Buffer): Buffer {
  const copy = Buffer.from(database);
  copy.writeUInt32BE(99, 60);
  return copy;
}

function linked(file: string): void {
  const other = `${file}.other`;
  writeFileSync(other, readFileSync(file));
  rmSync(file);
  symlinkSync(other, file);
}
