// Programs without a type check, as JavaScript programs and those that tsx runs: each invalid prop is a finding of its construct, and all
// such findings of a program appear at once.
import { App, Lazy, TerraformStack, TerraformVariable, Testing, Token } from "cdktf";
import {
  Agency,
  checkApp,
  CrossRegionImage,
  CrossSiteImage,
  Destination,
  Encryption,
  ExportedImage,
  HuaweicloudProvider,
  ImageDistribution,
  ImageKind,
  ImageShare,
  ImageVisibility,
  Key,
  Member,
  MemberStatus,
  RegisteredImage,
  ReplicatedImage,
  SharedImage,
  SourceImage,
  Vault,
} from "../../lib";
import { simulate, synthesize } from "../../lib/testing";

interface World {
  readonly app: App;
  readonly stack: TerraformStack;
  readonly provider: HuaweicloudProvider;
  readonly other: HuaweicloudProvider;
  readonly image: SourceImage;
}

type Props = Readonly<Record<string, unknown>>;
type Untyped = new (scope: TerraformStack, id: string, props: unknown) => unknown;

const FACTS = { imageId: "ims-1", name: "base", kind: ImageKind.SYSTEM_DISK, sizeGib: 12 };

function world(): World {
  const app = new App({ stackTraces: false });
  const stack = new TerraformStack(app, "stack");
  const provider = new HuaweicloudProvider(stack, "home", { region: "cn-north-4" });
  const other = new HuaweicloudProvider(stack, "other", {
    region: "ap-southeast-1",
    alias: "other",
    account: { id: "overseas" },
  });
  const image = SourceImage.fromAttributes(stack, "base", FACTS);
  return { app, stack, provider, other, image };
}

/** Valid props of each construct, and how it is created from props that no compiler has checked. */
const MAKERS: Readonly<Record<string, (world: World, props: Props) => void>> = {
  HuaweicloudProvider: ({ stack }, props) => {
    make(HuaweicloudProvider, stack, { region: "cn-east-3", alias: "it", ...props });
  },
  fromAttributes: ({ stack }, props) => {
    SourceImage.fromAttributes(stack, "it", { ...FACTS, ...props });
  },
  fromLookup: ({ stack }, props) => {
    SourceImage.fromLookup(stack, "it", { name: "base", ...props });
  },
  fromInventory: ({ stack }, props) => {
    SourceImage.fromInventory(stack, "it", { name: "base", ...props } as never);
  },
  ReplicatedImage: ({ stack, image }, props) => {
    make(ReplicatedImage, stack, { source: image, name: "web", ...props });
  },
  CrossRegionImage: ({ stack, image }, props) => {
    make(CrossRegionImage, stack, {
      source: image,
      name: "web",
      targetRegion: "cn-east-3",
      agencyName: "ims_copy",
      ...props,
    });
  },
  CrossSiteImage: ({ stack, image, other }, props) => {
    const buckets = { bucket: "here", targetBucket: "there" };
    make(CrossSiteImage, stack, {
      source: image,
      name: "web",
      targetProvider: other,
      ...buckets,
      minDiskGib: 40,
      ...props,
    });
  },
  ExportedImage: ({ stack, image }, props) => {
    make(ExportedImage, stack, { source: image, bucket: "images", ...props });
  },
  RegisteredImage: ({ stack }, props) => {
    const file = { bucket: "images", objectKey: "web.qcow2", sizeGib: 12 };
    make(RegisteredImage, stack, { name: "web", minDiskGib: 40, ...file, ...props });
  },
  ImageShare: ({ stack, image }, props) => {
    make(ImageShare, stack, { source: image, members: [Member.project("p-1")], ...props });
  },
  SharedImage: ({ stack }, props) => {
    const offer = { account: "partner", visibility: ImageVisibility.SHARED, memberStatus: MemberStatus.PENDING };
    const source = SourceImage.fromAttributes(stack, "offered", { ...FACTS, ...offer });
    make(SharedImage, stack, { source, ...props });
  },
  ImageDistribution: ({ stack, image }, props) => {
    const destinations = [Destination.region("cn-north-4")];
    make(ImageDistribution, stack, { source: image, name: "web", destinations, ...props });
  },
};

function make(construct: unknown, stack: TerraformStack, props: Props): void {
  new (construct as Untyped)(stack, "it", props);
}

/** Findings on props, as `construct rule: text`. */
function told(maker: string, props: (world: World) => Props): readonly string[] {
  const made = world();
  MAKERS[maker]?.(made, props(made));
  // Nothing is written while there is a finding, and the output of Testing.synth is still valid.
  Testing.synth(made.stack);
  const errors = checkApp(made.app).filter(({ severity }) => severity === "error");
  return errors.map(({ construct, rule, text }) => `${construct} ${rule}: ${text}`);
}

class Anything {
  public readonly anything = 1;
}

