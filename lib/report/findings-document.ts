// The findings of a check as a document that other tools read: versioned, with a published schema.
import type { PlanFinding, StackFindings } from "../routes";

/** A line of a program. */
export interface SourcePlace {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
}

/** A finding with the line that its construct is declared in, where that is known. */
export interface PlacedFinding extends PlanFinding {
  readonly place?: SourcePlace;
}

export interface PlacedFindings extends StackFindings {
  readonly findings: readonly PlacedFinding[];
}

/** As it is printed; `findings.schema.json` describes it. */
export function findingsDocument(stacks: readonly PlacedFindings[]): object {
  const all = stacks.flatMap(({ findings }) => findings);
  const open = all.filter(({ acknowledged }) => acknowledged === undefined);
  const count = (severity: string): number => open.filter((finding) => finding.severity === severity).length;
  return {
    format: "image-replication/findings",
    version: 1,
    totals: {
      error: count("error"),
      warning: count("warning"),
      info: count("info"),
      acknowledged: all.length - open.length,
    },
    stacks: stacks.map(({ stack, findings }) => ({
      stack,
      findings: findings.map(({ rule, severity, construct, text, acknowledged, place }) => ({
        rule,
        severity,
        construct,
        text,
        ...(acknowledged === undefined ? {} : { acknowledged }),
        ...(place === undefined ? {} : { place }),
      })),
    })),
  };
}
