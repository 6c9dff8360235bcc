// The service's own answer to `GET /v2/cloudimages` as an inventory: a recording of the real cloud that needs nothing but curl.
import { DEFAULT_ACCOUNT, defaultProject, type Image, type ImageKind, type Member, type Provenance } from "../model";
import { BYTES_PER_GIB, UsageError } from "../values";
import { recordedAs, type ImageEntry, type Recorded, type RecordingPlace } from "./recorded";

type Entry = Readonly<Record<string, unknown>>;

/** The service lists a region's images without saying which region it is. */
export function readImageListing(images: readonly unknown[], file: string, place: RecordingPlace): Recorded {
  const { region, account = DEFAULT_ACCOUNT } = place;
  if (region === undefined) {
    throw new UsageError("lists the images of a region and does not say of which: add --region.", { file });
  }
  const project = place.project ?? defaultProject(region);
  const leftOut: string[] = [];
  const read: ImageEntry[] = [];
  const members: Member[] = [];
  for (const [index, entry] of images.entries()) {
    const values = typeof entry === "object" && entry !== null ? (entry as Entry) : {};
    const id = text(values.id);
    if (id === "") throw new UsageError("lacks the id of an image", { file, path: `images[${String(index)}]` });
    const image = imageOf(values, { region, account, project });
    if (typeof image === "string") leftOut.push(`${id}: ${image}`);
    else {
      read.push(image);
      if (text(values.__imagetype) === "shared") members.push({ imageId: id, account, project, status: "accepted" });
    }
  }
  const inventory = recordedAs(`GET /v2/cloudimages of ${region}`, read, { members });
  return { inventory, leftOut };
}

/** The image, or why it cannot be one. */
function imageOf(values: Entry, { region, account, project }: Required<RecordingPlace>): ImageEntry | string {
  const { id, status, min_disk: minDisk, created_at: createdAt } = values;
  const sizeGib = sizeOf(values);
  if (sizeGib === undefined) return "neither its size nor its smallest disk is shown";
  const state = STATUSES.find((one) => one === status);
  if (state === undefined) return `its status is ${text(status) === "" ? "not shown" : text(status)}`;
  const type = text(values.__imagetype);
  const shared = type === "shared";
  const kind = kindOf(values);
  const keyId = text(values.__system__cmkid);
  const backup = text(values.__backup_id);
  return {
    id: text(id),
    name: text(values.name),
    account: shared ? `owner-of-${text(values.owner)}` : account,
    project: shared ? text(values.owner) : project,
    region,
    kind,
    status: state,
    visibility: type === "gold" ? "public" : type === "market" ? "market" : "private",
    sizeGib,
    minDiskGib: typeof minDisk === "number" ? minDisk : 0,
    keyId: keyId === "" ? null : keyId,
    os: OS[text(values.__os_type)] ?? "other",
    server: text(values.virtual_env_type) === "Ironic" ? "bms" : "ecs",
    fastCreate: /^true$/iu.test(text(values.__lazyloading)),
    frozen: false,
    description: text(values.__description),
    tags: tagsOf(values.tags),
    madeFrom: provenanceOf(text(values.__data_origin)),
    ...(kind === "full-ecs" && backup !== "" ? { backup: { id: backup } } : {}),
    createdAt: text(createdAt),
    minRamMib: Number(values.min_ram) || 0,
    maxRamMib: Number(values.max_ram) || 0,
    enterpriseProjectId: text(values.enterprise_project_id) || "0",
    updatedAt: text(values.updated_at),
  };
}

const STATUSES = ["queued", "saving", "active", "killed"] as const;
const OS: Readonly<Record<string, Image["os"]>> = { Linux: "linux", Windows: "windows", Other: "other" };

function kindOf({ virtual_env_type: type, __whole_image: whole, __backup_id: backup }: Entry): ImageKind {
  if (type === "IsoImage") return "iso";
  if (type === "DataImage") return "data-disk";
  return whole === true || whole === "true" || text(backup) !== "" ? "full-ecs" : "system-disk";
}

/** Bytes of the image file; where they are not shown, its smallest disk, which it is at most as large as. */
function sizeOf({ __image_size: bytes, min_disk: minDisk }: Entry): number | undefined {
  const size = typeof bytes === "string" && /^\d+$/u.test(bytes) ? Number(bytes) : bytes;
  if (typeof size === "number" && size > 0) return size / BYTES_PER_GIB;
  return typeof minDisk === "number" && minDisk > 0 ? minDisk : undefined;
}

/** `instance,<id>`, `file,<bucket>:<object>`, `image,<region>,<id>`, `server_backup,<id>`. */
function provenanceOf(origin: string): Provenance {
  const [means = "", first = "", second = ""] = origin.split(",");
  if (means === "instance") return { means: "server", id: first, region: null };
  if (means === "file") return { means: "file", id: first, region: null };
  if (means === "image") return { means: "image", id: second, region: first };
  if (means === "server_backup") return { means: "backup", id: first, region: null };
  return { means: "untold", id: "", region: null };
}

/** `key=value` or `key.value`: the service's documents show both. */
function tagsOf(tags: unknown): Readonly<Record<string, string>> {
  const texts = Array.isArray(tags) ? tags.map(text) : [];
  return Object.fromEntries(
    texts
      .filter((tag) => tag !== "")
      .map((tag) => {
        const at = tag.includes("=") ? tag.indexOf("=") : tag.indexOf(".");
        return at < 0 ? [tag, ""] : [tag.slice(0, at), tag.slice(at + 1)];
      }),
  );
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
