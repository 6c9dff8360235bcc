export { createTimeoutSeconds, jobsOfWish, type Sizing } from "./forecast";
export * from "./plan-routes";
export * from "./route-plan";
export * from "./wish";
export * from "./read-route-plan";
