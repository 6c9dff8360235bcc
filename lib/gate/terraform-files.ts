// The files that registrations of a Terraform plan read: exported by the plan, recorded, or not known.
import { OBJECT_FORMATS, objectText, type Inventory, type ObjectFormat } from "../model";
import { isKnown, UNKNOWN, type Knowable } from "../values";
import type { TerraformDocument, TerraformResource } from "./terraform-json";
import type { References } from "./terraform-references";
import { attributeOf, tryFindRequestType } from "./terraform-request-types";
import type { TerraformRequest } from "./terraform-requests";

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
  private readonly exports: readonly TerraformRequest[];

  public constructor(
    private readonly document: TerraformDocument,
    requests: readonly TerraformRequest[],
    private readonly references: References,
    private readonly inventory: Inventory | undefined,
  ) {
    this.exports = requests.filter(({ operation }) => operation === "exportImage");
  }

  public of(request: TerraformRequest): SourceFile {
    const { resource, file, type } = request;
    const { referred, references } = this.references.candidates(resource, attributeOf(type, "object.key") ?? "");
    const [first = ""] = references;
    const label = referred[0]?.resource.address ?? first;
    const named = this.exports.filter((one) =>
      referred.some(({ resource: to }) => to.address === one.resource.address),
    );
    const [maker, ...others] = named.length > 0 ? named : this.writersOf(request);
    if (maker !== undefined && others.length === 0) return { ...written(maker), label };
    if (isKnown(file.bucket) && isKnown(file.key)) {
      // Written by the plan, and not surely before: then nobody knows whether it is there.
      const isWritten = this.exports.some((one) => one.file.bucket === file.bucket && one.file.key === file.key);
      return { ...(isWritten ? NOT_KNOWN : this.recorded(file.bucket, file.key)), label };
    }
    return { ...this.carried(referred.map(({ resource: to }) => to)), label };
  }

  /** Exports to the same place, of which one is surely finished before: by name, or made of the same parts. */
  private writersOf(request: TerraformRequest): readonly TerraformRequest[] {
    const { resource, file, type } = request;
    const parts = this.partsOf(resource, attributeOf(type, "object.key"));
    return this.exports.filter((one) => {
      const isKnownPlace = isKnown(file.key) && isKnown(one.file.key);
      const isSamePlace = isKnownPlace
        ? file.bucket === one.file.bucket && file.key === one.file.key
        : parts !== "" && parts === this.partsOf(one.resource, attributeOf(one.type, "object.key"));
      return isSamePlace && this.references.comesAfter(resource, [one.resource]);
    });
  }

  private partsOf(resource: TerraformResource, attribute = ""): string {
    return this.document.configuration.references(resource, attribute).join(" ");
  }

  private recorded(bucket: string | null, key: string | null): SourceFile {
    const object = this.inventory?.objects.find((one) => one.bucket === bucket && one.key === key);
    if (object === undefined) {
      if (this.isExported(bucket, key)) return { ...NOT_KNOWN, exists: true };
      return this.inventory?.complete === true ? { ...NOT_KNOWN, exists: false } : NOT_KNOWN;
    }
    const { sizeGib, format, contents } = object;
    const minDiskGib = contents.minDiskGib === 0 ? null : contents.minDiskGib;
    return { ...NOT_KNOWN, exists: true, sizeGib, format, minDiskGib };
  }

  /** Whether an export that the plan leaves as it is has written it. */
  private isExported(bucket: string | null, key: string | null): boolean {
    return this.document.planned.some((resource) => {
      const type = tryFindRequestType(resource.type);
      if (type?.operation !== "exportImage" || !resource.actions.includes("no-op")) return false;
      return resource.value(attributeOf(type, "object.key") ?? "") === objectText(bucket ?? "", key ?? "");
    });
  }

  /** Something else of the plan hands the file on: then it comes after the one export that this comes after. */
  private carried(carriers: readonly TerraformResource[]): SourceFile {
    const [maker, ...others] = this.exports.filter((one) =>
      carriers.some((carrier) => this.references.comesAfter(carrier, [one.resource])),
    );
    if (maker === undefined || others.length > 0) return NOT_KNOWN;
    return { ...NOT_KNOWN, maker, carriers: carriers.map(({ address }) => address) };
  }
}

/** What an export writes. */
function written(maker: TerraformRequest): SourceFile {
  return { ...NOT_KNOWN, maker, exists: true, format: formatOf(maker), minDiskGib: null };
}

/** The format that an export asks for, as the vendor's provider takes it: none is QCOW2, and a fast export has its own. */
export function formatOf({ argument }: TerraformRequest): Knowable<ObjectFormat> {
  const [fast, asked] = [argument("export.fast"), argument("object.format")];
  if (!isKnown(fast) || !isKnown(asked)) return UNKNOWN;
  if (asked === null) return fast === true ? FAST_FORMAT : USUAL_FORMAT;
  return OBJECT_FORMATS.find((format) => format === asked) ?? "other";
}

const FAST_FORMAT = "zvhd2";
const USUAL_FORMAT = "qcow2";
