// From what a program says of a replica to the facts that rules read. Every fact has its line here: a new one fails the build.
import { homeSite, type Catalog } from "../catalog";
import {
  defaultProject,
  recordedAgency,
  recordedKey,
  recordedState,
  recordedUse,
  recordedVault,
  Recording,
  sheetOf,
  subjectFor,
  type Facts,
  type FactsAbout,
  type FactSheet,
  type NeededFactsAbout,
  type ProgramFacts,
  type Subject,
} from "../model";
import { withMakingSeconds } from "../routes";
import { tryFindRule } from "../rules";
import { namesNothing, isKnown, knownOr, UNKNOWN, type Knowable } from "../values";
import type { AppFacts } from "./app-facts";
import {
  callerNamesOf,
  isCalled,
  ImageKind,
  type ImageFacts,
  isDeclared,
  type DeclaredReplica,
  projectIn,
  type Encryption,
  holdsStandIn,
  isStandIn,
  known,
  accountOf,
} from "../declarations";
import type { ProviderFacts } from "./provider-facts";
import { overriddenEnterpriseProject, overriddenFacts, overriddenTimeout } from "./overridden";

interface Seen {
  readonly replica: DeclaredReplica;
  readonly catalog: Catalog;
  readonly app: AppFacts;
  readonly recording: Recording;
  readonly account: Knowable<string>;
  readonly region: Knowable<string>;
  readonly project: Knowable<string>;
  readonly target: Knowable<string>;
}

export function factSheetOf(
  replica: DeclaredReplica,
  app: AppFacts,
  providers: ProviderFacts,
  catalog: Catalog,
): FactSheet {
  const account = accountOf(replica);
  const region = known(replica.callerRegion, replica);
  const stated = projectIn(replica.callerIdentity, replica.callerRegion);
  const { project: called, projectId, projectName } = replica.callerIdentity ?? {};
  const usual = stated !== undefined ? known(stated, replica) : isKnown(region) ? defaultProject(region) : UNKNOWN;
  const project = namingNothing([called, projectId, projectName], replica) ?? usual;
  const target = replica.ask.targetRegion === undefined ? region : known(replica.ask.targetRegion, replica);
  const recording = new Recording(replica.inventory);
  const seen: Seen = { replica, catalog, app, recording, account, region, project, target };
  const sheet = sheetOf(
    imageFacts(seen),
    callerFacts(seen),
    replicaFacts(seen),
    keyFacts(seen),
    agencyFacts(seen),
    vaultFacts(seen),
    quotaFacts(seen),
    programFacts(replica, app, providers, catalog),
    (replica.ask.deed?.facts() ?? {}) as object,
  );
  return withMakingSeconds(replica.ask.operation, sheet, catalog);
}

/** The first of several ids that is known to name nothing. */
function namingNothing(ids: readonly (string | undefined)[], replica: DeclaredReplica): string | undefined {
  return ids
    .map((id) => known(id, replica))
    .filter(isKnown)
    .find(namesNothing);
}

function programFacts(
  replica: DeclaredReplica,
  app: AppFacts,
  providers: ProviderFacts,
  catalog: Catalog,
): ProgramFacts {
  return {
    "replica.claimants": app.claimants,
    "source.cycle": app.cycle,
    "provider.sameIdentity": providers.sameIdentity(replica),
    "provider.sameAlias": providers.sameAlias(replica),
    "provider.foreignStack": providers.foreignStack(replica),
    "provider.targets": providers.targets,
    "provider.foreignClasses": providers.foreignClasses,
    "provider.unservedTypes": providers.unservedTypes,
    "provider.unknownRegions": providers.unknownRegions(replica, catalog),
    "provider.literalCredentials": providers.literalCredentials,
    "route.createTimeout": overriddenTimeout(replica),
    "route.recipe":
      replica.planned?.lastMaking === undefined ? null : known(replica.planned.lastMaking.recipe, replica),
    "route.madeOf": replica.planned?.lastMaking?.madeOf ?? null,
    "account.slots": app.accountSlots,
    "replica.wrongAcknowledgements": wrongAcknowledgements(known(replica.props.acknowledge ?? {}, replica)),
    "replica.overridden": overriddenFacts(replica),
  };
}

