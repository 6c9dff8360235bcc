export { labelled, PAGE_WIDTH, wrapped } from "./columns";
export { imageText } from "./image-text";
export { planChangesText } from "./plan-changes-text";
export { regionStateText, type JobLine, type RegionStateTextOptions } from "./region-state-text";
export { routePlanText, type RoutePlanTextOptions } from "./route-plan-text";
export { ruleText, rulesTable } from "./rule-text";
export { rulesPage } from "./rules-page";
export { chargesText } from "./words";
export { findingsText, unacknowledgedErrors } from "./findings-text";
