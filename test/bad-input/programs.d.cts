// The types of programs.cjs.
import type { TerraformStack } from "cdktf";

export interface World {
  readonly cdktf: typeof import("cdktf");
  readonly lib: typeof import("../../lib");
  readonly stack: TerraformStack;
}

export interface BadProgram {
  readonly declare: (world: World) => void;
  /** The rules that its findings name. */
  readonly finds: readonly string[];
  readonly says: RegExp;
}

export const programs: Readonly<Record<string, BadProgram>>;
