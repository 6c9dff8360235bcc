// What a program says of a replica, as the assembler of facts takes it.
import type { Catalog } from "../catalog";
import { factsOf, sightOf, type FactCaller, type FactRequest, type ImageView, type World } from "../facts";
import {
  defaultProject,
  Recording,
  subjectFor,
  type Facts,
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
  readonly app: AppFacts;
  readonly world: World;
  readonly caller: FactCaller;
  readonly target: Knowable<string>;
  /** What an operation that is no copy says of itself. */
  readonly own: Partial<FactSheet>;
}

export function factSheetOf(
  replica: DeclaredReplica,
  app: AppFacts,
  providers: ProviderFacts,
  catalog: Catalog,
): FactSheet {
  const { ask, source } = replica;
  const region = known(replica.callerRegion, replica);
  const world = new Recording(replica.inventory);
  const target = ask.targetRegion === undefined ? region : known(ask.targetRegion, replica);
  const own = ask.deed?.facts() ?? {};
  const seen: Seen = { replica, app, world, caller: callerOf(replica, region), target, own };
  const { encryption, agency, vault } = ask;
  const request: FactRequest = {
    operation: ask.operation,
    caller: seen.caller,
    image: imageOf(seen),
    imageId: namingNothing(source.statedIds ?? [], replica) ?? known(source.statedIds?.[0] ?? null, replica),
    recordedId: source.candidates?.[0] ?? null,
    replica: replicaFacts(seen),
    key: encryption?.key && known(encryption.key.attributes.keyId, replica),
    agency: agency && known(agency.attributes.agencyName, replica),
    vault: vault && known(vault.attributes.vaultId, replica),
    ...filesOf(seen),
    members: ask.deed?.members(),
    plannedBefore: app.plannedBefore,
    stated: { ...statedFacts(replica), ...own },
    program: {
      ...programFacts(replica, app, providers, catalog),
      "source.candidates": source.candidates ?? [],
      "source.encryptionStated":
        source.facts.encrypted !== undefined || source.lookup?.exposedFacts.includes("image.status") !== true,
    },
  };
  const sheet = factsOf(request, { world, catalog });
  const exists = source.candidates?.length !== 0;
  return withMakingSeconds(ask.operation, exists ? sheet : { ...sheet, "image.exists": false }, catalog);
}

function callerOf(replica: DeclaredReplica, region: Knowable<string>): FactCaller {
  const { callerIdentity, callerRegion } = replica;
  const stated = projectIn(callerIdentity, callerRegion);
  const { project, projectId, projectName } = callerIdentity ?? {};
  const usual = stated !== undefined ? known(stated, replica) : isKnown(region) ? defaultProject(region) : UNKNOWN;
  const site: Facts["caller.site"] | undefined = callerIdentity?.site;
  return {
    account: accountOf(replica),
    project: namingNothing([project, projectId, projectName], replica) ?? usual,
    region,
    names: callerNamesOf(replica),
    ...(site !== undefined && { site: known(site, replica) }),
  };
}

/** The first of several ids that is known to name nothing. */
function namingNothing(ids: readonly (string | undefined)[], replica: DeclaredReplica): string | undefined {
  return ids
    .map((id) => known(id, replica))
    .filter(isKnown)
    .find(namesNothing);
}

/** What the program says of keys, agencies and vaults that it names. */
function statedFacts(replica: DeclaredReplica): Partial<FactSheet> {
  const { encryption, agency, vault } = replica.ask;
  const [key, delegate, place] = [encryption?.key?.attributes, agency?.attributes, vault?.attributes];
  return {
    "key.region": known(key?.region, replica),
    "key.state": known<Facts["key.state"]>(key?.state, replica),
    "key.usable": known(key?.usable, replica),
    "agency.regions": known(delegate?.regions, replica),
    "agency.coversBackups": known(delegate?.coversBackups, replica),
    "vault.region": known(place?.region, replica),
    "vault.protection": known<Facts["vault.protection"]>(place?.protection, replica),
    "vault.resource": known<Facts["vault.resource"]>(place?.resource, replica),
    "vault.status": known<Facts["vault.status"]>(place?.status, replica),
    "vault.freeGib": known(place?.freeGib, replica),
  };
}

