// The plugin's own gRPC: messages equal those of another protobuf implementation, only Terraform connects, and invalid calls have an
// answer.
import { X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, type ClientHttp2Session, type IncomingHttpHeaders } from "node:http2";
import { connect as connectSocket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect as connectTls } from "node:tls";
import fc from "fast-check";
import { Root } from "protobufjs/light";
import { runCertificate } from "../../lib/provider/wire/certificate";
import { listen, type ServerOptions, type WireServer } from "../../lib/provider/wire/grpc-server";
import { ENUMERATIONS, EXCHANGES, MESSAGES, PROVIDER_CALLS, type Message } from "../../lib/provider/wire/messages";
import { decodeMessage, encodeMessage, type WireMessage } from "../../lib/provider/wire/protobuf";

const SMALL = 2 ** 31 - 1;

/** Any value of a message, to some depth, with all members, also the empty ones. */
function valueOf(message: Message, depth = 4): fc.Arbitrary<WireMessage> {
  const of = (type: string): fc.Arbitrary<unknown> => {
    if (type === "string") return fc.string({ unit: "grapheme", maxLength: 200 });
    if (type === "bytes") return fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));
    if (type === "bool") return fc.boolean();
    if (type.startsWith("int")) return fc.oneof(fc.nat(SMALL), fc.nat(3));
    const names = ENUMERATIONS[type];
    return names === undefined ? valueOf(MESSAGES[type]!, depth - 1) : fc.constantFrom(...names);
  };
  const members = Object.entries(message).map(([name, [type]]) => {
    const inner = type.slice(1, -1);
    if (type.startsWith("["))
      return [name, depth > 0 ? fc.array(of(inner), { maxLength: 3 }) : fc.constant([])] as const;
    if (type.startsWith("{")) return [name, fc.dictionary(fc.string(), of(inner), { maxKeys: 3 })] as const;
    return [name, type in MESSAGES && depth <= 0 ? fc.constant(undefined) : of(type)] as const;
  });
  return fc.record(Object.fromEntries(members));
}

/** The same descriptions in the format of the package. */
function described(): Root {
  const fieldOf = (type: string): object =>
    type.startsWith("[")
      ? { rule: "repeated", type: type.slice(1, -1) }
      : type.startsWith("{")
        ? { keyType: "string", type: type.slice(1, -1) }
        : { type };
  const messageOf = (message: Message): object => ({
    fields: Object.fromEntries(Object.entries(message).map(([name, [type, id]]) => [name, { ...fieldOf(type), id }])),
  });
  const entries = [
    ...Object.entries(MESSAGES).map(([name, message]) => [name, messageOf(message)] as const),
    ...Object.entries(ENUMERATIONS).map(([name, names]) => [
      name,
      { values: Object.fromEntries(names.map((one, index) => [one, index])) },
    ]),
    ...Object.entries(EXCHANGES).flatMap(([name, { request, response }]) => [
      [`${name}Request`, messageOf(request)],
      [`${name}Response`, messageOf(response)],
    ]),
  ];
  return Root.fromJSON({ nested: Object.fromEntries(entries) });
}

const SHAPES = Object.entries(EXCHANGES).flatMap(([name, { request, response }]) => [
  { name: `${name}Request`, message: request },
  { name: `${name}Response`, message: response },
]);

test.each(SHAPES)("$name is written and read as by the package", ({ name, message }) => {
  const theirs = described().lookupType(name);
  const plain = (bytes: Uint8Array): unknown =>
    theirs.toObject(theirs.decode(bytes), { enums: String, longs: Number, defaults: true });
  fc.assert(
    fc.property(valueOf(message), (value) => {
      const bytes = encodeMessage(message, value);
      const wanted = theirs.encode(theirs.fromObject(value)).finish();
      expect(plain(bytes)).toEqual(plain(wanted));
      // Both ways, also with the empty members that the package writes.
      expect(encodeMessage(message, decodeMessage(message, wanted))).toEqual(bytes);
    }),
    { numRuns: 20 },
  );
});

test("unknown fields are skipped, and truncated bytes are an error", () => {
  const grown: Message = { name: ["string", 1], more: ["[DynamicValue]", 9], most: ["int64", 30] };
  const bytes = encodeMessage(grown, { name: "web", more: [{ msgpack: Buffer.from("x") }], most: 7 });
  expect(decodeMessage({ name: ["string", 1] }, bytes)).toEqual({ name: "web" });
  expect(() => decodeMessage(grown, bytes.subarray(0, 8))).toThrow(RangeError);
});

