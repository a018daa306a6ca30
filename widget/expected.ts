import type { Availability, Estimate } from "../sdk/index.ts";

/** When goods are there, as far as it is known. */
export type Expected =
  | { kind: "unknown" }
  /** RFC 3339. */
  | { kind: "date"; date: string }
  /** `max` is `null` where only the least is known. */
  | { kind: "days"; min: number; max: number | null }
  /** The shop's own words, in the shopper's language. */
  | { kind: "words"; words: string };

const DAY_MS = 86_400_000;

/**
 * What to say of the time in a view's message. A date that is only the estimate's last day, counted from today, would
 * promise more than the estimate does: then the estimate speaks, by its text or its days. Any other date (a preorder's, a
 * window's, of goods on their way) knows better than the estimate. The shop's words are looked for by these tags, in order.
 */
export function expectedOf({ message, estimate, asOf }: Availability, tags: readonly string[]): Expected {
  const date = message?.date;
  if (date !== undefined && !Number.isNaN(Date.parse(date))) {
    if (estimate === null || !isLastDayOf(estimate, date, asOf)) return { kind: "date", date };
  }
  if (estimate === null) return { kind: "unknown" };
  const words = tags.map((tag) => estimate.text[tag]).find((text) => text !== undefined);
  if (words !== undefined) return { kind: "words", words };
  const { minDays, maxDays } = estimate;
  const min = minDays ?? 0;
  return min === 0 && maxDays === null ? { kind: "unknown" } : { kind: "days", min, max: maxDays };
}

/** The server makes a date of an estimate's days: so many days after today, in UTC. */
function isLastDayOf({ minDays, maxDays }: Estimate, date: string, asOf: string): boolean {
  const days = maxDays ?? minDays;
  return days !== null && Date.parse(date) === (Math.floor(Date.parse(asOf) / DAY_MS) + days) * DAY_MS;
}
