// The resource types that are served: a new one is its file and a line here.
import type { ResourceType } from "../frame/resource-type";
import { imagesImageCopy } from "./images-image-copy";

export const RESOURCES: readonly ResourceType[] = [imagesImageCopy];
