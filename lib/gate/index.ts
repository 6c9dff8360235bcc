export * from "./findings-document";
export * from "./judge-policies";
export { POLICIES_KEY, policiesOfContext, readPolicies, refuseUnlistedRegions, type Policy } from "./policies";
export * from "./sarif";
export { judgeTerraformPlan, type JudgedTerraformPlan } from "./judge-terraform-plan";
export type { RecordingPlace } from "./recorded";
export { readRecording } from "./recordings";
