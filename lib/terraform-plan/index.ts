export { imagesSeenIn, type SeenImage } from "./images";
export { readTerraformJson } from "./json";
export { judgeTerraformPlan, type JudgedTerraformPlan } from "./judge-plan";
