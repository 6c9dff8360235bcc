// The search behind the data sources for images: which active images of the caller's region fit what is asked, in which order.
import type { Sight } from "../../cloud";
import { BYTES_PER_GIB, compareText, readPattern, type Pattern } from "../../values";
import type { ValueObject } from "../codec/value";
import { errorOf, Failure } from "../frame/diagnostic";
import { callerIn, numberOr, textOr, type Session } from "../frame/session";
import { environmentOf, originOf, OS_TYPES } from "../resources/image-attributes";

/** An image as the data sources write it. */
export interface Found extends ValueObject {
  readonly id: string;
  readonly name: string;
  readonly created_at: string;
}

export function search(config: ValueObject, session: Session): readonly Found[] {
  const caller = callerIn(session.settings, config.region);
  const fits = fittingTo(config);
  const found = session.cloud.visibleTo(caller).filter(({ image }) => image.status === "active");
  return found.filter(fits).map(asFound).sort(inOrder(config));
}

function fittingTo(config: ValueObject): (sight: Sight) => boolean {
  const asked = (name: string): string | undefined => textOr(config[name], undefined);
  const pattern = patternOf(asked("name_regex"));
  const isTagged = taggedAs(asked("tag") ?? "");
  const least = numberOr(config.size_min, 0);
  const most = numberOr(config.size_max, Infinity);
  const isAsked = (name: string, value: string): boolean => asked(name) === undefined || asked(name) === value;
  return ({ image, seenAs }) =>
    isAsked("name", image.name) &&
    isAsked("image_id", image.id) &&
    isAsked("owner", image.project) &&
    isAsked("visibility", seenAs) &&
    isAsked("os", OS_TYPES[image.os]) &&
    isAsked("image_type", environmentOf(image)) &&
    isAsked("enterprise_project_id", image.enterpriseProjectId) &&
    // The simulated service keeps no versions of systems, no processors and no flavors: what asks for one finds none.
    [asked("os_version"), asked("architecture"), asked("flavor_id")].every((value) => value === undefined) &&
    (typeof config.is_whole_image !== "boolean" || config.is_whole_image === (image.kind === "full-ecs")) &&
    isTagged(image.tags) &&
    image.sizeGib * BYTES_PER_GIB >= least &&
    image.sizeGib * BYTES_PER_GIB <= most &&
    (pattern === undefined || pattern.matchesPart(image.name));
}

/** `key`, or `key=value`, in whose value there may be more signs of equality. */
function taggedAs(asked: string): (tags: Readonly<Record<string, string>>) => boolean {
  const [key = "", ...parts] = asked.split("=");
  const value = parts.length === 0 ? undefined : parts.join("=");
  return (tags) => key === "" || (Object.hasOwn(tags, key) && (value === undefined || tags[key] === value));
}

function patternOf(text: string | undefined): Pattern | undefined {
  if (text === undefined) return undefined;
  const reading = readPattern(text);
  if (!("fault" in reading)) return reading;
  throw new Failure(errorOf(`The pattern "${text}" is no regular expression: ${reading.fault}.`, "name_regex"));
}

function asFound({ image, seenAs }: Sight): Found {
  return {
    id: image.id,
    image_id: image.id,
    name: image.name,
    owner: image.project,
    visibility: seenAs,
    status: image.status,
    os: OS_TYPES[image.os],
    os_version: "",
    architecture: "",
    image_type: environmentOf(image),
    size_bytes: Math.round(image.sizeGib * BYTES_PER_GIB),
    min_disk_gb: image.minDiskGib,
    min_ram_mb: image.minRamMib,
    max_ram_mb: image.maxRamMib,
    backup_id: image.backup?.id ?? "",
    data_origin: originOf(image),
    description: image.description,
    enterprise_project_id: image.enterpriseProjectId,
    container_format: "bare",
    disk_format: "zvhd2",
    file: `/v2/images/${image.id}/file`,
    schema: "/v2/schemas/image",
    checksum: "",
    protected: false,
    metadata: {},
    __support_agent_list: "",
    created_at: image.createdAt,
    updated_at: image.updatedAt,
    active_at: image.updatedAt,
  };
}

/** By name, unless the configuration says otherwise; equal ones by id. */
function inOrder(config: ValueObject): (left: Found, right: Found) => number {
  const key = textOr(config.sort_key, "name");
  const sign = textOr(config.sort_direction, "asc") === "desc" ? -1 : 1;
  return (left, right) => {
    const [mine, other] = [left[key], right[key]];
    const order =
      typeof mine === "number" && typeof other === "number"
        ? mine - other
        : compareText(textOr(mine, ""), textOr(other, ""));
    return sign * order || compareText(left.id, right.id);
  };
}
