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

/** What is known of an image. A member that is left out, or holds a token, is not known before Terraform runs. */
export interface ImageFacts {
  /** Name of the image. */
  readonly name?: string;
  /** Owning account. @default - the account that replicates it */
  readonly account?: string;
  /** Owning project. @default - the project that replicates it */
  readonly project?: string;
  /** @default - the region of the provider that replicates it */
  readonly region?: string;
  /** What it holds. */
  readonly kind?: ImageKind;
  /** Size of the image file, in GiB. */
  readonly sizeGib?: number;
  /** Whether it is encrypted. */
  readonly encrypted?: boolean;
  /** Key that it is encrypted with. */
  readonly keyId?: string;
  /** State of that key. */
  readonly keyState?: KeyState;
  /** State of the image: only an active one, Normal in the console, is replicated. */
  readonly status?: ImageStatus;
  /** How the account that replicates it sees it: only private images are replicated. */
  readonly visibility?: ImageVisibility;
  /** Of a shared image. */
  readonly memberStatus?: MemberStatus;
  /** Operating system. */
  readonly os?: OperatingSystem;
  /** What servers made of it run on. */
  readonly server?: ServerType;
  /** Who licenses what is in it; only a free one can be exported. */
  readonly licence?: Licence;
  /** Whether it is frozen for arrears. */
  readonly frozen?: boolean;
  /** Whether the backup behind a full-ECS image is itself a replica. */
  readonly backupIsReplica?: boolean;
  /** Tags that it bears: policies ask for them. */
  readonly tags?: { readonly [key: string]: string };
}

/** An image that can be replicated. */
export interface IImage {
  /** Id of the image; of a replica, a token that Terraform resolves. */
  readonly imageId: string;
  /** What is known of it. */
  readonly facts: ImageFacts;
  /** The id that the program states, or what it looks the image up by: undefined where neither can be missing. @internal */
  readonly statedId?: string;
  /** The recording that it, or its source, was looked up in: keys, vaults, agencies and quotas recorded there are known too. @internal */
  readonly inventory?: Inventory;
  /** Where Terraform looks it up, for facts that are known only then. */
  readonly lookup?: ImageLookup;
  /** Of an image asked for in a recording: the ids it could be, none when it is not there, several when its name is ambiguous. */
  readonly candidates?: string[];
}

/** A data source that shows facts of an image, or of the image that it was made from. */
export interface ImageLookup {
  /** `data.huaweicloud_images_image.web_1A2B3C4D`. */
  readonly address: string;
  /** Keys of the facts that it tells of this image; what a replica does not share with its source is not among them. */
  readonly tells: string[];
  /** Keys of the facts that the program states and that it does not show: nothing checks them. */
  readonly trusted: string[];
}
