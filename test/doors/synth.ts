// The entry point of synth: builds a program from facts, and returns its findings.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { App, Lazy, TerraformProvider, TerraformResource, TerraformStack, Testing } from "cdktf";
import {
  Agency,
  CrossRegionImage,
  Destination,
  DeploymentTarget,
  Encryption,
  ExportedImage,
  HuaweicloudProvider,
  ImageDistribution,
  ImageKind,
  ImageShare,
  ImageVisibility,
  Key,
  Licence,
  Member,
  RegisteredImage,
  ReplicatedImage,
  SharedImage,
  Site,
  SourceImage,
  Vault,
  type IImage,
  type IImageFile,
  ImageFileFormat,
  type Replica,
} from "../../lib";
import type { Construct } from "constructs";
import { ObjectTransfer } from "../../lib/constructs/object-transfer";
import type { Facts, Inventory, OperationKind } from "../../lib/model";
import { defaultProject, writeInventory } from "../../lib/model";
import { SOURCE_ID, SOURCE_NAME, worldOf } from "./world";

export interface Told {
  readonly id: string;
  readonly text: string;
}

/** Operations that constructs declare. */
export const AT_SYNTH: readonly OperationKind[] = [
  "copyImage",
  "copyImageAcross",
  "shareImage",
  "acceptImage",
  "exportImage",
  "transferObject",
  "registerImage",
];

