export * from "./graph";
export * from "./heap";
export * from "./schedule";
