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

/** Props of `CrossSiteImage`. */
export interface CrossSiteImageProps {
  /** An unencrypted private system or data disk image of your own account whose licence allows an export. */
  readonly source: IImage;
  /** Name of the image on the other site. */
  readonly name: string;
  /** Provider of the account on the other site, in the target region. */
  readonly targetProvider: TerraformProvider;
  /** Provider of the source's account. @default - the stack's provider without alias */
  readonly provider?: TerraformProvider;
  /** Name of a bucket of the standard class in the source's region. */
  readonly bucket: string;
  /** Name of a bucket of the standard class in the target region. */
  readonly targetBucket: string;
  /** Minimum disk size of the image, in GiB. */
  readonly minDiskGib: number;
  /** Description of the image. @default - none */
  readonly description?: string;
  /** Tags of the image. @default - none */
  readonly tags?: { readonly [key: string]: string };
  /** Encryption with a key of the target account and region; only for images of at most 128 GB. @default - not encrypted */
  readonly encryption?: Encryption;
  /** Version of the operating system, as the service lists it; required for system disks of more than 128 GB. @default - none */
  readonly osVersion?: string;
  /**
   * Whether to keep the export and both files once the image exists. Create the image with RETAIN and delete them in a later apply;
   * `image-replication apply` does both in one run.
   * @default Intermediates.RETAIN
   */
  readonly intermediates?: Intermediates;
  /** Whether the objects in both buckets remain when this is destroyed. @default false */
  readonly retainObjects?: boolean;
  /** retainObjects by its name of 0.1.0. @default - retainObjects @deprecated Use retainObjects; 0.3.0 refuses this name. */
  readonly keepObjects?: boolean;
  /** Reasons for accepting guards, by rule id. @default - none */
  readonly acknowledge?: { readonly [ruleId: string]: string };
}

/** Types say that it always is: a program without them may have left it out, which is a finding. */
const isGiven = (provider: TerraformProvider | undefined): provider is TerraformProvider => provider !== undefined;

/**
 * An image on another site: exported to a bucket, transferred to a bucket of the other account, and registered there, because sites have different
 * accounts (FAQ, Image Replication, "Can I Replicate Images Across Regions Between the China Site and International Site?").
 * Findings: `export/…`, `object/…`, `register/…`, `bucket/…`.
 */
export class CrossSiteImage extends Construct implements IImage {
  /** The image as a file in a bucket of its region: an intermediate copy. */
  public readonly exported: ExportedImage;
  /** The image on the other site, registered from the file. */
  public readonly registered: RegisteredImage;

  public constructor(scope: Construct, id: string, props: CrossSiteImageProps) {
    props = sound("CrossSiteImageProps", props);
    super(scope, id);
    reportFaults(this, props);
    const { source, provider, targetProvider, acknowledge } = props;
    const sizeGib = known(source.facts.sizeGib, this);
    const { exportSizeGib, importSizeGib } = catalogOf(this).catalog.limits;
    const fast = isKnown(sizeGib) && sizeGib > Math.min(exportSizeGib.value, importSizeGib.value);
    const onTheWay = new OnTheWay(this, source, props.intermediates);
    this.exported = new ExportedImage(this, "Export", { source, provider, bucket: props.bucket, fast, acknowledge });
    onTheWay.pass(this.exported);
    const transfer = new ObjectTransfer(this, "Transfer", {
      source: this.exported,
      provider,
      targetProvider,
      targetRegion: isGiven(targetProvider) ? (tryFindIdentity(targetProvider)?.region ?? "") : standInText(),
      targetBucket: props.targetBucket,
      retainObjects: props.retainObjects,
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

  /** Facts of the registered image. */
  public get facts(): ImageFacts {
    return this.registered.facts;
  }

  /** @internal */
  public get inventory(): Inventory | undefined {
    return this.registered.inventory;
  }
}
