// exportImage: writes an image as a file to a bucket of its region. The object is there from admission on, and whole at the end.
import { FAST_EXPORT_FORMAT, objectText, type ExportImage } from "../../model";
import { digestOf, invariant } from "../../values";
import type { UpdateHandler } from "./operation-description";

export const exportImage: UpdateHandler<ExportImage> = {
  subject: (_operation, source) => {
    invariant(source !== undefined, "an export of an image that does not exist was not refused");
    const { id, name, kind, region, sizeGib } = source;
    return { id, name, kind, region, sizeGib, vaultId: null };
  },
  admitted: ({ bucket, key, format }, source, state) => {
    invariant(source !== undefined, "an export of an image that does not exist was not refused");
    const { id, kind, os, minDiskGib, sizeGib } = source;
    invariant(kind === "system-disk" || kind === "data-disk", `a ${kind} image is exported`);
    state.objects.put({
      bucket,
      key,
      sizeGib,
      // The same image in the same format is the same file, wherever it lies.
      checksum: digestOf({ image: id, format: format ?? FAST_EXPORT_FORMAT }),
      format: format ?? FAST_EXPORT_FORMAT,
      status: "arriving",
      contents: { imageId: id, kind, os, minDiskGib },
    });
  },
  succeeded: ({ bucket, key }, _job, state) => {
    if (state.objects.tryFind(bucket, key) === undefined) {
      return { errorCode: "IMG.0071", reason: `The object ${objectText(bucket, key)} was removed meanwhile.` };
    }
    state.objects.setStatus(bucket, key, "there");
    return undefined;
  },
  failed: ({ bucket, key }, state) => {
    state.objects.remove(bucket, key);
  },
  isInEffect: ({ bucket, key }, job, state) => {
    const object = state.objects.tryFind(bucket, key);
    return object?.status === "there" && object.contents.imageId === job.imageId;
  },
};
