// Tokens in every prop of constructs that share, export, transfer, register and distribute images; tokens.slow.test.ts has the copies.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TerraformStack } from "cdktf";
import fc from "fast-check";
import {
  Agency,
  CrossSiteImage,
  Destination,
  Encryption,
  ExportedImage,
  HuaweicloudProvider,
  ImageDistribution,
  ImageShare,
  Key,
  Member,
  RegisteredImage,
  SharedImage,
  Site,
  SourceImage,
  Vault,
} from "../../lib";
import { writeInventory } from "../../lib/model";
import { image, world } from "../cloud/world";
import { outcomeOf as outcomeOfProgram, type Outcome } from "./outcome";
import { lazy, UNKNOWNS, variable, type Make, type Type } from "./unknown-values";

type Kind = "share" | "accept" | "export" | "register" | "quick" | "site" | "distribution";
type Props = Record<string, unknown>;
type Settings = Record<string, Props>;

const PLACE = { account: "acme", project: "cn-north-4", region: "cn-north-4" };
const AS_IT_IS = {
  status: "active",
  visibility: "private",
  os: "linux",
  server: "ecs",
  frozen: false,
  licence: "free",
};
const IMAGE = { imageId: "ims-1", name: "base", kind: "system-disk", sizeGib: 40, encrypted: false };
const FILE = { bucket: "home", objectKey: "a.qcow2", format: "qcow2", sizeGib: 4, minDiskGib: 40 };
const MAKING = { name: "web", description: "", tags: { tier: "web" } };

/** The props of all programs, by construct. Each is valid; a case replaces one of them. */
function allSettings(): Settings {
  return {
    provider: { region: "cn-north-4", project: "cn-north-4" },
    account: { id: "acme", site: Site.CHINA },
    source: { ...IMAGE, ...PLACE, ...AS_IT_IS },
    offered: { ...IMAGE, ...PLACE, ...AS_IT_IS, account: "partner", visibility: "shared", memberStatus: "pending" },
    member: { projectId: "p-1", account: "partner" },
    vault: { vaultId: "v-1", region: "cn-north-4", protection: "backup", resource: "server", freeGib: 500 },
    export: { bucket: "home", objectKey: "a/{imageId}.qcow2", format: "qcow2", fast: false },
    register: { ...MAKING, ...FILE, kind: "system-disk", os: "linux", osVersion: "Ubuntu 22.04", quick: false },
    quick: { ...MAKING, ...FILE, format: "zvhd2", kind: "system-disk", osVersion: "Ubuntu 22.04", quick: true },
    key: { keyId: "k-2", region: "cn-north-4", state: "enabled", usable: true },
    site: { ...MAKING, bucket: "home", targetBucket: "there", minDiskGib: 40, osVersion: "", retainObjects: false },
    distribution: { ...MAKING, bucket: "home", minDiskGib: 40, osVersion: "Ubuntu 22.04", retainObjects: false },
    agency: { agencyName: "ims_copy", regions: ["cn-east-3", "cn-south-1"], coversBackups: true },
    destination: { region: "cn-east-3", name: "web" },
    destinationKey: { keyId: "k-3", region: "cn-east-3", state: "enabled", usable: true },
  };
}

