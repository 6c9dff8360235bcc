export type { Submission } from "./admission";
export * from "./cloud";
export { refusalText, type Outage, type Refusal } from "./faults";
export * from "./invariants";
export type { MeterKind } from "./metering";
