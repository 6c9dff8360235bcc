// huaweicloud_kms_key. The region state knows a key's alias, place and state, which is what images ask of it; what else Terraform is
// told of a key is kept in its own state.
import { isKnown, simulatedId } from "../../values";
import schemaJson from "../../vendor/schemas/kms-key.resource.json";
import type { Key, KeyState } from "../../model";
import type { ValueObject } from "../codec/value";
import { filled } from "../frame/blank";
import { errorOf, Failure } from "../frame/diagnostic";
import type { ResourceType } from "../frame/resource-type";
import { recorded } from "../frame/schema";
import { callerIn, tagsOf, textOr, type Session } from "../frame/session";
import { expectSimulated } from "./ids";

const schema = recorded(schemaJson);

/** As the service numbers the states of a key. */
const STATES: Readonly<Record<KeyState, string>> = { enabled: "2", disabled: "3", "pending-deletion": "4" };

/** What the service makes of a key that is asked for without saying so. */
const USUAL = {
  key_algorithm: "AES_256",
  key_usage: "ENCRYPT_DECRYPT",
  origin: "kms",
  keystore_id: "0",
  enterprise_project_id: "0",
  default_key_flag: "0",
} as const;

export const kmsKey: ResourceType = {
  schema,
  touched: ["key_state"],

  create(planned, session) {
    const { account, project, region } = callerIn(session.settings, planned.region);
    const alias = textOr(planned.key_alias, "");
    const request = { type: schema.type, account, project, region, alias };
    const id = session.cloud.claim(request, session.holder, {
      isThere: (made) => tryFind(made, region, session) !== undefined,
      make: (number) => {
        const made = simulatedId("key", account, project, region, alias, number);
        session.cloud.admin.putKey({ id: made, alias, account, region, state: "enabled", grantedTo: [] });
        return made;
      },
    });
    const key = id === undefined ? undefined : tryFind(id, region, session);
    if (key === undefined) throw new Failure(errorOf(`Key "${alias}" was deleted while it was made. Apply again.`));
    const wanted = { ...key, state: stateOf(planned) };
    if (wanted.state !== key.state) session.cloud.admin.putKey(wanted);
    const tags = { ...session.settings.defaultTags, ...tagsOf(planned.tags) };
    return { ...filled(schema, { ...USUAL, tags, creation_date: session.cloud.timestamp }), ...told(wanted) };
  },

  read(state, session) {
    const key = tryFind(textOr(state.id, ""), regionOf(state, session), session);
    if (key !== undefined) return told(key);
    expectSimulated("key", textOr(state.id, ""));
    return undefined;
  },

  update(planned, prior, session) {
    const key = tryFind(textOr(prior.id, ""), regionOf(prior, session), session);
    if (key === undefined)
      throw new Failure(errorOf("The key is gone: it was deleted behind Terraform's back. Plan again."));
    const changed: Key = { ...key, alias: textOr(planned.key_alias, key.alias), state: stateOf(planned) };
    session.cloud.admin.putKey(changed);
    return told(changed);
  },

  /** As the service has it: deletion is scheduled, and until then the key is there and of no use. */
  delete(state, session) {
    const key = tryFind(textOr(state.id, ""), regionOf(state, session), session);
    if (key !== undefined) session.cloud.admin.putKey({ ...key, state: "pending-deletion" });
  },

  importedAs: (id, session) => ({ id, region: callerIn(session.settings, null).region }),
};

function told(key: Key): ValueObject {
  return {
    id: key.id,
    key_id: key.id,
    key_alias: key.alias,
    key_state: STATES[key.state],
    is_enabled: key.state === "enabled",
    domain_id: key.account,
    region: key.region,
  };
}

function stateOf({ is_enabled: isEnabled }: ValueObject): KeyState {
  return isEnabled === false ? "disabled" : "enabled";
}

function regionOf(state: ValueObject, session: Session): string {
  const region = state.region;
  return callerIn(session.settings, region !== undefined && isKnown(region) ? region : null).region;
}

/** A key that is to be deleted is as good as gone. */
function tryFind(id: string, region: string, { cloud }: Session): Key | undefined {
  const key = cloud.admin.tryFindKey(id, region);
  return key?.state === "pending-deletion" ? undefined : key;
}
