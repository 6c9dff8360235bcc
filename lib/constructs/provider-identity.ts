// Who a provider is: the account, project and region that its calls are made in. Known for providers of our own class alone.
import { Lazy, TerraformStack, Token, type TerraformProvider } from "cdktf";
import type { DeploymentTarget, Site } from "./enums";

export interface ProviderIdentity {
  readonly account: string;
  /** Undefined: not stated, and then the region's own site. */
  readonly site: Site | undefined;
  /** Undefined: the region's default project. */
  readonly project: string | undefined;
  readonly region: string;
  readonly target: DeploymentTarget;
  /** Cross-region slots that the stack may take of the account's; undefined: its share. */
  readonly slots: number | undefined;
}

const identities = new WeakMap<TerraformProvider, ProviderIdentity>();
const defaults = new WeakMap<TerraformStack, TerraformProvider>();
let declared = 0;

/** Makes a provider known for what it is; without alias, it is its stack's default. */
export function setIdentity(provider: TerraformProvider, identity: ProviderIdentity): void {
  declared += 1;
  identities.set(provider, identity);
  if (provider.alias === undefined) defaults.set(TerraformStack.of(provider), provider);
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
