// Ids of things that the region state does not hold: gone, or never of this cloud.
import { isSimulatedId } from "../../values";
import { errorOf, Failure } from "../frame/diagnostic";

/** Throws a Failure unless the simulated cloud has made it once: nobody must believe that a thing of the real one is gone. */
export function expectSimulated(noun: string, id: string): void {
  if (isSimulatedId(id)) return;
  throw new Failure(
    errorOf(
      `The state holds the ${noun} "${id}", which the simulated cloud has not made and does not hold: is it of the real one? Keep the states of the two apart, and remove it here with "terraform state rm", or import an inventory that holds it.`,
      "id",
    ),
  );
}
