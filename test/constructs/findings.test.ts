// Findings at synth that the tables of cases do not cover: several stacks, tokens, files.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, Fn, Lazy, TerraformProvider, TerraformStack, TerraformVariable, Testing } from "cdktf";
import fc from "fast-check";
import {
  Agency,
  checkApp,
  CrossRegionImage,
  DeploymentTarget,
  Encryption,
  HuaweicloudProvider,
  ImageKind,
  Key,
  ReplicatedImage,
  SourceImage,
  Vault,
  type Replica,
} from "../../lib";
import { readRoutePlan, type RoutePlan } from "../../lib/routes";
import { program, source } from "./programs";

const ids = (texts: readonly string[]): readonly string[] =>
  texts.map((text) => /\[([a-z-]+\/[a-z-]+)[^\]]*\]$/u.exec(text)?.[1] ?? text);
const errorsOf = (replica: Replica): readonly string[] => ids(replica.node.validate());
const inFolder = <T>(work: (folder: string) => T): T => {
  const folder = mkdtempSync(join(tmpdir(), "findings-"));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

describe("an app with findings", () => {
  test("shows all errors of a stack at once, path first and id last, and writes nothing for it", () => {
    inFolder((folder) => {
      const { app, stack } = program({}, folder);
      const whole = source(stack, "whole", { kind: ImageKind.FULL_ECS });
      new ReplicatedImage(stack, "first", { source: whole, name: "web" });
      new ReplicatedImage(stack, "second", { source: source(stack), name: " web" });
      expect(() => {
        app.synth();
      }).toThrow(
        /\[stack\/first\] Image "whole" is a full-ECS image.*\[copy\/not-full-ecs, IMG\.0130\]\n\s*\[stack\/second\] Replica " web" has a name with a space.*\[name\/outer-space, IMG\.0003\]/su,
      );
      expect(existsSync(join(folder, "stacks", "stack", "cdk.tf.json"))).toBe(false);
      expect(existsSync(join(folder, "stacks", "stack", "route-plan.json"))).toBe(false);
    });
  });

  test("removes the plan of an earlier synth where the app skips validation", () => {
    inFolder((folder) => {
      const file = join(folder, "stacks", "stack", "route-plan.json");
      for (const kind of [ImageKind.SYSTEM_DISK, ImageKind.FULL_ECS]) {
        const app = new App({ outdir: folder, skipValidation: true, stackTraces: false });
        const stack = new TerraformStack(app, "stack");
        new HuaweicloudProvider(stack, "huaweicloud", { region: "cn-north-4" });
        new ReplicatedImage(stack, "replica", { source: source(stack, "base", { kind }), name: "web" });
        app.synth();
        expect(existsSync(join(folder, "stacks", "stack", "cdk.tf.json"))).toBe(true);
        expect([kind, existsSync(file)]).toEqual([kind, kind === ImageKind.SYSTEM_DISK]);
      }
    });
  });

  test("has each warning in its manifest once, however often it is synthesized", () => {
    inFolder((folder) => {
      const { app, stack } = program({}, folder);
      new ReplicatedImage(stack, "replica", { source: source(stack, "big", { sizeGib: 200 }), name: "web" });
      app.synth();
      Testing.synth(stack);
      app.synth();
      const manifest = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")) as {
        stacks: { stack: { annotations: { constructPath: string; message: string }[] } };
      };
      expect(
        manifest.stacks.stack.annotations.map(({ constructPath, message }) => [constructPath, ids([message])[0]]),
      ).toEqual([
        ["stack", "target/simulated"],
        ["stack/replica", "copy/size-in-region"],
      ]);
    });
  });

  test("finds one replica declared in two stacks, and names both", () => {
    const app = Testing.app();
    const replicas = ["one", "two"].map((id) => {
      const stack = new TerraformStack(app, id);
      new HuaweicloudProvider(stack, "huaweicloud", { region: "cn-north-4" });
      return new ReplicatedImage(stack, "replica", { source: source(stack), name: "web" });
    });
    for (const replica of replicas) {
      expect(replica.node.validate()).toEqual([
        expect.stringContaining('Replica "web" is claimed by 2 constructs: one/replica and two/replica.'),
      ]);
    }
  });

  test("finds it across regions too, and says the same in either order of declaration", () => {
    const said = (paths: readonly string[]): readonly string[] => {
      const stack = new TerraformStack(Testing.app(), "stack");
      new HuaweicloudProvider(stack, "huaweicloud", { region: "cn-north-4" });
      const sealed = source(stack, "sealed", { keyId: "k-1" });
      const plain = new ReplicatedImage(stack, "plain", {
        source: sealed,
        name: "plain",
        encryption: Encryption.none(),
      });
      const targetRegion = "cn-east-3";
      const replicas = paths.map(
        (path) =>
          new CrossRegionImage(stack, path, { source: plain, name: "web", targetRegion, agencyName: "ims_copy" }),
      );
      return replicas.flatMap((replica) => replica.node.validate());
    };
    const texts = said(["a", "b", "c", "d", "e", "f", "g"]);
    expect(texts.filter((text) => text.includes("[stack/one-construct-per-replica]"))).toHaveLength(7);
    expect(said(["g", "f", "e", "d", "c", "b", "a"])).toEqual(texts);
  });

  test("evaluates again when a provider is declared after the first evaluation", () => {
    const app = Testing.app();
    const replicas = ["one", "two"].map((id) => {
      const stack = new TerraformStack(app, id);
      const image = source(stack, "source", { region: "cn-north-4" });
      return new ReplicatedImage(stack, "replica", { source: image, name: "web" });
    });
    expect(replicas.map(errorsOf)).toEqual([["stack/one-construct-per-replica"], ["stack/one-construct-per-replica"]]);
    for (const [index, { stack }] of replicas.entries()) {
      new HuaweicloudProvider(stack, "huaweicloud", {
        region: "cn-north-4",
        account: { id: `account-${String(index)}` },
      });
      Testing.synth(stack);
    }
    expect(replicas.map(errorsOf)).toEqual([[], []]);
  });

  test("counts replicas planned earlier against a recorded quota", () => {
    const { stack } = program();
    const inventory = join(__dirname, "quota.inventory.json");
    const web = SourceImage.fromInventory(stack, "web", { inventory, name: "web" });
    const replicas = ["a", "b", "c"].map((name) => new ReplicatedImage(stack, name, { source: web, name }));
    expect(replicas.map(errorsOf)).toEqual([[], [], ["quota/private-images"]]);
  });
});

