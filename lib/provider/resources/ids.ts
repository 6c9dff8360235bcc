// Ids of things that the region state does not hold: gone, or never of this cloud.
import { isSimulatedId } from "../../values";
import { errorOf, Failure } from "../frame/diagnostic";

/** Undefined for what the simulated cloud has made once. Any other id is an error: nobody must believe that the real thing is gone. */
export function goneOr(noun: string, id: string): undefined {
  if (isSimulatedId(id)) return undefined;
  throw new Failure(
    errorOf(
      `The state holds the ${noun} "${id}", which the simulated cloud has not made and does not hold: is it of the real one? Keep the states of the two apart, and remove it here with "terraform state rm", or import an inventory that holds it.`,
      "id",
    ),
  );
}
