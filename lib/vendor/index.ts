export * from "./data-images-image";
export * from "./images-image-copy";
export * from "./provider";
export * from "./resource-type";
export * from "./served";
