// The one place of this room that reads the environment.
import type { IConstruct } from "constructs";
import { UsageError } from "../values";
import { DeploymentTarget } from "./enums";

const VARIABLE = "IMAGE_REPLICATION_TARGET";
const CONTEXT_KEY = "image-replication:target";

/** The target of a provider that states none: the variable, else the context of cdktf.json, else the simulated cloud. */
export function targetOf(scope: IConstruct): DeploymentTarget {
  const variable = process.env[VARIABLE];
  if (variable !== undefined && variable !== "") return parse(variable, `the variable ${VARIABLE}`);
  const context: unknown = scope.node.tryGetContext(CONTEXT_KEY);
  if (context !== undefined) return parse(context, `the context "${CONTEXT_KEY}"`);
  return DeploymentTarget.SIMULATED;
}

/** The file that a check collects findings in; undefined outside of a check. */
export function findingsFile(): string | undefined {
  const file = process.env.IMAGE_REPLICATION_FINDINGS;
  return file === "" ? undefined : file;
}

/** Whether credentials of the real cloud are at hand. Their values are never read further than this. */
export function hasCredentials(): boolean {
  return ["HW_ACCESS_KEY", "HW_SECRET_KEY"].some((name) => (process.env[name] ?? "") !== "");
}

function parse(value: unknown, where: string): DeploymentTarget {
  const found = Object.values(DeploymentTarget).find((target) => target === value);
  if (found !== undefined) return found;
  throw new UsageError(
    `${where} is ${JSON.stringify(value)}, and a target is "simulated" or "huaweicloud". Correct it, or leave it out for "simulated".`,
  );
}
