export * from "./facts-of";
export * from "./image-view";
export * from "./means";
export * from "./request";
export * from "./world";