const of = (props: Props) => (): Props => props;

/** Construct, the fault, the rule, and words of the message. */
const WRONG: readonly (readonly [string, string, (world: World) => Props, string, string])[] = [
  ["HuaweicloudProvider", "no region", of({ region: undefined }), "prop/given", '"region"'],
  ["HuaweicloudProvider", "a region that is null", of({ region: null }), "prop/given", '"region"'],
  [
    "HuaweicloudProvider",
    "half a slot",
    of({ maxConcurrentCopies: 2.5 }),
    "prop/whole",
    '"maxConcurrentCopies" of 2.5',
  ],
  ["HuaweicloudProvider", "no slot", of({ maxConcurrentCopies: 0 }), "prop/positive", '"maxConcurrentCopies" of 0'],
  [
    "HuaweicloudProvider",
    "slots as text",
    of({ maxConcurrentCopies: "3" }),
    "prop/kind",
    'the text "3" as "maxConcurrentCopies"',
  ],
  ["HuaweicloudProvider", "an unknown target", of({ target: "huawei" }), "prop/kind", '"huaweicloud"'],
  ["HuaweicloudProvider", "fidelity as text", of({ vendorFidelity: "true" }), "prop/kind", '"vendorFidelity"'],
  ["HuaweicloudProvider", "an account as text", of({ account: "acme" }), "prop/kind", '"account"'],
  ["HuaweicloudProvider", "an account without id", of({ account: {} }), "prop/given", '"account.id"'],
  ["HuaweicloudProvider", "an account of undefined", of({ account: { id: undefined } }), "prop/given", '"account.id"'],
  ["HuaweicloudProvider", "an account of null", of({ account: { id: null } }), "prop/given", '"account.id"'],
  ["HuaweicloudProvider", "an unknown site", of({ account: { id: "a", site: "mars" } }), "prop/kind", '"account.site"'],
  ["HuaweicloudProvider", "an alias that is a number", of({ alias: 5 }), "prop/kind", 'the number 5 as "alias"'],
  ["HuaweicloudProvider", "snake case", of({ vendor_fidelity: true }), "prop/known", '"vendorFidelity"'],
  ["fromAttributes", "a name that is a number", of({ name: 2026.01 }), "prop/kind", "the number 2026.01"],
  ["fromAttributes", "a size as text", of({ sizeGib: "12" }), "prop/kind", 'the text "12" as "sizeGib"'],
  ["fromAttributes", "a negative size", of({ sizeGib: -1 }), "prop/positive", '"sizeGib" of -1'],
  ["fromAttributes", "no size", of({ sizeGib: 0 }), "prop/positive", '"sizeGib" of 0'],
  ["fromAttributes", "a size that is not a number", of({ sizeGib: NaN }), "prop/kind", "NaN"],
  ["fromAttributes", "an endless size", of({ sizeGib: Infinity }), "prop/kind", "Infinity"],
  ["fromAttributes", "a size that is a bigint", of({ sizeGib: 12n }), "prop/kind", '"sizeGib"'],
  ["fromAttributes", "a missing size", of({ sizeGib: undefined }), "prop/given", '"sizeGib"'],
  ["fromAttributes", "encrypted as text", of({ encrypted: "false" }), "prop/kind", '"encrypted"'],
  [
    "fromAttributes",
    "a key of an unencrypted image",
    of({ encrypted: false, keyId: "k" }),
    "prop/consistent",
    '"keyId"',
  ],
  ["fromAttributes", "a kind in capitals", of({ kind: "ISO" }), "prop/kind", 'did you mean "iso"?'],
  ["fromAttributes", "no kind", of({ kind: undefined }), "prop/given", '"kind"'],
  ["fromAttributes", "a prop in snake case", of({ key_id: "k" }), "prop/known", 'did you mean "keyId"?'],
  ["fromAttributes", "a prop in capitals", of({ KeyId: "k" }), "prop/known", 'did you mean "keyId"?'],
  ["fromAttributes", "letters swapped", of({ encrpyted: true }), "prop/known", 'did you mean "encrypted"?'],
  ["fromAttributes", "tags as a list", of({ tags: ["a"] }), "prop/kind", '"tags"'],
  ["fromAttributes", "an unknown status", of({ status: "Normal" }), "prop/kind", '"status"'],
  ["fromLookup", "an expected size of zero", of({ expect: { sizeGib: 0 } }), "prop/positive", '"expect.sizeGib"'],
  ["fromLookup", "an expected size as text", of({ expect: { sizeGib: "9" } }), "prop/kind", '"expect.sizeGib"'],
  ["fromLookup", "a misspelled expectation", of({ expect: { encypted: true } }), "prop/known", '"expect.encypted"'],
  ["fromLookup", "a contradiction", of({ expect: { encrypted: false, keyId: "k" } }), "prop/consistent", '"keyId"'],
  ["fromLookup", "a prop in snake case", of({ most_recent: true }), "prop/known", '"mostRecent"'],
  ["fromLookup", "a name that is a list", of({ name: ["base"] }), "prop/kind", '"name"'],
  [
    "fromAttributes",
    "a key's state of what is plain",
    of({ encrypted: false, keyState: "enabled" }),
    "prop/consistent",
    '"keyState"',
  ],
  ["fromAttributes", "a key's state without a key", of({ keyState: "enabled" }), "prop/consistent", '"keyState"'],
  [
    "ReplicatedImage",
    "more memory than the most",
    of({ minRam: 4096, maxRam: 2048 }),
    "prop/consistent",
    '"maxRam" of 2048',
  ],
  [
    "ReplicatedImage",
    "a region to copy to",
    of({ targetRegion: "cn-east-3" }),
    "prop/known",
    '"targetRegion", which is a prop of CrossRegionImage',
  ],
  [
    "ReplicatedImage",
    "a vault",
    () => ({ vault: Vault.fromVaultId("v") }),
    "prop/known",
    '"vault", which is a prop of',
  ],
  [
    "ReplicatedImage",
    "an agency in snake case",
    of({ agency_name: "a" }),
    "prop/known",
    '"agency_name", which is a prop of',
  ],
  ["ReplicatedImage", "for_each", of({ for_each: ["a"] }), "prop/known", "an argument of Terraform resources"],
  [
    "ReplicatedImage",
    "timeouts",
    of({ timeouts: { create: "3h" } }),
    "prop/known",
    "an argument of Terraform resources",
  ],
  [
    "CrossRegionImage",
    "an enterprise project",
    of({ enterpriseProjectId: "0" }),
    "prop/known",
    "a prop of ReplicatedImage",
  ],
  ["CrossRegionImage", "fast creation", of({ fastCreate: true }), "prop/known", "a prop of ReplicatedImage"],
  [
    "ImageShare",
    "one member twice",
    () => ({ members: [Member.project("p-1"), Member.project("p-1")] }),
    "prop/consistent",
    '"p-1" twice',
  ],
  [
    "ImageDistribution",
    "a vault of the whole",
    () => ({ vault: Vault.fromVaultId("v") }),
    "prop/known",
    '"vault", which is a prop of',
  ],
  ["ImageDistribution", "members of the whole", of({ shareWith: [] }), "prop/known", "a prop of Destination.region"],
  [
    "ImageDistribution",
    "tags of a destination",
    () => ({ destinations: [Destination.region("cn-north-4", { tags: { a: "b" } } as never)] }),
    "prop/known",
    '"destinations[0].tags", which is a prop of',
  ],
  [
    "ImageDistribution",
    "one receiver twice",
    () => ({
      destinations: [Destination.region("cn-north-4", { shareWith: [Member.project("p"), Member.project("p")] })],
    }),
    "prop/consistent",
    '"p" twice',
  ],
  ["fromInventory", "no inventory", of({}), "prop/given", '"inventory"'],
  ["fromInventory", "an inventory without a path", of({ inventory: "" }), "prop/kind", "the path of a file"],
  ["ImageDistribution", "a pin without a path", of({ pin: "" }), "prop/kind", '"pin", which takes the path of a file'],
  ["fromInventory", "an inventory that is an object", of({ inventory: {} }), "prop/kind", '"inventory"'],
  ["ReplicatedImage", "no source", of({ source: undefined }), "prop/given", '"source"'],
  ["ReplicatedImage", "an id as source", of({ source: "ims-1" }), "prop/kind", "SourceImage"],
  ["ReplicatedImage", "a vault as source", () => ({ source: Vault.fromVaultId("v") }), "prop/kind", "Vault"],
  [
    "ReplicatedImage",
    "wrong facts",
    of({ source: { imageId: "i", facts: { kind: "ISO", encrypted: false } } }),
    "prop/kind",
    "facts.kind",
  ],
  ["ReplicatedImage", "a misspelled encryption", of({ encrypton: "k" }), "prop/known", 'did you mean "encryption"?'],
  ["ReplicatedImage", "a key of AWS", of({ kmsKeyId: "k" }), "prop/known", 'did you mean "encryption"?'],
  ["ReplicatedImage", "a key in snake case", of({ key_id: "k" }), "prop/known", 'did you mean "encryption"?'],
  ["ReplicatedImage", "a prop of a source", of({ encrypted: true }), "prop/known", 'did you mean "encryption"?'],
  [
    "ImageDistribution",
    "a key beside the destinations",
    of({ kmsKeyId: "k" }),
    "prop/known",
    'did you mean "destinations[].encryption"?',
  ],
  ["CrossRegionImage", "a key's URN", of({ cmkKeyUrn: "k" }), "prop/known", 'did you mean "encryption"?'],
  ["fromAttributes", "a key of AWS", of({ kmsKeyId: "k" }), "prop/known", 'did you mean "keyId"?'],
  ["ExportedImage", "a key of a file", of({ kmsKeyId: "k" }), "prop/known", "which only a replica has"],
  ["ExportedImage", "an encryption of a file", of({ encryption: "k" }), "prop/known", "which only a replica has"],
  ["ImageShare", "a key of a share", of({ kmsKeyId: "k" }), "prop/known", "which only a replica has"],
  ["SharedImage", "a key of a shared image", of({ keyId: "k" }), "prop/known", "which only a replica has"],
  ["ReplicatedImage", "a key as encryption", of({ encryption: "k-1" }), "prop/kind", "Encryption.kms(key)"],
  ["ReplicatedImage", "a Key as encryption", () => ({ encryption: Key.fromKeyId("k") }), "prop/kind", "Encryption.kms"],
  ["ReplicatedImage", "an encryption that is null", of({ encryption: null }), "prop/kind", "null"],
  ["ReplicatedImage", "a name that is a Date", () => ({ name: new Date(0) }), "prop/kind", "Date"],
  ["ReplicatedImage", "a name that is a Promise", () => ({ name: Promise.resolve("web") }), "prop/kind", "Promise"],
  ["ReplicatedImage", "a name that is a function", () => ({ name: () => "web" }), "prop/kind", "function"],
  ["ReplicatedImage", "a name that is a symbol", () => ({ name: Symbol("web") }), "prop/kind", "symbol"],
  ["ReplicatedImage", "a tag that is a number", of({ tags: { build: 5 } }), "prop/kind", '"tags.build"'],
  ["ReplicatedImage", "tags that are a Map", () => ({ tags: new Map([["a", "b"]]) }), "prop/kind", '"tags"'],
  ["ReplicatedImage", "fastCreate as text", of({ fastCreate: "yes" }), "prop/kind", '"fastCreate"'],
  ["ReplicatedImage", "a negative memory size", of({ minRam: -1 }), "prop/not-negative", '"minRam" of -1'],
  ["ReplicatedImage", "a memory size of half a MiB", of({ maxRam: 0.5 }), "prop/whole", '"maxRam" of 0.5'],
  ["ReplicatedImage", "a provider as text", of({ provider: "huaweicloud" }), "prop/kind", '"provider"'],
  ["ReplicatedImage", "an image as provider", ({ image }) => ({ provider: image }), "prop/kind", '"provider"'],
  ["ReplicatedImage", "an image as dependency", ({ image }) => ({ dependsOn: [image] }), "prop/kind", '"dependsOn[0]"'],
  ["ReplicatedImage", "an undefined dependency", of({ dependsOn: [undefined] }), "prop/kind", '"dependsOn[0]"'],
  ["fromAttributes", "a size beyond any disk", of({ sizeGib: 1e308 }), "prop/kind", "takes a number of at most"],
  [
    "CrossRegionImage",
    "a key that is a number",
    () => ({ encryption: Encryption.kms(12 as never) }),
    "prop/kind",
    "12",
  ],
  [
    "ReplicatedImage",
    "a dependency outside a list",
    ({ provider }) => ({ dependsOn: provider }),
    "prop/kind",
    '"dependsOn"',
  ],
  ["ReplicatedImage", "forEach", of({ forEach: [1] }), "prop/known", '"forEach", an argument of Terraform resources'],
  ["ReplicatedImage", "count", of({ count: 2 }), "prop/known", '"count"'],
  ["ReplicatedImage", "provisioners", of({ provisioners: [] }), "prop/known", '"provisioners"'],
  ["ReplicatedImage", "connection", of({ connection: {} }), "prop/known", '"connection"'],
  ["ReplicatedImage", "snake case", of({ depends_on: [] }), "prop/known", 'did you mean "dependsOn"?'],
  [
    "ReplicatedImage",
    "an inner prop in snake case",
    of({ lifecycle: { prevent_destroy: true } }),
    "prop/known",
    "preventDestroy",
  ],
  ["ReplicatedImage", "lifecycle as text", of({ lifecycle: { preventDestroy: "yes" } }), "prop/kind", "preventDestroy"],
  ["ReplicatedImage", "no reason", of({ acknowledge: { "source/windows": true } }), "prop/kind", "acknowledge"],
  ["CrossRegionImage", "a list of regions", of({ targetRegion: ["cn-east-3"] }), "prop/kind", "a list as"],
  ["CrossRegionImage", "no region", of({ targetRegion: null }), "across/region-known", "no region"],
  ["CrossRegionImage", "a vault as agency", () => ({ agency: Vault.fromVaultId("v") }), "prop/kind", '"agency"'],
  ["CrossRegionImage", "an agency as vault", () => ({ vault: Agency.fromAgencyName("a") }), "prop/kind", '"vault"'],
  [
    "CrossRegionImage",
    "two agencies",
    () => ({ agency: Agency.fromAgencyName("a"), agencyName: "b" }),
    "prop/consistent",
    '"agencyName"',
  ],
  [
    "CrossRegionImage",
    "regions of an agency as text",
    () => ({ agencyName: undefined, agency: Agency.fromAttributes({ agencyName: "a", regions: "x" } as never) }),
    "prop/kind",
    '"agency.regions"',
  ],
  [
    "CrossRegionImage",
    "a vault with negative free space",
    () => ({ vault: Vault.fromAttributes({ vaultId: "v", freeGib: -1 }) }),
    "prop/not-negative",
    '"vault.freeGib" of -1',
  ],
  [
    "ReplicatedImage",
    "an unknown key state",
    () => ({ encryption: Encryption.kms(Key.fromAttributes({ keyId: "k", state: "on" } as never)) }),
    "prop/kind",
    '"encryption.state"',
  ],
  ["CrossSiteImage", "no provider", of({ targetProvider: undefined }), "prop/given", '"targetProvider"'],
  ["CrossSiteImage", "a disk as text", of({ minDiskGib: "40" }), "prop/kind", '"minDiskGib"'],
  ["CrossSiteImage", "half a GiB", of({ minDiskGib: 40.5 }), "prop/whole", '"minDiskGib"'],
  ["CrossSiteImage", "an unknown value", of({ intermediates: "gone" }), "prop/kind", '"intermediates"'],
  ["ExportedImage", "no bucket", of({ bucket: undefined }), "bucket/named", "names no bucket"],
  ["ExportedImage", "an unknown format", of({ format: "iso" }), "prop/kind", '"format"'],
  ["ExportedImage", "fast as a number", of({ fast: 1 }), "prop/kind", '"fast"'],
  ["RegisteredImage", "no disk", of({ minDiskGib: undefined }), "prop/given", '"minDiskGib"'],
  ["RegisteredImage", "a disk of zero", of({ minDiskGib: 0 }), "register/min-disk", "0 GiB"],
  ["RegisteredImage", "quick as text", of({ quick: "no" }), "prop/kind", '"quick"'],
  ["ImageShare", "one member", () => ({ members: Member.project("p") }), "prop/kind", '"members"'],
  ["ImageShare", "ids as members", of({ members: ["p-1"] }), "prop/kind", 'the text "p-1" as'],
  ["ImageShare", "no member", of({ members: [] }), "share/members-named", "names no project"],
  ["ImageShare", "member", () => ({ member: [] }), "prop/known", 'did you mean "members"?'],
  [
    "ImageShare",
    "an account that is a number",
    () => ({ members: [Member.project("p-1", { account: 5 } as never)] }),
    "prop/kind",
    "the number 5 as",
  ],
  ["SharedImage", "a vault as text", of({ vault: "v-1" }), "prop/kind", '"vault"'],
  [
    "ImageDistribution",
    "a text as member",
    () => ({ destinations: [Destination.region("cn-east-3", { shareWith: ["p"] } as never)] }),
    "prop/kind",
    '"destinations[0].shareWith[0]"',
  ],
  [
    "ImageDistribution",
    "a list of regions",
    () => ({ destinations: [Destination.region(["cn-east-3"] as never)] }),
    "prop/kind",
    "a list as",
  ],
  ["ImageDistribution", "a pin that is a number", of({ pin: 5 }), "prop/kind", '"pin"'],
  ["ImageDistribution", "no destination", of({ destinations: [] }), "prop/not-empty", '"destinations"'],
  ["ImageDistribution", "a region", of({ destinations: "cn-east-3" }), "prop/kind", '"destinations"'],
  ["ImageDistribution", "regions", of({ destinations: ["cn-east-3"] }), "prop/kind", "Destination.region"],
  [
    "ImageDistribution",
    "a key as encryption",
    () => ({ destinations: [Destination.region("cn-north-4", { encryption: "k1" } as never)] }),
    "prop/kind",
    '"destinations[0].encryption"',
  ],
  [
    "ImageDistribution",
    "a missing region",
    () => ({ destinations: [Destination.region(undefined as never)] }),
    "across/region-known",
    "no region",
  ],
  [
    "ImageDistribution",
    "a member as text",
    () => ({ destinations: [Destination.member("p-1" as never, "cn-north-4")] }),
    "prop/kind",
    '"destinations[0].member"',
  ],
  [
    "ImageDistribution",
    "a provider as text",
    () => ({ destinations: [Destination.account("partner" as never, "cn-north-4")] }),
    "prop/kind",
    '"destinations[0].provider"',
  ],
  [
    "ImageDistribution",
    "one destination twice",
    () => ({ destinations: [Destination.region("cn-north-4"), Destination.region("cn-north-4")] }),
    "prop/consistent",
    "cn-north-4/web",
  ],
  [
    "ImageDistribution",
    "an unknown prop of a destination",
    () => oddDestination(),
    "prop/known",
    'did you mean "encryption"?',
  ],
];

