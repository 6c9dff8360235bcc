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
node=$(sed -n 's/^  "node": "\\(.*\\)",*$/\\1/p' ${POINTER})
[ -x "$node" ] || node=$(command -v node) || say "Node is not on PATH. Install Node 20 or later, or put it on PATH."
case "$0" in
*-null_*) provider=null ;;
*) provider=huaweicloud ;;
esac
exec "$node" -e '
const say = (text) => {
  console.log("cdktf-image-replication: " + text);
  process.exit(1);
};
if (Number(process.versions.node.split(".")[0]) < 20) {
  say("Node " + process.versions.node + " is too old. Put Node 20 or later first on PATH, and run synth again.");
}
const { readFileSync } = require("fs");
const { dirname, resolve } = require("path");
const Module = require("module");
let place, code;
try {
  place = JSON.parse(readFileSync("${POINTER}", "utf8"));
} catch {
  say("${POINTER} is damaged. Run synth again.");
}
const file = resolve(place.bundle);
try {
  code = readFileSync(file);
} catch {
  say("the plugin is not at " + file + ". Install the packages of the project, and run synth again.");
}
if (require("crypto").createHash("sha256").update(code).digest("hex") !== place.sha256) {
  say("the plugin at " + file + " is not the one that this stack was synthesized with. Run synth again.");
}
const plugin = new Module(file);
plugin.filename = file;
plugin.paths = Module._nodeModulePaths(dirname(file));
plugin._compile(code.toString("utf8"), file);
' "$provider"
`;
