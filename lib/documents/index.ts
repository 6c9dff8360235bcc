export * from "./read-document";
