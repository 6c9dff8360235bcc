// The props that a program gives a construct: their names, kinds and bounds. A type check finds most of it, and many programs have none:
// those in JavaScript, and those that tsx runs.
import { EVERY, rule, type Rule } from "./rule";

const UNCHECKED = "Our own: what is not understood would be dropped in silence, or written as nonsense";
const BOUND = "Our own: no image, disk, vault or slot has such a size or number";

/** The limit of a provider by its name, and by its name of 0.1.0: messages use the name that the program uses. */
const CONCURRENT_COPIES = ["maxConcurrentCopies", "slots"];

/** The numbers that break a bound, as people read them: `a "sizeGib" of -1`. Bounds go by the last name in the path of a prop. */
function broken(
  numbers: Readonly<Record<string, number>>,
  bounded: readonly string[],
  holds: (value: number) => boolean,
): readonly string[] {
  return Object.entries(numbers)
    .filter(([path, value]) => bounded.includes(path.slice(path.lastIndexOf(".") + 1)) && !holds(value))
    .map(([path, value]) => `a "${path}" of ${String(value)}`);
}

const notPositive = (numbers: Readonly<Record<string, number>>): readonly string[] =>
  broken(numbers, ["sizeGib", ...CONCURRENT_COPIES], (value) => value > 0);
const negative = (numbers: Readonly<Record<string, number>>): readonly string[] =>
  broken(numbers, ["freeGib", "minRam", "maxRam", "failureRate"], (value) => value >= 0);
const notWhole = (numbers: Readonly<Record<string, number>>): readonly string[] =>
  broken(numbers, ["minDiskGib", ...CONCURRENT_COPIES, "minRam", "maxRam", "randomSeed"], Number.isInteger);
const empty = (numbers: Readonly<Record<string, number>>): readonly string[] =>
  broken(numbers, ["destinations"], (value) => value > 0);

export const props: readonly Rule[] = [
  rule({
    id: "prop/known",
    severity: "error",
    appliesTo: EVERY,
    inputs: ["props.unknown"],
    attribute: "props.unknown",
    check: (facts) => facts["props.unknown"].length === 0,
    message: (facts, { replica }) => `${replica} does not have the prop ${facts["props.unknown"].join(", ")}.`,
    remediation: "Correct the name, or leave the prop out.",
    source: UNCHECKED,
    example: { "props.unknown": ['"encrypton" (did you mean "encryption"?)'] },
  }),
  rule({
    id: "prop/given",
    severity: "error",
    appliesTo: EVERY,
    inputs: ["props.missing"],
    attribute: "props.missing",
    check: (facts) => facts["props.missing"].length === 0,
    message: (facts, { replica }) => `${replica} has no ${facts["props.missing"].join(", ")}, which it needs.`,
    remediation: "Give it.",
    source: UNCHECKED,
    example: { "props.missing": ['"name"'] },
  }),
  rule({
    id: "prop/kind",
    severity: "error",
    appliesTo: EVERY,
    inputs: ["props.wrongKind"],
    attribute: "props.wrongKind",
    check: (facts) => facts["props.wrongKind"].length === 0,
    message: (facts, { replica }) => `${replica} is given ${facts["props.wrongKind"].join("; ")}.`,
    remediation: "Give a value of that kind, or a token that stands for one.",
    source: UNCHECKED,
    example: { "props.wrongKind": ['the number 5 as "name", which takes a string'] },
  }),
  rule({
    id: "prop/text",
    severity: "error",
    appliesTo: EVERY,
    inputs: ["props.unstorable"],
    attribute: "props.unstorable",
    check: (facts) => facts["props.unstorable"].length === 0,
    message: (facts, { replica }) => `${replica} is given ${facts["props.unstorable"].join("; ")}.`,
    remediation: "Correct it where it is made or read, such as a buffer that is longer than its text.",
    source:
      "Our own: the region state ends text at NUL, and UTF-8 has one replacement for all halves of pairs: two ids would become one",
    example: {
      "props.unstorable": ['"name", which holds the character NUL (\\u0000), at which stored text ends: remove it'],
    },
  }),
  rule({
    id: "prop/consistent",
    severity: "error",
    appliesTo: EVERY,
    inputs: ["props.contradictions"],
    attribute: "props.contradictions",
    check: (facts) => facts["props.contradictions"].length === 0,
    message: (facts, { replica }) => `${replica} ${facts["props.contradictions"].join("; ")}.`,
    remediation: "Keep one of them.",
    source: "Our own: one of two props that contradict each other would be dropped in silence",
    example: { "props.contradictions": ['says "encrypted: false", and names a "keyId"'] },
  }),
  rule({
    id: "prop/positive",
    severity: "error",
    appliesTo: EVERY,
    inputs: ["props.numbers"],
    attribute: "props.numbers",
    check: (facts) => notPositive(facts["props.numbers"]).length === 0,
    message: (facts, { replica }) =>
      `${replica} has ${notPositive(facts["props.numbers"]).join(" and ")}, and it has to be more than 0.`,
    remediation: "Give a number above 0.",
    source: BOUND,
    example: { "props.numbers": { sizeGib: 0 } },
  }),
  rule({
    id: "prop/not-negative",
    severity: "error",
    appliesTo: EVERY,
    inputs: ["props.numbers"],
    attribute: "props.numbers",
    check: (facts) => negative(facts["props.numbers"]).length === 0,
    message: (facts, { replica }) =>
      `${replica} has ${negative(facts["props.numbers"]).join(" and ")}, and it has to be at least 0.`,
    remediation: "Give 0 or more.",
    source: BOUND,
    example: { "props.numbers": { minRam: -1 } },
  }),
  rule({
    id: "prop/whole",
    severity: "error",
    appliesTo: EVERY,
    inputs: ["props.numbers"],
    attribute: "props.numbers",
    check: (facts) => notWhole(facts["props.numbers"]).length === 0,
    message: (facts, { replica }) =>
      `${replica} has ${notWhole(facts["props.numbers"]).join(" and ")}, and it has to be a whole number.`,
    remediation: "Give a whole number.",
    source: "Terraform provider: min_disk, min_ram and max_ram are whole numbers; slots are counted",
    example: { "props.numbers": { minRam: 2.5 } },
  }),
  rule({
    id: "prop/not-empty",
    severity: "error",
    appliesTo: EVERY,
    inputs: ["props.numbers"],
    attribute: "props.numbers",
    check: (facts) => empty(facts["props.numbers"]).length === 0,
    message: (facts, { replica }) =>
      `${replica} has ${empty(facts["props.numbers"])
        .map((text) => text.replace(/^a /u, "").replace(/ of 0$/u, ""))
        .join(" and ")} without an element: it would make nothing.`,
    remediation: "Name at least one, or leave the construct out.",
    source: "Our own: an empty list declares nothing, and is mostly a filter that nothing passes",
    example: { "props.numbers": { destinations: 0 } },
  }),
];
