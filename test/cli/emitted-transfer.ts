// The Terraform that is emitted for a transfer between buckets with any name, and the environment in which Terraform would run its
// commands.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { App, TerraformStack } from "cdktf";
import {
  DeploymentTarget,
  Destination,
  HuaweicloudProvider,
  ImageDistribution,
  ImageKind,
  SourceImage,
} from "../../lib";

/** Names that would have an effect if a shell or Terraform read them as code, or a file system as a path. */
export const NASTY = [
  "plain.qcow2",
  `it's "quoted".qcow2`,
  "$(touch pwned)",
  "`touch pwned`",
  '${file("/etc/passwd")}',
  "%{ if true }x%{ endif }",
  "../../../pwned",
  "-rf --help",
  "; touch pwned #",
] as const;

/** Another such name, which synth refuses as the name of a bucket. */
export const TWO_LINES = "two\nlines; touch pwned";

export interface Emitted {
  readonly triggers: Readonly<Record<string, string>>;
  readonly provisioner: readonly {
    readonly "local-exec": {
      readonly command: string;
      readonly when?: string;
      readonly environment: Readonly<Record<string, string>>;
    };
  }[];
}

export interface EmittedStack {
  readonly resource: { readonly null_resource: Readonly<Record<string, Emitted>> } & Readonly<
    Record<string, Readonly<Record<string, { readonly depends_on?: readonly string[] }>>>
  >;
  readonly check?: Readonly<Record<string, object>>;
}

/** The emitted stack for a transfer between buckets with that name. */
export function emittedStack(folder: string, name: string, target = DeploymentTarget.SIMULATED): EmittedStack {
  const context = { "image-replication:target": target };
  const app = new App({ outdir: join(folder, "out"), stackTraces: false, context });
  const stack = new TerraformStack(app, "stack");
  new HuaweicloudProvider(stack, "huaweicloud", { region: "cn-north-4" });
  const source = SourceImage.fromAttributes(stack, "source", {
    imageId: "ims-1",
    name: "web",
    kind: ImageKind.DATA_DISK,
    sizeGib: 200,
  });
  new ImageDistribution(stack, "everywhere", {
    source,
    name: "web",
    bucket: name,
    agencyName: "ims_copy",
    destinations: [Destination.region("cn-east-3", { bucket: `${name} there` })],
  });
  app.synth();
  return JSON.parse(readFileSync(join(app.outdir, "stacks", "stack", "cdk.tf.json"), "utf8")) as EmittedStack;
}

/** The emitted commands of the transfer: one copies the object, one removes it. */
export function emittedFor(folder: string, name: string, target = DeploymentTarget.SIMULATED): Emitted {
  const { resource } = emittedStack(folder, name, target);
  const carrying = Object.values(resource.null_resource).filter(
    ({ provisioner }) => (provisioner as unknown) !== undefined && !isRepetition(provisioner),
  );
  const isRemoval = ({ provisioner }: Emitted): boolean => provisioner[0]?.["local-exec"].when === "destroy";
  const [transfer, removal] = [carrying.find((one) => !isRemoval(one)), carrying.find(isRemoval)];
  if (transfer === undefined || removal === undefined) throw new Error("no transfer was emitted");
  // The command that removes has a trigger for each value that it reads.
  for (const [trigger, value] of Object.entries(removal.triggers)) {
    if (transfer.triggers[trigger] !== value) throw new Error(`the removal has another ${trigger}`);
  }
  return { triggers: transfer.triggers, provisioner: [...transfer.provisioner, ...removal.provisioner] };
}

/** Whether it runs the same command a second time. */
const isRepetition = ([one]: Emitted["provisioner"]): boolean =>
  one?.["local-exec"].environment.IMAGE_REPLICATION_REPEATED !== undefined;

/** A Terraform string after Terraform has read it, if it contains no expression. */
export const read = (text: string): string => text.replaceAll("$${", "${").replaceAll("%%{", "%{");

/** The environment that Terraform passes to a command: each variable names a trigger. */
export function environmentOf({ triggers, provisioner }: Emitted, index: number): Readonly<Record<string, string>> {
  const environment = provisioner[index]?.["local-exec"].environment ?? {};
  return Object.fromEntries(
    Object.entries(environment).map(([variable, reference]) => {
      const trigger = /triggers\.([a-z_]+)/u.exec(reference)?.[1] ?? "";
      return [variable, read(triggers[trigger] ?? "")] as const;
    }),
  );
}
