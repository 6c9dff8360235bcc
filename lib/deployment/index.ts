export * from "./deployment";
export * from "./outcome";
