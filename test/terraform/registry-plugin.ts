// The program of registry-plugins.ts: a Terraform plugin that serves the vendor's own schemas with a region state. It is not part of the
// package, because no shipped file may use a registry's address.
import { openCloud } from "../../lib/cloud";
import { recorded } from "../../lib/provider/frame/schema";
import { servePlugin } from "../../lib/provider/plugin";
import { huaweicloud } from "../../lib/provider/providers/huaweicloud";
import { nullProvider, numberFrom } from "../../lib/provider/providers/null";
import { instantPacing, randomSource, sleep } from "../../lib/time";
import { REGION_STATE_VARIABLE } from "../../lib/values";
import vendorJson from "../../lib/vendor/schemas/huaweicloud.provider.json";

const { PLUGIN_CLIENT_CERT: clientCertificatePem, [REGION_STATE_VARIABLE]: regionState = ":memory:" } = process.env;

function provider(name: string | undefined) {
  if (name === "null") {
    const random = randomSource(process.pid);
    return nullProvider(() => numberFrom(() => random.next()));
  }
  const simulated = huaweicloud({
    openCloud: () => openCloud(regionState).cloud,
    pacing: instantPacing(),
    holder: { id: String(process.pid), isAlive: () => true },
    hasCredentials: false,
  });
  return { ...simulated, schema: recorded(vendorJson) };
}

void servePlugin(provider(process.argv.at(-1)), {
  ...(clientCertificatePem === undefined ? {} : { clientCertificatePem }),
  onShutdown: () => void sleep(20).then(() => process.exit(0)),
}).then(({ socket, certificate }) => {
  process.on("SIGINT", () => undefined);
  process.stdout.write(`1|6|unix|${socket}|grpc|${certificate}\n`);
});
