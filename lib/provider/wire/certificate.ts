// The certificate by which a plugin shows itself to the Terraform that started it: made for one run, signed by itself.
import "reflect-metadata";
import {
  BasicConstraintsExtension,
  cryptoProvider,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from "@peculiar/x509";

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;

/** A run is over long before; clocks that differ by an hour do not matter. */
const HOUR_MS = 3_600_000;
const VALID_HOURS = 24 * 30;

export interface RunCertificate {
  /** Base64 of the DER form, without padding, as the handshake has it. */
  readonly derBase64: string;
  readonly certificatePem: string;
  readonly keyPem: string;
}

export async function runCertificate(nowEpochMs: number): Promise<RunCertificate> {
  cryptoProvider.set(crypto);
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: "01",
    name: "CN=localhost",
    notBefore: new Date(nowEpochMs - HOUR_MS),
    notAfter: new Date(nowEpochMs + VALID_HOURS * HOUR_MS),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new BasicConstraintsExtension(true, undefined, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth]),
      new SubjectAlternativeNameExtension([{ type: "dns", value: "localhost" }]),
    ],
  });
  const key = await crypto.subtle.exportKey("pkcs8", keys.privateKey);
  return {
    derBase64: Buffer.from(certificate.rawData).toString("base64").replace(/=+$/u, ""),
    certificatePem: certificate.toString("pem"),
    keyPem: PemConverter.encode(key, "PRIVATE KEY"),
  };
}
