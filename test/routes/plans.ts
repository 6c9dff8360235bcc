// Route plans for tests: hops over neutral facts, planned by the planner itself.
import { CATALOG } from "../../lib/catalog";
import type { Facts, FactSheet, OperationKind } from "../../lib/model";
import { judgeWishes, planRoutes, told, type RoutePlan, type SourceImageEntry, type Wish } from "../../lib/routes";
import { COMPLIANT_FACTS } from "../../lib/rules";
import type { Knowable } from "../../lib/values";

export type SomeFacts = { readonly [K in keyof Facts]?: Knowable<Facts[K]> };

/** A source image with the facts of the hop that starts from it. */
function sourceEntry(id: string, name: string, sheet: FactSheet): SourceImageEntry {
  return {
    id,
    imageId: `ims-${id}`,
    name,
    account: told(sheet["image.account"], "image.account"),
    project: told(sheet["image.project"], "image.project"),
    region: told(sheet["image.region"], "image.region"),
    kind: told(sheet["image.kind"], "image.kind"),
    sizeGib: told(sheet["image.sizeGib"], "image.sizeGib"),
    encrypted: told(sheet["image.encrypted"], "image.encrypted"),
    keyId: told(sheet["image.keyId"], "image.keyId"),
    trusted: [],
  };
}

/** A hop that starts from an image, from another hop, or from a file. */
export function wish(
  id: string,
  operation: OperationKind,
  source: { readonly image: string } | { readonly hop: string } | { readonly object: string },
  facts: SomeFacts = {},
): Wish {
  const sheet: FactSheet = {
    ...COMPLIANT_FACTS[operation],
    "replica.name": id.slice(id.lastIndexOf("/") + 1),
    ...facts,
  };
  return {
    id,
    construct: `golden-images/${id.replaceAll("/", "-")}`,
    operation,
    sheet,
    subject: { image: subjectOf(source), replica: `Replica "${id}"` },
    source: "image" in source ? { image: sourceEntry(source.image, source.image, sheet) } : source,
  };
}

function subjectOf(source: Parameters<typeof wish>[2]): string {
  if ("image" in source) return `Image "${source.image}"`;
  return "hop" in source ? `Replica "${source.hop}"` : `Object ${source.object}`;
}

export function plan(wishes: readonly Wish[], { stack = "golden-images", catalog = CATALOG } = {}): RoutePlan {
  const verdicts = judgeWishes({ wishes, catalog });
  return planRoutes({ stack, target: "simulated", wishes, catalog }, verdicts);
}

/** This many copies across regions of one image each, from 1 to 40 GiB. */
export function fleet(count: number): readonly Wish[] {
  return Array.from({ length: count }, (_, index) =>
    wish(
      `cn-east-3/web-${String(index).padStart(5, "0")}`,
      "copyImageAcross",
      { image: `golden-${String(index)}` },
      {
        "image.sizeGib": 1 + (index % 40),
      },
    ),
  );
}
