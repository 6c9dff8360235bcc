// The documented results of a replication, as tables: the replica, its time, its charges, and who sees it when. A title begins with its
// feature, and quotes the sentence.
import type { ChargeKind } from "../../lib/catalog";
import type { Image, ImageKind, Operation } from "../../lib/model";
import type { JobStatus } from "../../lib/store";
import { across, BEIJING, caller, copy, SHANGHAI } from "../cloud/world";

/** The source image of all cases. */
export const SOURCE = "web";

/** Requests in order, each on the result of the one before, and the statement of the sentence about the last. */
export interface ReplicaCase {
  readonly title: string;
  readonly source: Partial<Image>;
  readonly requests: readonly Operation[];
  readonly replica: Partial<Image>;
}

const KEY = `key-acme-${BEIJING}`;
const OTHER_KEY = "key-acme-other";
const PARTNER = caller("partner");
const shareWithPartner: Operation = {
  kind: "shareImage",
  caller: caller(),
  sourceImageId: SOURCE,
  members: [{ account: "partner", project: BEIJING }],
};
const acceptAsPartner: Operation = { kind: "acceptImage", caller: PARTNER, sourceImageId: SOURCE, vaultId: null };

export const REPLICAS: readonly ReplicaCase[] = [
  {
    title: `S1 "convert encrypted and unencrypted images into each other": "conversion between encrypted images and unencrypted images"`,
    source: { keyId: KEY },
    requests: [copy(SOURCE)],
    replica: { keyId: null, status: "active", region: BEIJING },
  },
  {
    title: `S2 "Keys for encrypting the images cannot be changed.": "replicate this image to a new one and encrypt the new image using an encryption key"`,
    source: { keyId: KEY },
    requests: [copy(SOURCE, { keyId: OTHER_KEY })],
    replica: { keyId: OTHER_KEY, status: "active" },
  },
  {
    title: `S3 "convert encrypted and unencrypted images into each other", "conversion between encrypted images and unencrypted images": "replicate this image as a new one and encrypt the new image using a key"`,
    source: {},
    requests: [copy(SOURCE, { keyId: KEY })],
    replica: { keyId: KEY, status: "active" },
  },
  {
    title: `S4 "Existing system disk images may not support this function.": "You can optimize the images using the image replication function.", "you can replicate it to generate image copy_A that supports fast ECS creation"`,
    source: { fastCreate: false },
    requests: [copy(SOURCE, { name: "copy_A" })],
    replica: { name: "copy_A", fastCreate: true },
  },
  {
    title: `S4 "enable some advanced features (such as fast ECS creation from an image)", "enabling advanced features (such as fast creation) for images": "this feature is supported by all newly created system disk images by default" and by no data disk image`,
    source: { fastCreate: false, kind: "data-disk" },
    requests: [copy(SOURCE)],
    replica: { fastCreate: false },
  },
  {
    title: `S7 "Enter description of the replication."`,
    source: { description: "of the source" },
    requests: [copy(SOURCE, { name: "web-2026", description: "of the replica" })],
    replica: { name: "web-2026", description: "of the replica" },
  },
  {
    title: `S11 "Cross-region image replication allows you to replicate images between regions.": "You can use this private image to deploy the same application environment in the two regions."`,
    source: {},
    requests: [across(SOURCE)],
    replica: { region: SHANGHAI, project: SHANGHAI, account: "acme", visibility: "private", status: "active" },
  },
  {
    title: `S16 "In the destination region, the system automatically generates a full-ECS image from the backup."`,
    source: { kind: "full-ecs" },
    requests: [across(SOURCE, { vaultId: `vault-${SHANGHAI}` })],
    replica: { kind: "full-ecs", region: SHANGHAI, status: "active" },
  },
  {
    title: `S19 "Replicate the image to the target region under your account"`,
    source: {},
    requests: [across(SOURCE)],
    replica: { account: "acme", region: SHANGHAI },
  },
  {
    title: `S21 "Assume that you have accepted an image shared from the CN North-Beijing4 region.": "Replicate the shared image as a private image."`,
    source: {},
    requests: [shareWithPartner, acceptAsPartner, copy(SOURCE, { caller: PARTNER })],
    replica: { account: "partner", region: BEIJING, visibility: "private" },
  },
  {
    title: `S21 "If you want to replicate the image to the CN East-Shanghai2 region": "Replicate the private image from CN North-Beijing4 to CN East-Shanghai2."`,
    source: {},
    requests: [
      shareWithPartner,
      acceptAsPartner,
      copy(SOURCE, { caller: PARTNER }),
      across(SOURCE, { caller: PARTNER, targetRegion: "cn-east-2" }),
    ],
    replica: { account: "partner", region: "cn-east-2", visibility: "private" },
  },
  {
    title: `S22 "If you want to share an encrypted image, you can replicate it to an unencrypted one."`,
    source: { keyId: KEY },
    requests: [copy(SOURCE), shareWithPartner, acceptAsPartner],
    replica: { keyId: null, account: "acme" },
  },
];

