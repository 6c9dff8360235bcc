// What each request of a Terraform plan works on: an image that is there, one that the plan makes, or a file; and which request it comes
// after. An image that is shared and accepted in the plan is seen as its receiver sees it.
import {
  defaultProject,
  isSameProject,
  objectText,
  Recording,
  recordedNames,
  type Image,
  type Inventory,
  type Member,
} from "../model";
import { addTo, isKnown, listsBy, UNKNOWN, type Knowable } from "../values";
import { attributeOf, isImageType, tryFindRequestType } from "../vendor";
import { SourceFiles, type SourceFile } from "./files";
import { imagesSeenIn, inCommon, recordedImage, UNSEEN, type SeenImage } from "./images";
import type { TerraformDocument, TerraformResource } from "./json";
import { MadeMeans, type MadeFacts } from "./made-means";
import { References, type Candidates } from "./references";
import { callerKey, isSameCaller, type RequestCaller, type TerraformRequest } from "./requests";
import { offers, StandingShares } from "./shares";
import { textOf, withoutKeys } from "./values";

export interface RequestSource {
  /** The request that it comes after; undefined where it starts from what is there. */
  readonly after: TerraformRequest | undefined;
  /** Where nothing tells which image it works on: all requests that Terraform finishes before. */
  readonly waitsFor?: readonly TerraformRequest[];
  readonly image: SeenImage;
  /** How messages and plans name it when it has no name: an id, or the address that it comes from. */
  readonly label: string;
  /** Whether an inventory that holds all there is does not hold it, or the reference leads to no image. */
  readonly missing: boolean;
  /** What the plan makes of what the request uses. */
  readonly made?: MadeFacts;
  /** The file that a registration reads; undefined for other requests. */
  readonly file?: SourceFile;
}

/** A request with what it works on. */
export interface SourcedRequest extends TerraformRequest {
  readonly source: RequestSource;
}

/** Where an argument leads, whoever looks at it. */
interface Root {
  readonly maker?: TerraformRequest;
  readonly id?: string;
  /** What state and data sources show of it. */
  readonly shown: SeenImage;
  readonly label: string;
  readonly missing: boolean;
  /** Requests that the reference goes through: they hand an image on. */
  readonly passes: readonly TerraformRequest[];
}

export class Sources {
  private readonly references: References;
  private readonly byAddress: ReadonlyMap<string, TerraformRequest>;
  private readonly roots = new Map<TerraformRequest, Root>();
  private readonly sources = new Map<TerraformRequest, RequestSource>();
  private readonly shown = new Map<string, SeenImage>();
  private readonly recording: Recording;
  private readonly files: SourceFiles;
  private readonly means: MadeMeans;
  private readonly standing: StandingShares;
  private byBase: ReadonlyMap<string, readonly TerraformRequest[]> | undefined;
  /** What each resource waits for, by its address without keys. */
  private readonly waited = new Map<string, readonly TerraformRequest[]>();
  /** What each list of candidates leads to: instances of a resource share the list. */
  private readonly traced = new Map<Candidates, Root>();
  /** Requests that hand images on, by image; acceptances by who accepts, too. Filled when the first request asks. */
  private handing: ReadonlyMap<string, readonly TerraformRequest[]> | undefined;

  public constructor(
    document: TerraformDocument,
    private readonly requests: readonly TerraformRequest[],
    private readonly inventory: Inventory | undefined,
  ) {
    this.standing = new StandingShares(document);
    this.references = new References(document);
    this.means = new MadeMeans(document, this.references);
    this.byAddress = new Map(requests.map((request) => [request.resource.address, request]));
    this.recording = new Recording(inventory);
    for (const image of document.prior.flatMap(imagesSeenIn)) if (isKnown(image.id)) this.shown.set(image.id, image);
    this.files = new SourceFiles(document, requests, this.references, this.recording);
  }

  public of(request: TerraformRequest): RequestSource {
    let source = this.sources.get(request);
    if (source === undefined) {
      // Kept before it is looked for: Terraform has no cycles, and a damaged plan must not run in one.
      this.sources.set(request, { after: undefined, image: UNSEEN, label: request.resource.address, missing: false });
      source = request.operation === "registerImage" ? this.fileSource(request) : this.imageSource(request);
      source = { ...source, made: { ...this.means.of(request), ...this.sourceKey(source, request) } };
      this.sources.set(request, source);
    }
    return source;
  }

