export { simulate, type Simulation, type SimulatedHop, type SimulationOptions } from "./simulate";
export { synthesize, type SynthesizedStack } from "./synthesized";
export { timetable } from "./timetable";
export { matchers, setupJest, type Extendable, type JestMatchers, type ReplicationMatchers } from "./setup-jest";
export type { HopPattern, MatcherAnswer, Span } from "./matchers";
export type * from "./documents";
