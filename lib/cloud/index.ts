export type { Submission } from "./admission";
export { HEARTBEAT_TIMEOUT_MS, type Holder } from "./attaching";
export * from "./cloud";
export { refusalText, type Outage, type Refusal } from "./faults";
export * from "./invariants";
export { openCloud, type OpenedCloud } from "./open-cloud";
export type { MeterKind } from "./metering";
export type { Sight } from "./sight";
export { backupLeftText, type ImageChange } from "./upkeep";
