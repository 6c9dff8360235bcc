// What resource types have in common that make one request of the image service and wait for its job.
import { refusalText, type NotKnown, type Submission } from "../../cloud";
import { makesImage, type FactKey, type FactSheet, type Operation } from "../../model";
import { isSettled, type Finding } from "../../rules";
import { formatDuration } from "../../values";
import { isWhollyKnown, type ValueObject } from "../codec/value";
import { errorOf, Failure, findingOf, type Diagnostic } from "../frame/diagnostic";
import type { Planning, Validation } from "../frame/resource-type";
import type { Schema } from "../frame/schema";
import type { Session } from "../frame/session";
import { createSeconds } from "../frame/timeouts";

/** Which attribute carries which fact. */
export interface Columns {
  readonly arguments: readonly { readonly attribute: string; readonly fact: FactKey | null }[];
}

/** The attribute that a finding speaks of: that of its fact, or else of another fact about the same subject. */
function attributeOf({ rule }: Finding, { arguments: columns }: Columns): string | undefined {
  const subject = `${rule.attribute.split(".")[0] ?? ""}.`;
  const direct = columns.find(({ fact }) => fact === rule.attribute);
  return (direct ?? columns.find(({ fact }) => fact?.startsWith(subject)))?.attribute;
}

/** What breaks a rule at plan. Only a request of which all is known is judged: the rest is told at apply. */
export function judgeRequest(
  values: ValueObject,
  at: Validation | Planning,
  columns: Columns,
  operationOf: (values: ValueObject, session: Session) => Operation,
  stated: Partial<FactSheet> = {},
  notKnown: readonly NotKnown[] = [],
): readonly Diagnostic[] {
  if (at.stage === "validate" || at.prior !== null || !isWhollyKnown(values)) return [];
  if (at.session.settings.fidelity === "vendor") return [];
  const operation = operationOf(values, at.session);
  if (isTakenUp(operation, at.session)) return [];
  const { violations } = at.session.cloud.judge(operation, notKnown, stated);
  return violations.map((finding) => {
    const diagnostic = findingOf(finding, attributeOf(finding, columns));
    return isSettled(finding) ? diagnostic : { ...diagnostic, severity: "WARNING" };
  });
}

/** Whether an equal request has been carried out, or is, and what it did is still so: then it is not asked for again. */
function isTakenUp(operation: Operation, { cloud, holder }: Session): boolean {
  if (makesImage(operation.kind)) return cloud.wouldAdopt(operation, holder);
  return cloud.standing(operation) !== undefined;
}

/** Asks for what makes no image: what an equal request has done, and what still stands, is not asked for again. */
export async function done(
  operation: Operation,
  planned: ValueObject,
  schema: Schema,
  columns: Columns,
  session: Session,
): Promise<void> {
  const { cloud, settings } = session;
  const answer = settings.fidelity === "vendor" ? cloud.submit(operation) : cloud.submitIfNotInEffect(operation);
  await ended(answer, planned, schema, columns, session);
}

/** Waits for the job of an answer. Throws a Failure when it was refused, failed, or takes longer than it may. */
export async function ended(
  answer: Submission,
  planned: ValueObject,
  schema: Schema,
  columns: Columns,
  { cloud, waiting, settings }: Session,
): Promise<void> {
  if (!answer.accepted) {
    const { refusal } = answer;
    throw new Failure(errorOf(refusalText(refusal), refusal.rule === null ? undefined : attributeOf(refusal, columns)));
  }
  if (answer.isThere === true) return;
  const isVendor = settings.fidelity === "vendor";
  const seconds = createSeconds(planned, schema);
  const outcome = await waiting.for(answer.jobId, cloud.nowSeconds + Math.ceil(seconds));
  if (outcome === "late") throw new Failure(late(seconds, isVendor));
  if (outcome === "stopped") throw new Failure(stopped(isVendor));
  const job = cloud.tryFindJob(answer.jobId);
  if (job?.status !== "FAIL") return;
  if (isVendor) throw new Failure(vendorsFailure(schema));
  // Terraform gets no id of it, and could never destroy it.
  if (makesImage(job.operation)) cloud.discard(job.imageId);
  throw new Failure(failed(job.errorCode, job.reason));
}

const GOES_ON = "The service goes on with it: apply again, and what it has made by then is taken up, not made again.";

function late(seconds: number, isVendor: boolean): Diagnostic {
  if (isVendor) return errorOf("error waiting for the job: timeout while waiting for state to become 'COMPLETED'");
  const text = `The job had not ended after ${formatDuration(seconds)}, which is all that its timeouts allow. ${GOES_ON} Write more into the block: timeouts { create = "24h" }.`;
  return errorOf(text, "timeouts");
}

function stopped(isVendor: boolean): Diagnostic {
  if (isVendor) return errorOf("error waiting for the job: context canceled");
  return errorOf(`The job was interrupted before it had ended. ${GOES_ON}`);
}

function failed(code: string | null, reason: string | null): Diagnostic {
  const why = reason ?? "The service gave no reason.";
  return errorOf(
    `The job failed: ${why} Mend the cause and apply again: what failed leaves nothing and is asked for anew. [${code ?? "no code"}]`,
  );
}

/** The fixed text that the vendor's provider has in place of a reason. */
function vendorsFailure({ type }: Schema): Diagnostic {
  const what = type.replace(/^huaweicloud_(?:images|ims)_/u, "").replaceAll("_", " ");
  return errorOf(`error waiting for the ${what} completed: the ${what} job execution failed`);
}
