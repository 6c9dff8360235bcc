// The certificate by which a plugin shows itself to the Terraform that started it: made for one run, signed by itself. Node reads
// certificates and makes none; a package that does takes longer to load than all else of the plugin, for these few fields.
import { generateKeyPairSync, sign } from "node:crypto";

/** A run is over long before; clocks that differ by an hour do not matter. */
const HOUR_MS = 3_600_000;
const VALID_HOURS = 24 * 30;

export interface RunCertificate {
  /** Base64 of the DER form, without padding, as the handshake has it. */
  readonly derBase64: string;
  readonly certificatePem: string;
  readonly keyPem: string;
}

export function runCertificate(nowEpochMs: number): RunCertificate {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const name = sequence(set(sequence(COMMON_NAME, element(0x0c, Buffer.from("localhost")))));
  const signed = sequence(
    explicit(0, integer(2)),
    integer(1),
    sequence(ECDSA_WITH_SHA256),
    name,
    sequence(time(nowEpochMs - HOUR_MS), time(nowEpochMs + VALID_HOURS * HOUR_MS)),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    explicit(3, sequence(CERTIFICATE_AUTHORITY, BOTH_SIDES, FOR_LOCALHOST)),
  );
  const der = sequence(signed, sequence(ECDSA_WITH_SHA256), bits(sign("sha256", signed, privateKey)));
  return {
    derBase64: der.toString("base64").replace(/=+$/u, ""),
    certificatePem: `-----BEGIN CERTIFICATE-----\n${der.toString("base64")}\n-----END CERTIFICATE-----\n`,
    keyPem: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

// The few forms of DER (ITU-T X.690) that a certificate (RFC 5280) of these fields takes.

function element(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const length = content.length < 128 ? [content.length] : [0x82, content.length >> 8, content.length & 255];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

const sequence = (...parts: readonly Buffer[]): Buffer => element(0x30, ...parts);
const set = (...parts: readonly Buffer[]): Buffer => element(0x31, ...parts);
const explicit = (number: number, content: Buffer): Buffer => element(0xa0 + number, content);
const integer = (small: number): Buffer => element(0x02, Buffer.from([small]));
const bits = (content: Buffer): Buffer => element(0x03, Buffer.from([0]), content);
const identifier = (hex: string): Buffer => element(0x06, Buffer.from(hex, "hex"));

/** `20260102030405Z`: this form, with the year in full, is for years from 2050 on; before them it has two digits of it. */
function time(epochMs: number): Buffer {
  const text = new Date(epochMs).toISOString().replaceAll(/[-:T]|\.\d+/gu, "");
  return text < "2050" ? element(0x17, Buffer.from(text.slice(2))) : element(0x18, Buffer.from(text));
}

function extension(id: Buffer, content: Buffer, isCritical = false): Buffer {
  const critical = isCritical ? [element(0x01, Buffer.from([0xff]))] : [];
  return sequence(id, ...critical, element(0x04, content));
}

const COMMON_NAME = identifier("550403"); // 2.5.4.3
const ECDSA_WITH_SHA256 = identifier("2a8648ce3d040302"); // 1.2.840.10045.4.3.2
const TRUE = element(0x01, Buffer.from([0xff]));

/** It is its own authority: whoever is told of it trusts it alone. */
const CERTIFICATE_AUTHORITY = extension(identifier("551d13"), sequence(TRUE), true); // 2.5.29.19
const BOTH_SIDES = extension(
  identifier("551d25"), // 2.5.29.37
  sequence(
    identifier("2b06010505070301"), // 1.3.6.1.5.5.7.3.1: a server
    identifier("2b06010505070302"), // 1.3.6.1.5.5.7.3.2: a client
  ),
);
const FOR_LOCALHOST = extension(identifier("551d11"), sequence(element(0x82, Buffer.from("localhost")))); // 2.5.29.17
