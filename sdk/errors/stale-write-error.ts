import { isNamed, OnhandError } from "./onhand-error.ts";

/**
 * It was changed by somebody else since it was read: the figure, the revision. Read it and decide again. With `stale_write`,
 * `problem.errors[0].current` is the figure as it is now.
 */
export class StaleWriteError extends OnhandError {
  override readonly name = "StaleWriteError";
}

/** Whether a value is a `StaleWriteError`, of whichever copy of the package. */
export function isStaleWriteError(value: unknown): value is StaleWriteError {
  return isNamed(value, "StaleWriteError");
}
