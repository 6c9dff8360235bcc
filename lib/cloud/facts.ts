// The facts of an operation as the cloud knows them at admission: the region state answers what has to be looked up.
import type { Catalog } from "../catalog";
import { factsOf, type FactRequest, type ImageView, type World } from "../facts";
import {
  objectText,
  subjectFor,
  type FactSheet,
  type Image,
  type Named,
  type Operation,
  type ProjectNames,
  type Recorded,
  type Subject,
} from "../model";
import type { Store } from "../store";
import { isKnown, namesNothing, type Knowable } from "../values";
import { viewImageAs, type VisibleImage } from "./visible-image";

/** All that admission judges by. */
export interface Case {
  readonly sheet: FactSheet;
  readonly subject: Subject;
  /** The source, when there is such an image. */
  readonly source: Image | undefined;
}

export function caseOf(operation: Operation, state: Store, catalog: Catalog): Case {
  const recorded = "sourceImageId" in operation ? state.images.tryFind(operation.sourceImageId) : undefined;
  const sight = recorded === undefined ? undefined : viewImageAs(state, recorded, operation.caller);
  const world = new StoreWorld(state);
  const image = sight === undefined ? undefined : viewOf(sight, operation, state, world);
  const sheet = factsOf(requestOf(operation, image, world), { world, catalog });
  return { sheet, subject: subjectOf(operation, recorded), source: sight?.image };
}

/** How the findings of every entry point name the two images. */
function subjectOf(operation: Operation, recorded: Image | undefined): Subject {
  const name = "name" in operation ? operation.name : "";
  if (recorded !== undefined) return subjectFor(operation.kind, `Image "${recorded.name}"`, name);
  const image =
    "sourceImageId" in operation
      ? `Image ${namesNothing(operation.sourceImageId) ? JSON.stringify(operation.sourceImageId) : operation.sourceImageId}`
      : `Object ${objectText(operation.bucket, operation.key)}`;
  return subjectFor(operation.kind, image, name);
}

function requestOf(operation: Operation, image: ImageView | undefined, world: World): FactRequest {
  const { caller } = operation;
  const { account, project, region } = caller;
  const target = "targetRegion" in operation ? operation.targetRegion : undefined;
  const transfer = operation.kind === "transferObject" ? operation : undefined;
  const key = "keyId" in operation ? operation.keyId : undefined;
  return {
    operation: operation.kind,
    caller: { ...caller, names: world.names({ id: undefined, names: [project] }, account, region) },
    image,
    imageId: "sourceImageId" in operation ? operation.sourceImageId : null,
    replica: {
      "replica.name": "name" in operation ? operation.name : "",
      "replica.description": "name" in operation ? operation.description : "",
      "replica.tags": "name" in operation ? operation.tags : {},
      "replica.region": target ?? transfer?.targetCaller.region ?? region,
      "replica.encryption": key === undefined || key === null ? "none" : "kms",
      // Requests for images say nothing of fast creation and of enterprise projects.
      "replica.fastCreate": false,
      "replica.enterpriseProjectId": null,
    },
    key,
    agency: "agencyName" in operation ? operation.agencyName : undefined,
    vault: "vaultId" in operation ? operation.vaultId : undefined,
    members: "members" in operation ? operation.members : undefined,
    file: "bucket" in operation ? operation : undefined,
    exported: operation.kind === "exportImage" ? operation : undefined,
    target: transfer && {
      bucket: transfer.targetBucket,
      key: transfer.targetKey,
      caller: transfer.targetCaller.account,
    },
    register:
      operation.kind === "registerImage"
        ? {
            "register.kind": operation.imageKind,
            "register.quick": operation.quick,
            "register.minDiskGib": operation.minDiskGib,
            "register.osVersion": operation.osVersion,
          }
        : undefined,
    plannedBefore: 0,
  };
}

function viewOf(
  { image, isOwn, seenAs, memberStatus }: VisibleImage,
  { caller }: Operation,
  state: Store,
  world: World,
): ImageView {
  const { keyId, backup } = image;
  // An image that is there has been encrypted with a key that was there: only a complete recording can say that it is gone.
  const isKeyOpen = state.meta.text("complete") !== "yes" && keyId !== null;
  const isUnrecorded = isKeyOpen && state.keys.tryFindNear(keyId, image.region) === undefined;
  return {
    ...image,
    project: isOwn ? caller.project : image.project,
    seenAs,
    memberStatus,
    members: state.members.countAccepted(image.id),
    encrypted: keyId !== null,
    backupIsReplica: backup === null ? null : backup.replicaOf !== null,
    backupRegions: world.backupRegions(image.id),
    backupDestinations: world.backupDestinations(image.region),
    ...(isUnrecorded && { keyState: "enabled" }),
  };
}

/** Lookups in the region state, which holds all there is. */
class StoreWorld implements World {
  public constructor(private readonly state: Store) {}

  public account(id: string): ReturnType<World["account"]> {
    return this.state.accounts.tryFind(id);
  }

  public project(id: string, account?: string): ReturnType<World["project"]> {
    const { projects } = this.state;
    return account === undefined ? projects.tryFindById(id) : projects.tryFind(id, account);
  }

  public names({ id, names }: ProjectNames, account: string): ProjectNames {
    const texts = [...(id === undefined ? [] : [id]), ...names].map((text) =>
      this.state.projects.textsOf(text, account),
    );
    return { id: undefined, names: texts.flat() };
  }

  public members(imageId: string): ReturnType<World["members"]> {
    return this.state.members.of(imageId);
  }

  public key(id: Named, region: Knowable<string>): ReturnType<World["key"]> {
    return found(id, region, (text, near) => this.state.keys.tryFindNear(text, near));
  }

  public vault(account: Knowable<string>, id: Named, region: Knowable<string>): ReturnType<World["vault"]> {
    return isKnown(account)
      ? found(id, region, (text, near) => this.state.vaults.tryFindOwn(account, text, near))
      : undefined;
  }

  public agency(account: Knowable<string>, name: Named): ReturnType<World["agency"]> {
    return found(name, account, (text, owner) => this.state.agencies.tryFind(owner, text));
  }

  public bucket(name: Named): ReturnType<World["bucket"]> {
    return found(name, "", (text) => this.state.buckets.tryFind(text));
  }

  public object(bucket: string, key: string): ReturnType<World["object"]> {
    return this.state.objects.tryFind(bucket, key);
  }

  public backupRegions(imageId: string): readonly string[] | null {
    const backup = this.state.images.tryFind(imageId)?.backup ?? null;
    return backup === null ? null : this.state.images.regionsOfReplicas(backup.id);
  }

  public backupDestinations(region: string): readonly string[] | null {
    return this.state.backupDestinations.tryFind(region)?.destinations ?? null;
  }

  public quota(account: string, region: string): ReturnType<World["quota"]> {
    return this.state.quotas.tryFind(account, region);
  }

  public privateImages(account: string, region: string): number {
    return this.state.images.held(account, region);
  }
}

/** A request to the cloud has no unknowns. */
function found<T>(id: Named, place: Knowable<string>, find: (id: string, place: string) => T | undefined): Recorded<T> {
  return isKnown(id) && id !== null && isKnown(place) ? find(id, place) : undefined;
}
