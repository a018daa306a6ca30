import { isNamed, OnhandError } from "./onhand-error.ts";

/** The call's own `signal` ended it; `cause` is the signal's reason. A write may have been done nevertheless. */
export class AbortedError extends OnhandError {
  override readonly name = "AbortedError";
}

/** Whether a value is an `AbortedError`, of whichever copy of the package. */
export function isAbortedError(value: unknown): value is AbortedError {
  return isNamed(value, "AbortedError");
}
