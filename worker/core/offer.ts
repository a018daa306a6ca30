import type { Estimate, MerchantFeedEntry, Policy, SchemaOrgOffer } from "../../sdk/index.ts";
import { dateOfEstimate } from "./estimate.ts";
import type { Verdict } from "./verdict.ts";

/** What the words for other systems are made of. */
export interface OfferFacts {
  verdict: Verdict;
  policy: Pick<Policy, "displayAvailability">;
  quantity: { value: number; capped: boolean } | null;
  estimate: Estimate | null;
  nowMs: number;
}

/**
 * The state as a schema.org ItemAvailability; `null` where availability is hidden or options are to be chosen.
 * Source: schema.org/ItemAvailability. What cannot be bought is never offered as in stock.
 */
export function schemaOrgOf({ verdict, policy, quantity }: OfferFacts): SchemaOrgOffer | null {
  if (!policy.displayAvailability) return null;
  const word = schemaOrgWord(verdict);
  if (word === null) return null;
  return {
    availability: `https://schema.org/${word}`,
    ...(verdict.date !== null && verdict.status !== "in_stock" ? { availabilityStarts: verdict.date } : {}),
    ...(quantity === null || quantity.capped ? {} : { inventoryLevel: quantity.value }),
  };
}

/**
 * The state in a merchant feed's words; `null` as above. Feeds refuse `preorder` and `backorder` without a date
 * (Google's product data specification, availability_date): without one it is `out_of_stock`.
 */
export function merchantFeedOf({ verdict, policy, estimate, nowMs }: OfferFacts): MerchantFeedEntry | null {
  if (!policy.displayAvailability || verdict.status === "hidden" || verdict.status === "choose_options") return null;
  const date = verdict.date ?? dateOfEstimate(estimate, nowMs);
  if (!verdict.purchasable) return { availability: "out_of_stock" };
  if (verdict.status === "preorder" || verdict.status === "backorder") {
    return date === null ? { availability: "out_of_stock" } : { availability: verdict.status, availabilityDate: date };
  }
  return { availability: "in_stock" };
}

function schemaOrgWord(verdict: Verdict): string | null {
  switch (verdict.status) {
    case "hidden":
    case "choose_options":
      return null;
    case "discontinued":
      return "Discontinued";
    case "preorder":
      return "PreOrder";
    case "backorder":
      return verdict.purchasable ? "BackOrder" : "OutOfStock";
    case "low_stock":
      return verdict.purchasable ? "LimitedAvailability" : "OutOfStock";
    case "in_stock":
      return verdict.purchasable ? "InStock" : "OutOfStock";
    case "out_of_stock":
      return "OutOfStock";
  }
}