test("a check shows the current findings, also after a new provider", () => {
  const { app, stack } = program();
  new ReplicatedImage(stack, "replica", { source: source(stack), name: "web" });
  expect(checkApp(app)).toEqual([]);
  new HuaweicloudProvider(stack, "twin", { region: "cn-north-4" });
  expect(ids(checkApp(app).map(({ text }) => text))).toContain("stack/one-provider-per-alias");
});

test("a nested stack is a separate stack, as cdktf emits it", () => {
  const { app, stack } = program();
  const inner = new TerraformStack(stack, "inner");
  new HuaweicloudProvider(inner, "huaweicloud", { region: "cn-north-4" });
  for (const one of [stack, inner]) new ReplicatedImage(one, "replica", { source: source(one), name: one.node.id });
  expect(checkApp(app)).toEqual([]);
});

describe("a source image from a recording", () => {
  const inventory = join(__dirname, "quota.inventory.json");

  test("an unknown name is a finding, not an exception", () => {
    const { stack } = program();
    const missing = SourceImage.fromInventory(stack, "missing", { inventory, name: "nowhere" });
    const replica = new ReplicatedImage(stack, "replica", { source: missing, name: "web" });
    expect(replica.node.validate()).toEqual([
      expect.stringMatching(/^Image "nowhere" does not exist .*\[source\/exists, IMG\.0027\]$/u),
    ]);
  });

  test("a missing file is a usage error that names it", () => {
    const { stack } = program();
    expect(() => SourceImage.fromInventory(stack, "web", { inventory: "nowhere.json", name: "web" })).toThrow(
      /^nowhere\.json: there is no such file/u,
    );
  });

  test("a folder in place of a file is a usage error, too", () => {
    const { stack } = program();
    expect(() => SourceImage.fromInventory(stack, "web", { inventory: __dirname, name: "web" })).toThrow(
      /constructs: it is a folder$/u,
    );
  });

  test("a query without name and id is a usage error", () => {
    const { stack } = program();
    expect(() => SourceImage.fromInventory(stack, "web", { inventory })).toThrow(/say which image/u);
  });

  test("text that looks like an expression stays text", () => {
    const { stack } = program();
    const strange = SourceImage.fromInventory(stack, "strange", { inventory, name: "strange" });
    expect(strange.imageId).toBe("ims-$${path.module}-%%{x}");
    const replica = new ReplicatedImage(stack, "replica", { source: strange, name: "web" });
    expect(errorsOf(replica)).toEqual([]);
  });
});

