// What a copy uses besides its source: key, vault, agency. Plain values: they declare nothing, they say what is known. One without an id, such as a
// key whose id is undefined, stays one: the construct that takes it has the finding.
import type { KeyState, VaultProtection, VaultResource, VaultStatus } from "./enums";
import { sound } from "./props/check";
import { carry } from "./props/faults";
import { givenId } from "./tokens";

/** Facts of a KMS key. */
export interface KeyAttributes {
  /** Id of the key; can be a token. */
  readonly keyId: string;
  /** Region id of the key. @default - unknown, so that a key of another region is an error only at apply */
  readonly region?: string;
  /** State of the key. @default - from the source's inventory, or unknown */
  readonly state?: KeyState;
  /** Whether the account owns the key or has a grant for it. @default - from the source's inventory, or unknown */
  readonly usable?: boolean;
}

/** A KMS key. */
export class Key {
  /** A key with stated facts. Synth checks more rules the more facts it has. */
  public static fromAttributes(attributes: KeyAttributes): Key {
    const sane = sound("KeyAttributes", objectOf(attributes), "keyId");
    const made = new Key({ ...sane, keyId: givenId((sane as Partial<KeyAttributes>).keyId) });
    carry(made, sane);
    return made;
  }

  /** A key known only by id. Facts missing from the inventory are checked at apply. */
  public static fromKeyId(keyId: string): Key {
    return Key.fromAttributes({ keyId });
  }

  private constructor(
    /** Stated facts. */
    public readonly attributes: KeyAttributes,
  ) {}
}

/** Facts of a CBR vault. */
export interface VaultAttributes {
  /** Id of the vault; can be a token. */
  readonly vaultId: string;
  /** Region id of the vault. @default - from the source's inventory, or unknown */
  readonly region?: string;
  /** Purpose of the vault. @default - from the source's inventory, or unknown */
  readonly protection?: VaultProtection;
  /** Type of the resources that the vault protects. @default - from the source's inventory, or unknown */
  readonly resource?: VaultResource;
  /** Status of the vault. @default - from the source's inventory, or unknown */
  readonly status?: VaultStatus;
  /** Free capacity in GiB. @default - from the source's inventory, or unknown */
  readonly freeGib?: number;
}

/** A CBR vault for the backup of a full-ECS image in the target region. */
export class Vault {
  /** A vault with stated facts. Synth checks more rules the more facts it has. */
  public static fromAttributes(attributes: VaultAttributes): Vault {
    const sane = sound("VaultAttributes", objectOf(attributes), "vaultId");
    const made = new Vault({ ...sane, vaultId: givenId((sane as Partial<VaultAttributes>).vaultId) });
    carry(made, sane);
    return made;
  }

  /** A vault known only by id. Facts missing from the inventory are checked at apply. */
  public static fromVaultId(vaultId: string): Vault {
    return Vault.fromAttributes({ vaultId });
  }

  private constructor(
    /** Stated facts. */
    public readonly attributes: VaultAttributes,
  ) {}
}

/** Facts of an IAM agency. */
export interface AgencyAttributes {
  /** Name of the agency in IAM. */
  readonly agencyName: string;
  /** Region ids in whose project the agency is granted. @default - from the source's inventory, or unknown */
  readonly regions?: string[];
  /** Whether the agency's policy covers backups. @default - from the source's inventory, or unknown */
  readonly coversBackups?: boolean;
}

/** An IAM agency that allows the image service to act in the target region. */
export class Agency {
  /** An agency with stated facts. Synth checks more rules the more facts it has. */
  public static fromAttributes(attributes: AgencyAttributes): Agency {
    const sane = sound("AgencyAttributes", objectOf(attributes), "agencyName");
    const made = new Agency({ ...sane, agencyName: givenId((sane as Partial<AgencyAttributes>).agencyName) });
    carry(made, sane);
    return made;
  }

  /** An agency known only by name. Facts missing from the inventory are checked at apply. */
  public static fromAgencyName(agencyName: string): Agency {
    return Agency.fromAttributes({ agencyName });
  }

  private constructor(
    /** Stated facts. */
    public readonly attributes: AgencyAttributes,
  ) {}
}

/** Encryption of a replica. */
export class Encryption {
  /** Not encrypted, even if the source is. */
  public static none(): Encryption {
    return new Encryption(undefined);
  }

  /** Encrypted with a key of the replica's region. Synth checks fewer rules for a key id than for a `Key`. */
  public static kms(key: Key | string): Encryption {
    return new Encryption(isKey(key) ? key : Key.fromKeyId(key));
  }

  private constructor(
    /** The key; undefined when it is not encrypted. */
    public readonly key: Key | undefined,
  ) {
    if (key !== undefined) carry(this, key);
  }
}

/** Not by its class: a program can hold two copies of this library. */
function isKey(key: Key | string): key is Key {
  return typeof key === "object" && (key as Key | null)?.attributes !== undefined;
}

/** What is no object has nothing to examine: the id that it lacks is found by its rule. */
function objectOf<T extends object>(given: T): T {
  return typeof given === "object" && (given as T | null) !== null ? given : ({} as T);
}
