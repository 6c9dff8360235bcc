// From the requests of a Terraform plan to wishes, as the planner takes them: what each is called, and what it has to say.
import type { Catalog } from "../catalog";
import type { FactWorld } from "../facts";
import { defaultProject, identityText, makesImage, objectText, type FactSheet } from "../model";
import { nodesOf, sourcesFirst, told, type HopDetail, type HopFile, type RoutePlan, type Wish } from "../routes";
import { SIMULATED_SOURCE } from "../vendor";
import { addTo, isKnown, knownOr } from "../values";
import { factSheetOf, subjectOf, type SheetOptions } from "./facts";
import type { TerraformRequest } from "./requests";
import type { SourcedRequest } from "./sources";

export class TerraformWishes {
  public readonly wishes: readonly Wish[];
  public readonly catalog: Catalog;
  private readonly sourced: ReadonlyMap<string, SourcedRequest>;
  /** Addresses of the requests by what they ask for, and by how its hop is called. */
  private readonly claims = new Map<string, string[]>();
  private readonly named = new Map<string, string[]>();
  private readonly names = new Map<string, string | undefined>();
  private readonly ids = new Map<readonly TerraformRequest[], readonly string[]>();
  private readonly planned = new Map<string, number>();

  public constructor(
    requests: readonly SourcedRequest[],
    private readonly known: FactWorld,
  ) {
    this.catalog = known.catalog;
    this.sourced = new Map(requests.map((request) => [request.resource.address, request]));
    for (const request of requests) {
      const { address } = request.resource;
      addTo(this.named, this.nameOf(request) ?? address, address);
      for (const claim of this.claimsOf(request)) addTo(this.claims, claim, address);
    }
    const wishes = requests.map((request) => this.wishOf(request));
    // Terraform has no cycles, and a damaged plan may have one.
    const isDamaged = sourcesFirst(nodesOf(wishes)) === undefined;
    this.wishes = isDamaged ? wishes.map((wish) => ({ ...wish, after: [] })) : wishes;
  }

  /** Id of the hop: the name of what is made, where one request makes it, else the resource's address. */
  public idOf(request: TerraformRequest): string {
    const name = this.nameOf(request);
    return name !== undefined && this.named.get(name)?.length === 1 ? name : request.resource.address;
  }

  public optionsOf(request: TerraformRequest, plannedBefore = 0): SheetOptions {
    const rivals = this.claimsOf(request).flatMap((claim) => this.claims.get(claim) ?? []);
    const claimants = [...new Set([...rivals, request.resource.address])];
    const target = request.resource.provider === SIMULATED_SOURCE ? "simulated" : "huaweicloud";
    return { ...this.known, claimants, target, plannedBefore };
  }

  private wishOf(request: SourcedRequest): Wish {
    const { resource, operation, source } = request;
    const sheet = factSheetOf(request, this.optionsOf(request, this.countOf(request)));
    const detail = detailOf(request);
    return {
      id: this.idOf(request),
      construct: resource.address,
      operation,
      sheet,
      subject: subjectOf(request),
      source: source.after === undefined ? startOf(request, sheet) : { hop: this.idOf(source.after) },
      after: this.idsOf(source.waitsFor ?? []),
      ...(detail === undefined ? {} : { detail }),
    };
  }

  /** Instances of a resource share the list. */
  private idsOf(requests: readonly TerraformRequest[]): readonly string[] {
    let ids = this.ids.get(requests);
    if (ids === undefined) this.ids.set(requests, (ids = requests.map((request) => this.idOf(request))));
    return ids;
  }

  /** Images planned before it in its account and region. */
  private countOf({ caller, target, operation }: TerraformRequest): number {
    if (!makesImage(operation)) return 0;
    const place = `${caller.accountText} ${knownOr(target, "")}`;
    const before = this.planned.get(place) ?? 0;
    this.planned.set(place, before + 1);
    return before;
  }

  private nameOf(request: TerraformRequest): string | undefined {
    const { address } = request.resource;
    if (!this.names.has(address)) {
      this.names.set(address, undefined);
      this.names.set(address, makesImage(request.operation) ? identityOfImage(request) : this.deedOf(request));
    }
    return this.names.get(address);
  }

