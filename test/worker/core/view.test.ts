import { describe, expect, test } from "vitest";
import type { Availability, Estimate, Policy } from "../../../sdk/index.ts";
import type { Levels } from "../../../worker/core/figures.ts";
import { DEFAULT_RULES } from "../../../worker/core/rules.ts";
import { stockFactsOf, uncountedStock } from "../../../worker/core/stock-facts.ts";
import { type ViewFacts, viewOf } from "../../../worker/core/view.ts";
import { DAY, iso, levels, NOW, policy, WEB } from "./given.ts";

/** The view of a SKU from its settings and figures, as a shopper gets it. */
function view(set: Partial<Policy>, here: Levels, facts: Partial<ViewFacts> = {}): Availability {
  const settings = policy(set);
  return viewOf({
    sku: "A",
    channel: "web",
    policy: settings,
    stock: stockFactsOf(settings, here, WEB, NOW, () => 0, DEFAULT_RULES),
    choice: "made",
    estimate: null,
    mailConfigured: true,
    version: 12,
    rules: DEFAULT_RULES,
    nowMs: NOW,
    ...facts,
  });
}

const main = (onHand: number, held = 0): Levels => levels({ main: { onHand, held } });
const EMPTY = levels({});
const THEN = iso(NOW + 9 * DAY);
const WEEK: Estimate = { id: "week", minDays: null, maxDays: 7, text: { en: "in a week" } };
const IN_A_WEEK = "2026-03-17T00:00:00.000Z";
const SHOWN: Partial<Policy> = { displayStockQuantity: true };
const FIGURES = { onHand: 7, held: 0, allocated: 0, planned: 0, incoming: 0, available: 7, stockLevel: 7 };

interface Told {
  status: Availability["status"];
  message: Availability["message"];
  purchasable: boolean;
  subscribable: boolean;
  schemaOrg: Availability["schemaOrg"];
  merchantFeed: Availability["merchantFeed"];
}

function told(from: Availability): Told {
  const { status, message, purchasable, subscribable, schemaOrg, merchantFeed } = from;
  return { status, message, purchasable, subscribable, schemaOrg, merchantFeed };
}

function schema(word: string, more: { availabilityStarts?: string; inventoryLevel?: number } = {}): Told["schemaOrg"] {
  return { availability: `https://schema.org/${word}`, ...more };
}

const NOT_SOLD = { purchasable: false, subscribable: false } as const;
const SOLD = { purchasable: true, subscribable: false } as const;
const WAITING = { purchasable: false, subscribable: true } as const;
const FEED_OUT = { availability: "out_of_stock" } as const;
const FEED_IN = { availability: "in_stock" } as const;

