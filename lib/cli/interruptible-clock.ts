// A clock that Ctrl-C stops between two events, so that an apply that is watched ends in order.
import { instantPacing, type Pacing } from "../time";
import { onInterruption, type Interruption } from "./interruption";

export interface Clock extends Pacing {
  stop(): void;
}

/** Time that does not wait is over before a signal could be heard: there, signals end the process as they always do. */
export function instantClock(): Clock {
  return { ...instantPacing(), stop: () => undefined };
}

/**
 * A scaled clock that a signal stops between two events, so that bars and region state are closed in order. A second signal ends the
 * process at once, which costs nothing but the order.
 */
export class InterruptibleClock implements Clock {
  public readonly stop: () => void;
  private interruption: Interruption | undefined;

  public constructor(private readonly pacing: Pacing) {
    this.stop = onInterruption((interruption) => (this.interruption = interruption));
  }

  public async towards(nowSeconds: number, seconds: number): Promise<number> {
    const reached = await this.pacing.towards(nowSeconds, seconds);
    if (this.interruption !== undefined) throw this.interruption;
    return reached;
  }
}
