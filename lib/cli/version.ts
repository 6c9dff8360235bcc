// The version of this package, for documents that name the tool that wrote them.
import { join } from "node:path";
import { readObject } from "./project";

export function packageVersion(): string {
  const { version } = readObject(join(__dirname, "..", "..", "package.json"));
  return typeof version === "string" ? version : "0.0.0";
}
