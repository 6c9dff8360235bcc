// A step: one operation from a state to the next, with the facts by which the rules judge it.
import { homeSite, type Catalog } from "../catalog";
import {
  defaultProject,
  OPERATION_NOUNS,
  placeText,
  sheetOf,
  type FactsAbout,
  type FactSheet,
  type MeansFacts,
  type MemberPlace,
  type OperationKind,
} from "../model";
import { isKnown, UNKNOWN } from "../values";
import type { HopDetail } from "./route-plan";
import type { Actor, Place, RouteMeans } from "./route-world";
import type { RouteState } from "./route-state";

/** What a step makes an image for; it names those that nobody asked for. */
export type Role = "plain" | "private" | "keyed" | "arrived" | "registered";

export interface Step {
  readonly operation: OperationKind;
  readonly caller: Place;
  /** Region of what it makes. */
  readonly targetRegion: string;
  /** Facts beyond those that follow from the state: what is asked. */
  readonly facts: MeansFacts;
  readonly next: RouteState;
  /** Only of steps that make an image. */
  readonly role: Role | null;
  readonly keyId: string | null;
  readonly detail: StepDetail | undefined;
}

/** As hops tell it, with the members known: a route is searched for them. */
export type StepDetail = Omit<HopDetail, "members"> & { readonly members?: readonly MemberPlace[] };

/** What a step is known by, of one that is searched or of a hop that was planned. */
export interface StepPlace {
  readonly operation: OperationKind;
  readonly caller: Place;
  readonly targetRegion: string;
  readonly keyId: string | null;
  readonly detail: Pick<HopDetail, "exported" | "registered" | "target"> | undefined;
}

/**
 * The key of a step: it tells the steps from one state apart, breaks ties, and pinned routes are kept by it. Route plans that users keep hold it,
 * so it never changes; `stepText` is for people.
 */
export function stepKey({ operation, caller, targetRegion, keyId, detail }: StepPlace): string {
  const taker = detail?.target?.caller.account ?? caller.account;
  const toWhom = taker === caller.account ? "" : `${typeof taker === "string" ? taker : "?"}@`;
  const to = targetRegion === caller.region && toWhom === "" ? "" : ` to ${toWhom}${targetRegion}`;
  const key = keyId === null ? "" : ` with key ${keyId}`;
  const how = detail?.exported?.fast === true ? " fast" : detail?.registered?.quick === true ? " quickly" : "";
  return `${operation} in ${caller.account}@${caller.region}/${caller.project}${to}${key}${how}`;
}

/** A step for people: `fast export in cn-north-4`, `transfer cn-north-4 → partner@cn-east-3`. */
export function stepText({ operation, caller, targetRegion, keyId, detail }: StepPlace): string {
  const manner = detail?.exported?.fast === true ? "fast " : detail?.registered?.quick === true ? "quick " : "";
  const taker = detail?.target?.caller.account ?? caller.account;
  const account = typeof taker === "string" ? taker : "?";
  const from = placeText(caller);
  const to =
    account === caller.account && targetRegion === caller.region
      ? from
      : placeText({ account, project: defaultProject(targetRegion), region: targetRegion });
  const where = from === to ? `in ${from}` : `${from} → ${to}`;
  return `${manner}${OPERATION_NOUNS[operation]} ${where}${keyId === null ? "" : ` with key ${keyId}`}`;
}

/** What steps are taken with. */
export interface StepWorld {
  readonly actors: readonly Actor[];
  readonly means: RouteMeans;
  readonly catalog: Catalog;
}

/** The project that an actor acts in, in a region. */
function projectOf({ project, region: home }: Actor, region: string): string {
  return project !== null && home === region ? project : defaultProject(region);
}

export function actorAt({ actors }: StepWorld, { account, project, region }: Place): Actor | undefined {
  return actors.find((actor) => actor.account === account && projectOf(actor, region) === project);
}

/** Whether the account has room is not asked of a route. */
const QUOTA: FactsAbout<"quota"> = { "quota.used": UNKNOWN, "quota.images": UNKNOWN };

/** What a step asks for by name. */
export interface StepWords {
  readonly name: string;
  readonly description: string;
  readonly tags: Readonly<Record<string, string>>;
}

export function stepSheet(state: RouteState, step: Step, words: StepWords, world: StepWorld): FactSheet {
  const making = step.role !== null;
  return sheetOf(
    imageFacts(state, step.caller, world),
    callerFacts(step.caller, world),
    {
      "replica.name": making ? words.name : "",
      "replica.description": making ? words.description : "",
      "replica.tags": making ? words.tags : {},
      "replica.region": step.targetRegion,
      "replica.encryption": step.keyId === null ? "none" : "kms",
      "replica.fastCreate": false,
      "replica.enterpriseProjectId": null,
    } as const,
    QUOTA,
    step.facts,
  );
}

function imageFacts({ image, view }: RouteState, caller: Place, { means }: StepWorld): FactsAbout<"image"> {
  const key =
    isKnown(image.keyId) && image.keyId !== null
      ? means.key(image.keyId, { account: caller.account, region: image.region })
      : undefined;
  const fullEcs = !isKnown(image.kind) || image.kind === "full-ecs";
  const keyed = <T>(value: T): T | null => (image.keyId === null ? null : value);
  return {
    "image.exists": true,
    "image.id": null,
    "image.account": image.account,
    "image.project": image.project,
    "image.region": image.region,
    "image.kind": image.kind,
    "image.status": image.status,
    "image.seenAs": view.seenAs,
    "image.memberStatus": view.memberStatus,
    "image.sizeGib": image.sizeGib,
    "image.encrypted": image.encrypted,
    "image.keyId": image.keyId,
    "image.encryption": isKnown(image.encrypted) ? (image.encrypted ? "kms" : "none") : "untold",
    "image.os": image.os,
    "image.server": image.server,
    "image.frozen": image.frozen,
    "image.backupIsReplica": fullEcs ? image.backupIsReplica : null,
    "image.backupRegions": fullEcs ? image.backupRegions : null,
    "image.backupDestinations": fullEcs ? means.backupDestinations(image.region) : null,
    "image.keyState": keyed(key?.["key.state"] ?? UNKNOWN),
    "image.keyUsable": keyed(key?.["key.usable"] ?? UNKNOWN),
    "image.licence": image.licence,
    "image.members": image.members,
  };
}

function callerFacts(caller: Place, world: StepWorld): FactsAbout<"caller"> {
  const site = world.actors.find(({ account }) => account === caller.account)?.site ?? null;
  return {
    "caller.account": caller.account,
    "caller.project": caller.project,
    "caller.region": caller.region,
    "caller.site": site ?? homeSite(world.catalog, caller.region) ?? UNKNOWN,
  };
}
