export * from "./credentials";
export * from "./data-images-image";
export * from "./images-image-copy";
export * from "./images-image-share";
export * from "./ims-image-files";
export * from "./provider";
export * from "./resource-type";
export * from "./served";
