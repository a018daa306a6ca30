import { type ErrorFacts, isNamed, OnhandError } from "./onhand-error.ts";
import { type RefusedLine, refusedLines } from "./refused-line.ts";

/** Something of it cannot be bought now, whatever the stock; nothing was held. */
export class NotPurchasableError extends OnhandError {
  override readonly name = "NotPurchasableError";
  /** Every refused line, for whichever cause; with `not_purchasable` its `detail` is the message code, or `hidden`. */
  readonly lines: readonly RefusedLine[];

  constructor(facts: ErrorFacts) {
    super(facts);
    this.lines = refusedLines(facts.problem);
  }
}

/** Whether a value is a `NotPurchasableError`, of whichever copy of the package. */
export function isNotPurchasableError(value: unknown): value is NotPurchasableError {
  return isNamed(value, "NotPurchasableError");
}
