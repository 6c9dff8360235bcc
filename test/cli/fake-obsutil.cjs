#!/usr/bin/env node
// Stands for the vendor's obsutil, which cannot be had here: it takes the arguments that the vendor documents for single objects and no others,
// keeps objects as files in a folder, and writes down what it was called with. It proves the shell text around it, and nothing of obsutil.
const { createHash } = require("node:crypto");
const { appendFileSync, copyFileSync, existsSync, mkdirSync, rmSync, statSync, utimesSync } = require("node:fs");
const { join } = require("node:path");

/** Source: OBS, obsutil, "Uploading an Object", "Downloading an Object" and "Deleting an Object"; `-f` of `cp` is told for batches. */
const FLAGS = {
  cp: /^-(?:u|vlength|vmd5|f|dryRun|fr|(?:cpd|tempFileDir|e|config|i|k|t|p|ps|threshold|o)=.+)$/su,
  rm: /^-(?:f|fr|(?:versionId|e|config|i|k|t|o)=.+)$/su,
};

const { FAKE_OBSUTIL_FOLDER: folder, FAKE_OBSUTIL_FAILS: fails } = process.env;
const [verb, ...rest] = process.argv.slice(2);
const count = verb === "cp" ? 2 : 1;
const [places, flags] = [rest.slice(0, count), rest.slice(count)];
const log = (outcome) => appendFileSync(join(folder, "log"), `${JSON.stringify({ verb, places, flags, outcome })}\n`);

/** An object is a file, whatever bucket and key are called; a path is itself. */
function fileOf(place) {
  if (!place.startsWith("obs://")) return place;
  mkdirSync(join(folder, "objects"), { recursive: true });
  return join(folder, "objects", createHash("sha256").update(place).digest("hex"));
}

function run() {
  const unknown = flags.filter((flag) => !FLAGS[verb]?.test(flag));
  if (places.length !== count || unknown.length > 0) return ["usage", 2];
  if (places.some((place) => fails !== undefined && place.startsWith(fails))) return ["failed", 1];
  const [from, to] = places.map(fileOf);
  if (verb === "rm") {
    // The service answers the removal of what is not there as it answers any other.
    rmSync(from, { force: true });
    return ["removed", 0];
  }
  if (!existsSync(from)) return ["no such object", 1];
  const [source, target] = [statSync(from), existsSync(to) ? statSync(to) : undefined];
  if (target?.size === source.size && target.mtimeMs >= source.mtimeMs) return ["there already", 0];
  copyFileSync(from, to);
  // Dates are whole milliseconds: one more, so that the copy is never older than what it is of.
  utimesSync(to, source.atime, new Date(source.mtimeMs + 1));
  return ["carried", 0];
}

const [outcome, code] = run();
log(outcome);
process.exitCode = code;
