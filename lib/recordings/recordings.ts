// Recordings of the real cloud in the shapes that people have them in: an inventory of ours, the service's listing of images, Terraform.
import { parseJson } from "../documents";
import { readInventory } from "../model";
import { UsageError } from "../values";
import { readImageListing } from "./image-listing";
import type { Recorded, RecordingPlace } from "./recorded";
import { readTerraformRecording } from "./terraform-recording";

/** Reads any of the three. Throws a UsageError with file, line and path of the field when it is none of them. */
export function readRecording(text: string, file: string, place: RecordingPlace = {}): Recorded {
  const reading = parseJson(text);
  if ("fault" in reading) throw new UsageError(reading.fault.message, { file, ...reading.fault });
  const { value } = reading;
  const fields = typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  if ("format_version" in fields) return readTerraformRecording(text, file, place);
  const listed = Array.isArray(value) ? value : fields.images;
  if (!("format" in fields) && Array.isArray(listed)) {
    // Of a region without images, the service answers with an empty list and nothing else.
    const isEmpty = listed.length === 0 && Object.keys(fields).join() === "images";
    if (isEmpty || listed.some(isListed)) return readImageListing(listed, file, place);
  }
  return { inventory: readInventory(text, file), leftOut: [] };
}

/** The service's own names of fields. */
function isListed(entry: unknown): boolean {
  return typeof entry === "object" && entry !== null && ("virtual_env_type" in entry || "__imagetype" in entry);
}
