// Live progress of an apply, on stderr: bars on a terminal, a line for each hop that ends elsewhere.
import { MultiBar, type SingleBar } from "cli-progress";
import { isSuccess, type Deployment, type DeploymentOptions, type HopOutcome } from "../deployment";
import { formatDuration } from "../values";
import { stripControlChars, note } from "./terminal";

export interface Watching {
  readonly callbacks: Pick<DeploymentOptions, "onProgress" | "onOutcome">;
  stop(): void;
}

export function watch(): Watching {
  return process.stderr.isTTY ? new Bars() : lines();
}

function lines(): Watching {
  let now = 0;
  return {
    callbacks: {
      onProgress: (deployment) => (now = deployment.nowSeconds),
      onOutcome: (outcome) => {
        note(outcomeLine(outcome, outcome.endedSeconds ?? now));
      },
    },
    stop: () => undefined,
  };
}

function outcomeLine(outcome: HopOutcome, nowSeconds: number): string {
  const { hop, reason } = outcome;
  return `  ${headOf(outcome, nowSeconds)}: ${hop.id}${reason === null ? "" : `. ${reason}`}`;
}

function headOf({ status, removed, reason }: HopOutcome, nowSeconds: number): string {
  if (removed) return "removed";
  if (isSuccess(status) && reason !== null) return "not removed";
  if (status === "kept") return "there already";
  if (status === "retired") return "not needed any more";
  return nowSeconds === 0 ? status : `${status} after ${formatDuration(nowSeconds)}`;
}

/** More bars than this do not fit on a screen. */
const MOST_BARS = 8;
const ID_WIDTH = 36;

class Bars implements Watching {
  public readonly callbacks = {
    onProgress: (deployment: Deployment): void => {
      this.draw(deployment);
    },
  };
  private readonly multi = new MultiBar({
    format: "  {id} {bar} {percentage}% {note}",
    barsize: 20,
    clearOnComplete: true,
    hideCursor: true,
    forceRedraw: true,
    fps: 20,
    stream: process.stderr,
  });
  private readonly bars = new Map<string, SingleBar>();
  private stopped = false;

  public stop(): void {
    if (this.stopped) return;
    this.stopped = true;
    this.multi.stop();
  }

  private draw(deployment: Deployment): void {
    const shown = deployment.underWay().slice(0, MOST_BARS);
    const ids = new Set(shown.map(({ hop }) => hop.id));
    for (const [id, bar] of this.bars) {
      if (ids.has(id)) continue;
      this.multi.remove(bar);
      this.bars.delete(id);
    }
    for (const { hop, percent, waiting } of shown) {
      const payload = {
        id: stripControlChars(hop.id).slice(0, ID_WIDTH).padEnd(ID_WIDTH),
        note: waiting ? "waits" : "",
      };
      const bar = this.bars.get(hop.id);
      if (bar !== undefined) bar.update(percent, payload);
      else this.bars.set(hop.id, this.multi.create(100, percent, payload));
    }
  }
}
