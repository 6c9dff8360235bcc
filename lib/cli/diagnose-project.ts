// What the doctor looks at of the project: Node, cdktf.json, the packages it builds on, the region state, and the target.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import gte from "semver/functions/gte";
import satisfies from "semver/functions/satisfies";
import { CONTEXT_KEYS } from "../model";
import type { Target } from "../routes";
import { inspectRegionState, isDatabaseInstalled } from "../store";
import { listed, UsageError } from "../values";
import type { Diagnosis } from "./diagnosis";
import { readObject, shown, type Project } from "./project";

const LEAST_NODE = "20.0.0";

type Places = Pick<Project, "root" | "cloud">;

export function diagnoseProject(project: Places): readonly Diagnosis[] {
  const { diagnoses, settings } = diagnoseConfiguration(project);
  const target = targetOf(settings);
  return [
    diagnoseNode(process.versions.node),
    ...diagnoses,
    ...diagnosePackages(project),
    diagnoseRegionState(project),
    diagnoseTarget(target),
    ...diagnoseCredentials(target),
  ];
}

function diagnoseNode(version: string): Diagnosis {
  const what = "node";
  if (gte(version, LEAST_NODE)) return { what, mark: "ok", says: `Node ${version}.` };
  return { what, mark: "wrong", says: `Node is ${version}, and 20 is needed.`, fix: "Install Node 20 or later." };
}

interface Settings {
  readonly [name: string]: unknown;
}

function diagnoseConfiguration({ root }: Places): {
  readonly diagnoses: readonly Diagnosis[];
  readonly settings: Settings;
} {
  const what = "cdktf.json";
  const file = join(root, "cdktf.json");
  if (!existsSync(file)) {
    const says = "There is no cdktf.json in this folder or above it.";
    const fix = `Run this in your project's folder, or make one with "cdktf init".`;
    return { diagnoses: [{ what, mark: "note", says, fix }], settings: {} };
  }
  const read = settingsIn(file);
  if (typeof read === "string") {
    const fix = `Mend the file, or make a new one with "cdktf init".`;
    return { diagnoses: [{ what, mark: "wrong", says: read, fix }], settings: {} };
  }
  const lacking = ["projectId", "sendCrashReports"].filter((name) => read[name] === undefined);
  const says = `${shown(file)} lacks ${listed(lacking)}: cdktf may stop to ask.`;
  const fix = `Add ${lacking.map((name) => SUGGESTED[name] ?? name).join(" and ")}.`;
  const diagnoses: Diagnosis[] = lacking.length === 0 ? [] : [{ what, mark: "note", says, fix }];
  if (typeof read.app !== "string" || read.app.trim() === "") {
    const noApp = `${shown(file)} does not say how to run the program.`;
    diagnoses.push({ what, mark: "wrong", says: noApp, fix: `Add "app", such as "npx tsx main.ts".` });
  }
  return {
    diagnoses: diagnoses.length > 0 ? diagnoses : [{ what, mark: "ok", says: `${shown(file)} is in order.` }],
    settings: read,
  };
}

const SUGGESTED: Readonly<Record<string, string>> = {
  projectId: `"projectId" with a UUID of its own`,
  sendCrashReports: `"sendCrashReports": "false"`,
};

/** The settings, or what is wrong with the file. */
function settingsIn(file: string): Settings | string {
  try {
    return readObject(file);
  } catch (error) {
    if (error instanceof UsageError) return `${error.message}.`;
    throw error;
  }
}

function diagnosePackages({ root }: Places): readonly Diagnosis[] {
  const { peerDependencies } = JSON.parse(readFileSync(join(__dirname, "..", "..", "package.json"), "utf8")) as {
    peerDependencies: Readonly<Record<string, string>>;
  };
  return Object.entries(peerDependencies).map(([name, range]) => diagnosePackage(root, name, range));
}

