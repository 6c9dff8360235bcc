// The files that registrations of a Terraform plan read: exported by the plan, recorded, or not known.
import { exportFormat, objectText, type ObjectFormat, type Recording } from "../model";
import { isKnown, listsBy, UNKNOWN, type Knowable } from "../values";
import { attributeOf, tryFindRequestType } from "../vendor";
import type { TerraformDocument, TerraformResource } from "./json";
import type { References } from "./references";
import type { TerraformRequest } from "./requests";
import { withoutKeys } from "./values";

export interface SourceFile {
  /** The export that writes it; undefined where the plan has none. */
  readonly maker: TerraformRequest | undefined;
  readonly exists: Knowable<boolean>;
  readonly sizeGib: Knowable<number>;
  readonly format: Knowable<ObjectFormat | null>;
  readonly minDiskGib: Knowable<number | null>;
  /** What stands between the export and the registration and carries the file, by address; empty where nothing does. */
  readonly carriers: readonly string[];
  /** Where it comes from, by address; empty where nothing tells it. */
  readonly label: string;
}

const NOT_KNOWN: SourceFile = {
  maker: undefined,
  exists: UNKNOWN,
  sizeGib: UNKNOWN,
  format: UNKNOWN,
  minDiskGib: UNKNOWN,
  carriers: [],
  label: "",
};

export class SourceFiles {
  private readonly byAddress: ReadonlyMap<string, TerraformRequest>;
  /** Exports by their addresses without keys. */
  private readonly byBase: ReadonlyMap<string, readonly TerraformRequest[]>;
  /** Exports by where they write to; those of which this is not known yet by what the place is made of. */
  private readonly byPlace: ReadonlyMap<string, readonly TerraformRequest[]>;
  private readonly byParts: ReadonlyMap<string, readonly TerraformRequest[]>;
  /** What exports have written that the plan leaves as they are. */
  private readonly written: ReadonlySet<unknown>;

  public constructor(
    private readonly document: TerraformDocument,
    requests: readonly TerraformRequest[],
    private readonly references: References,
    private readonly recording: Recording,
  ) {
    const exports = requests.filter(({ operation }) => operation === "exportImage");
    this.byAddress = new Map(exports.map((one) => [one.resource.address, one]));
    this.byBase = listsBy(exports, ({ resource }) => withoutKeys(resource.base));
    this.byPlace = listsBy(exports, placeOf);
    this.byParts = listsBy(exports, (one) => this.partsOf(one));
    this.written = new Set(
      document.planned.flatMap((resource) => {
        const type = tryFindRequestType(resource.type);
        const isKept = type?.operation === "exportImage" && resource.actions.includes("no-op");
        return isKept ? [resource.value(attributeOf(type, "object.key") ?? "")] : [];
      }),
    );
  }

  public of(request: TerraformRequest): SourceFile {
    const { resource, file, type } = request;
    const { referred, references } = this.references.candidates(resource, attributeOf(type, "object.key") ?? "");
    const [first = ""] = references;
    const label = referred[0]?.resource.address ?? first;
    const named = referred.flatMap(({ resource: to }) => this.byAddress.get(to.address) ?? []);
    const [maker, ...others] = named.length > 0 ? named : this.writersOf(request);
    if (maker !== undefined && others.length === 0) return { ...written(maker), label };
    if (isKnown(file.bucket) && isKnown(file.key)) {
      // Written by the plan, and not surely before: then nobody knows whether it is there.
      return { ...(this.byPlace.has(placeOf(request)) ? NOT_KNOWN : this.recorded(file.bucket, file.key)), label };
    }
    return { ...this.carried(referred.map(({ resource: to }) => to)), label };
  }

  /** Exports to the same place, of which one is surely finished before: by name, or made of the same parts. */
  private writersOf(request: TerraformRequest): readonly TerraformRequest[] {
    const isPlaceKnown = ({ file }: TerraformRequest): boolean => isKnown(file.key);
    const parts = this.partsOf(request);
    const alike = parts === "" ? [] : (this.byParts.get(parts) ?? []);
    const isPlain = isPlaceKnown(request);
    const samePlace = [
      ...(isPlain ? (this.byPlace.get(placeOf(request)) ?? []) : []),
      ...alike.filter((one) => !(isPlain && isPlaceKnown(one))),
    ];
    return this.references.finishedBefore(request.resource, samePlace);
  }

  /** What the place of a file is made of, as the configuration has it; empty where it refers to nothing. */
  private partsOf({ resource, type }: TerraformRequest): string {
    return this.document.configuration.references(resource, attributeOf(type, "object.key") ?? "").join(" ");
  }

  private recorded(bucket: string | null, key: string | null): SourceFile {
    const object = this.recording.object(bucket ?? "", key ?? "");
    if (!isKnown(object) || object === undefined) {
      if (this.written.has(objectText(bucket ?? "", key ?? ""))) return { ...NOT_KNOWN, exists: true };
      return isKnown(object) ? { ...NOT_KNOWN, exists: false } : NOT_KNOWN;
    }
    const { sizeGib, format, contents } = object;
    const minDiskGib = contents.minDiskGib === 0 ? null : contents.minDiskGib;
    return { ...NOT_KNOWN, exists: true, sizeGib, format, minDiskGib };
  }

  /** Something else of the plan hands the file on: then it comes after the one export that this comes after. */
  private carried(carriers: readonly TerraformResource[]): SourceFile {
    const before = carriers.flatMap((carrier) => [...this.references.predecessors(carrier)]);
    const [maker, ...others] = [...new Set(before)].flatMap((base) => this.byBase.get(base) ?? []);
    if (maker === undefined || others.length > 0) return NOT_KNOWN;
    return { ...NOT_KNOWN, maker, carriers: carriers.map(({ address }) => address) };
  }
}

function placeOf({ file: { bucket, key } }: TerraformRequest): string {
  return isKnown(bucket) && isKnown(key) ? objectText(bucket ?? "", key ?? "") : "";
}

/** What an export writes. */
function written(maker: TerraformRequest): SourceFile {
  return { ...NOT_KNOWN, maker, exists: true, format: formatOf(maker), minDiskGib: null };
}

/** The format that an export asks for. */
function formatOf({ argument }: TerraformRequest): Knowable<ObjectFormat> {
  const [fast, asked] = [argument("export.fast"), argument("object.format")];
  if (!isKnown(fast) || !isKnown(asked)) return UNKNOWN;
  return exportFormat(typeof asked === "string" ? asked : null, fast === true);
}
