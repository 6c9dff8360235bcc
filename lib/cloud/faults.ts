// What goes wrong on purpose: jobs that fail and regions that refuse, by script or by chance. Every answer follows from what was asked
// for and how often, never from the order of events: so a run repeats, and a process that takes over says the same.
import type { Faults, JobFaultEntry, Operation } from "../model";
import { findingText, type Finding } from "../rules";
import type { Job, Store } from "../store";
import { randomSourceFor } from "../time";
import { invariant } from "../values";

/** Why a job fails, as the service tells it. */
export interface JobFault {
  readonly errorCode: string;
  readonly reason: string;
}

/** A region that refuses whatever is asked of it. */
export interface Outage {
  /** Null, for no rule of the table stands behind it: the same request is taken at another time. */
  readonly rule: null;
  readonly message: string;
  readonly errorCode: string;
}

/** Why the service says no: a rule is broken, or a region is out of order. */
export type Refusal = Finding | Outage;

/** The whole message of a refusal: sentence, mend, and in brackets what to look up. */
export function refusalText(refusal: Refusal): string {
  if (refusal.rule !== null) return findingText(refusal);
  return `${refusal.message} Ask again when it takes requests. [${refusal.errorCode}]`;
}

/** What fails by chance, in the words of the service's table of error codes. */
const BY_CHANCE: readonly JobFault[] = [
  { errorCode: "IMG.0018", reason: "The job could not be submitted." },
  { errorCode: "IMG.0060", reason: "Flow control: there are too many tasks." },
  { errorCode: "IMG.0061", reason: "An unknown error occurred." },
];

export class PlannedFaults {
  public constructor(
    private readonly faults: Faults,
    private readonly state: Store,
  ) {}

  /** The fault of a job whose time is over; undefined when it ends well. */
  public faultOf(job: Job): JobFault | undefined {
    const { jobs, random } = this.faults;
    if (jobs.length === 0 && random === null) return undefined;
    const entry = jobs.find((one) => this.strikes(one, job));
    if (entry !== undefined) return { errorCode: entry.code, reason: entry.reason };
    return this.byChance(job);
  }

  /** The region that refuses the operation now; undefined when none does. */
  public outageOf(operation: Operation): Outage | undefined {
    if (this.faults.regions.length === 0) return undefined;
    const places = [operation.caller.region, ...targetRegionsOf(operation)];
    const now = this.state.meta.number("nowSeconds");
    const entry = this.faults.regions.find(
      ({ region, fromSeconds, untilSeconds }) =>
        places.includes(region) && now >= fromSeconds && (untilSeconds === null || now < untilSeconds),
    );
    if (entry === undefined) return undefined;
    const message = `Region ${entry.region} refuses requests: ${asSentence(entry.reason)}`;
    return { rule: null, message, errorCode: entry.code };
  }

  private strikes({ job: match, part, nth, times }: JobFaultEntry, job: Job): boolean {
    if (Math.max(1, job.part) !== part) return false;
    const { operation, region, targetRegion, imageName } = job;
    const told = { operation, region, targetRegion, imageName, ...match };
    const fits =
      told.operation === operation &&
      told.region === region &&
      told.targetRegion === targetRegion &&
      told.imageName === imageName;
    if (!fits || (nth === 1 && times === null)) return fits;
    const last = times === null ? Number.MAX_SAFE_INTEGER : nth + times - 1;
    // Counting stops where the answer is known: a script for thousands of jobs must not look at all of them for each.
    const count = 1 + this.state.jobs.countBefore(this.answered(job).sequence, match, times === null ? nth : last);
    return count >= nth && count <= last;
  }

  /** Of an attempt, not of a job's id: ids depend on what else was asked for before. */
  private byChance(job: Job): JobFault | undefined {
    if (this.faults.random === null) return undefined;
    const { randomSeed, failureRate } = this.faults.random;
    const { operation, account, project, region, targetRegion, imageName, part } = job;
    const wanted = { operation, account, project, region, targetRegion, imageName };
    const attempt = this.state.jobs.countBefore(this.answered(job).sequence, wanted);
    const chance = randomSourceFor(randomSeed, { ...wanted, part, attempt });
    return chance.next() < failureRate ? chance.pick(BY_CHANCE) : undefined;
  }

  /** The job that the request was answered with. */
  private answered(job: Job): Job {
    if (job.parentId === null) return job;
    const parent = this.state.jobs.tryFindById(job.parentId);
    invariant(parent !== undefined, `job ${job.id} is a part of a job that is not there`);
    return parent;
  }
}

function targetRegionsOf(operation: Operation): readonly string[] {
  if (operation.kind === "copyImageAcross") return [operation.targetRegion];
  return operation.kind === "transferObject" ? [operation.targetCaller.region] : [];
}

function asSentence(reason: string): string {
  return /[.!?]$/u.test(reason) ? reason : `${reason}.`;
}
