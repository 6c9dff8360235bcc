#!/usr/bin/env node
// Stands in for the vendor's obsutil, which is not available here: it takes only the arguments that the vendor documents for single
// objects, keeps objects as files in a folder, and records its calls. It tests the shell text around it, not obsutil.
const { createHash } = require("node:crypto");
const { appendFileSync, copyFileSync, existsSync, mkdirSync, rmSync, statSync, utimesSync } = require("node:fs");
const { join } = require("node:path");
const { setInterval } = require("node:timers");

/**
 * Source: OBS, obsutil, "Uploading an Object", "Downloading an Object", "Querying Object Properties" and "Deleting an Object"; `-f` of `cp`
 * is documented for batches.
 */
const FLAGS = {
  cp: /^-(?:u|vlength|vmd5|f|dryRun|fr|(?:cpd|tempFileDir|e|config|i|k|t|p|ps|threshold|o)=.+)$/su,
  stat: /^-(?:acl|(?:bf|e|config|i|k|t)=.+)$/su,
  rm: /^-(?:f|fr|(?:versionId|e|config|i|k|t|o)=.+)$/su,
};

const { FAKE_OBSUTIL_FOLDER: folder, FAKE_OBSUTIL_FAILS: fails, FAKE_OBSUTIL_HANGS: hangs } = process.env;
const [verb, ...rest] = process.argv.slice(2);
const count = verb === "cp" ? 2 : 1;
const [places, flags] = [rest.slice(0, count), rest.slice(count)];
const log = (outcome) => appendFileSync(join(folder, "log"), `${JSON.stringify({ verb, places, flags, outcome })}\n`);

/** An object is a file, whatever the names of bucket and key; a path is itself. */
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
  if (verb === "stat") return stat(from, places[0]);
  if (verb === "rm") {
    // The service answers the removal of a missing object like any other removal.
    rmSync(from, { force: true });
    return ["removed", 0];
  }
  if (!existsSync(from)) return ["no such object", 1];
  const [source, target] = [statSync(from), existsSync(to) ? statSync(to) : undefined];
  if (target?.size === source.size && target.mtimeMs >= source.mtimeMs) return ["there already", 0];
  copyFileSync(from, to);
  // Dates are whole milliseconds: one more, so that the copy is never older than its source.
  utimesSync(to, source.atime, new Date(source.mtimeMs + 1));
  return ["carried", 0];
}

/** The properties of an object that the vendor's tool prints, as far as the commands read them. */
function stat(file, place) {
  if (!existsSync(file)) return ["no such object", 1];
  const { size, mtime } = statSync(file);
  const date = `${mtime.toISOString().slice(0, 19)}Z`;
  process.stdout.write(`Start at now\n\nKey:\n  ${place}\nLastModified:\n  ${date}\nSize:\n  ${size}\nType:\n  file\n`);
  return ["there", 0];
}

if (hangs === verb) {
  // Until something kills it.
  log("hangs");
  setInterval(() => undefined, 60_000);
} else {
  const [outcome, code] = run();
  log(outcome);
  process.exitCode = code;
}
