// A checker of route plans: walks any plan over a recorded world, and evaluates the rules on each hop in the state that its predecessors
// leave. It does not know how routes are found.
import { homeSite, type Catalog } from "../../lib/catalog";
import { topologicalOrder } from "../../lib/dag";
import {
  defaultProject,
  objectText,
  sheetOf,
  subjectFor,
  unknownAbout,
  type FactsAbout,
  type FactSheet,
  type Image,
  type Inventory,
  type MeansFacts,
  type MemberStatus,
  type StoredObject,
} from "../../lib/model";
import { findingText, evaluateRules } from "../../lib/rules";
import { UNKNOWN } from "../../lib/values";
import { isPending, RecordedMeans, type Hop, type NamedMeans, type RoutePlan, type Told } from "../../lib/routes";

export interface Illegal {
  readonly hop: string;
  readonly text: string;
}

/** The hops of a plan that break a rule of severity error in the state after the hops before them; none for a legal plan. */
export function checkRoutePlan(plan: RoutePlan, inventory: Inventory, catalog: Catalog): readonly Illegal[] {
  return new Walk(plan, inventory, catalog).illegal();
}

class Walk {
  private readonly images = new Map<string, Image>();
  private readonly objects = new Map<string, StoredObject>();
  private readonly members = new Map<string, MemberStatus>();
  private readonly held = new Map<string, number>();
  /** Id of the image that each hop makes or shares. */
  private readonly imageOf = new Map<string, string>();

  public constructor(
    private readonly plan: RoutePlan,
    private readonly inventory: Inventory,
    private readonly catalog: Catalog,
  ) {
    for (const image of inventory.images) this.images.set(image.id, image);
    for (const object of inventory.objects) this.objects.set(objectText(object.bucket, object.key), object);
    for (const { imageId, account, project, status } of inventory.members) {
      this.members.set(memberKey(imageId, account, project), status);
    }
  }

  public illegal(): readonly Illegal[] {
    const byId = new Map(this.plan.hops.map((hop) => [hop.id, hop]));
    const nodes = this.plan.hops.map(({ id, source }) => ({ id, after: "hop" in source ? [source.hop] : [] }));
    const order = topologicalOrder(nodes);
    if ("cycle" in order) return order.cycle.map((hop) => ({ hop, text: "The sources run in a circle." }));
    return order.ids.flatMap((id) => {
      const hop = byId.get(id);
      return hop === undefined ? [] : this.take(hop);
    });
  }

  private take(hop: Hop): readonly Illegal[] {
    const imageId = this.sourceIdOf(hop);
    const sheet = this.sheet(hop, imageId);
    const name = told(hop.replica.name);
    const subject = subjectFor(hop.operation, `Image "${this.images.get(imageId)?.name ?? imageId}"`, name);
    const { violations } = evaluateRules(hop.operation, sheet, subject, this.catalog);
    this.change(hop, imageId);
    return violations
      .filter(({ rule }) => rule.severity === "error")
      .map((finding) => ({ hop: hop.id, text: findingText(finding) }));
  }

  private sourceIdOf({ source }: Hop): string {
    if ("hop" in source) return this.imageOf.get(source.hop) ?? "";
    if ("object" in source) return "";
    const entry = this.plan.sources.find(({ id }) => id === source.image);
    return entry === undefined ? "" : told(entry.imageId);
  }

  /** The state after the hop. */
  private change(hop: Hop, imageId: string): void {
    const { operation, detail, caller } = hop;
    const image = this.images.get(imageId);
    this.imageOf.set(hop.id, imageId);
    for (const { account, project } of operation === "shareImage" ? (detail?.members ?? []) : []) {
      const key = memberKey(imageId, told(account ?? caller.account), told(project));
      this.members.set(key, this.members.get(key) ?? "pending");
    }
    if (operation === "acceptImage") {
      this.members.set(memberKey(imageId, told(caller.account), told(caller.project)), "accepted");
    }
    if (operation === "exportImage" && detail?.file !== undefined && image !== undefined) {
      this.objects.set(this.placeOf(detail.file, imageId), objectOf(image, formatOf(detail)));
    }
    if (operation === "transferObject" && detail?.file !== undefined && detail.target !== undefined) {
      const object = this.objects.get(this.placeOf(detail.file, imageId));
      if (object !== undefined) this.objects.set(this.placeOf(detail.target, imageId), object);
    }
    if (["copyImage", "copyImageAcross", "registerImage"].includes(operation)) this.make(hop, image, imageId);
  }

