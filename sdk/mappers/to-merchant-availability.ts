import type { Availability } from "../contract/availability.ts";

/** Attributes of a merchant feed, by the names that Google Merchant Center gives them. */
export type MerchantAvailability =
  | { availability: "in_stock" | "out_of_stock" }
  | {
      availability: "preorder" | "backorder";
      /** When it is shipped, to the minute in UTC: `2026-12-01T09:00Z`. */
      availability_date: string;
    };

/** Of `2026-12-01T09:00`. */
const MINUTE_LENGTH = 16;

/**
 * A view as the attributes of a merchant feed; `null` where availability is hidden or options are to be chosen: then leave the
 * item out.
 *
 * Feeds refuse `preorder` and `backorder` without `availability_date`: without a known date both are `out_of_stock`. Give the
 * SKU an estimate or a preorder date so that they have one. A date more than a year ahead is given as it is;
 * the feed asks for a nearer one.
 *
 * Source: Google Merchant Center, product data specification, `availability` and `availability_date`.
 */
export function toMerchantAvailability({
  merchantFeed,
}: Pick<Availability, "merchantFeed">): MerchantAvailability | null {
  if (merchantFeed === null) return null;
  const { availability, availabilityDate } = merchantFeed;
  if (availability === "in_stock" || availability === "out_of_stock") return { availability };
  if (availabilityDate === undefined) return { availability: "out_of_stock" };
  return { availability, availability_date: `${new Date(availabilityDate).toISOString().slice(0, MINUTE_LENGTH)}Z` };
}
