// What has to be allowed for route plans, for whoever writes the access policies.
import type { Allowed, AskedPermission } from "../routes";
import { bullet, PAGE_WIDTH, shortName, wrapped } from "./columns";
import { groupedCount, toldText } from "./words";

const HEAD =
  "What these plans ask for, and no more. An account itself is allowed all of it; its users are given it by access policies. It is what the service's documents list: nobody has tried it on the real service.";

/** Fits its page. Ends with a line break. */
export function permissionsText(allowed: readonly Allowed[], width = PAGE_WIDTH): string {
  if (allowed.length === 0) return "Nothing has to be allowed: the plans ask for nothing.\n";
  const sections = allowed.map((one) => [
    ...wrapped(whoText(one), width, 2),
    ...one.permissions.flatMap((permission) => bullet(permissionText(permission), width)),
  ]);
  return `${[wrapped(HEAD, width), ...sections].map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function whoText({ account, project, agency }: Allowed): string {
  const place = `account ${shortName(toldText(account))}, in project ${shortName(toldText(project))}`;
  if (agency === null) return `Users of ${place}`;
  return `Agency ${shortName(toldText(agency))} of ${place}, trusted to the image service (IMS)`;
}

function permissionText({ name, is, onlyWhere, hops }: AskedPermission): string {
  const what = is === "action" ? name : `${is} ${name}`;
  return `${what}${onlyWhere === undefined ? "" : ` ${onlyWhere}`}: ${groupedCount(hops, "hop")}`;
}
