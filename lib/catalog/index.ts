export * from "./charges";
export * from "./catalog";
export * from "./jobs";
export * from "./limits";
export * from "./overrides";
export * from "./pace";
export * from "./price-book";
export * from "./regions";
