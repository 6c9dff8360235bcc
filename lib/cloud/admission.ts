// Admission: an operation is judged by the rules that the service keeps, and is refused with nothing changed, or becomes jobs.
import { jobSeconds, jobsOf, type Catalog, type JobKind } from "../catalog";
import { makesImage, type Image, type Operation } from "../model";
import { refusalOf } from "../rules";
import type { Job, Store } from "../store";
import { timestampAt } from "../time";
import { canonicalJson, digestOf, invariant, simulatedId, simulatedJobId } from "../values";
import { caseOf } from "./facts";
import type { PlannedFaults, Refusal } from "./faults";
import { recordSubmitted } from "./journal";
import type { JobSubject } from "./operations/operation-description";
import { beginChange, replicaOf } from "./operations/descriptions";
import type { Runner } from "./runner";

/** The service's answer to a request. */
export type Submission =
  | {
      readonly accepted: true;
      readonly jobId: string;
      readonly imageId: string;
      /** An equal ask has made the image before. */
      readonly isThere?: true;
    }
  | { readonly accepted: false; readonly refusal: Refusal };

/** Must run in a transaction. */
export function admit(
  operation: Operation,
  ask: string | null,
  state: Store,
  catalog: Catalog,
  runner: Runner,
  faults: PlannedFaults,
): Submission {
  const outage = faults.outageOf(operation);
  if (outage !== undefined) return { accepted: false, refusal: outage };
  const { sheet, subject, source } = caseOf(operation, state, catalog);
  const refusal = refusalOf(operation.kind, sheet, subject, catalog);
  if (refusal !== undefined) return { accepted: false, refusal };

  const nowSeconds = state.meta.number("nowSeconds");
  const jobSubject = makesImage(operation.kind)
    ? addReplica(operation, source, state, nowSeconds)
    : beginChange(operation, source, state);
  const [answered, ...parts] = addJobs(operation, jobSubject, ask, state, catalog, nowSeconds);
  recordSubmitted(state, answered, nowSeconds);
  runner.enter(parts[0] ?? answered, nowSeconds);
  return { accepted: true, jobId: answered.id, imageId: jobSubject.id };
}

/** The id of the image that the nth equal request makes: of what is asked for and nothing else, so that the order of requests is free. */
export function replicaId(request: string, number: number): string {
  return simulatedId("image", request, number);
}

/** The replica under an id of its own: an equal request may have made one before. */
function addReplica(operation: Operation, source: Image | undefined, state: Store, nowSeconds: number): JobSubject {
  const createdAt = timestampAt(nowSeconds);
  const request = digestOf(operation);
  for (let number = 0; ; number += 1) {
    const given = { id: replicaId(request, number), backupId: simulatedId("backup", request, number), createdAt };
    const image = replicaOf(operation, source, given, state);
    invariant(image !== undefined, `${operation.kind} makes no image`);
    if (state.images.tryInsert(image)) return { ...image, vaultId: image.backup?.vaultId ?? null };
  }
}

const sourceIdOf = (operation: Operation): string => ("sourceImageId" in operation ? operation.sourceImageId : "");

/** The job that answers the request and, where it takes several, a job for each part. */
function addJobs(
  operation: Operation,
  subject: JobSubject,
  ask: string | null,
  state: Store,
  catalog: Catalog,
  nowSeconds: number,
): readonly [Job, ...Job[]] {
  const kinds = jobsOf(operation.kind, subject.kind);
  const [first] = kinds;
  invariant(first !== undefined, `${operation.kind} starts no job`);
  const append = (job: Omit<Job, "sequence">): Job => ({ ...job, sequence: state.jobs.append(job) });
  const base = jobBase(operation, subject, nowSeconds);
  const timed = (kind: JobKind) => ({
    kind,
    crossesRegions: catalog.pace[kind].crossesRegions,
    durationSeconds: jobSeconds(catalog.pace[kind], subject.sizeGib),
  });

  const number = state.jobs.nextSequence();
  const id = simulatedJobId("job", number, subject.id);
  if (kinds.length === 1) return [append({ ...base, ...timed(first), id, ask })];
  const durationSeconds = kinds.reduce((sum, kind) => sum + timed(kind).durationSeconds, 0);
  const whole = { ...base, kind: WHOLE, crossesRegions: false, durationSeconds, id, ask, parts: kinds.length };
  const answered = append(whole);
  const parts = kinds.map((kind, index) =>
    append({
      ...base,
      ...timed(kind),
      id: simulatedJobId("job", number, subject.id, kind),
      parentId: id,
      part: index + 1,
    }),
  );
  return [answered, ...parts];
}

/** The kind of the job that answers a request which takes several. */
const WHOLE: JobKind = "imsCrossRegionCopyImageJob";

function jobBase(operation: Operation, subject: JobSubject, nowSeconds: number) {
  return {
    parentId: null,
    part: 0,
    parts: 0,
    operation: operation.kind,
    account: operation.caller.account,
    project: operation.caller.project,
    region: operation.caller.region,
    targetRegion: subject.region,
    sourceImageId: sourceIdOf(operation),
    imageId: subject.id,
    imageName: subject.name,
    imageKind: subject.kind,
    sizeGib: subject.sizeGib,
    vaultId: subject.vaultId,
    status: "INIT",
    errorCode: null,
    reason: null,
    submittedSeconds: nowSeconds,
    beginSeconds: null,
    endSeconds: null,
    request: makesImage(operation.kind) ? null : canonicalJson(operation),
    ask: null,
  } as const;
}