  private make(hop: Hop, source: Image | undefined, sourceId: string): void {
    const id = `made by ${hop.id}`;
    const { replica, detail } = hop;
    const object = detail?.file === undefined ? undefined : this.objects.get(this.placeOf(detail.file, sourceId));
    const across = hop.operation === "copyImageAcross";
    const region = told(replica.region);
    if (source === undefined && object === undefined) return;
    const base = source ?? BLANK_IMAGE;
    this.imageOf.set(hop.id, id);
    this.held.set(heldKey(told(replica.account), region), this.heldAt(told(replica.account), region) + 1);
    this.images.set(id, {
      ...base,
      id,
      name: told(replica.name),
      account: told(replica.account),
      project: across ? defaultProject(region) : told(replica.project),
      region,
      kind: detail?.registered?.kind ?? base.kind,
      sizeGib: object?.sizeGib ?? base.sizeGib,
      keyId: isPending(replica.keyId) ? null : replica.keyId,
      status: "active",
      visibility: "private",
      frozen: false,
      licence: detail?.registered === undefined ? base.licence : "free",
      server: detail?.registered === undefined ? base.server : "ecs",
      madeFrom: { means: "image", id: sourceId, region: null },
      backup: base.backup === null ? null : { id: `backup of ${id}`, replicaOf: base.backup.id, vaultId: null },
    });
  }

  private placeOf({ bucket, key }: { bucket: Told<string>; key: Told<string> }, imageId: string): string {
    return objectText(told(bucket), told(key).replaceAll("{imageId}", imageId));
  }

  private heldAt(account: string, region: string): number {
    return this.held.get(heldKey(account, region)) ?? 0;
  }

  private sheet(hop: Hop, imageId: string): FactSheet {
    const { replica, detail } = hop;
    const caller = {
      account: told(hop.caller.account),
      project: told(hop.caller.project),
      region: told(hop.caller.region),
    };
    const means = new RecordedMeans(this.inventory, namedBy(hop));
    const keyId = isPending(replica.keyId) ? null : replica.keyId;
    return sheetOf(
      this.imageFacts(imageId, caller, means),
      {
        "caller.account": caller.account,
        "caller.project": caller.project,
        "caller.region": caller.region,
        "caller.site": this.siteOf(caller.account, caller.region),
      },
      {
        "replica.name": told(replica.name),
        "replica.description": isPending(replica.description) ? UNKNOWN : replica.description,
        "replica.tags": isPending(replica.tags) ? UNKNOWN : replica.tags,
        "replica.region": told(replica.region),
        "replica.encryption": keyId === null ? "none" : "kms",
        "replica.fastCreate": false,
        "replica.enterpriseProjectId": null,
      } as const,
      keyId === null
        ? ({ "key.id": null, "key.region": null, "key.state": null, "key.usable": null } as const)
        : means.key(keyId, caller),
      means.agency(caller.account),
      means.vault(caller.account, told(replica.region), "replication"),
      this.quotaFacts(told(replica.account), told(replica.region)),
      hop.operation === "shareImage" ? this.memberFacts(hop, imageId, caller) : acceptingFacts(hop),
      detail?.file === undefined ? {} : this.fileFacts(hop, imageId, means, caller.account),
      detail?.target === undefined ? {} : this.targetFacts(hop, imageId),
      detail?.registered === undefined
        ? {}
        : ({
            "register.kind": detail.registered.kind,
            "register.quick": detail.registered.quick,
            "register.minDiskGib": isPending(detail.registered.minDiskGib) ? UNKNOWN : detail.registered.minDiskGib,
            "register.osVersion": told(detail.registered.osVersion),
          } as const),
    );
  }

