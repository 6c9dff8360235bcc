// An image that exists already: its facts are stated, or looked up in a recording.
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { DataImagesImage } from "../bindings";
import { readInventory, type Image, type Inventory } from "../model";
import { namesNothing, isKnown, UsageError } from "../values";
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

/** What a program states of an image. */
export interface SourceImageAttributes {
  /** Id of the image; may be a token. */
  readonly imageId: string;
  /** Name of the image, for messages. */
  readonly name: string;
  /** What it holds. */
  readonly kind: ImageKind;
  /** Size of the image file, in GiB; may be a token, and then counts as 128 until Terraform knows it. */
  readonly sizeGib: number;
  /** @default - the region of the provider that replicates it */
  readonly region?: string;
  /** Owning account. @default - the account that replicates it */
  readonly account?: string;
  /** Owning project. @default - the project that replicates it */
  readonly project?: string;
  /** Key that it is encrypted with. @default - none: it is not encrypted */
  readonly keyId?: string;
  /** @default - whether a key is given */
  readonly encrypted?: boolean;
  /** State of the key that it is encrypted with. @default - not known */
  readonly keyState?: KeyState;
  /** @default ImageStatus.ACTIVE */
  readonly status?: ImageStatus;
  /** @default ImageVisibility.PRIVATE */
  readonly visibility?: ImageVisibility;
  /** Of a shared image: whether this project accepted it. @default - not known */
  readonly memberStatus?: MemberStatus;
  /** @default OperatingSystem.LINUX */
  readonly os?: OperatingSystem;
  /** @default ServerType.ECS */
  readonly server?: ServerType;
  /** Who licenses what is in it; only a free one can be exported. @default Licence.FREE */
  readonly licence?: Licence;
  /** Frozen for arrears. @default false */
  readonly frozen?: boolean;
  /** Of a full-ECS image: whether its backup is itself a replica. @default false */
  readonly backupIsReplica?: boolean;
  /** Tags that it bears: policies ask for them. @default - not known */
  readonly tags?: { readonly [key: string]: string };
}

/** What is expected of an image that is looked up. */
export interface ExpectedImage {
  /** Whether it is encrypted: has to be stated, here or by a key. */
  readonly encrypted?: boolean;
  /** Key that it is encrypted with. @default - not known */
  readonly keyId?: string;
  /** @default - not known, so that rules about the kind are not checked */
  readonly kind?: ImageKind;
  /** At most so many GiB: Terraform refuses the copy of a larger one. @default - not known, and counts as 128 */
  readonly sizeGib?: number;
  /** @default - looked up */
  readonly os?: OperatingSystem;
  /** @default - looked up */
  readonly server?: ServerType;
  /** Who licenses what is in it. @default - not known, so that an export is decided by the service */
  readonly licence?: Licence;
  /** How the account sees it; a distribution has to know. @default - looked up */
  readonly visibility?: ImageVisibility;
  /** Of a shared image: whether this project accepted it. @default - not known */
  readonly memberStatus?: MemberStatus;
  /** Of a full-ECS image: whether its backup is itself a replica. @default - not known */
  readonly backupIsReplica?: boolean;
}

/** Which image Terraform looks up: by its name, its id, or both. */
export interface SourceImageLookup {
  /** @default - any name */
  readonly name?: string;
  /** @default - any id */
  readonly imageId?: string;
  /** @default - the region of the provider */
  readonly region?: string;
  /** Id of the project that owns it. @default - any */
  readonly owner?: string;
  /** Whether to take the newest of several; otherwise several are an error of Terraform's. @default false */
  readonly mostRecent?: boolean;
  /** @default - the stack's provider without alias */
  readonly provider?: TerraformProvider;
  /**
   * What is expected of it; Terraform refuses what is otherwise, as far as the data source shows it. @default -
   * nothing
   */
  readonly expect?: ExpectedImage;
}

/** Which image of an inventory: by its name, its id, or both. */
export interface SourceImageQuery {
  /** Path of the inventory file, from the folder in which the program runs. */
  readonly inventory: string;
  /** Name of the image; an ambiguous one is a finding that lists the ids. @default - any name */
  readonly name?: string;
  /** Id of the image. @default - any id */
  readonly imageId?: string;
  /** @default - any region */
  readonly region?: string;
  /** Owning account. @default - any account */
  readonly account?: string;
}

/** An image that exists already. */
export class SourceImage extends Construct implements IImage {
  /** An image whose facts the program states. */
  public static fromAttributes(scope: Construct, id: string, attributes: SourceImageAttributes): SourceImage {
    attributes = sound("SourceImageAttributes", attributes);
    if (attributes.encrypted === false && isText(attributes.keyId)) {
      addFault(attributes, 'says "encrypted: false", and names a "keyId"');
    }
    const { imageId, ...facts } = attributes;
    const image = new SourceImage(scope, id, givenId(imageId), {
      ...STATED_DEFAULTS,
      encrypted: attributes.keyId !== undefined,
      ...withoutUndefined({ ...facts, ...givenIds(facts) }),
    });
    image.statedId = image.imageId;
    reportFaults(image, attributes);
    return image;
  }

  /**
   * An image of a recorded inventory. What else is recorded there, keys, vaults, agencies and quotas, is known at synth too.
   * Throws a UsageError with file, line and path of the field when the file is missing or is no inventory.
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
      none.statedId = givenIdOrNone(asked.imageId);
      return none;
    }
    return new SourceImage(scope, id, escaped(image.id), factsOf(image), inventory, candidates);
  }

  /**
   * An image that Terraform looks up when it plans, by the vendor's data source: it must be active. What is expected of it is known at
   * synth, and checked by Terraform where the data source shows it; its encryption has to be stated, which it does not show.
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
    const soughtBy = [imageId, name, owner, region].flatMap((value) => givenIdOrNone(value) ?? []);
    image.statedId = soughtBy.find(namesNothing) ?? soughtBy[0];
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
    /** What is known of it. */
    public readonly facts: ImageFacts,
    /** The recording that it was looked up in. @internal */
    public readonly inventory?: Inventory,
    /** Ids that it could be: none when the recording lacks it, several when its name is ambiguous. */
    public readonly candidates?: string[],
  ) {
    super(scope, id);
  }

  /** The id that the program states, or what it looks the image up by. @internal */
  public statedId: string | undefined;

  private lookedUp: { readonly id: string; readonly lookup: ImageLookup } | undefined;

  /** Id of the image; of one that is looked up, a token. */
  public get imageId(): string {
    return this.lookedUp?.id ?? this.ownId;
  }

  /** Where Terraform looks it up; undefined where it does not. */
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
