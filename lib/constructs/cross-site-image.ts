// CrossSiteImage: an image taken to an account of another site, between which no replication goes: export, transfer, registration.
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import type { Inventory } from "../model";
import { isKnown } from "../values";
import { ExportedImage } from "./exported-image";
import {
  catalogOf,
  Intermediates,
  type IImage,
  type ImageFacts,
  type Encryption,
  sound,
  tryFindIdentity,
  standInText,
  known,
} from "../declarations";
import { OnTheWay } from "./intermediates";
import { reportFaults } from "./report-faults";
import { ObjectTransfer } from "./object-transfer";
import { RegisteredImage } from "./registered-image";

/** What a CrossSiteImage takes. */
export interface CrossSiteImageProps {
  /** One's own private system or data disk image, not encrypted, and free to be exported. */
  readonly source: IImage;
  /** Name of the image that is made. */
  readonly name: string;
  /** Provider of the account on the other site, in the region where the image is wanted. */
  readonly targetProvider: TerraformProvider;
  /** Provider of the image's account. @default - the stack's provider without alias */
  readonly provider?: TerraformProvider;
  /** A bucket of the standard class in the image's region. */
  readonly bucket: string;
  /** A bucket of the standard class in the target region. */
  readonly targetBucket: string;
  /** The smallest disk that holds the image, in GiB. */
  readonly minDiskGib: number;
  /** @default - none */
  readonly description?: string;
  /** @default - none */
  readonly tags?: { readonly [key: string]: string };
  /** A key of the target account and region; only for images of at most 128 GB. @default - not encrypted */
  readonly encryption?: Encryption;
  /** As the service lists them; needed for system disks of more than 128 GB. @default - none */
  readonly osVersion?: string;
  /**
   * What becomes of the export and of both files once the image is there. Terraform makes the image with KEPT, and retires them in a later
   * apply; `image-replication apply` does both in one run. @default Intermediates.KEPT
   */
  readonly intermediates?: Intermediates;
  /** Leaves the objects in both buckets when this is destroyed. @default false */
  readonly keepObjects?: boolean;
  /** Guards that are known and accepted, each with the reason. @default - none */
  readonly acknowledge?: { readonly [ruleId: string]: string };
}

/** Types say that it always is: a program without them may have left it out, which is a finding. */
const isGiven = (provider: TerraformProvider | undefined): provider is TerraformProvider => provider !== undefined;

/**
 * An image on another site: exported to a bucket, carried to a bucket of the other account, and registered there, since sites are reached by
 * different accounts (FAQ, Image Replication, "Can I Replicate Images Across Regions Between the China Site and International Site?"). What
 * the service would refuse is a finding at synth: `export/…`, `object/…`, `register/…`, `bucket/…`.
 */
export class CrossSiteImage extends Construct implements IImage {
  /** The image as a file, in a bucket of its region: on the way. */
  public readonly exported: ExportedImage;
  /** The image that is made of the file on the other site. */
  public readonly registered: RegisteredImage;

  public constructor(scope: Construct, id: string, props: CrossSiteImageProps) {
    props = sound("CrossSiteImageProps", props);
    super(scope, id);
    reportFaults(this, props);
    const { source, provider, targetProvider, acknowledge } = props;
    const sizeGib = known(source.facts.sizeGib, this);
    const { exportSizeGib, importSizeGib } = catalogOf(this).catalog.limits;
    const fast = isKnown(sizeGib) && sizeGib > Math.min(exportSizeGib.value, importSizeGib.value);
    const onTheWay = new OnTheWay(this, source, props.intermediates ?? Intermediates.KEPT);
    this.exported = new ExportedImage(this, "Export", { source, provider, bucket: props.bucket, fast, acknowledge });
    onTheWay.pass(this.exported);
    const transfer = new ObjectTransfer(this, "Transfer", {
      source: this.exported,
      provider,
      targetProvider,
      targetRegion: isGiven(targetProvider) ? (tryFindIdentity(targetProvider)?.region ?? "") : standInText(),
      targetBucket: props.targetBucket,
      keepObjects: props.keepObjects,
    });
    onTheWay.pass(transfer);
    this.registered = new RegisteredImage(this, "Registration", {
      source: transfer,
      provider: targetProvider,
      name: props.name,
      description: props.description,
      tags: props.tags,
      minDiskGib: props.minDiskGib,
      osVersion: props.osVersion,
      quick: fast,
      encryption: props.encryption,
      acknowledge,
    });
    onTheWay.arrive(this.registered);
  }

  /** Id of the image on the other site: a token, known after apply. */
  public get imageId(): string {
    return this.registered.imageId;
  }

  /** What is known of the image once it is registered. */
  public get facts(): ImageFacts {
    return this.registered.facts;
  }

  /** @internal */
  public get inventory(): Inventory | undefined {
    return this.registered.inventory;
  }
}
