// What every image is to the constructs that replicate it: an id, and what is known of it.
import type { Inventory } from "../model";
import type {
  ImageKind,
  ImageStatus,
  ImageVisibility,
  KeyState,
  Licence,
  MemberStatus,
  OperatingSystem,
  ServerType,
} from "./enums";

/** Facts of an image. A fact that is undefined or a token is unknown until Terraform runs. */
export interface ImageFacts {
  /** Name of the image. */
  readonly name?: string;
  /** Account that owns the image. @default - the account that replicates it */
  readonly account?: string;
  /** Project that owns the image. @default - the project that replicates it */
  readonly project?: string;
  /** Region id of the image. @default - the region of the provider that replicates it */
  readonly region?: string;
  /** Kind of the image. */
  readonly kind?: ImageKind;
  /** Size of the image file in GiB. */
  readonly sizeGib?: number;
  /** Whether the image is encrypted. */
  readonly encrypted?: boolean;
  /** Id of the KMS key that encrypts the image. */
  readonly keyId?: string;
  /** State of the image's key. */
  readonly keyState?: KeyState;
  /** Status of the image. Only active images, Normal in the console, can be replicated. */
  readonly status?: ImageStatus;
  /** Visibility of the image to the account that replicates it. Only private images can be replicated. */
  readonly visibility?: ImageVisibility;
  /** For a shared image: whether the project has accepted it. */
  readonly memberStatus?: MemberStatus;
  /** Operating system of the image. */
  readonly os?: OperatingSystem;
  /** Type of the servers that start from the image. */
  readonly server?: ServerType;
  /** Licence of the image's content. Only FREE images can be exported. */
  readonly licence?: Licence;
  /** Whether the image is frozen because of arrears. */
  readonly frozen?: boolean;
  /** For a full-ECS image: whether its backup is itself a replica. */
  readonly backupIsReplica?: boolean;
  /** Tags of the image, which policies can select. */
  readonly tags?: { readonly [key: string]: string };
}

/** An image that can be replicated. */
export interface IImage {
  /** Id of the image; a token for a replica. */
  readonly imageId: string;
  /** Facts of the image. */
  readonly facts: ImageFacts;
  /** The id that the program states, or the texts that it looks the image up by: undefined where neither can be missing. @internal */
  readonly statedIds?: readonly string[];
  /** The recording that it, or its source, was looked up in: keys, vaults, agencies and quotas recorded there are known too. @internal */
  readonly inventory?: Inventory;
  /** The data source that looks up the image, for facts that are unknown at synth. */
  readonly lookup?: ImageLookup;
  /** Ids that match an inventory query: none if the image is missing, several if its name is ambiguous. */
  readonly candidates?: string[];
}

/** A data source that returns facts of an image, or of the image that it is copied from. */
export interface ImageLookup {
  /** Terraform address, such as `data.huaweicloud_images_image.web_1A2B3C4D`. */
  readonly address: string;
  /** Keys of the facts that it returns. Facts that a replica does not share with its source are excluded. */
  readonly exposedFacts: string[];
  /** Keys of the facts that the program states and that it does not return: nothing verifies them. */
  readonly unverifiedFacts: string[];
}
