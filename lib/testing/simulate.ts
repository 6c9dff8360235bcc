// A stack carried out on a simulated cloud in this process and in memory: no files, no waiting, the same for the same random seed.
import type { TerraformStack } from "cdktf";
import { CATALOG, overridden, readOverrides } from "../catalog";
import { Cloud } from "../cloud";
import { Deployment } from "../deployment";
import { NO_FAULTS, readFaults, readInventory, type Faults, type Inventory } from "../model";
import type { RoutePlan } from "../routes";
import { Store, type MeterReading } from "../store";
import { yieldToEventLoop } from "../time";
import { listed, readNamedFile, UsageError } from "../values";
import { trySynthesisOf } from "./synthesis-of";
import { statedWorld } from "./stated-world";
import { synthesize } from "./synthesized";

/** Options of `simulate`. */
export interface SimulationOptions {
  /**
   * Content of the accounts: path of an inventory, or an inventory as an object.
   * @default - the inventories of the stack's sources; without any, only what the program states
   */
  readonly inventory?: string | object;
  /** Seed of random job failures. The same seed fails the same jobs. @default - no random failures */
  readonly randomSeed?: number;
  /** Fraction of jobs that fail at random, 0 to 1; requires a random seed. @default 0.1 with a random seed */
  readonly failureRate?: number;
  /** Scripted faults: path of a faults document, or one as an object. @default - none */
  readonly faults?: string | object;
}

/** Outcome of a hop. */
export interface SimulatedHop {
  /** Id of the hop in the route plan, such as `cn-east-3/web`. */
  readonly id: string;
  /** Region id of the replica; empty if unknown at synth. */
  readonly region: string;
  /** `made`, `kept`, `failed`, `refused`, or `behind` if its source does not exist. */
  readonly status: string;
  /** Id of the image; null if there is none. */
  readonly imageId: string | null;
  /** Reason why the image does not exist, with the fix; null if it does. */
  readonly reason: string | null;
}

/** Result of a simulation. */
export interface Simulation {
  /** Id of the stack. */
  readonly stack: string;
  /** Whether every replica exists. */
  readonly complete: boolean;
  /** Virtual seconds from the first request to the end of the last job. */
  readonly elapsedSeconds: number;
  /** Metered GiB by kind of charge. */
  readonly chargedGib: { readonly [kind: string]: number };
  /** Cost by currency, without charges that have no price. @default - undefined if the program gives no prices */
  readonly spent?: { readonly [currency: string]: number };
  /** Outcome of each hop of the route plan. */
  readonly hops: readonly SimulatedHop[];
  /** Everything in the simulated cloud, as an inventory. */
  readonly regionState: Inventory;
  /** Events, one line of JSON each. */
  readonly journal: readonly string[];
  /** Metered GiB by kind of charge, account and regions. */
  readonly meter: readonly MeterReading[];
}

const DEFAULT_FAILURE_RATE = 0.1;

/**
 * Synthesizes a stack and runs its route plan on a simulated cloud in memory.
 * @throws Error that lists the findings, if the stack has errors
 * @throws UsageError if an option or a document is invalid
 */
export async function simulate(stack: TerraformStack, options: SimulationOptions = {}): Promise<Simulation> {
  refuseUnknown(options);
  const { routePlan, findings } = synthesize(stack);
  if (routePlan === undefined) {
    const errors = findings.filter(({ severity, acknowledged }) => severity === "error" && acknowledged === undefined);
    throw new Error(`The stack has errors, and cannot be simulated:\n  ${errors.map(({ text }) => text).join("\n  ")}`);
  }
  const store = Store.open(":memory:");
  try {
    const catalog = overridden(CATALOG, readOverrides(routePlan.overrides, `stack "${stack.node.id}"`));
    const cloud = new Cloud(store, { catalog, faults: faultsOf(options) });
    for (const inventory of worldOf(stack, routePlan, options)) cloud.load(inventory);
    const { outcomes, complete, elapsedSeconds, chargedGib, spent } = await new Deployment(routePlan, cloud).run();
    return {
      stack: stack.node.id,
      complete,
      elapsedSeconds,
      chargedGib,
      ...(spent !== undefined && { spent: spent.amounts }),
      hops: outcomes.map(({ hop, status, imageId, reason }) => {
        const { region } = hop.replica;
        return { id: hop.id, region: typeof region === "string" ? region : "", status, imageId, reason };
      }),
      regionState: cloud.inventory(),
      journal: cloud.journal(),
      meter: cloud.meter(),
    };
  } finally {
    store.close();
    // Without it, a property test of a thousand simulations holds the memory of a thousand databases.
    await yieldToEventLoop();
  }
}

const OPTIONS: Readonly<Record<keyof SimulationOptions, true>> = {
  failureRate: true,
  faults: true,
  inventory: true,
  randomSeed: true,
};

function refuseUnknown(options: SimulationOptions): void {
  if (typeof options !== "object" || (options as SimulationOptions | null) === null)
    throw new UsageError("the options of simulate() have to be an object.");
  const unknown = Object.keys(options).filter((name) => !Object.hasOwn(OPTIONS, name));
  if (unknown.length === 0) return;
  throw new UsageError(
    `simulate() has no option ${listed(unknown.map((name) => `"${name}"`))}; it has ${listed(Object.keys(OPTIONS))}. Correct the name, or leave it out.`,
  );
}

function worldOf(stack: TerraformStack, plan: RoutePlan, { inventory }: SimulationOptions): readonly Inventory[] {
  if (inventory !== undefined) return [readInventory(...documentOf(inventory, "inventory"))];
  const declared = trySynthesisOf(stack)?.declared ?? [];
  const recorded = new Set(declared.flatMap((replica) => (replica.inventory === undefined ? [] : [replica.inventory])));
  return [...recorded, statedWorld(plan, [...recorded])];
}

function faultsOf({ faults, randomSeed, failureRate }: SimulationOptions): Faults {
  if (failureRate !== undefined && randomSeed === undefined) {
    throw new UsageError("failureRate needs a randomSeed, so that the simulation can be repeated.");
  }
  const scripted = faults === undefined ? NO_FAULTS : readFaults(...documentOf(faults, "faults"));
  if (randomSeed === undefined) return scripted;
  // Read as a document is, so that a share above 1 is told as it is there.
  const { random } = readFaults(
    ...documentOf({ randomSeed, failureRate: failureRate ?? DEFAULT_FAILURE_RATE }, "faults"),
  );
  return { ...scripted, random };
}

/** A document and its name for messages; one that a test holds as an object is given the head that it may leave out. */
function documentOf(document: string | object, name: "inventory" | "faults"): readonly [string, string] {
  if (!["string", "object"].includes(typeof document) || Array.isArray(document)) {
    throw new UsageError(`"${name}" of simulate() has to be the path of a document, or one as an object.`);
  }
  if (typeof document === "string") return [readNamedFile(document), document];
  return [JSON.stringify({ format: `image-replication/${name}`, version: 1, ...document }), name];
}

export function isSimulation(value: unknown): value is Simulation {
  return typeof value === "object" && value !== null && "journal" in value && "regionState" in value && "hops" in value;
}
