// The steps that lead on from a state towards a goal: whatever the service has an operation for. Which of them are legal, the rules say.
import { exportFormat, type FactsAbout } from "../model";
import { isKnown, knownOr, UNKNOWN } from "../values";
import type { Told } from "./route-plan";
import type { RouteFile, RouteState } from "./route-state";
import { type Role, type Step, type StepWorld } from "./route-step";
import { told } from "./wish";
import type { Goal, Place, RouteImage, View } from "./route-world";

/** A disk that no record tells the size of. */
const USUAL_MIN_DISK_GIB = 40;

export function stepsFrom(state: RouteState, goal: Goal, world: StepWorld): readonly Step[] {
  if (state.file !== null) return stepsFromFile(state, state.file, goal, world);
  if (state.offeredTo !== null) return [accepting(state, state.offeredTo, world)];
  const unaccepted = state.view.seenAs === "shared" && state.view.memberStatus !== "accepted";
  return [
    ...(unaccepted ? [accepting(state, { ...placeOfView(state) }, world)] : []),
    ...copies(state, goal, world),
    ...across(state, goal, world),
    ...sharing(state, goal, world),
    ...exportsOf(state, goal, world),
  ];
}

/** Who sees the image, where it is. */
function placeOfView({ image, view }: RouteState): Place {
  return { account: view.account, project: view.project, region: image.region };
}

const own = ({ account, project }: Place): View => ({ account, project, seenAs: "private", memberStatus: null });

/** The image that a copy or a registration makes. */
function made(image: RouteImage, place: Place, keyId: string | null): RouteImage {
  const fullEcs = image.kind === "full-ecs";
  return {
    ...image,
    account: place.account,
    project: place.project,
    region: place.region,
    keyId,
    encrypted: keyId !== null,
    status: "active",
    frozen: false,
    backupIsReplica: isKnown(image.kind) ? (fullEcs ? true : null) : UNKNOWN,
    backupRegions: isKnown(image.kind) ? (fullEcs ? [] : null) : UNKNOWN,
    members: 0,
  };
}

function arrived(image: RouteImage, place: Place, keyId: string | null): RouteState {
  return { image: made(image, place, keyId), view: own(place), offeredTo: null, file: null, made: true };
}

const isAtGoal = (place: Place, goal: Goal): boolean =>
  place.account === goal.account && place.project === goal.project && place.region === goal.region;

/** Keys that a new image at a place may take: none, or the one that is wished there. */
function keysAt(place: Place, goal: Goal): readonly (string | null)[] {
  return goal.keyId !== null && isAtGoal(place, goal) ? [goal.keyId, null] : [null];
}

function keyFacts(keyId: string | null, caller: Place, { means }: StepWorld): Partial<FactsAbout<"key">> {
  return keyId === null ? {} : means.key(keyId, caller);
}

function copies(state: RouteState, goal: Goal, world: StepWorld): readonly Step[] {
  const caller = placeOfView(state);
  return keysAt(caller, goal).map((keyId): Step => {
    const role: Role = keyId !== null ? "keyed" : state.view.seenAs === "shared" ? "private" : "plain";
    return {
      operation: "copyImage",
      caller,
      targetRegion: caller.region,
      facts: keyFacts(keyId, caller, world),
      next: arrived(state.image, caller, keyId),
      role,
      keyId,
      detail: undefined,
    };
  });
}

function across(state: RouteState, goal: Goal, { means }: StepWorld): readonly Step[] {
  const caller = placeOfView(state);
  if (caller.region === goal.region) return [];
  const isWhole = state.image.kind === "full-ecs";
  return [
    {
      operation: "copyImageAcross",
      caller,
      targetRegion: goal.region,
      facts: {
        ...means.agency(caller.account),
        ...(isWhole ? means.vault(caller.account, goal.region, "replication") : {}),
      },
      // A copy across regions lands in the default project, whoever asks for it.
      next: arrived(state.image, { account: caller.account, project: goal.region, region: goal.region }, null),
      role: "arrived",
      keyId: null,
      detail: undefined,
    },
  ];
}

function sharing(state: RouteState, goal: Goal, world: StepWorld): readonly Step[] {
  const caller = placeOfView(state);
  const { account, project, region } = goal;
  if (caller.region !== region || (caller.account === account && caller.project === project)) return [];
  const text = account === caller.account ? project : `${account}/${project}`;
  const site = world.actors.find((actor) => actor.account === account)?.site ?? null;
  const offSite = site !== null && world.catalog.regions.get(region)?.sites.includes(site) === false;
  return [
    {
      operation: "shareImage",
      caller,
      targetRegion: region,
      facts: {
        "member.asked": [text],
        "member.self": [],
        "member.elsewhere": [],
        "member.offSite": offSite ? [account] : [],
        "member.added": 1,
      },
      next: {
        ...state,
        view: { account, project, seenAs: "shared", memberStatus: "pending" },
        offeredTo: { account, project, region },
      },
      role: null,
      keyId: null,
      detail: { members: [{ account, project }] },
    },
  ];
}

function accepting(state: RouteState, by: Place, { means }: StepWorld): Step {
  const view: View = { account: by.account, project: by.project, seenAs: "shared", memberStatus: "accepted" };
  const isWhole = state.image.kind === "full-ecs";
  return {
    operation: "acceptImage",
    caller: by,
    targetRegion: by.region,
    facts: { ...(isWhole ? means.vault(by.account, by.region, "backup") : {}), "member.added": 1 },
    next: { ...state, view, offeredTo: null },
    role: null,
    keyId: null,
    detail: undefined,
  };
}

