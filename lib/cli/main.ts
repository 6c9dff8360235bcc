#!/usr/bin/env node
// The command line: reads argv, calls a room, prints, and answers with an exit code.
import { Command, CommanderError } from "commander";
import { EnvironmentError, UsageError } from "../values";
import { addCommands } from "./commands";
import { Interruption } from "./interruption";
import { note, tolerateClosedPipes } from "./terminal";
import { packageVersion } from "./version";

/** 0 done · 1 findings or failure · 64 the call or a document was wrong. */
const FAILURE = 1;
const USAGE = 64;

async function main(): Promise<void> {
  tolerateClosedPipes();
  const program = new Command("image-replication")
    .description(
      "Replicates machine images of Huawei Cloud's Image Management Service: plans, and rehearses in a simulated cloud.",
    )
    .version(packageVersion(), "-V, --version", "print the version")
    .helpCommand(false)
    .showHelpAfterError("(add --help for what can be said here)")
    .exitOverride()
    .addHelpText(
      "after",
      '\nExit codes: 0 done, 1 findings or failure, 64 wrong usage.\n\nExample, after a synth:\n  image-replication plan\n\n"image-replication COMMAND --help" tells more, with examples.',
    );
  addCommands(program, process.argv[2]);
  try {
    await program.parseAsync();
  } catch (error) {
    process.exitCode = answer(error);
  }
}

function answer(error: unknown): number {
  // Commander has printed its own message, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
  if (error instanceof Interruption) {
    note("Interrupted.");
    return error.exitCode;
  }
  if (error instanceof UsageError || error instanceof EnvironmentError) {
    note(`image-replication: ${error.message}`);
    return error instanceof UsageError ? USAGE : FAILURE;
  }
  note(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return FAILURE;
}

void main();