/** Text that cannot be stored unchanged: in ids, in names, in lists and in maps. */
const UNSTORABLE: readonly (readonly [string, string, (world: World) => Props, string])[] = [
  ["HuaweicloudProvider", "a region", of({ region: "cn-east-3\0" }), '"region"'],
  ["HuaweicloudProvider", "an account", of({ account: { id: "a\0cme" } }), '"account.id"'],
  ["HuaweicloudProvider", "a project", of({ project: "p\ud800" }), '"project"'],
  ["fromAttributes", "an id", of({ imageId: "ims-1\0a" }), '"imageId"'],
  ["fromAttributes", "a key's id", of({ keyId: "k\0" }), '"keyId"'],
  ["fromAttributes", "a name", of({ name: "\udfffbase" }), '"name"'],
  ["fromAttributes", "a tag's name", of({ tags: { "a\0": "b" } }), '"tags" with the name "a\\u0000"'],
  ["fromLookup", "a name", of({ name: "ba\0se" }), '"name"'],
  ["fromLookup", "an owner", of({ owner: "ba\0se" }), '"owner"'],
  ["fromLookup", "an expected key id", of({ expect: { encrypted: true, keyId: "k\0" } }), '"expect.keyId"'],
  ["fromInventory", "an id", of({ inventory: "inventory.json", imageId: "i\0" }), '"imageId"'],
  ["fromInventory", "a file's name", of({ inventory: "inventory\0.json" }), '"inventory"'],
  ["ReplicatedImage", "a name", of({ name: "web\0" }), '"name"'],
  ["ReplicatedImage", "a description", of({ description: "\ud83d" }), '"description"'],
  ["ReplicatedImage", "a tag", of({ tags: { owner: "a\0" } }), '"tags.owner"'],
  ["ReplicatedImage", "a key", () => ({ encryption: Encryption.kms("k\0") }), '"encryption.keyId"'],
  [
    "ReplicatedImage",
    "a key's region",
    () => ({ encryption: Encryption.kms(Key.fromAttributes({ keyId: "k", region: "cn\0" })) }),
    '"encryption.region"',
  ],
  ["ReplicatedImage", "an enterprise project", of({ enterpriseProjectId: "e\0" }), '"enterpriseProjectId"'],
  ["ReplicatedImage", "a reason", of({ acknowledge: { "source/windows": "w\0" } }), '"acknowledge.source/windows"'],
  [
    "ReplicatedImage",
    "a plain object as image",
    of({ source: { imageId: "i", facts: { encrypted: false, project: "p\0" } } }),
    '"source.facts.project"',
  ],
  ["CrossRegionImage", "a region", of({ targetRegion: "cn-east-3\0" }), '"targetRegion"'],
  ["CrossRegionImage", "an agency's name", of({ agencyName: "a\0" }), '"agencyName"'],
  [
    "CrossRegionImage",
    "an agency",
    () => ({ agencyName: undefined, agency: Agency.fromAgencyName("a\0") }),
    '"agency.agencyName"',
  ],
  ["CrossRegionImage", "a vault's id", of({ vaultId: "v\0" }), '"vaultId"'],
  ["CrossRegionImage", "a vault", () => ({ vault: Vault.fromVaultId("v\ud800v") }), '"vault.vaultId"'],
  ["CrossSiteImage", "a bucket", of({ targetBucket: "b\0" }), '"targetBucket"'],
  ["ExportedImage", "a bucket", of({ bucket: "b\0" }), '"bucket"'],
  ["ExportedImage", "an object", of({ objectKey: "o\0" }), '"objectKey"'],
  ["RegisteredImage", "a version", of({ osVersion: "U\0" }), '"osVersion"'],
  ["ImageShare", "a member", () => ({ members: [Member.project("p\0")] }), '"members[0].projectId"'],
  [
    "ImageShare",
    "a member's account",
    () => ({ members: [Member.project("p", { account: "a\0" })] }),
    '"members[0].account"',
  ],
  ["SharedImage", "a vault", () => ({ vault: Vault.fromVaultId("v\0") }), '"vault.vaultId"'],
  [
    "ImageDistribution",
    "a region",
    () => ({ destinations: [Destination.region("cn-north-4\0")] }),
    '"destinations[0].region"',
  ],
  [
    "ImageDistribution",
    "a member",
    () => ({ destinations: [Destination.member(Member.project("p\0"), "cn-north-4")] }),
    '"destinations[0].member.projectId"',
  ],
  ["ImageDistribution", "a file's name", of({ pin: "plan\0.json" }), '"pin"'],
];

