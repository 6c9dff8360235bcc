// What has to be allowed for route plans and no more: to those who ask for each hop, and to the agencies that act in target regions.
import {
  agencyPermissions,
  permissionsOf,
  TO_KEEP_IMAGES,
  TO_REMOVE_OBJECTS,
  TO_WRITE_OBJECTS,
  type Permission,
} from "../catalog";
import { makesImage } from "../model";
import { canonicalJson, compareText } from "../values";
import { isPending, type Hop, type HopCaller, type RoutePlan, type Told } from "./route-plan";

/** Who has to be allowed something: users who act for an account in a project, or an agency. */
export interface Allowed {
  readonly account: Told<string>;
  /** The project where it has to be allowed. An agency's is the default one of the target region. */
  readonly project: Told<string>;
  /** Null for users. */
  readonly agency: Told<string> | null;
  /** Each once, by name. */
  readonly permissions: readonly AskedPermission[];
}

export interface AskedPermission extends Permission {
  /** How many hops ask for it. */
  readonly hops: number;
}

/** Users first, by account and project; then agencies. */
export function permissionsFor(plans: readonly RoutePlan[]): readonly Allowed[] {
  const askers = new Askers();
  const hops = plans.flatMap((plan) => plan.hops);
  for (const hop of hops) askers.user(hop.caller, ofCaller(hop));
  for (const hop of hops) {
    const target = hop.detail?.target;
    if (target !== undefined) askers.user(target.caller, [...TO_WRITE_OBJECTS, ...removing(hop)]);
  }
  for (const hop of hops) {
    const { operation, agencyName, replica } = hop;
    if (operation !== "copyImageAcross" || agencyName === null) continue;
    // The project of a copy across regions is the default one of its region.
    askers.add(replica.account, replica.project, agencyName, agencyPermissions(kindOf(hop)));
  }
  return askers.all();
}

function ofCaller(hop: Hop): readonly Permission[] {
  const asked = [...permissionsOf(hop.operation, kindOf(hop)), ...removing(hop)];
  return makesImage(hop.operation) ? [...asked, ...TO_KEEP_IMAGES] : asked;
}

function removing({ operation, detail }: Hop): readonly Permission[] {
  return operation === "transferObject" && detail?.keepsObjects !== true ? TO_REMOVE_OBJECTS : [];
}

const kindOf = ({ kind }: Hop): Parameters<typeof permissionsOf>[1] => (isPending(kind) ? null : kind);

interface Asker {
  readonly account: Told<string>;
  readonly project: Told<string>;
  readonly agency: Told<string> | null;
  readonly asked: Map<string, AskedPermission>;
}

class Askers {
  private readonly byName = new Map<string, Asker>();

  public user({ account, project }: HopCaller, permissions: readonly Permission[]): void {
    this.add(account, project, null, permissions);
  }

  public add(
    account: Told<string>,
    project: Told<string>,
    agency: Told<string> | null,
    permissions: readonly Permission[],
  ): void {
    const key = canonicalJson([account, project, agency]);
    const asker = this.byName.get(key) ?? { account, project, agency, asked: new Map<string, AskedPermission>() };
    this.byName.set(key, asker);
    for (const permission of permissions) {
      const known = asker.asked.get(permission.name);
      // What one hop needs only somewhere, another may need anywhere.
      const { onlyWhere, ...anywhere } = permission;
      const isAnywhere = onlyWhere === undefined || (known !== undefined && known.onlyWhere === undefined);
      const hops = (known?.hops ?? 0) + 1;
      asker.asked.set(permission.name, { ...(isAnywhere ? anywhere : permission), hops });
    }
  }

  public all(): readonly Allowed[] {
    const allowed = [...this.byName].sort(([left], [right]) => compareText(left, right)).map(([, asker]) => asker);
    const users = allowed.filter(({ agency }) => agency === null);
    return [...users, ...allowed.filter(({ agency }) => agency !== null)].map(({ asked, ...who }) => ({
      ...who,
      permissions: [...asked.values()].sort((left, right) => compareText(left.name, right.name)),
    }));
  }
}