describe("a token", () => {
  test("leaves the rules that read it undecided, and the route plan lists them", () => {
    inFolder((folder) => {
      const { app, stack } = program({}, folder);
      const size = new TerraformVariable(stack, "size", { type: "number" });
      new CrossRegionImage(stack, "replica", {
        source: source(stack, "source", { sizeGib: size.numberValue }),
        name: "web",
        targetRegion: "cn-east-3",
        agencyName: "ims_copy",
      });
      app.synth();
      const plan = planIn(folder);
      expect(plan.deferred).toContainEqual({
        rule: "copy/size-within-limit",
        lacks: "image.sizeGib",
        decidedBy: "precondition",
        hops: ["cn-east-3/web"],
        more: 0,
      });
      expect(plan.hops[0]).toMatchObject({ sizeGib: { pending: "image.sizeGib" }, forecast: { sizeAssumed: true } });
    });
  });

  test("for a key still means that the replica is encrypted", () => {
    const { stack } = program();
    const key = new TerraformVariable(stack, "key", { type: "string" }).stringValue;
    const encrypted = new ReplicatedImage(stack, "encrypted", {
      source: source(stack),
      name: "enc",
      encryption: Encryption.kms(key),
    });
    const across = new CrossRegionImage(stack, "across", {
      source: encrypted,
      name: "web",
      targetRegion: "cn-east-3",
      agencyName: "a",
    });
    expect(errorsOf(encrypted)).toEqual([]);
    expect(errorsOf(across)).toEqual(["across/not-encrypted"]);
  });

  test("for a source's encryption makes an unstated encryption a finding", () => {
    const { stack } = program();
    const encrypted = new TerraformVariable(stack, "encrypted", { type: "bool" }).booleanValue as unknown as boolean;
    const unsaid = new ReplicatedImage(stack, "unsaid", { source: source(stack, "a", { encrypted }), name: "a" });
    const said = new ReplicatedImage(stack, "said", {
      source: source(stack, "b", { encrypted }),
      name: "b",
      encryption: Encryption.none(),
    });
    expect(errorsOf(unsaid)).toEqual(["copy/encryption-said"]);
    expect(errorsOf(said)).toEqual([]);
  });

  test("that resolves at synth is checked with its resolved value", () => {
    const { stack } = program();
    const name = Lazy.stringValue({ produce: () => " web" });
    const sizeGib = Lazy.numberValue({ produce: () => 129 });
    const replica = new CrossRegionImage(stack, "replica", {
      source: source(stack, "source", { sizeGib }),
      name,
      targetRegion: "cn-east-3",
      agencyName: "a",
    });
    expect(errorsOf(replica)).toEqual(["name/outer-space", "copy/size-within-limit"]);
  });

  test("in any prop causes neither a crash nor a finding", () => {
    const kinds = ["variable", "function", "raw", "known"] as const;
    const kind = fc.constantFrom(...kinds);
    const props = [
      "name",
      "description",
      "tag",
      "targetRegion",
      "agency",
      "vault",
      "sizeGib",
      "key",
      "imageId",
      "region",
    ] as const;
    const choice = fc.record(
      Object.fromEntries(props.map((prop) => [prop, kind])) as Record<(typeof props)[number], typeof kind>,
    );
    fc.assert(
      fc.property(choice, fc.boolean(), (chosen, across) => {
        const { stack } = program();
        const variable = new TerraformVariable(stack, "text", { type: "string" });
        const number = new TerraformVariable(stack, "number", { type: "number" });
        const text = (prop: (typeof props)[number], known: string): string =>
          ({
            variable: variable.stringValue,
            function: Fn.join("-", [known, variable.stringValue]),
            raw: `\${var.text}`,
            known,
          })[chosen[prop]];
        const image = source(stack, "source", {
          imageId: text("imageId", "ims-1"),
          sizeGib: chosen.sizeGib === "known" ? 40 : number.numberValue,
          region: text("region", "cn-north-4"),
        });
        const shared = {
          source: image,
          name: text("name", "web"),
          description: text("description", ""),
          tags: { a: text("tag", "v") },
        };
        const replica = across
          ? new CrossRegionImage(stack, "replica", {
              ...shared,
              targetRegion: text("targetRegion", "cn-east-3"),
              agency: Agency.fromAgencyName(text("agency", "ims_copy")),
            })
          : new ReplicatedImage(stack, "replica", {
              ...shared,
              encryption: Encryption.kms(
                Key.fromAttributes({ keyId: text("key", "k-1"), region: text("region", "cn-north-4") }),
              ),
            });
        expect(replica.node.validate()).toEqual([]);
        expect(Testing.synth(stack, true)).toBe(Testing.synth(stack, true));
      }),
      { numRuns: 150, seed: 1 },
    );
  });
});

