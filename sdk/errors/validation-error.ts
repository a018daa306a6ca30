import type { LineProblem } from "../contract/index.ts";
import { type ErrorFacts, isNamed, OnhandError } from "./onhand-error.ts";

/** The request cannot be right (400, 413, 415, 422); sent again it would be refused again. */
export class ValidationError extends OnhandError {
  override readonly name = "ValidationError";
  /** Every field that is wrong, as far as the server names them. */
  readonly fields: readonly LineProblem[];

  constructor(facts: ErrorFacts) {
    super(facts);
    this.fields = facts.problem?.errors ?? [];
  }
}

/** Whether a value is a `ValidationError`, of whichever copy of the package. */
export function isValidationError(value: unknown): value is ValidationError {
  return isNamed(value, "ValidationError");
}
