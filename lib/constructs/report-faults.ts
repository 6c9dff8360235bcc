// Faults of a construct's props as findings of the construct.
import type { IConstruct } from "constructs";
import { CATALOG } from "../catalog";
import { COMPLIANT_FACTS, tryFindRule, type Finding } from "../rules";
import { invariant, textFault } from "../values";
import { faultsOf, lateFaultsOf, unstorable, type PropFault } from "../declarations";
import { StackSynthesis } from "../synthesis";

/** Makes findings of the faults of a construct's props, and of its id, which route plans bear. They stop the synth. */
export function reportFaults(construct: IConstruct, props: object): void {
  const ofId = textFault(construct.node.id);
  const found = ofId === undefined ? faultsOf(props) : [unstorable("id", ofId), ...faultsOf(props)];
  const late = lateFaultsOf(props);
  const findings = (faults: readonly PropFault[]): readonly Finding[] =>
    faults.map((fault) => findingOf(construct, fault));
  const synthesis = StackSynthesis.of(construct);
  if (found.length > 0) synthesis.addFindings(construct, () => findings(found));
  if (late !== undefined) synthesis.addFindings(construct, () => findings(late(construct)));
}

function findingOf(construct: IConstruct, fault: PropFault): Finding {
  // The bundler gives some classes a name that begins so.
  const name = construct.constructor.name.replace(/^_/u, "");
  return findingAbout(`${name} "${construct.node.path}"`, fault);
}

function findingAbout(subject: string, { rule: id, path, facts }: PropFault): Finding {
  const rule = tryFindRule(id);
  invariant(rule !== undefined, `the table has the rule ${id}`);
  const sheet = { ...COMPLIANT_FACTS.copyImage, ...facts(path) };
  return { rule, message: rule.message(sheet, { image: subject, replica: subject }, CATALOG) };
}