describe("text that cannot be stored unchanged is a finding", () => {
  test.each(UNSTORABLE.map((row) => [`${row[0]}: ${row[1]}`, row] as const))(
    "%s",
    (_title, [maker, , props, words]) => {
      const findings = told(maker, props);
      expect(findings).toEqual([
        expect.stringMatching(/^stack\/it prop\/text: .* holds (?:the character NUL|half of a)/u),
      ]);
      expect(findings[0]).toContain(words);
    },
  );
});

test("a construct id that cannot be stored unchanged is a finding", () => {
  const { app, stack, image } = world();
  new ReplicatedImage(stack, "we\0b", { source: image, name: "web", encryption: Encryption.none() });
  expect(checkApp(app).map(({ text }) => text)).toEqual([
    expect.stringContaining('is given "id", which holds the character NUL (\\u0000)'),
  ]);
});

const oddDestination = (): Props => ({
  destinations: [Destination.region("cn-north-4", { Encryption: Encryption.none() } as never)],
});

describe("an invalid prop is one finding of its construct", () => {
  test.each(WRONG.map((row) => [`${row[0]}: ${row[1]}`, row] as const))(
    "%s",
    (_title, [maker, , props, rule, words]) => {
      const findings = told(maker, props);
      expect(findings).toEqual([expect.stringMatching(new RegExp(`^stack/it ${rule}: `, "u"))]);
      expect(findings[0]).toContain(words);
    },
  );
});

