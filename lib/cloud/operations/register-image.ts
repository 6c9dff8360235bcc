// registerImage: makes an image of a file in a bucket of the caller's region.
import { objectText, type RegisterImage } from "../../model";
import { invariant } from "../../values";
import { bucketFacts, keyFacts, objectFacts } from "../means";
import { askedOfAny, type OperationDescription } from "./operation-description";

export const registerImage: OperationDescription<RegisterImage> = {
  asked: (operation, state) => ({
    ...askedOfAny(operation),
    "replica.region": operation.caller.region,
    "replica.encryption": operation.keyId === null ? "none" : "kms",
    "register.kind": operation.imageKind,
    "register.quick": operation.quick,
    "register.minDiskGib": operation.minDiskGib,
    "register.osVersion": operation.osVersion,
    ...keyFacts(state, operation.keyId, operation.caller),
    ...bucketFacts(state, operation.bucket),
    ...objectFacts(state, operation.bucket, operation.key),
  }),
  handler: {
    replica: (operation, _source, given, state) => {
      const { bucket, key, caller, name, description, tags, imageKind, minDiskGib, os, keyId } = operation;
      const object = state.objects.tryFind(bucket, key);
      invariant(object !== undefined, "a registration of an object that does not exist was not refused");
      return {
        id: given.id,
        name,
        account: caller.account,
        project: caller.project,
        region: caller.region,
        kind: imageKind,
        status: "queued",
        visibility: "private",
        sizeGib: object.sizeGib,
        minDiskGib,
        keyId,
        os,
        server: "ecs",
        // A file is one's own, whatever system is in it.
        licence: "free",
        fastCreate: imageKind === "system-disk",
        frozen: false,
        description,
        tags,
        madeFrom: { means: "file", id: objectText(bucket, key), region: null },
        backup: null,
        createdAt: given.createdAt,
        minRamMib: 0,
        maxRamMib: 0,
        enterpriseProjectId: "0",
        updatedAt: given.createdAt,
      };
    },
  },
};
