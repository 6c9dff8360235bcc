// Faults of props: what a program gives a construct and is not understood. They are findings of the construct that takes the value, so that all
// faults of a program come at once; a plain value, such as a Destination, keeps those of its own props until a construct takes it.
import type { Facts } from "../../model";
import { isStandIn } from "./stand-ins";

/** The facts that show a fault, for the path at which the prop is found. */
type FactsAt = (path: string) => Partial<Facts>;

/** One fault. */
export interface PropFault {
  /** Id of the rule that it breaks. */
  readonly rule: `prop/${string}`;
  /** The prop, seen from the object that has the fault: `tags.Owner`; empty for the object itself. */
  readonly path: string;
  readonly facts: FactsAt;
}

const faults = new WeakMap<object, readonly PropFault[]>();

export function faultsOf(value: object): readonly PropFault[] {
  return faults.get(value) ?? NONE;
}

const NONE: readonly PropFault[] = [];

/** Notes faults of a value, for the construct that takes it. */
export function addFaults(value: object, found: readonly PropFault[]): void {
  if (found.length > 0) faults.set(value, [...faultsOf(value), ...found]);
}

/** That a text cannot be stored as it is, for the reason that `textFault` gives. */
export function unstorable(path: string, why: string, which = ""): PropFault {
  return { rule: "prop/text", path, facts: (full) => ({ "props.unstorable": [`"${full}"${which}, which ${why}`] }) };
}

/** Notes that two props contradict each other. */
export function addFault(props: object, contradiction: string): void {
  addFaults(props, [{ rule: "prop/consistent", path: "", facts: () => ({ "props.contradictions": [contradiction] }) }]);
}

/** Notes that what is named in two ways is named differently. */
export function addFaultUnlessSame(
  props: object,
  named: string | undefined,
  again: string | undefined,
  what: string,
): void {
  const isNamedTwice = named !== undefined && again !== undefined && !isStandIn(named) && !isStandIn(again);
  if (isNamedTwice && named !== again) addFault(props, `names two: ${what}`);
}

/** Lets a value have the faults of what it is made of: of props, or of the parameters of a method, one of which is named like them. */
export function carry(value: object, props: object): void {
  addFaults(
    value,
    faultsOf(props).map((fault) => ({ ...fault, path: fault.path.replace(/^(?:props|attributes)(?:\.|$)/u, "") })),
  );
}
