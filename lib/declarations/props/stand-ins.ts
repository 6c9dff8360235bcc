// What stands in for a value that is not understood: tokens, which every rule takes for not known yet. Nothing is written while a program has
// faults; where a test or a program synthesizes without validations, Terraform refuses them, so that no default is taken in their place.
import { Lazy } from "cdktf";

const REFUSED = '${tonumber("the program gives this argument a wrong value: image-replication check tells which")}';

let text: string | undefined;
let number: number | undefined;

/** Made when it is first needed: sound programs need none. */
export function standInText(): string {
  return (text ??= Lazy.stringValue({ produce: () => REFUSED }));
}

export function standInNumber(): number {
  return (number ??= Lazy.numberValue({ produce: () => REFUSED as never }));
}

export function isStandIn(value: unknown): boolean {
  return value !== undefined && (value === text || value === number);
}

/** Whether an object has a stand-in among its values. */
export function holdsStandIn(object: object): boolean {
  return (text !== undefined || number !== undefined) && Object.values(object).some(isStandIn);
}
