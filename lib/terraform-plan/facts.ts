// A request of a Terraform plan as the assembler of facts takes it.
import { factsOf, type FactCaller, type FactRequest, type FactWorld } from "../facts";
import { subjectFor, type FactSheet, type NeededFactsAbout, type ProgramFacts, type Subject } from "../model";
import { withMakingSeconds } from "../routes";
import { attributeOf, defaultCreateTimeout, type ResourceType } from "../vendor";
import { isKnown, knownOr, namesNothing, isRetiredId, UNKNOWN, type Knowable } from "../values";
import type { SourcedRequest } from "./sources";
import { isText, objectOf } from "./values";

export interface SheetOptions extends FactWorld {
  /** Addresses of all requests for the same thing. */
  readonly claimants: readonly string[];
  readonly target: string;
  /** Images planned before it in its account and region. */
  readonly plannedBefore: number;
}

export function factSheetOf(request: SourcedRequest, options: SheetOptions): FactSheet {
  return withMakingSeconds(request.operation, factsOf(factRequest(request, options), options), options.catalog);
}

export function subjectOf({ argument, resource, operation, source }: SourcedRequest): Subject {
  const name = argument("replica.name");
  const image = source.image.name;
  const label = namesNothing(source.label) ? JSON.stringify(source.label) : source.label;
  const called = isKnown(image) ? `Image "${image}"` : `Image ${label}`;
  const object = operation === "registerImage" ? `Object ${source.label}` : called;
  return subjectFor(operation, object, typeof name === "string" ? name : resource.address);
}

function factRequest(request: SourcedRequest, options: SheetOptions): FactRequest {
  const { source, operation, argument, members, file, type } = request;
  const text = (fact: Parameters<typeof argument>[0]): Knowable<string | null> => textOr(argument(fact), null);
  const fast = argument("export.fast");
  const [quick, least] = [argument("register.quick"), argument("register.minDiskGib")];
  const isFile = operation === "exportImage" || operation === "registerImage";
  return {
    operation,
    caller: callerOf(request, options),
    image: source.missing && operation !== "registerImage" ? undefined : imageOf(request, options),
    imageId: textOr(knownOr(argument("image.exists"), null), null),
    recordedId: source.image.id,
    replica: replicaFacts(request),
    key: text("key.id"),
    agency: text("agency.name"),
    vault: text("vault.id"),
    members:
      operation !== "shareImage"
        ? undefined
        : isKnown(members)
          ? members.map((project) => ({ account: null, project }))
          : UNKNOWN,
    file: isFile ? { ...file, made: operation === "registerImage" ? source.file : undefined } : undefined,
    exported:
      operation === "exportImage"
        ? { format: text("object.format"), fast: isKnown(fast) ? fast === true : UNKNOWN }
        : undefined,
    register:
      operation === "registerImage"
        ? {
            "register.kind": type.kind ?? null,
            "register.quick": type.quick === true ? true : isKnown(quick) ? quick === true : UNKNOWN,
            "register.minDiskGib": isKnown(least) ? (typeof least === "number" ? least : null) : UNKNOWN,
            "register.osVersion": text("register.osVersion"),
          }
        : undefined,
    plannedBefore: options.plannedBefore,
    program: programFacts(request, options),
    made: source.made,
  };
}

function callerOf({ caller }: SourcedRequest, { world }: SheetOptions): FactCaller {
  const { account, project, projectId, region } = caller;
  const isWhole = isKnown(account) && isKnown(region);
  const names = { id: projectId, names: isKnown(project) ? [project] : [] };
  return { account, project, region, names: isWhole ? world.names(names, account, region) : names };
}

/** What is not told of an image that is private is what the caller has. */
function imageOf({ source: { image }, caller }: SourcedRequest, { world }: SheetOptions): FactRequest["image"] {
  const own = <T>(shown: Knowable<T>, usual: Knowable<T>): Knowable<T> =>
    isKnown(shown) ? shown : image.seenAs === "private" ? usual : UNKNOWN;
  return {
    ...image,
    account: own(image.account, caller.account),
    project: own(image.project, caller.project),
    backupRegions: isKnown(image.id) ? world.backupRegions(image.id) : UNKNOWN,
    backupDestinations: isKnown(image.region) ? world.backupDestinations(image.region) : UNKNOWN,
  };
}

function replicaFacts({ argument, target, operation }: SourcedRequest): NeededFactsAbout<"replica"> {
  const key = argument("key.id");
  // A copy within a region that names no key leaves it to the service, which makes an unencrypted one; elsewhere there is no choice.
  const unsaid = operation === "copyImage" ? "unsaid" : "none";
  return {
    "replica.name": textOr(argument("replica.name"), ""),
    "replica.description": textOr(argument("replica.description"), ""),
    "replica.tags": tagsOf(argument("replica.tags")),
    "replica.region": target,
    "replica.encryption": isKnown(key) ? (key === null ? unsaid : "kms") : UNKNOWN,
    "replica.fastCreate": false,
    "replica.enterpriseProjectId": textOr(argument("replica.enterpriseProjectId"), null),
  };
}

/**
 * Facts about a program: what Terraform itself keeps is taken for kept. A configuration has no place to state the encryption of a source:
 * where it is not known, the rules that ask for it are undecided.
 */
function programFacts(request: SourcedRequest, { target, claimants }: SheetOptions): ProgramFacts {
  const { literalCredentials, resource, type } = request;
  return {
    "replica.claimants": claimants,
    "provider.literalCredentials": literalCredentials,
    "provider.targets": [target],
    "route.createTimeout": createTimeoutOf(resource.value("timeouts"), type),
    ...retiredFacts(request),
  };
}

/** Our programs name what is retired by an id that no image has. */
function retiredFacts({ argument, file, operation, resource, type }: SourcedRequest): ProgramFacts {
  const id = operation === "registerImage" ? file.key : argument("image.exists");
  if (!isRetiredId(id)) return {};
  const before = resource.before(attributeOf(type, "image.exists") ?? "");
  return { "route.recipe": "a deleted intermediate copy", "route.madeOf": isText(before) ? `image ${before}` : "" };
}

/** `timeouts.create`, or what the vendor's provider takes where none is said. */
function createTimeoutOf(timeouts: Knowable<unknown>, type: ResourceType): Knowable<string> {
  if (!isKnown(timeouts)) return UNKNOWN;
  const create = objectOf(timeouts)?.create;
  return isText(create) ? create : defaultCreateTimeout(type);
}

function textOr<T>(value: Knowable<unknown>, absent: T): Knowable<string | T> {
  if (!isKnown(value)) return UNKNOWN;
  return typeof value === "string" ? value : absent;
}

function tagsOf(value: Knowable<unknown>): FactSheet["replica.tags"] {
  if (!isKnown(value)) return UNKNOWN;
  if (typeof value !== "object" || value === null) return {};
  const tags = Object.entries(value).map(([key, text]) => [key, typeof text === "string" ? text : ""] as const);
  return Object.fromEntries(tags);
}
