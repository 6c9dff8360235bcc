// Counts how often each block of code in lib runs, with V8: tests use it to measure how work grows, without a clock.
import { Session } from "node:inspector/promises";
import { setFlagsFromString } from "node:v8";

/** Counts by block: file, function, and start. */
export type BlockCounts = ReadonlyMap<string, number>;

export class BlockCounter {
  private readonly session = new Session();

  public static async start(): Promise<BlockCounter> {
    // V8 drops the counts of code that it drops.
    setFlagsFromString("--no-flush-bytecode");
    const counter = new BlockCounter();
    counter.session.connect();
    await counter.session.post("Profiler.enable");
    await counter.session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
    return counter;
  }

  public async count(work: () => unknown): Promise<BlockCounts> {
    await this.session.post("Profiler.takePreciseCoverage");
    work();
    const { result } = await this.session.post("Profiler.takePreciseCoverage");
    const counts = new Map<string, number>();
    for (const { url, functions } of result) {
      const [, file] = /\/lib\/(.+)$/u.exec(url) ?? [];
      if (file === undefined || url.includes("node_modules")) continue;
      for (const { functionName, ranges } of functions)
        for (const { startOffset, endOffset, count } of ranges)
          counts.set(`${file} ${functionName} ${String(startOffset)}-${String(endOffset)}`, count);
    }
    return counts;
  }

  public stop(): void {
    this.session.disconnect();
  }
}

/** Blocks that run more than three times as often for twice the input: sorting takes a little over two, all pairs take four. */
export function moreThanLinear(once: BlockCounts, twice: BlockCounts, least: number): readonly string[] {
  return [...twice].flatMap(([block, count]) => {
    const before = once.get(block) ?? 0;
    return count > least && count > 3 * before ? [`${block}: ${String(before)}, then ${String(count)}`] : [];
  });
}
