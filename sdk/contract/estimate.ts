import type { Estimate } from "./availability.ts";

/** An estimate as an admin keeps it. A policy names it in `availabilityEstimate`, by its id. */
export interface NamedEstimate extends Estimate {
  /** Lower comes first in lists, and decides between two that promise the same days. */
  priority: number;
  /** In the ETag, for `If-Match`. Grows with every change of any estimate, so that it never comes twice. */
  revision: number;
  updatedAt: string;
}

/** An estimate as it is sent: as a whole, with days or a text or both. */
export interface EstimateRequest {
  /** −1,000,000 – 1,000,000, default 0. */
  priority?: number;
  /** 0 – 3,650, not above `maxDays`; `null` (default): not said. */
  minDays?: number | null;
  /** 0 – 3,650; `null` (default): not said. */
  maxDays?: number | null;
  /**
   * Text by locale, at most 50 of at most 200 characters; default none, so that the days speak for themselves.
   * Locales are BCP 47 tags in their canonical form: `de-AT`.
   */
  text?: Record<string, string>;
}
