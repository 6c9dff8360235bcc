// Facts of requests that are no copies: members of shares, files of exports and registrations. Each fills in its part for every request.
import type { Catalog } from "../catalog";
import { recordedBucket, unknownAbout, type MeansFacts, type ProjectEntry, type Recording } from "../model";
import { isKnown, knownOr, UNKNOWN, type Knowable } from "../values";
import type { SourcedRequest } from "./sources";
import { formatOf } from "./files";

interface Known {
  readonly catalog: Catalog;
  readonly recording: Recording;
}

export function memberFacts(request: SourcedRequest, { catalog, recording }: Known): MeansFacts {
  const { operation, members, caller, source } = request;
  if (operation === "acceptImage") return { "member.added": source.image.memberStatus === "accepted" ? 0 : 1 };
  if (operation !== "shareImage") return {};
  if (!isKnown(members)) return unknownAbout("member");
  const { region, account } = caller;
  const accepted = acceptedBy(request, recording);
  const recorded = (project: string): ProjectEntry | undefined => recording.project(project);
  const sites = catalog.regions.get(knownOr(region, ""))?.sites;
  const isOffSite = (owner: Knowable<string>): owner is string => {
    const site = (isKnown(owner) ? recording.account(owner)?.site : undefined) ?? null;
    return site !== null && sites?.includes(site) === false;
  };
  const isNamedAsOwn = (project: string): boolean => project === caller.project && recorded(project) !== undefined;
  const isSelf = (project: string): boolean =>
    project === caller.projectId || (project === caller.project && (recorded(project)?.account ?? account) === account);
  return {
    "member.asked": members,
    "member.self": isKnown(account) || !members.some(isNamedAsOwn) ? members.filter(isSelf) : UNKNOWN,
    "member.elsewhere": isKnown(region)
      ? members.filter((one) => isElsewhere(one, recorded(one), region, catalog))
      : UNKNOWN,
    "member.offSite": [...new Set(members.map((project) => recorded(project)?.account ?? account).filter(isOffSite))],
    "member.added": members.filter((project) => !accepted.has(project)).length,
  };
}

/** A default project is named like its region. */
function isElsewhere(
  project: string,
  recorded: ProjectEntry | undefined,
  region: string,
  { regions }: Catalog,
): boolean {
  return recorded === undefined ? project !== region && regions.has(project) : recorded.region !== region;
}

/** Projects that have accepted the image. */
function acceptedBy({ source }: SourcedRequest, recording: Recording): ReadonlySet<string> {
  const members = recording.members(knownOr(source.image.id, ""));
  return new Set(members.filter(({ status }) => status === "accepted").map(({ project }) => project));
}

export function fileFacts(request: SourcedRequest, { recording }: Known): MeansFacts {
  const { operation, file, argument, source } = request;
  if (operation !== "exportImage" && operation !== "registerImage") return {};
  const bucket = recordedBucket(file.bucket, recording.bucket(file.bucket));
  if (operation === "registerImage") {
    const { exists = UNKNOWN, sizeGib = UNKNOWN, format = UNKNOWN, minDiskGib = UNKNOWN } = source.file ?? {};
    const object = { "object.exists": exists, "object.sizeGib": sizeGib, "object.format": format };
    return { ...bucket, ...object, "object.key": file.key, "object.minDiskGib": minDiskGib };
  }
  const fast = argument("export.fast");
  return {
    ...bucket,
    "object.key": file.key,
    "object.exists": isTaken(file, recording),
    "object.format": formatOf(request),
    "export.fast": isKnown(fast) ? fast === true : UNKNOWN,
  };
}

/** Whether there is an object of that key already. */
function isTaken({ bucket, key }: SourcedRequest["file"], recording: Recording): Knowable<boolean> {
  if (!isKnown(bucket) || !isKnown(key)) return UNKNOWN;
  const object = recording.object(bucket ?? "", key ?? "");
  return isKnown(object) ? object !== undefined : UNKNOWN;
}

export function registrationFacts({ operation, type, argument }: SourcedRequest): MeansFacts {
  if (operation !== "registerImage") return {};
  const [quick, least, version] = [
    argument("register.quick"),
    argument("register.minDiskGib"),
    argument("register.osVersion"),
  ];
  return {
    "register.kind": type.kind ?? null,
    "register.quick": type.quick === true ? true : isKnown(quick) ? quick === true : UNKNOWN,
    "register.minDiskGib": isKnown(least) ? (typeof least === "number" ? least : null) : UNKNOWN,
    "register.osVersion": isKnown(version) ? (typeof version === "string" ? version : null) : UNKNOWN,
  };
}
