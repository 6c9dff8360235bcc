export { simulate, type Simulation, type SimulatedHop, type SimulationOptions } from "./simulate";
export { synthesize, type SynthesizedStack } from "./synthesized";
export { timetable } from "./timetable";
export { matchers, setupJest, type ReplicationMatchers } from "./setup-jest";
export type { HopPattern, Span } from "./matchers";
