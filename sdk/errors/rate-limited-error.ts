import { isNamed, OnhandError } from "./onhand-error.ts";

/** Too many requests, or too many open holds, of one client (429). `retryAfterMs` says how long to wait, if the server does. */
export class RateLimitedError extends OnhandError {
  override readonly name = "RateLimitedError";
}

/** Whether a value is a `RateLimitedError`, of whichever copy of the package. */
export function isRateLimitedError(value: unknown): value is RateLimitedError {
  return isNamed(value, "RateLimitedError");
}
