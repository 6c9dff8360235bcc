// huaweicloud_images_image_share: offers an image to projects. As with the vendor, its id is the image's, and nothing is read back.
import type { ShareImage } from "../../model";
import { IMAGES_IMAGE_SHARE } from "../../vendor";
import schemaJson from "../../vendor/schemas/images-image-share.resource.json";
import type { Value, ValueObject } from "../codec/value";
import type { ResourceType } from "../frame/resource-type";
import { recorded } from "../frame/schema";
import { callerIn, textOr, type Session } from "../frame/session";
import { done, judgeRequest } from "./requests";

const schema = recorded(schemaJson);

export const imagesImageShare: ResourceType = {
  schema,

  judge: (values, at) =>
    judgeRequest(values, at, IMAGES_IMAGE_SHARE, (all, session) => sharing(all, projectsOf(all), session)),

  async create(planned, session) {
    await done(sharing(planned, projectsOf(planned), session), planned, schema, IMAGES_IMAGE_SHARE, session);
    return { id: planned.source_image_id ?? null };
  },

  read: (state) => state,

  async update(planned, prior, session) {
    const [before, after] = [projectsOf(prior), projectsOf(planned)];
    const added = after.filter((project) => !before.includes(project));
    const removed = before.filter((project) => !after.includes(project));
    if (added.length > 0) await done(sharing(planned, added, session), planned, schema, IMAGES_IMAGE_SHARE, session);
    if (removed.length > 0) await unshare(planned, removed, session);
    return {};
  },

  async delete(state, session) {
    await unshare(state, projectsOf(state), session);
    return undefined;
  },
};

/** Of an image that is gone, or to projects that are no members any more, there is nothing to end. */
async function unshare(state: ValueObject, projects: readonly string[], session: Session): Promise<void> {
  const id = textOr(state.source_image_id, "");
  if (session.cloud.tryFindImage(id) === undefined) return;
  const members = new Set(session.cloud.membersOf(id).map(({ project }) => project));
  const left = projects.filter((project) => members.has(project));
  if (left.length === 0) return;
  const operation = { ...sharing(state, left, session), kind: "unshareImage" } as const;
  await done(operation, state, schema, IMAGES_IMAGE_SHARE, session);
}

function sharing(values: ValueObject, projects: readonly string[], session: Session): ShareImage {
  return {
    kind: "shareImage",
    caller: callerIn(session.settings, values.region),
    sourceImageId: textOr(values.source_image_id, ""),
    members: projects.map((project) => ({ account: null, project })),
  };
}

function projectsOf({ target_project_ids: ids }: ValueObject): readonly string[] {
  if (!Array.isArray(ids)) return [];
  return (ids as readonly Value[]).filter((id): id is string => typeof id === "string");
}
