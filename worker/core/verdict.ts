import type { AvailabilityStatus, DisplayPolicy, Estimate, MessageCode } from "../../sdk/index.ts";
import { dateOfEstimate } from "./estimate.ts";
import type { StockFacts } from "./stock-facts.ts";

/** A product whose choice is not one thing yet, or not a thing that is sold. */
export type ChoiceState = "made" | "incomplete" | "impossible";

/** What the table is asked with. */
export interface Question {
  policy: DisplayPolicy;
  stock: StockFacts;
  choice: ChoiceState;
  estimate: Estimate | null;
  nowMs: number;
}

/** The row of DESIGN section 5 that matched first, with what it says. */
export interface Verdict {
  row: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13;
  status: AvailabilityStatus;
  /** `in_stock` and `low_stock` stand for their forms with a quantity too. */
  code: MessageCode | null;
  date: string | null;
  purchasable: boolean;
}

/** What the shopper is told: the first matching row of DESIGN section 5. */
export function judgeAvailability(question: Question): Verdict {
  const { policy, stock, choice, estimate, nowMs } = question;

  if (!policy.published || stock.acting === "unpublish") return verdict(1, "hidden", null, false);
  if (choice === "incomplete") return verdict(2, "choose_options", "choose_options", false);
  if (choice === "impossible") return verdict(3, "out_of_stock", "combination_unavailable", false);

  if (policy.availableFrom !== null && nowMs < Date.parse(policy.availableFrom)) {
    return verdict(4, "out_of_stock", "not_yet_available", false, policy.availableFrom);
  }
  // The window is closed at both ends: at `availableUntil` itself it is still open.
  if (policy.availableUntil !== null && nowMs > Date.parse(policy.availableUntil)) {
    return verdict(4, "out_of_stock", "no_longer_available", false);
  }

  if (stock.preorder !== null) {
    const { availableAt, left } = stock.preorder;
    if (left > 0) return verdict(5, "preorder", "preorder", true, availableAt);
    return verdict(5, "out_of_stock", "available_in", false, availableAt);
  }

  if (!stock.tracked) return verdict(6, "in_stock", null, true);

  if ((policy.discontinued || stock.discontinued) && stock.available <= 0) {
    return verdict(7, "discontinued", "discontinued", false);
  }

  const sells = stock.acting !== "disable_buy_button";
  if (stock.physical > 0 && stock.available > 0) {
    if (!stock.low) return verdict(8, "in_stock", "in_stock", sells);
    return verdict(9, "low_stock", "low_stock", sells);
  }
  const known = stock.replenishedAt ?? dateOfEstimate(estimate, nowMs);
  if (stock.limit > 0) {
    if (stock.beyond === "silent") return verdict(10, "in_stock", "in_stock", sells);
    const code = known === null && estimate === null ? "backorder" : "backorder_estimate";
    return verdict(11, "backorder", code, sells, known);
  }
  if (known !== null || estimate !== null) return verdict(12, "out_of_stock", "available_in", false, known);
  return verdict(13, "out_of_stock", "out_of_stock", false);
}

function verdict(
  row: Verdict["row"],
  status: AvailabilityStatus,
  code: MessageCode | null,
  purchasable: boolean,
  date: string | null = null,
): Verdict {
  return { row, status, code, date, purchasable };
}
