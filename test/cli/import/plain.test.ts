import { describe, expect, it } from "vitest";
import { catalogueOf, catalogueOfFixture, refusalsOf } from "./catalogue-of.ts";

describe("the plain format", () => {
  it("gives a SKU for each row, with the settings that its cells have", async () => {
    const { skus, products, refusals } = await catalogueOfFixture("plain.csv");
    expect(refusals).toStrictEqual([]);
    expect(products).toStrictEqual([]);
    expect(skus.map(({ request }) => request)).toStrictEqual([
      {
        sku: "BOLT-M8",
        policy: { outOfStockThreshold: 10, minStockQuantity: 20, minCartQuantity: 1 },
        levels: [{ warehouse: "main", onHand: 250 }],
      },
      {
        sku: "NUT-M8",
        policy: { backorders: "allow_and_notify", backorderLimit: 40 },
        levels: [{ warehouse: "main", onHand: 0 }],
      },
      { sku: "0042", levels: [{ warehouse: "main", onHand: 6 }] },
      { sku: "CUTTING", policy: { trackInventory: false, backorders: "none" } },
    ]);
  });

  it("takes the warehouse of the command line where a row names none", async () => {
    const { skus } = await catalogueOf("sku,warehouse,on_hand\nA,north,1\nB,,2\n");
    expect(skus.map(({ request }) => request.levels?.[0]?.warehouse)).toStrictEqual(["north", "main"]);
  });

  it("brings the warehouses of a SKU together without a warning", async () => {
    const { skus, warnings } = await catalogueOf("sku,warehouse,on_hand,expected\nA,north,1,\nA,south,2,5\n");
    expect(skus.map(({ request }) => request)).toStrictEqual([
      {
        sku: "A",
        levels: [
          { warehouse: "north", onHand: 1 },
          { warehouse: "south", onHand: 2, expected: 5 },
        ],
      },
    ]);
    expect(warnings).toStrictEqual([]);
  });

  it.each([
    ["track_inventory", "no", { trackInventory: false }],
    ["display_availability", "false", { displayAvailability: false }],
    ["display_stock_quantity", "yes", { displayStockQuantity: true }],
    ["display_quantity_cap", "10", { displayQuantityCap: 10 }],
    ["display_quantity_cap", "null", { displayQuantityCap: null }],
    ["out_of_stock_threshold", "-5", { outOfStockThreshold: -5 }],
    ["min_stock_quantity", "3", { minStockQuantity: 3 }],
    ["low_stock_activity", "unpublish", { lowStockActivity: "unpublish" }],
    ["notify_quantity_below", "2", { notifyQuantityBelow: 2 }],
    ["backorders", "allow", { backorders: "allow" }],
    ["backorder_limit", "NULL", { backorderLimit: null }],
    ["allow_back_in_stock_subscriptions", "false", { allowBackInStockSubscriptions: false }],
    ["availability_estimate", "week", { availabilityEstimate: "week" }],
    ["available_from", "2027-01-05", { availableFrom: "2027-01-05T00:00:00.000Z" }],
    ["available_until", "null", { availableUntil: null }],
    ["min_cart_quantity", "2", { minCartQuantity: 2 }],
    ["max_cart_quantity", "20", { maxCartQuantity: 20 }],
    ["allowed_quantities", "1 | 2|6", { allowedQuantities: [1, 2, 6] }],
    ["quantity_multiple", "6", { quantityMultiple: 6 }],
    ["returnable", "0", { returnable: false }],
    ["preferred_warehouse", "north", { preferredWarehouse: "north" }],
    ["published", "false", { published: false }],
    ["discontinued", "true", { discontinued: true }],
    ["Backorder Limit", "4", { backorderLimit: 4 }],
  ])("reads %s %s", async (column, text, policy) => {
    const { skus } = await catalogueOf(`sku,${column}\nA,${text}\n`);
    expect(skus.map(({ request }) => request)).toStrictEqual([{ sku: "A", policy }]);
  });

  it("reads a preorder from its two columns", async () => {
    const { skus } = await catalogueOf("sku,preorder_available_at,preorder_limit\nA,2027-06-01,30\nB,,\n");
    expect(skus.map(({ request }) => request)).toStrictEqual([
      { sku: "A", policy: { preorder: { availableAt: "2027-06-01T00:00:00.000Z", limit: 30 } } },
      { sku: "B" },
    ]);
  });
});

describe("a row of the plain format is refused", () => {
  it.each([
    ["sku,on_hand", ",5", "sku_invalid"],
    ["sku,on_hand", "A,abc", "not_whole"],
    ["sku,on_hand", "A,1.5", "not_whole"],
    ["sku,on_hand", "A,-1", "below_zero"],
    ["sku,on_hand", "A,1000000001", "out_of_range"],
    ["sku,on_hand", "A", "cell_count"],
    ["sku,on_hand", "A,1,2", "cell_count"],
    ["sku,on_hand,expected", "A,1,x", "not_whole"],
    ["sku,on_hand,expected", "A,,4", "expected_without_on_hand"],
    ["sku,on_hand,backorders", "A,1,maybe", "not_understood"],
    ["sku,on_hand,backorder_limit", "A,1,lots", "not_whole"],
    ["sku,on_hand,track_inventory", "A,1,null", "not_understood"],
    ["sku,on_hand,allowed_quantities", "A,1,1||2", "not_whole"],
    ["sku,on_hand,available_from", "A,1,tomorrow", "not_understood"],
    ["sku,on_hand,preorder_available_at,preorder_limit", "A,1,2027-06-01,", "preorder_incomplete"],
    ["sku,on_hand,preorder_limit", "A,1,5", "preorder_incomplete"],
  ])("%s: %s (%#)", async (header, row, code) => {
    const catalogue = await catalogueOf(`${header}\n${row}\n`);
    expect(refusalsOf(catalogue)).toStrictEqual([[2, code]]);
    expect(catalogue.skus).toStrictEqual([]);
  });
});