  private siteOf(account: string, region: string): FactSheet["caller.site"] {
    const recorded = this.inventory.accounts.find(({ id }) => id === account)?.site ?? null;
    return recorded ?? homeSite(this.catalog, region) ?? UNKNOWN;
  }

  private quotaFacts(account: string, region: string): FactsAbout<"quota"> {
    const quota = this.inventory.quotas.find((entry) => entry.account === account && entry.region === region);
    if (quota === undefined) return { "quota.used": UNKNOWN, "quota.images": UNKNOWN };
    const recorded = this.inventory.images.filter(
      (image) => image.account === account && image.region === region && image.visibility === "private",
    ).length;
    return { "quota.used": quota.used + recorded + this.heldAt(account, region), "quota.images": quota.images };
  }

  private imageFacts(
    imageId: string,
    caller: { account: string; project: string; region: string },
    means: RecordedMeans,
  ): FactsAbout<"image"> {
    const image = this.images.get(imageId);
    if (image === undefined) return NOT_THERE;
    const isOwn = image.account === caller.account && image.project === caller.project;
    const member = isOwn ? undefined : this.members.get(memberKey(imageId, caller.account, caller.project));
    const key = image.keyId === null ? undefined : means.key(image.keyId, { ...caller, region: image.region });
    const replicas = [...this.images.values()].filter(
      ({ backup }) => backup !== null && backup.replicaOf === image.backup?.id,
    );
    return {
      "image.exists": true,
      "image.id": null,
      "image.account": image.account,
      "image.project": image.project,
      "image.region": image.region,
      "image.kind": image.kind,
      "image.status": image.status,
      "image.seenAs": image.visibility === "private" && member !== undefined ? "shared" : image.visibility,
      "image.memberStatus": image.visibility === "private" ? (member ?? null) : null,
      "image.sizeGib": image.sizeGib,
      "image.encrypted": image.keyId !== null,
      "image.keyId": image.keyId,
      "image.encryption": image.keyId === null ? "none" : "kms",
      "image.os": image.os,
      "image.server": image.server,
      "image.frozen": image.frozen,
      "image.backupIsReplica": image.backup === null ? null : image.backup.replicaOf !== null,
      "image.backupRegions": image.backup === null ? null : replicas.map(({ region }) => region),
      "image.backupDestinations": this.inventory.backupDestinations[image.region] ?? null,
      "image.keyState": key?.["key.state"] ?? null,
      "image.keyUsable": key?.["key.usable"] ?? null,
      "image.licence": image.licence,
      "image.members": [...this.members].filter(([k, status]) => status === "accepted" && k.startsWith(`${imageId} `))
        .length,
    };
  }

  private memberFacts(
    hop: Hop,
    imageId: string,
    caller: { account: string; project: string; region: string },
  ): FactsAbout<"member"> {
    const asked = (hop.detail?.members ?? []).map(({ account, project }) => ({
      account: told(account ?? caller.account),
      project: told(project),
    }));
    const texts = (chosen: typeof asked): readonly string[] =>
      chosen.map(({ account, project }) => `${account}/${project}`);
    const sites = this.catalog.regions.get(caller.region)?.sites ?? [];
    const isOffSite = ({ account }: { account: string }): boolean => {
      const site = this.inventory.accounts.find(({ id }) => id === account)?.site ?? null;
      return site !== null && !sites.includes(site);
    };
    return {
      "member.asked": texts(asked),
      "member.self": texts(
        asked.filter(({ account, project }) => account === caller.account && project === caller.project),
      ),
      "member.elsewhere": texts(
        asked.filter(({ project }) => project !== caller.region && this.catalog.regions.has(project)),
      ),
      "member.offSite": texts(asked.filter(isOffSite)),
      "member.added": asked.filter(
        ({ account, project }) => this.members.get(memberKey(imageId, account, project)) !== "accepted",
      ).length,
    };
  }