function declare(stack: TerraformStack, kind: Kind, all: Settings): void {
  const of = (name: string): never => all[name] as never;
  new HuaweicloudProvider(stack, "huaweicloud", { ...all.provider, account: of("account") } as never);
  const overseas = {
    region: "ap-southeast-3",
    alias: "overseas",
    account: { id: "overseas", site: Site.INTERNATIONAL },
  };
  const targetProvider = new HuaweicloudProvider(stack, "overseas", overseas);
  const source = SourceImage.fromAttributes(stack, "source", of("source"));
  const { projectId, ...member } = all.member ?? {};
  const members = [Member.project(projectId as string, member), Member.project("p-2")];
  const props: Record<Kind, () => unknown> = {
    share: () => new ImageShare(stack, "deed", { source, members }),
    accept: () => {
      const offered = SourceImage.fromAttributes(stack, "offered", of("offered"));
      const vault = all.offered?.kind === "full-ecs" ? Vault.fromAttributes(of("vault")) : undefined;
      return new SharedImage(stack, "deed", { source: offered, vault });
    },
    export: () => new ExportedImage(stack, "deed", { source, ...all.export } as never),
    register: () =>
      new RegisteredImage(stack, "deed", {
        ...all.register,
        encryption: Encryption.kms(Key.fromAttributes(of("key"))),
      } as never),
    quick: () => new RegisteredImage(stack, "deed", of("quick")),
    site: () => new CrossSiteImage(stack, "deed", { source, targetProvider, ...all.site } as never),
    distribution: () => {
      const { region, ...more } = all.destination ?? {};
      const encryption = Encryption.kms(Key.fromAttributes(of("destinationKey")));
      const destinations = [
        Destination.region(region as string, { ...more, encryption }),
        Destination.region("cn-south-1", { encryption: Encryption.none(), shareWith: members }),
      ];
      const agency = Agency.fromAttributes(of("agency"));
      return new ImageDistribution(stack, "deed", { source, agency, destinations, ...all.distribution } as never);
    },
  };
  props[kind]();
}

/** Synthesizes the program with other values in some of its props. */
function outcomeOf(kind: Kind, values: Readonly<Record<string, Make>>): Outcome {
  return outcomeOfProgram((stack) => {
    const all = allSettings();
    for (const [prop, make] of Object.entries(values)) {
      const [of, name] = prop.split(".") as [string, string];
      all[of] = { ...all[of], [name]: make(stack) };
    }
    declare(stack, kind, all);
  });
}

