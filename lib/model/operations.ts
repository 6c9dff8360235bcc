// The verbs: requests that the service understands.
import type { Caller } from "./place";

export type OperationKind = "copyImage" | "copyImageAcross";
export const OPERATION_KINDS: readonly OperationKind[] = ["copyImage", "copyImageAcross"];

interface Copy {
  readonly caller: Caller;
  readonly sourceImageId: string;
  /** Name of the replica. */
  readonly name: string;
  readonly description: string;
  /** Set on the replica. The real service takes them in a second call; see lib/cloud/README.md. */
  readonly tags: Readonly<Record<string, string>>;
}

/** A copy within the caller's region. */
export interface CopyImage extends Copy {
  readonly kind: "copyImage";
  /** The key to encrypt the replica with; null makes an unencrypted one, also of an encrypted source. */
  readonly keyId: string | null;
}

/** A copy of the same account's image from the caller's region to another. It carries no key: the service has no such field. */
export interface CopyImageAcross extends Copy {
  readonly kind: "copyImageAcross";
  readonly targetRegion: string;
  readonly agencyName: string | null;
  /** A CBR vault in the target region; only for full-ECS images. */
  readonly vaultId: string | null;
}

export type Operation = CopyImage | CopyImageAcross;