  /** What a request makes, or hands on. */
  public result(request: TerraformRequest): SeenImage {
    const { image, file } = this.of(request);
    const encrypted = this.means.keyFacts(request)["replica.encryption"] === "kms" ? { encrypted: true } : {};
    if (request.operation === "registerImage") return { ...registered(request, file), ...encrypted };
    return request.type.operation === "copyImage" ? { ...replicaOf(request, image), ...encrypted } : image;
  }

  /** The key of an image that the plan makes, where it makes that, too. */
  private sourceKey({ after, image }: RequestSource, { caller }: TerraformRequest): MadeFacts {
    if (after === undefined || image.encrypted !== true || isKnown(image.keyId)) return {};
    const { "key.id": id, "key.state": state, "key.usable": usable } = this.means.keyFacts(after);
    if (id === undefined || state === undefined || usable === undefined) return {};
    return {
      "image.keyId": id,
      "image.keyState": state,
      "image.keyUsable": after.caller.accountText === caller.accountText ? usable : UNKNOWN,
    };
  }

  private fileSource(request: TerraformRequest): RequestSource {
    const found = this.files.of(request);
    const { maker } = found;
    const exported = maker === undefined ? UNSEEN : this.of(maker).image;
    const { bucket, key } = request.file;
    const said =
      isKnown(bucket) && isKnown(key) && bucket !== null && key !== null ? objectText(bucket, key) : undefined;
    const file = maker === undefined ? found : { ...found, sizeGib: exported.sizeGib };
    return {
      after: maker,
      waitsFor: maker === undefined && said === undefined ? this.waitedFor(request) : [],
      image: { ...UNSEEN, sizeGib: file.sizeGib, kind: request.type.kind ?? UNKNOWN, encrypted: false },
      label: said ?? (found.label === "" ? "a file that is not known yet" : found.label),
      missing: false,
      file,
    };
  }

  private imageSource(request: TerraformRequest): RequestSource {
    const root = this.rootOf(request);
    const after = this.afterOf(request, root);
    const image = this.imageOf(root, request.caller);
    const isGone = root.id !== undefined && root.maker === undefined && this.recording.image(root.id) === undefined;
    const missing = root.missing || (isGone && !this.shown.has(root.id ?? ""));
    const waitsFor = after === undefined && root.id === undefined ? this.waitedFor(request) : [];
    return { after, waitsFor, image: this.asSeenBy(request, root, image, after), label: root.label, missing };
  }

  /** Instances of a resource share the list. */
  private waitedFor({ resource }: TerraformRequest): readonly TerraformRequest[] {
    this.byBase ??= listsBy(this.requests, (request) => withoutKeys(request.resource.base));
    const key = withoutKeys(resource.base);
    let waited = this.waited.get(key);
    if (waited === undefined) {
      const bases = [...this.references.predecessors(resource)];
      this.waited.set(key, (waited = bases.flatMap((base) => (base === key ? [] : (this.byBase?.get(base) ?? [])))));
    }
    return waited;
  }

  private rootOf(request: TerraformRequest): Root {
    const known = this.roots.get(request);
    if (known !== undefined) return known;
    const { resource, argument, type } = request;
    this.roots.set(request, nothing(resource.address));
    const id = argument("image.exists");
    const attribute = attributeOf(type, "image.exists") ?? "";
    const root = this.rootOfAll(this.references.candidates(resource, attribute), isKnown(id));
    const found = typeof id === "string" ? { ...root, id, maker: undefined, label: id } : root;
    this.roots.set(request, found);
    return found;
  }

  private rootOfAll(candidates: Candidates, isIdKnown: boolean): Root {
    const { referred, isPartial, references } = candidates;
    const known = this.traced.get(candidates);
    if (known !== undefined) return known;
    const traces = referred.map(({ resource: to, attribute: of }) => this.traceOf(to, of));
    const root = together(traces, isPartial && !isIdKnown, references[0]);
    if (!isPartial) this.traced.set(candidates, root);
    return root;
  }

