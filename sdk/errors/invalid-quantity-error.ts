import { isNamed } from "./onhand-error.ts";
import { RefusedLinesError } from "./refused-lines-error.ts";

/** A quantity is below the least, above the most, or none of those that may be bought. */
export class InvalidQuantityError extends RefusedLinesError {
  override readonly name = "InvalidQuantityError";
}

/** Whether a value is an `InvalidQuantityError`, of whichever copy of the package. */
export function isInvalidQuantityError(value: unknown): value is InvalidQuantityError {
  return isNamed(value, "InvalidQuantityError");
}
