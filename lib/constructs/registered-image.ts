// RegisteredImage: a private image made of a file in a bucket of its region.
import { Fn, Token, type ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import { ImsFileImage } from "../bindings";
import { defaultProject, identityText, objectText, type FactSheet } from "../model";
import type { FileKnown } from "../facts";
import type { HopDetail } from "../routes";
import { isKnown } from "../values";
import { IMS_OBS_DATA_IMAGE, IMS_OBS_SYSTEM_IMAGE, IMS_QUICKIMPORT_DATA_IMAGE } from "../vendor";
import {
  idUnlessRetired,
  isRetired,
  isDeclared,
  ImageKind,
  ImageStatus,
  ImageVisibility,
  Licence,
  OperatingSystem,
  ServerType,
  type ImageFileFormat,
  type IImage,
  type ImageFacts,
  type Encryption,
  sound,
  projectIn,
  givenIdOrNone,
  known,
  literal,
  accountKeyOf,
} from "../declarations";
import { ImageOperationBase, type ImageOperationProps } from "./image-operation";
import { fileOf, fileReadBy, objectTold, type IImageFile } from "./exported-image";
import { reportFaults } from "./report-faults";

/** Props of `RegisteredImage`. */
export interface RegisteredImageProps extends ImageOperationProps {
  /** Name of the image: 1 to 128 letters, digits, `-`, `.`, `_`, spaces and Chinese characters, without a space at either end. */
  readonly name: string;
  /** Description of the image: one line of at most 1,024 characters, without `<` and `>`. @default - none */
  readonly description?: string;
  /** Tags of the image: at most 10, keys of at most 36 and values of at most 43 characters. @default - none */
  readonly tags?: { readonly [key: string]: string };
  /** The file, if this program exports or transfers it. @default - the file that `bucket` and `objectKey` name */
  readonly source?: IImageFile;
  /** Name of the bucket of the file. @default - the bucket of `source` */
  readonly bucket?: string;
  /** Key of the file in the bucket. @default - the key of `source` */
  readonly objectKey?: string;
  /** Kind of the image: SYSTEM_DISK or DATA_DISK. @default - the kind of `source`, or SYSTEM_DISK */
  readonly kind?: ImageKind;
  /** Size of the file in GiB. @default - the size of `source`, or unknown */
  readonly sizeGib?: number;
  /** Format of the file. @default - the format of `source`, or unknown */
  readonly format?: ImageFileFormat;
  /** Minimum disk size of the image, in GiB. */
  readonly minDiskGib: number;
  /** Operating system of the image. @default - the operating system of `source`, or LINUX */
  readonly os?: OperatingSystem;
  /**
   * Version of the operating system, as the service lists it, such as `Ubuntu 22.04 server 64bit`; required for quick imports of system disks.
   * @default - none
   */
  readonly osVersion?: string;
  /** Whether to import a raw or zvhd2 file without conversion, up to 1 TB. A standard import takes at most 128 GB. @default false */
  readonly quick?: boolean;
  /** Encryption of the image. A quick import takes no key. @default - not encrypted */
  readonly encryption?: Encryption;
}

/** An image created from a file in a bucket. Findings: `register/…`, `object/…`, `bucket/…`. */
export class RegisteredImage extends ImageOperationBase implements IImage {
  /** The Terraform resource, for overrides and `moved` blocks. */
  public readonly resource: ImsFileImage;
  private readonly own: RegisteredImageProps;

  public constructor(scope: Construct, id: string, props: RegisteredImageProps) {
    props = sound("RegisteredImageProps", props);
    super(scope, id, "registerImage", props.source ?? statedFile(props), props, { encryption: props.encryption });
    reportFaults(this, props);
    this.own = props;
    const isData = this.decided(this.kind, "kind") === ImageKind.DATA_DISK;
    const quick = this.decided(props.quick ?? false, "quick");
    const table = !isData ? IMS_OBS_SYSTEM_IMAGE : quick ? IMS_QUICKIMPORT_DATA_IMAGE : IMS_OBS_DATA_IMAGE;
    const asData = { type: quick ? "DataImage" : undefined };
    const asSystem = { isQuickImport: quick ? true : undefined, osVersion: props.osVersion };
    this.resource = new ImsFileImage(this, "Resource", table, {
      name: props.name,
      imageUrl: objectText(literal(this.bucket), this.objectKey()),
      minDisk: props.minDiskGib,
      description: props.description,
      tags: props.tags,
      region: this.regionArgument(),
      cmkId: quick ? undefined : props.encryption?.key?.attributes.keyId,
      osType: this.osType(),
      ...(isData ? asData : asSystem),
      timeouts: { create: this.createTimeout() },
      provider: props.provider,
      dependsOn: [...this.fileResource(), ...(props.dependsOn ?? [])],
      lifecycle: props.lifecycle,
    });
  }

  /** Id of the image: a token, known after apply. */
  public get imageId(): string {
    return idUnlessRetired(this, () => this.resource.id);
  }

  /** Facts of the registered image. */
  public get facts(): ImageFacts {
    const key = this.own.encryption?.key;
    return {
      name: this.own.name,
      account: this.callerIdentity?.account,
      project: projectIn(this.callerIdentity, this.callerRegion),
      region: this.callerRegion,
      kind: this.kind,
      sizeGib: this.own.sizeGib ?? this.own.source?.facts.sizeGib,
      encrypted: key !== undefined,
      keyId: key?.attributes.keyId,
      keyState: key?.attributes.state,
      status: ImageStatus.ACTIVE,
      visibility: ImageVisibility.PRIVATE,
      os: this.os,
      server: ServerType.ECS,
      licence: Licence.FREE,
      frozen: false,
    };
  }

  /** @internal */
  public override get callerRegion(): string | undefined {
    return this.own.source?.bucketRegion ?? this.callerIdentity?.region;
  }

  private get bucket(): string {
    return givenIdOrNone(this.own.bucket) ?? this.own.source?.bucket ?? "";
  }

  private get keyPattern(): string {
    return givenIdOrNone(this.own.objectKey) ?? this.own.source?.keyPattern ?? "";
  }

  private objectKey(): string {
    const { source } = this.own;
    const objectKey = givenIdOrNone(this.own.objectKey);
    return objectKey === undefined ? (source?.objectKey ?? "") : literal(objectKey);
  }

  private get kind(): ImageKind {
    return this.own.kind ?? this.own.source?.facts.kind ?? ImageKind.SYSTEM_DISK;
  }

  private get os(): OperatingSystem {
    return this.own.os ?? this.own.source?.facts.os ?? OperatingSystem.LINUX;
  }

  /** As the vendor's provider spells it; where only Terraform knows which it is, Terraform looks it up. */
  private osType(): string {
    const os = known(this.os, this);
    return isKnown(os) ? OS_TYPES[os] : Token.asString(Fn.lookup(OS_TYPES, this.os));
  }

  private fileResource(): readonly ITerraformDependable[] {
    const { source } = this.own;
    return source !== undefined && isDeclared(source) && !isRetired(source) ? [source.finished ?? source.resource] : [];
  }

  /** @internal */
  protected hopId(): string {
    const name = known(this.own.name, this);
    const region = this.callerRegion;
    if (!isKnown(name) || region === undefined) return this.node.path;
    const project = projectIn(this.callerIdentity, region) ?? defaultProject(region);
    return identityText({ account: accountKeyOf(this), project, region, name });
  }

  /** @internal */
  protected override objectRead(): string {
    return objectTold({ bucket: this.bucket, keyPattern: this.keyPattern }, this);
  }

  /** @internal */
  protected detail(): HopDetail {
    const kind = this.decided(this.kind, "kind") === ImageKind.DATA_DISK ? "data-disk" : "system-disk";
    const { minDiskGib, osVersion = "" } = this.own;
    return {
      file: fileOf({ bucket: this.bucket, keyPattern: this.keyPattern }, this),
      registered: {
        kind,
        quick: this.decided(this.own.quick ?? false, "quick"),
        minDiskGib: this.told(minDiskGib, "register.minDiskGib"),
        os: this.told(this.os, "image.os"),
        osVersion: this.told(osVersion, "register.osVersion"),
      },
    };
  }

  /** @internal */
  protected override fileRead(): FileKnown {
    const { source, sizeGib = source?.facts.sizeGib, format = source?.format } = this.own;
    const isOfSource = source?.bucket === this.bucket && source.keyPattern === this.keyPattern;
    return fileReadBy(this, { facts: { sizeGib }, format }, source !== undefined && isDeclared(source) && isOfSource);
  }

  /** @internal */
  protected ownFacts(): Partial<FactSheet> {
    return {
      "bucket.name": this.bucket,
      "object.key": this.keyPattern,
      "register.kind": this.kind,
      "register.quick": this.own.quick ?? false,
      "register.minDiskGib": this.own.minDiskGib,
      "register.osVersion": this.own.osVersion ?? "",
    };
  }
}

/** How the vendor's provider spells operating systems. */
const OS_TYPES: Readonly<Record<OperatingSystem, string>> = {
  [OperatingSystem.LINUX]: "Linux",
  [OperatingSystem.WINDOWS]: "Windows",
  [OperatingSystem.OTHER]: "Other",
};

/** A file that is there already, as far as the program states it. */
function statedFile({
  kind = ImageKind.SYSTEM_DISK,
  sizeGib,
  os = OperatingSystem.LINUX,
}: RegisteredImageProps): IImage {
  return { imageId: "", facts: { kind, sizeGib, os, encrypted: false } };
}
