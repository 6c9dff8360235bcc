// Facts that Terraform looks up: which the vendor's data source shows, and what of the expected is only trusted.
import type { DataImagesImage } from "../bindings";
import { isFact } from "../model";
import { DATA_IMAGES_IMAGE } from "../vendor";
import type { ImageFacts, ImageLookup } from "./image";

type Shown = Partial<Record<string, ((address: string) => string) | "none">>;
const SHOWN: Shown = DATA_IMAGES_IMAGE.facts;

export function lookupOf(data: DataImagesImage, expected: ImageFacts): ImageLookup {
  const keys = Object.entries(expected).flatMap(([key, value]) => (value === undefined ? [] : [`image.${key}`]));
  return {
    address: `data.${data.terraformResourceType}.${data.friendlyUniqueId}`,
    exposedFacts: Object.keys(SHOWN).filter((key) => SHOWN[key] !== "none"),
    unverifiedFacts: keys.filter((key) => typeof SHOWN[key] !== "function"),
  };
}

/** The facts of a replica that the data source of its source exposes. */
export function carriedLookup(lookup: ImageLookup | undefined): ImageLookup | undefined {
  if (lookup === undefined) return undefined;
  const carried = (keys: readonly string[]): string[] => keys.filter((key) => isFact(key, "carried"));
  return {
    address: lookup.address,
    exposedFacts: carried(lookup.exposedFacts),
    unverifiedFacts: carried(lookup.unverifiedFacts),
  };
}

/** Terraform's expression for a fact; undefined when the data source does not expose it. */
export function lookedUpExpression(lookup: ImageLookup | undefined, fact: string): string | undefined {
  const expression = SHOWN[fact];
  if (lookup?.exposedFacts.includes(fact) !== true || typeof expression !== "function") return undefined;
  return expression(lookup.address);
}
