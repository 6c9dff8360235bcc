// A clock that Ctrl-C stops between two events, so that an apply that is watched ends in order.
import { instantPacing, type Pacing } from "../time";

export interface Clock extends Pacing {
  stop(): void;
}

/** Time that does not wait is over before a signal could be heard: there, signals end the process as they always do. */
export function instantClock(): Clock {
  return { ...instantPacing(), stop: () => undefined };
}

/** Somebody wants the command to end. */
export class Interruption extends Error {
  public constructor(public readonly exitCode: number) {
    super("interrupted");
  }
}

/** What shells answer for a command that such a signal ended: 128 and the signal's number. */
const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * A scaled clock that a signal stops between two events, so that bars and region state are closed in order. A second signal ends the
 * process at once, which costs nothing but the order.
 */
export class InterruptibleClock implements Clock {
  private interruption: Interruption | undefined;

  public constructor(private readonly pacing: Pacing) {
    for (const signal of Object.keys(SIGNALS)) process.once(signal, this.interrupt);
  }

  public async towards(nowSeconds: number, seconds: number): Promise<number> {
    const reached = await this.pacing.towards(nowSeconds, seconds);
    if (this.interruption !== undefined) throw this.interruption;
    return reached;
  }

  public stop(): void {
    for (const signal of Object.keys(SIGNALS)) process.off(signal, this.interrupt);
  }

  private readonly interrupt = (signal: keyof typeof SIGNALS): void => {
    this.interruption = new Interruption(SIGNALS[signal]);
  };
}
