// ReplicatedImage: a replica in the region of its source, to change its encryption or to gain fast creation of servers.
import type { Construct } from "constructs";
import { type Encryption, sound, givenIdOrNone } from "../declarations";
import { Replica, type ReplicaProps } from "./replica";

/** Props of `ReplicatedImage`. */
export interface ReplicatedImageProps extends ReplicaProps {
  /**
   * `Encryption.none()` or `Encryption.kms(key)`. Required if the source is encrypted, because the service otherwise creates an unencrypted
   * replica.
   * @default - not encrypted, for sources that are not encrypted
   */
  readonly encryption?: Encryption;
  /** Whether the purpose is fast creation of servers, which replicas of system disk images support; an error for other kinds. @default false */
  readonly fastCreate?: boolean;
  /** Id of the replica's enterprise project. @default - the account's default enterprise project */
  readonly enterpriseProjectId?: string;
}

/**
 * A replica in the region of its source, to decrypt it, encrypt it, change its key, or enable fast creation of servers. It is free of charge.
 * Full-ECS images and images created from ISO files cannot be replicated within a region (FAQ, Image Replication, "What Images Can I Replicate?").
 * Findings: `source/…`, `copy/…`, `key/…`.
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
