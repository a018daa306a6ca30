import type {
  Availability,
  Estimate,
  Message,
  OrderQuantity,
  Policy,
  Selection,
  StockFigures,
} from "../../sdk/index.ts";
import { merchantFeedOf, schemaOrgOf } from "./offer.ts";
import type { StockRules } from "./rules.ts";
import type { StockFacts } from "./stock-facts.ts";
import type { ChoiceState, Verdict } from "./verdict.ts";

/** Everything a view is made of. */
export interface ViewFacts {
  sku: string | null;
  product?: string;
  selection?: Selection;
  channel: string;
  policy: Policy;
  stock: StockFacts;
  choice: ChoiceState;
  estimate: Estimate | null;
  /** Whether a mail could be sent when goods are back. */
  mailConfigured: boolean;
  version: number;
  nowMs: number;
  rules: StockRules;
  /** Given for a secret key only: it is shown figures whatever policy says. */
  figures?: StockFigures;
}

/** The view of a SKU, product, combination or kit (DESIGN section 5). */
export function viewOf(facts: ViewFacts): Availability {
  const { policy, stock, choice, estimate, nowMs } = facts;
  const verdict = facts.rules.display({ policy, stock, choice, estimate, nowMs });
  const quantity = quantityShown(policy, stock, verdict);
  const hidden = verdict.status === "hidden";
  const words = { verdict, policy, quantity, estimate: facts.estimate, nowMs };
  return {
    sku: facts.sku,
    ...(facts.product === undefined ? {} : { product: facts.product }),
    ...(facts.selection === undefined ? {} : { selection: facts.selection }),
    channel: facts.channel,
    status: verdict.status,
    message: messageOf(policy, verdict, quantity),
    purchasable: verdict.purchasable,
    ...(quantity === null ? {} : { quantity }),
    orderQuantity: orderQuantityOf(policy, stock, quantity, facts.figures !== undefined),
    estimate: hidden ? null : facts.estimate,
    subscribable: facts.mailConfigured && isSubscribable(policy, stock, verdict),
    returnable: policy.returnable,
    shipsFrom: policy.preferredWarehouse,
    schemaOrg: schemaOrgOf(words),
    merchantFeed: merchantFeedOf(words),
    version: facts.version,
    asOf: new Date(nowMs).toISOString(),
    ...(facts.figures === undefined ? {} : { figures: facts.figures }),
  };
}

/** The only figure a shopper is ever shown: max(0, min(A, P)), capped, in rows 8 and 9, where policy shows it. */
function quantityShown(policy: Policy, stock: StockFacts, verdict: Verdict): { value: number; capped: boolean } | null {
  if (!policy.displayAvailability || !policy.displayStockQuantity) return null;
  if (verdict.row !== 8 && verdict.row !== 9) return null;
  const value = Math.max(0, Math.min(stock.available, stock.physical));
  const cap = policy.displayQuantityCap;
  return cap !== null && value > cap ? { value: cap, capped: true } : { value, capped: false };
}

function messageOf(
  policy: Policy,
  verdict: Verdict,
  quantity: { value: number; capped: boolean } | null,
): Message | null {
  if (!policy.displayAvailability || verdict.code === null) return null;
  if (quantity !== null) {
    return { code: verdict.row === 9 ? "low_stock_quantity" : "in_stock_quantity", quantity };
  }
  return verdict.date === null ? { code: verdict.code } : { code: verdict.code, date: verdict.date };
}

/** A capped figure must not come out through the input's maximum, so there policy alone decides. */
function orderQuantityOf(
  policy: Policy,
  stock: StockFacts,
  quantity: { value: number; capped: boolean } | null,
  secret: boolean,
): OrderQuantity {
  const shown = quantity !== null && !quantity.capped ? stock.limit : Number.POSITIVE_INFINITY;
  const most = secret ? stock.limit : shown;
  return {
    min: policy.minCartQuantity,
    max: Math.max(0, Math.min(policy.maxCartQuantity, most)),
    allowed: policy.allowedQuantities,
    multiple: policy.quantityMultiple,
  };
}

/** Only where waiting helps: nothing can be bought, and for want of stock. */
function isSubscribable(policy: Policy, stock: StockFacts, verdict: Verdict): boolean {
  const wantsStock = verdict.row === 5 || verdict.row >= 8;
  return policy.allowBackInStockSubscriptions && stock.tracked && wantsStock && !verdict.purchasable;
}
