// Ids that are undefined, null, empty, blank or not text, at every prop that takes an id: each is a finding of the construct that takes it,
// and never means "none". A token is left to Terraform, which refuses null and "".
import { App, Lazy, TerraformStack, TerraformVariable, Testing } from "cdktf";
import {
  Agency,
  checkApp,
  CrossRegionImage,
  DeploymentTarget,
  Destination,
  Encryption,
  ExportedImage,
  HuaweicloudProvider,
  ImageDistribution,
  ImageKind,
  ImageShare,
  Key,
  Member,
  RegisteredImage,
  ReplicatedImage,
  SharedImage,
  SourceImage,
  Vault,
  type SourceImageAttributes,
} from "../../lib";
import { isGiven } from "../../lib/rules/named";
import { ObjectTransfer } from "../../lib/constructs/object-transfer";

/** Values in place of an id. Programs that tsx runs are not type-checked. */
const BAD: readonly (readonly [string, unknown])[] = [
  ["undefined", undefined],
  ["null", null],
  ["an empty text", ""],
  ["a blank text", "  "],
  ["the text of undefined", String(undefined)],
  ["the text of null", "null"],
  ["the text of NaN", "NaN"],
  ["the text of an object", "[object Object]"],
  ["a zero-width space at the end", "ims-1\u200b"],
  ["a space at the start", " ims-1"],
  ["a line break at the end", "ims-1\n"],
  ["NaN", NaN],
  ["an object", {}],
];

/** A value that is not text is of the wrong type; it is not missing. */
const isOfWrongKind = (value: unknown): boolean =>
  typeof value === "number" || (typeof value === "object" && value !== null);

const REQUIRED = { name: "web", kind: ImageKind.SYSTEM_DISK, sizeGib: 40, imageId: "ims-1" };
const source = (stack: TerraformStack, more: Partial<SourceImageAttributes> = {}): SourceImage =>
  SourceImage.fromAttributes(stack, "source", { ...REQUIRED, ...more });
const copy = (stack: TerraformStack, more: object): ReplicatedImage =>
  new ReplicatedImage(stack, "Web", { source: source(stack), name: "copy", ...more });
const across = (stack: TerraformStack, more: object): CrossRegionImage =>
  new CrossRegionImage(stack, "Web", {
    source: source(stack),
    name: "copy",
    targetRegion: "cn-east-3",
    agencyName: "ims_copy",
    ...more,
  });
const distribution = (stack: TerraformStack, destination: Destination, more: object = {}): ImageDistribution =>
  new ImageDistribution(stack, "Web", {
    source: source(stack),
    name: "copy",
    agencyName: "ims_copy",
    destinations: [destination],
    ...more,
  });

interface Entry {
  readonly declare: (stack: TerraformStack, id: never) => unknown;
  readonly rule: string;
  /** The prop is optional: undefined omits it. */
  readonly optional?: true;
  /** Default: a text. */
  readonly takes?: "attributes" | "member" | "anything";
  /** A word of the finding: the prop. */
  readonly prop?: string;
}

