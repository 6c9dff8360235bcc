// CrossRegionImage: a replica in another region of the same account.
import type { Construct } from "constructs";
import { Agency, Vault, type Encryption, sound, addFaultUnlessSame, givenId } from "../declarations";
import { Replica, type ReplicaProps } from "./replica";

/** Props of `CrossRegionImage`. */
export interface CrossRegionImageProps extends ReplicaProps {
  /** Region id of the replica: another region of the same site. */
  readonly targetRegion: string;
  /**
   * Name of the IAM agency that allows the image service to act in the target region. This or `agency` is required. @default - the name of
   * `agency`
   */
  readonly agencyName?: string;
  /** The agency, with facts that synth checks. @default - an agency with the name `agencyName` */
  readonly agency?: Agency;
  /** Id of a CBR vault in the target region. Full-ECS images require it; other images do not use it. @default - the id of `vault` */
  readonly vaultId?: string;
  /** The vault, with facts that synth checks. @default - a vault with the id `vaultId` */
  readonly vault?: Vault;
  /** Encryption of the replica. A cross-region copy takes no key, so only `Encryption.none()` is possible. @default - not encrypted */
  readonly encryption?: Encryption;
}

/**
 * A replica in another region of the same account. The source must be unencrypted, private, and at most 128 GB. An account runs five cross-region
 * copies at a time, each takes at least ten minutes per GB, and traffic is charged (FAQ, Image Replication).
 * Findings: `source/…`, `across/…`, `copy/size-within-limit`, `agency/…`, `vault/…`.
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