/** Rules that the service keeps, rules that there are none of, and acknowledgements without a reason. */
function wrongAcknowledgements(stated: Knowable<Readonly<Record<string, string>>>): Knowable<readonly string[]> {
  if (!isKnown(stated)) return UNKNOWN;
  return Object.entries(stated)
    .filter(([id, reason]) => {
      const rule = tryFindRule(id);
      return rule === undefined || rule.refusal !== undefined || /^(?:stack|prop)\//u.test(id) || reason.trim() === "";
    })
    .map(([id]) => id);
}

/** How messages name the replica and its source: by name where it is known, else by the construct. */
export function subjectOf(replica: DeclaredReplica, sheet: FactSheet): Subject {
  const image = known(replica.source.facts.name, replica);
  const id = known(replica.source.imageId, replica);
  const name = sheet["replica.name"];
  const object = replica.ask.deed?.object();
  const called = isKnown(image)
    ? `Image "${image}"`
    : isKnown(id)
      ? `Image ${namesNothing(id) ? JSON.stringify(id) : id}`
      : `The source of "${replica.node.path}"`;
  return subjectFor(
    replica.ask.operation,
    object === undefined ? called : `Object ${object}`,
    isKnown(name) && name !== "" ? name : replica.node.path,
  );
}

function imageFacts(
  seen: Seen,
): FactsAbout<"image"> & Pick<FactSheet, "source.candidates" | "source.encryptionStated"> {
  const { replica, recording, app, account } = seen;
  const { facts, candidates } = replica.source;
  const told = <K extends keyof ImageFacts>(key: K): Knowable<NonNullable<ImageFacts[K]>> =>
    known(facts[key], replica) as Knowable<NonNullable<ImageFacts[K]>>;
  const exists = candidates === undefined || candidates.length > 0;
  const kind = told("kind");
  const encrypted = told("encrypted");
  const stated = encrypted === false ? null : told("keyId");
  const isUnnamed = typeof stated === "string" && namesNothing(stated);
  // Of a replica, whoever makes it has the finding.
  const keyId = isUnnamed && isDeclared(replica.source) ? UNKNOWN : stated;
  const fullEcs = <T>(value: Knowable<T>): Knowable<T | null> =>
    isKnown(kind) && kind !== ImageKind.FULL_ECS ? null : value;
  return {
    "source.candidates": candidates ?? [],
    "source.encryptionStated":
      facts.encrypted !== undefined || replica.source.lookup?.exposedFacts.includes("image.status") !== true,
    "image.exists": exists,
    "image.id":
      namingNothing(replica.source.statedIds ?? [], replica) ?? known(replica.source.statedIds?.[0] ?? null, replica),
    "image.account": facts.account === undefined ? seen.account : told("account"),
    "image.project": facts.project === undefined ? seen.project : projectOf(seen, told("project")),
    "image.region": facts.region === undefined ? seen.region : told("region"),
    "image.kind": kind,
    "image.status": told("status"),
    ...sharing(seen, facts),
    "image.sizeGib": told("sizeGib"),
    "image.encrypted": encrypted,
    "image.keyId": keyId,
    "image.encryption": isKnown(encrypted)
      ? encrypted
        ? "kms"
        : "none"
      : exists && !holdsStandIn(facts)
        ? "untold"
        : UNKNOWN,
    "image.os": told("os"),
    "image.server": told("server"),
    "image.frozen": told("frozen"),
    "image.backupIsReplica": fullEcs(told("backupIsReplica")),
    "image.backupRegions": fullEcs(backupRegions(seen, app)),
    "image.backupDestinations": fullEcs(backupDestinations(seen)),
    "image.keyState":
      keyId === null || isUnnamed ? null : knownOr(told("keyState"), recordedState(recording.key(keyId))),
    "image.keyUsable": keyId === null || isUnnamed ? null : recordedUse(recording.key(keyId), account),
    "image.licence": told("licence"),
    "image.members": membersOf(replica),
  };
}

