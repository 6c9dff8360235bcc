// The means that a distribution names: keys, agency, vaults and buckets, as the planner asks for them and as hops are given them.
import type { Construct } from "constructs";
import { unknownAbout, type FactsAbout } from "../../model";
import { RecordedMeans, type Place, type RouteMeans } from "../../routes";
import { isKnown, knownOr, type Knowable } from "../../values";
import type { ImageDistributionProps } from "./props";
import type { DistributionParties } from "./parties";
import { Agency, Key, type Vault, known, knownLiteral, resolvedText } from "../../declarations";

export class DistributionMeans implements RouteMeans {
  public readonly namedAgency: Agency | undefined;
  private readonly keys: ReadonlyMap<string, Key>;
  private readonly recorded: RecordedMeans;

  public constructor(
    private readonly scope: Construct,
    private readonly props: ImageDistributionProps,
    private readonly parties: DistributionParties,
    /** Where the source is. */
    private readonly homeRegion: string,
  ) {
    this.namedAgency =
      props.agency ?? (props.agencyName === undefined ? undefined : Agency.fromAgencyName(props.agencyName));
    this.keys = new Map(
      props.destinations.flatMap(({ props: { encryption } }) => {
        const key = encryption?.key;
        return key === undefined ? [] : [[this.keyText(key), key] as const];
      }),
    );
    this.recorded = new RecordedMeans(props.source.inventory, {
      agency: () => knownOrNone(this.namedAgency?.attributes.agencyName, scope),
      vault: (account, region, use) => knownOrNone(this.vaultId(account, region, use), scope),
      bucket: (account, region) => this.bucketName(account, region),
    });
  }

  /** The planner's name for a key: its id, or what the id will be taken from. */
  public keyText({ attributes: { keyId } }: Key): string {
    return isKnown(known(keyId, this.scope)) ? keyId : `?${resolvedText(keyId, this.scope).replace(/[^\w.]+/gu, "-")}`;
  }

  public keyOf(keyId: string): Key {
    return this.keys.get(keyId) ?? Key.fromKeyId(keyId);
  }

  public bucketAt({ account, region }: Place): string {
    return this.namedBucket(account, region) ?? "";
  }

  /** The vault that the replicas of a region go into. */
  public vaultIn(region: string): Vault | undefined {
    const here = this.parties.destinationsIn(region);
    return here.find(({ props }) => props.vault !== undefined)?.props.vault;
  }

  public key(keyId: string, at: Pick<Place, "account" | "region">): FactsAbout<"key"> {
    const stated = this.keys.get(keyId)?.attributes;
    const id = known(stated?.keyId ?? keyId, this.scope);
    const recorded = isKnown(id) ? this.recorded.key(id, at) : unknownAbout("key");
    return {
      "key.id": id,
      "key.region": knownOr(known(stated?.region, this.scope), recorded["key.region"]),
      "key.state": knownOr(known(stated?.state, this.scope), recorded["key.state"]),
      "key.usable": knownOr(known(stated?.usable, this.scope), recorded["key.usable"]),
    };
  }

  public agency(account: string): FactsAbout<"agency"> {
    return this.recorded.agency(account);
  }

  public vault(account: string, region: string, use: "replication" | "backup"): FactsAbout<"vault"> {
    return this.recorded.vault(account, region, use);
  }

  public bucket(account: string, region: string): FactsAbout<"bucket"> {
    return this.recorded.bucket(account, region);
  }

  public backupDestinations(region: string): ReturnType<RouteMeans["backupDestinations"]> {
    return this.recorded.backupDestinations(region);
  }

  private vaultId(account: string, region: string, use: "replication" | "backup"): string | undefined {
    if (use === "backup") {
      const members = this.parties.membersIn(region);
      return members.find((member) => this.parties.accountOf(member) === account)?.props.vault?.attributes.vaultId;
    }
    return this.vaultIn(region)?.attributes.vaultId;
  }

  private bucketName(account: string, region: string): Knowable<string | null> {
    const named = this.namedBucket(account, region);
    return named === null ? null : knownLiteral(named, this.scope);
  }

  private namedBucket(account: string, region: string): string | null {
    const own = account === this.parties.identity.account && region === this.homeRegion ? this.props.bucket : undefined;
    const there = this.parties
      .destinationsIn(region)
      .find((one) => one.props.bucket !== undefined && this.parties.ownerAt(one) === account);
    return own ?? there?.props.bucket ?? null;
  }
}

function knownOrNone(value: string | undefined, scope: Construct): Knowable<string | null> {
  return value === undefined ? null : known(value, scope);
}
