// The route plan: immutable data with nothing left to decide. Synth writes it, people read its diff, the deployment carries it out.
import type { CatalogOverrides, ChargeKind, JobKind, Money, PriceBook } from "../catalog";
import type { ImageKind, ObjectFormat, OperatingSystem, OperationKind, Site } from "../model";
import type { Severity } from "../rules";

/** A value that only Terraform will know: the name of the fact stands where the value will be. */
export interface Pending {
  /** Name of the fact, such as `image.sizeGib`. */
  readonly pending: string;
}

/** A value, or the name of its fact if it is unknown until apply. */
export type Told<T> = T | Pending;

export function isPending(value: unknown): value is Pending {
  return typeof value === "object" && value !== null && "pending" in value;
}

/** Target of a plan: the simulated cloud or the real one. */
export type Target = "simulated" | "huaweicloud";

/** What becomes of what is on the way once the replicas are there. Terraform has no resource for what is retired. */
export type Intermediate = "kept" | "retired";

/** An image that no hop of the plan creates. */
export interface SourceImageEntry {
  /** Id that hops use for the image. */
  readonly id: string;
  /** Id of the image. */
  readonly imageId: Told<string>;
  /** Name of the image. */
  readonly name: Told<string>;
  /** Account that owns the image. */
  readonly account: Told<string>;
  /** Project that owns the image. */
  readonly project: Told<string>;
  /** Region id of the image. */
  readonly region: Told<string>;
  /** Kind of the image. */
  readonly kind: Told<ImageKind>;
  /** Size of the image file in GiB. */
  readonly sizeGib: Told<number>;
  /** Whether the image is encrypted. It can be known when the key is not. */
  readonly encrypted: Told<boolean>;
  /** Id of the KMS key that encrypts the image; null if it is not encrypted. */
  readonly keyId: Told<string | null>;
  /** Facts of a looked-up image that the program states and nothing verifies. */
  readonly trusted: readonly string[];
}

/** Properties of a hop's replica. */
export interface ReplicaEntry {
  /** Account that owns the replica. */
  readonly account: Told<string>;
  /** Project that owns the replica. */
  readonly project: Told<string>;
  /** Region id of the replica. */
  readonly region: Told<string>;
  /** Name of the replica. */
  readonly name: Told<string>;
  /** Description of the replica; empty if it has none. */
  readonly description: Told<string>;
  /** Tags of the replica, by key. */
  readonly tags: Told<Readonly<Record<string, string>>>;
  /** Id of the KMS key that encrypts the replica; null if it is not encrypted. */
  readonly keyId: Told<string | null>;
}

/** Forecast of a job of the service. */
export interface HopJob {
  /** Kind of the job. */
  readonly job: JobKind;
  /** Lower bound of the duration, in seconds. */
  readonly durationSeconds: number;
}

/** Forecast of a hop. Times count from the start of the plan, and durations are lower bounds. */
export interface HopForecast {
  /** Start of the first job, in seconds. */
  readonly startSeconds: number;
  /** End of the last job, in seconds. */
  readonly endSeconds: number;
  /** Time that the hop waits for one of the account's slots after its source exists, in seconds. */
  readonly queuedSeconds: number;
  /** Jobs that the service runs for the hop, in order. */
  readonly jobs: readonly HopJob[];
  /** Charged GiB by kind of charge; empty for copies within a region. */
  readonly chargedGib: Readonly<Partial<Record<ChargeKind, number>>>;
  /** Disk space in GiB for the file on the machine that transfers it; absent for other hops. */
  readonly localDiskGib?: number;
  /** `timeouts.create` of the resource, in seconds. */
  readonly timeoutSeconds: number;
  /** Whether the hop is on the critical path. */
  readonly critical: boolean;
  /** Whether the size is unknown, so that the forecast assumes the largest size that can be copied. */
  readonly sizeAssumed: boolean;
}

/** Place of a file. In its key, `{imageId}` stands for the id of the exported image. */
export interface HopFile {
  /** Name of the bucket. */
  readonly bucket: Told<string>;
  /** Key of the object. */
  readonly key: Told<string>;
}

/** A project that an image is shared with. */
export interface HopMember {
  /** Account that owns the project; null means the owner's account, or unknown. */
  readonly account: Told<string | null>;
  /** Id of the project. */
  readonly project: Told<string>;
}

