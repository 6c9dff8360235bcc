// All commands. A new one is a file of its own and one line here.
import type { Command } from "commander";
import { addApply } from "./apply";
import { addCheck } from "./check";
import { addDoctor } from "./doctor";
import { addObject } from "./object";
import { addPermissions } from "./permissions";
import { addPlan } from "./plan";
import { addRules } from "./rules";
import { addState } from "./state";

export function addCommands(program: Command): void {
  for (const add of [addPlan, addApply, addCheck, addState, addObject, addPermissions, addRules, addDoctor])
    add(program);
  // exitOverride and showHelpAfterError are not inherited by commands that are added later.
  for (const command of program.commands) {
    for (const inner of [command, ...command.commands]) inner.copyInheritedSettings(program);
  }
}