  private fileFacts(
    hop: Hop,
    imageId: string,
    means: RecordedMeans,
    account: string,
  ): FactsAbout<"bucket" | "object" | "export"> {
    const { file, exported } = hop.detail ?? {};
    const key = told(file?.key ?? "");
    const object = file === undefined ? undefined : this.objects.get(this.placeOf(file, imageId));
    const minDiskGib = object?.contents.minDiskGib ?? 0;
    const read = exported === undefined;
    return {
      ...means.bucket(account, told(hop.caller.region)),
      "object.key": key,
      "object.exists": object !== undefined,
      "object.sizeGib": read ? (object?.sizeGib ?? null) : null,
      "object.format": read ? (object?.format ?? null) : formatOf({ exported }),
      "object.minDiskGib": read && minDiskGib > 0 ? minDiskGib : null,
      "export.fast": exported?.fast ?? false,
    };
  }

  private targetFacts(hop: Hop, imageId: string): MeansFacts {
    const target = hop.detail?.target;
    if (target === undefined) return {};
    const bucket = this.inventory.buckets.find(({ name }) => name === told(target.bucket));
    return {
      "target.bucket": told(target.bucket),
      "target.key": told(target.key),
      "target.exists": bucket !== undefined,
      "target.caller": told(target.caller.account),
      "target.account": bucket?.account ?? null,
      "target.taken": this.objects.has(this.placeOf(target, imageId)),
    };
  }
}

/** The statements of a plan about itself; unknown values are not checked here. */
function told(value: Told<string>): string {
  return isPending(value) ? "" : value;
}

const memberKey = (imageId: string, account: string, project: string): string => `${imageId} ${account} ${project}`;
const heldKey = (account: string, region: string): string => `${account} ${region}`;

function acceptingFacts({ operation }: Hop): MeansFacts {
  return operation === "acceptImage" ? { "member.added": 1 } : {};
}

/** Only what the hop itself names. */
function namedBy({ operation, agencyName, vaultId, detail }: Hop): NamedMeans {
  const across = operation === "copyImageAcross";
  return {
    agency: () => (across && agencyName !== null ? told(agencyName) : null),
    vault: () => (vaultId === null ? null : told(vaultId)),
    bucket: () => (detail?.file === undefined ? null : told(detail.file.bucket)),
  };
}

function formatOf({ exported }: NonNullable<Hop["detail"]>): StoredObject["format"] {
  const format = exported?.format ?? "zvhd2";
  if (isPending(format)) throw new Error("a plan that is checked leaves no format open");
  return format;
}

function objectOf(image: Image, format: StoredObject["format"]): StoredObject {
  const kind = image.kind === "data-disk" ? "data-disk" : "system-disk";
  return {
    bucket: "",
    key: "",
    sizeGib: image.sizeGib,
    checksum: image.id,
    format,
    status: "there",
    contents: { imageId: image.id, kind, os: image.os, minDiskGib: image.minDiskGib },
  };
}

const BLANK_IMAGE: Image = {
  id: "",
  name: "",
  account: "",
  project: "",
  region: "",
  kind: "system-disk",
  status: "active",
  visibility: "private",
  sizeGib: 1,
  minDiskGib: 0,
  keyId: null,
  os: "linux",
  server: "ecs",
  licence: "free",
  fastCreate: false,
  frozen: false,
  description: "",
  tags: {},
  madeFrom: { means: "untold", id: "", region: null },
  backup: null,
  createdAt: "",
  minRamMib: 0,
  maxRamMib: 0,
  enterpriseProjectId: "0",
  updatedAt: "",
};

const NOT_THERE: FactsAbout<"image"> = { ...unknownAbout("image"), "image.exists": false, "image.id": null };
