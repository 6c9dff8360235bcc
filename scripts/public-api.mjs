// Keeps the record of the public API, etc/*.api.md, true, and its shape what jsii can carry into other languages. Reads the types in `dist`,
// as users get them. `--update` writes the record; otherwise one that is stale fails, so that no change of the API comes in unseen.

import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Extractor, ExtractorConfig, ExtractorLogLevel } from "@microsoft/api-extractor";

/** Functions are a thing of TypeScript, so each that is exported has its reason here. */
const FUNCTIONS = { checkApp: "for tests, which are written in TypeScript; a class would say nothing more" };

/** Base classes that programs cannot name, each with its reason; jsii leaves them out. */
const HIDDEN_BASES = { ImageOperationBase: "programs type against IImage" };

const root = join(import.meta.dirname, "..");
const { values } = parseArgs({ options: { update: { type: "boolean", default: false } } });
mkdirSync(join(root, ".cache"), { recursive: true });
const temp = mkdtempSync(join(root, ".cache", "public-api-"));
const complaints = [];
try {
  record("index", join("dist", "index.d.ts"));
  record("testing", join("dist", "testing", "index.d.ts"));
  compileWithJsii();
} finally {
  rmSync(temp, { recursive: true, force: true });
}
if (complaints.length > 0) {
  console.error(complaints.join("\n"));
  process.exitCode = 1;
}

/** Writes or compares one entry's record; leaves all its types in one file for jsii. */
function record(name, entry) {
  const file = join(root, entry);
  const none = { logLevel: ExtractorLogLevel.None };
  const warning = { logLevel: ExtractorLogLevel.Warning };
  const config = ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: join(root, "package.json"),
    configObject: {
      projectFolder: root,
      mainEntryPointFilePath: file,
      newlineKind: "lf",
      compiler: { overrideTsconfig: { compilerOptions: compilerOptions(), files: [file] } },
      apiReport: {
        enabled: true,
        reportFileName: `${name}.api.md`,
        reportFolder: join(root, "etc"),
        reportTempFolder: temp,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: true, untrimmedFilePath: join(temp, `${name}.d.ts`) },
      tsdocMetadata: { enabled: false },
      messages: {
        extractorMessageReporting: { default: none, "ae-forgotten-export": warning },
        tsdocMessageReporting: { default: none },
        compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
      },
    },
  });
  const result = Extractor.invoke(config, { localBuild: values.update, messageCallback: hear });
  if (result.errorCount > 0) complaints.push(`The types of ${entry} do not compile.`);
  if (values.update || !result.apiReportChanged) return;
  complaints.push(
    `The public API is not what etc/${name}.api.md says. See what changed with "node scripts/public-api.mjs --update" and git diff, and read it as somebody who upgrades.`,
  );
}

/** A type that users meet and cannot name is a complaint. Its progress, and that a record was written, are nobody's concern. */
function hear(message) {
  const isHidden = Object.keys(HIDDEN_BASES).some((name) => message.text.includes(`"${name}"`));
  if (message.messageId === "ae-forgotten-export" && !isHidden) complaints.push(message.text);
  message.handled = message.logLevel !== ExtractorLogLevel.Error;
}

function compilerOptions() {
  const module = "node16";
  return {
    strict: true,
    target: "es2022",
    module,
    moduleResolution: module,
    types: ["node", "jest"],
    skipLibCheck: true,
  };
}

/** All public types as one file, in a package of its own: internals, which jsii would have named otherwise, are not in it. */
function compileWithJsii() {
  const types = readFileSync(join(temp, "index.d.ts"), "utf8");
  const functions = [...types.matchAll(/^export declare (?:function|const|let|namespace) (\w+)/gmu)].map(
    ([, name]) => name,
  );
  for (const name of functions.filter((each) => !(each in FUNCTIONS)))
    complaints.push(
      `"${name}" is exported, and is neither class, interface nor enum: other languages have no place for it.`,
    );
  const folder = join(temp, "package");
  mkdirSync(folder);
  writeFileSync(join(folder, "index.ts"), types);
  cpSync(join(root, "README.md"), join(folder, "README.md"));
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "dir");
  const { name, version, license, description, peerDependencies, devDependencies } = JSON.parse(
    readFileSync(join(root, "package.json"), "utf8"),
  );
  const { cdktf, constructs } = devDependencies;
  const manifest = { name, version, license, description, peerDependencies, devDependencies: { cdktf, constructs } };
  const required = {
    main: "index.js",
    types: "index.d.ts",
    stability: "experimental",
    author: { name: "jsii asks for one" },
    repository: { type: "git", url: "https://example.com/jsii-asks-for-one.git" },
    jsii: { outdir: "out", targets: {} },
  };
  writeFileSync(join(folder, "package.json"), JSON.stringify({ ...manifest, ...required }));
  const jsii = join(root, "node_modules", "jsii", "bin", "jsii");
  const { status, stdout, stderr } = spawnSync(process.execPath, [jsii, "--silence-warnings=reserved-word"], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: "1", FORCE_COLOR: "0" },
  });
  if (status !== 0) complaints.push(`jsii cannot carry the public API into other languages:\n${stdout}${stderr}`);
}
