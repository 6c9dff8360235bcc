// The table of facts: the named values that rules read. Each entry point knows every fact as a value, as null where there is none to speak
// of (no key was asked for, say), or as the unknown.
import { UNKNOWN, type Knowable } from "../values";
import type { ImageKind, ImageStatus, Licence, OperatingSystem, SeenAs, ServerType } from "./image";
import type { KeyState, MemberStatus, VaultProtection, VaultResource, VaultStatus } from "./means";
import type { Site } from "./place";
import type { ObjectFormat, StorageClass } from "./storage";

/** What a program says of a replica's encryption. `unsaid` differs from `none`: nobody decided. */
export type EncryptionWish = "unsaid" | "none" | "kms";

/** What a fact is about: the source image, the request itself, what it names besides the image, or the program that it is a part of. */
type Origin = "image" | "request" | "means" | "program";

interface Traits {
  /** It may be otherwise tomorrow, though the operation was done. */
  readonly ofTheMoment?: true;
  /** The plan that is judged may change it before it comes to the operation: keys are enabled, agencies made, files carried. */
  readonly changedByPlans?: true;
  /** It decides which way an image can go. What else is not known, Terraform and the service decide, on any way. */
  readonly decidesRoutes?: true;
  /** A replica has it from the image that it is made from. */
  readonly carried?: true;
  /** It can be changed of an image without making the image again. */
  readonly changedInPlace?: true;
  /** Text that Terraform takes as it is, `${` included. */
  readonly literal?: true;
}

/** A row of the table. */
interface Fact<T, O extends Origin> extends Traits {
  readonly origin: O;
  /** A value that breaks no rule; of means and of programs, the value where nothing is asked for. */
  readonly neutral: T;
}

const fact =
  <O extends Origin>(origin: O) =>
  <T>(neutral: T, traits: Traits = {}): Fact<T, O> => ({ origin, neutral, ...traits });

const ofImage = fact("image");
const ofRequest = fact("request");
const ofMeans = fact("means");
const ofProgram = fact("program");

