import { type ErrorFacts, isNamed, OnhandError } from "./onhand-error.ts";
import { type RefusedLine, refusedLines } from "./refused-line.ts";

/** Not enough stock for the lines as a whole; nothing was held. The same call may be tried again later. */
export class InsufficientStockError extends OnhandError {
  override readonly name = "InsufficientStockError";
  /** Every line that falls short: `requested`, and `available` where policy shows figures or the key is secret. */
  readonly lines: readonly RefusedLine[];

  constructor(facts: ErrorFacts) {
    super(facts);
    this.lines = refusedLines(facts.problem);
  }
}

/** Whether a value is an `InsufficientStockError`, of whichever copy of the package. */
export function isInsufficientStockError(value: unknown): value is InsufficientStockError {
  return isNamed(value, "InsufficientStockError");
}
