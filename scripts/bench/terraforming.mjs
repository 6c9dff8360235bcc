// What the plugin costs real Terraform: the same number of resources, over one state backend that keeps states in memory, as image copies
// of the plugin and as `terraform_data`, which Terraform has built in. And how long a plugin takes to start.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { Buffer } from "node:buffer";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { performance } from "node:perf_hooks";
import { join } from "node:path";
import { fileURLToPath, URL } from "node:url";
import { fromDist } from "./dist.mjs";

const SOURCE = "image-replication.localhost/simulated/huaweicloud";
const BUNDLE = fileURLToPath(new URL("../../dist/provider/plugin.cjs", import.meta.url));
const COOKIE = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";

const resources = {
  plugin: (count) => ({
    huaweicloud_images_image_copy: many(count, (index) => ({ name: `web-${index}`, source_image_id: "base" })),
  }),
  terraform_data: (count) => ({ terraform_data: many(count, (index) => ({ input: `web-${index}` })) }),
};

const many = (count, make) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`r${index}`, make(index)]));

/** @returns milliseconds of a plan from nothing and of an apply, or of a start to the handshake */
export async function measure(what, count) {
  return what === "start" ? start() : terraforming(what, Number(count));
}

async function terraforming(what, count) {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  const server = await stateBackend();
  try {
    const address = `http://127.0.0.1:${server.address().port}/state`;
    const needs = what === "plugin" ? { required_providers: { huaweicloud: { source: SOURCE } } } : {};
    place(folder, count);
    const configuration = {
      terraform: { ...needs, backend: { http: { address } } },
      ...(what === "plugin" ? { provider: { huaweicloud: { region: "cn-north-4" } } } : {}),
      resource: resources[what](count),
    };
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify(configuration));
    await terraform(folder, "init");
    const plan = await terraform(folder, "plan");
    const apply = await terraform(folder, "apply", "-auto-approve");
    return { plan, apply };
  } finally {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The plugin, and a region state with an image and room for so many copies of it. */
function place(folder, count) {
  const { placePlugins } = fromDist("placement/index.js");
  const { openCloud } = fromDist("cloud/index.js");
  const { readInventory } = fromDist("model/index.js");
  const regionState = join(folder, "cloud.db");
  const inventory = {
    format: "image-replication/inventory",
    version: 1,
    images: [{ id: "base", name: "base", region: "cn-north-4", kind: "system-disk", sizeGib: 1 }],
    quotas: [{ region: "cn-north-4", images: count + 1 }],
  };
  const { cloud, close } = openCloud(regionState);
  cloud.load(readInventory(JSON.stringify(inventory), "inventory"));
  close();
  const providers = [{ source: SOURCE, version: "0.1.0" }];
  placePlugins({
    folder,
    providers,
    bundle: BUNDLE,
    project: folder,
    regionState,
    node: process.execPath,
    settings: {},
  });
}

/** Terraform's local backend writes the whole state after each resource, which would hide all else. */
function stateBackend() {
  let state;
  const server = createServer((request, response) => {
    if (request.method === "GET") {
      response.writeHead(state === undefined ? 404 : 200).end(state);
      return;
    }
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      if (request.method === "POST") state = Buffer.concat(chunks);
      response.writeHead(200).end();
    });
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

async function terraform(cwd, ...args) {
  const env = { ...process.env, CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" };
  delete env.TF_CLI_CONFIG_FILE;
  const began = performance.now();
  const child = spawn("terraform", [...args, "-no-color"], {
    cwd,
    env,
    stdio: ["ignore", "ignore", "inherit"],
  });
  const code = await new Promise((resolve, reject) => child.on("error", reject).on("exit", resolve));
  if (code !== 0) throw new Error(`terraform ${args.join(" ")} ended with ${code}`);
  return performance.now() - began;
}

async function start() {
  const env = { ...process.env, TF_PLUGIN_MAGIC_COOKIE: COOKIE, PLUGIN_CLIENT_CERT: await certificate() };
  const began = performance.now();
  const child = spawn(process.execPath, [BUNDLE, "huaweicloud"], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise((resolve, reject) => child.on("error", reject).stdout.once("data", resolve));
  const milliseconds = performance.now() - began;
  child.kill("SIGTERM");
  return { milliseconds };
}

/** Any certificate: what it holds is looked at when somebody connects, and here nobody does. */
async function certificate() {
  const { rootCertificates } = await import("node:tls");
  return rootCertificates[0];
}
