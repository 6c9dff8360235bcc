// registerImage: makes an image of a file in a bucket of the caller's region.
import { objectText, type RegisterImage } from "../../model";
import { invariant } from "../../values";
import type { CreateHandler } from "./operation-description";

export const registerImage: CreateHandler<RegisterImage> = {
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
};
