// The gRPC server of the plugin: the provider's calls, and what the plugin host asks of every plugin. A handler never throws across
// it: what a call cannot do is told in its answer.
import {
  constants,
  createSecureServer,
  createServer,
  type Http2Server,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from "node:http2";
import { EXCHANGES, HEALTH, NOTHING, PROVIDER_CALLS, type Message, type ProviderCall } from "./messages";
import { decodeMessage, encodeMessage, type WireMessage } from "./protobuf";

export type WireHandlers = Readonly<Record<ProviderCall, (request: WireMessage) => Promise<WireMessage>>>;

export interface ServerOptions {
  /** Mutual TLS; undefined for a server that somebody attaches to without it. */
  readonly tls?: { readonly clientCertificatePem: string; readonly certificatePem: string; readonly keyPem: string };
  /** Called when the host asks for the end, once its answer is on the way. */
  readonly onShutdown: () => void;
}

export interface WireServer {
  /** Ends all connections at once. */
  close(): void;
}

/** A call with one request and one response, or a stream that carries nothing of ours: left open until the host ends. */
type Method = UnaryMethod | "open";

interface UnaryMethod {
  readonly request: Message;
  readonly response: Message;
  handle(request: WireMessage): Promise<WireMessage>;
  readonly answered?: () => void;
}

/** Codes of gRPC, which go behind the answer. */
const STATUS = { ok: 0, unimplemented: 12, internal: 13 } as const;

const SERVING = 1;

/** A request of the largest state is in one such window, so that nobody waits for leave to send on. */
const WINDOW_BYTES = 16 * 1024 ** 2;

const SETTINGS = {
  settings: { initialWindowSize: WINDOW_BYTES },
  // Any size: a state of thousands of attributes is more than Node's ten megabytes.
  maxSessionMemory: Number.MAX_SAFE_INTEGER,
};

/** Starts to listen on a Unix socket. */
export async function listen(socket: string, handlers: WireHandlers, options: ServerOptions): Promise<WireServer> {
  const methods = methodsOf(handlers, options);
  const server = serverOf(options);
  const sessions = new Set<ServerHttp2Session>();
  server.on("session", (session) => {
    sessions.add(session);
    session.setLocalWindowSize(WINDOW_BYTES);
    session.on("error", ignore).on("close", () => sessions.delete(session));
  });
  server.on("stream", (stream, headers) => {
    stream.on("error", ignore);
    void serve(stream, methods.get(String(headers[constants.HTTP2_HEADER_PATH])));
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(socket, resolve));
  return {
    close: () => {
      server.close();
      for (const session of sessions) session.destroy();
    },
  };
}

/** Of a connection or a call that broke off: nobody is there any more to be told. */
const ignore = (): void => undefined;

function serverOf({ tls }: ServerOptions): Http2Server {
  if (tls === undefined) return createServer(SETTINGS);
  const { clientCertificatePem: ca, certificatePem: cert, keyPem: key } = tls;
  return createSecureServer({ ...SETTINGS, ca, cert, key, requestCert: true, rejectUnauthorized: true });
}

function methodsOf(handlers: WireHandlers, { onShutdown }: ServerOptions): ReadonlyMap<string, Method> {
  const calls = PROVIDER_CALLS.map(
    (call) => [`/tfplugin6.Provider/${call}`, { ...EXCHANGES[call], handle: handlers[call] }] as const,
  );
  const always = (answer: WireMessage) => () => Promise.resolve(answer);
  return new Map<string, Method>([
    ...calls,
    ["/plugin.GRPCController/Shutdown", { ...NOTHING, handle: always({}), answered: onShutdown }],
    ["/plugin.GRPCBroker/StartStream", "open"],
    ["/plugin.GRPCStdio/StreamStdio", "open"],
    ["/grpc.health.v1.Health/Check", { ...HEALTH, handle: always({ status: SERVING }) }],
  ]);
}

async function serve(stream: ServerHttp2Stream, method: Method | undefined): Promise<void> {
  if (method === "open") {
    stream.respond(HEADERS);
    stream.resume();
    return;
  }
  if (method === undefined) {
    refuse(stream, STATUS.unimplemented, "there is no such call");
    return;
  }
  try {
    const request = decodeMessage(method.request, messageIn(await bodyOf(stream)));
    answer(stream, encodeMessage(method.response, await method.handle(request)));
  } catch (error) {
    refuse(stream, STATUS.internal, String(error));
  }
  method.answered?.();
}

function bodyOf(stream: ServerHttp2Stream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  return new Promise((resolve, reject) => {
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    stream.on("end", () => {
      resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks));
    });
    stream.on("close", () => {
      reject(new Error("the call broke off"));
    });
  });
}

/** Before each message: whether it is compressed, in one byte, and its length, in four. */
const PREFIX_BYTES = 5;

function messageIn(body: Buffer): Buffer {
  if (body.length < PREFIX_BYTES || body.readUInt32BE(1) !== body.length - PREFIX_BYTES) {
    throw new Error("a request is one message, in its whole length");
  }
  if (body[0] !== 0) throw new Error("a compressed message, which nobody offered to read");
  return body.subarray(PREFIX_BYTES);
}

const HEADERS = {
  [constants.HTTP2_HEADER_STATUS]: constants.HTTP_STATUS_OK,
  [constants.HTTP2_HEADER_CONTENT_TYPE]: "application/grpc",
};

function answer(stream: ServerHttp2Stream, message: Uint8Array): void {
  if (isGone(stream)) return;
  const framed = Buffer.allocUnsafe(PREFIX_BYTES + message.length);
  framed[0] = 0;
  framed.writeUInt32BE(message.length, 1);
  framed.set(message, PREFIX_BYTES);
  stream.respond(HEADERS, { waitForTrailers: true });
  stream.once("wantTrailers", () => {
    stream.sendTrailers({ "grpc-status": STATUS.ok });
  });
  stream.end(framed);
}

/** Whether nobody waits for an answer any more. What is closed is destroyed only a moment later, and takes no answer in between. */
function isGone({ destroyed, closed }: ServerHttp2Stream): boolean {
  return destroyed || closed;
}

/** The answer to a call that could not be taken in. Its text is escaped as in an address. */
function refuse(stream: ServerHttp2Stream, status: number, text: string): void {
  if (isGone(stream) || stream.headersSent) return;
  stream.respond({ ...HEADERS, "grpc-status": status, "grpc-message": encodeURIComponent(text) }, { endStream: true });
}
