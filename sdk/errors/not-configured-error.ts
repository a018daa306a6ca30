import { isNamed, OnhandError } from "./onhand-error.ts";

/** The server is not set up for it: it has no admin key, or no mail. Nobody will change that between two attempts. */
export class NotConfiguredError extends OnhandError {
  override readonly name = "NotConfiguredError";
  override readonly retryable = false;
}

/** Whether a value is a `NotConfiguredError`, of whichever copy of the package. */
export function isNotConfiguredError(value: unknown): value is NotConfiguredError {
  return isNamed(value, "NotConfiguredError");
}