/** Every row of DESIGN section 5, from settings and figures to what page, search engine and feed are told. */
const TABLE: [row: number, when: string, Partial<Policy>, Levels, Partial<ViewFacts>, Told][] = [
  [
    1,
    "unpublished by hand",
    { published: false },
    main(10),
    {},
    { status: "hidden", message: null, ...NOT_SOLD, schemaOrg: null, merchantFeed: null },
  ],
  [
    1,
    "unpublished by low stock",
    { lowStockActivity: "unpublish", minStockQuantity: 3 },
    main(3),
    {},
    { status: "hidden", message: null, ...NOT_SOLD, schemaOrg: null, merchantFeed: null },
  ],
  [
    2,
    "choice incomplete",
    {},
    EMPTY,
    { choice: "incomplete", stock: uncountedStock(), sku: null },
    {
      status: "choose_options",
      message: { code: "choose_options" },
      ...NOT_SOLD,
      schemaOrg: null,
      merchantFeed: null,
    },
  ],
  [
    3,
    "no such combination",
    {},
    EMPTY,
    { choice: "impossible", stock: uncountedStock(), sku: null },
    {
      status: "out_of_stock",
      message: { code: "combination_unavailable" },
      ...NOT_SOLD,
      schemaOrg: schema("OutOfStock"),
      merchantFeed: FEED_OUT,
    },
  ],
  [
    4,
    "not yet available",
    { availableFrom: THEN },
    main(10),
    {},
    {
      status: "out_of_stock",
      message: { code: "not_yet_available", date: THEN },
      ...NOT_SOLD,
      schemaOrg: schema("OutOfStock", { availabilityStarts: THEN }),
      merchantFeed: FEED_OUT,
    },
  ],
  [
    4,
    "no longer available",
    { availableUntil: iso(NOW - 1) },
    main(10),
    {},
    {
      status: "out_of_stock",
      message: { code: "no_longer_available" },
      ...NOT_SOLD,
      schemaOrg: schema("OutOfStock"),
      merchantFeed: FEED_OUT,
    },
  ],
  [
    5,
    "preorder with units left, nothing on hand",
    { preorder: { availableAt: THEN, limit: 3 } },
    main(0, 2),
    {},
    {
      status: "preorder",
      message: { code: "preorder", date: THEN },
      ...SOLD,
      schemaOrg: schema("PreOrder", { availabilityStarts: THEN }),
      merchantFeed: { availability: "preorder", availabilityDate: THEN },
    },
  ],
  [
    5,
    "preorder used up, units on hand",
    { preorder: { availableAt: THEN, limit: 2 } },
    main(50, 2),
    {},
    {
      status: "out_of_stock",
      message: { code: "available_in", date: THEN },
      ...WAITING,
      schemaOrg: schema("OutOfStock", { availabilityStarts: THEN }),
      merchantFeed: FEED_OUT,
    },
  ],
  [
    6,
    "not tracked",
    { trackInventory: false },
    EMPTY,
    {},
    { status: "in_stock", message: null, ...SOLD, schemaOrg: schema("InStock"), merchantFeed: FEED_IN },
  ],
  [
    7,
    "discontinued and used up",
    { discontinued: true, backorders: "allow" },
    main(2, 2),
    { estimate: WEEK },
    {
      status: "discontinued",
      message: { code: "discontinued" },
      ...NOT_SOLD,
      schemaOrg: schema("Discontinued"),
      merchantFeed: FEED_OUT,
    },
  ],
  [
    8,
    "there",
    { minStockQuantity: 4 },
    main(5),
    {},
    {
      status: "in_stock",
      message: { code: "in_stock" },
      ...SOLD,
      schemaOrg: schema("InStock"),
      merchantFeed: FEED_IN,
    },
  ],
  [
    8,
    "there, with its quantity",
    SHOWN,
    main(5),
    {},
    {
      status: "in_stock",
      message: { code: "in_stock_quantity", quantity: { value: 5, capped: false } },
      ...SOLD,
      schemaOrg: schema("InStock", { inventoryLevel: 5 }),
      merchantFeed: FEED_IN,
    },
  ],
  [
    9,
    "low",
    { minStockQuantity: 4 },
    main(4),
    {},
    {
      status: "low_stock",
      message: { code: "low_stock" },
      ...SOLD,
      schemaOrg: schema("LimitedAvailability"),
      merchantFeed: FEED_IN,
    },
  ],
  [
    9,
    "low, with its quantity",
    { ...SHOWN, minStockQuantity: 4 },
    main(4),
    {},
    {
      status: "low_stock",
      message: { code: "low_stock_quantity", quantity: { value: 4, capped: false } },
      ...SOLD,
      schemaOrg: schema("LimitedAvailability", { inventoryLevel: 4 }),
      merchantFeed: FEED_IN,
    },
  ],
  [
    10,
    "backorders in silence, never a number and never a date",
    { ...SHOWN, backorders: "allow" },
    EMPTY,
    { estimate: WEEK },
    {
      status: "in_stock",
      message: { code: "in_stock" },
      ...SOLD,
      schemaOrg: schema("InStock"),
      merchantFeed: FEED_IN,
    },
  ],
  [
    11,
    "backorders with notice; a feed takes none without a date",
    { ...SHOWN, backorders: "allow_and_notify" },
    EMPTY,
    {},
    {
      status: "backorder",
      message: { code: "backorder" },
      ...SOLD,
      schemaOrg: schema("BackOrder"),
      merchantFeed: FEED_OUT,
    },
  ],
  [
    11,
    "a negative threshold, with an estimate",
    { outOfStockThreshold: -5 },
    main(0, 4),
    { estimate: WEEK },
    {
      status: "backorder",
      message: { code: "backorder_estimate", date: IN_A_WEEK },
      ...SOLD,
      schemaOrg: schema("BackOrder", { availabilityStarts: IN_A_WEEK }),
      merchantFeed: { availability: "backorder", availabilityDate: IN_A_WEEK },
    },
  ],
  [
    12,
    "an estimate is known",
    SHOWN,
    EMPTY,
    { estimate: WEEK },
    {
      status: "out_of_stock",
      message: { code: "available_in", date: IN_A_WEEK },
      ...WAITING,
      schemaOrg: schema("OutOfStock", { availabilityStarts: IN_A_WEEK }),
      merchantFeed: FEED_OUT,
    },
  ],
  [
    13,
    "nothing is known",
    SHOWN,
    main(5, 5),
    {},
    {
      status: "out_of_stock",
      message: { code: "out_of_stock" },
      ...WAITING,
      schemaOrg: schema("OutOfStock"),
      merchantFeed: FEED_OUT,
    },
  ],
];

