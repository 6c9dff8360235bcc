// Ids: texts that name nothing, whatever they are an id of; and ids of simulated things, which are shaped like the service's own, and
// recognisable, so that none is taken for a real one.
import { createHash } from "node:crypto";
import { plainText } from "./text";

/** Every simulated id starts with these digits. */
export const SIMULATED_PREFIX = "51a7ed00";

/** A UUID-shaped id made from `parts`: the same parts give the same id. */
export function simulatedId(...parts: readonly (string | number)[]): string {
  const hex = createHash("sha256").update(JSON.stringify(parts)).digest("hex");
  return `${SIMULATED_PREFIX}-${hex.slice(0, 4)}-4${hex.slice(4, 7)}-8${hex.slice(7, 10)}-${hex.slice(10, 22)}`;
}

/** A job id: 32 hex digits without dashes, as the service writes them. */
export function simulatedJobId(...parts: readonly (string | number)[]): string {
  return simulatedId(...parts).replaceAll("-", "");
}

export function isSimulatedId(id: string): boolean {
  return id.startsWith(SIMULATED_PREFIX);
}

/** Stands in a resource for the id of an intermediate copy that is deleted: no image has it. Safe in any URL and key. */
export const RETIRED_ID = "deleted--set-Intermediates.RETAIN";

/** Whether an id stands for a deleted intermediate copy, as this version or 0.1.0 writes it. */
export const isRetiredId = (id: unknown): boolean => id === RETIRED_ID || id === "retired--say-Intermediates.KEPT";

/**
 * What is found in a text that is no id, for JavaScript as for Terraform: nothing; what programs and shells make of a value that is missing;
 * spaces around it; control characters, format characters such as the zero-width space, and separators of lines.
 */
export const NO_ID = String.raw`^(undefined|null|NaN|\[object \w+\])?$|^[\s\p{Z}]|[\s\p{Z}]$|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]`;
const FOUND_IN_NO_ID = new RegExp(NO_ID, "u");

/** Whether a text is an id of nothing. */
export function namesNothing(text: string): boolean {
  return FOUND_IN_NO_ID.test(text);
}

/** What is wrong with a text that names nothing, for the end of a sentence: `its id is …`. */
export function idFault(text: string | null): string {
  const trimmed = text?.trim() ?? "";
  if (trimmed === "") return "missing or empty";
  if (trimmed.length < (text?.length ?? 0)) return `${JSON.stringify(text)}, which begins or ends with a space`;
  if (/^[\w[\] ]+$/u.test(trimmed)) return `"${trimmed}", the text of a value that is missing`;
  return `"${plainText(trimmed)}", which holds an invisible character`;
}
