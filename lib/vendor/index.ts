export * from "./images-image-copy";
export * from "./provider";
export * from "./resource-type";