  private traceOf(resource: TerraformResource, attribute: string): Root {
    const type = tryFindRequestType(resource.type);
    const request = this.byAddress.get(resource.address);
    const isMade = request !== undefined && request.resource.actions.includes("create");
    if (isMade && (request.type.operation === "copyImage" || request.operation === "registerImage")) {
      return { ...nothing(resource.address), maker: request };
    }
    if (request !== undefined && request.type.operation !== "copyImage" && request.operation !== "registerImage") {
      const root = this.rootOf(request);
      // The id of an acceptance is a random one of its own, and no image's.
      const isNoImage = request.operation === "acceptImage" && attribute === "id";
      const label = isNoImage ? `${resource.address}.id` : root.label;
      return { ...root, label, missing: root.missing || isNoImage, passes: [request, ...root.passes] };
    }
    if (type !== undefined && type.operation !== "copyImage" && type.operation !== "registerImage") {
      const id = resource.value(attributeOf(type, "image.exists") ?? "");
      return { ...nothing(resource.address), ...(typeof id === "string" ? { id } : {}) };
    }
    const shown = isImageType(resource.type) ? inCommon(imagesSeenIn(resource)) : UNSEEN;
    const id = shown.id;
    return { ...nothing(resource.address), shown, ...(isKnown(id) ? { id } : {}) };
  }

  private imageOf({ maker, id, shown }: Root, caller: RequestCaller): SeenImage {
    if (maker !== undefined) return this.result(maker);
    if (id === undefined) return shown;
    const recorded = this.recording.image(id);
    if (isKnown(recorded) && recorded !== undefined && this.inventory !== undefined) {
      const { account, project } = caller;
      const called = <T extends Image | Member>(one: T): T =>
        one.account === account && isKnown(project) && this.isCalled(one.project, caller, recorded.region)
          ? { ...one, project }
          : one;
      return recordedImage(called(recorded), this.recording.members(id).map(called), account, project);
    }
    return this.shown.get(id) ?? (isKnown(shown.id) ? shown : { ...UNSEEN, id });
  }

  /** Whether a text is the id or the name of the caller's project, as far as the plan or a recording tells. */
  private isCalled(text: string, { account, project, projectId }: RequestCaller, region: string): boolean {
    if (!isKnown(account) || !isKnown(project)) return false;
    const names = recordedNames(this.inventory, { id: projectId, names: [project] }, account, region);
    return isSameProject(names, { id: text, names: [] }) === true;
  }

  /** What hands the image on, where the configuration lets it come first: named by reference, or by `depends_on`. */
  private afterOf(request: TerraformRequest, root: Root): TerraformRequest | undefined {
    const [pass] = root.passes;
    if (pass !== undefined) return pass;
    const before = this.references.finishedBefore(request.resource, this.handingOn(request, root));
    const isOffer = ({ members }: TerraformRequest): boolean => offers(members, request.caller) === "yes";
    return before.find(isOffer) ?? before[0] ?? root.maker;
  }

  /** Acceptances of the image by the caller, or the shares that an acceptance answers. */
  private handingOn(request: TerraformRequest, root: Root): readonly TerraformRequest[] {
    const image = imageKey(root);
    if (image === undefined) return [];
    this.handing ??= this.handingByImage();
    const { caller, operation } = request;
    if (operation !== "acceptImage") return this.handing.get(handingKey(image, caller)) ?? [];
    return (this.handing.get(handingKey(image)) ?? []).filter(({ members }) => offers(members, caller) !== "no");
  }

  private handingByImage(): ReadonlyMap<string, readonly TerraformRequest[]> {
    const handing = new Map<string, TerraformRequest[]>();
    for (const request of this.requests) {
      const { operation, caller } = request;
      if (operation !== "shareImage" && operation !== "acceptImage") continue;
      const image = imageKey(this.rootOf(request));
      if (image !== undefined)
        addTo(handing, handingKey(image, operation === "acceptImage" ? caller : undefined), request);
    }
    return handing;
  }

  private asSeenBy(
    request: TerraformRequest,
    root: Root,
    image: SeenImage,
    after: TerraformRequest | undefined,
  ): SeenImage {
    const { caller, operation } = request;
    const { account = UNKNOWN, accountText } = root.maker?.caller ?? {};
    const isOfCaller = isKnown(image.account)
      ? image.account === caller.account
      : !isKnown(account) && accountText === caller.accountText;
    if (isOfCaller && image.project === caller.project) return image;
    const chain = this.chainOf(after);
    const stands = this.standing.of(root.id, caller);
    const isAccepted =
      stands === "accepted" || chain.some((one) => one.operation === "acceptImage" && isSameCaller(one.caller, caller));
    if (isAccepted && operation !== "acceptImage") return { ...image, seenAs: "shared", memberStatus: "accepted" };
    const offered = chain.filter((one) => one.operation === "shareImage").map(({ members }) => offers(members, caller));
    if ((offered.includes("yes") || stands === "offered") && image.memberStatus !== "accepted") {
      return { ...image, seenAs: "shared", memberStatus: "pending" };
    }
    // What the plan does too, and not surely before, leaves open where the offer stands.
    if (offered.includes("unknown") || this.handingOn(request, root).length > 0) {
      return { ...image, seenAs: UNKNOWN, memberStatus: UNKNOWN };
    }
    const isTold = this.inventory?.complete === true || image.memberStatus !== null || root.maker !== undefined;
    return operation === "acceptImage" && !isTold ? { ...image, memberStatus: UNKNOWN } : image;
  }

