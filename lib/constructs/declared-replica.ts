// A replica as the ledger and the facts see it: what was declared, without the construct that declared it.
import type { TerraformProvider } from "cdktf";
import type { IConstruct } from "constructs";
import type { ImagesImageCopy } from "../bindings";
import type { OperationKind } from "../model";
import type { IImage } from "./image";
import type { Agency, Encryption, Vault } from "./means";
import type { ProviderIdentity } from "./provider-identity";

/** What the two kinds of replica ask for, in one shape. */
export interface Ask {
  readonly operation: OperationKind;
  /** Undefined: within the region. */
  readonly targetRegion?: string;
  /** Undefined: not said. */
  readonly encryption?: Encryption;
  readonly fastCreate?: boolean;
  readonly enterpriseProjectId?: string;
  readonly agency?: Agency;
  readonly vault?: Vault;
}

/** What every replica says in the same words. */
export interface Declaration {
  readonly name: string;
  readonly description?: string;
  readonly tags?: { readonly [key: string]: string };
  readonly acknowledge?: { readonly [ruleId: string]: string };
}

export interface DeclaredReplica extends IConstruct, IImage {
  readonly source: IImage;
  readonly props: Declaration;
  readonly ask: Ask;
  readonly resource: ImagesImageCopy;
  /** The provider that makes the copy; undefined while the stack has none. */
  readonly provider: TerraformProvider | undefined;
  /** Undefined for a provider that is not of our own class. */
  readonly callerIdentity: ProviderIdentity | undefined;
  /** Region that the copy starts in; undefined when nothing tells it. */
  readonly callerRegion: string | undefined;
}
