// Faults of props: what a program gives a construct and is not understood. They are findings of the construct that takes the value, so that all
// faults of a program come at once; a plain value, such as a Destination, keeps those of its own props until a construct takes it.
import type { IConstruct } from "constructs";
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

/** What is found once a token tells its value: a program may settle that as late as it synthesizes. */
export interface LateFaults {
  readonly path: string;
  /** Faults as seen from the prop that holds the token. */
  readonly found: (scope: IConstruct) => readonly PropFault[];
}

type Noted = PropFault | LateFaults;

const faults = new WeakMap<object, readonly Noted[]>();

/** All that is noted of a value, for what is made of it. */
export function notedOf(value: object): readonly Noted[] {
  return faults.get(value) ?? NONE;
}

const NONE: readonly Noted[] = [];
const isLate = (noted: Noted): noted is LateFaults => "found" in noted;

/** Faults that are known as the program runs. */
export function faultsOf(value: object): readonly PropFault[] {
  return notedOf(value).filter((noted): noted is PropFault => !isLate(noted));
}

/** Faults of the values that tokens produce, asked for when they can be told; undefined where there are no such tokens. */
export function lateFaultsOf(value: object): ((scope: IConstruct) => readonly PropFault[]) | undefined {
  const late = notedOf(value).filter(isLate);
  if (late.length === 0) return undefined;
  return (scope) =>
    late.flatMap(({ path, found }) => found(scope).map((fault) => ({ ...fault, path: pathTo(path, fault.path) })));
}

/** Asks tokens for their values now, where the program hangs on them as it runs. */
export function settleFaults(props: object, scope: IConstruct): void {
  const late = lateFaultsOf(props);
  if (late !== undefined) faults.set(props, [...faultsOf(props), ...late(scope)]);
}

/** A prop of a value of a prop. */
export const pathTo = (path: string, name: string): string =>
  path === "" ? name : name === "" ? path : `${path}.${name}`;

/** Notes faults of a value, for the construct that takes it. */
export function addFaults(value: object, found: readonly Noted[]): void {
  if (found.length > 0) faults.set(value, [...notedOf(value), ...found]);
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
    notedOf(props).map((fault) => ({ ...fault, path: fault.path.replace(/^(?:props|attributes)(?:\.|$)/u, "") })),
  );
}
