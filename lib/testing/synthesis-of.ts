// What a synth makes of a stack. It is read off the stack, since its class is not exported to programs.
import type { TerraformStack } from "cdktf";
import type { STACK_SYNTHESIS_KEY, StackSynthesis } from "../synthesis";

const KEY: typeof STACK_SYNTHESIS_KEY = "cdktf-image-replication/ledger";
const SYNTHESIS = Symbol.for(KEY);

/** Undefined for a stack that declares nothing of ours. */
export function trySynthesisOf(stack: TerraformStack): StackSynthesis | undefined {
  return (stack as { readonly [SYNTHESIS]?: StackSynthesis })[SYNTHESIS];
}
