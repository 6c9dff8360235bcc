// The route plan: immutable data with nothing left to decide. Synth writes it, people read its diff, the deployment carries it out.
import type { CatalogOverrides, ChargeKind, JobKind, Money, PriceBook } from "../catalog";
import type { ImageKind, ObjectFormat, OperatingSystem, OperationKind, Site } from "../model";
import type { Severity } from "../rules";

/** A value that only Terraform will know: the name of the fact stands where the value will be. */
export interface Pending {
  /** Name of the fact, such as `image.sizeGib`. */
  readonly pending: string;
}

/** A value, or the note that it is not known before Terraform runs. */
export type Told<T> = T | Pending;

export function isPending(value: unknown): value is Pending {
  return typeof value === "object" && value !== null && "pending" in value;
}

/** Where a plan is applied: the simulated cloud, or the real one. */
export type Target = "simulated" | "huaweicloud";

/** What becomes of what is on the way once the replicas are there. Terraform has no resource for what is retired. */
export type Intermediate = "kept" | "retired";

/** An image that no hop of this plan makes. */
export interface SourceImageEntry {
  /** What hops call it. */
  readonly id: string;
  /** Id of the image. */
  readonly imageId: Told<string>;
  /** Its name. */
  readonly name: Told<string>;
  /** The account that owns it. */
  readonly account: Told<string>;
  /** The project that owns it. */
  readonly project: Told<string>;
  /** Its region. */
  readonly region: Told<string>;
  /** What it holds. */
  readonly kind: Told<ImageKind>;
  /** Size of the image file, in GiB. */
  readonly sizeGib: Told<number>;
  /** Known also where the key is not. */
  readonly encrypted: Told<boolean>;
  /** Id of the key that it is encrypted with; null when it is not encrypted. */
  readonly keyId: Told<string | null>;
  /** Facts that the program states of an image that is looked up, and that nothing checks. */
  readonly trusted: readonly string[];
}

/** What the replica of a hop will be. */
export interface ReplicaEntry {
  /** The account that will own it. */
  readonly account: Told<string>;
  /** The project that will own it. */
  readonly project: Told<string>;
  /** Its region. */
  readonly region: Told<string>;
  /** Its name. */
  readonly name: Told<string>;
  /** Its description; empty when it has none. */
  readonly description: Told<string>;
  /** Its tags, value by key. */
  readonly tags: Told<Readonly<Record<string, string>>>;
  /** Id of the key it is encrypted with; null when it is not encrypted. */
  readonly keyId: Told<string | null>;
}

/** A job of the service, as it is forecast. */
export interface HopJob {
  /** What kind of job. */
  readonly job: JobKind;
  /** To be read as "at least". */
  readonly durationSeconds: number;
}

/** When a hop is expected to run, counted from the start of the plan. Durations are to be read as "at least". */
export interface HopForecast {
  /** When its first job starts. */
  readonly startSeconds: number;
  /** When its last job ends. */
  readonly endSeconds: number;
  /** How long it waits for one of the account's slots after its source is there. */
  readonly queuedSeconds: number;
  /** The jobs that the service runs for it, one after the other. */
  readonly jobs: readonly HopJob[];
  /** What is charged, in GiB by kind; empty for copies within a region. */
  readonly chargedGib: Readonly<Partial<Record<ChargeKind, number>>>;
  /** Disk that its file takes on its way, on the machine that carries it; absent where it carries none. */
  readonly localDiskGib?: number;
  /** `timeouts.create` of its resource. */
  readonly timeoutSeconds: number;
  /** Whether the plan would end earlier if this hop did. */
  readonly critical: boolean;
  /** Whether the size was not known and the largest that can travel was taken. */
  readonly sizeAssumed: boolean;
}

/** The place of a file. In its key, `{imageId}` stands for the id of the image that it was exported from. */
export interface HopFile {
  /** Name of the bucket. */
  readonly bucket: Told<string>;
  /** Key of the object. */
  readonly key: Told<string>;
}

/** A project that is offered an image, of the owner's account where the account is null. */
export interface HopMember {
  /** Null for the account of the owner, or one that is not said. */
  readonly account: Told<string | null>;
  /** Id of the project. */
  readonly project: Told<string>;
}

