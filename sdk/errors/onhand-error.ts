import type { Problem, ProblemCode } from "../contract/index.ts";
import type { AnyOnhandError } from "./any-onhand-error.ts";

/** Causes that the client itself finds. */
export type ClientCode = "network" | "timeout" | "aborted" | "unexpected_answer";

/** Stable: programs may branch on it. A newer server may send one that is not named here. */
export type ErrorCode = ProblemCode | ClientCode | (string & Record<never, never>);

/** What an error is made of; what is left out is `null`, `retryable` false. */
export interface ErrorFacts extends Partial<Pick<OnhandError, Exclude<keyof OnhandError, "name" | "stack">>> {
  message: string;
  code: ErrorCode;
}

/** Registered for the whole runtime: two copies of the package know each other's errors by it. */
const BRAND: unique symbol = Symbol.for("onhand.error");

/**
 * What every call of the client throws, as one class for each meaning; `name` tells them apart, also across two copies
 * of the package. No message has a key, an address or a body in it.
 */
export abstract class OnhandError extends Error {
  abstract override readonly name: string;
  /** The cause, in one word. */
  declare readonly code: ErrorCode;
  /** Of the answer; `null` when there was none. */
  readonly status: number | null = null;
  /** Finds the request in the server's log; `null` when the server did not say. */
  readonly requestId: string | null = null;
  /** What the server said, as it said it; `null` when it said nothing that can be read. */
  readonly problem: Problem | null = null;
  /** Whether the same call may go well later. All attempts of a call that `retries` allows have been made by then. */
  readonly retryable: boolean = false;
  /** How long the server asks to wait before that; `null` when it does not say. */
  readonly retryAfterMs: number | null = null;
  /** Of the call; `null` when it had none. The same call with it goes on where this one ended: it is done once. */
  readonly idempotencyKey: string | null = null;
  /** The attempt that it ended, from 1; none where nothing was asked. */
  declare readonly attempts?: number;

  constructor(facts: ErrorFacts) {
    super(facts.message, facts);
    Object.assign(this, facts);
  }

  /** @internal */
  [BRAND](): void {}
}

/** Whether a value is an error of the client, of whichever copy of the package. */
export function isOnhandError(value: unknown): value is AnyOnhandError {
  return value instanceof Object && BRAND in value;
}

/** The same for one class, by its name. */
export function isNamed<Name extends string>(value: unknown, name: Name): value is OnhandError & { name: Name } {
  return isOnhandError(value) && value.name === name;
}