function exportsOf(state: RouteState, goal: Goal, { means }: StepWorld): readonly Step[] {
  const caller = placeOfView(state);
  const isElsewhere = landings(caller.account, goal).some((place) => !isIn(caller, place));
  if (!isElsewhere && !isForOtherServers(state)) return [];
  const bucket = means.bucket(caller.account, caller.region);
  return [false, true].map((fast): Step => {
    const format = exportFormat(null, fast);
    const key = `image-replication/{imageId}.${format}`;
    const name = knownOr(bucket["bucket.name"], null) ?? "";
    return {
      operation: "exportImage",
      caller,
      targetRegion: caller.region,
      facts: {
        ...bucket,
        "object.key": key,
        "object.exists": false,
        "object.format": format,
        "export.fast": fast,
      },
      next: {
        ...state,
        file: { account: caller.account, region: caller.region, bucket: name, key, format },
      },
      role: null,
      keyId: null,
      detail: { file: { bucket: toldBucket(bucket), key }, exported: { format: fast ? null : format, fast } },
    };
  });
}

function toldBucket(bucket: FactsAbout<"bucket">): Told<string> {
  const name = bucket["bucket.name"];
  return isKnown(name) ? (name ?? "") : { pending: "bucket.name" };
}

function stepsFromFile(state: RouteState, file: RouteFile, goal: Goal, world: StepWorld): readonly Step[] {
  const lands = landings(file.account, goal);
  const carried = lands.filter((place) => !isIn(file, place));
  const here = lands.find((place) => isIn(file, place)) ?? inDefaultProject(file.account, file.region);
  // Where an image was exported by its owner, its file makes what a copy would: but of an image for other servers, one for ECSs.
  const isNews = !isIn(file, state.image) || isForOtherServers(state);
  return [
    ...(isNews ? registrations(state, file, here, goal, world) : []),
    ...carried.map((place) => transferring(state, file, place, world)),
  ];
}

const inDefaultProject = (account: string, region: string): Place => ({ account, project: region, region });

const isIn = (one: Pick<Place, "account" | "region">, other: Pick<Place, "account" | "region">): boolean =>
  one.account === other.account && one.region === other.region;

/** A registration makes an image for ECSs, which can take a key. */
const isForOtherServers = ({ image }: RouteState): boolean => image.server === "bms";

/** Where a file is carried to become an image: to whom it is wished as an own one, or to its owner's region there, who then shares it. */
function landings(owner: string, { account, project, region, holding }: Goal): readonly Place[] {
  const owners = inDefaultProject(owner, region);
  if (holding === "shared") return [owners];
  return account === owner ? [{ account, project, region }] : [{ account, project, region }, owners];
}

function objectFacts({ image }: RouteState, { key, format }: RouteFile): Partial<FactsAbout<"object">> {
  return {
    "object.key": key,
    "object.exists": true,
    "object.sizeGib": image.sizeGib,
    "object.format": format,
    "object.minDiskGib": image.minDiskGib === 0 ? null : image.minDiskGib,
  };
}

function transferring(state: RouteState, file: RouteFile, lands: Place, { means }: StepWorld): Step {
  const target = means.bucket(lands.account, lands.region);
  const caller: Place = { account: file.account, project: file.region, region: file.region };
  const bucket = toldBucket(target);
  return {
    operation: "transferObject",
    caller,
    targetRegion: lands.region,
    facts: {
      ...means.bucket(file.account, file.region),
      ...objectFacts(state, file),
      "target.bucket": knownOr(target["bucket.name"], UNKNOWN) ?? "",
      "target.key": file.key,
      "target.exists": target["bucket.name"] === null ? false : target["bucket.exists"],
      "target.caller": lands.account,
      "target.account": target["bucket.account"],
      "target.taken": false,
    },
    next: {
      ...state,
      file: {
        ...file,
        account: lands.account,
        region: lands.region,
        bucket: knownOr(target["bucket.name"], null) ?? "",
      },
    },
    role: null,
    keyId: null,
    detail: {
      file: { bucket: toldBucket(means.bucket(file.account, file.region)), key: file.key },
      target: { bucket, key: file.key, caller: lands },
    },
  };
}

function registrations(
  state: RouteState,
  file: RouteFile,
  caller: Place,
  goal: Goal,
  world: StepWorld,
): readonly Step[] {
  const { image } = state;
  const kind = image.kind === "data-disk" ? "data-disk" : "system-disk";
  const usual = Math.max(USUAL_MIN_DISK_GIB, leastDisk(image));
  const minDiskGib = image.minDiskGib === 0 ? usual : image.minDiskGib;
  const bucket = world.means.bucket(file.account, file.region);
  const ways = keysAt(caller, goal).flatMap((keyId) => [false, true].map((quick) => ({ keyId, quick })));
  return ways.map(({ keyId, quick }): Step => ({
    operation: "registerImage",
    caller,
    targetRegion: caller.region,
    facts: {
      ...keyFacts(keyId, caller, world),
      ...bucket,
      ...objectFacts(state, file),
      "register.kind": kind,
      "register.quick": quick,
      "register.minDiskGib": minDiskGib,
      "register.osVersion": image.osVersion,
    },
    next: { ...arrived({ ...image, minDiskGib, licence: "free", server: "ecs" }, caller, keyId) },
    role: "registered",
    keyId,
    detail: {
      file: { bucket: toldBucket(bucket), key: file.key },
      registered: {
        kind,
        quick,
        minDiskGib: told(minDiskGib, "register.minDiskGib"),
        os: told(image.os, "image.os"),
        osVersion: told(image.osVersion, "register.osVersion"),
      },
    },
  }));
}

function leastDisk({ sizeGib }: RouteImage): number {
  return Math.ceil(knownOr(sizeGib, 0));
}
