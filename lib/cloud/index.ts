export type { Submission } from "./admission";
export * from "./cloud";
export * from "./invariants";
export type { MeterKind } from "./metering";
export type { FaultOf, JobFault } from "./runner";
