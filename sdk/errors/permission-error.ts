import { isNamed, OnhandError } from "./onhand-error.ts";

/** The key may not do this (403): another scope is needed. */
export class PermissionError extends OnhandError {
  override readonly name = "PermissionError";
}

/** Whether a value is a `PermissionError`, of whichever copy of the package. */
export function isPermissionError(value: unknown): value is PermissionError {
  return isNamed(value, "PermissionError");
}
