// `image-replication doctor`: what of the machine and the project would stand in the way, and how to mend it.
import { join } from "node:path";
import type { Command } from "commander";
import { labelled, PAGE_WIDTH } from "../report";
import { counted, UsageError } from "../values";
import { diagnoseProject } from "./diagnose-project";
import { diagnoseStacks } from "./diagnose-stacks";
import { diagnoseTerraform } from "./diagnose-terraform";
import type { Diagnosis } from "./diagnosis";
import { findPlaces, findProject } from "./project";
import { print, printJson } from "./terminal";

export function addDoctor(program: Command): void {
  program
    .command("doctor")
    .summary("check the machine and the project")
    .description(
      "Checks Node, Terraform and its settings, cdktf.json, the packages, the region state, the target, and the plugin in each synthesized stack, and says how to mend what is wrong. Changes nothing, and prints no credential.",
    )
    .option("--json", "print data instead of text")
    .addHelpText("after", "\nExample:\n  image-replication doctor")
    .action(({ json }: { json?: true }) => {
      const diagnoses = [...diagnoseProject(findPlaces()), ...diagnoseTerraform(), ...diagnoseStacks(output())];
      if (json === true) printJson(diagnoses);
      else print(diagnosesText(diagnoses));
      if (diagnoses.some(({ mark }) => mark === "wrong")) process.exitCode = 1;
    });
}

/** Where synth writes to, also while cdktf.json is damaged, which is told elsewhere. */
function output(): string {
  try {
    return findProject().output;
  } catch (error) {
    if (error instanceof UsageError) return join(findPlaces().root, "cdktf.out");
    throw error;
  }
}

function diagnosesText(diagnoses: readonly Diagnosis[]): string {
  const lines = diagnoses.flatMap(({ mark, says, fix }) =>
    labelled(mark.padEnd(7), fix === undefined ? says : `${says} ${fix}`, PAGE_WIDTH),
  );
  return [...lines, "", summary(diagnoses)].join("\n");
}

function summary(diagnoses: readonly Diagnosis[]): string {
  const count = (mark: Diagnosis["mark"]): number => diagnoses.filter((diagnosis) => diagnosis.mark === mark).length;
  const wrong = count("wrong") === 0 ? "Nothing is wrong" : `${counted(count("wrong"), "thing")} to mend`;
  return count("note") === 0 ? `${wrong}.` : `${wrong}, ${counted(count("note"), "note")}.`;
}
