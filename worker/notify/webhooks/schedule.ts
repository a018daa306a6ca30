import { RETRY_AFTER_MS_MAX, WEBHOOK_FAILING_ATTEMPTS_MIN, WEBHOOK_FAILING_MS_MAX } from "../../core/bounds.ts";

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * How long to wait after each attempt that failed, in milliseconds: the schedule that the Standard Webhooks specification
 * gives as its example. The attempt after the last of them is the last of all.
 */
export const RETRY_DELAYS_MS: readonly number[] = [
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
];

/** Attempts of one delivery, until it is given up or replayed. */
export const DELIVERY_TRIES_MAX: number = RETRY_DELAYS_MS.length + 1;

/** A wait is longer than the schedule says by up to this part of it, so that what failed together does not come together. */
export const JITTER = 0.2;

/**
 * How long to wait after the attempt of this number (from 1), in milliseconds; `null`: it was the last. Never shorter than
 * the schedule says, longer by up to `JITTER` of it: `random` gives 0 – 1. `retryAfterMs` is the least that the endpoint
 * asked for; it is heeded up to `RETRY_AFTER_MS_MAX`.
 */
export function delayAfter(tries: number, random: () => number, retryAfterMs: number | null): number | null {
  const delayMs = RETRY_DELAYS_MS[tries - 1];
  if (delayMs === undefined) return null;
  const jittered = Math.round(delayMs * (1 + JITTER * random()));
  return Math.max(jittered, Math.min(retryAfterMs ?? 0, RETRY_AFTER_MS_MAX));
}

/** The milliseconds that a `Retry-After` header asks for (RFC 9110 section 10.2.3), `null` where it says nothing that is valid. */
export function retryAfterOf(header: string | null, nowMs: number): number | null {
  if (header === null) return null;
  const text = header.trim();
  if (/^\d{1,12}$/.test(text)) return Number(text) * SECOND_MS;
  // The parser takes almost anything for a date.
  if (!/^[A-Z][a-z]{2,8},? .* GMT$/.test(text)) return null;
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? null : Math.max(0, atMs - nowMs);
}

/** Whether an endpoint has failed for so long, and so often, that it is left alone. */
export function hasFailedForLong(failingSinceMs: number, failedAttempts: number, nowMs: number): boolean {
  return failedAttempts >= WEBHOOK_FAILING_ATTEMPTS_MIN && nowMs - failingSinceMs >= WEBHOOK_FAILING_MS_MAX;
}