test.each([undefined, null, "web", 5, [], new Date(0), new Anything(), () => undefined])(
  "%p as props is a finding",
  (props) => {
    const { app, stack } = world();
    new (ReplicatedImage as unknown as Untyped)(stack, "it", props);
    expect(checkApp(app).map(({ rule, construct }) => [rule, construct])).toEqual([["prop/kind", "stack/it"]]);
  },
);

test("an unknown prop without a similar one is ignored, and so is an undefined prop", () => {
  expect(told("ReplicatedImage", of({ ticket: "OPS-1", encrypton: undefined }))).toEqual([]);
});

test("tokens are valid in place of every type", () => {
  const { app, stack, image } = world();
  const variable = new TerraformVariable(stack, "it", { type: "any" });
  const text = variable.stringValue;
  new CrossRegionImage(stack, "web", {
    source: SourceImage.fromAttributes(stack, "other-base", {
      imageId: text,
      name: text,
      kind: text as never,
      sizeGib: variable.numberValue,
      encrypted: variable.booleanValue as never,
      tags: Token.asStringMap(variable.value),
    }),
    name: Lazy.stringValue({ produce: () => "web" }),
    targetRegion: text,
    minRam: Lazy.numberValue({ produce: () => 512 }),
    agency: Agency.fromAttributes({ agencyName: text, regions: variable.listValue }),
    tags: { owner: text },
  });
  new ReplicatedImage(stack, "raw", { source: image, name: "${var.it}", minRam: "${var.it}" as never });
  expect(checkApp(app).filter(({ rule }) => rule.startsWith("prop/"))).toEqual([]);
});

