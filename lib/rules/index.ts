export * from "./example";
export * from "./finding";
export * from "./judge";
export { type Refusal, type Rule, type Severity } from "./rule";
export * from "./table";
