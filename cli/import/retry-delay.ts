import { RETRY_DELAY_MS } from "./bounds.ts";

/** Whether the same request may succeed later: too many requests, a server that is busy or broken, a time-out. */
export function isWorthRetrying(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}

/** The wait that a `Retry-After` header asks for (RFC 9110: seconds, or a date), or `null` when it cannot be read. */
export function retryAfterMs(header: string | null, nowMs: number): number | null {
  if (header === null) return null;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
  const atMs = Date.parse(header);
  return Number.isNaN(atMs) ? null : Math.max(0, atMs - nowMs);
}

/** The wait after the `tries`-th try (from 1): doubled each time; `chance` in [0, 1) spreads clients over its second half. */
export function backoffMs(tries: number, chance: number): number {
  const most = RETRY_DELAY_MS * 2 ** (tries - 1);
  return Math.round(most / 2 + (most / 2) * chance);
}
