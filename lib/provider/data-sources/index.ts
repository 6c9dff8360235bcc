// The data sources that are served: a new one is its file and a line here.
import type { DataSource } from "../frame/resource-type";
import { imagesImage } from "./images-image";
import { imagesImages } from "./images-images";
import { imsQuotas } from "./ims-quotas";

export const DATA_SOURCES: readonly DataSource[] = [imagesImage, imagesImages, imsQuotas];
