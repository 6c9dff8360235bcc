#!/bin/sh
# Checks the app in this folder and compares its plan. Both pipelines run it; it needs no token, no credentials and no cloud.
#   sh review.sh BEFORE OUT    BEFORE: output of "plan --format json" of the target branch · OUT: folder for the results
# Prints the findings. Exits with 1 if an error is not acknowledged.
set -eu
before=${1:?missing: output of plan --format json to compare with}
out=${2:?missing: folder for the results}
mkdir -p "$out"

answer=0
npx --no-install image-replication check --against "$before" > "$out/findings.txt" || answer=$?
# Any other exit code is an error of the app or the call, which has printed its cause.
if [ "$answer" -gt 1 ]; then exit "$answer"; fi
npx --no-install image-replication check --against "$before" --format sarif > "$out/findings.sarif" || true

if npx --no-install image-replication plan --format markdown --against "$before" > "$out/summary.md"; then
  npx --no-install image-replication plan --format html > "$out/timeline.html"
else
  echo "## Image replication" > "$out/summary.md"
  echo >> "$out/summary.md"
  echo "There is no route plan, because the check found errors." >> "$out/summary.md"
fi

# Indent the findings instead of fencing them, so that no text in them can end the block.
{
  cat "$out/summary.md"
  echo
  echo "### Findings"
  echo
  # Cut between lines: a cut at a byte can split a character.
  awk '{ bytes += length($0) + 1 } bytes > 20000 { print "… and more, in findings.txt"; exit } { print "    " $0 }' "$out/findings.txt"
} > "$out/whole.md"
# A comment has at most 65,536 characters. If both do not fit, only the artifact contains the findings.
if [ "$(wc -m < "$out/whole.md")" -lt 65000 ]; then cp "$out/whole.md" "$out/comment.md"; else cp "$out/summary.md" "$out/comment.md"; fi
rm "$out/whole.md"
cat "$out/findings.txt"
exit "$answer"
