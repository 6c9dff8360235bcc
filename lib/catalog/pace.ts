// How long jobs take. Only the cross-region figure is published; the others are assumptions, and say so.
import type { JobKind } from "./jobs";

/** A job lasts base + perGib x size, rounded up to whole seconds; a job that crosses regions needs one of the account's slots. */
export interface JobPace {
  readonly baseSeconds: number;
  readonly secondsPerGib: number;
  readonly crossesRegions: boolean;
  readonly source: string;
}

const CROSS_REGION =
  'FAQ, Image Replication: "In normal cases, it takes more than 10 minutes to replicate data of 1 GB across regions." Read as at least.';

const fixedDuration = (baseSeconds: number, told: string): JobPace => ({
  baseSeconds,
  secondsPerGib: 0,
  crossesRegions: false,
  source: `Assumption: the ${told} of the API reference's sample job`,
});

const perGibDuration = (baseSeconds: number, told: string): JobPace => ({
  baseSeconds,
  secondsPerGib: 3,
  crossesRegions: false,
  source: `Assumption: near the ${told} of the API reference's sample job for a small image, growing with the data`,
});

export const PACE: Readonly<Record<JobKind, JobPace>> = {
  imsCrossRegionCopyImageJob: { baseSeconds: 0, secondsPerGib: 600, crossesRegions: true, source: CROSS_REGION },
  cbrReplicateBackup: { baseSeconds: 0, secondsPerGib: 600, crossesRegions: true, source: CROSS_REGION },
  imsCopyImageInRegionJob: perGibDuration(120, "131 s"),
  imsCreateWholeImageByBackupJob: fixedDuration(6, "6 s"),
  imsAddImageMembersJob: fixedDuration(3, "2.4 s"),
  imsUpdateImageMembersJob: fixedDuration(1, "0.8 s"),
  imsDelImageMembersJob: fixedDuration(2, "1.4 s"),
  imsNativeExportImageJob: perGibDuration(180, "182 s"),
  imsImportImageJob: perGibDuration(360, "355 s"),
  imsImportDataImageJob: perGibDuration(360, "355 s"),
  obsTransferObject: {
    baseSeconds: 10,
    secondsPerGib: 172,
    crossesRegions: false,
    source: "Assumption: down and up one after the other over a line of 100 Mbit/s",
  },
};

export function jobSeconds(pace: JobPace, sizeGib: number): number {
  // The product of a size in binary fractions and a whole number can be off by a hair; a hair must not add a second.
  return Math.ceil(pace.baseSeconds + pace.secondsPerGib * sizeGib - 1e-6);
}
