// What a copy uses besides its source: key, vault, agency. Plain values: they declare nothing, they say what is known. One without an id, such as a
// key whose id is undefined, stays one: the construct that takes it has the finding.
import type { KeyState, VaultProtection, VaultResource, VaultStatus } from "./enums";
import { sound } from "./props/check";
import { carry } from "./props/faults";
import { givenId } from "./tokens";

/** What is known of a KMS key. */
export interface KeyAttributes {
  /** Id of the KMS key; may be a token. */
  readonly keyId: string;
  /** Region of the key. @default - not known, so that a key of another region is found only when it is applied */
  readonly region?: string;
  /** @default - taken from the source's inventory, else not known */
  readonly state?: KeyState;
  /** Whether the account may use it: its own, or granted to it. @default - taken from the source's inventory, else not known */
  readonly usable?: boolean;
}

/** A KMS key. */
export class Key {
  /** A key with what is known of it. The more is said, the more is checked at synth. */
  public static fromAttributes(attributes: KeyAttributes): Key {
    const sane = sound("KeyAttributes", objectOf(attributes), "keyId");
    const made = new Key({ ...sane, keyId: givenId((sane as Partial<KeyAttributes>).keyId) });
    carry(made, sane);
    return made;
  }

  /** A key of which only the id is known: what a recording does not tell of it is checked when it is applied. */
  public static fromKeyId(keyId: string): Key {
    return Key.fromAttributes({ keyId });
  }

  private constructor(
    /** What is known of it. */
    public readonly attributes: KeyAttributes,
  ) {}
}

/** What is known of a CBR vault. */
export interface VaultAttributes {
  /** Id of the CBR vault; may be a token. */
  readonly vaultId: string;
  /** @default - taken from the source's inventory, else not known */
  readonly region?: string;
  /** @default - taken from the source's inventory, else not known */
  readonly protection?: VaultProtection;
  /** @default - taken from the source's inventory, else not known */
  readonly resource?: VaultResource;
  /** @default - taken from the source's inventory, else not known */
  readonly status?: VaultStatus;
  /** Free capacity in GiB. @default - taken from the source's inventory, else not known */
  readonly freeGib?: number;
}

/** A CBR vault, which takes the backup of a full-ECS image in the target region. */
export class Vault {
  /** A vault with what is known of it. The more is said, the more is checked at synth. */
  public static fromAttributes(attributes: VaultAttributes): Vault {
    const sane = sound("VaultAttributes", objectOf(attributes), "vaultId");
    const made = new Vault({ ...sane, vaultId: givenId((sane as Partial<VaultAttributes>).vaultId) });
    carry(made, sane);
    return made;
  }

  /** A vault of which only the id is known: what a recording does not tell of it is checked when it is applied. */
  public static fromVaultId(vaultId: string): Vault {
    return Vault.fromAttributes({ vaultId });
  }

  private constructor(
    /** What is known of it. */
    public readonly attributes: VaultAttributes,
  ) {}
}

/** What is known of an IAM agency. */
export interface AgencyAttributes {
  /** Name of the agency, as it stands in IAM. */
  readonly agencyName: string;
  /** Regions in whose project it was granted. @default - taken from the source's inventory, else not known */
  readonly regions?: string[];
  /** Whether its policy covers backups. @default - taken from the source's inventory, else not known */
  readonly coversBackups?: boolean;
}

/** An IAM agency that lets the image service act in the target region. */
export class Agency {
  /** An agency with what is known of it. The more is said, the more is checked at synth. */
  public static fromAttributes(attributes: AgencyAttributes): Agency {
    const sane = sound("AgencyAttributes", objectOf(attributes), "agencyName");
    const made = new Agency({ ...sane, agencyName: givenId((sane as Partial<AgencyAttributes>).agencyName) });
    carry(made, sane);
    return made;
  }

  /** An agency of which only the name is known: what a recording does not tell of it is checked when it is applied. */
  public static fromAgencyName(agencyName: string): Agency {
    return Agency.fromAttributes({ agencyName });
  }

  private constructor(
    /** What is known of it. */
    public readonly attributes: AgencyAttributes,
  ) {}
}

/** How a replica is encrypted. */
export class Encryption {
  /** Not encrypted, whatever its source is. */
  public static none(): Encryption {
    return new Encryption(undefined);
  }

  /** Encrypted with a key of the region that the replica is in; a bare key id says less than a Key. */
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
