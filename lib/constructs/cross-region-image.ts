// CrossRegionImage: a replica in another region of the same account.
import type { Construct } from "constructs";
import { Agency, Vault, type Encryption, sound, addFaultUnlessSame, givenId } from "../declarations";
import { Replica, type ReplicaProps } from "./replica";

/** What a CrossRegionImage takes. */
export interface CrossRegionImageProps extends ReplicaProps {
  /** Region id to replicate to; another one than the source's, of the same site. */
  readonly targetRegion: string;
  /** Name of the IAM agency that lets the image service act in the target region. One of `agencyName` and `agency` is needed. */
  readonly agencyName?: string;
  /** The agency with what is known of it. @default - from agencyName */
  readonly agency?: Agency;
  /** Id of the CBR vault in the target region; needed for full-ECS images, and of no use for others. */
  readonly vaultId?: string;
  /** The vault with what is known of it. @default - from vaultId */
  readonly vault?: Vault;
  /** Only `Encryption.none()` is possible: a cross-region copy takes no key. @default - not encrypted */
  readonly encryption?: Encryption;
}

/**
 * A replica in another region of the same account. Its source must be unencrypted, private and at most 128 GB; five are made at a time, at ten
 * minutes a GB or more, and traffic is charged (FAQ, Image Replication). What the service would refuse is a finding at synth: `source/…`,
 * `across/…`, `copy/size-within-limit`, `agency/…`, `vault/…`.
 */
export class CrossRegionImage extends Replica {
  public constructor(scope: Construct, id: string, props: CrossRegionImageProps) {
    props = sound("CrossRegionImageProps", props);
    const { agency, agencyName, vault, vaultId } = props;
    addFaultUnlessSame(props, agency?.attributes.agencyName, agencyName, '"agency" and "agencyName"');
    addFaultUnlessSame(props, vault?.attributes.vaultId, vaultId, '"vault" and "vaultId"');
    super(scope, id, props, {
      operation: "copyImageAcross",
      targetRegion: givenId(props.targetRegion),
      encryption: props.encryption,
      agency: agency ?? (agencyName === undefined ? undefined : Agency.fromAgencyName(givenId(agencyName))),
      vault: vault ?? (vaultId === undefined ? undefined : Vault.fromVaultId(givenId(vaultId))),
    });
  }
}
