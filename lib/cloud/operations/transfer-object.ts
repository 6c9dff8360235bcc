// transferObject: carries an object to a bucket of another region or site. No service does that: whoever runs it reads and writes.
import { objectText, type StoredObject, type TransferObject } from "../../model";
import type { Store } from "../../store";
import { invariant } from "../../values";
import type { UpdateHandler } from "./operation-description";

export const transferObject: UpdateHandler<TransferObject> = {
  subject: ({ bucket, key, targetBucket }, _source, state) => {
    const { contents, sizeGib } = found(state, bucket, key);
    const region = state.buckets.tryFind(targetBucket)?.region ?? "";
    return { id: contents.imageId, name: key, kind: contents.kind, region, sizeGib, vaultId: null };
  },
  admitted: ({ bucket, key, targetBucket, targetKey }, _source, state) => {
    // What is there already is the same, or it would have been refused.
    if (state.objects.tryFind(targetBucket, targetKey) !== undefined) return;
    state.objects.put({ ...found(state, bucket, key), bucket: targetBucket, key: targetKey, status: "arriving" });
  },
  succeeded: ({ targetBucket, targetKey }, _job, state) => {
    if (state.objects.tryFind(targetBucket, targetKey) === undefined) {
      const reason = `The object ${objectText(targetBucket, targetKey)} was removed meanwhile.`;
      return { errorCode: "OBS.NoSuchKey", reason };
    }
    state.objects.setStatus(targetBucket, targetKey, "there");
    return undefined;
  },
  failed: ({ targetBucket, targetKey }, state) => {
    if (state.objects.tryFind(targetBucket, targetKey)?.status === "arriving") {
      state.objects.remove(targetBucket, targetKey);
    }
  },
  isInEffect: ({ targetBucket, targetKey }, job, state) => {
    const object = state.objects.tryFind(targetBucket, targetKey);
    return object?.status === "there" && object.contents.imageId === job.imageId;
  },
};

function found(state: Store, bucket: string, key: string): StoredObject {
  const object = state.objects.tryFind(bucket, key);
  invariant(object !== undefined, `the object ${objectText(bucket, key)}, which is not there, was not refused`);
  return object;
}
