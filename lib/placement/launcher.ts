// The program that Terraform starts as a plugin: a few lines that find the real plugin through the folder in which Terraform runs. Its
// bytes are the same for every project, since Terraform may share it among them through a cache, and pins it by a hash.

/** Where the launcher finds what it has to start, in the folder that Terraform runs in. */
export const POINTER = "terraform.d/image-replication.json";

/** Terraform shows the first line that a plugin prints when that is no handshake: so what is wrong is told there, in one sentence. */
export const LAUNCHER = `#!/bin/sh
# Starts the Terraform plugin of cdktf-image-replication that ${POINTER} names.
say() {
  echo "cdktf-image-replication: $1"
  exit 1
}
[ -r ${POINTER} ] || say "there is no ${POINTER} in this folder. Run synth again, and Terraform in the stack's own folder."
# They could start other programs inside the plugin, or print before it does.
unset NODE_OPTIONS NODE_PATH
# The Node that ran synth; no program is needed to read it.
node=
while IFS= read -r line; do
  case $line in
  '  "node": "'*) node=\${line#*: \\"} node=\${node%\\"*} ;;
  esac
done <${POINTER}
# It is gone: the first one on PATH that runs and is new enough.
if [ ! -f "$node" ] || [ ! -x "$node" ]; then
  node=
  tried=
  set -f
  IFS=:
  for folder in $PATH; do
    [ -f "$folder/node" ] && [ -x "$folder/node" ] || continue
    tried=$folder/node
    "$tried" -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' </dev/null >/dev/null 2>&1 || continue
    node=$tried
    break
  done
  [ -n "$tried" ] || say "Node is not on PATH. Install Node 20 or later, or put it on PATH."
  [ -n "$node" ] || say "the Node at $tried does not run, or is older than 20. Put Node 20 or later on PATH."
fi
case "$0" in
*-null_*) provider=null ;;
*) provider=huaweicloud ;;
esac
exec "$node" -e '
const { write } = process.stdout;
const say = (text) => {
  write.call(process.stdout, "cdktf-image-replication: " + text + "\\n");
  process.exit(1);
};
if (parseInt(process.versions.node) < 20) {
  say("Node " + process.versions.node + " at " + process.execPath + " is too old. Put Node 20 or later first on PATH, and run synth again.");
}
const { readFileSync } = require("fs");
const { dirname, resolve } = require("path");
const Module = require("module");
let file, sha256, code;
try {
  const pointer = JSON.parse(readFileSync("${POINTER}", "utf8"));
  file = resolve(pointer.bundle);
  sha256 = pointer.sha256;
} catch {
  say("${POINTER} is damaged. Run synth again.");
}
try {
  code = readFileSync(file);
} catch {
  say("the plugin is not at " + file + ". Install the packages of the project, and run synth again.");
}
if (require("crypto").createHash("sha256").update(code).digest("hex") !== sha256) {
  say("the plugin at " + file + " is not the one that this stack was synthesized with. Run synth again.");
}
const plugin = new Module(file);
plugin.filename = file;
plugin.paths = Module._nodeModulePaths(dirname(file));
try {
  plugin._compile(code.toString("utf8"), file);
} catch (error) {
  say("the plugin cannot start: " + String(error.message).split("\\n")[0] + ". Install the packages of the project again.");
}
' "$provider"
`;