const ENTRIES: Readonly<Record<string, Entry>> = {
  "Encryption.kms of an id": {
    declare: (stack, id) => copy(stack, { encryption: Encryption.kms(id) }),
    rule: "key/named",
    prop: '"encryption"',
  },
  "Key.fromKeyId": {
    declare: (stack, id) => copy(stack, { encryption: Encryption.kms(Key.fromKeyId(id)) }),
    rule: "key/named",
    prop: '"encryption"',
  },
  "Key.fromAttributes": {
    declare: (stack, keyId) => copy(stack, { encryption: Encryption.kms(Key.fromAttributes({ keyId })) }),
    rule: "key/named",
    prop: '"encryption"',
  },
  "Key.fromAttributes of nothing": {
    takes: "attributes",
    declare: (stack, none) => copy(stack, { encryption: Encryption.kms(Key.fromAttributes(none)) }),
    rule: "key/named",
    prop: '"encryption"',
  },
  "the key of a registered file": {
    declare: (stack, id) =>
      new RegisteredImage(stack, "Web", {
        name: "web",
        bucket: "images",
        objectKey: "web.qcow2",
        sizeGib: 40,
        minDiskGib: 40,
        encryption: Encryption.kms(id),
      }),
    rule: "key/named",
    prop: '"encryption"',
  },
  "the key of a destination": {
    declare: (stack, id) => distribution(stack, Destination.region("cn-north-4", { encryption: Encryption.kms(id) })),
    rule: "key/named",
    prop: '"encryption"',
  },
  "the key of a destination in another region": {
    declare: (stack, id) => distribution(stack, Destination.region("cn-east-3", { encryption: Encryption.kms(id) })),
    rule: "key/named",
    prop: '"encryption"',
  },
  "Vault.fromVaultId": {
    declare: (stack, id) => across(stack, { vault: Vault.fromVaultId(id) }),
    rule: "vault/named",
    prop: '"vault"',
  },
  "Vault.fromAttributes": {
    declare: (stack, vaultId) => across(stack, { vault: Vault.fromAttributes({ vaultId }) }),
    rule: "vault/named",
    prop: '"vault"',
  },
  vaultId: { declare: (stack, vaultId) => across(stack, { vaultId }), rule: "vault/named", optional: true },
  "the vault of a receiver": {
    declare: (stack, id) => new SharedImage(stack, "Web", { source: source(stack), vault: Vault.fromVaultId(id) }),
    rule: "accept/vault-named",
    prop: '"vault"',
  },
  "the vault of a destination": {
    declare: (stack, id) => distribution(stack, Destination.region("cn-east-3", { vault: Vault.fromVaultId(id) })),
    rule: "vault/named",
    prop: '"vault"',
  },
  "Agency.fromAgencyName": {
    declare: (stack, id) => across(stack, { agency: Agency.fromAgencyName(id) }),
    rule: "agency/named",
    prop: "agency",
  },
  agencyName: { declare: (stack, agencyName) => across(stack, { agencyName }), rule: "agency/named" },
  "the agency of a distribution": {
    declare: (stack, id) => distribution(stack, Destination.region("cn-east-3"), { agency: Agency.fromAgencyName(id) }),
    rule: "agency/named",
  },
  "Member.project": {
    declare: (stack, id) => new ImageShare(stack, "Web", { source: source(stack), members: [Member.project(id)] }),
    rule: "member/named",
    prop: '"members"',
  },
  "a member's account": {
    declare: (stack, account) =>
      new ImageShare(stack, "Web", { source: source(stack), members: [Member.project("p", { account })] }),
    rule: "member/named",
    optional: true,
  },
  "a member": {
    takes: "member",
    declare: (stack, member) => new ImageShare(stack, "Web", { source: source(stack), members: [member] }),
    rule: "member/named",
  },
  "the member of a destination": {
    takes: "member",
    declare: (stack, member) => distribution(stack, Destination.member(member, "cn-north-4")),
    rule: "member/named",
  },
  "the project of a destination's member": {
    declare: (stack, id) => distribution(stack, Destination.member(Member.project(id), "cn-north-4")),
    rule: "member/named",
  },
  "a member that a destination is shared with": {
    declare: (stack, id) => distribution(stack, Destination.region("cn-north-4", { shareWith: [Member.project(id)] })),
    rule: "member/named",
  },
  "the region of a destination": {
    declare: (stack, region) => distribution(stack, Destination.region(region)),
    rule: "across/region-known",
  },
  "the bucket of a destination": {
    declare: (stack, bucket) => distribution(stack, Destination.region("cn-east-3", { bucket })),
    rule: "bucket/named",
    optional: true,
  },
  targetRegion: { declare: (stack, targetRegion) => across(stack, { targetRegion }), rule: "across/region-known" },
  "the bucket of a distribution that needs none": {
    declare: (stack, bucket) => distribution(stack, Destination.region("cn-east-3"), { bucket }),
    rule: "bucket/named",
    optional: true,
  },
  "the name of a member's project": {
    declare: (stack, projectName) =>
      distribution(stack, Destination.region("cn-north-4", { shareWith: [Member.project("p", { projectName })] })),
    rule: "member/named",
    optional: true,
  },
  imageId: {
    declare: (stack, imageId) =>
      new ReplicatedImage(stack, "Web", { source: source(stack, { imageId }), name: "copy" }),
    rule: "source/named",
    prop: '"imageId"',
  },
  "the key of a source": {
    declare: (stack, keyId) =>
      new ReplicatedImage(stack, "Web", {
        source: source(stack, { keyId }),
        name: "copy",
        encryption: Encryption.none(),
      }),
    rule: "source-key/named",
    optional: true,
    prop: '"keyId"',
  },
  "the region of a source": {
    declare: (stack, region) => new ReplicatedImage(stack, "Web", { source: source(stack, { region }), name: "copy" }),
    rule: "source/region-known",
    optional: true,
  },
  "the account of a source": {
    declare: (stack, account) =>
      new ReplicatedImage(stack, "Web", { source: source(stack, { account }), name: "copy" }),
    rule: "source/owned",
    optional: true,
  },
  "the project of a source": {
    declare: (stack, project) =>
      new ReplicatedImage(stack, "Web", { source: source(stack, { project }), name: "copy" }),
    rule: "source/owned",
    optional: true,
  },
  "the id of a lookup": {
    declare: (stack, imageId) =>
      new ReplicatedImage(stack, "Web", {
        source: SourceImage.fromLookup(stack, "source", { imageId, name: "web", expect: { encrypted: false } }),
        name: "copy",
      }),
    rule: "source/named",
    optional: true,
  },
  "the name of a lookup": {
    declare: (stack, name) =>
      new ReplicatedImage(stack, "Web", {
        source: SourceImage.fromLookup(stack, "source", { imageId: "ims-1", name, expect: { encrypted: false } }),
        name: "copy",
      }),
    rule: "source/named",
    optional: true,
  },
  "the owner of a lookup": {
    declare: (stack, owner) =>
      new ReplicatedImage(stack, "Web", {
        source: SourceImage.fromLookup(stack, "source", { imageId: "ims-1", owner, expect: { encrypted: false } }),
        name: "copy",
      }),
    rule: "source/named",
    optional: true,
  },
  "the expected key of a lookup": {
    declare: (stack, keyId) =>
      new ReplicatedImage(stack, "Web", {
        source: SourceImage.fromLookup(stack, "source", { imageId: "ims-1", expect: { keyId, encrypted: true } }),
        name: "copy",
        encryption: Encryption.none(),
      }),
    rule: "source-key/named",
    optional: true,
  },
  enterpriseProjectId: {
    declare: (stack, enterpriseProjectId) => copy(stack, { enterpriseProjectId }),
    rule: "enterprise-project/named",
    optional: true,
    prop: '"enterpriseProjectId"',
  },
  "the region of a replica": {
    declare: (stack, region) => copy(stack, { region }),
    rule: "source/region-known",
    optional: true,
  },
  "the bucket of an export": {
    declare: (stack, bucket) => new ExportedImage(stack, "Web", { source: source(stack), bucket }),
    rule: "bucket/named",
  },
  "the key of an exported object": {
    declare: (stack, objectKey) =>
      new ExportedImage(stack, "Web", { source: source(stack), bucket: "images", objectKey }),
    rule: "object/named",
    optional: true,
  },
  "the bucket that a transfer writes to": {
    takes: "anything",
    declare: (stack, targetBucket) =>
      new ObjectTransfer(stack, "Web", {
        source: new ExportedImage(stack, "Export", { source: source(stack), bucket: "images" }),
        targetRegion: "cn-east-3",
        targetBucket,
      }),
    rule: "target/named",
  },
  "the bucket of a file": {
    declare: (stack, bucket) =>
      new RegisteredImage(stack, "Web", { name: "web", bucket, objectKey: "k", sizeGib: 40, minDiskGib: 40 }),
    rule: "bucket/named",
  },
};

