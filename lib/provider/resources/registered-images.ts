// The vendor's types that make an image of a file in a bucket: system and data images, by the plain import and by the quick one.
import type { OperatingSystem, RegisterImage } from "../../model";
import {
  IMS_OBS_DATA_IMAGE,
  IMS_OBS_SYSTEM_IMAGE,
  IMS_QUICKIMPORT_DATA_IMAGE,
  type ResourceType as VendorType,
} from "../../vendor";
import obsDataJson from "../../vendor/schemas/ims-obs-data-image.resource.json";
import obsSystemJson from "../../vendor/schemas/ims-obs-system-image.resource.json";
import quickDataJson from "../../vendor/schemas/ims-quickimport-data-image.resource.json";
import type { ValueObject } from "../codec/value";
import { errorOf, Failure } from "../frame/diagnostic";
import type { ResourceType } from "../frame/resource-type";
import { recorded } from "../frame/schema";
import { callerIn, numberOr, textOr, type Session } from "../frame/session";
import { allTags, changeImage, deleteImage, readable, readImage, setBounds } from "./image-changes";
import { placeOf } from "./object-place";
import { ended, judgeRequest } from "./requests";
import { asRetired } from "./retired";

/** Attributes of the request that an answer repeats as they were asked for. */
const AS_ASKED = ["image_url", "os_type", "os_version", "architecture", "hw_firmware_type", "type", "license_type"];

function registering(json: object, columns: VendorType): ResourceType {
  const schema = recorded(json);
  const operationOf = (values: ValueObject, session: Session): RegisterImage => ({
    kind: "registerImage",
    caller: callerIn(session.settings, values.region),
    name: textOr(values.name, ""),
    description: textOr(values.description, ""),
    tags: allTags(values, session),
    ...placeOf(values.image_url, "image_url"),
    imageKind: columns.kind ?? "system-disk",
    quick: columns.quick === true || values.is_quick_import === true,
    minDiskGib: numberOr(values.min_disk, 0),
    os: systemOf(values),
    osVersion: textOr(values.os_version, ""),
    keyId: textOr(values.cmk_id, null),
  });
  return {
    schema,
    touched: ["updated_at"],

    judge(values, at) {
      const { stated, notKnown } = asRetired(textOr(values.image_url, "").replace(/^[^:]*:/u, ""));
      return judgeRequest(values, at, columns, operationOf, stated, notKnown);
    },

    async create(planned, session) {
      const operation = operationOf(planned, session);
      const isVendor = session.settings.fidelity === "vendor";
      const { cloud, holder } = session;
      const answer = isVendor ? cloud.submit(operation) : cloud.submitAttached(operation, holder);
      await ended(answer, planned, schema, columns, session);
      const made = answer.accepted ? cloud.tryFindImage(answer.imageId) : undefined;
      if (made === undefined) throw new Failure(errorOf("The image was deleted while it was waited for."));
      setBounds(planned, made, session);
      const image = cloud.tryFindImage(made.id) ?? made;
      return { ...readable(image, schema), ...asAsked(planned), region: operation.caller.region };
    },

    read(state, session) {
      const read = readImage(state, schema, session);
      return read === undefined ? undefined : { ...read, ...asAsked(state) };
    },
    update: (planned, prior, session) => ({ ...changeImage(planned, prior, schema, session), ...asAsked(prior) }),
    delete: deleteImage,
    importedAs: (id, session) => ({ id, region: callerIn(session.settings, null).region }),
  };
}

function asAsked(values: ValueObject): ValueObject {
  return Object.fromEntries(AS_ASKED.filter((name) => name in values).map((name) => [name, values[name] ?? ""]));
}

function systemOf(values: ValueObject): OperatingSystem {
  const told = `${textOr(values.os_type, "")} ${textOr(values.os_version, "")}`.toLowerCase();
  if (told.includes("windows")) return "windows";
  return told.includes("other") ? "other" : "linux";
}

export const imsObsSystemImage = registering(obsSystemJson, IMS_OBS_SYSTEM_IMAGE);
export const imsObsDataImage = registering(obsDataJson, IMS_OBS_DATA_IMAGE);
export const imsQuickimportDataImage = registering(quickDataJson, IMS_QUICKIMPORT_DATA_IMAGE);
