// An image that exists already: its facts are stated, or looked up in a recording.
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { DataImagesImage } from "../bindings";
import { readInventory, type Image, type Inventory } from "../model";
import { isKnown, UsageError } from "../values";
import {
  ImageKind,
  ImageStatus,
  ImageVisibility,
  Licence,
  OperatingSystem,
  ServerType,
  worded,
  type KeyState,
  type MemberStatus,
  type IImage,
  type ImageFacts,
  type ImageLookup,
  lookupOf,
  NamedFiles,
  sound,
  addFault,
  faultsOf,
  settleFaults,
  standInText,
  escaped,
  givenId,
  givenIdOrNone,
  known,
} from "../declarations";
import { reportFaults } from "./report-faults";

/** Facts of an image that a program states. */
export interface SourceImageAttributes {
  /** Id of the image; can be a token. */
  readonly imageId: string;
  /** Name of the image, for messages. */
  readonly name: string;
  /** Kind of the image. */
  readonly kind: ImageKind;
  /** Size of the image file in GiB. If it is a token, forecasts assume 128. */
  readonly sizeGib: number;
  /** Region id of the image. @default - the region of the provider that replicates it */
  readonly region?: string;
  /** Account that owns the image. @default - the account that replicates it */
  readonly account?: string;
  /** Project that owns the image. @default - the project that replicates it */
  readonly project?: string;
  /** Id of the KMS key that encrypts the image. @default - not encrypted */
  readonly keyId?: string;
  /** Whether the image is encrypted. @default - true if `keyId` is set */
  readonly encrypted?: boolean;
  /** State of the image's key. @default - unknown */
  readonly keyState?: KeyState;
  /** Status of the image. @default ImageStatus.ACTIVE */
  readonly status?: ImageStatus;
  /** Visibility of the image to the account that replicates it. @default ImageVisibility.PRIVATE */
  readonly visibility?: ImageVisibility;
  /** For a shared image: whether this project has accepted it. @default - unknown */
  readonly memberStatus?: MemberStatus;
  /** Operating system of the image. @default OperatingSystem.LINUX */
  readonly os?: OperatingSystem;
  /** Type of the servers that start from the image. @default ServerType.ECS */
  readonly server?: ServerType;
  /** Licence of the image's content. Only FREE images can be exported. @default Licence.FREE */
  readonly licence?: Licence;
  /** Whether the image is frozen because of arrears. @default false */
  readonly frozen?: boolean;
  /** For a full-ECS image: whether its backup is itself a replica. @default false */
  readonly backupIsReplica?: boolean;
  /** Tags of the image, which policies can select. @default - unknown */
  readonly tags?: { readonly [key: string]: string };
}

/** Facts that a program expects of an image that Terraform looks up. */
export interface ExpectedImage {
  /** Whether the image is encrypted. Required, here or by `keyId`. */
  readonly encrypted?: boolean;
  /** Id of the KMS key that encrypts the image. @default - unknown */
  readonly keyId?: string;
  /** Kind of the image. @default - unknown, so that rules about the kind are not checked */
  readonly kind?: ImageKind;
  /** Maximum size of the image file in GiB. Terraform refuses to copy a larger image. @default - unknown; forecasts assume 128 */
  readonly sizeGib?: number;
  /** Operating system of the image. @default - looked up */
  readonly os?: OperatingSystem;
  /** Type of the servers that start from the image. @default - looked up */
  readonly server?: ServerType;
  /** Licence of the image's content. @default - unknown, so that the service decides whether it can be exported */
  readonly licence?: Licence;
  /** Visibility of the image to the account; required for a distribution. @default - looked up */
  readonly visibility?: ImageVisibility;
  /** For a shared image: whether this project has accepted it. @default - unknown */
  readonly memberStatus?: MemberStatus;
  /** For a full-ECS image: whether its backup is itself a replica. @default - unknown */
  readonly backupIsReplica?: boolean;
}

