// What the roles of an IAM agency let the image service do in other regions. FAQ "How Do I Create an IAM Agency?" and the page that limits it.

/** Roles and policies that cover the backups of full-ECS images as well. */
const WITH_BACKUPS = ["IMS CrossCopyAgencyCBRPolicy", "Tenant Administrator"];
const COPYING = ["IMS Administrator", "IMS FullAccess", "IMS CrossCopyAgencyPolicy", ...WITH_BACKUPS];

/** Whether it lets the image service copy to the project that it is granted in. */
export function letsCopy(role: string): boolean {
  return COPYING.includes(role);
}

export function coversBackups(role: string): boolean {
  return WITH_BACKUPS.includes(role);
}
