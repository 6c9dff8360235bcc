// `image-replication doctor`: what of the machine and the project would stand in the way, and how to mend it.
import type { Command } from "commander";
import { labelled, PAGE_WIDTH } from "../report";
import { counted } from "../values";
import { diagnoseProject } from "./diagnose-project";
import { diagnoseTerraform } from "./diagnose-terraform";
import type { Diagnosis } from "./diagnosis";
import { findPlaces } from "./project";
import { print, printJson } from "./terminal";

export function addDoctor(program: Command): void {
  program
    .command("doctor")
    .summary("check the machine and the project")
    .description(
      "Checks Node, Terraform and its settings, cdktf.json, the packages, the region state and the target, and says how to mend what is wrong. Changes nothing, and prints no credential.",
    )
    .option("--json", "print data instead of text")
    .addHelpText("after", "\nExample:\n  image-replication doctor")
    .action(({ json }: { json?: true }) => {
      const diagnoses = [...diagnoseProject(findPlaces()), ...diagnoseTerraform()];
      if (json === true) printJson(diagnoses);
      else print(diagnosesText(diagnoses));
      if (diagnoses.some(({ mark }) => mark === "wrong")) process.exitCode = 1;
    });
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