/** Projects that have accepted it: a replica of this program is shared with none yet. */
function membersOf({ source, inventory }: DeclaredReplica): Knowable<number> {
  const id = source.candidates?.[0];
  if (id === undefined || inventory === undefined) return source.candidates === undefined ? UNKNOWN : 0;
  return inventory.members.filter(({ imageId, status }) => imageId === id && status === "accepted").length;
}

/** The caller's own project as the caller is called, whether its id or its name is stated of the image. */
function projectOf({ replica, project }: Seen, text: Knowable<string>): Knowable<string> {
  return isKnown(text) && isCalled(text, callerNamesOf(replica)) ? project : text;
}

/** How the caller sees the source. A recording tells it by owner and members; a program states it. */
function sharing(
  { replica, account, project }: Seen,
  facts: ImageFacts,
): Pick<FactsAbout<"image">, "image.seenAs" | "image.memberStatus"> {
  const visibility = known(facts.visibility, replica) as Knowable<Facts["image.seenAs"]>;
  const stated = known(facts.memberStatus, replica) as Knowable<Facts["image.memberStatus"]>;
  const { candidates, inventory } = replica.source;
  const id = candidates?.[0];
  if (!isKnown(visibility)) return { "image.seenAs": visibility, "image.memberStatus": stated };
  if (visibility !== "private" || inventory === undefined || id === undefined) {
    return { "image.seenAs": visibility, "image.memberStatus": visibility === "shared" ? stated : null };
  }
  if (!isKnown(account) || !isKnown(project)) return { "image.seenAs": UNKNOWN, "image.memberStatus": UNKNOWN };
  const names = callerNamesOf(replica);
  const owned = facts.account === account && facts.project !== undefined && isCalled(facts.project, names);
  const member = inventory.members.find(
    (entry) => entry.imageId === id && entry.account === account && isCalled(entry.project, names),
  );
  if (owned || member === undefined) return { "image.seenAs": visibility, "image.memberStatus": null };
  return { "image.seenAs": "shared", "image.memberStatus": member.status };
}

function backupRegions({ replica, target }: Seen, app: AppFacts): Knowable<readonly string[]> {
  const siblings = app.siblingRegions.map((region) => known(region, replica));
  const told = siblings.filter(isKnown);
  // One that is not known may be the very region of this one.
  if (told.length < siblings.length && !(isKnown(target) && told.includes(target))) return UNKNOWN;
  const { candidates, inventory } = replica.source;
  const id = candidates?.[0];
  if (inventory === undefined || id === undefined) return told;
  const backup = inventory.images.find((image) => image.id === id)?.backup;
  const recorded = inventory.images.filter((image) => image.backup !== null && image.backup.replicaOf === backup?.id);
  return [...recorded.map((image) => image.region), ...told];
}

function backupDestinations({ replica, region }: Seen): Knowable<readonly string[] | null> {
  if (replica.inventory === undefined || !isKnown(region)) return null;
  return replica.inventory.backupDestinations[region] ?? null;
}

function callerFacts(seen: Seen): FactsAbout<"caller"> {
  const { replica, account, region, project } = seen;
  const stated: Facts["caller.site"] | undefined = replica.callerIdentity?.site;
  return {
    "caller.account": account,
    "caller.project": project,
    "caller.region": region,
    "caller.site": stated === undefined ? siteOf(seen) : known(stated, replica),
  };
}

/** Of an account whose site is not stated: as it is recorded, else the home site of the region. */
function siteOf({ replica, catalog, account, region }: Seen): Knowable<Facts["caller.site"]> {
  const recorded = replica.inventory?.accounts.find((entry) => entry.id === account)?.site;
  return recorded ?? (isKnown(region) ? homeSite(catalog, region) : undefined) ?? UNKNOWN;
}