/** The provider's own props. */
const OF_PROVIDER: Readonly<Record<string, Omit<Entry, "declare"> & { readonly props: (id: never) => object }>> = {
  "the account of a provider": { props: (id) => ({ account: { id } }), rule: "account/named", prop: '"account.id"' },
  "the project of a provider": {
    props: (project) => ({ project }),
    rule: "project/named",
    optional: true,
    prop: '"project"',
  },
};

interface Outcome {
  /** Ids of the errors. */
  readonly rules: readonly string[];
  /** The message of synth, or of the error that the program throws. */
  readonly text: string;
}

function outcomeOf(declare: (stack: TerraformStack) => unknown, providerProps: object = {}): Outcome {
  const app = new App({ outdir: `/tmp/named-ids-${String(process.pid)}`, stackTraces: false });
  const stack = new TerraformStack(app, "stack");
  new HuaweicloudProvider(stack, "huaweicloud", { region: "cn-north-4", ...providerProps });
  try {
    declare(stack);
  } catch (error) {
    return { rules: [], text: String(error) };
  }
  const errors = checkApp(app).filter(({ severity }) => severity === "error");
  try {
    app.synth();
    return { rules: errors.map(({ rule }) => rule), text: "" };
  } catch (error) {
    return { rules: errors.map(({ rule }) => rule), text: String(error) };
  }
}