test("the findings of a program appear at once, for all its stacks, and in the testing kit too", () => {
  const { app, stack, image } = world();
  const second = new TerraformStack(app, "second");
  make(ReplicatedImage, stack, { source: image, name: 5, descripton: "x" });
  make(HuaweicloudProvider, second, { region: 7 });
  const rules = (list: readonly { readonly rule: string; readonly severity: string }[]): readonly string[] =>
    list.filter(({ severity }) => severity === "error").map(({ rule }) => rule);
  expect(rules(checkApp(app))).toEqual(["prop/kind", "prop/known", "prop/kind"]);
  expect(rules(synthesize(stack).findings)).toEqual(["prop/kind", "prop/known"]);
  expect(() => {
    app.synth();
  }).toThrow(/the number 5 as "name".*\[prop\/kind\]/su);
});

test("Terraform refuses the placeholder of a wrong value when validation is skipped", () => {
  const { stack } = world();
  MAKERS.ReplicatedImage?.({ ...world(), stack }, { source: { imageId: "i", facts: {} }, encryption: "k-1" });
  expect(Testing.synth(stack)).toContain("tonumber(");
});

test("a token that produces an invalid size is a finding and does not hang", () => {
  for (const [size, rule] of [
    [NaN, "prop/kind"],
    [-1, "prop/positive"],
    ["12", "prop/kind"],
  ] as const) {
    const { app, stack } = world();
    const sizeGib = Lazy.numberValue({ produce: () => size as number });
    const source = SourceImage.fromAttributes(stack, "lazy", { ...FACTS, sizeGib });
    make(ReplicatedImage, stack, { source, name: "web" });
    Testing.synth(stack);
    expect(checkApp(app).map((finding) => finding.rule)).toEqual([rule]);
  }
});

