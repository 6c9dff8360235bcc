// Options given more than once: some take several values, all others are refused, since only the last value would count. None is empty: that
// is mostly a variable of a script that is not set.
import { Option, type Command } from "commander";
import { UsageError } from "../values";

class RepeatableOption extends Option {}

/** An option whose values are all kept, in the order of the call: `--policies a --policies b`. */
export function repeatable(flags: string, description: string): Option {
  const collect = (value: string, before: readonly string[] | undefined): readonly string[] => [
    ...(before ?? []),
    value,
  ];
  return new RepeatableOption(flags, description).argParser(collect);
}

/** Makes a command refuse what is empty, and every other option with a value that is given twice. Call it after its options are added. */
export function refuseRepeatsAndEmpty(command: Command): void {
  for (const option of command.options) {
    if (option.isBoolean()) continue;
    const name = option.long ?? option.flags;
    let isGiven = false;
    // Commander emits this for each occurrence on the command line, and not for a value from the environment.
    command.on(`option:${option.name()}`, (value: unknown) => {
      if (value === "") throw new UsageError(`${name} is empty: give a value, or leave it out.`);
      if (isGiven && !(option instanceof RepeatableOption)) {
        throw new UsageError(`${name} is given twice, and takes one value: leave one out.`);
      }
      isGiven = true;
    });
  }
  command.hook("preAction", (_, { args }) => {
    if (args.includes("")) {
      throw new UsageError(`an argument of "${command.name()}" is empty: give a value, or leave it out.`);
    }
  });
}