export const FACTS = {
  // The source image, as the caller sees it.
  "image.exists": ofImage<boolean>(true, { ofTheMoment: true }),
  /** The id that the program states; null where it states none, as for an image that is made or looked up. */
  "image.id": ofImage<string | null>("ims-source"),
  "image.account": ofImage<string>("default"),
  /** The project that owns it. */
  "image.project": ofImage<string>("cn-north-4"),
  "image.region": ofImage<string>("cn-north-4"),
  "image.kind": ofImage<ImageKind>("system-disk", { decidesRoutes: true, carried: true }),
  "image.status": ofImage<ImageStatus>("active", { ofTheMoment: true, changedByPlans: true }),
  "image.seenAs": ofImage<SeenAs>("private", { ofTheMoment: true, changedByPlans: true, decidesRoutes: true }),
  /** Where the caller is a member of a shared image; null when it is not shared with the caller. */
  "image.memberStatus": ofImage<MemberStatus | null>(null, {
    ofTheMoment: true,
    changedByPlans: true,
    decidesRoutes: true,
  }),
  "image.sizeGib": ofImage<number>(40, { decidesRoutes: true, carried: true }),
  /** Known also where the key itself is not. */
  "image.encrypted": ofImage<boolean>(false, { decidesRoutes: true }),
  "image.keyId": ofImage<string | null>(null),
  /** What has been said of its encryption: `untold` when nobody can tell before the service is asked. */
  "image.encryption": ofImage<"none" | "kms" | "untold">("none"),
  "image.os": ofImage<OperatingSystem>("linux", { carried: true }),
  "image.server": ofImage<ServerType>("ecs", { carried: true }),
  "image.frozen": ofImage<boolean>(false, { ofTheMoment: true }),
  /** Whether the backup behind a full-ECS image is itself a replica; null for other kinds. */
  "image.backupIsReplica": ofImage<boolean | null>(null, { decidesRoutes: true }),
  /** Regions that already hold a replica of its backup; null for other kinds. */
  "image.backupRegions": ofImage<readonly string[] | null>(null, { changedByPlans: true }),
  /** Regions that backups of the image's region can be replicated to; null when nothing restricts them. */
  "image.backupDestinations": ofImage<readonly string[] | null>(null),
  /** State of the key that the image is encrypted with; null when it is not encrypted. */
  "image.keyState": ofImage<KeyState | "missing" | null>(null, { ofTheMoment: true, changedByPlans: true }),
  /** Whether the caller may use that key; null when the image is not encrypted. */
  "image.keyUsable": ofImage<boolean | null>(null, { ofTheMoment: true, changedByPlans: true }),

  /** Who licenses what is in it. */
  "image.licence": ofImage<Licence>("free", { decidesRoutes: true }),
  /** Projects that it is shared with and that have accepted it. */
  "image.members": ofImage<number>(0, { changedByPlans: true }),

  // Who asks.
  "caller.account": ofRequest<string>("default"),
  "caller.project": ofRequest<string>("cn-north-4"),
  "caller.region": ofRequest<string>("cn-north-4"),
  "caller.site": ofRequest<Site>("china"),

  // What is asked for.
  "replica.name": ofRequest<string>("web", { changedInPlace: true }),
  "replica.description": ofRequest<string>("", { changedInPlace: true }),
  "replica.tags": ofRequest<Readonly<Record<string, string>>>({}, { changedInPlace: true }),
  "replica.region": ofRequest<string>("cn-north-4"),
  "replica.encryption": ofRequest<EncryptionWish>("none"),
  "replica.fastCreate": ofRequest<boolean>(false),
  /** An enterprise project to put the replica in; null for the default one. */
  "replica.enterpriseProjectId": ofRequest<string | null>(null, { changedInPlace: true }),

  // The key asked for; each is null when none is.
  "key.id": ofMeans<string | null>(null),
  "key.region": ofMeans<string | null>(null),
  "key.state": ofMeans<KeyState | "missing" | null>(null, { ofTheMoment: true, changedByPlans: true }),
  "key.usable": ofMeans<boolean | null>(null, { ofTheMoment: true, changedByPlans: true }),

  // The agency; all but the name are null when none is named.
  "agency.name": ofMeans<string | null>(null),
  "agency.exists": ofMeans<boolean | null>(null, { changedByPlans: true }),
  "agency.regions": ofMeans<readonly string[] | null>(null, { changedByPlans: true }),
  "agency.coversBackups": ofMeans<boolean | null>(null, { changedByPlans: true }),

  // The vault; all are null when none is named.
  "vault.id": ofMeans<string | null>(null),
  "vault.exists": ofMeans<boolean | null>(null),
  "vault.region": ofMeans<string | null>(null),
  "vault.protection": ofMeans<VaultProtection | null>(null),
  "vault.resource": ofMeans<VaultResource | null>(null),
  "vault.status": ofMeans<VaultStatus | null>(null, { ofTheMoment: true, changedByPlans: true }),
  "vault.freeGib": ofMeans<number | null>(null, { ofTheMoment: true, changedByPlans: true }),

  // The projects that are asked for as members; empty where none are.
  /** All of them, as `project` or `account/project`. */
  "member.asked": ofMeans<readonly string[]>([]),
  /** Those that are the caller itself. */
  "member.self": ofMeans<readonly string[]>([]),
  /** Those of another region, as far as that is recorded. */
  "member.elsewhere": ofMeans<readonly string[]>([]),
  /** Those whose account's site does not offer the image's region. */
  "member.offSite": ofMeans<readonly string[]>([]),
  /** How many of them are not members that have accepted. */
  "member.added": ofMeans<number>(0, { changedByPlans: true }),

  // The object that is written by an export, read by a transfer or a registration, and its bucket; null where none is.
  "bucket.name": ofMeans<string | null>(null, { literal: true }),
  "bucket.exists": ofMeans<boolean | null>(null, { changedByPlans: true }),
  "bucket.account": ofMeans<string | null>(null),
  "bucket.region": ofMeans<string | null>(null),
  "bucket.storageClass": ofMeans<StorageClass | null>(null),
  "object.key": ofMeans<string | null>(null, { literal: true }),
  "object.exists": ofMeans<boolean | null>(null, { changedByPlans: true }),
  "object.sizeGib": ofMeans<number | null>(null, { changedByPlans: true }),
  "object.format": ofMeans<ObjectFormat | null>(null, { changedByPlans: true }),
  /** The smallest disk that holds what is in it; null where that is not recorded. */
  "object.minDiskGib": ofMeans<number | null>(null, { changedByPlans: true }),
  "export.fast": ofMeans<boolean>(false),

  // Where a transfer takes an object to; null for other operations.
  "target.bucket": ofMeans<string | null>(null, { literal: true }),
  "target.key": ofMeans<string | null>(null, { literal: true }),
  "target.exists": ofMeans<boolean | null>(null, { changedByPlans: true }),
  /** The account that writes. */
  "target.caller": ofMeans<string | null>(null),
  "target.account": ofMeans<string | null>(null),
  /** Whether there is an object of that key already. */
  "target.taken": ofMeans<boolean | null>(null, { changedByPlans: true }),

  // How a file is registered; null or false for other operations.
  "register.kind": ofMeans<ImageKind | null>(null),
  "register.quick": ofMeans<boolean>(false),
  "register.minDiskGib": ofMeans<number | null>(null),
  "register.osVersion": ofMeans<string | null>(null),

  /** Private images the caller's account holds in the region of the replica, those planned before it included. */
  "quota.used": ofRequest<number>(3, { ofTheMoment: true, changedByPlans: true }),
  "quota.images": ofRequest<number>(100, { ofTheMoment: true }),

  // Facts about a whole stack or app, which are computed once for all of it.
  /** Paths of all constructs that claim this replica, this one included. */
  "replica.claimants": ofProgram<readonly string[]>([]),
  /** The cycle that this replica's sources run in; empty when there is none. */
  "source.cycle": ofProgram<readonly string[]>([]),
  /** Paths of all providers of the stack with the caller's account, project and region. */
  "provider.sameIdentity": ofProgram<readonly string[]>([]),
  /** Paths of all image providers of the stack that have the same alias, or none, as the caller's. */
  "provider.sameAlias": ofProgram<readonly string[]>([]),
  /** Path of the stack that the caller's provider belongs to, when that is another one; else empty. */
  "provider.foreignStack": ofProgram<string>(""),
  /** Regions that providers of the stack state and that there are none of, besides the caller's; each once. */
  "provider.unknownRegions": ofProgram<readonly string[]>([]),
  /** Names of credentials that a provider of the stack has as plain text. */
  "provider.literalCredentials": ofProgram<readonly string[]>([]),
  /** Targets of the stack's providers, each once. */
  "provider.targets": ofProgram<readonly string[]>([]),
  /** Paths of the stack's `huaweicloud` providers of a class that is not ours, under the simulated target; else empty. */
  "provider.foreignClasses": ofProgram<readonly string[]>([]),
  /** What of the stack the simulated provider does not serve, each type once with a path, under the simulated target; else empty. */
  "provider.unservedTypes": ofProgram<readonly string[]>([]),
  /** Cross-region slots that the stacks of the app take together of the caller's account. */
  "account.slots": ofProgram<number>(0),
  /** Rules that the program acknowledges and cannot: the service keeps them, there are none of that id, or no reason is given. */
  "replica.wrongAcknowledgements": ofProgram<readonly string[]>([]),
  /** Arguments that the program overrides and rules judge by what props say, each with the prop; empty where there is none to use. */
  "replica.overridden": ofProgram<Readonly<Record<string, string>>>({}),
  /** Whether a source that is looked up by Terraform has its encryption stated, which the look-up does not show; else true. */
  "source.encryptionStated": ofProgram<boolean>(true),
  /** Facts of the source that are not known, and that the choice of a route hangs on; empty where none is lacking. */
  "route.lacks": ofProgram<readonly string[]>([]),
  /** What stands in each way to a destination that no route leads to; empty when there is a route. */
  "route.blocked": ofProgram<readonly string[]>([]),
  /** How long Terraform waits for it to be made, as `timeouts.create` says it; null where nothing bounds it below the forecast. */
  "route.createTimeout": ofProgram<string | null>(null),
  /** How long it takes to make, as forecast, without the time that it waits for a slot; null where nothing bounds it. */
  "route.makingSeconds": ofProgram<number | null>(null),
  /** How long data of an encrypted image lies in this replica in plain, on its way to encrypted ones; null when it does not. */
  "route.plaintextHours": ofProgram<number | null>(null),
  /**
   * What this replica is to be made of, as text: the source that its route starts from, and the arguments whose change replaces it. Null
   * where nothing on its way is retired.
   */
  "route.recipe": ofProgram<string | null>(null),
  /** What it was made of, as Terraform has noted it when it was made; empty when it was not, null where nothing on its way is retired. */
  // The record in Terraform decides it: a refusal at plan would also stop the plan that a destruction starts with.
  "route.madeOf": ofProgram<string | null>(null, { changedByPlans: true }),
  // The props that a construct is given; empty, but where they are examined one by one.
  /** Props that it does not have and that resemble what it has: `"encrypton" (did you mean "encryption"?)`. */
  "props.unknown": ofProgram<readonly string[]>([]),
  /** Props that it needs and is not given: `"name"`. */
  "props.missing": ofProgram<readonly string[]>([]),
  /** Props with a value of another kind: `"name", which is the number 5; it takes a string`. */
  "props.wrongKind": ofProgram<readonly string[]>([]),
  /** Props with text that cannot be stored as it is, and why: `"name", which holds the character NUL`. */
  "props.unstorable": ofProgram<readonly string[]>([]),
  /** Props that contradict each other, in words. */
  "props.contradictions": ofProgram<readonly string[]>([]),
  /** Numbers, and lengths of lists, by the path of the prop. */
  "props.numbers": ofProgram<Readonly<Record<string, number>>>({}),
  /** Ids of the recorded images that a source asked for by name could be; empty when the name is not ambiguous. */
  "source.candidates": ofProgram<readonly string[]>([]),
};

