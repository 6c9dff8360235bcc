// huaweicloud_ims_image_export: writes an image as a file to a bucket. As with the vendor, its id is the image's, nothing is read back,
// and destroying it leaves the file.
import { exportFormat, FAST_EXPORT_FORMAT, type ExportImage } from "../../model";
import { IMS_IMAGE_EXPORT } from "../../vendor";
import schemaJson from "../../vendor/schemas/ims-image-export.resource.json";
import type { ValueObject } from "../codec/value";
import type { ResourceType } from "../frame/resource-type";
import { recorded } from "../frame/schema";
import { callerIn, textOr, type Session } from "../frame/session";
import { placeOf } from "./object-place";
import { done, judgeRequest } from "./requests";

const schema = recorded(schemaJson);

export const imsImageExport: ResourceType = {
  schema,

  judge: (values, at) => judgeRequest(values, at, IMS_IMAGE_EXPORT, exporting),

  async create(planned, session) {
    await done(exporting(planned, session), planned, schema, IMS_IMAGE_EXPORT, session);
    return { id: planned.image_id ?? null };
  },

  read: (state) => state,
  delete: () => undefined,
};

function exporting(values: ValueObject, session: Session): ExportImage {
  const fast = values.is_quick_export === true;
  const format = exportFormat(textOr(values.file_format, null), fast);
  return {
    kind: "exportImage",
    caller: callerIn(session.settings, values.region),
    sourceImageId: textOr(values.image_id, ""),
    ...placeOf(values.bucket_url, "bucket_url"),
    format: fast && format === FAST_EXPORT_FORMAT ? null : format,
    fast,
  };
}
