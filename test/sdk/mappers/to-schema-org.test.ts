import { describe, expect, expectTypeOf, test } from "vitest";
import { type OfferDetails, toSchemaOrg } from "../../../sdk/mappers/index.ts";

const IN_STOCK = { availability: "https://schema.org/InStock" };

describe("a view as an offer of schema.org", () => {
  test("names its context, its SKU and its availability", () => {
    expect(toSchemaOrg({ sku: "MUG-BLUE", schemaOrg: IN_STOCK })).toEqual({
      "@context": "https://schema.org",
      "@type": "Offer",
      sku: "MUG-BLUE",
      availability: "https://schema.org/InStock",
    });
  });

  test("says its level as a quantity, and from when it can be had", () => {
    const schemaOrg = {
      availability: "https://schema.org/PreOrder",
      availabilityStarts: "2026-12-01T09:00:00.000Z",
      inventoryLevel: 0,
    };
    expect(toSchemaOrg({ sku: "MUG-BLUE", schemaOrg })).toEqual({
      "@context": "https://schema.org",
      "@type": "Offer",
      sku: "MUG-BLUE",
      availability: "https://schema.org/PreOrder",
      availabilityStarts: "2026-12-01T09:00:00.000Z",
      inventoryLevel: { "@type": "QuantitativeValue", value: 0 },
    });
  });

  test("has what the shop adds", () => {
    const offer = { price: 12.5, priceCurrency: "EUR", url: "https://shop.example/mug", itemCondition: "new" };
    expect(toSchemaOrg({ sku: "MUG-BLUE", schemaOrg: IN_STOCK }, offer)).toEqual({
      "@context": "https://schema.org",
      "@type": "Offer",
      sku: "MUG-BLUE",
      availability: "https://schema.org/InStock",
      price: 12.5,
      priceCurrency: "EUR",
      url: "https://shop.example/mug",
      itemCondition: "new",
    });
  });

  test("of a kit has no SKU but that which the shop says", () => {
    expect(toSchemaOrg({ sku: null, schemaOrg: IN_STOCK })).not.toHaveProperty("sku");
    expect(toSchemaOrg({ sku: null, schemaOrg: IN_STOCK }, { sku: "SET-1" })).toHaveProperty("sku", "SET-1");
  });

  test("is nothing where availability is hidden, whatever the shop adds", () => {
    expect(toSchemaOrg({ sku: "MUG-BLUE", schemaOrg: null }, { price: 12.5 })).toBeNull();
  });

  test("says the view's availability, not another that the shop has", () => {
    // @ts-expect-error: the view says it
    const offer: OfferDetails = { availability: "https://schema.org/SoldOut" };
    expect(toSchemaOrg({ sku: "MUG-BLUE", schemaOrg: IN_STOCK }, offer)).toMatchObject(IN_STOCK);
  });

  test("takes the details of a product without further ado", () => {
    expectTypeOf({
      price: "12.50",
      priceCurrency: "EUR",
      seller: { "@type": "Organization" },
    }).toExtend<OfferDetails>();
  });
});