/** Account, project and region of a request. */
export interface HopCaller {
  /** Account of the request. */
  readonly account: Told<string>;
  /** Project of the request. */
  readonly project: Told<string>;
  /** Region id of the request. */
  readonly region: Told<string>;
}

/** Details of an export. */
export interface HopExport {
  /** Format of the file; null for a fast export, which has its own. */
  readonly format: Told<ObjectFormat | null>;
  /** Whether it is a fast export, for images that are too large for a standard export. */
  readonly fast: boolean;
}

/** Details of a registration. */
export interface HopRegistration {
  /** Kind of the image. */
  readonly kind: "system-disk" | "data-disk";
  /** Whether it is a quick import, without conversion. */
  readonly quick: boolean;
  /** Minimum disk of a server or volume, in GiB. */
  readonly minDiskGib: Told<number>;
  /** Operating system of the image. */
  readonly os: Told<OperatingSystem>;
  /** Version of the operating system, as the service lists it, such as `Ubuntu 22.04 server 64bit`; empty if not stated. */
  readonly osVersion: Told<string>;
}

/** Details of a hop that is not a copy. */
export interface HopDetail {
  /** Projects that a share is for. */
  readonly members?: readonly HopMember[];
  /** File that an export writes, or that a transfer or registration reads. */
  readonly file?: HopFile;
  /** Of a transfer: whether the objects that it reads and writes outlive it. Absent: they go with it. */
  readonly keepsObjects?: true;
  /** Details of an export. */
  readonly exported?: HopExport;
  /** Place that a transfer writes to, with the account and region that write. */
  readonly target?: HopFile & {
    /** Who writes. */
    readonly caller: HopCaller;
  };
  /** Details of a registration. */
  readonly registered?: HopRegistration;
}

/** An alternative that the planner excluded, with the rule that excludes it. */
export interface DroppedWay {
  /** Key of the step. */
  readonly step: string;
  /** The step as text; absent in plans of 0.1.0. */
  readonly stepText?: string;
  /** Id of the rule; null if no provider can make the request. */
  readonly rule: string | null;
  /** Message of the rule. */
  readonly text: string;
}

/** Source of a hop: an image, another hop, or an object. */
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

/** An operation in a route plan, with its forecast. */
export interface Hop {
  /** Id, unique in the plan: place and name of the replica, such as `cn-east-3/web`. */
  readonly id: string;
  /** Path of the construct that declares the hop. */
  readonly construct: string;
  /** Name of the request. */
  readonly operation: OperationKind;
  /** Account, project and region of the request. */
  readonly caller: HopCaller;
  /** Source of the hop: a source image, the hop that creates it, or an object that this program does not export. */
  readonly source: HopSource;
  /** Kind of the image. */
  readonly kind: Told<ImageKind>;
  /** Size of the image file in GiB. */
  readonly sizeGib: Told<number>;
  /** Properties of the replica. For a hop that creates no image: of the image that it works on. */
  readonly replica: ReplicaEntry;
  /** Name of the agency that allows the service to act in the other region; null if none is required. */
  readonly agencyName: Told<string | null>;
  /** Id of the vault for the backup of a full-ECS image; null if none is required. */
  readonly vaultId: Told<string | null>;
  /** Details of a hop that is not a copy; absent for copies. */
  readonly detail?: HopDetail;
  /** Whether the result, an intermediate copy, is kept or deleted once the replicas exist; absent for results that the program declares. */
  readonly intermediate?: Intermediate;
  /** Alternatives that the planner excluded; absent if there are none. */
  readonly dropped?: readonly DroppedWay[];
  /** Depth of the hop: 1 if all its sources are source images. */
  readonly wave: number;
  /** Purpose of the hop, as text. */
  readonly why: string;
  /** Id of the cross-region copy that this one depends on in Terraform, so that no more run than there are slots; null for the first ones. */
  readonly lane: string | null;
  /** Forecast of the hop: its times and charges. */
  readonly forecast: HopForecast;
}

/** A finding in a route plan: a rule that the facts of a hop break. */
export interface PlanFinding {
  /** Id of the rule, as in RULES.md. */
  readonly rule: string;
  /** Severity of the finding. */
  readonly severity: Severity;
  /** Path of the construct that it is about. */
  readonly construct: string;
  /** Message: the problem, the fix and the id of the rule. */
  readonly text: string;
  /** Reason of the acknowledgement; absent if not acknowledged. */
  readonly acknowledged?: string;
}

