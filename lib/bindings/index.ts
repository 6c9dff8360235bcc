export * from "./data-images-image";
export * from "./image-provider";
export * from "./images-image-copy";
export * from "./vendor-resource";
