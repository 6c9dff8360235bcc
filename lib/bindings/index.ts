export * from "./data-images-image";
export * from "./image-files";
export * from "./image-provider";
export * from "./image-sharing";
export * from "./images-image-copy";
export * from "./terraform-data";
export * from "./vendor-resource";
