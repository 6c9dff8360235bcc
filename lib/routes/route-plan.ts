// The route plan: immutable data with nothing left to decide. Synth writes it, people read its diff, the deployment carries it out.
import type { CatalogOverrides, ChargeKind, JobKind } from "../catalog";
import type { FactKey, ImageKind, ObjectFormat, OperatingSystem, OperationKind, Site } from "../model";
import type { Severity } from "../rules";

/** A value that only Terraform will know: the name of the fact stands where the value will be. */
export interface Pending {
  readonly pending: FactKey | "image.id" | "source.id";
}

/** A value, or the note that it is not known before Terraform runs. */
export type Told<T> = T | Pending;

export function isPending(value: unknown): value is Pending {
  return typeof value === "object" && value !== null && "pending" in value;
}

export type Target = "simulated" | "huaweicloud";

/** An image that no hop of this plan makes. */
export interface SourceImageEntry {
  readonly id: string;
  readonly imageId: Told<string>;
  readonly name: Told<string>;
  readonly account: Told<string>;
  readonly project: Told<string>;
  readonly region: Told<string>;
  readonly kind: Told<ImageKind>;
  readonly sizeGib: Told<number>;
  readonly encrypted: Told<boolean>;
  readonly keyId: Told<string | null>;
  /** Facts that the program states of an image that is looked up, and that nothing checks. */
  readonly trusted: readonly string[];
}

/** What the replica of a hop will be. */
export interface ReplicaEntry {
  readonly account: Told<string>;
  readonly project: Told<string>;
  readonly region: Told<string>;
  readonly name: Told<string>;
  readonly description: Told<string>;
  readonly tags: Told<Readonly<Record<string, string>>>;
  /** Id of the key it is encrypted with; null when it is not encrypted. */
  readonly keyId: Told<string | null>;
}

export interface HopJob {
  readonly job: JobKind;
  readonly durationSeconds: number;
}

/** When a hop is expected to run, counted from the start of the plan. Durations are to be read as "at least". */
export interface HopForecast {
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** How long it waits for one of the account's slots after its source is there. */
  readonly queuedSeconds: number;
  readonly jobs: readonly HopJob[];
  /** What is charged, in GiB by kind; empty for copies within a region. */
  readonly chargedGib: Readonly<Partial<Record<ChargeKind, number>>>;
  /** `timeouts.create` of its resource. */
  readonly timeoutSeconds: number;
  /** Whether the plan would end earlier if this hop did. */
  readonly critical: boolean;
  /** Whether the size was not known and the largest that can travel was taken. */
  readonly sizeAssumed: boolean;
}

/** The place of a file. In its key, `{imageId}` stands for the id of the image that it was exported from. */
export interface HopFile {
  readonly bucket: Told<string>;
  readonly key: Told<string>;
}

/** A project that is offered an image, of the owner's account where the account is null. */
export interface HopMember {
  readonly account: Told<string | null>;
  readonly project: Told<string>;
}

/** What a hop that is no copy does: with whom it shares, which file it writes or reads. */
export interface HopDetail {
  readonly members?: readonly HopMember[];
  /** Written by an export, read by a transfer and by a registration. */
  readonly file?: HopFile;
  /** Of an export; the format is null for a fast one, which has its own. */
  readonly exported?: { readonly format: Told<ObjectFormat | null>; readonly fast: boolean };
  /** Where a transfer takes the file to, and who writes there. */
  readonly target?: HopFile & {
    readonly caller: { readonly account: Told<string>; readonly project: Told<string>; readonly region: Told<string> };
  };
  readonly registered?: {
    readonly kind: "system-disk" | "data-disk";
    readonly quick: boolean;
    readonly minDiskGib: Told<number>;
    readonly os: Told<OperatingSystem>;
    readonly osVersion: Told<string>;
  };
}

