// Facts that the very plan may change before it comes to a resource: keys are enabled, agencies made, files carried, images deleted to
// make room. What they break now is a warning at plan, and an error only when the service refuses it.
import type { FactKey } from "../../model";
import type { Finding } from "../../rules";

const CHANGED_BY_PLANS: ReadonlySet<FactKey> = new Set<FactKey>([
  "quota.used",
  "image.status",
  "image.seenAs",
  "image.memberStatus",
  "image.backupRegions",
  "image.keyState",
  "image.keyUsable",
  "key.state",
  "key.usable",
  "agency.exists",
  "agency.regions",
  "agency.coversBackups",
  "image.members",
  "member.added",
  "bucket.exists",
  "object.exists",
  "object.sizeGib",
  "object.format",
  "object.minDiskGib",
  // The record in Terraform decides it: a refusal here would also stop the plan that a destruction starts with.
  "route.madeOf",
  "target.exists",
  "target.taken",
  "vault.status",
  "vault.freeGib",
]);

/** Whether a plan can say for sure that a rule will be broken when it comes to it. */
export function isSettled({ rule }: Finding): boolean {
  return !rule.reads.some((fact) => CHANGED_BY_PLANS.has(fact));
}