/** Every finding of the program, as people read it. */
export function findingsAtSynth(operation: OperationKind, facts: Facts): readonly Told[] {
  const folder = mkdtempSync(join(tmpdir(), "synth-door-"));
  try {
    const inventory = join(folder, "inventory.json");
    writeFileSync(inventory, JSON.stringify(writeInventory(worldFor(facts))));
    return findingsOf(program(operation, facts, inventory));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function worldFor(facts: Facts): Inventory {
  const world = worldOf(facts);
  const [source] = world.images;
  if (facts["source.candidates"].length < 2 || source === undefined) return world;
  return { ...world, images: [...world.images, { ...source, id: "ims-twin", account: "archive" }] };
}

/** All findings of the constructs of a stack: errors by validation, the rest by annotation, which validation adds. */
function findingsOf(replica: Construct): readonly Told[] {
  const stack = TerraformStack.of(replica);
  Testing.synth(stack);
  for (const { node } of stack.node.findAll()) node.validate();
  const errors = replica.node.validate();
  const warnings = replica.node.metadata.filter(({ type }) => type === "@cdktf/warn").map(({ data }) => String(data));
  return [...errors, ...warnings].map((text) => ({
    id: /\[([a-z-]+\/[a-z-]+)(?:, IMG\.\d+)?\]$/u.exec(text)?.[1] ?? text,
    text,
  }));
}

function program(operation: OperationKind, facts: Facts, inventory: string): Construct {
  const app = new App({ outdir: join(dirname(inventory), "out") });
  const stack = new TerraformStack(app, "stack");
  const provider = providerOf(app, stack, facts);
  if (!facts["source.encryptionStated"]) {
    const lookup = SourceImage.fromLookup(stack, "source", { name: SOURCE_NAME, region: facts["image.region"] });
    return declareReplica(stack, "replica", operation, facts, lookup, provider, facts["replica.name"]);
  }
  const byName = facts["source.candidates"].length > 1;
  const source = SourceImage.fromInventory(
    stack,
    "source",
    byName ? { inventory, name: SOURCE_NAME } : { inventory, imageId: facts["image.id"] ?? SOURCE_ID },
  );
  const destinations = [Destination.region("cn-east-3", { encryption: Encryption.none() })];
  if (facts["route.lacks"].length > 0) {
    const expect = { encrypted: false, sizeGib: 40, visibility: ImageVisibility.PRIVATE, licence: Licence.FREE };
    const lookup = SourceImage.fromLookup(stack, "lookup", { name: SOURCE_NAME, expect });
    return new ImageDistribution(stack, "replica", {
      source: lookup,
      provider,
      agencyName: "ims_copy",
      name: facts["replica.name"],
      destinations,
    });
  }
  if (facts["props.numbers"].destinations === 0) {
    return new ImageDistribution(stack, "replica", { source, provider, name: "web", destinations: [] });
  }
  if (facts["route.blocked"].length > 0) {
    // It names no agency, so that no route exists.
    return new ImageDistribution(stack, "replica", { source, provider, name: facts["replica.name"], destinations });
  }
  if (operation !== "copyImage" && operation !== "copyImageAcross") {
    return declareDeed(stack, operation, facts, source, provider);
  }
  const declare = (id: string, from: IImage, name = facts["replica.name"]): Replica =>
    declareReplica(stack, id, operation, facts, from, provider, name);
  if (facts["source.cycle"].length > 0) {
    const cell: { last?: Replica } = {};
    const imageId = Lazy.stringValue({ produce: () => cell.last?.imageId ?? "" });
    const first = declare(
      "first",
      SourceImage.fromAttributes(stack, "lazy", { ...source.facts, imageId } as never),
      "first",
    );
    cell.last = declare("last", first);
    return cell.last;
  }
  if (facts["route.plaintextHours"] !== null) {
    // An intermediate copy of an encrypted replica.
    const imageId = SOURCE_ID;
    const encrypted = { ...source.facts, imageId, encrypted: true, keyId: "k-0" } as never;
    const plain = declare("replica", SourceImage.fromAttributes(stack, "encrypted", encrypted));
    const encryption = Encryption.kms(Key.fromAttributes({ keyId: "k-1", region: facts["caller.region"] }));
    new ReplicatedImage(stack, "again", { source: plain, name: "again", encryption, provider });
    return plain;
  }
  const replica = declare("replica", source);
  const { "route.recipe": recipe, "route.madeOf": madeOf, "route.createTimeout": timeout } = facts;
  if (timeout !== null) replica.resource.addOverride("timeouts.create", timeout);
  for (const argument of Object.keys(facts["replica.overridden"])) replica.resource.addOverride(argument, null);
  if (operation === "copyImageAcross" && facts["replica.enterpriseProjectId"] !== null) {
    replica.resource.addOverride("enterprise_project_id", facts["replica.enterpriseProjectId"]);
  }
  replica.planned = {
    dropped: [],
    // At synth its source is unknown; Terraform's record contains it.
    ...(recipe !== null && madeOf !== null && { lastMaking: { recipe, madeOf, record: replica.resource } }),
  };
  if (facts["replica.claimants"].length > 1) declare("rival", source);
  return replica;
}

function providerOf(app: App, stack: TerraformStack, facts: Facts): HuaweicloudProvider {
  const project = facts["caller.project"];
  const props = {
    region: facts["caller.region"],
    account: {
      id: facts["caller.account"],
      site: Object.entries(Site).find(([, word]) => word.valueOf() === facts["caller.site"])?.[1],
    },
    project: project === defaultProject(facts["caller.region"]) ? undefined : project,
  };
  if (facts["provider.targets"].length > 1) {
    new HuaweicloudProvider(stack, "real", {
      region: "cn-southwest-2",
      alias: "real",
      target: DeploymentTarget.HUAWEICLOUD,
    });
  }
  if (facts["provider.foreignClasses"].length > 0) new ForeignProvider(stack);
  if (facts["provider.unservedTypes"].length > 0) {
    new TerraformResource(stack, "network", { terraformResourceType: "huaweicloud_vpc" });
  }
  for (const region of facts["provider.unknownRegions"]) {
    new HuaweicloudProvider(stack, region, { region, alias: region });
  }
  if (facts["provider.sameIdentity"].length > 1) new HuaweicloudProvider(stack, "twin", { ...props, alias: "twin" });
  if (facts["provider.sameAlias"].length > 1)
    new HuaweicloudProvider(stack, "other", { ...props, region: "cn-southwest-2" });
  const home = facts["provider.foreignStack"] === "" ? stack : new TerraformStack(app, facts["provider.foreignStack"]);
  const provider = new HuaweicloudProvider(home, "huaweicloud", {
    ...props,
    maxConcurrentCopies: facts["account.slots"] || undefined,
  });
  for (const name of facts["provider.literalCredentials"]) provider.addOverride(name, "canary");
  return provider;
}

/** A provider as the bindings of another package declare it. */
class ForeignProvider extends TerraformProvider {
  public constructor(stack: TerraformStack) {
    super(stack, "foreign", {
      terraformResourceType: "huaweicloud",
      terraformGeneratorMetadata: { providerName: "huaweicloud" },
      terraformProviderSource: "huaweicloud/huaweicloud",
    });
  }

  public override get alias(): string {
    return "foreign";
  }
}

function declareReplica(
  stack: TerraformStack,
  id: string,
  operation: OperationKind,
  facts: Facts,
  source: IImage,
  provider: HuaweicloudProvider,
  name: string,
): Replica {
  const shared = {
    source,
    provider,
    name,
    description: facts["replica.description"],
    tags: facts["replica.tags"],
    encryption: encryptionOf(facts),
    acknowledge: Object.fromEntries(facts["replica.wrongAcknowledgements"].map((id) => [id, "for a test"])),
    ...wrongProps(facts),
  };
  if (operation === "copyImage") {
    return new ReplicatedImage(stack, id, {
      ...shared,
      fastCreate: facts["replica.fastCreate"],
      enterpriseProjectId: facts["replica.enterpriseProjectId"] ?? undefined,
    });
  }
  return new CrossRegionImage(stack, id, {
    ...shared,
    targetRegion: facts["replica.region"],
    agency: facts["agency.name"] === null ? undefined : Agency.fromAgencyName(facts["agency.name"]),
    vaultId: facts["vault.id"] ?? undefined,
    ...(facts["props.contradictions"].length > 0 && { agencyName: "another" }),
  });
}

/** Props that no type check would accept. */
function wrongProps(facts: Facts): object {
  const {
    "props.unknown": unknown,
    "props.missing": missing,
    "props.wrongKind": wrong,
    "props.unstorable": text,
  } = facts;
  return {
    ...(unknown.length > 0 && { encrypton: "k-1" }),
    ...(missing.length > 0 && { name: undefined }),
    ...(wrong.length > 0 && { description: 5 }),
    ...(text.length > 0 && { description: "\0" }),
    ...facts["props.numbers"],
  };
}

function declareDeed(
  stack: TerraformStack,
  operation: OperationKind,
  facts: Facts,
  source: IImage,
  provider: HuaweicloudProvider,
): Construct {
  const shared = { source, provider };
  const bucket = facts["bucket.name"] ?? "";
  const key = facts["object.key"] ?? "";
  const format =
    facts["object.format"] === null
      ? undefined
      : Object.values(ImageFileFormat).find((one) => one.valueOf() === facts["object.format"]);
  const file: IImageFile = {
    imageId: "ims-exported",
    facts: {
      kind: ImageKind.SYSTEM_DISK,
      sizeGib: facts["object.sizeGib"] ?? undefined,
      region: facts["caller.region"],
    },
    inventory: source.inventory,
    bucket,
    objectKey: key,
    keyPattern: key,
    format: undefined,
    bucketRegion: facts["caller.region"],
  };
  switch (operation) {
    case "shareImage":
      return new ImageShare(stack, "replica", { ...shared, members: facts["member.asked"].map(memberOf) });
    case "acceptImage": {
      const vaultId = facts["vault.id"];
      return new SharedImage(stack, "replica", {
        ...shared,
        vault: vaultId === null ? undefined : Vault.fromVaultId(vaultId),
      });
    }
    case "exportImage":
      return new ExportedImage(stack, "replica", {
        ...shared,
        bucket,
        objectKey: key,
        format,
        fast: facts["export.fast"],
      });
    case "transferObject":
      return new ObjectTransfer(stack, "replica", {
        provider,
        source: { ...file, keyPattern: facts["target.bucket"] === bucket ? (facts["target.key"] ?? "") : key },
        targetRegion: "cn-east-3",
        targetBucket: facts["target.bucket"] ?? "",
      });
    case "registerImage":
    case "copyImage":
    case "copyImageAcross":
    case "unshareImage":
    case "rejectImage":
      return new RegisteredImage(stack, "replica", {
        provider,
        source: file,
        name: facts["replica.name"],
        description: facts["replica.description"],
        tags: facts["replica.tags"],
        kind: facts["register.kind"] === "data-disk" ? ImageKind.DATA_DISK : ImageKind.SYSTEM_DISK,
        minDiskGib: facts["register.minDiskGib"] ?? 0,
        sizeGib: facts["props.numbers"].sizeGib,
        osVersion: facts["register.osVersion"] ?? "",
        quick: facts["register.quick"],
        encryption: encryptionOf(facts),
      });
  }
}

function memberOf(text: string): Member {
  const [account = "", project] = text.split("/");
  return project === undefined ? Member.project(account) : Member.project(project, { account });
}

function encryptionOf(facts: Facts): Encryption | undefined {
  switch (facts["replica.encryption"]) {
    case "unsaid":
      return undefined;
    case "none":
      return Encryption.none();
    case "kms":
      return Encryption.kms(facts["key.id"] ?? "k-1");
  }
}
