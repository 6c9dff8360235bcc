export * from "./digest";
export * from "./errors";
export * from "./ids";
export * from "./quantities";
export * from "./text";
export * from "./unknown";
