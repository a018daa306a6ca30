import { expect } from "vitest";
import { type AnyOnhandError, isOnhandError } from "../../sdk/index.ts";

/** The error that a call ends with. */
export async function errorOf(call: PromiseLike<unknown>): Promise<AnyOnhandError> {
  const error = await call.then(
    () => new Error("It did not fail."),
    (thrown: unknown) => thrown,
  );
  if (!isOnhandError(error)) throw error;
  return error;
}

/** The same, of a class. */
export async function errorNamed<Name extends AnyOnhandError["name"]>(
  call: PromiseLike<unknown>,
  name: Name,
): Promise<Extract<AnyOnhandError, { name: Name }>> {
  const error = await errorOf(call);
  expect(error.name, error.message).toBe(name);
  // As the line above has found.
  return error as Extract<AnyOnhandError, { name: Name }>;
}
