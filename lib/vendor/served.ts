// What the simulated provider serves: the types that a stack of the simulated target can hold. Recorded from the plugin, which synth never
// loads, by test/provider/schemas.test.ts: UPDATE=1 writes it.
import served from "./served.json";

/** Resource types. */
export const SERVED_RESOURCES: readonly string[] = served.resources;

/** Types of data sources. */
export const SERVED_DATA_SOURCES: readonly string[] = served.dataSources;
