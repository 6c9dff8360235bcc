// The four purposes of replication within a region. The program states the facts of its images and uses no inventory.
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import {
  Encryption,
  HuaweicloudProvider,
  ImageKind,
  ImageStatus,
  Key,
  KeyState,
  OperatingSystem,
  ReplicatedImage,
  SourceImage,
} from "cdktf-image-replication";

export class FourPurposes extends TerraformStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new HuaweicloudProvider(this, "huaweicloud", { region: "cn-north-4" });

    const sealed = SourceImage.fromAttributes(this, "sealed", {
      imageId: "0f4f1c2e-1d3b-4f7e-9a55-0a6c1b2d3e01",
      name: "sealed",
      kind: ImageKind.SYSTEM_DISK,
      sizeGib: 18,
      region: "cn-north-4",
      keyId: "a3d1c0de-0000-4b4b-8c8c-000000000001",
      keyState: KeyState.ENABLED,
      status: ImageStatus.ACTIVE,
    });
    const open = SourceImage.fromAttributes(this, "open", {
      imageId: "0f4f1c2e-1d3b-4f7e-9a55-0a6c1b2d3e02",
      name: "open",
      kind: ImageKind.SYSTEM_DISK,
      sizeGib: 22,
      region: "cn-north-4",
      os: OperatingSystem.LINUX,
    });
    const key = Key.fromAttributes({
      keyId: "a3d1c0de-0000-4b4b-8c8c-000000000002",
      region: "cn-north-4",
      state: KeyState.ENABLED,
      usable: true,
    });

    // 1. An encrypted image cannot be shared; an unencrypted replica can.
    new ReplicatedImage(this, "decrypted", { source: sealed, name: "decrypted", encryption: Encryption.none() });
    // 2. The key of an image cannot be changed; a replica can have another key.
    new ReplicatedImage(this, "rekeyed", { source: sealed, name: "rekeyed", encryption: Encryption.kms(key) });
    // 3. To store an unencrypted image encrypted, create a replica with a key.
    new ReplicatedImage(this, "encrypted", { source: open, name: "encrypted", encryption: Encryption.kms(key) });
    // 4. An old system disk image may not support fast creation of servers; its replica does.
    new ReplicatedImage(this, "fast", {
      source: open,
      name: "fast",
      encryption: Encryption.none(),
      fastCreate: true,
      tags: { purpose: "fast-create" },
    });
  }
}
