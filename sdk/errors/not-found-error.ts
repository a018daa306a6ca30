import { isNamed, OnhandError } from "./onhand-error.ts";

/** What the call is about, or what it names, is not there; `code` says what kind of thing it is. */
export class NotFoundError extends OnhandError {
  override readonly name = "NotFoundError";
}

/** Whether a value is a `NotFoundError`, of whichever copy of the package. */
export function isNotFoundError(value: unknown): value is NotFoundError {
  return isNamed(value, "NotFoundError");
}
