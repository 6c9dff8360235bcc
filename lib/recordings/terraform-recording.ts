// What `terraform show -json` shows of images, in state and in data sources, as an inventory.
import { DEFAULT_ACCOUNT, defaultProject } from "../model";
import { isKnown, knownOr } from "../values";
import { recordedAs, type ImageEntry, type Recorded, type RecordingPlace } from "./recorded";
import { imagesSeenIn, type SeenImage, readTerraformJson } from "../terraform-plan";

/** An image of which kind, size, region or encryption is not shown is left out: guessed, it would be judged wrongly. */
export function readTerraformRecording(text: string, file: string, place: RecordingPlace): Recorded {
  const { prior } = readTerraformJson(text, file);
  const leftOut: string[] = [];
  const images = new Map<string, ImageEntry>();
  for (const resource of prior) {
    for (const seen of imagesSeenIn(resource)) {
      const image = imageOf(seen, place);
      if (typeof image === "string") leftOut.push(`${resource.address}: ${image}`);
      // A resource shows more than a data source that found the same image.
      else if (!images.has(image.id) || resource.mode === "managed") images.set(image.id, image);
    }
  }
  const inventory = recordedAs("terraform show -json", [...images.values()]);
  const told = leftOut.filter((line) => !isTold(line, images, prior));
  return { inventory, leftOut: told };
}

/** Left out at one address and read at another: then nothing is missing. */
function isTold(line: string, images: ReadonlyMap<string, ImageEntry>, prior: Parameters<typeof idsAt>[1]): boolean {
  const ids = idsAt(line.slice(0, line.lastIndexOf(": ")), prior);
  return ids.length > 0 && ids.every((id) => images.has(id));
}

function idsAt(address: string, prior: ReturnType<typeof readTerraformJson>["prior"]): readonly string[] {
  return prior
    .filter((resource) => resource.address === address)
    .flatMap(imagesSeenIn)
    .flatMap(({ id }) => (isKnown(id) ? [id] : []));
}

function imageOf(
  seen: SeenImage,
  { region: stated, account = DEFAULT_ACCOUNT, project }: RecordingPlace,
): ImageEntry | string {
  const { id, kind, sizeGib, encrypted, keyId, seenAs } = seen;
  const region = knownOr(seen.region, stated);
  if (!isKnown(id)) return "its id is not shown";
  if (region === undefined) return "its region is not shown: add --region";
  if (!isKnown(kind)) return "its kind is not shown";
  if (!isKnown(sizeGib)) return "its size is not shown";
  if (!isKnown(encrypted)) return "it is not shown whether it is encrypted";
  if (seenAs === "shared") return "it is shared, and its owner is not shown";
  return {
    id,
    name: knownOr(seen.name, ""),
    account,
    project: project ?? defaultProject(region),
    region,
    kind,
    status: knownOr(seen.status, "active"),
    visibility: seenAs === "public" || seenAs === "market" ? seenAs : "private",
    sizeGib,
    keyId: knownOr(keyId, null),
    os: knownOr(seen.os, "other"),
    server: knownOr(seen.server, "ecs"),
    tags: knownOr(seen.tags, {}),
  };
}