  /** What no other request may ask for: an image, an image for a member, an image in an object. Of what is not known, nothing. */
  private claimsOf(request: TerraformRequest): readonly string[] {
    const name = this.nameOf(request);
    const { operation, members, file, caller } = request;
    if (name === undefined) return [];
    if (operation === "shareImage") return isKnown(members) ? members.map((member) => `${name} with ${member}`) : [];
    if (operation === "exportImage") {
      return isKnown(file.bucket) && isKnown(file.key) ? [`${name} to ${file.bucket ?? ""}:${file.key ?? ""}`] : [];
    }
    if (isKnown(caller.project) || operation === "copyImageAcross") return [name];
    return caller.projectId === undefined ? [] : [`${name} of ${caller.projectId}`];
  }

  private deedOf(request: TerraformRequest): string | undefined {
    const image = this.imageTextOf(request);
    if (image === undefined) return undefined;
    if (request.operation === "shareImage") return `${image} shared`;
    if (request.operation === "exportImage") return `${image} exported`;
    const { accountText, project, region } = request.caller;
    return `${image} accepted by ${accountText}/${knownOr(project, knownOr(region, ""))}`;
  }

  /** The image that a request works on, as ids call it; undefined while nobody knows which it is. */
  private imageTextOf(request: TerraformRequest): string | undefined {
    const source = this.sourced.get(request.resource.address)?.source;
    if (source === undefined) return undefined;
    const { after, image, label } = source;
    if (after !== undefined) return makesImage(after.operation) ? this.idOf(after) : this.imageTextOf(after);
    if (!isKnown(image.id)) return undefined;
    if (!isKnown(image.name) || !isKnown(image.region)) return label;
    return identityText({
      account: knownOr(image.account, request.caller.accountText),
      project: knownOr(image.project, defaultProject(image.region)),
      region: image.region,
      name: image.name,
    });
  }
}

function identityOfImage({ argument, caller, target, operation }: TerraformRequest): string | undefined {
  const name = argument("replica.name");
  if (typeof name !== "string" || !isKnown(target)) return undefined;
  const within = operation === "copyImageAcross" ? defaultProject(target) : caller.project;
  return identityText({
    account: caller.accountText,
    project: knownOr(within, defaultProject(target)),
    region: target,
    name,
  });
}

function detailOf(request: SourcedRequest): HopDetail | undefined {
  const { operation, members } = request;
  if (operation === "shareImage") {
    return isKnown(members) ? { members: members.map((project) => ({ account: null, project })) } : undefined;
  }
  if (operation !== "exportImage" && operation !== "registerImage") return undefined;
  const file: HopFile = {
    bucket: toldPart(request.file.bucket, "bucket.name"),
    key: toldPart(request.file.key, "object.key"),
  };
  return { file };
}

function toldPart(part: TerraformRequest["file"]["key"], fact: "bucket.name" | "object.key"): HopFile["key"] {
  return told(isKnown(part) ? (part ?? "") : part, fact);
}

/** Where a request starts that comes after no other. */
function startOf(request: SourcedRequest, sheet: FactSheet): Wish["source"] {
  const { source, operation, file } = request;
  if (operation !== "registerImage") return { image: entryOf(request, sheet) };
  const { bucket, key } = file;
  return { object: isKnown(bucket) && isKnown(key) ? objectText(bucket ?? "", key ?? "") : source.label };
}

function entryOf({ source: { image, label } }: SourcedRequest, sheet: FactSheet): RoutePlan["sources"][number] {
  return {
    id: label,
    imageId: told(image.id, "image.id"),
    name: told(image.name, "image.id"),
    account: told(sheet["image.account"], "image.account"),
    project: told(sheet["image.project"], "image.project"),
    region: told(sheet["image.region"], "image.region"),
    kind: told(sheet["image.kind"], "image.kind"),
    sizeGib: told(sheet["image.sizeGib"], "image.sizeGib"),
    encrypted: told(sheet["image.encrypted"], "image.encrypted"),
    keyId: told(sheet["image.keyId"], "image.keyId"),
    trusted: [],
  };
}
