import { type ErrorFacts, isNamed, OnhandError } from "./onhand-error.ts";
import { type RefusedLine, refusedLines } from "./refused-line.ts";

/** A quantity is below the least, above the most, or none of those that may be bought; nothing was held. */
export class InvalidQuantityError extends OnhandError {
  override readonly name = "InvalidQuantityError";
  /** Every refused line, for whichever cause. */
  readonly lines: readonly RefusedLine[];

  constructor(facts: ErrorFacts) {
    super(facts);
    this.lines = refusedLines(facts.problem);
  }
}

/** Whether a value is an `InvalidQuantityError`, of whichever copy of the package. */
export function isInvalidQuantityError(value: unknown): value is InvalidQuantityError {
  return isNamed(value, "InvalidQuantityError");
}
