// Rows that must not compile, because their functions read a fact that they do not declare. tsc reads this file with the rest, and reports
// each comment below that expects an error where there is none.
import type { OperationKind } from "../../lib/model";
import { rule } from "../../lib/rules/rule";

const appliesTo: readonly OperationKind[] = ["copyImage"];
const plain = { severity: "error", appliesTo, remediation: "Fix.", source: "Source", example: {} } as const;

/** A valid row: it declares all facts that its functions read. */
export const wellTyped = rule({
  ...plain,
  id: "type/well-typed",
  inputs: ["image.kind", "image.sizeGib"],
  attribute: "image.kind",
  check: (facts, { limits }) => facts["image.sizeGib"] <= limits.crossRegionSizeGib.value,
  message: (facts, { image }) => `${image} is a ${facts["image.kind"]} image.`,
});

export const illTyped = [
  rule({
    ...plain,
    id: "type/check-reads-undeclared",
    inputs: ["image.kind"],
    attribute: "image.kind",
    // @ts-expect-error -- the row does not declare image.sizeGib
    check: (facts) => facts["image.sizeGib"] < 1,
    message: () => "",
  }),
  rule({
    ...plain,
    id: "type/message-reads-undeclared",
    inputs: ["image.kind"],
    attribute: "image.kind",
    check: () => true,
    // @ts-expect-error -- the row does not declare image.region
    message: (facts) => facts["image.region"],
  }),
  rule({
    ...plain,
    id: "type/points-at-undeclared",
    inputs: ["image.kind"],
    // @ts-expect-error -- a row points at a fact that it reads
    attribute: "image.sizeGib",
    check: () => true,
    message: () => "",
  }),
  rule({
    ...plain,
    id: "type/reads-no-fact",
    // @ts-expect-error -- there is no such fact
    inputs: ["image.colour"],
    attribute: "image.kind",
    check: () => true,
    message: () => "",
  }),
  rule({
    ...plain,
    id: "type/code-of-another-service",
    inputs: ["image.kind"],
    attribute: "image.kind",
    check: () => true,
    message: () => "",
    // @ts-expect-error -- codes of the image service start with IMG.
    refusal: { status: 400, code: "Ecs.0001", codeIs: "documented" },
  }),
  rule({
    ...plain,
    id: "type/example-of-wrong-type",
    inputs: ["image.kind"],
    attribute: "image.kind",
    check: () => true,
    message: () => "",
    // @ts-expect-error -- the fact is a number
    example: { "image.sizeGib": "129" },
  }),
];
