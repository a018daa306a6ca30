import { isNamed, OnhandError } from "./onhand-error.ts";

/**
 * The request cannot be right (400, 413, 415, 422); sent again it would be refused again. `problem.errors` names each field.
 */
export class ValidationError extends OnhandError {
  override readonly name = "ValidationError";
}

/** Whether a value is a `ValidationError`, of whichever copy of the package. */
export function isValidationError(value: unknown): value is ValidationError {
  return isNamed(value, "ValidationError");
}
