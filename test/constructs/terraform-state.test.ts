// The sources of replicas whose intermediate copies are retired come from Terraform's state, where it is a readable file.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LocalBackend, S3Backend, type TerraformBackend, type TerraformStack } from "cdktf";
import { DeploymentTarget, Intermediates } from "../../lib";
import { StackSynthesis } from "../../lib/synthesis/stack-synthesis";
import { elementsOf } from "../../lib/synthesis/stack-elements";
import { recallMakings } from "../../lib/synthesis/terraform-state";
import { stateFileOf } from "../../lib/synthesis/target-state";
import { UNKNOWN } from "../../lib/values";
import { distributeEncrypted, program } from "./programs";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "terraform-state-"))));
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function retired(): TerraformStack {
  const { stack } = program({}, folder);
  distributeEncrypted(stack, Intermediates.DELETE, { "cn-east-3": "k-1" });
  return stack;
}

interface Instance {
  readonly status?: string;
  readonly deposed?: string;
  readonly attributes: object;
}

/** The recorded source of the replica, given a state with these instances of it and of its record, or with this text. */
function madeOf(
  state: string | { readonly replica: readonly Instance[]; readonly record: readonly Instance[] },
): unknown {
  const [replica, ...more] = StackSynthesis.of(retired()).declared.filter(
    ({ planned }) => planned?.lastMaking !== undefined,
  );
  expect(more).toEqual([]);
  const { resource, planned } = replica!;
  const file = join(folder, "terraform.tfstate");
  if (typeof state === "string") writeFileSync(file, state);
  else {
    const resources = (["replica", "record"] as const).map((which) => {
      const { terraformResourceType: type, friendlyUniqueId: name } =
        which === "replica" ? resource : planned!.lastMaking!.record;
      return { mode: "managed", type, name, instances: state[which] };
    });
    writeFileSync(file, JSON.stringify({ version: 4, resources }));
  }
  recallMakings([replica!], file);
  return replica!.planned?.lastMaking?.madeOf;
}

const REPLICA: Instance = { attributes: { id: "ims-2" } };
const RECORD: Instance = { attributes: { triggers_replace: { value: { of: "image ims-1" } } } };
const NOT_MADE = "";

test.each([
  ["both the replica and its record exist", [REPLICA], [RECORD], "image ims-1"],
  ["both exist, beside a deposed replica", [{ ...REPLICA, deposed: "0a1b2c3d" }, REPLICA], [RECORD], "image ims-1"],
  ["the replica is missing", [], [RECORD], NOT_MADE],
  ["the replica is tainted", [{ ...REPLICA, status: "tainted" }], [RECORD], NOT_MADE],
  ["the replica is only deposed", [{ ...REPLICA, deposed: "0a1b2c3d" }], [RECORD], NOT_MADE],
  ["the record is missing", [REPLICA], [], NOT_MADE],
  ["the record is tainted", [REPLICA], [{ ...RECORD, status: "tainted" }], NOT_MADE],
  ["the record has no content", [REPLICA], [{ attributes: { triggers_replace: null } }], NOT_MADE],
])("%s", (_, replica, record, expected) => {
  expect(madeOf({ replica, record })).toBe(expected);
});

test.each([
  ["is being written", '{"version":4,"resou'],
  ["is empty", ""],
  ["is encrypted", '{"encrypted_data":"x"}'],
  ["has another version", '{"version":3,"modules":[]}'],
  ["is not an object", "null"],
  ["has an invalid resource", '{"version":4,"resources":[null]}'],
])("nothing is known from a state that %s", (_, text) => {
  expect(madeOf(text)).toBe(UNKNOWN);
});

test.each<[string, DeploymentTarget, (stack: TerraformStack) => TerraformBackend | undefined, string | undefined]>([
  [
    "for the simulated target",
    DeploymentTarget.SIMULATED,
    () => undefined,
    ".image-replication/terraform.stack.tfstate",
  ],
  [
    "for a backend without a path",
    DeploymentTarget.HUAWEICLOUD,
    (stack) => new LocalBackend(stack),
    "terraform.stack.tfstate",
  ],
  [
    "in a file",
    DeploymentTarget.HUAWEICLOUD,
    (stack) => new LocalBackend(stack, { path: "/there/it.tfstate" }),
    "/there/it.tfstate",
  ],
  [
    "in a file relative to the stack's folder",
    DeploymentTarget.HUAWEICLOUD,
    (stack) => new LocalBackend(stack, { path: "it.tfstate" }),
    undefined,
  ],
  ["in a bucket", DeploymentTarget.HUAWEICLOUD, (stack) => new S3Backend(stack, { bucket: "b", key: "k" }), undefined],
])("the place of the state: %s", (_, target, backend, expected) => {
  const stack = retired();
  backend(stack);
  const file = stateFileOf(stack, target, elementsOf(stack));
  expect(file === undefined ? undefined : file.replace(`${process.cwd()}/`, "")).toBe(expected);
});
