// Findings as SARIF 2.1.0, which forges show beside the lines of a pull request.
import type { Log, ReportingDescriptor, Result } from "sarif";
import { RULES, ruleSentence, tryFindRule, type Severity } from "../rules";
import { digestOf, plainText } from "../values";
import type { PlacedFinding, PlacedFindings } from "./findings-document";
import type { PolicyType } from "../policies";

export interface SarifOptions {
  /** Version of this package. */
  readonly version: string;
  /** The file that a finding of a stack is shown at where it has no line: forges drop findings without a file. */
  readonly fallbackFile: (stack: string) => string;
  /** A file as seen from the repository, which is how forges name files; given as findings name it. */
  readonly inRepository: (file: string) => string;
}

const LEVELS: Readonly<Record<Severity, "error" | "warning" | "note">> = {
  error: "error",
  warning: "warning",
  info: "note",
};

type OtherId = `policy/${PolicyType | "undecided" | "unused-acknowledgement"}` | "plan/not-judged";

/** What is no row: what it asks for, and the mend. */
const OTHERS: Readonly<Record<OtherId, readonly [asks: string, help: string]>> = {
  "policy/residency": [
    "Images stay on their sites or in their regions.",
    "Remove the destination, or change the image's tags if they are wrong.",
  ],
  "policy/egress-budget": [
    "A plan carries and costs no more than its budget.",
    "Remove destinations, or raise the budget.",
  ],
  "policy/encryption-required": [
    "Replicas in named regions are encrypted.",
    "Encrypt the replica with a key of its region: Encryption.kms(key).",
  ],
  "policy/max-plaintext-window": [
    "Encrypted images are not unencrypted for longer than allowed.",
    "Create the image in the other region from its own source, or allow the window.",
  ],
  "policy/name-pattern": ["Replicas are named by a pattern.", "Rename the replica."],
  "policy/undecided": ["A policy could not be decided.", "State in the program what is not known, or fix its errors."],
  "policy/unused-acknowledgement": [
    "An acknowledgement matches a finding.",
    "Remove the acknowledgement: it would accept a later finding.",
  ],
  "plan/not-judged": [
    "A part of a Terraform plan is not judged.",
    "Look at it by hand, or plan again when what it waits for is known.",
  ],
};

/** The log of one run. What is acknowledged is in it too, as suppressed, with the reason. */
export function sarifLog(stacks: readonly PlacedFindings[], options: SarifOptions): Log {
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
        results: resultsOf(findings, ids, options),
      },
    ],
  };
}

interface FindingOfStack {
  readonly stack: string;
  readonly finding: PlacedFinding;
}

const isNoRow = (id: string): boolean => tryFindRule(id) === undefined;

function descriptor(id: string): ReportingDescriptor {
  const rule = tryFindRule(id);
  if (rule === undefined) {
    // A route plan of another release may have a finding that is not known here.
    const [asks, help] = id in OTHERS ? OTHERS[id as OtherId] : [id, id];
    return { id, shortDescription: { text: asks }, fullDescription: { text: asks }, help: { text: help } };
  }
  return {
    id,
    // A forge shows it as the title of all findings of the rule, so that it names no image.
    shortDescription: { text: ruleSentence(rule) },
    fullDescription: { text: `${ruleSentence(rule)} Source: ${rule.source}` },
    help: { text: `${rule.remediation} "image-replication rules ${id}" tells more.` },
    defaultConfiguration: { level: LEVELS[rule.severity] },
  };
}

function resultsOf(findings: readonly FindingOfStack[], ids: readonly string[], options: SarifOptions): Result[] {
  const before = new Map<string, number>();
  return findings.map(({ stack, finding }) => {
    const key = `${finding.rule} ${finding.construct}`;
    const count = before.get(key) ?? 0;
    before.set(key, count + 1);
    // By rule and construct: a finding stays the same one when its line or its numbers change. A budget can be broken twice.
    const print = digestOf([finding.rule, finding.construct, ...(count === 0 ? [] : [String(count)])]);
    const file = options.inRepository(finding.place?.file ?? options.fallbackFile(stack));
    return resultOf(finding, { ruleIndex: ids.indexOf(finding.rule), print, file });
  });
}

function resultOf(
  { rule, severity, construct, text, acknowledged, place }: PlacedFinding,
  { ruleIndex, print, file }: { readonly ruleIndex: number; readonly print: string; readonly file: string },
): Result {
  return {
    ruleId: rule,
    ruleIndex,
    level: LEVELS[severity],
    message: { text: messageText(text) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(file) },
          ...(place === undefined ? {} : { region: { startLine: place.line } }),
        },
        logicalLocations: [{ fullyQualifiedName: construct, name: construct.slice(construct.lastIndexOf("/") + 1) }],
      },
    ],
    // GitHub reads the second alone, and takes findings of one line for one where it is not given: a loop declares many on a line.
    partialFingerprints: { "ruleAndConstruct/v1": print, primaryLocationLineHash: print },
    ...(acknowledged === undefined ? {} : { suppressions: [{ kind: "inSource", justification: acknowledged }] }),
  };
}

/** In a message of SARIF, `[text](address)` is a link. */
function messageText(text: string): string {
  return plainText(text).replaceAll("](", "] (");
}

/** A path as a relative reference: what a path may hold and a URI may not is escaped. */
function uriOf(file: string): string {
  const path = file.split("/").map(encodeURIComponent).join("/");
  return file.startsWith("/") ? `file://${path}` : path;
}
