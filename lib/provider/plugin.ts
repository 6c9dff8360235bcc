// A plugin that serves one provider on a Unix socket: what Terraform starts as a process, and what tests attach to.
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { epochMilliseconds } from "../time";
import { socketFolderPrefix } from "./process";
import { handlersOf, type Provider } from "./frame/verbs";
import { runCertificate } from "./wire/certificate";
import { listen } from "./wire/grpc-server";

export interface PluginOptions {
  /** PEM of the certificate by which Terraform shows itself; undefined for an attached plugin, which talks in the clear. */
  readonly clientCertificatePem?: string;
  /** Where sockets lie; default: the system's temporary folder. */
  readonly socketFolder?: string;
  /** Terraform, or the last of its connections, is gone. */
  readonly onShutdown?: () => void;
}

export interface Plugin {
  readonly socket: string;
  /** Base64 of its certificate for the handshake; empty for an attached one. */
  readonly certificate: string;
  close(): void;
}

/** Listens first: whoever is told the socket can use it at once. */
export async function servePlugin(provider: Provider, options: PluginOptions = {}): Promise<Plugin> {
  const { clientCertificatePem, socketFolder = tmpdir(), onShutdown = () => undefined } = options;
  const folder = mkdtempSync(join(socketFolder, socketFolderPrefix()));
  chmodSync(folder, 0o700);
  const socket = join(folder, "plugin.sock");
  const own = clientCertificatePem === undefined ? undefined : runCertificate(epochMilliseconds());
  const tls = own === undefined || clientCertificatePem === undefined ? undefined : { clientCertificatePem, ...own };
  const server = await listen(socket, handlersOf(provider), { ...(tls === undefined ? {} : { tls }), onShutdown });
  return {
    socket,
    certificate: own?.derBase64 ?? "",
    close: () => {
      server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
