import { isNamed, OnhandError } from "./onhand-error.ts";

/** No answer, or only a part of one. `cause` is what `fetch` said. A write may have been done nevertheless. */
export class NetworkError extends OnhandError {
  override readonly name = "NetworkError";
}

/** Whether a value is a `NetworkError`, of whichever copy of the package. */
export function isNetworkError(value: unknown): value is NetworkError {
  return isNamed(value, "NetworkError");
}
