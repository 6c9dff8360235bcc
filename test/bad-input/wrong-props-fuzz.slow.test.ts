// Programs with one prop of a wrong type, drawn by a seed from the table of props. Each ends with a finding that names the construct and
// the prop, or synthesizes where the value is legal. None hangs, and none throws an error that names neither.
import { App, Lazy, TerraformStack, Testing } from "cdktf";
import * as library from "../../lib";
import { ENUMS, interfaceOf, type PropType } from "../../lib/declarations/props/types";
import { randomSource } from "../../lib/time";
import { UsageError } from "../../lib/values";

const { Agency, Destination, Encryption, ImageKind, ImageVisibility, Key, Member, MemberStatus, SourceImage, Vault } =
  library;

type Props = Readonly<Record<string, unknown>>;
type Untyped = new (scope: TerraformStack, id: string, props: unknown) => unknown;

const FACTS = { imageId: "ims-1", name: "base", kind: ImageKind.SYSTEM_DISK, sizeGib: 12, encrypted: false };

interface World {
  readonly stack: TerraformStack;
  readonly source: library.SourceImage;
  readonly other: library.HuaweicloudProvider;
}

/** Valid props of each construct. */
const CONSTRUCTS: Readonly<Record<string, (world: World) => Props>> = {
  ReplicatedImage: ({ source }) => ({ source, name: "web" }),
  CrossRegionImage: ({ source }) => ({ source, name: "web", targetRegion: "cn-east-3", agencyName: "ims_copy" }),
  CrossSiteImage: ({ source, other }) => ({
    ...{ source, name: "web", targetProvider: other, bucket: "here", targetBucket: "there", minDiskGib: 40 },
  }),
  ExportedImage: ({ source }) => ({ source, bucket: "images" }),
  RegisteredImage: () => ({ name: "web", minDiskGib: 40, bucket: "images", objectKey: "web.qcow2", sizeGib: 12 }),
  ImageShare: ({ source }) => ({ source, members: [Member.project("p-1")] }),
  SharedImage: ({ stack }) => {
    const offer = { account: "partner", visibility: ImageVisibility.SHARED, memberStatus: MemberStatus.PENDING };
    return { source: SourceImage.fromAttributes(stack, "offered", { ...FACTS, ...offer }) };
  },
  ImageDistribution: ({ source }) => ({ source, name: "web", destinations: [Destination.region("cn-north-4")] }),
  HuaweicloudProvider: () => ({ region: "cn-east-3", alias: "it" }),
};

/** Values of special types, with the construct that takes them. */
const VALUES: readonly (readonly [type: string, base: Props, taker: string, take: (props: never) => Props])[] = [
  [
    "KeyAttributes",
    { keyId: "k" },
    "ReplicatedImage",
    (props) => ({ encryption: Encryption.kms(Key.fromAttributes(props)) }),
  ],
  ["VaultAttributes", { vaultId: "v" }, "CrossRegionImage", (props) => ({ vault: Vault.fromAttributes(props) })],
  [
    "AgencyAttributes",
    { agencyName: "ims_copy" },
    "CrossRegionImage",
    (props) => ({ agencyName: undefined, agency: Agency.fromAttributes(props) }),
  ],
  ["MemberProps", {}, "ImageShare", (props) => ({ members: [Member.project("p-1", props)] })],
  [
    "RegionDestinationProps",
    {},
    "ImageDistribution",
    (props) => ({ destinations: [Destination.region("cn-north-4", props)] }),
  ],
  [
    "MemberDestinationProps",
    {},
    "ImageDistribution",
    (props) => ({ destinations: [Destination.member(Member.project("p-1"), "cn-north-4", props)] }),
  ],
];

/** Sources, by the interface that a prop accepts. */
const SOURCES: Readonly<Record<string, (stack: TerraformStack, props: Props) => library.IImage>> = {
  SourceImageAttributes: (stack, props) => SourceImage.fromAttributes(stack, "it", { ...FACTS, ...props }),
  SourceImageLookup: (stack, props) => SourceImage.fromLookup(stack, "it", { name: "base", ...props }),
  ImageFacts: (_stack, props) => ({ imageId: "ims-1", facts: { ...FACTS, ...props } }),
};

class Anything {
  public readonly anything = 1;
}

/** Values of every type, created for each program. */
const POOL: readonly (() => unknown)[] = [
  ...[undefined, null, true, false, 0, -1, 5, 2.5, NaN, Infinity, 10n, Number.MAX_VALUE].map((value) => () => value),
  ...["", " ", "x", "5", "true", "\0", "\ud800", "cn-east-3", "__proto__", "$", "{}"].map((value) => () => value),
  ...["[]", "[null]", '["x"]', "[5]", "[[]]", "[{}]", "{}", '{"a":1}', '{"id":null}'].map(
    (text) => () => JSON.parse(text) as unknown,
  ),
  () => [undefined],
  () => ({ id: undefined }),
  () => Symbol("x"),
  () => new Date(0),
  () => new Map([["a", "b"]]),
  () => new Set(["x"]),
  () => /x/u,
  () => Promise.resolve("x"),
  () => new Anything(),
  () => () => "x",
  () => Object.create(null) as unknown,
  () => new Proxy({}, {}),
  () => Key.fromKeyId("k"),
  () => Vault.fromVaultId("v"),
  () => Member.project("p"),
];

