export * from "./pacing";
export * from "./random";
export * from "./virtual-time";
export * from "./wall-clock";
