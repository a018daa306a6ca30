/** Braked: 429 with the Worker's own problem, and nothing was done. */
export interface RateLimitedFault {
  readonly kind: "rate_limited";
  /** What `Retry-After` says; `null`: there is none. */
  readonly retryAfter: string | null;
}

/** The server cannot answer now: 503 with the Worker's own problem, and nothing was done. */
export interface UnavailableFault {
  readonly kind: "unavailable";
  /** What `Retry-After` says; `null`: there is none. */
  readonly retryAfter: string | null;
}

/** It is done at once, and the answer comes so much later by the server's clock. */
export interface SlowFault {
  readonly kind: "slow";
  readonly ms: number;
}

/** Something that goes wrong with a request. A plain value: it may be ordered as often as one likes. */
export type Fault =
  | RateLimitedFault
  | UnavailableFault
  | SlowFault
  /** It is done; status and headers come, and the body breaks off in the middle. */
  | { readonly kind: "cut_off" }
  /** Nothing gets there: `fetch` rejects with a TypeError, and nothing was done. */
  | { readonly kind: "offline" }
  /** It is done, and `fetch` rejects with a TypeError. */
  | { readonly kind: "lost_answer" };

/**
 * The server brakes: 429. `retryAfterSeconds`, a whole number from 0, and `retryAt`, which is said as an HTTP date to whole
 * seconds, are the two forms of `Retry-After` (RFC 9110 section 10.2.3); with neither there is no such header.
 */
export function rateLimited({
  retryAfterSeconds,
  retryAt,
}: {
  retryAfterSeconds?: number;
  retryAt?: Date;
} = {}): RateLimitedFault {
  if (retryAfterSeconds !== undefined && retryAt !== undefined) {
    throw new TypeError("rateLimited: retryAfterSeconds or retryAt, not both");
  }
  if (retryAt === undefined) return { kind: "rate_limited", retryAfter: secondsOf("rateLimited", retryAfterSeconds) };
  if (!(retryAt instanceof Date) || Number.isNaN(retryAt.getTime())) {
    throw new TypeError("rateLimited: retryAt must be a valid Date");
  }
  return { kind: "rate_limited", retryAfter: retryAt.toUTCString() };
}

/** The server is overloaded or gone for a moment: 503, with `Retry-After` where `retryAfterSeconds` says so. */
export function unavailable({ retryAfterSeconds }: { retryAfterSeconds?: number } = {}): UnavailableFault {
  return { kind: "unavailable", retryAfter: secondsOf("unavailable", retryAfterSeconds) };
}

/** The answer takes `ms` by the server's clock; the request was done at once. */
export function slow(ms: number): SlowFault {
  if (!Number.isFinite(ms) || ms < 0) throw new TypeError("slow: ms must be a number from 0");
  return { kind: "slow", ms };
}

/** It is done; the answer's body breaks off in the middle. */
export function cutOff(): Fault {
  return { kind: "cut_off" };
}

/** There is no connection: nothing gets to the server. */
export function offline(): Fault {
  return { kind: "offline" };
}

/** It is done, and nobody hears of it. */
export function lostAnswer(): Fault {
  return { kind: "lost_answer" };
}

function secondsOf(fault: string, seconds: number | undefined): string | null {
  if (seconds === undefined) return null;
  if (!Number.isInteger(seconds) || seconds < 0) {
    throw new TypeError(`${fault}: retryAfterSeconds must be a whole number from 0`);
  }
  return String(seconds);
}