function diagnosePackage(root: string, name: string, range: string): Diagnosis {
  const fix = `Run "npm install ${name}@${range}".`;
  const installed = tryFindInstalled(root, name);
  if (installed === undefined) {
    return {
      what: name,
      mark: "wrong",
      says: `${name} is not installed here, and ${range} is needed.`,
      fix,
    };
  }
  const { version } = installed;
  if (name === "cdktf" && installed.name === FORK)
    return { what: name, mark: "ok", says: `cdktf is ${FORK} ${version}.` };
  if (satisfies(version, range)) return { what: name, mark: "ok", says: `${name} ${version}.` };
  return { what: name, mark: "wrong", says: `${name} is ${version}, and ${range} is needed.`, fix };
}

/** The living fork of cdktf, which projects put in its place by an override: it counts versions of its own. */
const FORK = "cdktn";

/** As the project's own program would find it. */
function tryFindInstalled(root: string, name: string): { readonly name: string; readonly version: string } | undefined {
  try {
    return createRequire(join(root, "package.json"))(`${name}/package.json`) as { name: string; version: string };
  } catch {
    return undefined;
  }
}

function diagnoseRegionState({ cloud }: Places): Diagnosis {
  const what = "region-state";
  if (!isDatabaseInstalled()) {
    const says = "The optional package libsql is not installed: apply, state and Terraform's plugin cannot run.";
    return { what, mark: "note", says, fix: `Run "npm install --include=optional"; synth, check and plan need none.` };
  }
  try {
    const there = inspectRegionState(cloud);
    const none = "There is no region state yet; the first apply makes one.";
    return { what, mark: "ok", says: there ? `The region state in ${shown(cloud)} can be read.` : none };
  } catch (error) {
    if (error instanceof UsageError) return { what, mark: "wrong", says: error.message };
    throw error;
  }
}

const TARGETS: readonly Target[] = ["simulated", "huaweicloud"];
const TARGET_VARIABLE = "IMAGE_REPLICATION_TARGET";
const TARGET_KEY = CONTEXT_KEYS.target;

interface StatedTarget {
  readonly value: unknown;
  readonly where: string;
}

/** What programs take that state none themselves: the variable, else the context of cdktf.json, else the simulated cloud. */
function targetOf({ context }: Settings): StatedTarget {
  const variable = process.env[TARGET_VARIABLE];
  if (variable !== undefined && variable !== "") return { value: variable, where: TARGET_VARIABLE };
  const stated = (context as Settings | null | undefined)?.[TARGET_KEY];
  return stated === undefined
    ? { value: "simulated", where: "the default" }
    : { value: stated, where: `the context "${TARGET_KEY}"` };
}

function diagnoseTarget({ value, where }: StatedTarget): Diagnosis {
  const what = "target";
  if (TARGETS.some((target) => target === value)) {
    return { what, mark: "ok", says: `The target is ${String(value)}, by ${where}.` };
  }
  // The value is not shown: somebody may have put a secret into the wrong variable.
  const says = `The target, by ${where}, is neither "simulated" nor "huaweicloud".`;
  return { what, mark: "wrong", says, fix: `Correct it, or leave it out for "simulated".` };
}

const CREDENTIALS = ["HW_ACCESS_KEY", "HW_SECRET_KEY", "HW_SECURITY_TOKEN"];

function diagnoseCredentials({ value }: StatedTarget): readonly Diagnosis[] {
  const what = "credentials";
  const set = CREDENTIALS.filter((name) => (process.env[name] ?? "") !== "");
  if (value === "huaweicloud") {
    const missing = CREDENTIALS.slice(0, 2).filter((name) => !set.includes(name));
    if (missing.length === 0) return [{ what, mark: "ok", says: `${listed(set)} are set.` }];
    const says = `The target is huaweicloud, and ${listed(missing)} ${missing.length === 1 ? "is" : "are"} not set.`;
    return [{ what, mark: "note", says, fix: "Set them, unless the vendor's provider has credentials elsewhere." }];
  }
  if (set.length === 0) return [];
  const says = `${listed(set)} ${set.length === 1 ? "is" : "are"} set, and the target is simulated: nothing is deployed to Huawei Cloud.`;
  return [{ what, mark: "note", says, fix: `Set ${TARGET_VARIABLE} to huaweicloud to deploy there.` }];
}