/** Tokens whose value synth tells, with what they become. */
const lazily: Readonly<Record<string, (value: unknown) => unknown>> = {
  text: (value) => Lazy.stringValue({ produce: () => value as string }),
  number: (value) => Lazy.numberValue({ produce: () => value as number }),
  list: (value) => Lazy.listValue({ produce: () => value as string[] }),
  any: (value) => Lazy.anyValue({ produce: () => value }),
};

const LATE: readonly (readonly [string, keyof typeof lazily, string, unknown, string, string])[] = [
  ["ReplicatedImage", "text", "name", undefined, "prop/kind", 'a token that becomes undefined as "name"'],
  ["ReplicatedImage", "text", "name", 5, "prop/kind", 'a token that becomes the number 5 as "name"'],
  ["ReplicatedImage", "any", "name", 5, "prop/kind", 'a token that becomes the number 5 as "name"'],
  ["ReplicatedImage", "any", "description", null, "prop/kind", 'a token that becomes null as "description"'],
  ["ReplicatedImage", "any", "description", ["a"], "prop/kind", 'a token that becomes a list as "description"'],
  ["ReplicatedImage", "number", "minRam", "512", "prop/kind", 'a token that becomes the text "512" as "minRam"'],
  ["ReplicatedImage", "any", "minRam", "512", "prop/kind", 'a token that becomes the text "512" as "minRam"'],
  ["ReplicatedImage", "number", "minRam", -1, "prop/not-negative", '"minRam" of -1'],
  ["ReplicatedImage", "any", "tags", null, "prop/kind", 'null as "tags"'],
  ["ReplicatedImage", "any", "tags", { build: 5 }, "prop/kind", 'the number 5 as "tags.build"'],
  ["ReplicatedImage", "any", "acknowledge", ["a"], "prop/kind", 'a list as "acknowledge"'],
  ["ReplicatedImage", "any", "fastCreate", "yes", "prop/kind", 'the text "yes" as "fastCreate"'],
  ["fromAttributes", "any", "kind", "ISO", "prop/kind", 'did you mean "iso"?'],
  ["fromAttributes", "any", "encrypted", "false", "prop/kind", 'the text "false" as "encrypted"'],
  ["fromLookup", "text", "owner", undefined, "prop/kind", 'a token that becomes undefined as "owner"'],
  ["fromInventory", "text", "inventory", undefined, "prop/kind", '"inventory"'],
  ["HuaweicloudProvider", "number", "maxConcurrentCopies", 2.5, "prop/whole", '"maxConcurrentCopies" of 2.5'],
  ["HuaweicloudProvider", "text", "projectId", undefined, "prop/kind", 'a token that becomes undefined as "projectId"'],
  ["HuaweicloudProvider", "text", "projectName", null, "prop/kind", 'a token that becomes null as "projectName"'],
  ["ImageDistribution", "text", "agencyName", undefined, "prop/kind", 'a token that becomes undefined as "agencyName"'],
  ["ImageDistribution", "text", "name", undefined, "prop/kind", 'a token that becomes undefined as "name"'],
];

