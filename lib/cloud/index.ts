export type { Submission } from "./admission";
export { HEARTBEAT_TIMEOUT_MS, type LeaseOwner as Holder } from "./leases";
export * from "./cloud";
export { refusalText, type Outage, type Refusal } from "./faults";
export * from "./invariants";
export { openCloud, type OpenedCloud } from "./open-cloud";
export type { MeterKind } from "./metering";
export type { VisibleImage as Sight } from "./visible-image";
export { backupLeftText, type ImageChange } from "./resource-admin";