describe("a provider of another class", () => {
  class Foreign extends TerraformProvider {
    public constructor(stack: TerraformStack) {
      super(stack, "foreign", {
        terraformResourceType: "huaweicloud",
        terraformGeneratorMetadata: { providerName: "huaweicloud" },
        terraformProviderSource: "huaweicloud/huaweicloud",
      });
    }
  }
  const declare = (region?: string, sourceRegion?: string, target = "huaweicloud"): RoutePlan =>
    inFolder((folder) => {
      const app = new App({ outdir: folder, context: { "image-replication:target": target } });
      const stack = new TerraformStack(app, "stack");
      const provider = new Foreign(stack);
      const image = source(stack, "source", { region: sourceRegion });
      new ReplicatedImage(stack, "replica", { source: image, name: "web", provider, region });
      app.synth();
      return planIn(folder);
    });

  test("is accepted; its region comes from a prop, else from the source, else it is unknown", () => {
    expect(declare("cn-east-3").hops[0]?.caller.region).toBe("cn-east-3");
    expect(declare(undefined, "cn-south-1").hops[0]?.caller.region).toBe("cn-south-1");
    expect(declare().hops[0]?.caller.region).toEqual({ pending: "caller.region" });
  });

  test("is refused under the simulated target", () => {
    expect(() => declare("cn-north-4", undefined, "simulated")).toThrow(
      /stack\/foreign.*\[stack\/own-provider-class\]/u,
    );
  });

  test("with another region than the source's is a finding", () => {
    expect(() => declare("cn-east-3", "cn-south-1")).toThrow(/\[source\/in-region\]/u);
  });
});