/** Who asks for a hop, and where. */
export interface HopCaller {
  /** The account that it acts for. */
  readonly account: Told<string>;
  /** The project that it acts in. */
  readonly project: Told<string>;
  /** The region that it asks in. */
  readonly region: Told<string>;
}

/** How an image is written to a file. */
export interface HopExport {
  /** Null for a fast export, which has its own. */
  readonly format: Told<ObjectFormat | null>;
  /** Whether the service's fast export is used, for images that are too large for the other. */
  readonly fast: boolean;
}

/** How a file becomes an image. */
export interface HopRegistration {
  /** What the image will hold. */
  readonly kind: "system-disk" | "data-disk";
  /** Whether the service takes the file as it is, without drivers being put in. */
  readonly quick: boolean;
  /** The smallest disk that a server or volume made of it may have, in GiB. */
  readonly minDiskGib: Told<number>;
  /** Its operating system. */
  readonly os: Told<OperatingSystem>;
  /** As the service lists them, such as `Ubuntu 22.04 server 64bit`; empty when not said. */
  readonly osVersion: Told<string>;
}

/** What a hop that is no copy does: with whom it shares, which file it writes or reads. */
export interface HopDetail {
  /** Of a share: whom the image is offered to. */
  readonly members?: readonly HopMember[];
  /** Written by an export, read by a transfer and by a registration. */
  readonly file?: HopFile;
  /** Of a transfer: whether the objects that it reads and writes outlive it. Absent: they go with it. */
  readonly keepsObjects?: true;
  /** Of an export. */
  readonly exported?: HopExport;
  /** Where a transfer takes the file to, and who writes there. */
  readonly target?: HopFile & {
    /** Who writes. */
    readonly caller: HopCaller;
  };
  /** Of a registration. */
  readonly registered?: HopRegistration;
}

/** A way that was not gone, with the rule that stands in it; null where nobody is there to ask for it. */
export interface DroppedWay {
  /** The key of the step. */
  readonly step: string;
  /** The step in words; plans of 0.1.0 have none. */
  readonly stepText?: string;
  /** Id of the rule that stands in the way. */
  readonly rule: string | null;
  /** What is wrong with it. */
  readonly text: string;
}

/** What a hop is made from: one of the three. */
export type HopSource =
  | {
      /** Id of a source image of the plan. */
      readonly image: string;
    }
  | {
      /** Id of the hop that makes it. */
      readonly hop: string;
    }
  | {
      /** `bucket:key` of an object that no hop writes. */
      readonly object: string;
    };

/** An operation placed in a plan, with its forecast. */
export interface Hop {
  /** `cn-east-3/web`: the place and name of the replica; one of a kind in the plan. */
  readonly id: string;
  /** Path of the construct that declared it. */
  readonly construct: string;
  /** The request that it is made by. */
  readonly operation: OperationKind;
  /** Who asks, and in which region. */
  readonly caller: HopCaller;
  /** Id of a source image, of the hop that makes the source, or an object that nobody here has exported. */
  readonly source: HopSource;
  /** What the image holds. */
  readonly kind: Told<ImageKind>;
  /** Size of the image file, in GiB. */
  readonly sizeGib: Told<number>;
  /** What it makes; of a hop that makes no image, what it works on. */
  readonly replica: ReplicaEntry;
  /** Agency that lets the service act in the other region; null where none is needed. */
  readonly agencyName: Told<string | null>;
  /** Vault that the backup of a full-ECS image goes to; null where none is needed. */
  readonly vaultId: Told<string | null>;
  /** Absent for copies. */
  readonly detail?: HopDetail;
  /** Nobody asked for what it makes, which is on the way to what was asked for; whether it is kept then. Absent: somebody did. */
  readonly intermediate?: Intermediate;
  /** Ways that the planner did not go; absent where it had no choice. */
  readonly dropped?: readonly DroppedWay[];
  /** The depth at which it stands: 1 starts from source images alone. */
  readonly wave: number;
  /** Why the plan has it, in words. */
  readonly why: string;
  /** The copy across regions that Terraform lets it come after, so that no more run than there are slots; null for the first ones. */
  readonly lane: string | null;
  /** When it is expected to run, and what it moves. */
  readonly forecast: HopForecast;
}

