// Rows that must not compile, because their functions read a fact that they do not declare. tsc reads this file with the rest, and reports
// each comment below that expects an error where there is none.
import type { OperationKind } from "../../lib/model";
import { rule } from "../../lib/rules/rule";

const on: readonly OperationKind[] = ["copyImage"];
const plain = { severity: "error", on, fix: "Fix.", source: "Source", example: {} } as const;

/** A valid row: it declares all facts that its functions read. */
export const wellTyped = rule({
  ...plain,
  id: "type/well-typed",
  reads: ["image.kind", "image.sizeGib"],
  at: "image.kind",
  holds: (facts, { limits }) => facts["image.sizeGib"] <= limits.crossRegionSizeGib.value,
  says: (facts, { image }) => `${image} is a ${facts["image.kind"]} image.`,
});

export const illTyped = [
  rule({
    ...plain,
    id: "type/holds-reads-undeclared",
    reads: ["image.kind"],
    at: "image.kind",
    // @ts-expect-error -- the row does not declare image.sizeGib
    holds: (facts) => facts["image.sizeGib"] < 1,
    says: () => "",
  }),
  rule({
    ...plain,
    id: "type/says-reads-undeclared",
    reads: ["image.kind"],
    at: "image.kind",
    holds: () => true,
    // @ts-expect-error -- the row does not declare image.region
    says: (facts) => facts["image.region"],
  }),
  rule({
    ...plain,
    id: "type/points-at-undeclared",
    reads: ["image.kind"],
    // @ts-expect-error -- a row points at a fact that it reads
    at: "image.sizeGib",
    holds: () => true,
    says: () => "",
  }),
  rule({
    ...plain,
    id: "type/reads-no-fact",
    // @ts-expect-error -- there is no such fact
    reads: ["image.colour"],
    at: "image.kind",
    holds: () => true,
    says: () => "",
  }),
  rule({
    ...plain,
    id: "type/code-of-another-service",
    reads: ["image.kind"],
    at: "image.kind",
    holds: () => true,
    says: () => "",
    // @ts-expect-error -- codes of the image service start with IMG.
    refusal: { status: 400, code: "Ecs.0001", codeIs: "documented" },
  }),
  rule({
    ...plain,
    id: "type/example-of-wrong-type",
    reads: ["image.kind"],
    at: "image.kind",
    holds: () => true,
    says: () => "",
    // @ts-expect-error -- the fact is a number
    example: { "image.sizeGib": "129" },
  }),
];
