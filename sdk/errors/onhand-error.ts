import type { Problem, ProblemCode } from "../contract/index.ts";

/** Causes that the client itself finds. */
export type ClientCode = "network" | "timeout" | "aborted" | "redirected" | "unexpected_answer";

/** Stable: programs may branch on it. A newer server may send one that is not named here. */
export type ErrorCode = ProblemCode | ClientCode | (string & Record<never, never>);

/** What an error is made of. */
export interface ErrorFacts {
  message: string;
  code: ErrorCode;
  status?: number | undefined;
  requestId?: string | null | undefined;
  problem?: Problem | null | undefined;
  retryable?: boolean | undefined;
  retryAfterMs?: number | null | undefined;
  idempotencyKey?: string | undefined;
  cause?: unknown;
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
  readonly code: ErrorCode;
  /** Of the answer; `null` when there was none. */
  readonly status: number | null;
  /** Finds the request in the server's log; `null` when the server did not say. */
  readonly requestId: string | null;
  /** What the server said, as it said it; `null` when it said nothing that can be read. */
  readonly problem: Problem | null;
  /** Whether the same call may go well later. All attempts of a call that `retries` allows have been made by then. */
  readonly retryable: boolean;
  /** How long the server asks to wait before that; `null` when it does not say. */
  readonly retryAfterMs: number | null;
  /** Of the call, when it had one. The same call with it goes on where this one ended: it is done once. */
  declare readonly idempotencyKey?: string;

  constructor(facts: ErrorFacts) {
    super(facts.message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.code = facts.code;
    this.status = facts.status ?? null;
    this.requestId = facts.requestId ?? null;
    this.problem = facts.problem ?? null;
    this.retryable = facts.retryable ?? false;
    this.retryAfterMs = facts.retryAfterMs ?? null;
    if (facts.idempotencyKey !== undefined) this.idempotencyKey = facts.idempotencyKey;
  }

  get [BRAND](): true {
    return true;
  }
}

/** Whether a value is an error of this package, of whichever copy of it. */
export function isBranded(value: unknown): value is OnhandError {
  return typeof value === "object" && value !== null && BRAND in value && value[BRAND] === true;
}

/** The same for one class, by its name. */
export function isNamed<Name extends string>(value: unknown, name: Name): value is OnhandError & { name: Name } {
  return isBranded(value) && value.name === name;
}
