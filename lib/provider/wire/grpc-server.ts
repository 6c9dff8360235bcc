// The gRPC server of the plugin: the provider's calls, and what the plugin host asks of every plugin. A handler never throws across
// it: what a call cannot do is told in its answer.
import { Server, ServerCredentials, status, type sendUnaryData, type ServerUnaryCall } from "@grpc/grpc-js";
import { fromJSON, type ServiceDefinition } from "@grpc/proto-loader";
import { DEFINITIONS, PROVIDER_CALLS, type ProviderCall } from "./messages";

/** Requests and answers as the gRPC package has them: field names as in the protocol, bytes as buffers. */
export type WireMessage = Readonly<Record<string, unknown>>;
export type WireHandlers = Readonly<Record<ProviderCall, (request: WireMessage) => Promise<WireMessage>>>;

export interface ServerOptions {
  /** Mutual TLS; undefined for a server that somebody attaches to without it. */
  readonly tls?: { readonly clientCertificatePem: string; readonly certificatePem: string; readonly keyPem: string };
  /** Called when the host asks for the end, once its answer is on the way. */
  readonly onShutdown: () => void;
}

const SERVING = 1;

/** Any size: a state of thousands of attributes is more than the package's four megabytes. */
const UNBOUNDED = -1;

/** Starts to listen on a Unix socket. */
export async function listen(socket: string, handlers: WireHandlers, options: ServerOptions): Promise<Server> {
  const services = fromJSON(DEFINITIONS as never, { keepCase: true, longs: Number, enums: String, defaults: true });
  const service = (name: string): ServiceDefinition => services[name] as ServiceDefinition;
  const server = new Server({
    "grpc.max_receive_message_length": UNBOUNDED,
    "grpc.max_send_message_length": UNBOUNDED,
  });
  server.addService(
    service("tfplugin6.Provider"),
    Object.fromEntries(PROVIDER_CALLS.map((call) => [call, unary(handlers[call])])),
  );
  server.addService(service("plugin.GRPCController"), {
    Shutdown: (_call: unknown, answer: sendUnaryData<object>) => {
      answer(null, {});
      options.onShutdown();
    },
  });
  // Streams that the host opens and that carry nothing of ours: left open until it ends.
  server.addService(service("plugin.GRPCBroker"), { StartStream: keepOpen });
  server.addService(service("plugin.GRPCStdio"), { StreamStdio: keepOpen });
  server.addService(service("grpc.health.v1.Health"), {
    Check: (_call: unknown, answer: sendUnaryData<object>) => answer(null, { status: SERVING }),
  });
  await bind(server, `unix:${socket}`, credentials(options));
  return server;
}

function credentials({ tls }: ServerOptions): ServerCredentials {
  if (tls === undefined) return ServerCredentials.createInsecure();
  const pair = { private_key: Buffer.from(tls.keyPem), cert_chain: Buffer.from(tls.certificatePem) };
  return ServerCredentials.createSsl(Buffer.from(tls.clientCertificatePem), [pair], true);
}

function bind(server: Server, address: string, given: ServerCredentials): Promise<void> {
  return new Promise((resolve, reject) => {
    server.bindAsync(address, given, (error) => {
      if (error === null) resolve();
      else reject(error);
    });
  });
}

function unary(handle: (request: WireMessage) => Promise<WireMessage>) {
  return (call: ServerUnaryCall<WireMessage, WireMessage>, answer: sendUnaryData<WireMessage>): void => {
    handle(call.request).then(
      (response) => {
        answer(null, response);
      },
      (error: unknown) => {
        answer({ code: status.INTERNAL, details: String(error) });
      },
    );
  };
}

function keepOpen(stream: { on(event: "cancelled" | "error", listener: () => void): unknown; end?(): void }): void {
  stream.on("cancelled", () => stream.end?.());
  stream.on("error", () => undefined);
}
