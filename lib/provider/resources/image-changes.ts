// What the vendor's resource types have in common that make an image: how it is read, changed in place and deleted.
import { backupLeftText, refusalText, type ImageChange } from "../../cloud";
import type { Image } from "../../model";
import { sameValue, type ValueObject } from "../codec/value";
import { errorOf, Failure, warningOf, type Diagnostic } from "../frame/diagnostic";
import type { Schema } from "../frame/schema";
import { numberOr, tagsOf, textOr, type Session } from "../frame/session";
import { expectSimulated } from "./ids";
import { imageAttributes } from "./image-attributes";

/** Arguments of a request that no answer repeats. */
const NOT_READ = new Set(["region", "target_region", "agency_name", "vault_id", "checksum"]);

/** The image as attributes; undefined when it is gone. An id of another cloud is an error: nobody must believe that it is gone. */
export function readImage(state: ValueObject, schema: Schema, session: Session): ValueObject | undefined {
  const id = textOr(state.id, "");
  const image = session.cloud.tryFindImage(id);
  if (image !== undefined) return { ...readable(image, schema), tags: ownTags(image, state, session) };
  expectSimulated("image", id);
  return undefined;
}

/** What an answer of the service tells of an image. */
export function readable(image: Image, schema: Schema): ValueObject {
  const { name, description } = image;
  const told = Object.entries(imageAttributes(image, schema)).filter(([attribute]) => !NOT_READ.has(attribute));
  return { ...Object.fromEntries(told), name, description };
}

/** Default tags of the provider are on the image, and in the state only where they were before: Terraform keeps what was configured. */
function ownTags(image: Image, state: ValueObject, { settings }: Session): ValueObject {
  const before = tagsOf(state.tags);
  const isOwn = ([key, value]: readonly [string, string]): boolean =>
    key in before || settings.defaultTags[key] !== value;
  return Object.fromEntries(Object.entries(image.tags).filter(isOwn));
}

/** All tags of an image: those of the resource win over the provider's. */
export function allTags(planned: ValueObject, { settings }: Session): Readonly<Record<string, string>> {
  return { ...settings.defaultTags, ...tagsOf(planned.tags) };
}

/** Sets what no copy can be asked for, but only a later request. */
export function setBounds(planned: ValueObject, image: Image, session: Session): void {
  const wanted: ImageChange = {
    minRamMib: numberOr(planned.min_ram, image.minRamMib),
    maxRamMib: numberOr(planned.max_ram, image.maxRamMib),
  };
  if (wanted.minRamMib === image.minRamMib && wanted.maxRamMib === image.maxRamMib) return;
  session.cloud.admin.changeImage(image.id, wanted);
}

/** Changes in place what differs; the attributes after it. */
export function changeImage(planned: ValueObject, prior: ValueObject, schema: Schema, session: Session): ValueObject {
  const id = textOr(prior.id, "");
  const differs = (name: string): boolean => !sameValue(planned[name] ?? null, prior[name] ?? null);
  const change: ImageChange = {
    ...(differs("name") ? { name: textOr(planned.name, "") } : {}),
    ...(differs("description") ? { description: textOr(planned.description, "") } : {}),
    ...(differs("tags") ? { tags: allTags(planned, session) } : {}),
    ...(differs("min_ram") ? { minRamMib: numberOr(planned.min_ram, 0) } : {}),
    ...(differs("max_ram") ? { maxRamMib: numberOr(planned.max_ram, 0) } : {}),
    ...(differs("enterprise_project_id") ? { enterpriseProjectId: textOr(planned.enterprise_project_id, "0") } : {}),
  };
  if (!session.cloud.admin.changeImage(id, change)) throw gone(id);
  return readImage({ ...prior, tags: planned.tags ?? null }, schema, session) ?? {};
}

function gone(id: string): Failure {
  return new Failure(errorOf(`Image ${id} is gone: it was deleted behind Terraform's back. Plan again.`, "id"));
}

/** Deletes it. One that is gone already is none the worse; the backup behind a full-ECS image stays, and bills. */
export function deleteImage(state: ValueObject, session: Session): readonly Diagnostic[] {
  const id = textOr(state.id, "");
  const image = session.cloud.tryFindImage(id);
  if (image === undefined) expectSimulated("image", id);
  const refusal = session.cloud.admin.deleteImage(id);
  if (refusal !== undefined) throw new Failure(errorOf(refusalText(refusal)), state);
  const left = image === undefined ? undefined : backupLeftText(image);
  return left === undefined ? [] : [warningOf(left)];
}
