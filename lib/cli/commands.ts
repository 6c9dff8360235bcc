// All commands. A new one is a file of its own and one line here.
import type { Command } from "commander";
import { refuseRepeatsAndEmpty } from "./options";

/* eslint-disable @typescript-eslint/no-require-imports -- only the command that is called is loaded: the rooms behind all of them take as long to load as Node itself */

type Add = (program: Command) => void;

/** By name, in the order in which help shows them. */
const COMMANDS: Readonly<Record<string, () => Add>> = {
  plan: () => (require("./plan") as typeof import("./plan")).addPlan,
  apply: () => (require("./apply") as typeof import("./apply")).addApply,
  check: () => (require("./check") as typeof import("./check")).addCheck,
  state: () => (require("./state") as typeof import("./state")).addState,
  object: () => (require("./object") as typeof import("./object")).addObject,
  permissions: () => (require("./permissions") as typeof import("./permissions")).addPermissions,
  rules: () => (require("./rules") as typeof import("./rules")).addRules,
  doctor: () => (require("./doctor") as typeof import("./doctor")).addDoctor,
};

/** Adds the command that is called; all of them where it is none of them, since help shows all, and a mistyped one is compared with all. */
export function addCommands(program: Command, called?: string): void {
  const one = called !== undefined && Object.hasOwn(COMMANDS, called) ? COMMANDS[called] : undefined;
  for (const load of one === undefined ? Object.values(COMMANDS) : [one]) load()(program);
  // exitOverride and showHelpAfterError are not inherited by commands that are added later.
  for (const command of program.commands) {
    for (const inner of [command, ...command.commands]) {
      inner.copyInheritedSettings(program);
      refuseRepeatsAndEmpty(inner);
    }
  }
}
