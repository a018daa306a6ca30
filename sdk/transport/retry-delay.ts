import { RETRY_DELAY_MS, RETRY_DELAY_MS_MAX } from "../bounds.ts";

/**
 * What an answer asks to wait, in milliseconds; `null` when it does not, 0 when it cannot be read. `Retry-After` is a number
 * of seconds or a date (RFC 9110), which is compared with the server's own, as a shopper's clock may be wrong.
 */
export function retryAfterMs(headers: Headers, nowMs: number): number | null {
  const asked = headers.get("retry-after");
  if (!asked) return null;
  // "0" is no date either, but as one it is long past.
  const ms = Number(asked) * 1000 || Date.parse(asked) - (Date.parse(headers.get("date") ?? "") || nowMs);
  return Math.max(0, ms) || 0;
}

/**
 * The wait after the `attempt`-th attempt (from 1): anything up to a bound that doubles with each. `chance` in [0, 1)
 * spreads clients that failed at the same moment over the whole of it.
 */
export function backoffMs(attempt: number, chance: number): number {
  return Math.min(RETRY_DELAY_MS_MAX, RETRY_DELAY_MS * 2 ** (attempt - 1)) * chance;
}
