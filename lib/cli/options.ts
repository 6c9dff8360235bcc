// Options given more than once: some take several values, all others are refused, since only the last value would count.
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

/** Makes a command refuse every other option with a value that is given twice. Call it after its options are added. */
export function refuseRepeats(command: Command): void {
  for (const option of command.options) {
    if (option.isBoolean() || option instanceof RepeatableOption) continue;
    let isGiven = false;
    // Commander emits this for each occurrence on the command line, and not for a value from the environment.
    command.on(`option:${option.name()}`, () => {
      if (isGiven) {
        throw new UsageError(`${option.long ?? option.flags} is given twice, and takes one value: leave one out.`);
      }
      isGiven = true;
    });
  }
}
