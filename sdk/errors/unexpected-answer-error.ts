import { isNamed, OnhandError } from "./onhand-error.ts";

/** An answer that is not Onhand's: no JSON, or a status that is never used. Mostly `baseUrl` names another server. */
export class UnexpectedAnswerError extends OnhandError {
  override readonly name = "UnexpectedAnswerError";
}

/** Whether a value is an `UnexpectedAnswerError`, of whichever copy of the package. */
export function isUnexpectedAnswerError(value: unknown): value is UnexpectedAnswerError {
  return isNamed(value, "UnexpectedAnswerError");
}
