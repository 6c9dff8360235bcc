// huaweicloud_cbr_vault: where backups of full-ECS images lie. What it is bound to and how it is paid for is kept in Terraform's state.
import type { Vault, VaultProtection, VaultResource } from "../../model";
import { simulatedId } from "../../values";
import schemaJson from "../../vendor/schemas/cbr-vault.resource.json";
import type { ValueObject } from "../codec/value";
import { filled } from "../frame/blank";
import { errorOf, Failure, type Diagnostic } from "../frame/diagnostic";
import type { ResourceType } from "../frame/resource-type";
import { recorded } from "../frame/schema";
import { callerIn, numberOr, tagsOf, textOr, type Session } from "../frame/session";
import { expectSimulated } from "./ids";

const schema = recorded(schemaJson);

/** The service's names of what a vault is for, and ours. */
const RESOURCES: Readonly<Record<string, VaultResource>> = { server: "server", disk: "disk", turbo: "file-system" };
const PROTECTIONS: readonly VaultProtection[] = ["backup", "replication"];

/** Attributes that the service fills in for a vault on which nothing is said. */
const USUAL = { charging_mode: "postPaid", cloud_type: "public", enterprise_project_id: "0" } as const;

export const cbrVault: ResourceType = {
  schema,

  judge: (values) => [
    ...oneOf("type", values, Object.keys(RESOURCES)),
    ...oneOf("protection_type", values, PROTECTIONS),
  ],

  create(planned, session) {
    const { account, project, region } = callerIn(session.settings, planned.region);
    const wanted = wantedOf(planned);
    const request = { type: schema.type, account, project, region, name: wanted.name, resource: wanted.resource };
    const id = session.cloud.claim(request, session.holder, {
      isThere: (made) => session.cloud.admin.tryFindVault(made, region) !== undefined,
      make: (number) => {
        const made = simulatedId("vault", account, project, region, wanted.name, number);
        session.cloud.admin.putVault({ id: made, account, region, status: "available", usedGib: 0, ...wanted });
        return made;
      },
    });
    const vault = id === undefined ? undefined : session.cloud.admin.tryFindVault(id, region);
    if (vault === undefined)
      throw new Failure(errorOf(`Vault "${wanted.name}" was deleted while it was made. Apply again.`));
    const current = { ...vault, ...wanted };
    session.cloud.admin.putVault(current);
    const tags = { ...session.settings.defaultTags, ...tagsOf(planned.tags) };
    return { ...filled(schema, { ...USUAL, tags }), ...told(current) };
  },

  read(state, session) {
    const vault = tryFind(state, session);
    if (vault !== undefined) return told(vault);
    expectSimulated("vault", textOr(state.id, ""));
    return undefined;
  },

  update(planned, prior, session) {
    const vault = tryFind(prior, session);
    if (vault === undefined)
      throw new Failure(errorOf("The vault is gone: it was deleted behind Terraform's back. Plan again."));
    const changed = { ...vault, ...wantedOf(planned) };
    session.cloud.admin.putVault(changed);
    return told(changed);
  },

  delete(state, session) {
    const vault = tryFind(state, session);
    if (vault !== undefined) session.cloud.admin.deleteVault(vault.id, vault.region);
  },

  importedAs: (id, session) => ({ id, region: callerIn(session.settings, null).region }),
};

function wantedOf(planned: ValueObject): Pick<Vault, "name" | "resource" | "protection" | "sizeGib"> {
  return {
    name: textOr(planned.name, ""),
    resource: RESOURCES[textOr(planned.type, "")] ?? "server",
    protection: planned.protection_type === "replication" ? "replication" : "backup",
    sizeGib: numberOr(planned.size, 0),
  };
}

function told(vault: Vault): ValueObject {
  const type = Object.entries(RESOURCES).find(([, resource]) => resource === vault.resource)?.[0] ?? "server";
  return {
    id: vault.id,
    name: vault.name,
    type,
    protection_type: vault.protection,
    size: vault.sizeGib,
    used: vault.usedGib,
    allocated: 0,
    status: vault.status,
    locked: vault.status === "locked",
    region: vault.region,
  };
}

function oneOf(name: string, values: ValueObject, allowed: readonly string[]): readonly Diagnostic[] {
  const value = values[name];
  if (typeof value !== "string" || allowed.includes(value)) return [];
  return [errorOf(`The vault's ${name} is "${value}", and the simulated cloud has ${allowed.join(", ")}.`, name)];
}

function tryFind(state: ValueObject, session: Session): Vault | undefined {
  const { region } = callerIn(session.settings, state.region);
  return session.cloud.admin.tryFindVault(textOr(state.id, ""), region);
}
