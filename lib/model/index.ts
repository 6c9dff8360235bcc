export * from "./fact-parts";
export * from "./facts";
export * from "./faults";
export * from "./image";
export * from "./inventory";
export * from "./means";
export * from "./operations";
export * from "./place";
