// Findings as SARIF 2.1.0, which forges show beside the lines of a pull request.
import { RULES, tryFindRule, type Severity } from "../rules";
import { digestOf } from "../values";
import type { PlacedFinding, PlacedFindings } from "./findings-document";

export interface SarifOptions {
  /** Version of this package. */
  readonly version: string;
  /** The file that a finding without a line is shown at, as seen from the repository: forges drop findings that have none. */
  readonly fallbackFile: string;
}

const LEVELS: Readonly<Record<Severity, "error" | "warning" | "note">> = {
  error: "error",
  warning: "warning",
  info: "note",
};

const OTHER_WORDS: Readonly<Record<string, string>> = {
  "policy/residency": "Images stay on their sites or in their regions.",
  "policy/egress-budget": "A plan carries and costs no more than its budget.",
  "policy/key-required": "Replicas in named regions are encrypted.",
  "policy/no-plaintext-window": "Encrypted images do not lie decrypted.",
  "policy/name-pattern": "Replicas are named by a pattern.",
  "policy/undecided": "A policy could not be decided.",
  "plan/not-judged": "A part of a Terraform plan is not judged.",
};

/** The log of one run. What is acknowledged is in it too, as suppressed, with the reason. */
export function sarifLog(stacks: readonly PlacedFindings[], options: SarifOptions): object {
  const findings = stacks.flatMap((stack) => stack.findings.map((finding) => ({ stack: stack.stack, finding })));
  const broken = new Set(findings.map(({ finding }) => finding.rule));
  const ids = [...RULES.map(({ id }) => id).filter((id) => broken.has(id)), ...[...broken].filter(isNoRow).sort()];
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "image-replication", version: options.version, rules: ids.map(descriptor) } },
        columnKind: "unicodeCodePoints",
        results: findings.map(({ finding }) => resultOf(finding, ids, options)),
      },
    ],
  };
}

const isNoRow = (id: string): boolean => tryFindRule(id) === undefined;

function descriptor(id: string): object {
  const rule = tryFindRule(id);
  if (rule === undefined) {
    return { id, shortDescription: { text: OTHER_WORDS[id] ?? id } };
  }
  return {
    id,
    shortDescription: { text: id },
    fullDescription: { text: rule.source },
    help: { text: rule.fix },
    defaultConfiguration: { level: LEVELS[rule.severity] },
  };
}

function resultOf(finding: PlacedFinding, ids: readonly string[], { fallbackFile }: SarifOptions): object {
  const { rule, severity, construct, text, acknowledged, place } = finding;
  const file = place?.file ?? fallbackFile;
  return {
    ruleId: rule,
    ruleIndex: ids.indexOf(rule),
    level: LEVELS[severity],
    message: { text },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(file) },
          ...(place === undefined ? {} : { region: { startLine: place.line } }),
        },
        logicalLocations: [{ fullyQualifiedName: construct, name: construct.slice(construct.lastIndexOf("/") + 1) }],
      },
    ],
    // By rule and construct: a finding stays the same one when its line or its numbers change.
    partialFingerprints: { "ruleAndConstruct/v1": digestOf([rule, construct]) },
    ...(acknowledged === undefined ? {} : { suppressions: [{ kind: "inSource", justification: acknowledged }] }),
  };
}

/** A path as a relative reference: what a path may hold and a URI may not is escaped. */
function uriOf(file: string): string {
  const path = file.split("/").map(encodeURIComponent).join("/");
  return file.startsWith("/") ? `file://${path}` : path;
}