test.each(LATE)(
  "%s with a token of kind %s as %s that becomes %p is one finding",
  (maker, kind, prop, value, rule, words) => {
    const findings = told(maker, of({ [prop]: lazily[kind]?.(value) }));
    expect(findings).toEqual([expect.stringMatching(new RegExp(`^stack/it ${rule}: `, "u"))]);
    expect(findings[0]).toContain(words);
  },
);

test("an optional prop whose token becomes undefined is left out", () => {
  expect(
    told("ReplicatedImage", of({ description: lazily.text?.(undefined), minRam: lazily.number?.(undefined) })),
  ).toEqual([]);
});

describe("a value that contains itself is a finding, and no stack overflow", () => {
  const itself: Record<string, unknown> = {};
  itself.self = itself;
  const list: unknown[] = [];
  list.push(list);
  const props = [
    "name",
    "source",
    "tags",
    "acknowledge",
    "dependsOn",
    "encryption",
    "lifecycle",
    "provider",
    "minRam",
    "fastCreate",
  ];
  test.each(props)("as %s", (prop) => {
    for (const value of [itself, list, [itself], { a: list }]) {
      expect(told("ReplicatedImage", of({ [prop]: value }))).not.toEqual([]);
    }
  });
});

test.each([
  [{ randomSeed: "1" }, "randomSeed"],
  [{ randomSeed: 1.5 }, "randomSeed"],
  [{ inventory: 5 }, '"inventory"'],
  [{ faults: [] }, '"faults"'],
  [{ randomseed: 1 }, 'no option "randomseed"; it has failureRate, faults, inventory and randomSeed'],
  [{ invetory: {} }, '"invetory"'],
  [null, "have to be an object"],
])("wrong options of simulate are a usage error: %j", async (options, words) => {
  const { stack } = world();
  await expect(simulate(stack, options as never)).rejects.toThrow(words);
});
