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
  /**
   * Which of five: regions that one program is likely to name together have different ones, so that copies to them do not wait for each
   * other. Never changed: Terraform's dependencies follow from it. Undefined where nothing is copied to, or nobody has said it.
   */
  readonly apart?: number;
}

const replicating = (apart: number, id: string, name: string, ...sites: Region["sites"]): Region => ({
  id,
  name,
  sites,
  replicates: true,
  apart,
});
const regionWithoutReplication = (id: string, name: string, ...sites: Region["sites"]): Region => ({
  id,
  name,
  sites,
  replicates: false,
});

export const REGIONS: readonly Region[] = [
  replicating(4, "cn-north-1", "CN North-Beijing1", "china"),
  replicating(4, "cn-north-2", "CN North-Beijing2", "china"),
  replicating(0, "cn-north-4", "CN North-Beijing4", "china"),
  replicating(0, "cn-north-9", "CN North-Ulanqab1", "china"),
  replicating(0, "cn-north-11", "cn-north-11", "china"),
  replicating(1, "cn-north-12", "CN North3", "china"),
  replicating(1, "cn-east-2", "CN East-Shanghai2", "china"),
  replicating(1, "cn-east-3", "CN East-Shanghai1", "china"),
  replicating(4, "cn-east-4", "CN East2", "china"),
  replicating(3, "cn-east-5", "CN East-Qingdao", "china"),
  replicating(2, "cn-south-1", "CN South-Guangzhou", "china"),
  replicating(2, "cn-south-2", "CN South-Shenzhen", "china"),
  replicating(2, "cn-south-4", "CN South-Guangzhou-InvitationOnly", "china"),
  replicating(3, "cn-southwest-2", "CN Southwest-Guiyang1", "china"),
  replicating(3, "cn-southwest-3", "cn-southwest-3", "china"),
  // The user's document calls it AP-Hong-Kong and counts it to the International site; China accounts can use it too.
  replicating(4, "ap-southeast-1", "CN-Hong Kong", "international", "china"),
  replicating(0, "ap-southeast-2", "AP-Bangkok", "international"),
  replicating(1, "ap-southeast-3", "AP-Singapore", "international"),
  replicating(2, "ap-southeast-4", "AP-Jakarta", "international"),
  replicating(3, "ap-southeast-5", "AP-Manila", "international"),
  replicating(4, "af-south-1", "AF-Johannesburg", "international"),
  replicating(2, "af-north-1", "AF-Cairo", "international"),
  replicating(0, "la-north-2", "LA-Mexico City2", "international"),
  replicating(1, "na-mexico-1", "LA-Mexico City1", "international"),
  replicating(3, "la-south-2", "LA-Santiago", "international"),
  replicating(2, "sa-brazil-1", "LA-Sao Paulo1", "international"),
  replicating(0, "tr-west-1", "TR-Istanbul", "international"),
  replicating(1, "me-east-1", "ME-Riyadh", "international"),
  regionWithoutReplication("eu-west-101", "EU-Dublin", "europe"),
  regionWithoutReplication("eu-west-0", "EU-Paris", "partner"),
  regionWithoutReplication("ae-ad-1", "ME-Abu Dhabi-OP5", "partner"),
  regionWithoutReplication("my-kualalumpur-1", "AP-Kuala Lumpur-OP6", "partner"),
  regionWithoutReplication("ru-moscow-1", "RU-Moscow-OP4", "partner"),
];
