export * from "./digest";
export * from "./errors";
export * from "./ids";
export * from "./named-file";
export * from "./patterns";
export * from "./quantities";
export * from "./text";
export * from "./unknown";
