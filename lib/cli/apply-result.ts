// What an apply has to say at its end: what was made, what was not, and why.
import { isSuccess, type DeploymentResult } from "../deployment";
import { makesImage } from "../model";
import { chargesText, moneyText, wrapped, PAGE_WIDTH } from "../report";
import { counted, formatDuration } from "../values";

/** What came of it, in a line; then what did not come, each with its reason. */
export function resultText({ outcomes, elapsedSeconds, chargedGib, spent }: DeploymentResult): string {
  const count = (...statuses: readonly string[]): number =>
    outcomes.filter(({ status }) => statuses.includes(status)).length;
  const noun = outcomes.every(({ hop }) => makesImage(hop.operation)) ? "replica" : "hop";
  const parts = [`${counted(count("made"), noun)} made`];
  if (count("kept") > 0) parts.push(`${String(count("kept"))} there already`);
  const removed = outcomes.filter((outcome) => outcome.removed).length;
  if (removed > 0) parts.push(`${String(removed)} removed that ${removed === 1 ? "was" : "were"} on the way`);
  if (count("retired") > 0) parts.push(`${String(count("retired"))} not needed any more`);
  const missing = outcomes.filter(({ status }) => status === "failed" || status === "refused" || status === "behind");
  if (missing.length > 0) parts.push(`${String(missing.length)} not made`);
  const charges = chargesText(chargedGib);
  const money = charges === "" || spent === undefined ? "" : `; spent: ${moneyText(spent)}`;
  const head = `${parts.join(", ")}, in ${formatDuration(elapsedSeconds)} of virtual time; ${charges === "" ? "nothing charged" : charges}${money}.`;
  const left = outcomes.filter(({ status, reason }) => isSuccess(status) && reason !== null);
  const lines = [
    ...missing.map(({ hop, status, reason }) => `${status}: ${hop.id}. ${reason ?? ""}`),
    ...left.map(({ hop, reason }) => `not removed: ${hop.id}. ${reason ?? ""}`),
  ];
  const hints = lines.some((line) => UNRECORDED.test(line)) ? [HINT] : [];
  const indented = lines
    .flatMap((line) => wrapped(line, PAGE_WIDTH - INDENT.length, 4))
    .map((line) => `${INDENT}${line}`);
  return [...wrapped(head, PAGE_WIDTH, 4), ...indented, ...hints.flatMap((hint) => wrapped(hint, PAGE_WIDTH))].join(
    "\n",
  );
}

const INDENT = "  ";

/** Refusals of what the region state does not know, though it may well be there in the real cloud. */
const UNRECORDED = /\[(?:agency|key|vault|bucket)\/exists/u;
const HINT =
  "The simulated cloud holds only what inventories told it: record the agency, key, vault or bucket in the inventory, and import that.";

/** The same as data. */
export function resultData({ stack, result }: { stack: string; result: DeploymentResult }): object {
  const { outcomes, ...totals } = result;
  return {
    stack,
    ...totals,
    hops: outcomes.map(({ hop, status, imageId, removed, reason }) => ({
      id: hop.id,
      status,
      imageId,
      ...(removed && { removed }),
      reason,
    })),
  };
}
