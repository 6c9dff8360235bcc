// Tokens in every prop: a value that only Terraform knows leaves the rules that read it undecided, neither broken nor ignored; a Lazy that
// resolves at synth is checked with its resolved value.
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, Fn, Lazy, TerraformStack } from "cdktf";
import fc from "fast-check";
import {
  Agency,
  CrossRegionImage,
  Encryption,
  HuaweicloudProvider,
  Key,
  ReplicatedImage,
  SourceImage,
  Vault,
} from "../../lib";
import { outcomeOf as outcomeOfProgram, type Outcome } from "./outcome";
import { lazy, UNKNOWNS, variable, type Make, type Type } from "./unknown-values";

/** The props of a program, by construct. Each is valid; a case replaces one of them. */
type Settings = Record<"provider" | "account" | "source" | "expect" | "key" | "vault" | "agency" | "replica", object>;

type Kind = "copy" | "across" | "whole" | "lookup";

const SOURCE = { imageId: "ims-1", name: "base", kind: "system-disk", sizeGib: 40, region: "cn-north-4" };

function settingsOf(kind: Kind): Settings {
  const source = {
    ...SOURCE,
    account: "acme",
    project: "cn-north-4",
    status: "active",
    visibility: "private",
    os: "linux",
    server: "ecs",
    frozen: false,
    ...(kind === "whole" && { kind: "full-ecs", backupIsReplica: false }),
    ...(kind === "copy" && { keyId: "k-1", encrypted: true, keyState: "enabled" }),
  };
  const key = { keyId: "k-2", region: "cn-north-4", state: "enabled", usable: true };
  const vault = { vaultId: "v-1", region: "cn-east-3", protection: "replication", resource: "server" };
  return {
    provider: { region: "cn-north-4", project: "cn-north-4", maxConcurrentCopies: 5 },
    account: { id: "acme", site: "china" },
    source: kind === "lookup" ? { name: "base", region: "cn-north-4" } : source,
    expect: { encrypted: true, keyId: "k-1", kind: "system-disk", sizeGib: 40, os: "linux", server: "ecs" },
    key,
    vault: { ...vault, status: "available", freeGib: 500 },
    agency: { agencyName: "ims_copy", regions: ["cn-east-3"], coversBackups: true },
    replica: {
      name: "web",
      description: "",
      tags: { tier: "web" },
      ...(kind === "across" || kind === "whole" ? { targetRegion: "cn-east-3" } : { fastCreate: true }),
      ...(kind === "copy" && { enterpriseProjectId: "0" }),
    },
  };
}

function declare(stack: TerraformStack, kind: Kind, settings: Settings): void {
  new HuaweicloudProvider(stack, "huaweicloud", { ...settings.provider, account: settings.account } as never);
  const source =
    kind === "lookup"
      ? SourceImage.fromLookup(stack, "source", { ...settings.source, expect: settings.expect })
      : SourceImage.fromAttributes(stack, "source", settings.source as never);
  const encryption = Encryption.kms(Key.fromAttributes(settings.key as never));
  if (kind === "copy" || kind === "lookup") {
    new ReplicatedImage(stack, "replica", { ...settings.replica, source, encryption } as never);
    return;
  }
  const agency = Agency.fromAttributes(settings.agency as never);
  const vault = kind === "whole" ? Vault.fromAttributes(settings.vault as never) : undefined;
  new CrossRegionImage(stack, "replica", { ...settings.replica, source, agency, vault } as never);
}

/** Synthesizes the program with other values in some of its props. */
function outcomeOf(kind: Kind, values: Readonly<Record<string, Make>>): Outcome {
  return outcomeOfProgram((stack) => {
    const settings = settingsOf(kind);
    for (const [prop, make] of Object.entries(values)) {
      const [of, name] = prop.split(".") as [keyof Settings, string];
      settings[of] = { ...settings[of], [name]: make(stack) };
      // A known region of the source takes precedence over the provider's, and the reverse.
      if (prop === "provider.region") settings.source = { ...settings.source, region: undefined, project: undefined };
      if (prop === "source.region") settings.replica = { region: "cn-north-4", ...settings.replica };
    }
    declare(stack, kind, settings);
  });
}

const many = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`k${String(index)}`, "v"]));