describe("what the shopper is told, row by row", () => {
  test.each(TABLE)("row %d: %s", (_row, _when, set, here, facts, expected) => {
    expect(told(view(set, here, facts))).toEqual(expected);
  });

  test.each(TABLE)("row %d, availability not displayed: %s", (_row, _when, set, here, facts, expected) => {
    const seen = view({ ...set, displayAvailability: false }, here, facts);
    expect(told(seen)).toEqual({ ...expected, message: null, schemaOrg: null, merchantFeed: null });
    expect(seen.quantity).toBeUndefined();
    expect(seen.orderQuantity.max).toBe(10_000);
  });
});

describe("an acting `disable_buy_button`", () => {
  const button: Partial<Policy> = { lowStockActivity: "disable_buy_button", minStockQuantity: 5 };

  test("says what is there, sells nothing, and tells other systems that it is out of stock", () => {
    expect(told(view(button, main(5)))).toEqual({
      status: "low_stock",
      message: { code: "low_stock" },
      ...WAITING,
      schemaOrg: schema("OutOfStock"),
      merchantFeed: FEED_OUT,
    });
  });

  test("stops acting above the minimum", () => {
    expect(view(button, main(6))).toMatchObject({ status: "in_stock", purchasable: true });
  });
});

describe("the quantity", () => {
  const quantity = (set: Partial<Policy>, here: Levels): Availability["quantity"] =>
    view({ ...SHOWN, ...set }, here).quantity;

  test("is left out unless policy shows it", () => {
    expect("quantity" in view({}, main(5))).toBe(false);
    expect(quantity({ displayAvailability: false }, main(5))).toBeUndefined();
    expect(quantity({}, main(5))).toEqual({ value: 5, capped: false });
  });

  test("is the lesser of A and P", () => {
    expect(quantity({ outOfStockThreshold: 2 }, main(5))).toEqual({ value: 3, capped: false });
    expect(quantity({ outOfStockThreshold: -2 }, main(5))).toEqual({ value: 5, capped: false });
  });

  test("is capped above the cap and not at it", () => {
    expect(quantity({ displayQuantityCap: 10 }, main(10))).toEqual({ value: 10, capped: false });
    expect(quantity({ displayQuantityCap: 10 }, main(11))).toEqual({ value: 10, capped: true });
  });

  test("is capped in the message too, and kept from search engines", () => {
    const seen = view({ ...SHOWN, displayQuantityCap: 10 }, main(11));
    expect(seen.message).toEqual({ code: "in_stock_quantity", quantity: { value: 10, capped: true } });
    expect(seen.schemaOrg).toEqual(schema("InStock"));
  });

  test.each<[string, Partial<Policy>, Levels]>([
    ["a preorder", { preorder: { availableAt: THEN, limit: 3 } }, main(5)],
    ["not tracked", { trackInventory: false }, main(5)],
    ["a window that is closed", { availableFrom: THEN }, main(5)],
    ["backorders", { backorders: "allow" }, EMPTY],
    ["a backorder", { outOfStockThreshold: -5 }, EMPTY],
    ["out of stock", {}, EMPTY],
    ["hidden", { published: false }, main(5)],
  ])("is never shown with %s", (_, set, here) => {
    expect(quantity(set, here)).toBeUndefined();
  });
});

