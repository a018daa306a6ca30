import { describe, expect, test } from "vitest";
import {
  type CartRules,
  judgeCartQuantity,
  largestCartQuantity,
  largestCommonQuantity,
  leastCartQuantity,
} from "../../../worker/core/cart-quantity.ts";

function rules(set: Partial<CartRules> = {}): CartRules {
  return { minCartQuantity: 1, maxCartQuantity: 10_000, allowedQuantities: null, quantityMultiple: 1, ...set };
}

describe("a quantity in a cart", () => {
  const strict = rules({
    minCartQuantity: 4,
    maxCartQuantity: 12,
    allowedQuantities: [3, 6, 7, 15],
    quantityMultiple: 3,
  });

  test("is refused by the first rule it breaks: min, max, allowed, multiple", () => {
    expect(judgeCartQuantity(3, strict)).toEqual({ rule: "min", bound: 4 });
    expect(judgeCartQuantity(15, strict)).toEqual({ rule: "max", bound: 12 });
    expect(judgeCartQuantity(9, strict)).toEqual({ rule: "allowed", allowed: [3, 6, 7, 15] });
    expect(judgeCartQuantity(7, strict)).toEqual({ rule: "multiple", bound: 3 });
    expect(judgeCartQuantity(6, strict)).toBeNull();
  });

  test("is told the allowed list before the multiple when it breaks both", () => {
    expect(judgeCartQuantity(8, strict)).toMatchObject({ rule: "allowed" });
  });

  test("may be the least and the most that the rules name, and not one beyond", () => {
    const bounds = rules({ minCartQuantity: 2, maxCartQuantity: 5 });
    expect([1, 2, 5, 6].map((quantity) => judgeCartQuantity(quantity, bounds)?.rule ?? "fine")).toEqual([
      "min",
      "fine",
      "fine",
      "max",
    ]);
  });
});

describe("the largest quantity that may be in a cart", () => {
  test.each<[string, number, Partial<CartRules>, number]>([
    ["is what is there", 7, {}, 7],
    ["is one where one is there", 1, {}, 1],
    ["is at most the cart's maximum", 7, { maxCartQuantity: 5 }, 5],
    ["is rounded down to the multiple", 11, { quantityMultiple: 4 }, 8],
    ["is the maximum rounded down to the multiple", 100, { maxCartQuantity: 10, quantityMultiple: 4 }, 8],
    ["is nothing below the minimum", 3, { minCartQuantity: 4 }, 0],
    ["is the minimum when just that is there", 4, { minCartQuantity: 4 }, 4],
    ["is nothing when rounding goes below the minimum", 7, { minCartQuantity: 5, quantityMultiple: 4 }, 0],
    ["is the largest allowed one that is there", 9, { allowedQuantities: [2, 10, 6] }, 6],
    ["is an allowed one that is there exactly", 6, { allowedQuantities: [2, 10, 6] }, 6],
    ["is an allowed one that keeps the other rules", 9, { allowedQuantities: [2, 4, 9], quantityMultiple: 2 }, 4],
    ["is nothing when no allowed one is there", 1, { allowedQuantities: [2, 6] }, 0],
    ["is nothing of nothing", 0, {}, 0],
    ["is nothing of less than nothing", -5, { quantityMultiple: 2 }, 0],
  ])("%s", (_, most, set, expected) => {
    expect(largestCartQuantity(most, rules(set))).toBe(expected);
  });
});

describe("the largest quantity that several rules agree on", () => {
  test("is a multiple of both", () => {
    const both = [rules({ quantityMultiple: 4 }), rules({ quantityMultiple: 6 })];
    expect(largestCommonQuantity(35, both)).toBe(24);
    expect(largestCommonQuantity(11, both)).toBe(0);
  });

  test("is found below what only one of them likes", () => {
    expect(
      largestCommonQuantity(10, [rules({ allowedQuantities: [3, 9] }), rules({ allowedQuantities: [3, 10] })]),
    ).toBe(3);
  });

  test("is what is there when there are no rules", () => {
    expect(largestCommonQuantity(7, [])).toBe(7);
  });
});

describe("the smallest quantity that may be in a cart", () => {
  test.each<[string, Partial<CartRules>, number | null]>([
    ["is one", {}, 1],
    ["is the minimum", { minCartQuantity: 4 }, 4],
    ["is the minimum rounded up to the multiple", { minCartQuantity: 4, quantityMultiple: 3 }, 6],
    ["is the smallest allowed one", { allowedQuantities: [6, 2, 9] }, 2],
    ["is an allowed one that keeps the other rules", { minCartQuantity: 3, allowedQuantities: [2, 5, 8] }, 5],
    ["is the maximum, where just that is possible", { minCartQuantity: 5, maxCartQuantity: 6, quantityMultiple: 6 }, 6],
    ["is none, where the multiple is beyond the maximum", { maxCartQuantity: 5, quantityMultiple: 6 }, null],
    ["is none, where no allowed one keeps the other rules", { allowedQuantities: [3], quantityMultiple: 2 }, null],
  ])("%s", (_, set, expected) => {
    expect(leastCartQuantity(rules(set))).toBe(expected);
  });
});
