import { RETRY_DELAY_MS, RETRY_DELAY_MS_MAX } from "./bounds.ts";

/** What a `Retry-After` header asks for (RFC 9110: seconds, or a date), or `null` when it cannot be read. */
export function retryAfterMs(header: string | null, nowMs: number): number | null {
  if (header === null) return null;
  const text = header.trim();
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  // Every HTTP date has letters. Without them, a parser would take "1.5" or "-1" for some year.
  const atMs = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(atMs) ? null : Math.max(0, atMs - nowMs);
}

/**
 * The wait after the `attempt`-th attempt (from 1): anything up to a bound that doubles with each. `chance` in [0, 1)
 * spreads clients that failed at the same moment over the whole of it.
 */
export function backoffMs(attempt: number, chance: number): number {
  return Math.round(Math.min(RETRY_DELAY_MS_MAX, RETRY_DELAY_MS * 2 ** (attempt - 1)) * chance);
}
