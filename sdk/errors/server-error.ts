import { isNamed, OnhandError } from "./onhand-error.ts";

/** The server could not do it (5xx). Nothing is known to be decided: the same call with `idempotencyKey` finds out. */
export class ServerError extends OnhandError {
  override readonly name = "ServerError";
}

/** Whether a value is a `ServerError`, of whichever copy of the package. */
export function isServerError(value: unknown): value is ServerError {
  return isNamed(value, "ServerError");
}