describe("the route plan file", () => {
  const declare = (folder: string): App => {
    const { app, stack } = program({}, folder);
    const image = source(stack, "source", { sizeGib: 12.5 });
    new CrossRegionImage(stack, "b", { source: image, name: "web", targetRegion: "cn-south-1", agencyName: "a" });
    new CrossRegionImage(stack, "a", { source: image, name: "web", targetRegion: "cn-east-3", agencyName: "a" });
    const whole = source(stack, "whole", { kind: ImageKind.FULL_ECS });
    new CrossRegionImage(stack, "c", {
      source: whole,
      name: "whole",
      targetRegion: "cn-east-3",
      agencyName: "a",
      vault: Vault.fromVaultId("v"),
    });
    return app;
  };

  test("has the same bytes for the same program, and fits its schema", () => {
    const bytes = [1, 2].map(() =>
      inFolder((folder) => {
        declare(folder).synth();
        return readFileSync(join(folder, "stacks", "stack", "route-plan.json"), "utf8");
      }),
    );
    expect(bytes[0]).toBe(bytes[1]);
    const plan = readRoutePlan(bytes[0] ?? "", "route-plan.json");
    expect(plan.hops.map(({ id }) => id)).toEqual(["cn-east-3/web", "cn-east-3/whole", "cn-south-1/web"]);
  });

  test("finds a source that another stack makes by region and name", () => {
    inFolder((folder) => {
      const { app, stack } = program({}, folder);
      const plain = new ReplicatedImage(stack, "plain", { source: source(stack), name: "plain" });
      const other = new TerraformStack(app, "other");
      new HuaweicloudProvider(other, "huaweicloud", { region: "cn-north-4" });
      new CrossRegionImage(other, "across", { source: plain, name: "web", targetRegion: "cn-east-3", agencyName: "a" });
      app.synth();
      const plan = planIn(folder, "other");
      expect(plan.hops[0]?.source).toEqual({ image: "cn-north-4/plain" });
      expect(plan.sources[0]).toMatchObject({ name: "plain", region: "cn-north-4", imageId: { pending: "image.id" } });
    });
  });
});

describe("the target", () => {
  const targetIn = (context: Record<string, unknown>, variable?: string): string => {
    const before = process.env.IMAGE_REPLICATION_TARGET;
    if (variable !== undefined) process.env.IMAGE_REPLICATION_TARGET = variable;
    try {
      return program(context).provider.target;
    } finally {
      if (before === undefined) delete process.env.IMAGE_REPLICATION_TARGET;
      else process.env.IMAGE_REPLICATION_TARGET = before;
    }
  };

  test("is the simulated cloud unless the context says otherwise, and the variable overrides both", () => {
    expect(targetIn({})).toBe(DeploymentTarget.SIMULATED);
    expect(targetIn({ "image-replication:target": "huaweicloud" })).toBe(DeploymentTarget.HUAWEICLOUD);
    expect(targetIn({ "image-replication:target": "huaweicloud" }, "simulated")).toBe(DeploymentTarget.SIMULATED);
  });

  test("ignores an empty variable, which pipelines set for missing values", () => {
    expect(targetIn({}, "")).toBe(DeploymentTarget.SIMULATED);
    expect(targetIn({ "image-replication:target": "huaweicloud" }, "")).toBe(DeploymentTarget.HUAWEICLOUD);
    expect(() => targetIn({ "image-replication:target": "" })).toThrow(/is "", and a target is/u);
  });

  test("with an unknown name is a usage error that lists the known ones", () => {
    expect(() => targetIn({ "image-replication:target": "moon" })).toThrow(
      /is "moon", and a target is "simulated" or "huaweicloud"/u,
    );
  });
});

function planIn(folder: string, stack = "stack"): RoutePlan {
  return readRoutePlan(readFileSync(join(folder, "stacks", stack, "route-plan.json"), "utf8"), "route-plan.json");
}