/** Query for an image that Terraform looks up, by name, id, or both. */
export interface SourceImageLookup {
  /** Name of the image. @default - any */
  readonly name?: string;
  /** Id of the image. @default - any */
  readonly imageId?: string;
  /** Region id of the image. @default - the region of the provider */
  readonly region?: string;
  /** Id of the project that owns the image. @default - any */
  readonly owner?: string;
  /** Whether to take the newest of several matches. Otherwise several matches are an error in Terraform. @default false */
  readonly mostRecent?: boolean;
  /** Provider of the data source. @default - the stack's provider without alias */
  readonly provider?: TerraformProvider;
  /** Facts that the program expects. Terraform checks those that the data source returns. @default - none */
  readonly expect?: ExpectedImage;
}

/** Query for an image in an inventory, by name, id, or both. */
export interface SourceImageQuery {
  /** Path of the inventory file, relative to the current folder of the program. */
  readonly inventory: string;
  /** Name of the image. Several matches are a finding that lists their ids. @default - any */
  readonly name?: string;
  /** Id of the image. @default - any */
  readonly imageId?: string;
  /** Region id of the image. @default - any */
  readonly region?: string;
  /** Account that owns the image. @default - any */
  readonly account?: string;
}

/** An existing image. */
export class SourceImage extends Construct implements IImage {
  /** An image whose facts the program states. */
  public static fromAttributes(scope: Construct, id: string, attributes: SourceImageAttributes): SourceImage {
    attributes = sound("SourceImageAttributes", attributes);
    const isPlain = attributes.encrypted === false || (attributes.encrypted ?? attributes.keyId) === undefined;
    if (isPlain && isText(attributes.keyId)) addFault(attributes, 'says "encrypted: false", and names a "keyId"');
    if (isPlain && isText(attributes.keyState))
      addFault(attributes, 'names a "keyState", and is not said to be encrypted');
    const { imageId, ...facts } = attributes;
    const image = new SourceImage(scope, id, givenId(imageId), {
      ...STATED_DEFAULTS,
      encrypted: attributes.keyId !== undefined,
      ...withoutUndefined({ ...facts, ...givenIds(facts) }),
    });
    image.statedIds = [image.imageId];
    reportFaults(image, attributes);
    return image;
  }

  /**
   * An image in an inventory. Synth also knows the keys, vaults, agencies and quotas that the inventory records.
   * @throws UsageError if the file is missing or not an inventory (with file, line and path of the field), if the query has neither name nor id,
   * or if it contains a token
   */
  public static fromInventory(scope: Construct, id: string, query: SourceImageQuery): SourceImage {
    query = sound("SourceImageQuery", query);
    settleFaults(query, scope);
    if (faultsOf(query).length > 0) return SourceImage.faulty(scope, id, query);
    if (query.name === undefined && query.imageId === undefined) {
      throw new UsageError(`SourceImage.fromInventory("${id}"): say which image by its name or its imageId.`);
    }
    const asked = knownQuery(query, scope, id);
    const inventory = INVENTORIES.load(asked.inventory);
    const images = inventory.images.filter((image) => fits(image, asked));
    const candidates = images.map((image) => image.id);
    const image = images[0];
    if (image === undefined) {
      const none = new SourceImage(scope, id, givenId(asked.imageId), { name: asked.name }, inventory, []);
      none.statedIds = asked.imageId === undefined ? undefined : [givenId(asked.imageId)];
      return none;
    }
    return new SourceImage(scope, id, escaped(image.id), factsOf(image), inventory, candidates);
  }

  /**
   * An active image that Terraform looks up at plan with the vendor's data source. Synth knows the expected facts, and Terraform checks those that
   * the data source returns. State the encryption, which it does not return.
   * @throws UsageError if the query has neither name nor id
   */
  public static fromLookup(scope: Construct, id: string, query: SourceImageLookup): SourceImage {
    query = sound("SourceImageLookup", query, "name");
    if (query.expect?.encrypted === false && isText(query.expect.keyId)) {
      addFault(query, 'says "encrypted: false" in "expect", and names a "keyId" there');
    }
    if (faultsOf(query).length > 0) return SourceImage.faulty(scope, id, query);
    const { expect = {}, name, imageId, region, owner, mostRecent, provider } = query;
    if (name === undefined && imageId === undefined) {
      throw new UsageError(`SourceImage.fromLookup("${id}"): say which image by its name or its imageId.`);
    }
    const keyed = expect.keyId !== undefined && { keyId: givenId(expect.keyId), encrypted: true };
    const facts = { name, region, ...withoutUndefined(expect), ...keyed };
    const image = new SourceImage(scope, id, "", facts);
    const data = new DataImagesImage(image, "Lookup", { name, imageId, region, owner, mostRecent, provider });
    image.statedIds = [imageId, name, owner, region].flatMap((value) => givenIdOrNone(value) ?? []);
    image.lookedUp = { id: data.id, lookup: lookupOf(data, expect) };
    reportFaults(image, query);
    return image;
  }

