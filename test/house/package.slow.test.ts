// The package as users get it: its content, that tools and compilers resolve it, and that it works in new projects, one with cdktf and one
// with cdktn.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { DeploymentTarget } from "../../lib/constructs";
import { transferCommands } from "../../lib/constructs/transfer-commands";

const ROOT = join(__dirname, "..", "..");
const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
  version: string;
  main: string;
  types: string;
  bin: Record<string, string>;
  exports: Record<string, string | Record<string, string>>;
  devDependencies: Record<string, string>;
};

interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

function run(command: string, args: readonly string[], cwd: string): string {
  const env = { ...process.env, NO_COLOR: "1", CHECKPOINT_DISABLE: "1" };
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: "utf8", maxBuffer: 1 << 26 });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} answered ${String(status)}:\n${stdout}${stderr}`);
  return stdout;
}

const tool = (script: string, ...args: readonly string[]): string =>
  run(process.execPath, [join(ROOT, "node_modules", script), ...args], ROOT);

let temp: string;
let packed: Packed;
let tarball: string;

beforeAll(() => {
  temp = mkdtempSync(join(tmpdir(), "package-"));
  [packed] = JSON.parse(run("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", temp], ROOT)) as [
    Packed,
  ];
  tarball = join(temp, packed.filename);
}, 60_000);

afterAll(() => {
  rmSync(temp, { recursive: true, force: true });
});

/** Calls of our command that would install it; in pipelines and scripts, of any command. */
function registryCalls(path: string, text: string): readonly string[] {
  const named = /\.(?:ya?ml|sh)$/u.test(path) ? "[a-z]" : "image-replication";
  const runner = "(?:npx|bunx|(?:npm|pnpm) (?:exec|x)|(?:pnpm|yarn) dlx)";
  const calls = [...text.matchAll(new RegExp(`\\b${runner}((?: +-[-\\w=]+)*) +${named}[-\\w]*`, "gu"))];
  return calls.flatMap(([call, options]) => (options?.includes("--no-install") === true ? [] : [`${path}: ${call}`]));
}

describe("the packed package", () => {
  const paths = (): readonly string[] => packed.files.map(({ path }) => path);

  test("has compiled and bundled code, schemas, pages, examples and five texts", () => {
    const texts = ["CHANGELOG.md", "LICENSE", "README.md", "RULES.md", "package.json"];
    // Files that can be read and copied without network access.
    const offline =
      /^(?:docs\/.+\.md|docs\/images\/.+\.svg|examples\/.+\.(?:ts|json|ya?ml|sh|hcl)|lib\/(?:cloud|provider)\/README\.md)$/u;
    const made = /^dist\/(?!testing\/fresh|.*\.test\.).+(?:\.js|\.js\.map|\.d\.ts|\.schema\.json)$/u;
    const built = ["dist/documents/compiled-schemas.cjs", "dist/provider/THIRD-PARTY.txt", "dist/provider/plugin.cjs"];
    const strangers = paths().filter(
      (path) => !made.test(path) && !offline.test(path) && ![...texts, ...built].includes(path),
    );
    expect(strangers).toEqual([]);
    expect(paths()).toEqual(expect.arrayContaining([...texts, ...built]));
  });

  test("has source maps, so that a stack trace names the lines of the sources", () => {
    const program = `try { require(".").SourceImage.fromLookup(undefined, "x", {}); } catch (error) { console.log(error.stack); }`;
    expect(run(process.execPath, ["--enable-source-maps", "-e", program], ROOT)).toMatch(
      /\(\S+\/lib\/constructs\/[-\w]+\.ts:\d+:\d+\)/u,
    );
    const files = paths().filter((path) => /^dist\/.+\.js$/u.test(path));
    for (const file of files) {
      const map = JSON.parse(readFileSync(join(ROOT, `${file}.map`), "utf8")) as { sourcesContent: string[] };
      expect(map.sourcesContent.every((text) => typeof text === "string")).toBe(true);
    }
    expect(files.length).toBeGreaterThan(15);
  });

  test("has all files that package.json names", () => {
    const promised = [manifest.main, manifest.types, ...Object.values(manifest.bin)];
    for (const target of Object.values(manifest.exports)) {
      promised.push(...(typeof target === "string" ? [target] : Object.values(target)));
    }
    expect(promised.map((path) => path.replace("./", "")).filter((path) => !paths().includes(path))).toEqual([]);
  });

  test("has only the types that published ones refer to", () => {
    const lead = Object.values(manifest.exports).flatMap((target) =>
      typeof target === "string" ? [] : (target.types ?? []),
    );
    const reached = new Set<string>();
    const follow = (path: string): void => {
      if (reached.has(path)) return;
      reached.add(path);
      const text = readFileSync(join(ROOT, path), "utf8");
      for (const [, from = ""] of text.matchAll(/(?:from|import\() ?"(\.[^"]*)"/gu)) {
        const place = join(dirname(path), from);
        follow(paths().includes(`${place}.d.ts`) ? `${place}.d.ts` : join(place, "index.d.ts"));
      }
    };
    for (const path of lead) follow(join(path));
    expect([...reached].sort()).toEqual(
      paths()
        .filter((path) => path.endsWith(".d.ts"))
        .sort(),
    );
  });

  test("passes publint", () => {
    expect(tool("publint/src/cli.js", tarball, "--strict")).toMatch(/All good!/u);
  });

  test("has types for every kind of module resolution", () => {
    expect(tool("@arethetypeswrong/cli/dist/index.js", tarball, "--format", "ascii")).not.toMatch(/💀|❌|⚠|🎭|🚭/u);
  }, 60_000);

  // Without a terminal, npx installs any package with the name, and nobody owns this one.
  test("asks no registry for missing packages, neither in a file nor in emitted Terraform", () => {
    const emitted = [DeploymentTarget.SIMULATED, DeploymentTarget.HUAWEICLOUD].map((target) => ({
      path: `commands for ${target}`,
      text: JSON.stringify(transferCommands(target)),
    }));
    const files = paths().map((path) => ({ path, text: readFileSync(join(ROOT, path), "utf8") }));
    const asking = [...files, ...emitted].flatMap(({ path, text }) => registryCalls(path, text));
    expect(asking).toEqual([]);
    expect(files.filter(({ text }) => text.includes("npx --no-install image-replication")).length).toBeGreaterThan(8);
  });

  test.each([
    ["a.md", "npx image-replication check", 1],
    ["a.js", 'run: "npx -y image-replication check"', 1],
    ["a.js", "npm exec image-replication -- check", 1],
    ["a.yml", "npx cdktf synth", 1],
    ["a.md", "npx cdktf diff", 0],
    ["a.sh", "npx --no-install image-replication check", 0],
  ])("%s: %s", (path, text, calls) => {
    expect(registryCalls(path, text)).toHaveLength(calls);
  });
});

describe("the cost of an import", () => {
  test("a program reads one file of each module of its constructs, and the planner only at synth", () => {
    const own = `Object.keys(require.cache).filter((file) => file.startsWith(${JSON.stringify(join(ROOT, "dist"))}))`;
    const said = run(process.execPath, ["-e", `require("."); console.log(JSON.stringify(${own}))`], ROOT);
    const read = (JSON.parse(said) as string[]).map((file) => relative(join(ROOT, "dist"), file));
    const modules = ["bindings", "catalog", "constructs", "declarations", "model", "values", "vendor"];
    expect(read.sort()).toEqual([...modules.map((name) => join(name, "index.js")), "index.js"].sort());
  });

  test("another entry point gives the same objects, and constructs have their exported names", () => {
    const [library = {}, constructs = {}] = ["index.js", "constructs"].map((entry) =>
      jest.requireActual<Readonly<Record<string, unknown>>>(join(ROOT, "dist", entry)),
    );
    for (const [name, each] of Object.entries(library)) expect(each).toBe(constructs[name]);
    const classes = Object.entries(library).filter(([, each]) => typeof each === "function");
    expect(classes.map(([, each]) => (each as NewableFunction).name)).toEqual(classes.map(([as]) => as));
    expect(classes.length).toBeGreaterThan(15);
  });
});

describe("the dependencies", () => {
  const lock = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")) as {
    packages: Record<string, { dev?: boolean; peer?: boolean; hasInstallScript?: boolean }>;
  };
  const runtime = Object.entries(lock.packages).filter(([place, { dev }]) => place !== "" && dev !== true);

  test("no package that users install with it runs a script", () => {
    expect(runtime.length).toBeGreaterThan(10);
    expect(runtime.filter(([, { hasInstallScript }]) => hasInstallScript === true)).toEqual([]);
  });
});

/** A project that has installed it as a user would, and the output of its program. */
function project(name: string, fields: object, library: string): string {
  const folder = join(temp, name);
  mkdirSync(folder);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name, private: true, ...fields }));
  const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"];
  run("npm", ["install", ...quiet, tarball], folder);
  const example = join(ROOT, "examples", "golden-image");
  cpSync(join(example, "inventory.json"), join(folder, "inventory.json"));
  writeFileSync(
    join(folder, "cdktf.json"),
    JSON.stringify({ language: "typescript", app: "node main.js", projectId: "golden", sendCrashReports: "false" }),
  );
  const program = readFileSync(join(example, "main.ts"), "utf8").replace('from "cdktf"', `from "${library}"`);
  writeFileSync(join(folder, "main.ts"), program);
  // Types of Node come from this repository, because the project has none. For cdktf, the example's types are checked here.
  const options = [
    "--strict",
    "--target",
    "es2022",
    "--module",
    "node16",
    "--skipLibCheck",
    "--types",
    "node",
    ...(library === "cdktf" ? ["--noCheck"] : []),
  ];
  const types = ["--typeRoots", join(ROOT, "node_modules", "@types")];
  run(process.execPath, [join(ROOT, "node_modules/typescript/bin/tsc"), ...options, ...types, "main.ts"], folder);
  run(process.execPath, ["main.js"], folder);
  return folder;
}

/** Forms of the override in the reference. */
const reference = readFileSync(join(ROOT, "docs", "reference.md"), "utf8");
const ofReference = JSON.parse(/```json\n(\{[^`]*"cdktn"[^`]*\})\n```/u.exec(reference)?.[1] ?? "null") as {
  dependencies: Record<string, string>;
  overrides: Record<string, string>;
};
const { cdktf, cdktn, constructs } = manifest.devDependencies;

test.each([
  ["cdktf", { dependencies: { cdktf, constructs } }],
  ["cdktn", ofReference],
])(
  "with %s, without scripts, the example is synthesized, planned and applied",
  (library, fields) => {
    const folder = project(`with-${library}`, fields, library);
    const installed = readdirSync(join(folder, "node_modules"));
    expect(installed.includes("cdktn")).toBe(library === "cdktn");
    const of = JSON.parse(readFileSync(join(folder, "node_modules", "cdktf", "package.json"), "utf8")) as {
      name: string;
    };
    expect(of.name).toBe(library);

    const bin = join(folder, "node_modules", ".bin", "image-replication");
    const golden = (name: string): string => readFileSync(join(ROOT, "test", "goldens", name), "utf8");
    expect(run(bin, ["plan"], folder)).toBe(golden("golden-image-plan.txt"));
    const applied = JSON.parse(run(bin, ["apply", "--inventory", "inventory.json", "--json"], folder)) as object[];
    expect(applied).toMatchObject([{ complete: true }]);
    const stack = join(folder, "cdktf.out", "stacks", "golden-images");
    expect(existsSync(join(stack, "terraform.d", "plugins"))).toBe(true);
    for (const name of ["faults", "findings", "inventory", "policies", "price-book", "route-plan"])
      run(process.execPath, ["-e", `require("cdktf-image-replication/schemas/${name}.json")`], folder);

    // As after "npm install --omit=optional".
    for (const name of ["libsql", "@libsql"]) rmSync(join(folder, "node_modules", name), { recursive: true });
    run(process.execPath, ["main.js"], folder);
    expect(run(bin, ["check"], folder)).toMatch(/^0 errors, /u);
    expect(run(bin, ["plan"], folder)).toBe(golden("golden-image-plan.txt"));
    expect(run(bin, ["doctor"], folder)).toContain("The optional package libsql is not installed");
    for (const command of [
      ["apply", "--inventory", "inventory.json"],
      ["state", "list"],
    ]) {
      const { status, stderr } = spawnSync(bin, command, { cwd: folder, encoding: "utf8" });
      expect(stderr).toMatch(
        /^image-replication: the simulated cloud needs the optional package libsql, which is not installed\. Run "npm install --include=optional"\.\n$/u,
      );
      expect(status).toBe(64);
    }
  },
  120_000,
);

test("the override of the reference is for the version of cdktn that the tests use", () => {
  expect(ofReference.dependencies.cdktn).toBe(cdktn);
  expect(ofReference.overrides.cdktf).toBe(`npm:cdktn@${String(cdktn)}`);
});