/** A rule that given facts break. */
export interface PlanFinding {
  /** Id of the rule, as RULES.md has it. */
  readonly rule: string;
  /** How grave it is. */
  readonly severity: Severity;
  /** Path of the construct. */
  readonly construct: string;
  /** What is wrong, with the mend and the id. */
  readonly text: string;
  /** Why the program accepts it; absent when it does not. */
  readonly acknowledged?: string;
}

/** All findings of a stack, as a check collects them. */
export interface StackFindings {
  readonly stack: string;
  readonly findings: readonly PlanFinding[];
}

/** What decides a rule that synth cannot. */
export type DecidedBy = "precondition" | "postcondition" | "check" | "nothing";

/** A rule that could not be decided at synth, with the hops that it concerns: all, or the first ones and how many more. */
export interface DeferredRule {
  /** Id of the rule, as RULES.md has it. */
  readonly rule: string;
  /** Name of the fact that is not known, such as `image.sizeGib`. */
  readonly lacks: string;
  /** What decides it before the service does: a condition of a resource, a check block that warns, or nothing. */
  readonly decidedBy: DecidedBy;
  /** Ids of the hops. */
  readonly hops: readonly string[];
  /** How many hops there are beyond those. */
  readonly more: number;
}

/** What a whole plan is expected to take, to be read as "at least". */
export interface PlanForecast {
  /** Where every slot is taken as it comes free, which is how `image-replication apply` goes. */
  readonly durationSeconds: number;
  /** Through Terraform, which keeps to the lanes. */
  readonly terraformSeconds: number;
  /** Ids of the hops that decide the duration, in their order. */
  readonly criticalPath: readonly string[];
  /** What is charged, in GiB by kind. */
  readonly chargedGib: Readonly<Partial<Record<ChargeKind, number>>>;
  /** What is charged in money; absent where no price is given. */
  readonly cost?: Money;
  /** Disk for files on their way, where Terraform runs, if all are carried at once; absent where none is. */
  readonly localDiskGib?: number;
  /** Places for cross-region jobs that each account has. */
  readonly slots: number;
  /** What is taken for granted where nothing is published, in words. */
  readonly assumptions: readonly string[];
}

/** What is otherwise than before when all that a plan makes is destroyed. Backups and objects bill. */
export interface Residue {
  /** The hop that makes it. */
  readonly hop: string;
  /** The offer of an image of somebody else, once accepted, ends as rejected. */
  readonly leaves: "backup" | "object" | "rejection";
  /** The vault of a backup; bucket and key of an object; the project that rejects. */
  readonly where: Told<string>;
  /** Null of what takes no space. */
  readonly sizeGib: Told<number> | null;
}

/** An account that hops act for. */
export interface PlanAccount {
  /** Id of the account. */
  readonly id: string;
  /** Its site, which decides the regions that it reaches. */
  readonly site: Site;
}

/** What synth decided for a stack. Its document has a schema, `cdktf-image-replication/schemas/route-plan.json`. */
export interface RoutePlan {
  /** What tells a route plan from other documents. */
  readonly format: "image-replication/route-plan";
  /** Of the format. */
  readonly version: 1;
  /** Id of the stack. */
  readonly stack: string;
  /** Where it is applied. */
  readonly target: Target;
  /** Of operations, places, sources and keys: not of prose, pace or prices. */
  readonly digest: string;
  /** Accounts that hops act for. */
  readonly accounts: readonly PlanAccount[];
  /** Images that no hop makes. */
  readonly sources: readonly SourceImageEntry[];
  /** In the order of their ids. */
  readonly hops: readonly Hop[];
  /** Values of the catalogue that the program overrides, with the reasons. */
  readonly overrides: CatalogOverrides;
  /** What the program says that charges cost; absent where no price is given. */
  readonly prices?: PriceBook;
  /** Of the whole plan. */
  readonly forecast: PlanForecast;
  /** Warnings, infos, and errors that the program acknowledges. */
  readonly findings: readonly PlanFinding[];
  /** Rules that synth could not decide. */
  readonly deferred: readonly DeferredRule[];
  /** Absent: nothing stays. */
  readonly residue?: readonly Residue[];
}

/** What a hop is made from, by id: another hop, a source image, or an object. */
export function sourceIdOf({ source }: Pick<Hop, "source">): string {
  if ("hop" in source) return source.hop;
  return "image" in source ? source.image : source.object;
}
