// Small programs for tests: a stack with a provider, common sources, and routes that several tests take.
import { App, TerraformStack, Testing } from "cdktf";
import {
  Destination,
  Encryption,
  HuaweicloudProvider,
  ImageDistribution,
  ImageKind,
  ImageShare,
  Key,
  ReplicatedImage,
  SharedImage,
  SourceImage,
  type HuaweicloudProviderProps,
  type Intermediates,
  type Member,
  type SourceImageAttributes,
} from "../../lib";

export interface Program {
  readonly app: App;
  readonly stack: TerraformStack;
  readonly provider: HuaweicloudProvider;
}

/** A stack in cn-north-4, of the simulated target unless the context says otherwise. */
export function program(context: Record<string, unknown> = {}, outdir?: string): Program {
  const app = new App({ context, outdir, stackTraces: false });
  const stack = new TerraformStack(app, "stack");
  return { app, stack, provider: new HuaweicloudProvider(stack, "huaweicloud", { region: "cn-north-4" }) };
}

/** An unencrypted system disk image of 40 GiB, with the given attributes. */
export function source(
  stack: TerraformStack,
  id = "source",
  attributes: Partial<SourceImageAttributes> = {},
): SourceImage {
  const stated = { imageId: `ims-${id}`, name: id, kind: ImageKind.SYSTEM_DISK, sizeGib: 40 };
  return SourceImage.fromAttributes(stack, id, { ...stated, ...attributes });
}

/** Shares the image "base" with a member, accepts it with this provider, and copies it there: a construct for each step. */
export function shareStepByStep(
  stack: TerraformStack,
  member: Member,
  provider: Partial<HuaweicloudProviderProps>,
): void {
  new HuaweicloudProvider(stack, "home", { region: "cn-north-4" });
  const receiver = new HuaweicloudProvider(stack, "web", { region: "cn-north-4", alias: "web", ...provider });
  const base = source(stack, "source", { imageId: "base", name: "base", sizeGib: 2 });
  const share = new ImageShare(stack, "share", { source: base, members: [member] });
  const shared = new SharedImage(stack, "shared", { source: share, provider: receiver });
  new ReplicatedImage(stack, "own", { source: shared, name: "web", provider: receiver });
}

/** Distributes an encrypted image: decrypted, copied across regions, and encrypted with the key of each region. */
export function distributeEncrypted(
  stack: TerraformStack,
  intermediates: Intermediates,
  keys: Readonly<Record<string, string>>,
  imageId = "base",
): void {
  new ImageDistribution(stack, "web", {
    source: source(stack, "base", { imageId, sizeGib: 4, encrypted: true, keyId: "k-home" }),
    name: "web",
    agencyName: "ims_copy",
    intermediates,
    destinations: Object.entries(keys).map(([region, keyId]) =>
      Destination.region(region, { encryption: Encryption.kms(Key.fromAttributes({ keyId, region })) }),
    ),
  });
}

type Resource = Readonly<Record<string, unknown>>;

export interface Synthesized {
  readonly resource: Readonly<Record<string, Readonly<Record<string, Resource>>>>;
  readonly provider: Readonly<Record<string, readonly Resource[]>>;
  readonly terraform: { readonly required_providers: Readonly<Record<string, Resource>> };
}

/** The emitted Terraform of the stack, parsed. */
export function synthesized(stack: TerraformStack): Synthesized {
  return JSON.parse(Testing.synth(stack)) as Synthesized;
}

/** The only image copy of a stack. */
export function onlyCopy(stack: TerraformStack): Resource {
  const copies = Object.values(synthesized(stack).resource.huaweicloud_images_image_copy ?? {});
  expect(copies).toHaveLength(1);
  return copies[0] ?? {};
}
