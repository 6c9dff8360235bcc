// Programs that no type check has seen: what is missing, misspelt or of another kind is named, with the construct that needs it.
import { App, TerraformStack } from "cdktf";
import {
  CrossRegionImage,
  CrossSiteImage,
  ExportedImage,
  HuaweicloudProvider,
  ImageDistribution,
  ImageKind,
  ImageShare,
  RegisteredImage,
  ReplicatedImage,
  SharedImage,
  SourceImage,
} from "../../lib";

type Untyped = new (scope: TerraformStack, id: string, props: Record<string, unknown>) => unknown;

const CONSTRUCTS = {
  CrossRegionImage,
  CrossSiteImage,
  ExportedImage,
  HuaweicloudProvider,
  ImageDistribution,
  ImageShare,
  RegisteredImage,
  ReplicatedImage,
  SharedImage,
};

/** What a program without types says: `image` stands for an image. Each says what is left out, or wrong, of what is needed. */
const PROGRAMS: readonly (readonly [keyof typeof CONSTRUCTS, string, string])[] = [
  ["ReplicatedImage", '{ "name": "web" }', 'has no "source", which it needs.'],
  ["ReplicatedImage", '{ "source": "image" }', 'has no "name", which it needs.'],
  [
    "ReplicatedImage",
    '{ "source": "image", "Name": "web" }',
    'has no "name", which it needs. It has "Name": is that misspelt?',
  ],
  ["ReplicatedImage", '{ "source": "ims-1", "name": "web" }', 'has a "source" that is no image. Give it a SourceImage'],
  [
    "ReplicatedImage",
    '{ "source": "image", "name": "web", "encryption": "key-1" }',
    'has an "encryption" of another kind.',
  ],
  [
    "CrossRegionImage",
    '{ "source": "image", "name": "web", "region": "cn-east-3" }',
    'has no "targetRegion", which it needs. It has "region"',
  ],
  ["CrossSiteImage", '{ "source": "image", "name": "web" }', 'has no "targetProvider", which it needs.'],
  ["ExportedImage", '{ "source": "image" }', 'has no "bucket", which it needs.'],
  ["HuaweicloudProvider", '{ "alias": "other" }', 'has no "region", which it needs.'],
  ["ImageDistribution", '{ "name": "web", "destinations": [] }', 'has no "source", which it needs.'],
  ["ImageDistribution", '{ "source": "image", "name": "web" }', 'has no "destinations", which it needs.'],
  ["ImageShare", '{ "source": "image", "member": [] }', 'has no "members", which it needs. It has "member"'],
  ["RegisteredImage", '{ "bucket": "b", "objectKey": "k", "name": "web" }', 'has no "minDiskGib", which it needs.'],
  ["SharedImage", "{}", 'has no "source", which it needs.'],
];

function stackWithImage(): { readonly stack: TerraformStack; readonly image: SourceImage } {
  const stack = new TerraformStack(new App({ stackTraces: false }), "stack");
  new HuaweicloudProvider(stack, "home", { region: "cn-north-4" });
  const facts = { imageId: "ims-1", name: "base", kind: ImageKind.SYSTEM_DISK, sizeGib: 12 };
  return { stack, image: SourceImage.fromAttributes(stack, "base", facts) };
}

test.each(PROGRAMS)("%s %s %s", (name, text, message) => {
  const { stack, image } = stackWithImage();
  const props = Object.entries(JSON.parse(text) as Record<string, unknown>).map(
    ([prop, value]) => [prop, value === "image" ? image : value] as const,
  );
  const construct = CONSTRUCTS[name] as unknown as Untyped;
  const made = (): unknown => new construct(stack, "it", Object.fromEntries(props));
  expect(made).toThrow(
    expect.objectContaining({ name: "UsageError", message: expect.stringContaining(`${name} "stack/it" ${message}`) }),
  );
});

test("an image whose facts are stated needs its id", () => {
  const { stack } = stackWithImage();
  const facts = { name: "base", kind: ImageKind.SYSTEM_DISK, sizeGib: 12 } as never;
  expect(() => SourceImage.fromAttributes(stack, "other", facts)).toThrow(
    'SourceImage "stack/other" has no "imageId", which it needs.',
  );
});
