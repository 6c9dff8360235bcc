// What cdktf has no public interface for. Each function says what it is needed for.
import { sep } from "node:path";
import { Aspects, TerraformStack, type ISynthesisSession, type TerraformElement } from "cdktf";
import type { IConstruct } from "constructs";
import { UsageError } from "../values";

/**
 * The object that a construct holds under a key; made when it is first asked for. A symbol that all copies of this library share, since the
 * testing kit and the program may each load a copy, and all have to find the same object.
 */
export function attachedTo<T>(construct: IConstruct, key: string, make: () => T): T {
  const holder = construct as IConstruct & { [key: symbol]: T | undefined };
  return (holder[Symbol.for(key)] ??= make());
}

/** What a program has overridden with `addOverride`: cdktf has no way to read it back, and rules judge what Terraform gets. */
export function rawOverridesOf(element: TerraformElement | TerraformStack): Readonly<Record<string, unknown>> {
  return (element as unknown as { readonly rawOverrides: Readonly<Record<string, unknown>> }).rawOverrides;
}

/** cdktf calls what a construct holds under this symbol when it writes files; it exports no function to set it. */
const CUSTOM_SYNTHESIS = Symbol.for("cdktf/customSynthesis");

export interface SynthSteps {
  /** At the start of a synth, while constructs and resources can be added. */
  begin(): void;
  /** After all aspects of the program, before what is reported is read. */
  finish(): void;
  write(session: ISynthesisSession): void;
}

/**
 * Calls the steps of every synth of a stack. cdktf has no event for the end of aspects: it runs validations after them, those of the stack first,
 * and then, also where validations are skipped, what writes files.
 */
export function onSynth(stack: TerraformStack, writer: IConstruct, steps: SynthSteps): void {
  let isFinished = true;
  const finish = (): void => {
    if (isFinished) return;
    isFinished = true;
    steps.finish();
  };
  aspectsOf(stack).add({
    visit: (node) => {
      if (node !== stack) return;
      isFinished = false;
      steps.begin();
    },
  });
  stack.node.addValidation({
    validate: () => {
      finish();
      return [];
    },
  });
  const onSynthesize = (session: ISynthesisSession): void => {
    finish();
    steps.write(session);
  };
  Object.defineProperty(writer, CUSTOM_SYNTHESIS, { value: { onSynthesize } });
}

/**
 * Aspects of a stack, also where the stack is of another copy of cdktf than ours: of its fork cdktn, or of a second install. Copies know each
 * other's constructs by shared symbols, but each has a symbol of its own for aspects, and ignores those that were added through another.
 * Throws a UsageError when the stack's copy is not among the loaded modules.
 */
function aspectsOf(stack: TerraformStack): Aspects {
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
