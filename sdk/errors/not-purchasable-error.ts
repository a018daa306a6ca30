import { isNamed } from "./onhand-error.ts";
import { RefusedLinesError } from "./refused-lines-error.ts";

/** Something of it cannot be bought now, whatever the stock. Each of `lines` says in `reason` why. */
export class NotPurchasableError extends RefusedLinesError {
  override readonly name = "NotPurchasableError";
}

/** Whether a value is a `NotPurchasableError`, of whichever copy of the package. */
export function isNotPurchasableError(value: unknown): value is NotPurchasableError {
  return isNamed(value, "NotPurchasableError");
}
