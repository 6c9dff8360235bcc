export { createTimeoutSeconds, jobsOfWish, type Sizing } from "./forecast";
export * from "./plan-routes";
export * from "./route-plan";
export * from "./wish";
export * from "./read-route-plan";
export * from "./cost";
export * from "./plaintext";
export * from "./plan-changes";