const rows = Object.entries(ENTRIES).flatMap(([name, entry]) =>
  BAD.filter(([, value]) => entry.optional !== true || value !== undefined).map(
    ([what, value]) => [name, what, entry, value] as const,
  ),
);

describe("an id without a value is an error of the construct that takes it", () => {
  test.each(rows)("%s: %s", (_name, _what, { declare, rule: named, prop: told = "", takes }, value) => {
    const isWrong =
      takes === "member" ? value !== undefined && value !== null : takes === undefined && isOfWrongKind(value);
    const rule = isWrong ? "prop/kind" : named;
    const prop = isWrong ? told.replaceAll('"', "") : told;
    const { rules, text } = outcomeOf((stack) => declare(stack, value as never));
    // A missing prop can be reported before any rule is evaluated.
    if (rules.length === 0) expect(text).toMatch(/"stack\/Web" has no "\w+", which it needs|"stack\/source" has no/u);
    else expect(rules).toContain(rule);
    if (isWrong) expect(text).toMatch(/\[stack\/(?:Web|source)\b/u);
    else expect(text).toContain(rules.length === 0 ? "has no" : `[stack/Web`);
    if (rules.length > 0) expect(text).toContain(prop);
  });

  const ofProvider = Object.entries(OF_PROVIDER).flatMap(([name, entry]) =>
    BAD.filter(([, value]) => entry.optional !== true || value !== undefined).map(
      ([what, value]) => [name, what, entry, value] as const,
    ),
  );
  test.each(ofProvider)("%s: %s", (_name, _what, { props, rule, prop = "" }, value) => {
    const { rules, text } = outcomeOf((stack) => copy(stack, {}), props(value as never));
    expect(rules).toContain(isOfWrongKind(value) ? "prop/kind" : rule);
    expect(text).toContain(isOfWrongKind(value) ? prop.replaceAll('"', "") : prop);
  });
});

/** What a token becomes at synth, without Terraform. */
const PRODUCED: readonly (readonly [string, unknown])[] = [
  ["undefined", undefined],
  ["null", null],
  ["the number 5", 5],
];

describe("a token that becomes no id at synth is an error of the construct that takes it", () => {
  const entries = Object.entries(ENTRIES).filter(([, { takes }]) => takes === undefined);
  const tokens = entries.flatMap(([name, entry]) =>
    PRODUCED.map(([what, value]) => [name, what, entry, value] as const),
  );
  test.each(tokens)("%s: %s", (_name, what, { declare }, value) => {
    const token = Lazy.stringValue({ produce: () => value as string });
    const { rules, text } = outcomeOf((stack) => declare(stack, token as never));
    expect(rules).toContain("prop/kind");
    expect(text).toMatch(/\[stack\/(?:Web|source)\b/u);
    expect(text).toContain(`a token that becomes ${what}`);
  });

  test.each(PRODUCED)("the account and the project of a provider: %s", (_what, value) => {
    const token = Lazy.stringValue({ produce: () => value as string });
    for (const props of [
      { account: { id: token } },
      { project: token },
      { projectId: token },
      { projectName: token },
    ]) {
      expect(outcomeOf((stack) => copy(stack, {}), props).rules).toContain("prop/kind");
    }
  });
});

test("a destination of another account without a provider is not one's own destination", () => {
  const { rules, text } = outcomeOf((stack) =>
    distribution(stack, Destination.account(undefined as never, "cn-east-3")),
  );
  expect(rules).toEqual(["account/named"]);
  expect(text).toContain("[stack/Web");
});

/** Props that take a token, and the rule that refuses null and "" when Terraform plans. */
const TOKENS: Readonly<Record<string, (stack: TerraformStack, token: string) => { readonly resource: unknown }>> = {
  "key/named": (stack, token) => copy(stack, { encryption: Encryption.kms(token) }),
  "agency/named": (stack, token) => across(stack, { agencyName: token }),
  "vault/named": (stack, token) => across(stack, { vaultId: token }),
  "enterprise-project/named": (stack, token) => copy(stack, { enterpriseProjectId: token }),
  "source/named": (stack, token) =>
    new ReplicatedImage(stack, "Web", { source: source(stack, { imageId: token }), name: "copy" }),
  "source-key/named": (stack, token) =>
    new ReplicatedImage(stack, "Web", {
      source: source(stack, { keyId: token }),
      name: "copy",
      encryption: Encryption.none(),
    }),
  "accept/vault-named": (stack, token) =>
    new SharedImage(stack, "Web", { source: source(stack), vault: Vault.fromVaultId(token) }),
  "member/named": (stack, token) =>
    new ImageShare(stack, "Web", { source: source(stack), members: [Member.project(token), Member.project("p")] }),
  "bucket/named": (stack, token) => new ExportedImage(stack, "Web", { source: source(stack), bucket: token }),
  "target/named": (stack, token) =>
    new ObjectTransfer(stack, "Web", {
      source: new ExportedImage(stack, "Export", { source: source(stack), bucket: "images" }),
      targetRegion: "cn-east-3",
      targetBucket: token,
    }),
};

const provided = (stack: TerraformStack, props: object): { readonly resource: unknown } => {
  const provider = new HuaweicloudProvider(stack, "own", { region: "cn-north-4", alias: "own", ...props });
  return copy(stack, { provider });
};

const sought = (stack: TerraformStack, query: object): { readonly resource: unknown } =>
  new ReplicatedImage(stack, "Web", {
    source: SourceImage.fromLookup(stack, "source", { imageId: "ims-1", expect: { encrypted: false }, ...query }),
    name: "copy",
  });

/** Further ids of a rule, beside its fact: each token has its own condition. */
const BESIDES: readonly (readonly [string, string, (typeof TOKENS)[string]])[] = [
  ["account/named", "an account", (stack, id) => provided(stack, { account: { id } })],
  ["project/named", "a project", (stack, project) => provided(stack, { project })],
  ["project/named", "the id of a project", (stack, projectId) => provided(stack, { project: "p", projectId })],
  ["project/named", "the name of a project", (stack, projectName) => provided(stack, { projectId: "p", projectName })],
  ["source/named", "the owner of a lookup", (stack, owner) => sought(stack, { owner })],
  ["source/named", "the name and the owner of a lookup", (stack, id) => sought(stack, { name: id, owner: id })],
];

interface Emitted {
  readonly resource: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          {
            readonly lifecycle?: {
              readonly precondition?: readonly { readonly condition: string; readonly error_message: string }[];
            };
          }
        >
      >
    >
  >;
}

test.each(BESIDES)("%s: a token for %s is a precondition", (rule, _what, declare) => {
  const stack = new TerraformStack(new App({ stackTraces: false }), "stack");
  new HuaweicloudProvider(stack, "huaweicloud", { region: "cn-north-4" });
  declare(stack, new TerraformVariable(stack, "id", { default: "" }).stringValue);
  const { resource } = JSON.parse(Testing.synth(stack)) as Emitted;
  const conditions = Object.values(resource)
    .flatMap((byName) => Object.values(byName))
    .flatMap(({ lifecycle }) => lifecycle?.precondition ?? [])
    .filter(({ error_message }) => error_message.includes(`[${rule}]`));
  expect(conditions.map(({ condition }) => condition)).toEqual([`\${${isGiven("var.id")}}`]);
});

test("a second id that becomes empty at synth is an error, too", () => {
  const nothing = Lazy.stringValue({ produce: () => "" });
  const project = outcomeOf((stack) => copy(stack, {}), { project: "p", projectId: nothing });
  expect(project.rules).toEqual(["project/named"]);
  expect(outcomeOf((stack) => sought(stack, { owner: nothing })).rules).toEqual(["source/named"]);
});

describe.each([DeploymentTarget.SIMULATED, DeploymentTarget.HUAWEICLOUD])("a token, for %s", (target) => {
  test.each(Object.entries(TOKENS))("%s is a precondition", (rule, declare) => {
    const stack = new TerraformStack(new App({ stackTraces: false }), "stack");
    new HuaweicloudProvider(stack, "huaweicloud", { region: "cn-north-4", target });
    declare(stack, new TerraformVariable(stack, "id", { default: "" }).stringValue);
    const { resource } = JSON.parse(Testing.synth(stack)) as Emitted;
    const conditions = Object.values(resource)
      .flatMap((byName) => Object.values(byName))
      .flatMap(({ lifecycle }) => lifecycle?.precondition ?? [])
      .filter(({ error_message }) => error_message.includes(`[${rule}]`));
    const asked =
      rule === "member/named"
        ? `try(alltrue([for part in split("/", id) : ${isGiven("part")}]), false)`
        : isGiven("var.id");
    expect(conditions).not.toEqual([]);
    for (const { condition } of conditions) expect(condition).toContain(asked);
  });
});
