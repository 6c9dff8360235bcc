// The data source huaweicloud_images_image: one active image. None, or several without `most_recent`, is an error, as with the vendor.
import schemaJson from "../../vendor/schemas/images-image.data-source.json";
import { errorOf, Failure } from "../frame/diagnostic";
import type { DataSource } from "../frame/resource-type";
import { recorded } from "../frame/schema";
import { callerIn } from "../frame/session";
import { search, type Found } from "./search";

const schema = recorded(schemaJson);

export const imagesImage: DataSource = {
  schema,
  read(config, session) {
    const found = search(config, session);
    const [first] = found;
    const { region } = callerIn(session.settings, config.region);
    if (first === undefined) {
      throw new Failure(
        errorOf(
          `Your query returned no results: no active image in ${region} fits. Change the search, or import an inventory that holds it.`,
        ),
      );
    }
    if (found.length > 1 && config.most_recent !== true) {
      throw new Failure(
        errorOf(
          `Your query returned more than one result: ${found.length} images in ${region} fit. Ask for more, or set most_recent.`,
        ),
      );
    }
    const chosen = found.length === 1 ? first : latest(found, first);
    const asked = Object.entries(config).filter(([, value]) => value !== null);
    return { ...chosen, region, ...Object.fromEntries(asked) };
  },
};

function latest(found: readonly Found[], first: Found): Found {
  return found.reduce((best, one) => (one.created_at > best.created_at ? one : best), first);
}
