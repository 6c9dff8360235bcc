// The same cases through the Terraform plugin: a plan has the findings of synth, each with its attribute; an apply has the first refusal of
// the service.
import { Cloud } from "../../lib/cloud";
import type { CopyImage, CopyImageAcross } from "../../lib/model";
import { findingText, isSettled, evaluateRules, tryFindRule } from "../../lib/rules";
import { Store } from "../../lib/store";
import { Calls, idsIn } from "../provider/calls";
import { casesByRule, redRowsLater, type Outcome } from "./case-tables";
import { OF_THE_PROGRAM, readCases, type Case } from "./cases";
import { requestOf, SUBJECT, worldOf } from "./world";

const TYPE = "huaweicloud_images_image_copy";

/** Rules on facts that only a program has. The vendor's type takes a target region equal to the source's as a copy within the region. */
const NOT_SEEN = ["copy/encryption-said", "copy/fast-create-system-disk", "across/other-region"];

function isSeen(id: string): boolean {
  const rule = tryFindRule(id)!;
  return !NOT_SEEN.includes(id) && !OF_THE_PROGRAM.some((fact) => rule.inputs.includes(fact));
}

/** The operations of the resource type. */
const COPIES = ["copyImage", "copyImageAcross"];

const rows = readCases()
  .filter(({ operation }) => COPIES.includes(operation))
  .filter(({ expected }) => !expected.includes("across/other-region"));
const tables = casesByRule(rows);

function configOf({ operation, facts }: Case) {
  const request = requestOf(operation, facts) as CopyImage | CopyImageAcross;
  const isAcross = request.kind === "copyImageAcross";
  return {
    name: request.name,
    source_image_id: request.sourceImageId,
    description: request.description === "" ? null : request.description,
    tags: Object.keys(request.tags).length === 0 ? null : { ...request.tags },
    region: facts["caller.region"],
    kms_key_id: facts["key.id"] ?? (facts["replica.encryption"] === "kms" ? "k-1" : null),
    enterprise_project_id: facts["replica.enterpriseProjectId"],
    ...(isAcross
      ? { target_region: request.targetRegion, agency_name: request.agencyName, vault_id: request.vaultId }
      : {}),
    timeouts: { create: "9000h", delete: null },
  };
}

async function inWorld<T>({ facts }: Case, work: (calls: Calls, cloud: Cloud) => Promise<T>): Promise<T> {
  const store = Store.open(":memory:");
  try {
    const cloud = new Cloud(store);
    cloud.load(worldOf(facts));
    const calls = Calls.over(cloud);
    const { "caller.account": domain_id, "caller.project": project_id, "caller.region": region } = facts;
    await calls.configure({ domain_id, project_id, region });
    return await work(calls, cloud);
  } finally {
    store.close();
  }
}

describe("the plugin plans with the findings of synth, each with its attribute", () => {
  test.each(tables)("%s", async (_rule, rows) => {
    expect(await redRowsLater(rows, planned)).toBe("");
  });
});

/** Values that the plan itself can still change are not errors yet. */
const planned = (one: Case): Promise<Outcome> =>
  inWorld(one, async (calls) => {
    const { diagnostics } = await calls.plan(TYPE, configOf(one));
    const { violations } = evaluateRules(one.operation, one.facts, SUBJECT(one.operation, one.facts));
    const seen = violations.filter(({ rule }) => one.expected.includes(rule.id) && isSeen(rule.id));
    return {
      expected: seen.map((finding) => {
        const isError = finding.rule.severity === "error" && isSettled(finding);
        return `${isError ? "ERROR" : "WARNING"} on an attribute: ${findingText(finding)}`;
      }),
      actual: diagnostics.map(({ detail, severity, attribute }) => {
        const place = typeof attribute?.steps[0]?.attribute_name === "string" ? "an attribute" : "none";
        return `${severity} on ${place}: ${detail}`;
      }),
    };
  });

describe("the plugin applies, or answers with the first rule of the service", () => {
  test.each(tables)("%s", async (_rule, rows) => {
    expect(await redRowsLater(rows, applied)).toBe("");
  });
});

const applied = (one: Case): Promise<Outcome> =>
  inWorld(one, async (calls, cloud) => {
    const config = configOf(one);
    const { state: plannedState } = await calls.plan(TYPE, config);
    const { diagnostics, state } = await calls.apply(TYPE, plannedState);
    const first = one.expected.find((id) => tryFindRule(id)!.refusal !== undefined);
    const done = [state === null ? "no state" : "state", cloud.jobs().length > 0 ? "jobs" : "no job"];
    return {
      expected: first === undefined ? ["state", "jobs"] : [first, "no state", "no job"],
      actual: [...idsIn(diagnostics), ...done],
    };
  });

describe("the plugin validates the configuration alone, without a cloud", () => {
  test.each(tables)("%s", async (_rule, rows) => {
    expect(await redRowsLater(rows, validated)).toBe("");
  });
});

/** The findings that depend only on the configuration, and no unexpected ones. */
async function validated(one: Case): Promise<Outcome> {
  const { diagnostics } = await Calls.over(undefined as never).validate(TYPE, configOf(one));
  const ids = idsIn(diagnostics);
  const due = one.expected.filter((id) => REQUESTED.includes(id) || ids.includes(id));
  return { expected: [...due].sort(), actual: [...ids].sort() };
}

/** Rules that depend only on a configuration. */
const REQUESTED = [
  "name/given",
  "name/length",
  "name/characters",
  "name/outer-space",
  "description/length",
  "description/characters",
  "tags/count",
  "tags/key-length",
  "tags/value-length",
  "across/region-known",
  "agency/named",
  "across/no-key",
];
