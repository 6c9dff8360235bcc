export { acknowledgeFindings } from "./acknowledge";
export { judgePolicies, type SourceTags } from "./judge-policies";
export {
  deprecationText,
  POLICIES_KEY,
  policiesOfContext,
  readPolicies,
  refuseUnlistedRegions,
  type Policies,
  type Policy,
  type PolicyType,
} from "./policies";
