// From declared replicas to wishes, as the planner takes them.
import type { Catalog } from "../catalog";
import { defaultProject } from "../model";
import { told, type SourceImageEntry, type Wish } from "../routes";
import { isKnown, knownOr, UNKNOWN, type Knowable } from "../values";
import { Addresses, sourceReplicaOf, type AppFacts } from "./app-facts";
import { type DeclaredReplica, known, hopIdOf } from "../declarations";
import { factSheetOf, subjectOf } from "./facts";
import type { Lanes } from "./lanes";
import type { ProviderFacts } from "./provider-facts";

export function wishesOf(
  replicas: readonly DeclaredReplica[],
  app: ReadonlyMap<DeclaredReplica, AppFacts>,
  providers: ProviderFacts,
  catalog: Catalog,
  lanes: Lanes,
): ReadonlyMap<DeclaredReplica, Wish> {
  const addresses = new Addresses(replicas);
  const own = new Set(replicas);
  return new Map(
    replicas.map((replica) => {
      const sheet = factSheetOf(replica, app.get(replica) ?? NOTHING_KNOWN, providers, catalog);
      const maker = sourceReplicaOf(replica, addresses);
      const source = sourceOf(replica, sheet, maker !== undefined && own.has(maker) ? maker : undefined, maker);
      const before = lanes.get(replica);
      const wish: Wish = {
        id: hopIdOf(replica),
        construct: replica.node.path,
        operation: replica.ask.operation,
        sheet,
        subject: subjectOf(replica, sheet),
        source,
        lane: before === undefined ? undefined : hopIdOf(before),
        acknowledged: knownOr(known(replica.props.acknowledge ?? {}, replica), {}),
        ...plannedOf(replica),
      };
      return [replica, wish];
    }),
  );
}

function sourceOf(
  replica: DeclaredReplica,
  sheet: Wish["sheet"],
  ownMaker: DeclaredReplica | undefined,
  maker: DeclaredReplica | undefined,
): Wish["source"] {
  if (ownMaker !== undefined) return { hop: hopIdOf(ownMaker) };
  const object = replica.ask.deed?.object();
  return object === undefined ? { image: entryOf(replica, sheet, maker) } : { object };
}

/** What there is to say of hops that are no plain copies, or that the planner chose. */
function plannedOf({ ask, planned }: DeclaredReplica): Pick<Wish, "detail" | "intermediate" | "dropped"> {
  const detail = ask.deed?.detail();
  return {
    ...(detail !== undefined && { detail }),
    ...(planned?.intermediate !== undefined && { intermediate: planned.intermediate }),
    ...(planned !== undefined && planned.dropped.length > 0 && { dropped: planned.dropped }),
  };
}

const NOTHING_KNOWN: AppFacts = { claimants: [], cycle: [], plannedBefore: 0, siblingRegions: [], accountSlots: 0 };

/** The entry of a source that no hop of this stack makes: a replica of another stack is one too. */
function entryOf(replica: DeclaredReplica, sheet: Wish["sheet"], maker: DeclaredReplica | undefined): SourceImageEntry {
  const imageId = maker === undefined ? sourceIdOf(replica) : UNKNOWN;
  const region = sheet["image.region"];
  const project = sheet["image.project"];
  return {
    id: maker !== undefined ? hopIdOf(maker) : isKnown(imageId) ? imageId : `source of ${hopIdOf(replica)}`,
    imageId: told(imageId, "image.id"),
    name: told(known(replica.source.facts.name, replica), "image.id"),
    account: told(sheet["image.account"], "image.account"),
    project: told(isKnown(project) || !isKnown(region) ? project : defaultProject(region), "image.project"),
    region: told(region, "image.region"),
    kind: told(sheet["image.kind"], "image.kind"),
    sizeGib: told(sheet["image.sizeGib"], "image.sizeGib"),
    encrypted: told(sheet["image.encrypted"], "image.encrypted"),
    keyId: told(sheet["image.keyId"], "image.keyId"),
    trusted: replica.source.lookup?.unverifiedFacts ?? [],
  };
}

/** A recorded id is taken as recorded: the one that is emitted is escaped for Terraform. */
function sourceIdOf(replica: DeclaredReplica): Knowable<string> {
  return replica.source.candidates?.[0] ?? known(replica.source.imageId, replica);
}
