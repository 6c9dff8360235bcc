// Regions: id, name, the sites whose accounts can use it (home site first), whether images are replicated to and from it.
// Source: the region list of the vendor's SDK for the image service; names from the vendor's pages. The home site follows the
// region's location. Regions of partners and EU-Dublin have no cross-region copy in their editions of the manual.
import type { Site } from "../model";

export interface Region {
  readonly id: string;
  /** Name on the console. */
  readonly name: string;
  /** Sites whose accounts can use it, its home site first. */
  readonly sites: readonly Site[];
  /** Whether images can be replicated to and from other regions. */
  readonly replicates: boolean;
}

const replicating = (id: string, name: string, ...sites: Region["sites"]): Region => ({
  id,
  name,
  sites,
  replicates: true,
});
const alone = (id: string, name: string, ...sites: Region["sites"]): Region => ({ id, name, sites, replicates: false });

export const REGIONS: readonly Region[] = [
  replicating("cn-north-1", "CN North-Beijing1", "china"),
  replicating("cn-north-2", "CN North-Beijing2", "china"),
  replicating("cn-north-4", "CN North-Beijing4", "china"),
  replicating("cn-north-9", "CN North-Ulanqab1", "china"),
  replicating("cn-north-11", "cn-north-11", "china"),
  replicating("cn-north-12", "CN North3", "china"),
  replicating("cn-east-2", "CN East-Shanghai2", "china"),
  replicating("cn-east-3", "CN East-Shanghai1", "china"),
  replicating("cn-east-4", "CN East2", "china"),
  replicating("cn-east-5", "CN East-Qingdao", "china"),
  replicating("cn-south-1", "CN South-Guangzhou", "china"),
  replicating("cn-south-2", "CN South-Shenzhen", "china"),
  replicating("cn-south-4", "CN South-Guangzhou-InvitationOnly", "china"),
  replicating("cn-southwest-2", "CN Southwest-Guiyang1", "china"),
  replicating("cn-southwest-3", "cn-southwest-3", "china"),
  // The user's document calls it AP-Hong-Kong and counts it to the International site; China accounts can use it too.
  replicating("ap-southeast-1", "CN-Hong Kong", "international", "china"),
  replicating("ap-southeast-2", "AP-Bangkok", "international"),
  replicating("ap-southeast-3", "AP-Singapore", "international"),
  replicating("ap-southeast-4", "AP-Jakarta", "international"),
  replicating("ap-southeast-5", "AP-Manila", "international"),
  replicating("af-south-1", "AF-Johannesburg", "international"),
  replicating("af-north-1", "AF-Cairo", "international"),
  replicating("la-north-2", "LA-Mexico City2", "international"),
  replicating("na-mexico-1", "LA-Mexico City1", "international"),
  replicating("la-south-2", "LA-Santiago", "international"),
  replicating("sa-brazil-1", "LA-Sao Paulo1", "international"),
  replicating("tr-west-1", "TR-Istanbul", "international"),
  replicating("me-east-1", "ME-Riyadh", "international"),
  alone("eu-west-101", "EU-Dublin", "europe"),
  alone("eu-west-0", "EU-Paris", "partner"),
  alone("ae-ad-1", "ME-Abu Dhabi-OP5", "partner"),
  alone("my-kualalumpur-1", "AP-Kuala Lumpur-OP6", "partner"),
  alone("ru-moscow-1", "RU-Moscow-OP4", "partner"),
];
