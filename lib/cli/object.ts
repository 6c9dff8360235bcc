// `image-replication object`: carries an exported object to another bucket of the simulated cloud, or removes it: what Terraform runs for
// a transfer. Every value comes as an option or from the environment, and none is ever part of a command.
import { dirname, join } from "node:path";
import { Option, type Command } from "commander";
import { refusalText } from "../cloud";
import { objectText, type StoredObject, type TransferObject } from "../model";
import { digestOf, invariant, EnvironmentError, UsageError } from "../values";
import { copyResumable, fileOf, materialize, removeFile } from "./object-files";
import { withExistingState, type OpenedState } from "./region-state";
import { print } from "./terminal";

interface Places {
  readonly fromBucket?: string;
  readonly fromKey?: string;
  readonly fromAccount?: string;
  readonly fromRegion?: string;
  readonly toBucket?: string;
  readonly toKey?: string;
  readonly toAccount?: string;
  readonly toRegion?: string;
}

const OPTIONS: readonly (readonly [flag: string, variable: string, description: string])[] = [
  ["--from-bucket <name>", "IMAGE_REPLICATION_FROM_BUCKET", "bucket that is read"],
  ["--from-key <key>", "IMAGE_REPLICATION_FROM_KEY", "key of the object"],
  ["--from-account <id>", "IMAGE_REPLICATION_FROM_ACCOUNT", "account that reads; default: the bucket's owner"],
  ["--from-region <id>", "IMAGE_REPLICATION_FROM_REGION", "region of that bucket; default: as recorded"],
  ["--to-bucket <name>", "IMAGE_REPLICATION_TO_BUCKET", "bucket that is written to"],
  ["--to-key <key>", "IMAGE_REPLICATION_TO_KEY", "key there; default: the same"],
  ["--to-account <id>", "IMAGE_REPLICATION_TO_ACCOUNT", "account that writes; default: the bucket's owner"],
  ["--to-region <id>", "IMAGE_REPLICATION_TO_REGION", "region of that bucket; default: as recorded"],
];

const EXAMPLES = {
  transfer:
    "  image-replication object transfer --from-bucket images-beijing \\\n    --from-key incoming/appliance.vmdk --to-bucket images-shanghai",
  remove: "  image-replication object remove --from-bucket images-beijing \\\n    --from-key incoming/appliance.vmdk",
};

export function addObject(program: Command): void {
  const object = program
    .command("object")
    .summary("carry objects between buckets of the simulated cloud")
    .description("Carries exported objects between buckets of the simulated cloud, as Terraform does for a transfer.")
    .helpCommand(false)
    .addHelpText("after", `\nExample:\n${EXAMPLES.transfer}`);
  const transfer = object
    .command("transfer")
    .description("Carries an object to another bucket. What an interrupted run has carried is not carried again.")
    .addHelpText("after", `\nExample:\n${EXAMPLES.transfer}`);
  const remove = object
    .command("remove")
    .description("Removes an object, and what was carried of it; what is not there is no error.")
    .addHelpText("after", `\nExample:\n${EXAMPLES.remove}`);
  for (const command of [transfer, remove]) {
    for (const [flag, variable, description] of OPTIONS) {
      command.addOption(new Option(flag, description).env(variable));
    }
  }
  transfer.action(async (places: Places) => {
    await withExistingState((opened) => {
      carryObject(opened, given(places));
    });
  });
  remove.action(async (places: Places) => {
    await withExistingState((opened) => {
      removeObjects(opened, given(places));
    });
  });
}

/** A variable that is empty is not set. */
function given(places: Places): Places {
  return Object.fromEntries(Object.entries(places).filter(([, value]) => value !== ""));
}

function carryObject({ project, cloud }: OpenedState, places: Places): void {
  const bucket = needed(places.fromBucket, "--from-bucket");
  const key = needed(places.fromKey, "--from-key");
  const targetBucket = needed(places.toBucket, "--to-bucket");
  const targetKey = places.toKey ?? key;
  const source = found(cloud.tryFindObject(bucket, key), bucket, key);
  const operation = operationOf(cloud, places, { bucket, key, targetBucket, targetKey });
  const [answer] = cloud.submitIdempotent([{ operation, ask: digestOf(operation) }]);
  invariant(answer !== undefined, "every request is answered");
  if (!answer.accepted) throw new EnvironmentError(refusalText(answer.refusal));
  const folder = join(dirname(project.cloud), "objects");
  const from = fileOf(folder, bucket, key);
  materialize(from, source);
  const { resumedBytes, bytes, checksum } = copyResumable(from, fileOf(folder, targetBucket, targetKey));
  while (cloud.tryFindJob(answer.jobId)?.endSeconds === null)
    cloud.advanceTo(cloud.nextEventSeconds() ?? cloud.nowSeconds);
  const job = cloud.tryFindJob(answer.jobId);
  if (job?.status !== "SUCCESS") throw new EnvironmentError(`the transfer failed: ${job?.reason ?? "no reason given"}`);
  const resumed = resumedBytes === 0 ? "" : `, ${String(resumedBytes)} of them from before`;
  print(
    `${objectText(bucket, key)} → ${objectText(targetBucket, targetKey)}: ${String(bytes)} bytes stand for ${String(source.sizeGib)} GiB${resumed}; SHA-256 ${checksum}\n`,
  );
}

type Cloud = OpenedState["cloud"];

function operationOf(
  cloud: Cloud,
  { fromAccount, fromRegion, toAccount, toRegion }: Places,
  objects: Pick<TransferObject, "bucket" | "key" | "targetBucket" | "targetKey">,
): TransferObject {
  const { buckets } = cloud.inventory();
  const callerAt = (
    bucket: string,
    account: string | undefined,
    region: string | undefined,
  ): TransferObject["caller"] => {
    const recorded = buckets.find(({ name }) => name === bucket);
    const at = region ?? recorded?.region ?? "";
    return { account: account ?? recorded?.account ?? "", project: at, region: at };
  };
  return {
    kind: "transferObject",
    ...objects,
    caller: callerAt(objects.bucket, fromAccount, fromRegion),
    targetCaller: callerAt(objects.targetBucket, toAccount, toRegion),
  };
}

function removeObjects(
  { project, cloud }: OpenedState,
  { fromBucket, fromKey, toBucket, toKey = fromKey }: Places,
): void {
  const folder = join(dirname(project.cloud), "objects");
  for (const [bucket, key] of [
    [fromBucket, fromKey],
    [toBucket, toKey],
  ] as const) {
    if (bucket === undefined || key === undefined) continue;
    cloud.removeObject(bucket, key);
    removeFile(fileOf(folder, bucket, key));
    print(`${objectText(bucket, key)} removed\n`);
  }
}

function needed(value: string | undefined, flag: string): string {
  if (value !== undefined) return value;
  throw new UsageError(`${flag} is missing: say which object is carried where.`);
}

function found(object: StoredObject | undefined, bucket: string, key: string): StoredObject {
  if (object?.status === "there") return object;
  throw new UsageError(`there is no object ${objectText(bucket, key)} in the region state. Export it first.`);
}
