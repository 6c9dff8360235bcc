// ObjectTransfer: carries an object to a bucket of another region or site. No vendor resource does that: it is a null_resource with a
// command. The command's text is constant, and every value travels through the environment, so that no name is ever taken for code.
import { Resource } from "@cdktf/provider-null/lib/resource";
import {
  TerraformSelf,
  TerraformStack,
  type ITerraformDependable,
  type LocalExecProvisioner,
  type TerraformProvider,
} from "cdktf";
import type { Construct } from "constructs";
import {
  DEFAULT_ACCOUNT,
  REMOVAL_TRIGGERS,
  TRANSFER_TRIGGERS,
  transferVariable,
  type FactSheet,
  type TransferTrigger,
} from "../model";
import type { FileKnown } from "../facts";
import type { HopDetail } from "../routes";
import { isKnown } from "../values";
import {
  idUnlessRetired,
  isDeclared,
  DeploymentTarget,
  type ImageFileFormat,
  targetOf,
  type ImageFacts,
  onceProvided,
  projectIn,
  tryFindIdentity,
  escaped,
  givenId,
  known,
  literal,
  accountKeyOf,
} from "../declarations";
import { ImageOperationBase, type ImageOperationProps } from "./image-operation";
import { fileOf, fileReadBy, objectTold, type IImageFile } from "./exported-image";
import { REPEATED_VARIABLE, transferCommands, UNFINISHED_MARKER, type TransferCommands } from "./transfer-commands";

export interface ObjectTransferProps extends Omit<ImageOperationProps, "provider" | "lifecycle"> {
  /** The file to carry. */
  readonly source: IImageFile;
  /** Provider of the account that reads. @default - the stack's provider without alias */
  readonly provider?: TerraformProvider;
  /** Provider of the account that writes. @default - the one that reads */
  readonly targetProvider?: TerraformProvider;
  /** Region of the bucket that is written to. */
  readonly targetRegion: string;
  /** A bucket of the standard class there. */
  readonly targetBucket: string;
  /** Leaves both objects where they are when this is destroyed. @default false */
  readonly retainObjects?: boolean;
}

const INTERPRETER = ["/bin/sh", "-c"];

/** An object carried to another bucket. */
export class ObjectTransfer extends ImageOperationBase implements IImageFile {
  public readonly resource: Resource;
  /** Removes both objects when it is destroyed; undefined where they are kept. */
  public readonly removal: Resource | undefined;
  public readonly bucket: string;
  public readonly keyPattern: string;
  public readonly format: ImageFileFormat | undefined;
  /** Runs the same command a second time on the real cloud, see `repeat`. */
  private repetition: Resource | undefined;
  private readonly file: IImageFile;
  private readonly keepsObjects: boolean;
  private readonly target: Pick<ObjectTransferProps, "targetProvider" | "targetRegion">;

  public constructor(scope: Construct, id: string, props: ObjectTransferProps) {
    super(scope, id, "transferObject", props.source, { ...props, name: "" });
    this.file = props.source;
    this.target = props;
    this.keepsObjects = this.decided(props.retainObjects ?? false, "retainObjects");
    this.bucket = givenId(props.targetBucket);
    this.keyPattern = props.source.keyPattern;
    this.format = props.source.format;
    this.removal = this.keepsObjects ? undefined : this.declareRemoval();
    const made = isDeclared(props.source) ? [props.source.resource] : [];
    this.resource = new Resource(this, "Resource", {
      triggers: this.triggers(),
      provisioners: [this.provisioner("transfer", TRANSFER_TRIGGERS)],
      dependsOn: [...made, ...(this.removal === undefined ? [] : [this.removal]), ...(props.dependsOn ?? [])],
    });
  }

  /**
   * It is made before the file is, and destroyed after: Terraform runs no such command of a resource that was not made whole, such as a
   * transfer that failed.
   */
  private declareRemoval(): Resource {
    const removal = new Resource(this, "Removal", {
      triggers: Object.fromEntries(
        Object.entries(this.triggers()).filter(([trigger]) => REMOVAL_TRIGGERS.some((one) => one === trigger)),
      ),
      provisioners: [{ ...this.provisioner("remove", REMOVAL_TRIGGERS), when: "destroy" }],
    });
    if (isDeclared(this.file)) {
      const { resource } = this.file;
      resource.dependsOn = [...(resource.dependsOn ?? []), `null_resource.${removal.friendlyUniqueId}`];
    }
    return removal;
  }

  /** @internal */
  public get finished(): ITerraformDependable {
    const last = (): string => (this.repetition ?? this.resource).fqn;
    return {
      get fqn() {
        return last();
      },
    };
  }

