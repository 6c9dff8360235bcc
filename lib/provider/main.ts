// The plugin as a process of its own: started by Terraform through the launcher, over with it. Only this file of the room reads the
// environment and prints.
import { resolve } from "node:path";
import { CATALOG, overridden, readOverrides, type Catalog } from "../catalog";
import { openCloud, type Cloud, type OpenedCloud } from "../cloud";
import { NO_FAULTS, readFaults } from "../model";
import { POINTER } from "../placement";
import { epochMilliseconds, every, instantPacing, randomSource, scaledPacing, sleep, type Pacing } from "../time";
import { fileFromProject, readNamedFile, REGION_STATE_VARIABLE, UsageError } from "../values";
import { HEARTBEAT_MS, holderOf, removeOrphans, whenOrphaned } from "./process";
import { servePlugin } from "./plugin";
import { huaweicloud } from "./providers/huaweicloud";
import { nullProvider, numberFrom } from "./providers/null";
import type { Provider } from "./frame/verbs";

/** What Terraform sets so that a plugin knows who started it: a password for nothing. */
const COOKIE = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";
/** Time for the last answer to leave. */
const FAREWELL_MS = 20;

const env = process.env;

interface Pointer {
  readonly cloud?: string;
  readonly project?: string;
  readonly settings?: { readonly overrides?: unknown };
}

function pointer(): Pointer {
  try {
    return JSON.parse(readNamedFile(POINTER)) as Pointer;
  } catch {
    return {};
  }
}

/** Counted from the project's folder, like all else that is typed there: Terraform runs us in a folder below it. */
function fileNamed(variable: string): string | undefined {
  return fileFromProject(pointer().project ?? "", env[variable]);
}

let opened: OpenedCloud | undefined;

const holder = holderOf(process.pid);

function openNamed(): Cloud {
  const { cloud, settings } = pointer();
  const file = fileNamed(REGION_STATE_VARIABLE) ?? cloud;
  if (file === undefined) {
    throw new UsageError(`no region state is named. Run synth again, or set ${REGION_STATE_VARIABLE} to a file.`);
  }
  opened?.close();
  opened = openCloud(resolve(file), { catalog: catalogOf(settings?.overrides), faults: faultsNamed() });
  beat();
  return opened.cloud;
}

/** Shows processes that cannot look at this one that it is alive. */
function beat(): void {
  opened?.cloud.recordHeartbeat(holder, epochMilliseconds());
}

function beatQuietly(): void {
  try {
    beat();
  } catch {
    // The next heartbeat comes before this process counts as dead; what hinders both hinders the requests themselves, which say so.
  }
}

function catalogOf(overrides: unknown): Catalog {
  return overrides === undefined ? CATALOG : overridden(CATALOG, readOverrides(overrides, POINTER));
}

function faultsNamed() {
  const file = fileNamed("IMAGE_REPLICATION_FAULTS");
  return file === undefined ? NO_FAULTS : readFaults(readNamedFile(file), file);
}

function pacingNamed(): Pacing {
  const text = env.IMAGE_REPLICATION_SPEED ?? "";
  if (text === "") return instantPacing();
  const speed = Number(text);
  if (speed > 0 && Number.isFinite(speed)) return scaledPacing(speed);
  throw new UsageError(
    `IMAGE_REPLICATION_SPEED is "${text}", and is a number of virtual seconds in a real one. Leave it out for at once.`,
  );
}

function providerNamed(name: string | undefined): Provider {
  if (name === "null") {
    const random = randomSource(epochMilliseconds() ^ (process.pid << 8));
    let cloud: Cloud | undefined;
    return nullProvider(
      () => numberFrom(() => random.next()),
      () => (cloud ??= openNamed()),
    );
  }
  const hasCredentials = ["HW_ACCESS_KEY", "HW_SECRET_KEY"].some((variable) => (env[variable] ?? "") !== "");
  return huaweicloud({ openCloud: openNamed, pacing: pacingNamed(), holder, hasCredentials });
}

function end(code: number): void {
  opened?.close();
  process.exit(code);
}

async function main(): Promise<void> {
  // Before anything else could print: Terraform takes the first line for the handshake.
  console.log = console.error;
  if (env.TF_PLUGIN_MAGIC_COOKIE !== COOKIE) {
    process.stderr.write(
      "This is a Terraform plugin, which Terraform starts by itself. Run terraform, cdktf deploy, or image-replication.\n",
    );
    process.exit(1);
  }
  const socketFolder = env.PLUGIN_UNIX_SOCKET_DIR;
  const plugin = await servePlugin(providerNamed(process.argv.at(-1)), {
    ...(env.PLUGIN_CLIENT_CERT === undefined ? {} : { clientCertificatePem: env.PLUGIN_CLIENT_CERT }),
    ...(socketFolder === undefined || socketFolder === "" ? {} : { socketFolder }),
    onShutdown: leave,
  });
  function leave(): void {
    void sleep(FAREWELL_MS).then(() => {
      plugin.close();
      end(0);
    });
  }
  // Ctrl-C reaches the whole group of processes: Terraform then asks us to stop, and we end with it.
  process.on("SIGINT", () => undefined);
  process.on("SIGTERM", leave);
  every(HEARTBEAT_MS, beatQuietly);
  whenOrphaned(process.ppid, () => process.ppid, leave);
  process.stdout.write(`1|6|unix|${plugin.socket}|grpc|${plugin.certificate}\n`);
  removeOrphans(plugin.socket);
}

main().catch((error: unknown) => {
  const why = error instanceof Error ? error.message : String(error);
  process.stdout.write(`cdktf-image-replication: the plugin cannot start: ${why.split("\n")[0] ?? why}\n`);
  process.exit(1);
});