/** All findings of a stack, as a check collects them. */
export interface StackFindings {
  readonly stack: string;
  readonly findings: readonly PlanFinding[];
}

/** Terraform check that decides a rule that synth cannot decide. */
export type DecidedBy = "precondition" | "postcondition" | "check" | "nothing";

/** A rule that synth cannot decide, with the hops that it concerns. */
export interface DeferredRule {
  /** Id of the rule, as in RULES.md. */
  readonly rule: string;
  /** Name of the unknown fact, such as `image.sizeGib`. */
  readonly lacks: string;
  /** Check that decides the rule before the service does: a condition of a resource, a `check` block, which warns, or nothing. */
  readonly decidedBy: DecidedBy;
  /** Ids of the hops, at most the first few. */
  readonly hops: readonly string[];
  /** Number of hops that are not listed. */
  readonly more: number;
}

/** Forecast of a plan. Durations are lower bounds. */
export interface PlanForecast {
  /** Duration in seconds if a waiting hop starts as soon as a slot is free, as with `image-replication apply`. */
  readonly durationSeconds: number;
  /** Duration in seconds with Terraform, which follows the concurrency edges. */
  readonly terraformSeconds: number;
  /** Ids of the hops that determine the duration, in order. */
  readonly criticalPath: readonly string[];
  /** Charged GiB by kind of charge. */
  readonly chargedGib: Readonly<Partial<Record<ChargeKind, number>>>;
  /** Cost by currency; absent without prices. */
  readonly cost?: Money;
  /** Disk space in GiB that all transfers together need on the machine that runs Terraform; absent without transfers. */
  readonly localDiskGib?: number;
  /** Number of cross-region jobs that an account can run at a time. */
  readonly slots: number;
  /** Assumptions where nothing is published, as text. */
  readonly assumptions: readonly string[];
}

/** Something that remains after a destroy of everything in the plan. Backups and objects are charged. */
export interface Residue {
  /** Id of the hop that creates it. */
  readonly hop: string;
  /** Kind. `rejection`: the share of another account becomes rejected. */
  readonly leaves: "backup" | "object" | "rejection";
  /** The vault of a backup, the bucket and key of an object, or the project that rejects the share. */
  readonly where: Told<string>;
  /** Size in GiB; null if it takes no space. */
  readonly sizeGib: Told<number> | null;
}

/** An account that hops use. */
export interface PlanAccount {
  /** Id of the account. */
  readonly id: string;
  /** Site of the account, which determines the regions that it can reach. */
  readonly site: Site;
}

/** The plan of a stack. `cdktf-image-replication/schemas/route-plan.json` is the schema of the document. */
export interface RoutePlan {
  /** Identifies the document as a route plan. */
  readonly format: "image-replication/route-plan";
  /** Version of the format. */
  readonly version: 1;
  /** Id of the stack. */
  readonly stack: string;
  /** Target of the plan. */
  readonly target: Target;
  /** Digest of operations, places, sources and keys. Texts, durations and prices have no influence. */
  readonly digest: string;
  /** Accounts that hops use. */
  readonly accounts: readonly PlanAccount[];
  /** Images that no hop creates. */
  readonly sources: readonly SourceImageEntry[];
  /** Hops, ordered by id. */
  readonly hops: readonly Hop[];
  /** Values of the catalogue that the program overrides, with their reasons. */
  readonly overrides: CatalogOverrides;
  /** Prices that the program states; absent without prices. */
  readonly prices?: PriceBook;
  /** Forecast of the whole plan. */
  readonly forecast: PlanForecast;
  /** Warnings, infos, and acknowledged errors. */
  readonly findings: readonly PlanFinding[];
  /** Rules that synth could not decide. */
  readonly deferred: readonly DeferredRule[];
  /** What remains after a destroy; absent if nothing does. */
  readonly residue?: readonly Residue[];
}

/** What a hop is made from, by id: another hop, a source image, or an object. */
export function sourceIdOf({ source }: Pick<Hop, "source">): string {
  if ("hop" in source) return source.hop;
  return "image" in source ? source.image : source.object;
}