/** The files that an operation writes, reads and carries, by what it says of itself. */
function filesOf({ replica: { ask }, own }: Seen): Partial<FactRequest> {
  const { "bucket.name": bucket, "object.key": key = null, "target.bucket": target } = own;
  const { "export.fast": fast, "object.format": format = null, "register.kind": kind } = own;
  if (bucket === undefined) return {};
  return {
    file: { bucket, key, ...ask.deed?.file() },
    exported: fast === undefined ? undefined : { format, fast },
    target:
      target === undefined
        ? undefined
        : { bucket: target, key: own["target.key"] ?? null, caller: knownOr(own["target.caller"], UNKNOWN) ?? UNKNOWN },
    register:
      kind === undefined
        ? undefined
        : {
            "register.kind": kind,
            "register.quick": own["register.quick"] ?? false,
            "register.minDiskGib": own["register.minDiskGib"] ?? null,
            "register.osVersion": own["register.osVersion"] ?? null,
          },
  };
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

function imageOf(seen: Seen): ImageView {
  const { replica, world, caller, own } = seen;
  const { facts, candidates } = replica.source;
  const told = <K extends keyof ImageFacts>(key: K): Knowable<NonNullable<ImageFacts[K]>> =>
    known(facts[key], replica) as Knowable<NonNullable<ImageFacts[K]>>;
  const keyId = told("keyId");
  return {
    account: facts.account === undefined ? caller.account : told("account"),
    project: facts.project === undefined ? caller.project : projectOf(seen, told("project")),
    isOwnerAssumed: facts.account === undefined || facts.project === undefined,
    region: facts.region === undefined ? caller.region : told("region"),
    kind: told("kind"),
    status: told("status"),
    ...sharing(seen, facts),
    sizeGib: told("sizeGib"),
    encrypted: told("encrypted"),
    // Of a replica, whoever makes it has the finding.
    keyId: isKnown(keyId) && namesNothing(keyId) && isDeclared(replica.source) ? UNKNOWN : keyId,
    keyState: told("keyState"),
    isEncryptionUntold: candidates?.length !== 0 && !holdsStandIn(facts),
    os: told("os"),
    server: told("server"),
    frozen: told("frozen"),
    backupIsReplica: told("backupIsReplica"),
    backupRegions: backupRegions(seen),
    backupDestinations: isKnown(caller.region) ? knownOr(world.backupDestinations(caller.region), null) : null,
    licence: told("licence"),
    members: own["image.members"] ?? membersOf(replica),
  };
}

/** Projects that have accepted it: a replica of this program is shared with none yet. */
function membersOf({ source, inventory }: DeclaredReplica): Knowable<number> {
  const id = source.candidates?.[0];
  if (id === undefined || inventory === undefined) return source.candidates === undefined ? UNKNOWN : 0;
  return inventory.members.filter(({ imageId, status }) => imageId === id && status === "accepted").length;
}

/** The caller's own project as the caller is called, whether its id or its name is stated of the image. */
function projectOf({ caller }: Seen, text: Knowable<string>): Knowable<string> {
  return isKnown(text) && isCalled(text, caller.names) ? caller.project : text;
}

/** How the caller sees the source. A recording tells it by owner and members; a program states it. */
function sharing({ replica, caller, own }: Seen, facts: ImageFacts): Pick<ImageView, "seenAs" | "memberStatus"> {
  const seenAs = own["image.seenAs"] ?? known<Facts["image.seenAs"]>(facts.visibility, replica);
  const status = own["image.memberStatus"];
  const memberStatus = status === undefined ? known<Facts["image.memberStatus"]>(facts.memberStatus, replica) : status;
  const { candidates, inventory } = replica.source;
  const id = candidates?.[0];
  if (!isKnown(seenAs) || seenAs === "shared") return { seenAs, memberStatus };
  if (seenAs !== "private" || inventory === undefined || id === undefined) return { seenAs, memberStatus: null };
  const { account, project, names } = caller;
  if (!isKnown(account) || !isKnown(project)) return { seenAs: UNKNOWN, memberStatus: UNKNOWN };
  const isOwn = facts.account === account && facts.project !== undefined && isCalled(facts.project, names);
  const member = inventory.members.find(
    (entry) => entry.imageId === id && entry.account === account && isCalled(entry.project, names),
  );
  return sightOf(seenAs, isOwn, member);
}

function backupRegions({ replica, app, target, world }: Seen): Knowable<readonly string[]> {
  const siblings = app.siblingRegions.map((region) => known(region, replica));
  const told = siblings.filter(isKnown);
  // One that is not known may be the very region of this one.
  if (told.length < siblings.length && !(isKnown(target) && told.includes(target))) return UNKNOWN;
  const id = replica.source.candidates?.[0];
  return id === undefined ? told : [...(knownOr(world.backupRegions(id), null) ?? []), ...told];
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
