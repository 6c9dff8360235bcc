// The images of a fleet, as a GitOps repository declares them: each destination is a line that a pull request adds or drops.
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
  /** What the accounts hold: what `image-replication state export` wrote, or a recording of the real cloud. */
  readonly inventory: string;
  /** Regions that the images are wanted in. */
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
