// ExportedImage: an image written as a file to a bucket of its region; and what every image file is to the constructs that go on with it.
import type { Construct } from "constructs";
import { ImsImageExport } from "../bindings";
import type { FileKnown } from "../facts";
import { objectText, type FactSheet, type ObjectFormat } from "../model";
import { told, type HopDetail, type HopFile } from "../routes";
import { knownOr, UNKNOWN } from "../values";
import { ImageOperationBase, type ImageOperationProps } from "./image-operation";
import {
  ImageFileFormat,
  type IImage,
  type ImageFacts,
  sound,
  givenId,
  givenIdOrNone,
  known,
  knownLiteral,
  literal,
  idUnlessRetired,
} from "../declarations";
import { reportFaults } from "./report-faults";

/** An image file in a bucket. */
export interface IImageFile extends IImage {
  /** Name of the bucket. */
  readonly bucket: string;
  /** Key of the object. If it contains the image's id, it is a token, known after apply. */
  readonly objectKey: string;
  /** Key of the object as in route plans, where `{imageId}` stands for the id of the exported image. */
  readonly keyPattern: string;
  /** Format of the file; undefined if unknown. */
  readonly format: ImageFileFormat | undefined;
  /** Region id of the bucket; undefined if unknown. */
  readonly bucketRegion: string | undefined;
}

/** Props of `ExportedImage`. */
export interface ExportedImageProps extends ImageOperationProps {
  /** An unencrypted private system or data disk image of your own account. */
  readonly source: IImage;
  /** Name of a bucket of the standard class in the image's region. */
  readonly bucket: string;
  /** Key of the object; `{imageId}` becomes the image's id. @default "image-replication/{imageId}.<format>" */
  readonly objectKey?: string;
  /** Format of the file: QCOW2, VHD, ZVHD or VMDK. A fast export has its own format. @default ImageFileFormat.QCOW2 */
  readonly format?: ImageFileFormat;
  /** Whether to export without conversion, up to 1 TB. A standard export takes at most 128 GB. @default false */
  readonly fast?: boolean;
}

/**
 * An image exported to a file in a bucket. Destroying it leaves the object in the bucket, where it is charged. Findings: `export/…`, `object/…`,
 * `bucket/…`.
 */
export class ExportedImage extends ImageOperationBase implements IImageFile {
  /** The Terraform resource, for overrides and `moved` blocks. */
  public readonly resource: ImsImageExport;
  /** Name of the bucket. */
  public readonly bucket: string;
  /** Key of the object as in route plans, where `{imageId}` stands for the id of the image. */
  public readonly keyPattern: string;
  /** Format of the file. */
  public readonly format: ImageFileFormat | undefined;
  private readonly written: ImageFileFormat;
  private readonly fast: boolean;

  public constructor(scope: Construct, id: string, props: ExportedImageProps) {
    props = sound("ExportedImageProps", props);
    super(scope, id, "exportImage", props.source, { ...props, name: "" });
    reportFaults(this, props);
    this.fast = this.decided(props.fast ?? false, "fast");
    this.written = props.format ?? (this.fast ? ImageFileFormat.ZVHD2 : ImageFileFormat.QCOW2);
    this.format = this.written;
    this.bucket = givenId(props.bucket);
    this.keyPattern = givenIdOrNone(props.objectKey) ?? `image-replication/{imageId}.${this.written}`;
    this.resource = new ImsImageExport(this, "Resource", {
      imageId: props.source.imageId,
      bucketUrl: objectText(literal(this.bucket), this.keyText()),
      fileFormat: this.fast ? undefined : this.format,
      isQuickExport: this.fast,
      region: this.regionArgument(),
      timeouts: { create: this.createTimeout() },
      provider: props.provider,
      dependsOn: props.dependsOn,
      lifecycle: props.lifecycle,
    });
  }

  /** Region id of the bucket. */
  public get bucketRegion(): string | undefined {
    return this.callerRegion;
  }

  /** Id of the exported image. */
  public get imageId(): string {
    return idUnlessRetired(this, () => this.source.imageId);
  }

  /** Key of the object. */
  public get objectKey(): string {
    return idUnlessRetired(this, () => this.keyText());
  }

  /** Facts of the exported image. */
  public get facts(): ImageFacts {
    return this.source.facts;
  }

  private keyText(): string {
    // By a function: in a text to replace with, the two dollars that escape an expression would become one again.
    return literal(this.keyPattern).replaceAll("{imageId}", () => this.source.imageId);
  }

  /** @internal */
  protected hopId(): string {
    return `${this.imageText()} exported`;
  }

  /** @internal */
  protected detail(): HopDetail {
    return {
      file: fileOf(this, this),
      exported: { format: this.told(this.fast ? null : this.written, "object.format"), fast: this.fast },
    };
  }

  /** @internal */
  protected ownFacts(): Partial<FactSheet> {
    return {
      "bucket.name": this.bucket,
      "object.key": this.keyPattern,
      // A key that has the image's id in it is new as long as the image is.
      "object.exists": this.objectExists(),
      "object.format": this.written,
      "export.fast": this.fast,
    };
  }

  private objectExists(): boolean {
    const objects = this.inventory?.objects ?? [];
    return objects.some(({ bucket, key }) => bucket === this.bucket && key === this.keyPattern);
  }
}

/** A file as route plans tell it. */
export function fileOf({ bucket, keyPattern }: Pick<IImageFile, "bucket" | "keyPattern">, scope: Construct): HopFile {
  return {
    bucket: told(knownLiteral(bucket, scope), "bucket.name"),
    key: told(knownLiteral(keyPattern, scope), "object.key"),
  };
}

/** A file as findings and route plans name it: `bucket:key`, with `?` for what only Terraform will know. */
export function objectTold(file: Pick<IImageFile, "bucket" | "keyPattern">, scope: Construct): string {
  const text = (value: string): string => knownOr(knownLiteral(value, scope), "?");
  return objectText(text(file.bucket), text(file.keyPattern));
}

/** What is known of an object that is read, besides what is recorded: of one that this program makes, all; of another, what it states. */
export function fileReadBy(
  deed: ImageOperationBase,
  { facts, format }: Pick<IImageFile, "facts" | "format">,
  isMade: boolean,
): FileKnown {
  const file = { sizeGib: known(facts.sizeGib, deed), format: known<ObjectFormat>(format, deed), minDiskGib: null };
  return isMade ? { made: { ...file, exists: true } } : { stated: { ...file, exists: UNKNOWN } };
}
