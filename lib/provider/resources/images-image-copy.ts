// huaweicloud_images_image_copy: a copy within a region or into another one, waited for as a job.
import { openCloud, type Cloud, type Submission } from "../../cloud";
import type { Image } from "../../model";
import { isSettled, type Finding } from "../../rules";
import { UNKNOWN } from "../../values";
import { IMAGES_IMAGE_COPY } from "../../vendor";
import schemaJson from "../../vendor/schemas/images-image-copy.resource.json";
import { sameValue, type ValueObject } from "../codec/value";
import { errorOf, Failure, findingOf, type Diagnostic } from "../frame/diagnostic";
import type { Planning, ResourceType, Validation } from "../frame/resource-type";
import { recorded } from "../frame/schema";
import { callerIn, tagsOf, textOr, type Session } from "../frame/session";
import { createSeconds } from "../frame/timeouts";
import { draftOf, withoutEmpty, type CopyDraft } from "./copy-draft";
import { ended } from "./requests";
import { allTags, changeImage, deleteImage, readable, readImage, setBounds } from "./image-changes";

const schema = recorded(schemaJson);

export const imagesImageCopy: ResourceType = {
  schema,
  touched: ["updated_at"],

  judge: (values, at) => (at.stage === "validate" ? judgeConfig(values, at) : judgePlan(values, at)),

  async create(planned, session) {
    const isVendor = session.settings.fidelity === "vendor";
    const { operation } = draftNow(isVendor ? withoutEmpty(planned) : planned, session);
    const answer = isVendor ? session.cloud.submit(operation) : session.cloud.submitAttached(operation, session.holder);
    const image = await finished(answer, planned, session);
    if (!isVendor || operation.kind === "copyImage") setEnterpriseProject(planned, image, session);
    setBounds(planned, image, session);
    return attributesOf(image.id, planned, session);
  },

  read: (state, session) => readImage(state, schema, session),

  update(planned, prior, session) {
    const kept = judgeChange(planned, prior, session).find(({ rule }) => rule.refusal !== undefined);
    if (kept !== undefined) throw failureOf(kept);
    return changeImage(planned, prior, schema, session);
  },

  delete: deleteImage,
};

let empty: Cloud | undefined;

/** What the configuration says by itself, before there is a cloud to ask. */
function judgeConfig(values: ValueObject, { fidelity }: Validation): readonly Diagnostic[] {
  const timeouts = timeoutFaults(values);
  if (fidelity === "vendor") return timeouts;
  const draft = draftOf(values, undefined, tagsOf(values.tags));
  if (draft === undefined) return timeouts;
  empty ??= openCloud(":memory:").cloud;
  const { violations } = empty.judge(draft.operation, draft.notKnown, draft.stated);
  return [...timeouts, ...violations.map(told)];
}

function timeoutFaults(values: ValueObject): readonly Diagnostic[] {
  try {
    createSeconds(values, schema);
    return [];
  } catch (error) {
    return [errorOf((error as Error).message, "timeouts")];
  }
}

/** With what the region state holds now: before it is made all rules, later those on what changes in place. */
function judgePlan(planned: ValueObject, { session, prior }: Planning): readonly Diagnostic[] {
  if (session.settings.fidelity === "vendor") return [];
  if (prior !== null) return judgeChange(planned, prior, session).map(foreseen);
  const draft = draftOf(planned, callerOf(planned, session), allTags(planned, session));
  if (draft === undefined) return [];
  const { operation, notKnown, stated } = draft;
  if (notKnown.length === 0 && session.cloud.wouldAdopt(operation, session.holder)) return [];
  return session.cloud.judge(operation, notKnown, stated).violations.map(foreseen);
}

function judgeChange(planned: ValueObject, prior: ValueObject, session: Session): readonly Finding[] {
  const changed = new Set(
    IMAGES_IMAGE_COPY.arguments
      .filter(({ attribute }) => !sameValue(planned[attribute] ?? null, prior[attribute] ?? null))
      .map(({ fact }) => fact),
  );
  const draft = draftOf(planned, callerOf(planned, session), allTags(planned, session));
  if (changed.size === 0 || draft === undefined) return [];
  const { violations } = session.cloud.judge(draft.operation, draft.notKnown, draft.stated);
  return violations.filter(({ rule }) => changed.has(rule.attribute));
}

function draftNow(planned: ValueObject, session: Session): CopyDraft {
  const draft = draftOf(planned, callerOf(planned, session), allTags(planned, session));
  if (draft === undefined) throw new Failure(errorOf("Its regions are not known at apply.", "target_region"));
  return draft;
}

const callerOf = ({ region }: ValueObject, session: Session) =>
  callerIn(session.settings, region === UNKNOWN ? null : region);

/** The attribute that carries the fact which a rule points at. */
function attributeOf({ rule }: Finding): string | undefined {
  if (rule.attribute === "replica.encryption") return "kms_key_id";
  const direct = IMAGES_IMAGE_COPY.arguments.find(({ fact }) => fact === rule.attribute)?.attribute;
  const subject = rule.attribute.split(".")[0] ?? "";
  return direct ?? BY_SUBJECT[subject];
}

const BY_SUBJECT: Readonly<Record<string, string>> = {
  image: "source_image_id",
  key: "kms_key_id",
  agency: "agency_name",
  vault: "vault_id",
  caller: "region",
  quota: "target_region",
};

/** At plan: what may be otherwise by then is a warning. */
function foreseen(finding: Finding): Diagnostic {
  const diagnostic = told(finding);
  return isSettled(finding) ? diagnostic : { ...diagnostic, severity: "WARNING" };
}

const told = (finding: Finding): Diagnostic => findingOf(finding, attributeOf(finding));

const failureOf = (finding: Finding): Failure => new Failure(told(finding));

/** Waits until the copy is there. Throws a Failure when it was refused, failed, or takes longer than it may. */
async function finished(answer: Submission, planned: ValueObject, session: Session): Promise<Image> {
  await ended(answer, planned, schema, IMAGES_IMAGE_COPY, session);
  const image = answer.accepted ? session.cloud.tryFindImage(answer.imageId) : undefined;
  if (image === undefined) throw new Failure(errorOf("The image was deleted while it was waited for."));
  return image;
}

/** Within a region the request carries it; a copy across regions is put there by a later request. */
function setEnterpriseProject(planned: ValueObject, image: Image, { cloud }: Session): void {
  const wanted = textOr(planned.enterprise_project_id, image.enterpriseProjectId);
  if (wanted !== image.enterpriseProjectId) cloud.admin.changeImage(image.id, { enterpriseProjectId: wanted });
}

function attributesOf(imageId: string, planned: ValueObject, session: Session): ValueObject {
  const image = session.cloud.tryFindImage(imageId);
  if (image === undefined) throw new Failure(errorOf(`Image ${imageId} was deleted while it was waited for.`));
  return { ...readable(image, schema), region: callerOf(planned, session).region };
}
