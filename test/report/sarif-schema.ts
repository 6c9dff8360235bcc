// The official JSON schema of SARIF 2.1.0, from a package of its authors. It uses an older draft, whose keywords have the same meaning
// here.
import { Ajv } from "ajv";
import schema from "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json";

// `id` and `$schema` are of draft 4, which the validator does not know.
const { $schema: _draft, id: _id, ...rules } = schema as typeof schema & { id?: string };
const validate = new Ajv({ strict: false, unicodeRegExp: false, validateFormats: false, allErrors: true }).compile(
  rules,
);

/** The errors of a log; empty if it is valid. */
export function isSarif(log: object): readonly string[] {
  validate(JSON.parse(JSON.stringify(log)));
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ""}`);
}
