// Findings as documents: JSON that fits the published schema, and SARIF that fits the official one.
import { Ajv2020 } from "ajv/dist/2020";
import type { Run } from "sarif";
import { findingsDocument, sarifLog, type PlacedFindings } from "../../lib/report";
import schema from "../../lib/report/findings.schema.json";
import { HOSTILE } from "./worlds";
import { isSarif } from "./sarif-schema";

const STACKS: readonly PlacedFindings[] = [
  {
    stack: "golden-images",
    findings: [
      {
        rule: "across/not-encrypted",
        severity: "error",
        construct: "golden-images/web",
        text: "Image is encrypted. [across/not-encrypted]",
        place: { file: "lib/a b#c.ts", line: 12 },
      },
      {
        rule: "policy/residency",
        severity: "error",
        construct: "golden-images/far",
        text: "Far.",
        acknowledged: "agreed with legal",
      },
      { rule: "source/windows", severity: "warning", construct: `golden-images/${HOSTILE}`, text: HOSTILE },
      { rule: "plan/not-judged", severity: "info", construct: "golden-images", text: "Kept." },
    ],
  },
  { stack: "empty", findings: [] },
];

const OPTIONS = { version: "1.2.3", fallbackFile: () => "cdktf.json", inRepository: (file: string) => `infra/${file}` };

test("the JSON document fits its schema and counts acknowledged findings separately", () => {
  const document = findingsDocument(STACKS);
  const validate = new Ajv2020({ strict: true }).compile(schema);
  expect([validate(document), validate.errors]).toEqual([true, null]);
  expect(document).toMatchObject({ totals: { error: 1, warning: 1, info: 1, acknowledged: 1 } });
});

test("SARIF fits the official schema", () => {
  expect(isSarif(sarifLog(STACKS, OPTIONS))).toEqual([]);
  expect(isSarif(sarifLog([], OPTIONS))).toEqual([]);
  // The schema refuses an invalid log.
  expect(isSarif({ version: "2.1.0", runs: [{ results: "none" }] })).not.toEqual([]);
});

test("SARIF names the construct and its line where known, and suppresses acknowledged findings", () => {
  expect(runOf(STACKS).results).toMatchObject([
    {
      ruleId: "across/not-encrypted",
      level: "error",
      locations: [
        {
          physicalLocation: { artifactLocation: { uri: "infra/lib/a%20b%23c.ts" }, region: { startLine: 12 } },
          logicalLocations: [{ fullyQualifiedName: "golden-images/web", name: "web" }],
        },
      ],
    },
    { ruleId: "policy/residency", suppressions: [{ kind: "inSource", justification: "agreed with legal" }] },
    { level: "warning", locations: [{ physicalLocation: { artifactLocation: { uri: "infra/cdktf.json" } } }] },
    { level: "note" },
  ]);
});

/** The only run of a log. */
function runOf(stacks: Parameters<typeof sarifLog>[0]): Run {
  const [run, ...others] = sarifLog(stacks, OPTIONS).runs;
  if (run === undefined || others.length > 0) throw new Error("The log has not one run.");
  return run;
}

test("SARIF has the texts of each rule for a forge, and no message has a link or hidden characters", () => {
  const { tool, results = [] } = runOf(STACKS);
  for (const rule of tool.driver.rules ?? []) {
    for (const key of ["shortDescription", "fullDescription", "help"] as const)
      expect(rule[key]?.text).toMatch(/\w.*[."]$/u);
  }
  expect(tool.driver.rules?.[0]).toMatchObject({
    id: "across/not-encrypted",
    shortDescription: { text: "An image is encrypted, and encrypted images cannot be replicated to another region." },
    fullDescription: {
      text: expect.stringMatching(/another region\. Source: FAQ, Image Replication: "Enc/u) as string,
    },
    help: { text: expect.stringMatching(/^Replicate it to an unencrypted one first/u) as string },
  });
  for (const { message } of results) expect(message.text).not.toMatch(/\]\(|\p{Cc}/u);
});

test("findings of one line, rule or construct have different fingerprints, which no line number changes", () => {
  const finding = { rule: "policy/egress-budget", severity: "error", construct: "stack", text: "x" } as const;
  const prints = (line: number): readonly string[] => {
    const findings = [finding, finding, { ...finding, construct: "stack/web" }].map((one) => ({
      ...one,
      place: { file: "main.ts", line },
    }));
    const { results = [] } = runOf([{ stack: "stack", findings }]);
    return results.map(({ partialFingerprints }) => partialFingerprints?.primaryLocationLineHash ?? "");
  };
  expect(new Set(prints(1)).size).toBe(3);
  expect(prints(2)).toEqual(prints(1));
});