test.each(["2026-01-02T03:04:05Z", "2049-12-20T00:00:00Z", "2060-01-01T00:00:00Z"])(
  "the handshake asks for a certificate of %s",
  (now) => {
    const { derBase64, certificatePem } = runCertificate(Date.parse(now));
    const read = new X509Certificate(certificatePem);
    expect(read.raw.toString("base64").replaceAll("=", "")).toBe(derBase64);
    expect({ ca: read.ca, host: read.checkHost("localhost"), signed: read.verify(read.publicKey) }).toEqual({
      ca: true,
      host: "localhost",
      signed: true,
    });
    expect(read.keyUsage).toEqual(["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"]);
    expect(Date.parse(read.validFrom)).toBe(Date.parse(now) - 3_600_000);
    expect(Date.parse(read.validTo)).toBeGreaterThan(Date.parse(now));
  },
);

describe("a server", () => {
  const terraforms = runCertificate(Date.now());
  const strangers = runCertificate(Date.now());
  let folder: string;
  let socket: string;
  let server: WireServer | undefined;
  let session: ClientHttp2Session | undefined;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "wire-"));
    socket = join(folder, "s");
  });
  afterEach(() => {
    session?.destroy();
    session = undefined;
    server?.close();
    rmSync(folder, { recursive: true });
  });

  const handlers = Object.fromEntries(
    PROVIDER_CALLS.map((call) => [
      call,
      (request: WireMessage) => Promise.resolve({ new_state: request.current_state }),
    ]),
  ) as unknown as Parameters<typeof listen>[1];

  async function start(tls?: ServerOptions["tls"]): Promise<void> {
    server = await listen(socket, handlers, { onShutdown: () => undefined, ...(tls === undefined ? {} : { tls }) });
  }

  interface Answer {
    readonly status: string;
    readonly body: Buffer;
  }

  function call(path: string, body: Buffer): Promise<Answer> {
    session ??= connect("http://localhost", { createConnection: () => connectSocket(socket) });
    const stream = session.request({ ":method": "POST", ":path": path, "content-type": "application/grpc" });
    return new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      let status = "";
      const look = ({ "grpc-status": told }: IncomingHttpHeaders): void => {
        if (typeof told === "string") status = told;
      };
      stream.on("response", look).on("trailers", look).on("error", reject);
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        resolve({ status, body: Buffer.concat(chunks) });
      });
      stream.end(body);
    });
  }

  function framed(message: Uint8Array, flag = 0): Buffer {
    const prefix = Buffer.alloc(5, flag);
    prefix.writeUInt32BE(message.length, 1);
    return Buffer.concat([prefix, message]);
  }

  test("answers a state of twelve megabytes", async () => {
    await start();
    const { request, response } = EXCHANGES.ReadResource;
    const msgpack = Buffer.alloc(12 * 1024 ** 2, "x");
    const sent = framed(encodeMessage(request, { type_name: "t", current_state: { msgpack } }));
    const { status, body } = await call("/tfplugin6.Provider/ReadResource", sent);
    expect(status).toBe("0");
    const { new_state: state } = decodeMessage(response, body.subarray(5)) as { new_state: { msgpack: Buffer } };
    expect(msgpack.equals(state.msgpack)).toBe(true);
  });

  test.each([
    ["an unknown call", "/tfplugin6.Provider/MoveResourceState", framed(Buffer.alloc(0)), "12"],
    ["a compressed message", "/tfplugin6.Provider/StopProvider", framed(Buffer.alloc(0), 1), "13"],
    ["a truncated message", "/tfplugin6.Provider/StopProvider", framed(Buffer.alloc(9)).subarray(0, 9), "13"],
    ["bytes that are not a message", "/tfplugin6.Provider/ReadResource", framed(Buffer.from([10, 90, 1])), "13"],
    ["a health check", "/grpc.health.v1.Health/Check", framed(Buffer.alloc(0)), "0"],
  ])("answers %s", async (_what, path, body, status) => {
    await start();
    expect(await call(path, body)).toMatchObject({ status });
    // The connection still works.
    expect(await call("/tfplugin6.Provider/StopProvider", framed(Buffer.alloc(0)))).toMatchObject({ status: "0" });
  });

  test.each([
    ["Terraform itself", terraforms, "in"],
    ["a client with another certificate", strangers, "out"],
    ["a client without a certificate", undefined, "out"],
  ])("admits only Terraform: %s", async (_who, shown, wanted) => {
    const own = runCertificate(Date.now());
    await start({ ...own, clientCertificatePem: terraforms.certificatePem });
    const pair = shown === undefined ? {} : { cert: shown.certificatePem, key: shown.keyPem };
    const tls = connectTls({
      path: socket,
      ca: own.certificatePem,
      servername: "localhost",
      ALPNProtocols: ["h2"],
      ...pair,
    });
    const outcome = await new Promise<string>((resolve) => {
      // The client finishes its part before the server has checked its certificate.
      tls.once("data", () => {
        resolve("in");
      });
      tls.on("error", () => {
        resolve("out");
      });
      tls.on("close", () => {
        resolve("out");
      });
    });
    tls.destroy();
    expect(outcome).toBe(wanted);
  });
});
