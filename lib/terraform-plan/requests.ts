// The requests that a Terraform plan makes of the image service: who asks, where, and for what.
import { defaultProject, type FactKey, type OperationKind } from "../model";
import { attributeOf, type ResourceType, SIMULATED_SOURCE, tryFindRequestType } from "../vendor";
import { isKnown, knownOr, UNKNOWN, type Knowable } from "../values";
import type { PlannedResource, TerraformDocument, TerraformResource } from "./json";
import { textOf } from "./values";

/** Who asks through a resource. */
export interface RequestCaller {
  readonly account: Knowable<string>;
  /** How ids and keys call the account: as it is called, else by the provider that has it. */
  readonly accountText: string;
  readonly project: Knowable<string>;
  /** Its id, where the provider states one that is no name. */
  readonly projectId: string | undefined;
  readonly region: Knowable<string>;
}

export interface TerraformRequest {
  readonly resource: PlannedResource;
  readonly type: ResourceType;
  readonly operation: OperationKind;
  readonly caller: RequestCaller;
  /** Where what it makes will be. */
  readonly target: Knowable<string>;
  /** The argument that carries a fact: null when it is not set, or when there is none. */
  readonly argument: (fact: FactKey) => Knowable<unknown>;
  /** Projects that a share offers the image to, those left out that it offers it to already; empty for other operations. */
  readonly members: Knowable<readonly string[]>;
  /** The file that it writes or reads; both are null where there is none. */
  readonly file: { readonly bucket: Knowable<string | null>; readonly key: Knowable<string | null> };
  /** Names of credentials that the provider has as plain text. */
  readonly literalCredentials: readonly string[];
}

/** What the plan asks for, anew or again: projects that a share gains are asked for too. */
export function requestsOf(document: TerraformDocument): readonly TerraformRequest[] {
  return changesOf(document, "create", "update").filter(
    ({ resource: { actions }, operation, members }) =>
      actions.includes("create") || (operation === "shareImage" && !(isKnown(members) && members.length === 0)),
  );
}

/** What the plan changes in place. */
export function updatesOf(document: TerraformDocument): readonly TerraformRequest[] {
  return changesOf(document, "update");
}

function changesOf({ planned, configuration }: TerraformDocument, ...wanted: readonly string[]): TerraformRequest[] {
  return planned.flatMap((resource) => {
    const type = tryFindRequestType(resource.type);
    const isMeant = resource.mode === "managed" && resource.actions.some((action) => wanted.includes(action));
    return type === undefined || !isMeant ? [] : [requestOf(resource, type, configuration)];
  });
}

function requestOf(
  resource: PlannedResource,
  type: ResourceType,
  configuration: TerraformDocument["configuration"],
): TerraformRequest {
  /**
   * What an Optional and Computed argument is when nobody sets it: nothing, although Terraform calls it unknown. Of what is made, "" is what the
   * configuration says; of what is there, it is what the service answers where nothing is set.
   */
  const argument = (fact: FactKey): Knowable<unknown> => {
    const attribute = attributeOf(type, fact);
    if (attribute === undefined) return null;
    const value = resource.value(attribute);
    if (isKnown(value)) return value === "" && !resource.actions.includes("create") ? null : value;
    return configuration.isSet(resource, attribute) === false ? null : UNKNOWN;
  };
  const caller = callerOf(resource, configuration);
  const across = type.operation === "copyImage" ? targetOf(argument, caller) : undefined;
  return {
    resource,
    type,
    operation: across === undefined ? type.operation : "copyImageAcross",
    caller,
    target: across ?? caller.region,
    argument,
    members: type.operation === "shareImage" ? membersOf(resource, type) : [],
    file: fileOf(argument("object.key"), attributeOf(type, "object.key") !== undefined),
    literalCredentials: configuration.provider(resource).literalCredentials,
  };
}

/** The caller of a resource of any type, or of one that is there. */
export function callerOf(
  resource: TerraformResource,
  configuration: TerraformDocument["configuration"],
): RequestCaller {
  const provider = configuration.provider(resource);
  const own = resource.value("region");
  const isUnset = own === null || own === "" || (!isKnown(own) && configuration.isSet(resource, "region") === false);
  const ofProvider = textOf(provider.setting("region"));
  const region = isUnset ? ofProvider : textOf(own);
  // The provider's project is one of the provider's region: what is asked for elsewhere is asked for in the default project there.
  const isElsewhere = isKnown(region) && isKnown(ofProvider) && region !== ofProvider;
  const isOpen = isKnown(region) && !isUnset && !isKnown(ofProvider);
  const stated = (...names: readonly string[]): Knowable<string | null> => {
    const found = names.map(provider.setting).find((value) => value !== null) ?? null;
    return isOpen && found !== null ? UNKNOWN : found;
  };
  const [name, id] = [stated("project_name", "tenant_name", "delegated_project"), stated("project_id", "tenant_id")];
  const usual = isKnown(region) ? defaultProject(region) : UNKNOWN;
  const byName = name === null ? (id === null ? usual : UNKNOWN) : textOf(name);
  const isSimulated = resource.provider === SIMULATED_SOURCE;
  const called = isSimulated && typeof id === "string" && byName !== usual ? id : byName;
  const project = isElsewhere ? usual : called;
  return {
    account: provider.account,
    accountText: provider.accountText,
    project,
    // The simulated cloud knows projects by name; the real one by ids that nothing but the provider tells.
    projectId: isSimulated ? knownOr(project, undefined) : isElsewhere ? undefined : (knownOr(id, null) ?? undefined),
    region,
  };
}

/** The region that a copy goes to; undefined for one within its region. */
function targetOf(argument: TerraformRequest["argument"], { region }: RequestCaller): Knowable<string> | undefined {
  const target = argument("replica.region");
  if (!isKnown(target)) return argument("agency.name") === null ? undefined : UNKNOWN;
  if (target === null || target === region) return undefined;
  return target === "" ? target : textOf(target);
}

function membersOf(resource: PlannedResource, type: ResourceType): Knowable<readonly string[]> {
  const attribute = attributeOf(type, "member.asked") ?? "";
  const asked = projectsOf(resource.value(attribute));
  if (!resource.actions.includes("update") || !isKnown(asked)) return asked;
  const before = projectsOf(resource.before(attribute));
  return isKnown(before) ? asked.filter((project) => !before.includes(project)) : asked;
}

export function projectsOf(value: Knowable<unknown>): Knowable<readonly string[]> {
  if (!isKnown(value)) return UNKNOWN;
  return Array.isArray(value) ? value.filter((project): project is string => typeof project === "string").sort() : [];
}

/** `bucket:object`; what lacks one of them has an empty one. */
function fileOf(url: Knowable<unknown>, isFile: boolean): TerraformRequest["file"] {
  if (!isFile) return { bucket: null, key: null };
  if (!isKnown(url)) return { bucket: UNKNOWN, key: UNKNOWN };
  const [bucket = "", ...key] = typeof url === "string" ? url.split(":") : [];
  return { bucket, key: key.join(":") };
}

/** The same for the same account and project. */
export function callerKey({ accountText, project, projectId }: RequestCaller): string {
  return JSON.stringify([accountText, knownOr(project, null), projectId]);
}

export function isSameCaller(one: RequestCaller, other: RequestCaller): boolean {
  return callerKey(one) === callerKey(other);
}
