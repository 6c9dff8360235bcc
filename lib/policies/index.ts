export { judgePolicies, type SourceTags } from "./judge-policies";
export {
  POLICIES_KEY,
  policiesOfContext,
  readPolicies,
  refuseUnlistedRegions,
  type Policy,
  type PolicyKind,
} from "./policies";