function replicaFacts({ replica, target }: Seen): NeededFactsAbout<"replica"> {
  const { props, ask } = replica;
  return {
    "replica.name": known(props.name, replica),
    "replica.description": known(props.description ?? "", replica),
    "replica.tags": known(props.tags ?? {}, replica),
    "replica.region": target,
    "replica.encryption": ask.encryption === undefined ? "unsaid" : encryptionKind(ask.encryption),
    "replica.fastCreate": known(ask.fastCreate ?? false, replica),
    "replica.enterpriseProjectId":
      ask.enterpriseProjectId === undefined
        ? overriddenEnterpriseProject(replica)
        : known(ask.enterpriseProjectId, replica),
  };
}

function encryptionKind({ key }: Encryption): Knowable<"none" | "kms"> {
  if (key === undefined) return "none";
  return isStandIn(key.attributes.keyId) ? UNKNOWN : "kms";
}

function keyFacts({ replica, recording, account }: Seen): Partial<FactsAbout<"key">> {
  const key = replica.ask.encryption?.key?.attributes;
  if (key === undefined) return {};
  const id = known(key.keyId, replica);
  const recorded = recordedKey(id, recording.key(id), account);
  const state: Knowable<Facts["key.state"]> = known(key.state, replica);
  return {
    "key.id": id,
    "key.region": knownOr(known(key.region, replica), recorded["key.region"]),
    "key.state": knownOr(state, recorded["key.state"]),
    "key.usable": knownOr(known(key.usable, replica), recorded["key.usable"]),
  };
}

function agencyFacts({ replica, recording, account }: Seen): Partial<FactsAbout<"agency">> {
  const agency = replica.ask.agency?.attributes;
  if (agency === undefined) return {};
  const name = known(agency.agencyName, replica);
  const recorded = recordedAgency(name, recording.agency(account, name));
  return {
    ...recorded,
    "agency.regions": knownOr(known(agency.regions, replica), recorded["agency.regions"]),
    "agency.coversBackups": knownOr(known(agency.coversBackups, replica), recorded["agency.coversBackups"]),
  };
}

function vaultFacts({ replica, recording, account }: Seen): Partial<FactsAbout<"vault">> {
  const vault = replica.ask.vault?.attributes;
  if (vault === undefined) return {};
  const id = known(vault.vaultId, replica);
  const recorded = recordedVault(id, recording.vault(account, id));
  const protection: Knowable<Facts["vault.protection"]> = known(vault.protection, replica);
  const resource: Knowable<Facts["vault.resource"]> = known(vault.resource, replica);
  const status: Knowable<Facts["vault.status"]> = known(vault.status, replica);
  return {
    ...recorded,
    "vault.region": knownOr(known(vault.region, replica), recorded["vault.region"]),
    "vault.protection": knownOr(protection, recorded["vault.protection"]),
    "vault.resource": knownOr(resource, recorded["vault.resource"]),
    "vault.status": knownOr(status, recorded["vault.status"]),
    "vault.freeGib": knownOr(known(vault.freeGib, replica), recorded["vault.freeGib"]),
  };
}

/** Judged only where a recording gives used and quota: an account's own figures differ from the published default. */
function quotaFacts({ recording, account, target, app, catalog }: Seen): FactsAbout<"quota"> {
  if (!isKnown(target) || !isKnown(account)) return { "quota.used": UNKNOWN, "quota.images": UNKNOWN };
  const recorded = recording.quota(account, target);
  if (!isKnown(recorded)) return { "quota.used": UNKNOWN, "quota.images": UNKNOWN };
  const counted = recording.privateImages(account, target) + app.plannedBefore;
  return {
    "quota.used": (recorded?.used ?? 0) + counted,
    "quota.images": recorded?.images ?? catalog.limits.privateImages.value,
  };
}