  /**
   * Terraform can record a resource as made while its command still runs: it does when it writes its state for another resource. A kill
   * then leaves a transfer that is recorded and not done. The plugin of the simulated cloud answers that such a resource is gone. The real
   * null provider cannot, so a second resource runs the same command, which changes nothing where the object is there. Where both are recorded
   * too early, a check names the command that repairs it. It looks for the marker of an unfinished command: Terraform evaluates no assertion of
   * a check whose data source fails, and the vendor's data source for an object fails where there is none.
   * @internal
   */
  public declareFor(target: DeploymentTarget): void {
    if (target !== DeploymentTarget.HUAWEICLOUD || this.repetition !== undefined) return;
    const provisioner = this.provisioner("transfer", TRANSFER_TRIGGERS);
    this.repetition = new Resource(this, "Repetition", {
      triggers: this.triggers(),
      provisioners: [{ ...provisioner, environment: { ...provisioner.environment, [REPEATED_VARIABLE]: "yes" } }],
      dependsOn: [this.resource],
    });
    const name = this.repetition.friendlyUniqueId;
    const address = `null_resource.${name}`;
    const marker = UNFINISHED_MARKER(`\${${address}.triggers["checkpoint"]}`);
    const condition = `\${fileexists("${marker}") ? ${address}.id == "" : true}`;
    const object = objectTold({ bucket: this.bucket, keyPattern: this.keyPattern }, this);
    TerraformStack.of(this).addOverride(`check.${name}_finished`, {
      assert: [
        {
          condition,
          error_message: escaped(
            `The transfer to ${object} was interrupted after Terraform had recorded it. Run: terraform apply -replace=${address}`,
          ),
        },
      ],
    });
  }

  /** @internal */
  public get companions(): readonly Resource[] {
    return this.removal === undefined ? [] : [this.removal];
  }

  public get bucketRegion(): string {
    return this.target.targetRegion;
  }

  public get imageId(): string {
    return this.source.imageId;
  }

  public get objectKey(): string {
    return idUnlessRetired(this, () => TerraformTrigger.of(this.resource, "to_key"));
  }

  public get facts(): ImageFacts {
    return this.source.facts;
  }

  private triggers(): Record<TransferTrigger, string> {
    return {
      from_bucket: literal(this.file.bucket),
      from_key: this.file.objectKey,
      from_account: onceProvided(this, () => this.callerIdentity?.account ?? DEFAULT_ACCOUNT),
      from_region: onceProvided(this, () => this.callerRegion ?? ""),
      to_bucket: literal(this.bucket),
      to_key: this.file.objectKey,
      to_account: onceProvided(this, () => this.targetAccount()),
      to_region: this.target.targetRegion,
      checkpoint: this.node.addr,
    };
  }

  private provisioner(verb: "transfer" | "remove", triggers: readonly TransferTrigger[]): LocalExecProvisioner {
    const command = onceProvided(this, () => escaped(this.commands()[verb]));
    const environment = Object.fromEntries(
      triggers.map((trigger) => [transferVariable(trigger), TerraformSelf.getString(`triggers.${trigger}`)]),
    );
    return { type: "local-exec", interpreter: INTERPRETER, environment, command };
  }

  private commands(): TransferCommands {
    return transferCommands(this.callerIdentity?.target ?? targetOf(this));
  }

  private targetAccount(): string {
    return tryFindIdentity(this.target.targetProvider)?.account ?? accountKeyOf(this);
  }

  /** @internal */
  protected hopId(): string {
    const account = this.targetAccount();
    const places = known([account, this.target.targetRegion], this);
    if (!isKnown(places)) return `${this.node.path} carried`;
    const owner = account === accountKeyOf(this) ? "" : `${account}@`;
    return `${this.imageText()} carried to ${owner}${this.target.targetRegion}`;
  }

  /** @internal */
  protected override objectRead(): string {
    return objectTold(this.file, this);
  }

  /** @internal */
  protected detail(): HopDetail {
    const region = this.target.targetRegion;
    const identity = tryFindIdentity(this.target.targetProvider);
    const project = projectIn(identity, region) ?? region;
    const target = fileOf(this, this);
    return {
      file: fileOf(this.file, this),
      ...(this.keepsObjects && { keepsObjects: true }),
      target: {
        ...target,
        caller: {
          account: this.told(this.targetAccount(), "target.caller"),
          project: this.told(project, "target.caller"),
          region: this.told(region, "replica.region"),
        },
      },
    };
  }

  /** Whether something is recorded where the object is to lie, besides the object itself. */
  private isTaken(): boolean {
    const isItself = this.bucket === this.file.bucket;
    const objects = this.inventory?.objects ?? [];
    return !isItself && objects.some(({ bucket, key }) => bucket === this.bucket && key === this.keyPattern);
  }

  /** @internal */
  protected override fileRead(): FileKnown {
    return fileReadBy(this, this.file, isDeclared(this.file));
  }

  /** @internal */
  protected ownFacts(): Partial<FactSheet> {
    return {
      "bucket.name": this.file.bucket,
      "object.key": this.file.keyPattern,
      "replica.region": this.target.targetRegion,
      "target.bucket": this.bucket,
      "target.key": this.keyPattern,
      "target.caller": this.targetAccount(),
      "target.taken": this.isTaken(),
    };
  }
}

/** A trigger of a null_resource, as a reference: what reads it comes after the transfer. */
const TerraformTrigger = {
  of: (resource: Resource, name: string): string =>
    resource.interpolationForAttribute(`triggers["${name}"]`).toString(),
};
