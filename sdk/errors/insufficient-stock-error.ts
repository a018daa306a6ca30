import { isNamed } from "./onhand-error.ts";
import { RefusedLinesError } from "./refused-lines-error.ts";

/**
 * Not enough stock for the lines as a whole. Each of `lines` that falls short tells `requested`, and `available` where
 * policy shows figures or the key is secret. The same call may be tried again later.
 */
export class InsufficientStockError extends RefusedLinesError {
  override readonly name = "InsufficientStockError";
}

/** Whether a value is an `InsufficientStockError`, of whichever copy of the package. */
export function isInsufficientStockError(value: unknown): value is InsufficientStockError {
  return isNamed(value, "InsufficientStockError");
}
