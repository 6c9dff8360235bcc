// huaweicloud_images_image_share_accepter: the receiver's answer to a share, by its own provider; nothing is read back.
import { backupLeftText } from "../../cloud";
import type { AcceptImage } from "../../model";
import { simulatedId } from "../../values";
import { IMAGES_IMAGE_SHARE_ACCEPTER } from "../../vendor";
import schemaJson from "../../vendor/schemas/images-image-share-accepter.resource.json";
import type { ValueObject } from "../codec/value";
import { warningOf } from "../frame/diagnostic";
import type { ResourceType } from "../frame/resource-type";
import { recorded } from "../frame/schema";
import { callerIn, textOr, type Session } from "../frame/session";
import { done, judgeRequest } from "./requests";

const schema = recorded(schemaJson);

export const imagesImageShareAccepter: ResourceType = {
  schema,

  judge: (values, at) => judgeRequest(values, at, IMAGES_IMAGE_SHARE_ACCEPTER, accepting),

  async create(planned, session) {
    const operation = accepting(planned, session);
    await done(operation, planned, schema, IMAGES_IMAGE_SHARE_ACCEPTER, session);
    const { account, project } = operation.caller;
    return { id: simulatedId("acceptance", account, project, operation.sourceImageId) };
  },

  read: (state) => state,

  /** Of an image that is gone, or no more shared, there is nothing to reject. */
  async delete(state, session) {
    const { caller, sourceImageId, vaultId } = accepting(state, session);
    const image = session.cloud.tryFindImage(sourceImageId);
    if (image === undefined) return [];
    if (session.cloud.tryFindMember(sourceImageId, caller)?.status !== "accepted") return [];
    const operation = { kind: "rejectImage", caller, sourceImageId } as const;
    await done(operation, state, schema, IMAGES_IMAGE_SHARE_ACCEPTER, session);
    const left = vaultId === null ? undefined : backupLeftText(image, vaultId);
    return left === undefined ? [] : [warningOf(left)];
  },
};

function accepting(values: ValueObject, session: Session): AcceptImage {
  return {
    kind: "acceptImage",
    caller: callerIn(session.settings, values.region),
    sourceImageId: textOr(values.image_id, ""),
    vaultId: textOr(values.vault_id, null),
  };
}
