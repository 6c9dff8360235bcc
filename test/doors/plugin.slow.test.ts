// The same cases through the Terraform plugin: at plan the findings that synth has, with the attribute that each speaks of; at apply
// the first that the service keeps.
import { Cloud } from "../../lib/cloud";
import type { CopyImage, CopyImageAcross } from "../../lib/model";
import { findingText, judge, tryFindRule } from "../../lib/rules";
import { Store } from "../../lib/store";
import { isSettled } from "../../lib/provider/resources/plan-facts";
import { Calls, idsIn } from "../provider/calls";
import { OF_THE_PROGRAM, readCases, type Case } from "./cases";
import { requestOf, SUBJECT, worldOf } from "./world";

const TYPE = "huaweicloud_images_image_copy";

/** Rules on what only a program can say. The vendor's type takes a target region that is the source's for a copy within the region. */
const NOT_SEEN = ["copy/encryption-said", "copy/fast-create-system-disk", "across/other-region"];

function isSeen(id: string): boolean {
  const rule = tryFindRule(id)!;
  return !NOT_SEEN.includes(id) && !OF_THE_PROGRAM.some((fact) => rule.reads.includes(fact));
}

/** The operations of the resource type. */
const COPIES = ["copyImage", "copyImageAcross"];

const rows = readCases()
  .filter(({ operation }) => COPIES.includes(operation))
  .filter(({ expected }) => !expected.includes("across/other-region"))
  .map((one) => [one.title, one] as const);

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

describe("each case, planned, is told the same", () => {
  test.each(rows)("%s", (_title, one) =>
    inWorld(one, async (calls) => {
      const { diagnostics } = await calls.plan(TYPE, configOf(one));
      expect(idsIn(diagnostics)).toEqual(one.expected.filter(isSeen));
      const judged = judge(one.operation, one.facts, SUBJECT(one.operation, one.facts)).broken;
      for (const { detail, severity, attribute } of diagnostics) {
        const finding = judged.find((each) => findingText(each) === detail);
        expect(detail).toBe(finding === undefined ? "a sentence of the judge's" : detail);
        // What the plan itself may change before it comes to it is no error yet.
        expect(severity).toBe(finding!.rule.severity === "error" && isSettled(finding!) ? "ERROR" : "WARNING");
        expect(attribute?.steps[0]?.attribute_name).toEqual(expect.any(String));
      }
    }),
  );
});

describe("each case, applied, is answered with the first rule that the service keeps", () => {
  test.each(rows)("%s", (_title, one) =>
    inWorld(one, async (calls, cloud) => {
      const config = configOf(one);
      const { state: planned } = await calls.plan(TYPE, config);
      const { diagnostics, state } = await calls.apply(TYPE, planned);
      const first = one.expected.find((id) => tryFindRule(id)!.refusal !== undefined);
      expect(idsIn(diagnostics)).toEqual(first === undefined ? [] : [first]);
      expect(state === null).toBe(first !== undefined);
      expect(cloud.jobs().length > 0).toBe(first === undefined);
    }),
  );
});

describe("each case, validated before there is a cloud, is told what its configuration says", () => {
  test.each(rows)("%s", async (_title, one) => {
    const { diagnostics } = await Calls.over(undefined as never).validate(TYPE, configOf(one));
    const ids = idsIn(diagnostics);
    expect(one.expected).toEqual(expect.arrayContaining([...ids]));
    const ofRequest = one.expected.filter((id) => REQUESTED.includes(id));
    expect(ids).toEqual(expect.arrayContaining(ofRequest));
  });
});

/** Rules that a configuration alone decides. */
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
