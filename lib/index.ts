// What programs import from "cdktf-image-replication".
export * from "./constructs";
