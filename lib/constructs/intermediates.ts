// Images on the way to replicas, under Terraform: kept, or retired in a later apply that leaves the replicas. A replica that is made of one
// ignores its id, so that it outlives it, and is made anew when the source that all starts from is another.
import type { Resource } from "@cdktf/provider-null/lib/resource";
import type { TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import { TerraformData, VendorResource } from "../bindings";
import { UNKNOWN } from "../values";
import { type DeclaredReplica, type LastMaking, type Planned, Intermediates, type IImage } from "../declarations";

const UNPLANNED: Planned = { dropped: [] };

/** Whether nobody asked for it. */
function isOnTheWay(image: IImage): boolean {
  return (image as Partial<DeclaredReplica>).planned?.intermediate !== undefined;
}

/** What one program has on the way from a source to replicas. */
export class OnTheWay {
  private root: TerraformData | undefined;
  private readonly isRetired: boolean;

  public constructor(
    /** Where the record of the source is declared. */
    private readonly scope: Construct,
    /** The image that all starts from. */
    private readonly source: IImage,
    fate: Intermediates = Intermediates.RETAIN,
  ) {
    this.isRetired = fate === Intermediates.DELETE;
  }

  /** Marks something on the way, before anything is made of it. */
  public pass(image: DeclaredReplica, more: Partial<Planned> = {}): void {
    image.planned = { ...UNPLANNED, ...more, intermediate: this.isRetired ? "retired" : "kept" };
    if (this.isRetired) leaveOut(image);
  }

  /** Marks what was asked for: it outlives what it is made of, where that is on the way. */
  public arrive(image: DeclaredReplica, more: Partial<Planned> = {}): void {
    const lastMaking = isOnTheWay(image.source) ? this.outlive(image) : undefined;
    image.planned = { ...UNPLANNED, ...more, ...(lastMaking && { lastMaking }) };
  }

  /** Lets a replica outlive what it is made of. Two records tell what it is made of: one that replaces it, and one that it was made. */
  private outlive({ resource }: DeclaredReplica): LastMaking | undefined {
    if (!(resource instanceof VendorResource)) return undefined;
    const sourceArgument = resource.sourceArgument();
    if (sourceArgument === undefined) return undefined;
    this.root ??= this.record(this.scope, "Root", { triggersReplace: { image: this.source.imageId } });
    resource.lifecycle = {
      ...resource.lifecycle,
      ignoreChanges: [sourceArgument],
      replaceTriggeredBy: [`terraform_data.${this.root.friendlyUniqueId}`],
    };
    const recipe = [`image ${this.source.imageId}`, ...resource.replacingArguments()].join(", ");
    const made = this.record(resource, "Made", {
      input: { of: recipe },
      triggersReplace: { of: this.isRetired ? "" : recipe },
      dependsOn: [resource],
    });
    if (this.isRetired) {
      // Whatever makes the replica anew makes its record anew, whose condition fails then: at plan, before anything is destroyed.
      const id = `${resource.terraformResourceType}.${resource.friendlyUniqueId}.id`;
      made.lifecycle = { ...made.lifecycle, replaceTriggeredBy: [id] };
    }
    return this.isRetired ? { recipe, madeOf: UNKNOWN, record: made } : undefined;
  }

  /** While its images on the way are retired, a record keeps what it was. */
  private record(scope: Construct, id: string, config: ConstructorParameters<typeof TerraformData>[2]): TerraformData {
    const lifecycle = this.isRetired ? { ignoreChanges: ["triggers_replace"] } : undefined;
    return new TerraformData(scope, id, { ...config, lifecycle });
  }
}

/** Takes its resources out of the stack. */
function leaveOut({ resource, companions = [] }: DeclaredReplica): void {
  for (const one of [resource, ...companions]) {
    if (one instanceof VendorResource) one.leaveOut();
    else countNone(one);
  }
}

/** Terraform runs what a resource is to run when it is destroyed only while that is declared: so it is, for no instance. */
function countNone(resource: TerraformResource): void {
  resource.count = 0;
  // All that is no resource of the vendor's is a null_resource.
  if ("resetTriggers" in resource) (resource as Pick<Resource, "resetTriggers">).resetTriggers();
  resource.dependsOn = undefined;
  const last = (resource.provisioners ?? []).filter((one) => "when" in one && one.when === "destroy");
  resource.provisioners = last.length === 0 ? undefined : last;
}
