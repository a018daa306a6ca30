import { describe, expect, test } from "vitest";
import type { DisplayPolicy, Policy } from "../../../sdk/index.ts";
import {
  boundariesPassed,
  explainPolicy,
  type PolicyLevels,
  patchPolicy,
  resolvePolicy,
} from "../../../worker/core/policy.ts";
import { iso, NOW, policy, SECOND } from "./given.ts";

const PREORDER_A = { availableAt: "2026-05-01T00:00:00.000Z", limit: 5 };
const PREORDER_B = { availableAt: "2026-06-01T00:00:00.000Z", limit: 7, channelLimits: { web: 2 } };

/** DESIGN section 4, key by key: the default, and values for the SKU, the product and the store. */
const STOCK_KEYS: [keyof Policy, unknown, unknown, unknown, unknown][] = [
  ["trackInventory", true, true, true, false],
  ["outOfStockThreshold", 0, 1, 2, 3],
  ["minStockQuantity", 0, 1, 2, 3],
  ["lowStockActivity", "nothing", "unpublish", "nothing", "disable_buy_button"],
  ["notifyQuantityBelow", 1, 2, 3, 4],
  ["backorders", "none", "allow", "none", "allow_and_notify"],
  ["backorderLimit", null, 0, 2, 3],
  ["preorder", null, PREORDER_A, null, PREORDER_B],
  ["preferredWarehouse", null, "one", "two", "three"],
];
const DISPLAY_KEYS: [keyof Policy, unknown, unknown, unknown, unknown][] = [
  ["displayAvailability", true, true, false, true],
  ["displayStockQuantity", false, false, true, false],
  ["displayQuantityCap", null, null, 10, 20],
  ["allowBackInStockSubscriptions", true, true, false, true],
  ["availabilityEstimate", null, null, "soon", "later"],
  ["availableFrom", null, "2026-01-01T00:00:00.000Z", null, "2026-02-01T00:00:00.000Z"],
  ["availableUntil", null, "2026-01-01T00:00:00.000Z", null, "2026-02-01T00:00:00.000Z"],
  ["minCartQuantity", 1, 2, 3, 4],
  ["maxCartQuantity", 10_000, 2, 3, 4],
  ["allowedQuantities", null, [1], [2], [3]],
  ["quantityMultiple", 1, 2, 3, 4],
  ["returnable", true, true, false, true],
  ["published", true, true, false, true],
  ["discontinued", false, false, true, false],
];

/** One key with a value; the tables above give each key values of its own type. */
function only(key: keyof Policy, value: unknown): Partial<Policy> {
  return { [key]: value } as Partial<Policy>;
}

/** What was stored for a product is whatever came in: its type is only a promise. */
function asProduct(settings: Partial<Policy>): Partial<DisplayPolicy> {
  return settings;
}

describe("a key that nobody has set", () => {
  test.each([...STOCK_KEYS, ...DISPLAY_KEYS])("%s has the default %j", (key, standard) => {
    expect(resolvePolicy({})[key]).toEqual(standard);
    expect(explainPolicy({})[key]).toEqual({ value: standard, source: "default" });
  });

  test("is one of twenty-three", () => {
    expect(Object.keys(resolvePolicy({})).toSorted()).toEqual(
      [...STOCK_KEYS, ...DISPLAY_KEYS].map(([key]) => key).toSorted(),
    );
  });
});

describe("a key is inherited", () => {
  test.each(DISPLAY_KEYS)("%s: SKU, then product, then store", (key, _, sku, product, store) => {
    const levels: PolicyLevels = { store: only(key, store) };
    expect(explainPolicy(levels)[key]).toEqual({ value: store, source: "store" });
    levels.product = asProduct(only(key, product));
    expect(explainPolicy(levels)[key]).toEqual({ value: product, source: "product" });
    levels.sku = only(key, sku);
    expect(explainPolicy(levels)[key]).toEqual({ value: sku, source: "sku" });
  });

  test.each(STOCK_KEYS)("%s: SKU, then store, never product", (key, _, sku, product, store) => {
    const levels: PolicyLevels = { store: only(key, store), product: asProduct(only(key, product)) };
    expect(explainPolicy(levels)[key]).toEqual({ value: store, source: "store" });
    levels.sku = only(key, sku);
    expect(explainPolicy(levels)[key]).toEqual({ value: sku, source: "sku" });
  });

  test.each(STOCK_KEYS)("%s of a product alone changes nothing", (key, standard, _, product) => {
    const explained = explainPolicy({ product: asProduct(only(key, product)) });
    expect(explained[key]).toEqual({ value: standard, source: "default" });
  });

  test("null at a nearer level is a value and hides the farther one", () => {
    const levels: PolicyLevels = { sku: { displayQuantityCap: null }, store: { displayQuantityCap: 10 } };
    expect(explainPolicy(levels).displayQuantityCap).toEqual({ value: null, source: "sku" });
  });
});

describe("a change of settings", () => {
  test("sets keys and leaves the others", () => {
    expect(patchPolicy({ published: false, minStockQuantity: 3 }, { set: { minStockQuantity: 4 } })).toEqual({
      published: false,
      minStockQuantity: 4,
    });
  });

  test("takes null as a value, and inherit as none", () => {
    const set = patchPolicy({ displayQuantityCap: 5 }, { set: { displayQuantityCap: null } });
    expect(set).toEqual({ displayQuantityCap: null });
    expect(Object.keys(patchPolicy(set, { inherit: ["displayQuantityCap"] }))).toEqual([]);
  });

  test("ends with a key set that is in both", () => {
    expect(
      patchPolicy({ quantityMultiple: 2 }, { inherit: ["quantityMultiple"], set: { quantityMultiple: 6 } }),
    ).toEqual({
      quantityMultiple: 6,
    });
  });

  test("leaves the settings it was given as they are", () => {
    const before: Partial<Policy> = { quantityMultiple: 2, published: false };
    patchPolicy(before, { set: { quantityMultiple: 3 }, inherit: ["published"] });
    expect(before).toEqual({ quantityMultiple: 2, published: false });
  });
});

describe("boundaries in time", () => {
  const passed = (set: Partial<Policy>): number => boundariesPassed(policy(set), NOW);
  const past = iso(NOW - SECOND);
  const future = iso(NOW + SECOND);

  test("that have passed are counted, up to three", () => {
    expect(passed({})).toBe(0);
    expect(passed({ availableFrom: future, availableUntil: future, preorder: { availableAt: future, limit: 1 } })).toBe(
      0,
    );
    expect(passed({ availableFrom: past })).toBe(1);
    expect(passed({ availableUntil: past })).toBe(1);
    expect(passed({ preorder: { availableAt: past, limit: 1 } })).toBe(1);
    expect(passed({ availableFrom: past, availableUntil: past, preorder: { availableAt: past, limit: 1 } })).toBe(3);
  });

  test("pass at the instant at which the view changes", () => {
    // The window opens at its start and a preorder ends at its date; a window is still open at its end.
    expect(passed({ availableFrom: iso(NOW) })).toBe(1);
    expect(passed({ preorder: { availableAt: iso(NOW), limit: 1 } })).toBe(1);
    expect(passed({ availableUntil: iso(NOW) })).toBe(0);
    expect(passed({ availableUntil: iso(NOW - 1) })).toBe(1);
  });
});
