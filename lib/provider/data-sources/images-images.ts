// The data source huaweicloud_images_images: all active images that fit.
import { digestOf } from "../../values";
import schemaJson from "../../vendor/schemas/images-images.data-source.json";
import type { DataSource } from "../frame/resource-type";
import { recorded } from "../frame/schema";
import { callerIn } from "../frame/session";
import { search } from "./search";

export const imagesImages: DataSource = {
  schema: recorded(schemaJson),
  read(config, session) {
    const images = search(config, session);
    const { region } = callerIn(session.settings, config.region);
    const asked = Object.entries(config).filter(([, value]) => value !== null);
    // An id of what was found, as the vendor's.
    const id = digestOf(images.map((image) => image.id)).slice(0, 16);
    return { id, region, ...Object.fromEntries(asked), images };
  },
};
