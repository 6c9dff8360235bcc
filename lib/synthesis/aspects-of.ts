// Aspects of a stack, also where the stack is of another copy of cdktf than ours: of its fork cdktn, which projects have beside it, or of a
// second install. Copies know each other's constructs by shared symbols, but for aspects each has a symbol of its own, and passes over
// those that were added through another: without this, such a stack would be synthesized unjudged.
import { sep } from "node:path";
import { Aspects, TerraformStack } from "cdktf";
import { UsageError } from "../values";

/** Throws a UsageError when the stack's copy is not to be found among the modules that are loaded. */
export function aspectsOf(stack: TerraformStack): Aspects {
  if (isOf(TerraformStack, stack)) return Aspects.of(stack);
  const copy = loadedCopies().find(({ stackClass }) => isOf(stackClass, stack));
  if (copy === undefined) {
    throw new UsageError(
      `The stack "${stack.node.id}" is of another copy of cdktf than cdktf-image-replication uses, and out of its reach: it would not be judged. ` +
        `Install one copy: "npm ls cdktf cdktn" shows them.`,
    );
  }
  return copy.aspects.of(stack);
}

/** By identity of the class, which the types do not tell apart. */
function isOf(stackClass: typeof TerraformStack, stack: object): boolean {
  return stack instanceof stackClass;
}

interface Copy {
  readonly aspects: typeof Aspects;
  readonly stackClass: typeof TerraformStack;
}

/** What is loaded twice has the same files in two folders. Only those are looked into: to touch other modules may have effects. */
function loadedCopies(): readonly Copy[] {
  const end = `${sep}lib${sep}aspect.js`;
  return Object.keys(require.cache)
    .filter((file) => file.endsWith(end))
    .flatMap((file) => {
      const aspects = exported(file, "Aspects");
      const stackClass = exported(`${file.slice(0, -end.length)}${sep}lib${sep}terraform-stack.js`, "TerraformStack");
      return aspects === undefined || stackClass === undefined ? [] : [{ aspects, stackClass } as Copy];
    });
}

function exported(file: string, name: string): unknown {
  return (require.cache[file]?.exports as Readonly<Record<string, unknown>> | undefined)?.[name];
}
