// Small programs for tests: a stack with a provider, and common sources.
import { App, TerraformStack, Testing } from "cdktf";
import { HuaweicloudProvider, ImageKind, SourceImage, type SourceImageAttributes } from "../../lib";

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