  /** One of which nothing is known: what it is asked for by is not understood. */
  private static faulty(scope: Construct, id: string, query: object): SourceImage {
    const image = new SourceImage(scope, id, standInText(), { region: standInText() });
    reportFaults(image, query);
    return image;
  }

  private constructor(
    scope: Construct,
    id: string,
    private readonly ownId: string,
    /** Facts of the image. */
    public readonly facts: ImageFacts,
    /** The recording that it was looked up in. @internal */
    public readonly inventory?: Inventory,
    /** Ids that match the query: none if the inventory does not list the image, several if its name is ambiguous. */
    public readonly candidates?: string[],
  ) {
    super(scope, id);
  }

  /** The id that the program states, or the texts that it looks the image up by. @internal */
  public statedIds: readonly string[] | undefined;

  private lookedUp: { readonly id: string; readonly lookup: ImageLookup } | undefined;

  /** Id of the image; a token if Terraform looks it up. */
  public get imageId(): string {
    return this.lookedUp?.id ?? this.ownId;
  }

  /** The data source that looks up the image; undefined if there is none. */
  public get lookup(): ImageLookup | undefined {
    return this.lookedUp?.lookup;
  }
}

const isText = (value: string | undefined): boolean => value !== undefined && value !== "";

const INVENTORIES = new NamedFiles(readInventory);

const STATED_DEFAULTS = {
  status: ImageStatus.ACTIVE,
  visibility: ImageVisibility.PRIVATE,
  os: OperatingSystem.LINUX,
  server: ServerType.ECS,
  licence: Licence.FREE,
  frozen: false,
  backupIsReplica: false,
} as const;

/** Ids among the facts that a program states. */
function givenIds({ region, account, project, keyId }: ImageFacts): ImageFacts {
  return {
    region: givenIdOrNone(region),
    account: givenIdOrNone(account),
    project: givenIdOrNone(project),
    keyId: givenIdOrNone(keyId),
  };
}

/** A prop that is passed as undefined means its default, as one that is left out does. */
function withoutUndefined<T extends object>(props: T): Partial<T> {
  return Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined)) as Partial<T>;
}

function fits(image: Image, { name, imageId, region, account }: SourceImageQuery): boolean {
  return (
    (name === undefined || image.name === name) &&
    (imageId === undefined || image.id === imageId) &&
    (region === undefined || image.region === region) &&
    (account === undefined || image.account === account)
  );
}

function factsOf(image: Image): ImageFacts {
  return {
    name: image.name,
    account: image.account,
    project: image.project,
    region: image.region,
    kind: worded(ImageKind, image.kind),
    sizeGib: image.sizeGib,
    encrypted: image.keyId !== null,
    keyId: image.keyId ?? undefined,
    status: worded(ImageStatus, image.status),
    visibility: worded(ImageVisibility, image.visibility),
    os: worded(OperatingSystem, image.os),
    server: worded(ServerType, image.server),
    licence: worded(Licence, image.licence),
    frozen: image.frozen,
    backupIsReplica: image.backup !== null && image.backup.replicaOf !== null,
    tags: image.tags,
  };
}

/** A recording is searched while the program runs. Throws a UsageError when what to search for is not known by then. */
function knownQuery(query: SourceImageQuery, scope: Construct, id: string): SourceImageQuery {
  const entries = Object.entries(withoutUndefined(query)).map(([prop, value]) => {
    const told = known(value, scope);
    if (isKnown(told)) return [prop, told] as const;
    throw new UsageError(
      `SourceImage.fromInventory("${id}"): "${prop}" is known only to Terraform, and a recording is searched while the program runs. Say it in the program, or use SourceImage.fromLookup.`,
    );
  });
  return Object.fromEntries(entries) as unknown as SourceImageQuery;
}