/** A prop, a value that breaks a rule, and that rule: with a token in its place the rule is undecided. */
const CASES: readonly (readonly [kind: Kind, prop: string, type: Type, bad: unknown, rule: string])[] = [
  ["share", "provider.region", "text", undefined, ""],
  ["share", "provider.project", "text", "cn-north-4_sub", "source/owned"],
  ["share", "account.id", "text", "partner", "source/owned"],
  ["share", "source.kind", "text", undefined, ""],
  ["share", "source.encrypted", "flag", true, "share/not-encrypted"],
  ["share", "source.status", "text", "killed", "source/active"],
  ["share", "source.name", "text", undefined, ""],
  ["share", "source.imageId", "text", undefined, ""],
  ["share", "source.region", "text", "mars-1", "source/region-known"],
  ["share", "member.projectId", "text", "cn-east-3", "share/member-in-region"],
  ["share", "member.account", "text", undefined, ""],
  ["accept", "provider.project", "text", undefined, ""],
  ["accept", "offered.visibility", "text", undefined, ""],
  ["accept", "offered.memberStatus", "text", undefined, ""],
  ["accept", "offered.kind", "text", undefined, ""],
  ["accept", "offered.region", "text", "mars-1", "source/region-known"],
  ["accept", "offered.account", "text", undefined, ""],
  ["export", "source.kind", "text", "full-ecs", "export/not-full-ecs"],
  ["export", "source.sizeGib", "number", 129, "export/size"],
  ["export", "source.licence", "text", "vendor", "export/licence"],
  ["export", "source.encrypted", "flag", true, "export/goes-plain"],
  ["export", "export.bucket", "text", "", "bucket/named"],
  ["export", "export.objectKey", "text", "", "object/named"],
  ["export", "export.format", "text", "raw", "export/format-known"],
  ["register", "register.name", "text", " web", "name/outer-space"],
  ["register", "register.description", "text", "<b>", "description/characters"],
  [
    "register",
    "register.tags",
    "map",
    Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`k${String(index)}`, "v"])),
    "tags/count",
  ],
  ["register", "register.bucket", "text", "", "bucket/named"],
  ["register", "register.objectKey", "text", "", "object/named"],
  ["register", "register.sizeGib", "number", 129, "register/size"],
  ["register", "register.format", "text", "iso", "register/format"],
  ["register", "register.minDiskGib", "number", 2000, "register/min-disk"],
  ["register", "register.os", "text", undefined, ""],
  ["register", "register.osVersion", "text", undefined, ""],
  ["register", "key.keyId", "text", undefined, ""],
  ["register", "key.region", "text", "cn-east-3", "key/same-region"],
  ["register", "key.state", "text", "disabled", "key/enabled"],
  ["register", "key.usable", "flag", false, "key/usable"],
  ["quick", "quick.osVersion", "text", "", "register/os-version"],
  ["quick", "quick.format", "text", "qcow2", "register/format"],
  ["quick", "quick.sizeGib", "number", 2000, "register/quick-size"],
  ["site", "source.os", "text", undefined, ""],
  ["site", "source.sizeGib", "number", undefined, ""],
  ["site", "source.licence", "text", "vendor", "export/licence"],
  ["site", "site.name", "text", " web", "name/outer-space"],
  ["site", "site.tags", "map", undefined, ""],
  ["site", "site.bucket", "text", "", "bucket/named"],
  ["site", "site.targetBucket", "text", "", "bucket/named"],
  ["site", "site.minDiskGib", "number", 2000, "register/min-disk"],
  ["site", "site.osVersion", "text", undefined, ""],
  ["distribution", "source.name", "text", undefined, ""],
  ["distribution", "source.imageId", "text", undefined, ""],
  ["distribution", "source.status", "text", "killed", "stack/route-exists"],
  ["distribution", "source.frozen", "flag", true, "stack/route-exists"],
  ["distribution", "source.licence", "text", undefined, ""],
  ["distribution", "source.os", "text", undefined, ""],
  ["distribution", "source.region", "text", undefined, ""],
  ["distribution", "distribution.description", "text", "<b>", "description/characters"],
  ["distribution", "distribution.tags", "map", undefined, ""],
  ["distribution", "distribution.bucket", "text", undefined, ""],
  ["distribution", "distribution.minDiskGib", "number", undefined, ""],
  ["distribution", "distribution.osVersion", "text", undefined, ""],
  ["distribution", "agency.agencyName", "text", undefined, ""],
  ["distribution", "agency.regions", "list", undefined, ""],
  ["distribution", "agency.coversBackups", "flag", undefined, ""],
  ["distribution", "destinationKey.keyId", "text", undefined, ""],
  ["distribution", "destinationKey.region", "text", "cn-south-1", "stack/route-exists"],
  ["distribution", "destinationKey.state", "text", "disabled", "stack/route-exists"],
  ["distribution", "destinationKey.usable", "flag", false, "stack/route-exists"],
];

const EXPRESSION = /TfToken|\$\{|#\{/u;

test.each<Kind>(["share", "accept", "export", "register", "quick", "site", "distribution"])(
  "without a token, the program %s breaks no rule",
  (kind) => {
    const { findings, text } = outcomeOf(kind, {});
    expect([findings, text === ""]).toEqual([[], false]);
  },
);

describe.each(CASES)("%s: %s", (kind, prop, type, bad, rule) => {
  test("a token breaks nothing and leaves the rule undecided", () => {
    const [form] = Object.values(UNKNOWNS[type]);
    const { findings, deferred, text } = outcomeOf(kind, { [prop]: form! });
    expect(findings).toEqual([]);
    if (rule !== "" && !rule.startsWith("stack/")) expect(deferred).toContain(rule);
    expect(text).not.toMatch(EXPRESSION);
  });

  if (rule === "") return;
  test("a value that breaks the rule is a finding, and so is a Lazy of it", () => {
    // A plain value outside ImageFileFormat breaks the rule on types, and a token that produces it breaks the rule on formats.
    const literally = bad === "iso" ? "prop/kind" : rule;
    expect(outcomeOf(kind, { [prop]: () => bad }).findings).toContain(literally);
    expect(outcomeOf(kind, { [prop]: () => lazy(type, bad) }).findings).toContain(rule);
  });
});

test("tokens in any number of props at once break nothing", () => {
  const kinds = fc.constantFrom<Kind>("share", "accept", "export", "register", "quick", "site", "distribution");
  const picks = fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 2, maxLength: 8, size: "max" });
  fc.assert(
    fc.property(kinds, picks, (kind, chosen) => {
      const own = CASES.filter(([of]) => of === kind);
      const values: Record<string, Make> = {};
      for (const [at, form] of chosen) {
        const [, prop, type] = own[at % own.length]!;
        const makes = Object.values(UNKNOWNS[type]);
        values[prop] = makes[form % makes.length]!;
      }
      const { findings, text } = outcomeOf(kind, values);
      expect(findings).toEqual([]);
      expect(text).not.toMatch(EXPRESSION);
    }),
    { numRuns: 100, seed: 7 },
  );
});

