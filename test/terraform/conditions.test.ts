// Every rule's Terraform condition against the rule itself, on all cases, with real Terraform.
import { CATALOG } from "../../lib/catalog";
import { terraformLiteral } from "../../lib/synthesis/deferred-rules";
import type { FactKey, Facts } from "../../lib/model";
import { RULES, rulesFor } from "../../lib/rules";
import { DATA_IMAGES_IMAGE } from "../../lib/vendor";
import { readCases } from "../doors/cases";
import { evaluated, terraformTest } from "./terraform";

const cases = readCases();

terraformTest("every condition gives the same result as its rule in every case", () => {
  const expressions: Record<string, string> = {};
  const expected: Record<string, boolean> = {};
  const titles: Record<string, string> = {};
  for (const [index, { title, operation, facts }] of cases.entries()) {
    for (const rule of rulesFor(operation)) {
      if (rule.condition === undefined) continue;
      // Null means that no id is requested: then neither id nor condition is emitted. In an emitted condition, null is a fault.
      if (rule.id.endsWith("/named") && rule.inputs.some((key) => facts[key] === null)) continue;
      const refs = Object.fromEntries(rule.inputs.map((key) => [key, terraformLiteral(facts[key])]));
      const name = `c${String(index)}_${rule.id.replaceAll(/[^a-z]/gu, "_")}`;
      expressions[name] = rule.condition(refs as Record<FactKey, string>, CATALOG);
      expected[name] = rule.check(facts, CATALOG);
      titles[name] = `${rule.id} in ${title}`;
    }
  }
  const actual = evaluated(expressions);
  const differing = Object.keys(expected).filter((name) => actual[name] !== expected[name]);
  expect(differing.map((name) => titles[name])).toEqual([]);
  expect(Object.keys(actual).length).toBeGreaterThan(1000);
});

test("every condition is true in one case and false in another", () => {
  const outcomes = new Map<string, Set<boolean>>();
  for (const { operation, facts } of cases) {
    for (const rule of rulesFor(operation)) {
      outcomes.set(rule.id, (outcomes.get(rule.id) ?? new Set()).add(rule.check(facts, CATALOG)));
    }
  }
  const oneSided = RULES.filter((rule) => rule.condition !== undefined && outcomes.get(rule.id)?.size !== 2);
  expect(oneSided.map(({ id }) => id)).toEqual([]);
});

/** The attributes that the vendor's data source would show of an image with these facts. */
function shown(facts: Facts): object {
  const types = {
    "system-disk": "FusionCompute",
    "data-disk": "DataImage",
    iso: "IsoImage",
    "full-ecs": "FusionCompute",
  };
  return {
    region: facts["image.region"],
    status: facts["image.status"],
    visibility: facts["image.seenAs"],
    size_bytes: facts["image.sizeGib"] * 1024 ** 3,
    os: facts["image.os"] === "windows" ? "Windows" : "Ubuntu",
    image_type: facts["image.server"] === "bms" ? "Ironic" : types[facts["image.kind"]],
  };
}

terraformTest("the attributes of the data source give the facts of the image", () => {
  const told = Object.entries(DATA_IMAGES_IMAGE.facts).flatMap(([key, expression]) =>
    typeof expression === "function" ? [[key as FactKey, expression] as const] : [],
  );
  const images = Object.fromEntries(cases.map(({ facts }, index) => [`i${String(index)}`, shown(facts)]));
  const expressions: Record<string, string> = {};
  for (const [index, { facts }] of cases.entries()) {
    for (const [key, expression] of told) {
      const comparison = `${expression(`local.i${String(index)}`)} == ${terraformLiteral(facts[key])}`;
      expressions[`i${String(index)}_${key.replace(".", "_")}`] = comparison;
    }
  }
  const actual = evaluated(expressions, images);
  expect(Object.entries(actual).filter(([, value]) => value !== true)).toEqual([]);
  expect(Object.keys(actual)).toHaveLength(told.length * cases.length);
});
