import { isNamed, OnhandError } from "./onhand-error.ts";

/** No whole answer in time, `timeoutMs` for each attempt. A write may have been done nevertheless. */
export class TimeoutError extends OnhandError {
  override readonly name = "TimeoutError";
}

/** Whether a value is a `TimeoutError`, of whichever copy of the package. */
export function isTimeoutError(value: unknown): value is TimeoutError {
  return isNamed(value, "TimeoutError");
}
