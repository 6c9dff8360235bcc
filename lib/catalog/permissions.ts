// What has to be allowed for each operation, as the service's own lists have it: to users of an account, which itself is allowed all, and to
// the agencies that act for it. Nobody has tried them on the real service.
import type { ImageKind, OperationKind } from "../model";

/** What an access policy or a role allows. */
export interface Permission {
  /** An action as policies write it, `ims:images:copy`; or the name of a role or a policy of the system. */
  readonly name: string;
  readonly is: "action" | "role" | "policy";
  /** Where it is needed only there. */
  readonly onlyWhere?: string;
  readonly source: string;
}

const REPLICATION = "API reference, Permissions, Image Replication";
const SHARING = "API reference, Permissions, Image Sharing";
const MANAGEMENT = "API reference, Permissions, Image Management";
const STORAGE = "Object Storage Service, Permissions and Supported Actions";
const AGENCY = "FAQ, How Do I Create an IAM Agency";

const action = (name: string, source: string): Permission => ({ name, is: "action", source });
const storage = (source: string): readonly Permission[] => [
  action("obs:bucket:*", source),
  action("obs:object:*", source),
];
/** "You must have Tenant Administrator permissions for OBS." */
const OF_FILES: Permission = { name: "Tenant Administrator", is: "role", onlyWhere: "for OBS", source: MANAGEMENT };

const COPIES = [...storage(REPLICATION), action("kms:*:*", REPLICATION)];
const CREATES = action("ims:serverImages:create", REPLICATION);
const SHARES = [action("ims:images:share", SHARING)];
const REGISTERS = [...storage(MANAGEMENT), action("kms:*:*", MANAGEMENT), OF_FILES];

const OF_CALLER: Readonly<Record<OperationKind, readonly Permission[]>> = {
  copyImage: [
    action("ims:images:copy", REPLICATION),
    { ...CREATES, onlyWhere: "where enterprise projects are on" },
    ...COPIES,
  ],
  copyImageAcross: [action("ims:images:copy", REPLICATION), CREATES, ...COPIES],
  shareImage: SHARES,
  unshareImage: SHARES,
  acceptImage: SHARES,
  rejectImage: SHARES,
  exportImage: [
    action("ims:images:export", "Assumption: named as its likes are in API reference, Permissions"),
    ...storage(MANAGEMENT),
    OF_FILES,
  ],
  transferObject: [action("obs:object:GetObject", STORAGE)],
  registerImage: REGISTERS,
};

/** What the caller of an operation has to be allowed; of a kind that is null, for both kinds of disks. */
export function permissionsOf(operation: OperationKind, kind: ImageKind | null): readonly Permission[] {
  const more = operation === "registerImage" ? registrations(kind) : [];
  return [...more, ...OF_CALLER[operation]];
}

function registrations(kind: ImageKind | null): readonly Permission[] {
  return [
    ...(kind === "data-disk" ? [] : [action("ims:serverImages:create", MANAGEMENT)]),
    ...(kind === "system-disk" ? [] : [action("ims:dataImages:create", MANAGEMENT)]),
  ];
}

/** Whoever a file is carried to has to be allowed to write it there. */
export const TO_WRITE_OBJECTS: readonly Permission[] = [action("obs:object:PutObject", STORAGE)];

/** A transfer that is destroyed removes what it has carried, from where and to where. */
export const TO_REMOVE_OBJECTS: readonly Permission[] = [action("obs:object:DeleteObject", STORAGE)];

/** Terraform looks at what it has made, changes names and tags in place, and destroys. */
export const TO_KEEP_IMAGES: readonly Permission[] = [
  action("ims:images:list", MANAGEMENT),
  action("ims:images:update", MANAGEMENT),
  action("ims:images:delete", MANAGEMENT),
];

/** What the agency of a copy across regions has to be granted in the target region's own project. */
export function agencyPermissions(kind: ImageKind | null): readonly Permission[] {
  const policy = (name: string): Permission => ({ name, is: "policy", source: AGENCY });
  return [
    ...(kind === "full-ecs" ? [] : [policy("IMS CrossCopyAgencyPolicy")]),
    ...(kind === "full-ecs" || kind === null ? [policy("IMS CrossCopyAgencyCBRPolicy")] : []),
  ];
}
