// huaweicloud_identity_agency: what lets the image service act in other regions. The region state knows in which projects it may, and
// whether its roles cover backups; the roles themselves are kept in Terraform's state.
import type { Agency } from "../../model";
import { REGIONS } from "../../catalog";
import { simulatedId } from "../../values";
import { coversBackups, letsCopy } from "../../vendor";
import schemaJson from "../../vendor/schemas/identity-agency.resource.json";
import { isObject, type Value, type ValueObject } from "../codec/value";
import { errorOf, Failure, type Diagnostic } from "../frame/diagnostic";
import type { ResourceType } from "../frame/resource-type";
import { recorded } from "../frame/schema";
import type { Session } from "../frame/session";
import { textOr } from "../frame/session";
import { expectSimulated } from "./ids";

const schema = recorded(schemaJson);

interface Granted {
  readonly project: string;
  readonly roles: readonly string[];
}

export const identityAgency: ResourceType = {
  schema,

  judge: (values) => delegateFaults(values),

  create(planned, session) {
    const agency = agencyOf(planned, session.settings.account);
    const id = session.cloud.claim({ type: schema.type, ...agency }, session.holder, {
      isThere: () => session.cloud.admin.tryFindAgency(agency.account, agency.name) !== undefined,
      make: () => {
        if (session.cloud.admin.tryFindAgency(agency.account, agency.name) !== undefined) return undefined;
        session.cloud.admin.putAgency(agency);
        return idOf(agency);
      },
    });
    if (id === undefined) {
      const text = `The account has an agency "${agency.name}" already. Import it by its id, ${idOf(agency)}, or name another.`;
      throw new Failure(errorOf(text, "name"));
    }
    return { id, create_time: session.cloud.timestamp, expire_time: "" };
  },

  read(state, session) {
    const agency = tryFind(state, session);
    if (agency !== undefined) return { name: agency.name, project_role: stillGranted(state, agency) };
    expectSimulated("agency", textOr(state.id, ""));
    return undefined;
  },

  update(planned, prior, session) {
    if (tryFind(prior, session) === undefined) {
      throw new Failure(errorOf("The agency is gone: it was deleted behind Terraform's back. Plan again."));
    }
    session.cloud.admin.putAgency(agencyOf(planned, session.settings.account));
    return {};
  },

  delete(state, session) {
    const agency = tryFind(state, session);
    if (agency !== undefined) session.cloud.admin.deleteAgency(agency.account, agency.name);
  },

  importedAs: (id, session) => ({ id, name: nameOf(id, session) ?? null }),
};

const idOf = ({ account, name }: Agency): string => simulatedId("agency", account, name).replaceAll("-", "");

function agencyOf(planned: ValueObject, account: string): Agency {
  const everywhere = texts(planned.all_resources_roles);
  const granted = grantedIn(planned);
  const inProjects = granted.filter(({ roles }) => roles.some(letsCopy)).map(({ project }) => project);
  const all = everywhere.some(letsCopy) ? REGIONS.map(({ id }) => id) : [];
  const roles = [...everywhere, ...granted.flatMap((one) => one.roles)];
  return {
    name: textOr(planned.name, ""),
    account,
    regions: [...new Set([...inProjects, ...all])].sort(),
    coversBackups: roles.some(coversBackups),
  };
}

function grantedIn({ project_role: blocks }: ValueObject): readonly Granted[] {
  if (!Array.isArray(blocks)) return [];
  return (blocks as readonly Value[])
    .filter(isObject)
    .map((block) => ({ project: textOr(block.project, ""), roles: texts(block.roles) }));
}

/** Grants that were taken back behind Terraform's back are missing. */
function stillGranted(state: ValueObject, { regions }: Agency): Value {
  const blocks = Array.isArray(state.project_role) ? (state.project_role as readonly Value[]) : [];
  return blocks.filter((block) => {
    const [granted] = grantedIn({ project_role: [block] });
    return granted === undefined || !granted.roles.some(letsCopy) || regions.includes(granted.project);
  });
}

function texts(value: Value | undefined): readonly string[] {
  return Array.isArray(value)
    ? (value as readonly Value[]).filter((item): item is string => typeof item === "string")
    : [];
}

function delegateFaults(values: ValueObject): readonly Diagnostic[] {
  const set = ["delegated_domain_name", "delegated_service_name"].filter((name) => (values[name] ?? null) !== null);
  if (set.length === 1) return [];
  return [errorOf("An agency delegates to one of delegated_domain_name and delegated_service_name: set one of them.")];
}

function nameOf(id: string, session: Session): string | undefined {
  const { agencies } = session.cloud.inventory();
  return agencies.find((agency) => agency.account === session.settings.account && idOf(agency) === id)?.name;
}

function tryFind(state: ValueObject, session: Session): Agency | undefined {
  return session.cloud.admin.tryFindAgency(session.settings.account, textOr(state.name, ""));
}
