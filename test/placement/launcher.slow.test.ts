// The launcher under real Terraform: the same bytes everywhere, any Node that runs, and one sentence when it cannot start.
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { POINTER, type Placement } from "../../lib/placement";
import { terraformTest } from "../terraform/terraform";
import { BUNDLE, Placed, PROVIDERS } from "./placed";

const PLANNED = expect.stringContaining("Plan: 2 to add, 0 to change, 0 to destroy.") as string;
const LOCK = ".terraform.lock.hcl";

let placed: Placed;

beforeEach(() => {
  placed = new Placed();
});

afterEach(() => {
  placed.remove();
});

function filesUnder(folder: string): readonly string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

test("the launcher has the same bytes in every project and platform, and one hash in the lock file", () => {
  const other = new Placed();
  try {
    placed.place();
    other.place({ regionState: other.file("project", "elsewhere.db"), node: "/opt/node", settings: { overrides: {} } });
    for (const each of [placed, other]) {
      const files = filesUnder(each.file("stack", "terraform.d", "plugins"));
      expect(files).toHaveLength(8);
      expect(new Set(files.map((file) => readFileSync(file, "utf8"))).size).toBe(1);
    }
    const launcher = (each: Placed): string =>
      readFileSync(filesUnder(each.file("stack", "terraform.d", "plugins"))[0]!, "utf8");
    expect(launcher(other)).toBe(launcher(placed));
    expect(other.read("stack", LOCK)).toBe(placed.read("stack", LOCK));
    // A change of the launcher affects every user of a plugin cache, and needs a new version of the package.
    expect(placed.read("stack", LOCK).match(/h1:[^"]+/gu)).toMatchInlineSnapshot(`
      [
        "h1:UAS0512g3Kbwf5C3pkQFzHhuK+fp9NhcV6y39MNbuDo=",
        "h1:Llu3O9u0E6LgUM13WRnPKl52IURHmsQBqBQR1S3pHis=",
      ]
    `);
  } finally {
    other.remove();
  }
});

terraformTest("Terraform accepts the launcher and the lock file unchanged, and writes only in the project", () => {
  placed.place().load();
  const lock = placed.read("stack", LOCK);
  expect(placed.plan()).toEqual({ code: 0, text: PLANNED });
  expect(placed.read("stack", LOCK)).toBe(lock);
  expect(placed.terraform("apply", "-auto-approve").code).toBe(0);
  expect(placed.terraform("destroy", "-auto-approve").code).toBe(0);
  expect(readdirSync(placed.file("home"))).toEqual([]);
  expect(readdirSync(placed.file("tmp"))).toEqual([]);
});

terraformTest("Terraform finds the launcher with and without its own installation", () => {
  placed.place().load();
  expect(placed.terraform("plan")).toEqual({ code: 0, text: PLANNED });
  rmSync(placed.file("stack", ".terraform"), { recursive: true });
  expect(placed.plan()).toEqual({ code: 0, text: PLANNED });
});

terraformTest("the launcher works in a moved checkout, with and without init", () => {
  placed.place().load();
  expect(placed.plan().code).toBe(0);
  const before = placed.base;
  placed.base = `${before} moved`;
  renameSync(before, placed.base);
  expect(placed.terraform("plan")).toEqual({ code: 0, text: PLANNED });
  expect(placed.plan()).toEqual({ code: 0, text: PLANNED });
});

terraformTest("a shared plugin cache contains nothing of ours, so a deleted project breaks no other", () => {
  mkdirSync(placed.file("cache"));
  placed.env.TF_PLUGIN_CACHE_DIR = placed.file("cache");
  placed.place().load();
  expect(placed.plan().code).toBe(0);
  expect(readdirSync(placed.file("cache"))).toEqual([]);
});

terraformTest("synth repairs a folder that was copied without its modes and links", () => {
  placed.place().load();
  for (const file of filesUnder(placed.file("stack", "terraform.d", "plugins"))) chmodSync(file, 0o644);
  rmSync(placed.file("stack", ".terraform"), { recursive: true });
  expect(placed.terraform("init").code).toBe(0);
  expect(placed.terraform("plan").text).toContain("permission denied");
  expect(placed.place().terraform("plan")).toEqual({ code: 0, text: PLANNED });
});

test("the next synth removes an older version and other files beside a launcher", () => {
  placed.place({ providers: PROVIDERS.map((provider) => ({ ...provider, version: "0.0.9" })) });
  placed.place();
  const [first = ""] = filesUnder(placed.file("stack", "terraform.d", "plugins"));
  expect(first).toContain("0.1.0");
  writeFileSync(`${first}.orig`, "");
  placed.place();
  const names = filesUnder(placed.file("stack", "terraform.d", "plugins"));
  expect(names).toHaveLength(8);
  expect(names.filter((name) => name.includes("0.0.9") || name.endsWith(".orig"))).toEqual([]);
});

const BROKEN = "#!/bin/sh\necho hello\nexit 3\n";

describe("the Node of the launcher", () => {
  terraformTest("is the one that ran synth, if PATH has none or a broken one", () => {
    placed.place().load();
    placed.env.PATH = placed.file("bin");
    expect(placed.terraform("plan")).toEqual({ code: 0, text: PLANNED });
    placed.program("node", BROKEN);
    expect(placed.terraform("plan")).toEqual({ code: 0, text: PLANNED });
  });

  terraformTest("is the first on PATH that runs, if that one is missing", () => {
    placed.place({ node: placed.file("gone", "node") }).load();
    placed.program("node", BROKEN);
    mkdirSync(placed.file("a folder"));
    symlinkSync(process.execPath, placed.file("a folder", "node"));
    placed.env.PATH = `${placed.file("bin")}:${placed.file("a folder")}`;
    expect(placed.terraform("plan")).toEqual({ code: 0, text: PLANNED });
  });

  terraformTest("runs no code that variables name, and prints nothing before the plugin does", () => {
    placed.place().load();
    writeFileSync(placed.file("loud.cjs"), 'console.log("hello")');
    placed.env.NODE_OPTIONS = `--require ${placed.file("loud.cjs").replaceAll(" ", "\\ ")}`;
    placed.env.NODE_PATH = placed.file("bin");
    expect(placed.terraform("plan")).toEqual({ code: 0, text: PLANNED });
  });
});

describe("in a project of ES modules", () => {
  terraformTest("the launcher starts", () => {
    writeFileSync(placed.file("package.json"), '{ "type": "module" }');
    placed.place().load();
    expect(placed.terraform("plan")).toEqual({ code: 0, text: PLANNED });
  });
});

interface Trouble {
  readonly name: string;
  readonly make: (placed: Placed) => void;
  readonly says: RegExp;
}

/** Places the plugin again, with some changes. */
const placing =
  (changes: (placed: Placed) => Partial<Placement>) =>
  (placed: Placed): void => {
    placed.place(changes(placed));
  };

const copyOfBundle = (placed: Placed): string => {
  const file = placed.file("project", "plugin.cjs");
  copyFileSync(BUNDLE, file);
  return file;
};

/** A Node that reports an old version. */
const oldNode = (placed: Placed): string => {
  const disguise = "Object.defineProperty(process, 'versions', { value: { node: '18.20.1' } })";
  writeFileSync(placed.file("disguise.cjs"), disguise);
  return placed.program("node", `#!/bin/sh\nexec ${process.execPath} --require ${placed.file("disguise.cjs")} "$@"\n`);
};

const troubles: readonly Trouble[] = [
  {
    name: "no Node",
    make: (placed) => {
      placed.place({ node: "/gone/node" });
      placed.env.PATH = placed.file("bin");
    },
    says: /: Node is not on PATH\. Install Node 20 or later, or put it on PATH\./u,
  },
  {
    name: "no Node that runs",
    make: (placed) => {
      placed.place({ node: "/gone/node" });
      placed.program("node", BROKEN);
      placed.env.PATH = placed.file("bin");
    },
    says: /: the Node at \S+\/bin\/node does not run, or is older than 20\. Put Node 20 or later on PATH\./u,
  },
  {
    name: "an old Node on PATH",
    make: (placed) => {
      placed.place({ node: "/gone/node" });
      oldNode(placed);
      placed.env.PATH = placed.file("bin");
    },
    says: /: the Node at \S+\/bin\/node does not run, or is older than 20\./u,
  },
  {
    name: "an old Node that ran synth",
    make: placing((placed) => ({ node: oldNode(placed) })),
    says: /: Node 18\.20\.1 at \S+ is too old\. Put Node 20 or later first on PATH, and run synth again\./u,
  },
  {
    name: "a missing bundle",
    make: (placed) => {
      const bundle = copyOfBundle(placed);
      placed.place({ bundle });
      rmSync(bundle);
    },
    says: /: the plugin is not at \S+plugin\.cjs\. Install the packages of the project, and run synth again\./u,
  },
  {
    name: "another bundle than at synth",
    make: (placed) => {
      const bundle = copyOfBundle(placed);
      placed.place({ bundle });
      writeFileSync(bundle, "process.exit(0)");
    },
    says: /: the plugin at \S+ is not the one that this stack was synthesized with\. Run synth again\./u,
  },
  {
    name: "a bundle that needs a missing package",
    make: placing((placed) => {
      const bundle = placed.file("project", "plugin.cjs");
      writeFileSync(bundle, 'require("not-installed");');
      return { bundle };
    }),
    says: /: the plugin cannot start: Cannot find module 'not-installed'\. Install the packages of the project again\./u,
  },
  {
    name: "a missing pointer",
    make: (placed) => rmSync(placed.file("stack", POINTER)),
    says: /: there is no terraform\.d\/image-replication\.json in this folder\. Run synth again, and Terraform in/u,
  },
  ...["", "{", "[]", '{ "bundle": 1 }'].map((text) => ({
    name: `a damaged pointer: ${JSON.stringify(text)}`,
    make: (placed: Placed) => writeFileSync(placed.file("stack", POINTER), text),
    says: /: terraform\.d\/image-replication\.json is damaged\. Run synth again\./u,
  })),
  {
    name: "a missing folder for its socket",
    make: (placed) => rmSync(placed.file("tmp"), { recursive: true }),
    says: /: the plugin cannot start: ENOENT: .*tmp/u,
  },
];

describe("a launcher that cannot start prints one sentence that Terraform shows", () => {
  terraformTest.each(troubles.map((trouble) => [trouble.name, trouble] as const))("%s", (_, { make, says }) => {
    placed.place();
    make(placed);
    const { code, text } = placed.terraform("validate");
    expect(code).toBe(1);
    expect(text).toMatch(/Unrecognized remote plugin message: cdktf-image-replication: /u);
    expect(text).toMatch(says);
  });

  terraformTest("no database package, which is optional", () => {
    placed.place({ bundle: copyOfBundle(placed) });
    const { code, text } = placed.terraform("plan");
    expect(code).toBe(1);
    expect(text).toMatch(
      /needs the optional package libsql, which is not installed\. Run\s+"npm install --include=optional"/u,
    );
  });

  terraformTest("a region state that is not writable", () => {
    writeFileSync(placed.file("project", "file"), "");
    placed.place({ regionState: placed.file("project", "file", "cloud.db") });
    const { code, text } = placed.terraform("plan");
    expect(code).toBe(1);
    expect(text).toMatch(/the region state cannot be kept here: a part of its path is a file/u);
  });
});

terraformTest("relative paths in variables start at the project's folder, as on the command line", () => {
  placed.place({ regionState: placed.file("project", "none.db") }).load();
  placed.env.IMAGE_REPLICATION_CLOUD = "cloud.db";
  expect(placed.terraform("apply", "-auto-approve").code).toBe(0);
  expect(existsSync(placed.file("project", "none.db"))).toBe(false);
});
