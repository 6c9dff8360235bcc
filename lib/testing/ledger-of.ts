// The ledger of a stack. It is read off the stack, since its class is nothing that the library shows to programs.
import type { TerraformStack } from "cdktf";
import type { LEDGER_KEY, StackLedger } from "../synthesis";

const KEY: typeof LEDGER_KEY = "cdktf-image-replication/ledger";
const LEDGER = Symbol.for(KEY);

/** Undefined for a stack that declares nothing of ours. */
export function tryLedgerOf(stack: TerraformStack): StackLedger | undefined {
  return (stack as { readonly [LEDGER]?: StackLedger })[LEDGER];
}