  private chainOf(request: TerraformRequest | undefined): readonly TerraformRequest[] {
    const chain = new Set<TerraformRequest>();
    for (let at = request; at !== undefined && !chain.has(at); at = this.of(at).after) chain.add(at);
    return [...chain];
  }
}

function nothing(label: string): Root {
  return { shown: UNSEEN, label, missing: false, passes: [] };
}

/** One root of several: what all have in common. Another that is not shown leaves open which it is. */
function together(traces: readonly Root[], isPartial: boolean, reference: string | undefined): Root {
  const [one, ...others] = traces;
  if (one === undefined) return nothing(reference ?? "an image that is not known yet");
  if (others.length === 0 && !isPartial) return one;
  const all = <T>(of: (root: Root) => T): T | undefined =>
    !isPartial && others.every((root) => of(root) === of(one)) ? of(one) : undefined;
  const maker = all((root) => root.maker);
  const id = all((root) => root.id);
  return {
    ...(maker === undefined ? {} : { maker }),
    ...(id === undefined ? {} : { id }),
    shown: isPartial ? UNSEEN : inCommon(traces.map(({ shown }) => shown)),
    label: [...new Set(traces.map(({ label }) => label))].slice(0, 3).join(" or "),
    missing: !isPartial && traces.every(({ missing }) => missing),
    passes: isPartial ? [] : one.passes.filter((pass) => others.every(({ passes }) => passes.includes(pass))),
  };
}

/** The same for the same image; undefined where nobody knows which it is. */
function imageKey({ maker, id }: Root): string | undefined {
  return maker === undefined ? id && `id ${id}` : `made ${maker.resource.address}`;
}

function handingKey(image: string, acceptedBy?: RequestCaller): string {
  return JSON.stringify([image, acceptedBy && callerKey(acceptedBy)]);
}

/** What a copy will be once it is made: what the service carries over, and no more. */
function replicaOf({ argument, caller, target, operation }: TerraformRequest, image: SeenImage): SeenImage {
  const key = operation === "copyImage" ? argument("key.id") : null;
  const { kind, sizeGib, os, server, licence } = image;
  const lands = isKnown(target) ? defaultProject(target) : UNKNOWN;
  return {
    ...made(argument, caller, target, operation === "copyImage" ? caller.project : lands),
    ...{ kind, sizeGib, os, server, licence },
    encrypted: isKnown(key) ? key !== null : UNKNOWN,
    keyId: isKnown(key) ? (key as string | null) : UNKNOWN,
    backupIsReplica: isKnown(kind) ? (kind === "full-ecs" ? true : null) : UNKNOWN,
  };
}

function registered({ argument, caller, type }: TerraformRequest, file: SourceFile | undefined): SeenImage {
  const key = argument("key.id");
  const system = argument("image.os");
  return {
    ...made(argument, caller, caller.region, caller.project),
    kind: type.kind ?? UNKNOWN,
    sizeGib: file?.sizeGib ?? UNKNOWN,
    os: system === "Windows" ? "windows" : system === "Linux" ? "linux" : UNKNOWN,
    server: UNKNOWN,
    licence: "free",
    encrypted: isKnown(key) ? key !== null : UNKNOWN,
    keyId: isKnown(key) ? (key as string | null) : UNKNOWN,
    backupIsReplica: null,
  };
}

/** What every image has in common that is just made. */
function made(
  argument: TerraformRequest["argument"],
  { account }: RequestCaller,
  region: Knowable<string>,
  project: Knowable<string>,
): SeenImage {
  return {
    ...UNSEEN,
    name: textOf(argument("replica.name")),
    region,
    account,
    project,
    status: "active",
    seenAs: "private",
    memberStatus: null,
    members: 0,
    frozen: false,
  };
}
