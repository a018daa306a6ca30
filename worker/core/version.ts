import type { Policy } from "../../sdk/index.ts";
import { boundariesPassed } from "./policy.ts";

/** What can change a view. All of them only ever grow, but for `overdue` and `datesPassed`. */
export interface Counts {
  /** Steps and stock writes of the SKUs behind the view. */
  changes: number;
  /** Revisions of the settings that the view is resolved from, summed. */
  revisions: number;
  /** Revision of the product that asks, 0 when none does. A new one may stand on other SKUs, with other counts. */
  product: number;
  /** Holds that are overdue: they have left the view, and count as a change when they are gone for good. */
  overdue: number;
  /** Changes of all named estimates together; 0 while there has never been one. */
  estimates: number;
  /** Dates of expected goods that are over: as time goes by, the view names the next one, or none. */
  datesPassed: number;
}

/** More than the boundaries in time that one change of settings, or of one replenishment, can take back. */
const WEIGHT = 4;
const DAY_MS = 86_400_000;
/** More than all changes of the SKUs behind a product come to in its life. */
const PRODUCT_WEIGHT = 1_000_000_000;

/**
 * A number that grows with every change of a view, those that time makes included (DESIGN section 5), without anything
 * being written when a date passes. A change weighs more than all boundaries that it may take back together.
 */
export function versionOf(counts: Counts, policy: Policy, nowMs: number): number {
  return (
    PRODUCT_WEIGHT * counts.product +
    WEIGHT * (counts.changes + counts.revisions + counts.estimates) +
    boundariesPassed(policy, nowMs) +
    counts.datesPassed +
    counts.overdue +
    // The date of an estimate moves on with every day. It counts on for a policy that names none too: a version must not
    // fall when an estimate is taken away.
    (counts.estimates === 0 ? 0 : Math.floor(nowMs / DAY_MS))
  );
}
