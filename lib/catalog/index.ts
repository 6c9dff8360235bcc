export * from "./charges";
export * from "./catalog";
export * from "./jobs";
export * from "./limits";
export * from "./pace";
export * from "./regions";
