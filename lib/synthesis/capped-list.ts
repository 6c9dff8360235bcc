// Findings of a stack, cut to what somebody can read: cdktf prints every one of them twice.
import { counted } from "../values";
import type { DeclaredReplica } from "../declarations";

const MOST_FINDINGS = 50;

export class CappedList {
  private readonly texts = new Map<DeclaredReplica, string[]>();

  public constructor(findings: readonly (readonly [DeclaredReplica, readonly string[]])[]) {
    const total = findings.reduce((sum, [, texts]) => sum + texts.length, 0);
    let before = 0;
    for (const [replica, all] of findings) {
      const shown = all.slice(0, Math.max(0, MOST_FINDINGS - before));
      // The replica whose findings are the first to be left out tells how many are.
      const isFirstCut = before <= MOST_FINDINGS && before + all.length > MOST_FINDINGS;
      const texts = isFirstCut ? [...shown, restText(total - MOST_FINDINGS)] : shown;
      if (texts.length > 0) this.texts.set(replica, texts);
      before += all.length;
    }
  }

  public of(replica: DeclaredReplica): string[] {
    return this.texts.get(replica) ?? [];
  }
}

function restText(rest: number): string {
  return `… and ${counted(rest, "more finding")} in this stack: "image-replication check" shows them all.`;
}