type Table = typeof FACTS;

export type FactKey = keyof Table;

/** All facts of one operation, with a value each. */
export type Facts = { readonly [K in FactKey]: Table[K]["neutral"] };

/** All facts of one operation, as one entry point knows them. */
export type FactSheet = { readonly [K in FactKey]: Knowable<Facts[K]> };

type KeyAbout<Subject extends string> = Extract<FactKey, `${Subject}.${string}`>;

/** The facts about some subjects: `FactsAbout<"key">` are all `key.*`. */
export type FactsAbout<Subject extends string> = Pick<FactSheet, KeyAbout<Subject>>;

type KeyOf<O extends Origin> = { [K in FactKey]: Table[K]["origin"] extends O ? K : never }[FactKey];

/** What there is to know of every operation. */
export type NeededFacts = Pick<FactSheet, KeyOf<"image" | "request">>;

export type NeededFactsAbout<Subject extends string> = Pick<NeededFacts, Extract<keyof NeededFacts, KeyAbout<Subject>>>;

/** What an operation names besides the image; a fact that is left out is neutral. */
export type MeansFacts = Partial<Pick<FactSheet, KeyOf<"means">>>;

/** What the operation is to its program; a fact that is left out is neutral. */
export type ProgramFacts = Partial<Pick<FactSheet, KeyOf<"program">>>;

