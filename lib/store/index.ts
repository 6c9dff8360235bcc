export { isDatabaseInstalled, type SqlValue } from "./database";
export { inspectRegionState } from "./file";
export { Store, type Snapshot, type StoreOptions } from "./store";
export type { Attachment } from "./tables/callers";
export type { Event } from "./tables/clock";
export type { Job, JobStatus } from "./tables/jobs";
export type { BackupDestination } from "./tables/means";
export type { MeterReading } from "./tables/records";
