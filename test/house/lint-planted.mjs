// Lints snippets as if they were in `lib`, and prints the findings as JSON. It is a separate process, because ESLint loads its
// configuration with a dynamic import, which Jest's sandbox lacks. Reads [{ filePath, code }] from stdin.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ESLint } from "eslint";
import tseslint from "typescript-eslint";

const root = join(import.meta.dirname, "..", "..");
// The snippets are not files, and so not part of the TypeScript project: other rules run without types, as they are.
const eslint = new ESLint({
  cwd: root,
  overrideConfig: [{ files: ["**/*.ts"], ...tseslint.configs.disableTypeChecked }],
});

const findings = [];
for (const { filePath, code } of JSON.parse(readFileSync(0, "utf8"))) {
  const [result] = await eslint.lintText(code, { filePath: join(root, filePath) });
  findings.push(result.messages.map(({ ruleId, line, message }) => ({ ruleId, line, message })));
}
process.stdout.write(JSON.stringify(findings));
