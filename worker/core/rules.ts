import type { Policy } from "../../sdk/index.ts";
import { type AllocationStrategy, allocateOncePaid } from "./allocation.ts";
import { WAREHOUSE_STRATEGIES, type WarehouseStrategy } from "./placing.ts";
import type { ChannelFigures } from "./stock-facts.ts";
import { judgeAvailability, type Question, type Verdict } from "./verdict.ts";

/** What a low-stock activity may do while it acts; the built-in activities are these themselves. */
export const ACTING_ACTIVITIES = ["nothing", "disable_buy_button", "unpublish"] as const;

export type ActingActivity = (typeof ACTING_ACTIVITIES)[number];

export function isActingActivity(value: unknown): value is ActingActivity {
  return ACTING_ACTIVITIES.some((each) => each === value);
}

/**
 * The verdict of a custom low-stock activity: pure and synchronous. Asked while the stock level is at or below
 * `minStockQuantity` and neither preorder nor backorder is open.
 */
export type LowStockVerdict = (figures: ChannelFigures, policy: Policy) => ActingActivity;

/** What the shopper is told; replaces the table of DESIGN section 5. */
export type DisplayStrategy = (question: Question) => Verdict;

/** The rules that a shop may replace or add to (DESIGN section 9). All of them pure. */
export interface StockRules {
  /** By the name that a channel chooses. */
  placing: Readonly<Record<string, WarehouseStrategy>>;
  allocates: AllocationStrategy;
  display: DisplayStrategy;
  /** By the name that the policy `lowStockActivity` chooses. */
  activities: Readonly<Record<string, LowStockVerdict>>;
}

/** The rules of a shop that replaces none. */
export const DEFAULT_RULES: StockRules = {
  placing: WAREHOUSE_STRATEGIES,
  allocates: allocateOncePaid,
  display: judgeAvailability,
  activities: {},
};
