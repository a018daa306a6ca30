import { describe, expect, test } from "vitest";
import { type CartLine, choicesOf, keyOf, unitsOf, withMore, withQuantity } from "../../../demo/shop/cart/cart-line.ts";

const bowl = (quantity: number): CartLine => ({ good: "everyday-bowl", line: { sku: "LOAM-BOWL", quantity } });
const mug = (quantity: number, selection: Record<string, string>): CartLine => ({
  good: "breakfast-mug",
  line: { product: "loam-breakfast-mug", selection, quantity },
});
const INK = { Size: "Large", Glaze: "Ink" };
const CHALK = { Size: "Large", Glaze: "Chalk" };

describe("lines of a cart", () => {
  test("the same thing is one line, in whichever order its choices were made", () => {
    expect(keyOf(mug(1, INK).line)).toBe(keyOf(mug(9, { Glaze: "Ink", Size: "Large" }).line));
    expect(withMore([mug(1, INK)], mug(2, { Glaze: "Ink", Size: "Large" }))).toEqual([mug(3, INK)]);
  });

  test("other choices are another line", () => {
    expect(withMore([mug(1, INK)], mug(2, CHALK))).toEqual([mug(1, INK), mug(2, CHALK)]);
  });

  test("a quantity replaces the one before, and 0 takes the line out", () => {
    const lines = [bowl(2), mug(1, INK)];
    expect(withQuantity(lines, "LOAM-BOWL", 5)).toEqual([bowl(5), mug(1, INK)]);
    expect(withQuantity(lines, "LOAM-BOWL", 0)).toEqual([mug(1, INK)]);
    expect(lines).toEqual([bowl(2), mug(1, INK)]);
  });

  test("units are counted over all lines, and choices read in their order", () => {
    expect(unitsOf([bowl(2), mug(1, INK)])).toBe(3);
    expect([choicesOf(bowl(2)), choicesOf(mug(1, INK))]).toEqual(["", "Large, Ink"]);
  });
});
