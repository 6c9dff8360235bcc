// Who a provider is: the account, project and region that its calls are made in. Known for providers of our own class alone.
import { Lazy, TerraformStack, Token, type TerraformProvider } from "cdktf";
import { defaultProject, isSameProject, type ProjectNames } from "../model";
import type { DeploymentTarget, Site } from "./enums";

export interface ProviderIdentity {
  readonly account: string;
  /** Undefined: not stated, and then the region's own site. */
  readonly site: Site | undefined;
  /** What facts and ids of hops call the project. Undefined: the region's default project. */
  readonly project: string | undefined;
  /** Undefined: not stated. */
  readonly projectId: string | undefined;
  /** Undefined: not stated as such. */
  readonly projectName: string | undefined;
  readonly region: string;
  readonly target: DeploymentTarget;
  /** How many cross-region copies of the account the stack may run at the same time; undefined: its share. */
  readonly maxConcurrentCopies: number | undefined;
}

const identities = new WeakMap<TerraformProvider, ProviderIdentity>();
const defaults = new WeakMap<TerraformStack, TerraformProvider>();
const ofStacks = new WeakMap<TerraformStack, ProviderIdentity[]>();
let declared = 0;

/** Makes a provider known for what it is; without alias, it is its stack's default. */
export function setIdentity(provider: TerraformProvider, identity: ProviderIdentity): void {
  declared += 1;
  identities.set(provider, identity);
  const stack = TerraformStack.of(provider);
  if (provider.alias === undefined) defaults.set(stack, provider);
  ofStacks.set(stack, [...identitiesOf(stack), identity]);
}

/** Of the stack's providers of our own class, as far as they have been declared. */
export function identitiesOf(stack: TerraformStack): readonly ProviderIdentity[] {
  return ofStacks.get(stack) ?? [];
}

/** How many providers have been declared so far: what was computed while there were fewer may be stale. */
export function providersDeclared(): number {
  return declared;
}

export function tryFindIdentity(provider: TerraformProvider | undefined): ProviderIdentity | undefined {
  return provider === undefined ? undefined : identities.get(provider);
}

/** The project that a provider acts in, in a region: its own one, in its own region. Undefined: the region's default project. */
export function projectIn(identity: ProviderIdentity | undefined, region: string | undefined): string | undefined {
  return region === undefined || region === identity?.region ? identity?.project : undefined;
}

/** What is known of the project that a provider acts in, in a region. */
export function projectNamesIn(identity: ProviderIdentity | undefined, region: string | undefined): ProjectNames {
  const isOwn = region === undefined || region === identity?.region;
  const { project, projectId: id, projectName } = isOwn && identity !== undefined ? identity : NO_PROJECT;
  const stated = [project, projectName].filter((name) => name !== undefined && name !== id) as readonly string[];
  const usual = stated.length > 0 || id !== undefined || region === undefined ? [] : [defaultProject(region)];
  return { id, names: [...stated, ...usual] };
}

const NO_PROJECT = { project: undefined, projectId: undefined, projectName: undefined };

/** A project that an image is shared with. */
export interface MemberProject extends ProjectNames {
  readonly id: string;
  readonly account: string;
}

const shared = new WeakMap<TerraformStack, (() => readonly MemberProject[])[]>();

/** Tells what a share of the stack says of its members, once that is asked for. */
export function addMembers(stack: TerraformStack, members: () => readonly MemberProject[]): void {
  shared.set(stack, [...(shared.get(stack) ?? []), members]);
}

/** The id of the project that a provider states by name, as a member of the stack tells it. */
export function memberIdOf(identity: ProviderIdentity, stack: TerraformStack): string | undefined {
  const { names } = projectNamesIn(identity, identity.region);
  const members = (shared.get(stack) ?? []).flatMap((told) => told());
  return members.find(
    (member) =>
      member.account === identity.account &&
      !names.includes(member.id) &&
      isSameProject(member, { id: undefined, names }) === true,
  )?.id;
}

/** The stack's provider without alias, as far as one of our own class has been declared. */
export function tryFindDefaultProvider(stack: TerraformStack): TerraformProvider | undefined {
  return defaults.get(stack);
}

/**
 * The region that a resource is given besides its provider's, which a provider that acts in that region already makes superfluous: given later, it
 * would replace the resource.
 */
export function regionBeside(identity: ProviderIdentity | undefined, region: string | undefined): string | undefined {
  return identity === undefined || identity.region === region ? undefined : region;
}

/** What is emitted and hangs on the provider: settled at synth where a stack's provider is declared after what it is for. */
export function onceProvided<T extends string | undefined>(
  { provider }: { readonly provider: TerraformProvider | undefined },
  produce: () => T,
): T {
  return provider === undefined ? (Token.asString(Lazy.anyValue({ produce })) as T) : produce();
}