/** A prop, a value that breaks a rule, and that rule: with a token in its place the rule is undecided. */
const CASES: readonly (readonly [kind: Kind, prop: string, type: Type, bad: unknown, rule: string])[] = [
  ["copy", "provider.region", "text", "mars-1", "source/region-known"],
  ["across", "provider.region", "text", "cn-east-3", "across/other-region"],
  ["copy", "provider.project", "text", "cn-north-4_sub", "source/owned"],
  ["across", "provider.project", "text", "cn-north-4_sub", "across/lands-in-default-project"],
  ["across", "provider.maxConcurrentCopies", "number", 6, "stack/slots-within-limit"],
  ["across", "account.id", "text", "partner", "source/owned"],
  ["across", "account.site", "text", "europe", "across/same-site"],
  ["copy", "source.imageId", "text", undefined, ""],
  ["copy", "source.name", "text", undefined, ""],
  ["copy", "source.kind", "text", "full-ecs", "copy/not-full-ecs"],
  ["across", "source.kind", "text", "iso", "across/not-iso"],
  ["across", "source.sizeGib", "number", 129, "copy/size-within-limit"],
  ["copy", "source.region", "text", "cn-east-3", "source/in-region"],
  ["copy", "source.account", "text", "partner", "source/owned"],
  ["copy", "source.project", "text", "cn-north-4_sub", "source/owned"],
  ["copy", "source.keyId", "text", "k-2", "copy/other-key"],
  ["across", "source.encrypted", "flag", true, "across/not-encrypted"],
  ["copy", "source.keyState", "text", "disabled", "source-key/enabled"],
  ["copy", "source.status", "text", "killed", "source/active"],
  ["across", "source.visibility", "text", "public", "source/private"],
  ["copy", "source.memberStatus", "text", undefined, ""],
  ["copy", "source.os", "text", "windows", "source/windows"],
  ["copy", "source.server", "text", "bms", "copy/no-key-on-bms"],
  ["copy", "source.frozen", "flag", true, "source/not-frozen"],
  ["whole", "source.backupIsReplica", "flag", true, "across/not-copied-on"],
  ["copy", "key.keyId", "text", "k-1", "copy/other-key"],
  ["copy", "key.region", "text", "cn-east-3", "key/same-region"],
  ["copy", "key.state", "text", "disabled", "key/enabled"],
  ["copy", "key.usable", "flag", false, "key/usable"],
  ["whole", "vault.vaultId", "text", "", "vault/named"],
  ["whole", "vault.region", "text", "cn-south-1", "vault/in-target-region"],
  ["whole", "vault.protection", "text", "backup", "vault/for-replication"],
  ["whole", "vault.resource", "text", "disk", "vault/for-servers"],
  ["whole", "vault.status", "text", "locked", "vault/available"],
  ["whole", "vault.freeGib", "number", 1, "vault/capacity"],
  ["across", "agency.agencyName", "text", "", "agency/named"],
  ["across", "agency.regions", "list", ["cn-south-1"], "agency/granted"],
  ["whole", "agency.coversBackups", "flag", false, "agency/covers-backups"],
  ["copy", "replica.name", "text", " web", "name/outer-space"],
  ["copy", "replica.description", "text", "<b>", "description/characters"],
  ["copy", "replica.tags", "map", many, "tags/count"],
  ["copy", "replica.region", "text", "cn-east-3", "source/in-region"],
  ["across", "replica.targetRegion", "text", "cn-north-4", "across/other-region"],
  ["copy", "replica.minRam", "number", undefined, ""],
  ["copy", "replica.maxRam", "number", undefined, ""],
  ["copy", "replica.enterpriseProjectId", "text", undefined, ""],
  ["copy", "replica.fastCreate", "flag", undefined, ""],
  ["copy", "replica.acknowledge", "map", { "source/active": "because" }, "stack/acknowledged-guards-only"],
  ["lookup", "source.name", "text", undefined, ""],
  ["lookup", "source.imageId", "text", undefined, ""],
  ["lookup", "source.region", "text", "cn-east-3", "source/in-region"],
  ["lookup", "source.owner", "text", undefined, ""],
  ["lookup", "source.mostRecent", "flag", undefined, ""],
  ["lookup", "expect.encrypted", "flag", undefined, ""],
  ["lookup", "expect.keyId", "text", "k-2", "copy/other-key"],
  ["lookup", "expect.kind", "text", "iso", "copy/not-iso"],
  ["lookup", "expect.sizeGib", "number", 129, "copy/size-in-region"],
  ["lookup", "expect.os", "text", "windows", "source/windows"],
  ["lookup", "expect.server", "text", "bms", "copy/no-key-on-bms"],
];

