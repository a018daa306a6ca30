import type { DisplayPolicy } from "../../sdk/index.ts";
import type { AskScope } from "./ask.ts";
import { judgeCartQuantity } from "./cart-quantity.ts";
import type { Terms } from "./demand.ts";
import type { Refusal } from "./refusal.ts";
import type { StockRules } from "./rules.ts";
import { uncountedStock } from "./stock-facts.ts";
import type { ChoiceState } from "./verdict.ts";

/** The rules of a line as a whole that no SKU object judges: a kit, a product whose stock nobody counts. */
export interface UncountedRules {
  policy: DisplayPolicy;
  choice: ChoiceState;
}

/**
 * Why such a line is refused, or `null`: cart quantity first, then rows 1 – 4 of DESIGN section 5, or what is shown
 * instead of them.
 * Its stock, if it has any, is judged by the SKUs of its components.
 */
export function judgeUncounted(
  quantity: number,
  { policy, choice }: UncountedRules,
  scope: AskScope,
  nowMs: number,
  { display }: StockRules,
  terms: Terms = {},
): Refusal | null {
  const cart = terms.cartRulesJudged === true ? null : judgeCartQuantity(quantity, policy);
  if (cart !== null && choice === "made") return { reason: "invalid_quantity", cart };
  // What is not one thing yet, or not a thing that is sold, can be wanted by nobody.
  if (scope === "cart" || (terms.evenIfNotPurchasable === true && choice === "made")) return null;
  const verdict = display({ policy, stock: uncountedStock(), choice, estimate: null, nowMs });
  return verdict.purchasable ? null : { reason: "not_purchasable", message: verdict.code };
}
