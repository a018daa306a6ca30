import { isNamed, OnhandError } from "./onhand-error.ts";

/** It does not go with what is there now (409); `code` says why. Reading again shows what is there. */
export class ConflictError extends OnhandError {
  override readonly name = "ConflictError";
}

/** Whether a value is a `ConflictError`, of whichever copy of the package. */
export function isConflictError(value: unknown): value is ConflictError {
  return isNamed(value, "ConflictError");
}