test.each<Kind>(["copy", "across", "whole", "lookup"])("without a token, the %s program breaks no rule", (kind) => {
  const { findings, text } = outcomeOf(kind, {});
  expect([findings, text === ""]).toEqual([[], false]);
});

describe.each(CASES)("%s: %s", (kind, prop, type, bad, rule) => {
  test.each(Object.entries(UNKNOWNS[type]))("%s breaks nothing and leaves the rule undecided", (_, make) => {
    const { findings, deferred, text } = outcomeOf(kind, { [prop]: make });
    expect(findings).toEqual([]);
    if (rule !== "") expect(deferred).toContain(rule);
    expect(text).not.toMatch(/TfToken|\$\{|#\{/u);
  });

  if (rule === "") return;
  test("a value that breaks the rule is a finding, and so is a Lazy of it", () => {
    expect(outcomeOf(kind, { [prop]: () => bad }).findings).toContain(rule);
    const lazily = outcomeOf(kind, { [prop]: () => lazy(type, bad) });
    expect(lazily.findings).toContain(rule);
  });
});

test("tokens in any number of props at once break nothing", () => {
  const forms = fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 2, maxLength: 12, size: "max" });
  fc.assert(
    fc.property(fc.constantFrom<Kind>("copy", "across", "whole", "lookup"), forms, (kind, picks) => {
      const own = CASES.filter(
        ([of, prop]) => of === kind || (kind === "whole" && of === "across" && !prop.startsWith("source")),
      );
      const values: Record<string, Make> = {};
      for (const [at, form] of picks) {
        const [, prop, type] = own[at % own.length]!;
        const makes = Object.values(UNKNOWNS[type]);
        values[prop] = makes[form % makes.length]!;
      }
      const { findings, text } = outcomeOf(kind, values);
      expect(findings).toEqual([]);
      expect(text).not.toMatch(/TfToken|\$\{|#\{/u);
    }),
    { numRuns: 200, seed: 5 },
  );
});

test("a target that only Terraform knows is a usage error", () => {
  expect(() => outcomeOf("copy", { "provider.target": (stack) => variable(stack).stringValue })).toThrow(
    /^"target" of the provider "huaweicloud" is a token/u,
  );
});

test("an alias that only Terraform knows is a usage error, and a Lazy alias is accepted", () => {
  expect(() => outcomeOf("copy", { "provider.alias": (stack) => variable(stack).stringValue })).toThrow(
    /^"alias" of the provider "huaweicloud" is known only to Terraform/u,
  );
  expect(() =>
    outcomeOf("copy", { "provider.alias": () => Lazy.stringValue({ produce: () => "late" }) }),
  ).not.toThrow();
});

describe("a query of a recording", () => {
  const INVENTORY = join(__dirname, "quota.inventory.json");
  const image = (JSON.parse(readFileSync(INVENTORY, "utf8")) as { images: { id: string; name: string }[] }).images[0]!;

  test.each(["inventory", "name", "imageId", "region", "account"])(
    "with a %s that only Terraform knows is a usage error",
    (prop) => {
      const stack = new TerraformStack(new App({ outdir: tmpdir() }), "stack");
      for (const token of [variable(stack).stringValue, "${var.x}", Fn.join("", ["a", "${var.y}"])]) {
        const query = { inventory: INVENTORY, name: image.name, [prop]: token };
        expect(() => SourceImage.fromInventory(stack, "source", query)).toThrow(
          new RegExp(`^SourceImage\\.fromInventory\\("source"\\): "${prop}" is known only to Terraform`, "u"),
        );
      }
    },
  );

  test("with a Lazy value finds the image", () => {
    const stack = new TerraformStack(new App({ outdir: tmpdir() }), "stack");
    const name = Lazy.stringValue({ produce: () => image.name });
    expect(SourceImage.fromInventory(stack, "source", { inventory: INVENTORY, name }).imageId).toBe(image.id);
  });
});
