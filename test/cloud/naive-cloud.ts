// A cloud in the simplest code, for comparison with the real one: arrays, no database, and only the rules that apply in the tests.
import type { CopyImage, CopyImageAcross, Image } from "../../lib/model";

export type Operation = CopyImage | CopyImageAcross;

interface NaivePart {
  readonly durationSeconds: number;
  readonly slot: boolean;
}

export interface NaiveJob {
  readonly account: string;
  readonly replica: { region: string; account: string; kind: Image["kind"]; sealed: boolean; sizeGib: number };
  readonly parts: readonly NaivePart[];
  readonly backup: string;
  part: number;
  begin: number | null;
  end: number | null;
  /** When the running part ends; null while it waits. */
  due: number | null;
  /** The order in which running parts started. */
  began: number;
}

export class NaiveCloud {
  public readonly jobs: NaiveJob[] = [];
  public now = 0;
  private readonly queue: NaiveJob[] = [];
  private starts = 0;

  public constructor(private readonly images: readonly Image[]) {}

  /** `source` is an image's id, or the number of an earlier job. Returns false when it is refused. */
  public submit(operation: Operation, source: string | number): boolean {
    const found = typeof source === "string" ? this.recorded(source) : this.jobs[source]?.replica;
    const { account, region } = operation.caller;
    if (found?.account !== account || found.region !== region) return false;
    if (typeof source === "number" && this.jobs[source]!.end === null) return false;
    const whole = found.kind === "full-ecs";
    const backup = whole && operation.kind === "copyImageAcross" ? `${String(source)} ${operation.targetRegion}` : "";
    if (operation.kind === "copyImage") {
      if (whole) return false;
    } else {
      if (found.sealed || operation.targetRegion === region || found.sizeGib > 128) return false;
      if (whole && (typeof source === "number" || this.jobs.some((job) => job.backup === backup))) return false;
    }
    this.start(operation, found, backup);
    return true;
  }

  private recorded(id: string): NaiveJob["replica"] | undefined {
    const image = this.images.find((one) => one.id === id);
    return image === undefined ? undefined : { ...image, sealed: image.keyId !== null };
  }

  private start(operation: Operation, source: NaiveJob["replica"], backup: string): void {
    const inRegion = operation.kind === "copyImage";
    const transfer = { durationSeconds: Math.ceil(600 * source.sizeGib), slot: true };
    const job: NaiveJob = {
      account: operation.caller.account,
      replica: {
        ...source,
        region: inRegion ? source.region : operation.targetRegion,
        sealed: inRegion && operation.keyId !== null,
      },
      parts: inRegion
        ? [{ durationSeconds: Math.ceil(120 + 3 * source.sizeGib), slot: false }]
        : [transfer, ...(source.kind === "full-ecs" ? [{ durationSeconds: 6, slot: false }] : [])],
      backup,
      part: 0,
      begin: null,
      end: null,
      due: null,
      began: 0,
    };
    this.jobs.push(job);
    this.enter(job);
  }

  private enter(job: NaiveJob): void {
    const holding = this.jobs.filter((other) => other.account === job.account && this.holdsSlot(other)).length;
    if (job.parts[job.part]!.slot && holding >= 5) this.queue.push(job);
    else this.begin(job);
  }

  private holdsSlot(job: NaiveJob): boolean {
    return job.due !== null && job.parts[job.part]!.slot;
  }

  private begin(job: NaiveJob): void {
    job.begin ??= this.now;
    job.due = this.now + job.parts[job.part]!.durationSeconds;
    job.began = this.starts++;
  }

  private next(): NaiveJob | undefined {
    const running = this.jobs.filter((job) => job.due !== null);
    return running.sort((l, r) => l.due! - r.due! || l.began - r.began)[0];
  }

  public advanceTo(seconds: number): void {
    for (let job = this.next(); job !== undefined && job.due! <= seconds; job = this.next()) this.finish(job);
    this.now = Math.max(this.now, seconds);
  }

  public runUntilIdle(): void {
    for (let job = this.next(); job !== undefined; job = this.next()) this.finish(job);
  }

  private finish(job: NaiveJob): void {
    this.now = job.due!;
    job.due = null;
    if (job.parts[job.part]!.slot) {
      const waiter = this.queue.findIndex((other) => other.account === job.account);
      if (waiter >= 0) this.begin(this.queue.splice(waiter, 1)[0]!);
    }
    job.part += 1;
    if (job.part < job.parts.length) this.enter(job);
    else job.end = this.now;
  }

  public statusOf({ begin, end }: NaiveJob): string {
    if (end !== null) return "active";
    return begin === null ? "queued" : "saving";
  }
}
