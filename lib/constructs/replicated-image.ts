// ReplicatedImage: a replica in the region of its source, to change its encryption or to gain fast creation of servers.
import type { Construct } from "constructs";
import { type Encryption, sound, givenIdOrNone } from "../declarations";
import { Replica, type ReplicaProps } from "./replica";

/** What a ReplicatedImage takes. */
export interface ReplicatedImageProps extends ReplicaProps {
  /**
   * `Encryption.none()` or `Encryption.kms(key)`. The service makes an unencrypted replica of an encrypted source when nothing is
   * said, so that leaving it out is a finding there.
   * @default - not said, which is fine for sources that are not encrypted
   */
  readonly encryption?: Encryption;
  /** States that the purpose is fast creation of servers; only for system disk images, whose replicas have it. @default false */
  readonly fastCreate?: boolean;
  /** Enterprise project of the replica. @default - the account's default */
  readonly enterpriseProjectId?: string;
}

/**
 * A replica within the region of its source: to decrypt, encrypt or re-key it, or to gain fast creation of servers; free of charge. Full-ECS
 * images and images created from ISO files have none (FAQ, Image Replication, "What Images Can I Replicate?"). What the service would refuse is
 * a finding at synth: `source/…`, `copy/…`, `key/…`.
 */
export class ReplicatedImage extends Replica {
  public constructor(scope: Construct, id: string, props: ReplicatedImageProps) {
    props = sound("ReplicatedImageProps", props);
    super(scope, id, props, {
      operation: "copyImage",
      encryption: props.encryption,
      fastCreate: props.fastCreate,
      enterpriseProjectId: givenIdOrNone(props.enterpriseProjectId),
    });
  }
}
