// An account of the International site copies images, one of them of a whole server, from Singapore to Bangkok and Hong Kong.
// The program states facts of the agency and the vault, so that synth checks them.
import { App, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import {
  Agency,
  CrossRegionImage,
  HuaweicloudProvider,
  ImageKind,
  ImageVisibility,
  MemberStatus,
  ReplicatedImage,
  ServerType,
  Site,
  SourceImage,
  Vault,
  VaultProtection,
  VaultResource,
  VaultStatus,
  DeploymentTarget,
  Encryption,
} from "cdktf-image-replication";

class Bangkok extends TerraformStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new HuaweicloudProvider(this, "singapore", {
      region: "ap-southeast-3",
      account: { id: "acme-intl", site: Site.INTERNATIONAL },
      target: DeploymentTarget.SIMULATED,
    });
    const agency = Agency.fromAttributes({
      agencyName: "ims_copy",
      regions: ["ap-southeast-1", "ap-southeast-2"],
      coversBackups: true,
    });

    // A partner's shared image, accepted. Only a private image can be copied to another region, so create one first.
    const shared = SourceImage.fromAttributes(this, "partner-base", {
      imageId: "2d6f0a51-7c4e-4b1f-8f00-6f0b7a1c2d01",
      name: "partner-base",
      kind: ImageKind.SYSTEM_DISK,
      sizeGib: 9,
      account: "partner",
      visibility: ImageVisibility.SHARED,
      memberStatus: MemberStatus.ACCEPTED,
      server: ServerType.ECS,
    });
    const own = new ReplicatedImage(this, "own", { source: shared, name: "base", encryption: Encryption.none() });
    for (const targetRegion of ["ap-southeast-1", "ap-southeast-2"]) {
      new CrossRegionImage(this, `base-${targetRegion}`, { source: own, name: "base", targetRegion, agency });
    }

    const server = SourceImage.fromAttributes(this, "erp", {
      imageId: "2d6f0a51-7c4e-4b1f-8f00-6f0b7a1c2d02",
      name: "erp",
      kind: ImageKind.FULL_ECS,
      sizeGib: 64,
    });
    new CrossRegionImage(this, "erp-bangkok", {
      source: server,
      name: "erp",
      description: "The whole server, for recovery in Bangkok",
      targetRegion: "ap-southeast-2",
      agency,
      vault: Vault.fromAttributes({
        vaultId: "9c0e1f2a-3b4c-4d5e-8f60-718293a4b5c6",
        region: "ap-southeast-2",
        protection: VaultProtection.REPLICATION,
        resource: VaultResource.SERVER,
        status: VaultStatus.AVAILABLE,
        freeGib: 500,
      }),
    });
  }
}

const app = new App();
new Bangkok(app, "bangkok");
app.synth();
