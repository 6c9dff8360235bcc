// Copies golden images from Beijing4 to Shanghai1 and Guangzhou: decrypt, copy, encrypt again. One gets a new key in Beijing4.
import { join } from "node:path";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import {
  CrossRegionImage,
  Encryption,
  HuaweicloudProvider,
  Key,
  ReplicatedImage,
  SourceImage,
  Vault,
} from "cdktf-image-replication";

const INVENTORY = join(__dirname, "inventory.json");
const AGENCY = "ims_copy";

class GoldenImages extends TerraformStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new HuaweicloudProvider(this, "huaweicloud", { region: "cn-north-4" });

    const web = SourceImage.fromInventory(this, "web-base", { inventory: INVENTORY, name: "web-base" });
    const data = SourceImage.fromInventory(this, "db-data", { inventory: INVENTORY, name: "db-data" });
    const legacy = SourceImage.fromInventory(this, "legacy-app", { inventory: INVENTORY, name: "legacy-app" });

    // The key of an image cannot be changed; a replica has the new key.
    new ReplicatedImage(this, "web-rekeyed", {
      source: web,
      name: "web-2026",
      description: "web-base under this year's key",
      encryption: Encryption.kms(Key.fromKeyId("a3d1c0de-0000-4b4b-8c8c-000000000002")),
      tags: { tier: "web" },
    });

    // Encrypted images cannot cross regions: decrypt, copy, and encrypt with a key of the target region.
    const plain = new ReplicatedImage(this, "web-plain", {
      source: web,
      name: "web-plain",
      encryption: Encryption.none(),
      fastCreate: true,
    });
    const shanghai = new CrossRegionImage(this, "web-shanghai", {
      source: plain,
      name: "web-arrived",
      targetRegion: "cn-east-3",
      agencyName: AGENCY,
    });
    const shanghaiEncrypted = new ReplicatedImage(this, "web-shanghai-encrypted", {
      source: shanghai,
      name: "web",
      encryption: Encryption.kms(
        Key.fromAttributes({ keyId: "a3d1c0de-0000-4b4b-8c8c-000000000003", region: "cn-east-3" }),
      ),
    });
    const guangzhou = new CrossRegionImage(this, "web-guangzhou", {
      source: plain,
      name: "web",
      targetRegion: "cn-south-1",
      agencyName: AGENCY,
    });

    // The stack has six cross-region copies and the account has five slots, so the last copy waits.
    for (const targetRegion of ["cn-east-3", "cn-south-1", "cn-southwest-2"]) {
      new CrossRegionImage(this, `data-${targetRegion}`, {
        source: data,
        name: "db-data",
        targetRegion,
        agencyName: AGENCY,
      });
    }

    // A full-ECS image is copied as a backup, into a vault in the target region.
    new CrossRegionImage(this, "legacy-guangzhou", {
      source: legacy,
      name: "legacy-app",
      targetRegion: "cn-south-1",
      agencyName: AGENCY,
      vault: Vault.fromVaultId("e4f5a6b7-1111-4222-8333-444455556666"),
    });

    new TerraformOutput(this, "web_image_shanghai", { value: shanghaiEncrypted.imageId });
    new TerraformOutput(this, "web_image_guangzhou", { value: guangzhou.imageId });
  }
}

const app = new App();
new GoldenImages(app, "golden-images");
app.synth();
