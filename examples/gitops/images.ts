// The images of a fleet in a GitOps repository. A pull request adds or removes regions.
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import {
  CrossRegionImage,
  Encryption,
  HuaweicloudProvider,
  ReplicatedImage,
  SourceImage,
} from "cdktf-image-replication";

export interface ImagesProps {
  /** Path of the inventory: the output of `image-replication state export`, or a recording of the real cloud. */
  readonly inventory: string;
  /** Regions that need the images. */
  readonly regions: readonly string[];
}

export class Images extends TerraformStack {
  public constructor(scope: Construct, id: string, { inventory, regions }: ImagesProps) {
    super(scope, id);
    new HuaweicloudProvider(this, "huaweicloud", { region: "cn-north-4" });
    const sealed = SourceImage.fromInventory(this, "web-sealed", {
      inventory,
      name: "web-sealed",
      region: "cn-north-4",
    });
    const plain = new ReplicatedImage(this, "web-plain", {
      source: sealed,
      name: "web-plain",
      encryption: Encryption.none(),
    });
    for (const targetRegion of regions) {
      new CrossRegionImage(this, `web-${targetRegion}`, {
        source: plain,
        name: "web-2026",
        targetRegion,
        agencyName: "ims_copy",
        tags: { tier: "web" },
      });
    }
  }
}
