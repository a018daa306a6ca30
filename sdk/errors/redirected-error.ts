import { type ErrorFacts, isNamed, OnhandError } from "./onhand-error.ts";

/**
 * The server sends on to another address. That is not followed: `fetch` would turn a write into a read, and would carry
 * the request to whoever is named. `baseUrl` has to be the address of the server itself.
 */
export class RedirectedError extends OnhandError {
  override readonly name = "RedirectedError";
  /** Where to, as the server said it; `null` where the runtime does not tell (browsers). */
  readonly location: string | null;

  constructor(facts: ErrorFacts & { location: string | null }) {
    super(facts);
    this.location = facts.location;
  }
}

/** Whether a value is a `RedirectedError`, of whichever copy of the package. */
export function isRedirectedError(value: unknown): value is RedirectedError {
  return isNamed(value, "RedirectedError");
}
