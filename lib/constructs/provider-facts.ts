// What the providers of an app mean for its replicas: computed once per synth.
import { TerraformProvider, TerraformStack } from "cdktf";
import { PROVIDER_NAME } from "../bindings";
import type { DeploymentTarget } from "./enums";
import { tryFindIdentity } from "./provider-identity";
import type { DeclaredReplica } from "./declared-replica";

export class ProviderFacts {
  private readonly byAlias = new Map<string, string[]>();
  private readonly byIdentity = new Map<string, string[]>();
  /** The stack's provider without alias, if it has one. */
  public readonly byDefault: TerraformProvider | undefined;
  /** Targets of the stack's providers of our own class, each once. */
  public readonly targets: readonly DeploymentTarget[];

  public constructor(private readonly stack: TerraformStack) {
    const providers = stack.node
      .findAll()
      .filter((node): node is TerraformProvider => TerraformProvider.isTerraformProvider(node))
      .filter((provider) => provider.terraformResourceType === PROVIDER_NAME);
    for (const provider of providers) {
      push(this.byAlias, provider.alias ?? "", provider.node.path);
      const identity = identityKey(provider);
      if (identity !== undefined) push(this.byIdentity, identity, provider.node.path);
    }
    this.byDefault = providers.find((provider) => provider.alias === undefined);
    this.targets = [...new Set(providers.flatMap((provider) => tryFindIdentity(provider)?.target ?? []))];
  }

  public sameIdentity(replica: DeclaredReplica): readonly string[] {
    const identity = replica.provider === undefined ? undefined : identityKey(replica.provider);
    return (identity === undefined ? undefined : this.byIdentity.get(identity)) ?? [];
  }

  public sameAlias(replica: DeclaredReplica): readonly string[] {
    return this.byAlias.get(replica.provider?.alias ?? "") ?? [];
  }

  public foreignStack(replica: DeclaredReplica): string {
    if (replica.provider === undefined) return "";
    const home = TerraformStack.of(replica.provider);
    return home === this.stack ? "" : home.node.path;
  }
}

function identityKey(provider: TerraformProvider): string | undefined {
  const identity = tryFindIdentity(provider);
  if (identity === undefined) return undefined;
  return JSON.stringify([identity.account, identity.project ?? identity.region, identity.region]);
}

function push(map: Map<string, string[]>, key: string, item: string): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [item]);
  else list.push(item);
}
