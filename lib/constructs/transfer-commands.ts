// What runs when an object is carried to another bucket, and when it is removed again: constant text, in which nothing of a program stands.
import { DeploymentTarget } from "../declarations";

export interface TransferCommands {
  readonly transfer: string;
  readonly remove: string;
}

/** Set for the second run of the same command. */
export const REPEATED_VARIABLE = "IMAGE_REPLICATION_REPEATED";

/** The file that lies in Terraform's folder while a transfer is not finished. */
export const UNFINISHED_MARKER = (checkpoint: string): string => `.image-replication-${checkpoint}.unfinished`;

const PLACES = [
  `marker="${UNFINISHED_MARKER("$IMAGE_REPLICATION_CHECKPOINT")}"`,
  'dir="${IMAGE_REPLICATION_STAGING:-$PWD/.image-replication-staging}"',
  'key=$(printf "%s:%s" "$IMAGE_REPLICATION_FROM_BUCKET" "$IMAGE_REPLICATION_FROM_KEY" | cksum | tr " " -)',
  'file="$dir/$IMAGE_REPLICATION_CHECKPOINT-$key"',
  'from="obs://$IMAGE_REPLICATION_FROM_BUCKET/$IMAGE_REPLICATION_FROM_KEY"',
  'to="obs://$IMAGE_REPLICATION_TO_BUCKET/$IMAGE_REPLICATION_TO_KEY"',
];

function side(which: "FROM" | "TO"): string {
  const endpoint = `\${IMAGE_REPLICATION_${which}_ENDPOINT:-obs.$IMAGE_REPLICATION_${which}_REGION.myhuaweicloud.com}`;
  const configuration = `\${IMAGE_REPLICATION_${which}_OBSUTIL_CONFIG:-$HOME/.obsutilconfig}`;
  return `-e="${endpoint}" -config="${configuration}"`;
}

const CAREFULLY = '-u -vlength -vmd5 -cpd="$dir" -f';

/** Date and size of an object; nothing where there is none. Source: OBS, obsutil, "Querying Object Properties". */
const LOOK = [
  "look() {",
  '  obsutil stat "$@" -bf=raw 2>/dev/null |',
  `    awk '/^LastModified:/ { getline; date = $1 } /^Size:/ { getline; size = $1 } END { if (size != "") print date, size }'`,
  "}",
];

/**
 * Whether there is nothing to do: the target has the size of the source and is not older, which is what `-u` asks, or the source was removed
 * since and this is the second run. Without it, a second run would carry everything down again.
 */
const IS_THERE = [
  `source=$(look "$from" ${side("FROM")})`,
  `target=$(look "$to" ${side("TO")})`,
  "is_there() {",
  '  [ -n "$target" ] || return 1',
  `  if [ -z "$source" ]; then [ -n "\${${REPEATED_VARIABLE}:-}" ]; return; fi`,
  '  [ "${source#* }" = "${target#* }" ] || return 1',
  '  printf "%s\\n" "${source% *}" "${target% *}" | LC_ALL=C sort -c 2>/dev/null',
  "}",
  'if is_there; then rm -f "$file" "$marker"; exit 0; fi',
];

/**
 * On the real cloud: down to a file, up from it, and the file removed. The file's name hangs on bucket and key, in which the image's id is: what
 * an interrupted transfer of another image left is never taken for this one's. Each side has an endpoint and a configuration of its own, since
 * it can be in another region, account and site. Source: OBS, obsutil, "Uploading an Object", "Downloading an Object", "Deleting an Object": `-u`
 * leaves out what is there with the same size and not older, `-cpd` carries on from checkpoints, `-vlength` compares sizes, and `-vmd5` the MD5 of
 * an object that has one.
 */
const REAL: TransferCommands = {
  transfer: [
    "set -e",
    ...PLACES,
    ': >"$marker"',
    ...LOOK,
    ...IS_THERE,
    // An image's data is nobody else's to read.
    'umask 077; mkdir -p "$dir"',
    `obsutil cp "$from" "$file" ${side("FROM")} ${CAREFULLY} -tempFileDir="$dir"`,
    `obsutil cp "$file" "$to" ${side("TO")} ${CAREFULLY}`,
    'rm -f "$file" "$marker"',
  ].join("\n"),
  // Both are tried; what stays behind is told, since it goes on to be charged.
  remove: [
    ...PLACES,
    "status=0",
    'rm -f "$file" "$marker"',
    `obsutil rm "$from" ${side("FROM")} -f || status=1`,
    `obsutil rm "$to" ${side("TO")} -f || status=1`,
    'exit "$status"',
  ].join("\n"),
};

const SIMULATED: TransferCommands = {
  transfer: "npx --no-install image-replication object transfer",
  remove: "npx --no-install image-replication object remove",
};

/** Run by `/bin/sh -c`; every value comes through the environment. `obsutil` is there, and configured, by who runs Terraform. */
export function transferCommands(target: DeploymentTarget): TransferCommands {
  return target === DeploymentTarget.SIMULATED ? SIMULATED : REAL;
}