/** Whether a value fits a type, as far as the table of props can decide. In doubt, it fits. */
function isOfKind(type: PropType, value: unknown): boolean {
  switch (type.kind) {
    case "scalar":
      return typeof value === type.name && value !== null && (typeof value !== "number" || Number.isFinite(value));
    case "enum":
      return (ENUMS[type.name] ?? []).includes(value as string);
    case "literal":
      return value === type.text;
    case "list":
      return Array.isArray(value) && value.every((one) => isOfKind(type.of, one));
    case "map":
      return isPlain(value) && Object.values(value).every((one) => one === undefined || isOfKind(type.of, one));
    case "object":
      return typeof value === "object" && value !== null && !Array.isArray(value);
    case "union":
      return type.of.some((one) => isOfKind(one, value));
    case "any":
    case "class":
      return typeof value === "object" && value !== null;
  }
}

const isPlain = (value: unknown): value is object =>
  typeof value === "object" &&
  value !== null &&
  [Object.prototype, null].includes(Object.getPrototypeOf(value) as null);

interface Outcome {
  readonly findings: readonly string[];
  /** The error that the program throws; undefined if it succeeds. */
  readonly thrown: unknown;
}

function outcomeOf(declare: (world: World) => void): Outcome {
  const app = new App({ stackTraces: false });
  const stack = new TerraformStack(app, "stack");
  new library.HuaweicloudProvider(stack, "home", { region: "cn-north-4" });
  const account = { id: "overseas" };
  const other = new library.HuaweicloudProvider(stack, "other", { region: "ap-southeast-1", alias: "other", account });
  const source = SourceImage.fromAttributes(stack, "base", FACTS);
  try {
    declare({ stack, source, other });
    Testing.synth(stack);
    const errors = library.checkApp(app).filter(({ severity }) => severity === "error");
    return { findings: errors.map(({ construct, rule, text }) => `${construct} ${rule}: ${text}`), thrown: undefined };
  } catch (thrown) {
    return { findings: [], thrown };
  }
}

interface Case {
  readonly title: string;
  readonly type: PropType;
  readonly required: boolean;
  readonly prop: string;
  readonly declare: (world: World, value: unknown) => void;
}

const make = (construct: string, { stack }: World, id: string, props: Props): void => {
  new (library[construct as "ReplicatedImage"] as unknown as Untyped)(stack, id, props);
};

const CASES: readonly Case[] = [
  ...Object.entries(CONSTRUCTS).flatMap(([name, base]) =>
    casesOf(`${name}Props`, (world, more) => {
      make(name, world, "it", { ...base(world), ...more });
    }),
  ),
  ...VALUES.flatMap(([type, base, taker, take]) =>
    casesOf(type, (world, more) => {
      make(taker, world, "it", { ...CONSTRUCTS[taker]?.(world), ...take({ ...base, ...more } as never) });
    }),
  ),
  ...Object.entries(SOURCES).flatMap(([type, sourceOf]) =>
    casesOf(type, (world, more) => {
      make("ReplicatedImage", world, "taker", { name: "web", source: sourceOf(world.stack, more) });
    }),
  ),
];

function casesOf(name: string, declare: (world: World, more: Props) => void): readonly Case[] {
  return [...interfaceOf(name).props].map(([prop, { type, required }]) => ({
    title: `${name}.${prop}`,
    type,
    required,
    prop,
    declare: (world, value) => {
      declare(world, { [prop]: value });
    },
  }));
}

const shown = (value: unknown): string => {
  try {
    return typeof value === "string" ? JSON.stringify(value) : String(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
};

/** What is wrong with the end of a program; undefined if it ends as expected. */
function complaint({ title, type, required, prop, declare }: Case, value: unknown): string | undefined {
  const { findings, thrown } = outcomeOf((world) => {
    declare(world, value);
  });
  const program = `${title} = ${shown(value)}`;
  const isLegal = value === undefined ? !required : isOfKind(type, value);
  if (thrown !== undefined) {
    // A named file that is missing, and an error before rules are evaluated.
    const isTold = thrown instanceof UsageError && (isLegal || thrown.message.includes(prop));
    return isTold ? undefined : `${program} throws ${(thrown as Error).message}`;
  }
  if (findings.length === 0) return isLegal ? undefined : `${program} is taken`;
  const unnamed = findings.find(
    (text) => !/^stack\/(?:it|taker)/u.test(text) || (/ prop\//u.test(text) && !text.includes(prop)),
  );
  return unnamed === undefined ? undefined : `${program} is told as ${unnamed}`;
}

const SEED = 20_261_130;
const PROGRAMS = 400;

test(`${String(PROGRAMS)} programs with one prop of another type each end with a finding or succeed`, () => {
  const random = randomSource(SEED);
  const complaints = Array.from({ length: PROGRAMS }, () => complaint(random.pick(CASES), random.pick(POOL)()));
  expect(complaints.filter((text) => text !== undefined)).toEqual([]);
});

test("null, an empty list or an empty object in each prop ends with a finding or succeeds", () => {
  const complaints = CASES.flatMap((one) => [null, [], {}].map((value) => complaint(one, value)));
  expect(complaints.filter((text) => text !== undefined)).toEqual([]);
});

test("a token of another type in each prop ends with a finding or succeeds", () => {
  const lazies: Readonly<Record<string, readonly (() => unknown)[]>> = {
    string: [5, {}, []].map((made) => () => Lazy.stringValue({ produce: () => made as never })),
    number: ["x", {}].map((made) => () => Lazy.numberValue({ produce: () => made as never })),
  };
  const complaints = CASES.flatMap((one) =>
    (one.type.kind === "scalar" ? (lazies[one.type.name] ?? []) : []).map((lazy) => complaint(one, lazy())),
  );
  expect(complaints.filter((text) => text !== undefined)).toEqual([]);
});
