// What the providers of a stack mean for its replicas: computed once per synth.
import { TerraformProvider, TerraformStack } from "cdktf";
import { PROVIDER_NAME } from "../bindings";
import type { Catalog } from "../catalog";
import { compareText, isKnown, UNKNOWN, type Knowable } from "../values";
import { literalCredentials, SERVED_DATA_SOURCES, SERVED_RESOURCES } from "../vendor";
import { DeploymentTarget, targetOf, tryFindIdentity, known, type DeclaredReplica } from "../declarations";
import type { ElementType, StackElements } from "./stack-elements";

export class ProviderFacts {
  private readonly byAlias = new Map<string, string[]>();
  private readonly byIdentity = new Map<string, string[]>();
  /** Regions that providers of our own class state, as far as they are known; each once. */
  private readonly regions = new Set<string>();
  private lateRegions = 0;
  private identities = 0;
  private unknownIdentities = 0;
  /** Targets of the stack's providers of our own class, each once. */
  public readonly targets: readonly DeploymentTarget[];
  /** Names of credentials that a provider has as plain text. */
  public readonly literalCredentials: readonly string[];

  /** The stack's target: what its providers say, else the app. */
  public readonly target: DeploymentTarget;
  /** Paths of providers of a class that is not ours, which the simulated target has no place for. */
  public readonly foreignClasses: readonly string[];
  /** What of the stack the simulated target does not serve. */
  public readonly unservedTypes: readonly string[];

  public constructor(
    private readonly stack: TerraformStack,
    { providers: all, types }: StackElements,
  ) {
    const providers = all.filter((provider) => provider.terraformResourceType === PROVIDER_NAME);
    for (const provider of providers) {
      push(this.byAlias, provider.alias ?? "", provider.node.path);
      const identity = identityKey(provider);
      if (identity === undefined) continue;
      const region = known(tryFindIdentity(provider)?.region, provider);
      if (isKnown(region)) this.regions.add(region);
      else this.lateRegions += 1;
      this.identities += 1;
      if (isKnown(identity)) push(this.byIdentity, identity, provider.node.path);
      else this.unknownIdentities += 1;
    }
    this.literalCredentials = [...new Set(providers.flatMap(literalCredentialsOf))].sort();
    this.targets = [...new Set(providers.flatMap((provider) => tryFindIdentity(provider)?.target ?? []))];
    this.target = this.targets[0] ?? targetOf(stack);
    const simulated = this.target === DeploymentTarget.SIMULATED;
    const foreign = providers.filter((provider) => tryFindIdentity(provider) === undefined);
    this.foreignClasses = simulated ? foreign.map((provider) => provider.node.path) : [];
    this.unservedTypes = simulated ? unserved(types) : [];
  }

  /** Undecided where there are several, and which account, project or region one of them has is not known. */
  public sameIdentity(replica: DeclaredReplica): Knowable<readonly string[]> {
    const identity = replica.provider === undefined ? undefined : identityKey(replica.provider);
    const same = identity === undefined || !isKnown(identity) ? [] : (this.byIdentity.get(identity) ?? []);
    if (same.length > 1 || identity === undefined) return same;
    const others = isKnown(identity) ? this.unknownIdentities : this.identities - 1;
    return others > 0 ? UNKNOWN : same;
  }

  public sameAlias(replica: DeclaredReplica): readonly string[] {
    return this.byAlias.get(replica.provider?.alias ?? "") ?? [];
  }

  /** Regions that there are none of. A replica's own is asked for apart: it need not be its provider's. */
  public unknownRegions(replica: DeclaredReplica, { regions }: Catalog): Knowable<readonly string[]> {
    const own = known(replica.callerRegion, replica);
    const wrong = [...this.regions].filter((region) => !regions.has(region) && region !== own);
    const late = this.lateRegions - (isKnown(own) ? 0 : 1);
    return wrong.length === 0 && late > 0 ? UNKNOWN : wrong;
  }

  public foreignStack(replica: DeclaredReplica): string {
    if (replica.provider === undefined) return "";
    const home = TerraformStack.of(replica.provider);
    return home === this.stack ? "" : home.node.path;
  }
}

/** Types of other vendors are served by their own providers. */
const OURS = /^(?:huaweicloud|null)_/u;

function unserved(types: readonly ElementType[]): readonly string[] {
  return types
    .filter(({ type, isData }) => OURS.test(type) && !(isData ? SERVED_DATA_SOURCES : SERVED_RESOURCES).includes(type))
    .map(({ type, isData, path }) => `${isData ? "data source " : ""}${type} (${path})`)
    .sort(compareText);
}

/** Undefined for providers that are not of our own class. */
function identityKey(provider: TerraformProvider): Knowable<string> | undefined {
  const identity = tryFindIdentity(provider);
  if (identity === undefined) return undefined;
  const parts = [identity.account, identity.project ?? identity.region, identity.region];
  const told = parts.map((part) => known(part, provider));
  return told.every(isKnown) ? JSON.stringify(told) : UNKNOWN;
}

/** Also of a class that is not ours, and of overrides: what counts is what would be written. */
function literalCredentialsOf(provider: TerraformProvider): readonly string[] {
  const written = Object.values(
    (provider.toTerraform() as { provider?: Record<string, unknown> }).provider ?? {},
  ).flat();
  return literalCredentials(written, (value) => isKnown(known(value, provider)));
}

function push(map: Map<string, string[]>, key: string, item: string): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [item]);
  else list.push(item);
}
