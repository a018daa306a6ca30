import { isNamed, OnhandError } from "./onhand-error.ts";

/**
 * Not what an Onhand server answers: a redirect, a proxy's page, something that is not JSON. Redirects are not followed,
 * as that would turn a write into a read: `baseUrl` has to be the address of the server itself.
 */
export class UnexpectedAnswerError extends OnhandError {
  override readonly name = "UnexpectedAnswerError";
}

/** Whether a value is an `UnexpectedAnswerError`, of whichever copy of the package. */
export function isUnexpectedAnswerError(value: unknown): value is UnexpectedAnswerError {
  return isNamed(value, "UnexpectedAnswerError");
}
