// The official JSON schema of SARIF 2.1.0, as a package of its authors carries it. It is of an older draft, whose words mean the same here.
import { Ajv } from "ajv";
import schema from "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json";

// `id` and `$schema` are of draft 4, and name no draft that the validator knows.
const { $schema: _draft, id: _id, ...rules } = schema as typeof schema & { id?: string };
const validate = new Ajv({ strict: false, unicodeRegExp: false, validateFormats: false, allErrors: true }).compile(
  rules,
);

/** What is wrong with a log; empty when it is one. */
export function isSarif(log: object): readonly string[] {
  validate(JSON.parse(JSON.stringify(log)));
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ""}`);
}