describe("props that decide which operations and resources exist have to be known", () => {
  const decides: readonly (readonly [Kind, string, Type])[] = [
    ["export", "export.fast", "flag"],
    ["register", "register.quick", "flag"],
    ["register", "register.kind", "text"],
    ["site", "source.kind", "text"],
    ["site", "site.retainObjects", "flag"],
    ["distribution", "distribution.name", "text"],
    ["distribution", "destination.name", "text"],
    ["distribution", "destination.region", "text"],
    ["distribution", "member.projectId", "text"],
    ["distribution", "member.account", "text"],
    ["distribution", "provider.region", "text"],
    ["distribution", "provider.project", "text"],
    ["distribution", "account.id", "text"],
  ];
  test.each(decides)("%s: %s", (kind, prop, type) => {
    for (const make of Object.values(UNKNOWNS[type])) {
      expect(() => outcomeOf(kind, { [prop]: make })).toThrow(/^[^\n]* is known only to Terraform, and [^\n]*$/u);
    }
    const [of, name] = prop.split(".") as [string, string];
    const value = allSettings()[of]![name];
    expect(outcomeOf(kind, { [prop]: () => lazy(type, value) }).findings).toEqual([]);
  });

  test.each(["kind", "sizeGib", "encrypted", "visibility"])(
    "a route that depends on the unknown %s of an image is undecided",
    (fact) => {
      const type = ({ sizeGib: "number", encrypted: "flag" } as const)[fact] ?? "text";
      const { findings } = outcomeOf("distribution", { [`source.${fact}`]: Object.values(UNKNOWNS[type])[0]! });
      expect(new Set(findings)).toEqual(new Set(["stack/route-decided"]));
    },
  );
});

test("a key with a token as id does not count as missing from a complete recording", () => {
  const folder = mkdtempSync(join(tmpdir(), "tokens-"));
  try {
    const file = join(folder, "inventory.json");
    const recorded = { ...world([image("base", { name: "base" })]), complete: true };
    writeFileSync(file, JSON.stringify(writeInventory(recorded)));
    const { findings, deferred } = outcomeOfProgram((stack) => {
      new HuaweicloudProvider(stack, "huaweicloud", {
        region: "cn-north-4",
        account: { id: "acme", site: Site.CHINA },
      });
      const source = SourceImage.fromInventory(stack, "source", { inventory: file, name: "base" });
      const token = variable(stack).stringValue;
      const encryption = Encryption.kms(Key.fromKeyId(token));
      const destinations = [Destination.region("cn-east-3", { encryption })];
      new ImageDistribution(stack, "all", { source, name: "web", agencyName: token, bucket: token, destinations });
      new ExportedImage(stack, "file", { source, bucket: token });
      new RegisteredImage(stack, "made", { name: "made", bucket: "home", objectKey: token, minDiskGib: 40 });
    });
    expect(findings).toEqual([]);
    expect(deferred).toEqual(expect.arrayContaining(["agency/exists", "bucket/exists", "key/exists", "object/exists"]));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
