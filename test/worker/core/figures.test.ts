import { describe, expect, test } from "vitest";
import { available, isFigure, physical, soldBeyondStock, stockLevel, sumOf } from "../../../worker/core/figures.ts";
import { level, levels } from "./given.ts";

const TWO = levels({
  main: { onHand: 20, held: 3, allocated: 4, planned: 5, incoming: 100 },
  east: { onHand: 7, held: 1, allocated: 2, planned: 0, incoming: 50 },
});

describe("figures over warehouses", () => {
  test("every figure is summed over the warehouses that are named", () => {
    expect(sumOf(TWO, ["main", "east"])).toEqual({ onHand: 27, held: 4, allocated: 6, planned: 5, incoming: 150 });
  });

  test("a warehouse that is not named does not count", () => {
    expect(sumOf(TWO, ["east"])).toEqual({ onHand: 7, held: 1, allocated: 2, planned: 0, incoming: 50 });
  });

  test("a warehouse without a level counts as zero", () => {
    expect(sumOf(TWO, ["east", "unheard-of"])).toEqual(sumOf(TWO, ["east"]));
    expect(sumOf(TWO, [])).toEqual({ onHand: 0, held: 0, allocated: 0, planned: 0, incoming: 0 });
  });

  test("summing leaves the levels as they are", () => {
    sumOf(TWO, ["main", "east"]);
    expect(TWO.get("main")).toEqual({ onHand: 20, held: 3, allocated: 4, planned: 5, incoming: 100 });
  });
});

describe("P, A and S", () => {
  // 20 on hand, 3 + 4 + 5 promised: 8 are free. Incoming is never sellable.
  const figures = level({ onHand: 20, held: 3, allocated: 4, planned: 5, incoming: 100 });

  test("P is what is on hand and not promised", () => {
    expect(physical(figures)).toBe(8);
  });

  test.each([
    { threshold: 0, a: 8, s: 11, why: "no threshold" },
    { threshold: 2, a: 6, s: 9, why: "safety stock is never sold" },
    { threshold: 10, a: -2, s: 1, why: "a threshold that was raised later makes A negative" },
    { threshold: -5, a: 13, s: 16, why: "a negative threshold sells beyond stock" },
  ])("A is $a and S is $s with the threshold $threshold: $why", ({ threshold, a, s }) => {
    expect(available(figures, threshold)).toBe(a);
    expect(stockLevel(figures, threshold)).toBe(s);
  });

  test("a cart moves A and not S", () => {
    const before = level({ onHand: 20 });
    const after = level({ onHand: 20, held: 6 });
    expect([available(before, 0), available(after, 0)]).toEqual([20, 14]);
    expect([stockLevel(before, 0), stockLevel(after, 0)]).toEqual([20, 20]);
  });
});

describe("units sold beyond stock", () => {
  test("are counted at each warehouse, whatever is free at another", () => {
    expect(soldBeyondStock(levels({ main: { onHand: 5, held: 8 }, east: { onHand: 10 } }))).toBe(3);
  });

  test("are summed over all warehouses, of held, allocated and planned units", () => {
    expect(
      soldBeyondStock(
        levels({ main: { onHand: 5, held: 8 }, east: { allocated: 4 }, west: { onHand: 1, planned: 1 } }),
      ),
    ).toBe(7);
  });
});

describe("a figure that may be stored", () => {
  test.each([
    [1_000_000_000, true],
    [1_000_000_001, false],
    [-1_000_000_000, true],
    [-1_000_000_001, false],
    [0, true],
    [1.5, false],
    [Number.NaN, false],
    [Number.POSITIVE_INFINITY, false],
  ])("%d: %s", (value, expected) => {
    expect(isFigure(value)).toBe(expected);
  });
});
