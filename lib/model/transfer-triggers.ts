// The triggers of the null_resource that carries an object, which the plugin reads back at refresh.

/** What the command that removes both objects reads. */
export const REMOVAL_TRIGGERS = [
  "from_bucket",
  "from_key",
  "from_region",
  "to_bucket",
  "to_key",
  "to_region",
  "checkpoint",
] as const;

/** What the command that carries the object reads. */
export const TRANSFER_TRIGGERS = [...REMOVAL_TRIGGERS, "from_account", "to_account"] as const;

export type TransferTrigger = (typeof TRANSFER_TRIGGERS)[number];

/** Environment variable that the command reads a trigger from. */
export function transferVariable(trigger: TransferTrigger): string {
  return `IMAGE_REPLICATION_${trigger.toUpperCase()}`;
}
