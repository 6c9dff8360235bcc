#!/bin/sh
# Judges the app of this folder, and says what it changes. Both pipelines run it; it needs no token, no credentials and no cloud.
#   sh judge.sh BEFORE OUT    BEFORE: answer of "plan --format json" of the target branch · OUT: folder for what it finds
# Prints the findings. Answers with 1 when there are errors that nobody acknowledges.
set -eu
before=${1:?which answer of "plan --format json" to compare with}
out=${2:?which folder to write to}
mkdir -p "$out"

answer=0
npx --no-install image-replication check --against "$before" > "$out/findings.txt" || answer=$?
# Anything but findings is a fault of the app or of the call, and has said so.
if [ "$answer" -gt 1 ]; then exit "$answer"; fi
npx --no-install image-replication check --against "$before" --format sarif > "$out/findings.sarif" || true

if npx --no-install image-replication plan --format markdown --against "$before" > "$out/summary.md"; then
  npx --no-install image-replication plan --format html > "$out/timeline.html"
else
  echo "## Image replication" > "$out/summary.md"
  echo >> "$out/summary.md"
  echo "There is no route plan: the check has found errors." >> "$out/summary.md"
fi

# Findings are indented, not fenced: no text of theirs can end the block.
{
  cat "$out/summary.md"
  echo
  echo "### Findings"
  echo
  # Whole lines, since a name in another script may be cut in the middle of a letter.
  awk '{ bytes += length($0) + 1 } bytes > 20000 { print "… and more, in findings.txt"; exit } { print "    " $0 }' "$out/findings.txt"
} > "$out/whole.md"
# A forge takes 65,536 characters: where both do not fit, the findings are left to the artifact.
if [ "$(wc -m < "$out/whole.md")" -lt 65000 ]; then cp "$out/whole.md" "$out/comment.md"; else cp "$out/summary.md" "$out/comment.md"; fi
rm "$out/whole.md"
cat "$out/findings.txt"
exit "$answer"