const ROWS = Object.entries(FACTS) as readonly (readonly [FactKey, Fact<unknown, Origin>])[];

/** Whether there is a fact of that name with a trait. */
export function isFact(key: string, trait: keyof Traits): boolean {
  return (FACTS as Readonly<Record<string, Traits | undefined>>)[key]?.[trait] === true;
}

/** Facts that break no rule. */
export const NEUTRAL = Object.fromEntries(ROWS.map(([key, { neutral }]) => [key, neutral])) as unknown as Facts;

/** The facts about a subject that an operation names nothing of. */
export function neutralAbout<Subject extends string>(subject: Subject): Pick<Facts, KeyAbout<Subject>> {
  return factsAbout(subject, ({ neutral }) => neutral) as Pick<Facts, KeyAbout<Subject>>;
}

/** The facts about a subject of which nothing is known. */
export function unknownAbout<Subject extends string>(subject: Subject): FactsAbout<Subject> {
  return factsAbout(subject, () => UNKNOWN) as FactsAbout<Subject>;
}

function factsAbout(subject: string, value: (row: Fact<unknown, Origin>) => unknown): unknown {
  const rows = ROWS.filter(([key]) => key.startsWith(`${subject}.`));
  return Object.fromEntries(rows.map(([key, row]) => [key, value(row)]));
}

type Together<Part> = (Part extends unknown ? (part: Part) => void : never) extends (whole: infer Whole) => void
  ? Whole
  : never;

/**
 * A whole sheet of its parts: a needed fact that none of them has fails the build, any other is neutral where none has it. Sheets are filled
 * into copies of one blank, so that all have one shape: put together by spreading, each is a hash table of several KB, and ten thousand of
 * them fill a heap.
 */
export function sheetOf<Parts extends readonly object[]>(
  ...parts: Together<Parts[number]> extends NeededFacts
    ? Parts
    : ["a fact is missing", Exclude<keyof NeededFacts, keyof Together<Parts[number]>>]
): FactSheet {
  const sheet: Record<string, unknown> = { ...BLANK };
  // A plain loop: spreading several such objects takes five times as long.
  for (const part of parts as readonly Readonly<Record<string, unknown>>[]) {
    for (const key in part) sheet[key] = part[key];
  }
  return sheet as FactSheet;
}

// The table itself is copied: an object that is made of entries is a hash table.
const BLANK: Record<string, unknown> = { ...FACTS };
for (const [key, { origin, neutral }] of ROWS) {
  BLANK[key] = origin === "means" || origin === "program" ? neutral : UNKNOWN;
}

/** How messages name what they speak of: `Image "web"`, `Replica "web"`. Always known, if only as a construct's path. */
export interface Subject {
  readonly image: string;
  readonly replica: string;
}