describe("what a quantity input may offer", () => {
  const offered = (set: Partial<Policy>, here: Levels, facts: Partial<ViewFacts> = {}): Availability["orderQuantity"] =>
    view(set, here, facts).orderQuantity;

  test("is what cart settings say", () => {
    const set = { minCartQuantity: 2, maxCartQuantity: 9, allowedQuantities: [2, 4, 6], quantityMultiple: 2 };
    expect(offered(set, main(50))).toEqual({ min: 2, max: 9, allowed: [2, 4, 6], multiple: 2 });
  });

  test("leaks no figure where figures are not shown", () => {
    const seen = [EMPTY, main(1), main(7), main(10_001)].map((here) => offered({ maxCartQuantity: 50 }, here).max);
    expect(seen).toEqual([50, 50, 50, 50]);
  });

  test("leaks nothing beyond a cap", () => {
    expect(offered({ ...SHOWN, displayQuantityCap: 10 }, main(11)).max).toBe(10_000);
    expect(offered({ ...SHOWN, displayQuantityCap: 10 }, main(10)).max).toBe(10);
  });

  test("leaks nothing out of stock, where no quantity is shown", () => {
    expect(offered({ ...SHOWN, maxCartQuantity: 50 }, EMPTY).max).toBe(50);
    expect(offered({ ...SHOWN, maxCartQuantity: 50, outOfStockThreshold: -5 }, EMPTY).max).toBe(50);
  });

  test("goes as far as stock and backorders allow where figures are shown", () => {
    expect(offered(SHOWN, main(7)).max).toBe(7);
    expect(offered({ ...SHOWN, backorders: "allow_and_notify", backorderLimit: 3 }, main(7)).max).toBe(10);
    expect(offered({ ...SHOWN, maxCartQuantity: 4 }, main(7)).max).toBe(4);
  });

  test("is known to a secret key whatever policy shows", () => {
    expect(offered({}, main(7), { figures: FIGURES }).max).toBe(7);
    expect(offered({ displayAvailability: false }, main(7), { figures: FIGURES }).max).toBe(7);
    expect(offered({ ...SHOWN, displayQuantityCap: 2 }, main(7), { figures: FIGURES }).max).toBe(7);
    expect(offered({ outOfStockThreshold: 9 }, main(7), { figures: FIGURES }).max).toBe(0);
  });

  test("is the cart's maximum for a secret key where nothing is tracked", () => {
    const figures = { ...FIGURES, onHand: 0, available: null, stockLevel: null };
    expect(offered({ trackInventory: false, maxCartQuantity: 20 }, EMPTY, { figures }).max).toBe(20);
  });
});

describe("a back-in-stock subscription", () => {
  test("is offered while nothing can be bought for want of stock", () => {
    expect(view({}, EMPTY).subscribable).toBe(true);
    expect(view({}, main(1)).subscribable).toBe(false);
  });

  test("needs that mail can be sent and policy allows it", () => {
    expect(view({}, EMPTY, { mailConfigured: false }).subscribable).toBe(false);
    expect(view({ allowBackInStockSubscriptions: false }, EMPTY).subscribable).toBe(false);
  });

  test("is offered with a used-up preorder of counted stock only", () => {
    const preorder = { availableAt: THEN, limit: 0 };
    expect(view({ preorder }, EMPTY).subscribable).toBe(true);
    expect(view({ preorder, trackInventory: false }, EMPTY)).toMatchObject({ purchasable: false, subscribable: false });
  });
});

describe("the rest of a view", () => {
  test("names what it is about, for which channel, of which version and when", () => {
    const seen = view({}, main(1), { product: "shirt", selection: { Size: "M" } });
    expect(seen).toMatchObject({
      sku: "A",
      product: "shirt",
      selection: { Size: "M" },
      channel: "web",
      version: 12,
      asOf: "2026-03-10T12:00:00.000Z",
    });
    expect(Object.keys(view({}, main(1)))).not.toEqual(expect.arrayContaining(["product"]));
    expect(Object.keys(view({}, main(1)))).not.toEqual(expect.arrayContaining(["selection"]));
  });

  test("says whether it can be returned and where it ships from, tracked or not", () => {
    expect(view({}, main(1))).toMatchObject({ returnable: true, shipsFrom: null });
    const set = { returnable: false, preferredWarehouse: "east", trackInventory: false };
    expect(view(set, EMPTY)).toMatchObject({ returnable: false, shipsFrom: "east" });
  });

  test("carries the estimate, but not of what is hidden", () => {
    expect(view({}, main(1), { estimate: WEEK }).estimate).toEqual(WEEK);
    expect(view({ published: false }, main(1), { estimate: WEEK }).estimate).toBeNull();
  });

  test("has figures for a secret key only", () => {
    expect("figures" in view({ ...SHOWN }, main(7))).toBe(false);
    expect(view({ displayAvailability: false }, main(7), { figures: FIGURES }).figures).toEqual(FIGURES);
  });
});