/** This many equal requests at once: when the last one ends, and the charges of all. */
export interface FigureCase {
  readonly title: string;
  readonly operation: "copyImage" | "copyImageAcross";
  readonly kind: ImageKind;
  readonly sizeGib: number;
  readonly copies: number;
  /** Null where the documents give no number. */
  readonly seconds: number | null;
  readonly chargedGib: Readonly<Partial<Record<ChargeKind, number>>>;
}

const PACE = "it takes more than 10 minutes to replicate data of 1 GB across regions";
const OBS = "You are charged for the OBS traffic for replicating images cross regions.";
const CBR = "also charged for the space used to store the CSBS or CBR backups associated with the replicas";
const FREE = "The replicas of system disk and data disk images are stored in OBS buckets for free.";
const figure = (
  title: string,
  [operation, kind, sizeGib, copies]: readonly [FigureCase["operation"], ImageKind, number, number],
  seconds: number | null,
  chargedGib: FigureCase["chargedGib"],
): FigureCase => ({ title, operation, kind, sizeGib, copies, seconds, chargedGib });

const ACROSS = "copyImageAcross";
export const FIGURES: readonly FigureCase[] = [
  figure(`S14 "${PACE}" 1 GiB`, [ACROSS, "system-disk", 1, 1], 600, { "obs-traffic": 1 }),
  figure(
    `S14 "transfers an image file from a region to another through the network" 128 GiB`,
    [ACROSS, "data-disk", 128, 1],
    76_800,
    { "obs-traffic": 128 },
  ),
  figure(`S14 "the number of tasks in the queue"`, [ACROSS, "data-disk", 3, 11], 5_400, { "obs-traffic": 33 }),
  figure(`S15 "${FREE}" system disk`, ["copyImage", "system-disk", 40, 2], null, {}),
  figure(`S15 "${FREE}" data disk`, ["copyImage", "data-disk", 40, 2], null, {}),
  figure(`S15 "${OBS}" system disk`, [ACROSS, "system-disk", 40, 2], 24_000, { "obs-traffic": 80 }),
  figure(`S15 "${OBS}" data disk`, [ACROSS, "data-disk", 40, 1], 24_000, { "obs-traffic": 40 }),
  figure(`S15 "${CBR}"`, [ACROSS, "full-ecs", 40, 1], null, { "cbr-traffic": 40, "backup-space": 40 }),
  figure(`S18 "Five." five at once`, [ACROSS, "system-disk", 2, 5], 1_200, { "obs-traffic": 10 }),
  figure(`S18 "Five." the sixth waits`, [ACROSS, "system-disk", 2, 6], 2_400, { "obs-traffic": 12 }),
  figure(`S18 "Five." copies within a region wait for nothing`, ["copyImage", "system-disk", 0.5, 50], 122, {}),
];

/** The status of a replication at half of its time, and at its end. */
export interface ProgressCase {
  readonly title: string;
  /** Share of the job's duration that has passed. */
  readonly share: number;
  readonly job: JobStatus;
  readonly image: Image["status"];
  readonly percent: number;
}

const WATCHED = "view the replication progress";
export const PROGRESS: readonly ProgressCase[] = [
  { title: `S8 "${WATCHED}" at first`, share: 0, job: "RUNNING", image: "saving", percent: 0 },
  { title: `S8 "${WATCHED}" at half time`, share: 0.5, job: "RUNNING", image: "saving", percent: 50 },
  {
    title: `S8 "If the status of the new image becomes Normal, the image replication is successful."`,
    share: 1,
    job: "SUCCESS",
    image: "active",
    percent: 100,
  },
];

/** Who sees an image in which way, after the owner has shared it, and after the receiver has accepted it. */
export interface SightCase {
  readonly title: string;
  readonly member: { readonly account: string; readonly project: string };
  readonly requests: readonly ("share" | "accept")[];
  /** The member's status, and whether the image is in the list of images that it can use. */
  readonly status: "pending" | "accepted";
  readonly listed: boolean;
}

const SUB_PROJECT = { account: "acme", project: "cn-north-4_build" };
const OTHER_ACCOUNT = { account: "partner", project: BEIJING };
export const SIGHTS: readonly SightCase[] = [
  {
    title: `S19 "the image will be displayed in the shared image list of the target cloud account"`,
    member: OTHER_ACCOUNT,
    requests: ["share", "accept"],
    status: "accepted",
    listed: true,
  },
  {
    title: `S20 "you can view the shared image to be accepted"`,
    member: SUB_PROJECT,
    requests: ["share"],
    status: "pending",
    listed: false,
  },
  {
    title: `S20 "After the image is shared, switch to the target subproject."`,
    member: SUB_PROJECT,
    requests: ["share", "accept"],
    status: "accepted",
    listed: true,
  },
];
