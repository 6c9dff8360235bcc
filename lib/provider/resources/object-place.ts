// `bucket:object`: how the vendor's types name a file.
import type { Value } from "../codec/value";
import { errorOf, Failure } from "../frame/diagnostic";
import { textOr } from "../frame/session";

export function placeOf(url: Value | undefined, attribute: string): { readonly bucket: string; readonly key: string } {
  const text = textOr(url, "");
  const colon = text.indexOf(":");
  if (colon > 0 && colon < text.length - 1) return { bucket: text.slice(0, colon), key: text.slice(colon + 1) };
  throw new Failure(errorOf(`The file is "${text}", and is named as bucket:object. Write both.`, attribute));
}
