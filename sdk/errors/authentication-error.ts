import { isNamed, OnhandError } from "./onhand-error.ts";

/** No key, or one that the server does not know (401). */
export class AuthenticationError extends OnhandError {
  override readonly name = "AuthenticationError";
}

/** Whether a value is an `AuthenticationError`, of whichever copy of the package. */
export function isAuthenticationError(value: unknown): value is AuthenticationError {
  return isNamed(value, "AuthenticationError");
}