/** A way that was not gone, with the rule that stands in it; null where nobody is there to ask for it. */
export interface DroppedWay {
  readonly step: string;
  readonly rule: string | null;
  readonly text: string;
}

export interface Hop {
  readonly id: string;
  /** Path of the construct that declared it. */
  readonly construct: string;
  readonly operation: OperationKind;
  readonly caller: { readonly account: Told<string>; readonly project: Told<string>; readonly region: Told<string> };
  /** Id of a source image, of the hop that makes the source, or an object that nobody here has exported. */
  readonly source: { readonly image: string } | { readonly hop: string } | { readonly object: string };
  readonly kind: Told<ImageKind>;
  readonly sizeGib: Told<number>;
  readonly replica: ReplicaEntry;
  readonly agencyName: Told<string | null>;
  readonly vaultId: Told<string | null>;
  /** Absent for copies. */
  readonly detail?: HopDetail;
  /** Whether nobody asked for what it makes: it is on the way to what was asked for. Absent: somebody did. */
  readonly intermediate?: true;
  /** Ways that the planner did not go; absent where it had no choice. */
  readonly dropped?: readonly DroppedWay[];
  /** The depth at which it stands: 1 starts from source images alone. */
  readonly wave: number;
  readonly why: string;
  /** The copy across regions that Terraform lets it come after, so that no more run than there are slots; null for the first ones. */
  readonly lane: string | null;
  readonly forecast: HopForecast;
}

export interface PlanFinding {
  readonly rule: string;
  readonly severity: Severity;
  readonly construct: string;
  readonly text: string;
  /** Why the program accepts it; absent when it does not. */
  readonly acknowledged?: string;
}

/** All findings of a stack, as a check collects them. */
export interface StackFindings {
  readonly stack: string;
  readonly findings: readonly PlanFinding[];
}

export type DecidedBy = "precondition" | "check" | "nothing";

/** A rule that could not be decided at synth, with the hops that it concerns: all, or the first ones and how many more. */
export interface DeferredRule {
  readonly rule: string;
  readonly lacks: FactKey;
  /** What decides it before the service does: a precondition of the copy, a check block that warns, or nothing. */
  readonly decidedBy: DecidedBy;
  readonly hops: readonly string[];
  readonly more: number;
}

/** Money by currency, which is never added across currencies, and what of the charges has no price. */
export interface PlanCost {
  readonly amounts: Readonly<Record<string, number>>;
  readonly unpriced: readonly ChargeKind[];
}

export interface PlanForecast {
  /** Where every slot is taken as it comes free, which is how `image-replication apply` goes. */
  readonly durationSeconds: number;
  /** Through Terraform, which keeps to the lanes. */
  readonly terraformSeconds: number;
  readonly criticalPath: readonly string[];
  readonly chargedGib: Readonly<Partial<Record<ChargeKind, number>>>;
  /** What is charged in money; absent where no price is given. */
  readonly cost?: PlanCost;
  readonly slots: number;
  readonly assumptions: readonly string[];
}

export interface RoutePlan {
  readonly format: "image-replication/route-plan";
  readonly version: 1;
  readonly stack: string;
  readonly target: Target;
  /** Of operations, places, sources and keys: not of prose, pace or prices. */
  readonly digest: string;
  readonly accounts: readonly { readonly id: string; readonly site: Site }[];
  readonly sources: readonly SourceImageEntry[];
  /** In the order of their ids. */
  readonly hops: readonly Hop[];
  /** Values of the catalogue that the program overrides, with the reasons. */
  readonly overrides: CatalogOverrides;
  readonly forecast: PlanForecast;
  readonly findings: readonly PlanFinding[];
  readonly deferred: readonly DeferredRule[];
}

/** What a hop is made from, by id: another hop, a source image, or an object. */
export function sourceIdOf({ source }: Pick<Hop, "source">): string {
  if ("hop" in source) return source.hop;
  return "image" in source ? source.image : source.object;
}
