// Faults: what is to go wrong in the simulated cloud, as a JSON document that people write. How it goes wrong is the cloud's matter.
import { readDocument, type DocumentKind } from "../documents";
import { UsageError } from "../values";
import schema from "./faults.schema.json";
import type { OperationKind } from "./operations";

const FAULTS: DocumentKind = { schema, format: "image-replication/faults", version: 1 };

/** Which jobs a fault is for: those that fit all that is said here. */
export interface JobMatch {
  readonly region?: string;
  readonly targetRegion?: string;
  readonly imageName?: string;
  readonly operation?: OperationKind;
}

/** Jobs that fail when their time is over. */
export interface JobFaultEntry {
  readonly job: JobMatch;
  /** Of a job of several parts: the one that fails, counted from 1. Other jobs have only the first. */
  readonly part: number;
  /** Which of the requests that fit is the first to fail, counted from 1. */
  readonly nth: number;
  /** How many fail from that one on; null for all. */
  readonly times: number | null;
  readonly code: string;
  readonly reason: string;
}

/** A region that refuses requests from one virtual second on, and until another or for ever. */
export interface RegionFaultEntry {
  readonly region: string;
  readonly code: string;
  readonly reason: string;
  readonly fromSeconds: number;
  readonly untilSeconds: number | null;
}

/** Jobs that fail by chance. */
export interface RandomFaults {
  readonly randomSeed: number;
  /** From 0, none, to 1, all. */
  readonly failureRate: number;
}

export interface Faults {
  readonly jobs: readonly JobFaultEntry[];
  readonly regions: readonly RegionFaultEntry[];
  readonly random: RandomFaults | null;
}

export const NO_FAULTS: Faults = { jobs: [], regions: [], random: null };

interface JobEntry {
  readonly job: JobMatch & { readonly part?: number; readonly nth?: number };
  readonly times?: number;
  readonly code: string;
  readonly reason: string;
}

type RegionEntry = Omit<RegionFaultEntry, "fromSeconds" | "untilSeconds"> & {
  readonly fromSeconds?: number;
  readonly untilSeconds?: number;
};

interface FaultsDocument {
  readonly randomSeed?: number;
  readonly failureRate?: number;
  readonly faults?: readonly (JobEntry | RegionEntry)[];
}

/** Reads a faults document. Throws a UsageError with file, line and path of the field when it is not one. */
export function readFaults(text: string, file: string): Faults {
  const reading = readDocument<FaultsDocument>(text, FAULTS);
  if ("fault" in reading) throw new UsageError(reading.fault.message, { file, ...reading.fault });
  const { randomSeed, failureRate, faults = [] } = reading.value;
  return {
    jobs: faults.filter((entry) => "job" in entry).map(decodeJob),
    regions: faults.filter((entry) => "region" in entry).map(decodeRegion),
    random: randomSeed === undefined || failureRate === undefined ? null : { randomSeed, failureRate },
  };
}

function decodeJob({ job: { part = 1, nth = 1, ...job }, times, code, reason }: JobEntry): JobFaultEntry {
  return { job, part, nth, times: times ?? null, code, reason };
}

function decodeRegion({ region, code, reason, fromSeconds = 0, untilSeconds }: RegionEntry): RegionFaultEntry {
  return { region, code, reason, fromSeconds, untilSeconds: untilSeconds ?? null };
}
