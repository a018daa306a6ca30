import type { Availability } from "../contract/availability.ts";

/** What the shop says of its offer itself: price, currency, URL and any other property of a schema.org `Offer`. */
export interface OfferDetails {
  price?: number | string;
  /** ISO 4217: `EUR`. */
  priceCurrency?: string;
  url?: string;
  /** Instead of the view's, or where it has none: of a kit. */
  sku?: string;
  /** The view says these. */
  availability?: never;
  availabilityStarts?: never;
  inventoryLevel?: never;
  [property: string]: unknown;
}

/** A schema.org `Offer` as JSON-LD, by itself or as the `offers` of a `Product`. */
export interface JsonLdOffer {
  "@context": "https://schema.org";
  "@type": "Offer";
  /** Not of a kit, unless the shop says it. */
  sku?: string;
  /** URL of a schema.org `ItemAvailability`. */
  availability: string;
  /** RFC 3339: from when it can be had, where that is known and ahead. */
  availabilityStarts?: string;
  /** Only where policy shows figures, and this one is not capped. */
  inventoryLevel?: { "@type": "QuantitativeValue"; value: number };
  [property: string]: unknown;
}

/**
 * A view as schema.org `Offer`, with what the shop adds (a search engine wants `price` and `priceCurrency`). `null` where
 * availability is hidden or options are to be chosen: then say nothing. Write it into a page by `jsonLdText`.
 *
 * Source: schema.org/Offer, schema.org/ItemAvailability.
 */
export function toSchemaOrg(
  view: Pick<Availability, "sku" | "schemaOrg">,
  offer: OfferDetails = {},
): JsonLdOffer | null {
  if (view.schemaOrg === null) return null;
  const { inventoryLevel, ...state } = view.schemaOrg;
  return {
    ...(view.sku === null ? {} : { sku: view.sku }),
    ...offer,
    ...state,
    ...(inventoryLevel === undefined
      ? {}
      : { inventoryLevel: { "@type": "QuantitativeValue" as const, value: inventoryLevel } }),
    "@context": "https://schema.org",
    "@type": "Offer",
  };
}
