import { describe, expect, test } from "vitest";
import type { ResolvedLine } from "../../../worker/core/demand.ts";
import { changeWithin, fewerLines, linesWithin } from "../../../worker/core/partial.ts";
import type { Refusal } from "../../../worker/core/refusal.ts";
import { kitLine, skuLine } from "./given.ts";

/** A SKU that is short: what is there, and what of it may be in a cart. */
function short(available: number, offer = available): Refusal {
  return { reason: "insufficient_stock", requested: 999, available, offer, shown: false };
}

function quantities(lines: readonly ResolvedLine[], refusals: Record<string, Refusal>): number[] | null {
  return fewerLines(lines, new Map(Object.entries(refusals)))?.map((line) => line.quantity) ?? null;
}

describe("a partial reservation asks next", () => {
  test("for what is there of the SKUs that were short, and all of the others", () => {
    expect(quantities([skuLine("A", 5), skuLine("B", 5)], { A: short(3) })).toEqual([3, 5]);
  });

  test("for a quantity that may be in a cart", () => {
    expect(quantities([skuLine("A", 12)], { A: short(11, 8) })).toEqual([8]);
    expect(quantities([skuLine("A", 12), skuLine("B", 1)], { A: short(11, 8) })).toEqual([8, 1]);
  });

  test("for what several lines of a SKU have together, first line first", () => {
    expect(quantities([skuLine("A", 2), skuLine("A", 4), skuLine("A", 1)], { A: short(5) })).toEqual([2, 3, 0]);
  });

  test("with the line as it was asked for kept beside it", () => {
    const lines = fewerLines([skuLine("A", 5)], new Map([["A", short(3)]]));
    expect(lines).toEqual([{ ...skuLine("A", 5), quantity: 3 }]);
    expect(lines?.[0]?.requested).toBe(5);
  });

  test("never for more of a line than was asked for", () => {
    expect(quantities([skuLine("A", 2), skuLine("A", 3)], { A: short(4) })).toEqual([2, 2]);
  });

  test("for nothing of a line whose SKU is all gone, while another line has something", () => {
    expect(quantities([skuLine("A", 5), skuLine("B", 1)], { A: short(0) })).toEqual([0, 1]);
  });
});

describe("kits", () => {
  test("are whole: as many as the scarcest component makes", () => {
    expect(quantities([kitLine("set", 5, { A: 2, B: 3 })], { A: short(9), B: short(7) })).toEqual([2]);
    expect(quantities([kitLine("set", 5, { A: 2, B: 3 })], { A: short(9) })).toEqual([4]);
  });

  test("keep the kit's own cart rules", () => {
    const kit = kitLine("set", 9, { A: 1 }, { quantityMultiple: 4 });
    expect(quantities([kit], { A: short(7) })).toEqual([4]);
    expect(quantities([kitLine("set", 9, { A: 1 }, { minCartQuantity: 8 }), skuLine("B", 1)], { A: short(7) })).toEqual(
      [0, 1],
    );
  });

  test("leave to the lines after them what they do not take", () => {
    const lines = [kitLine("set", 5, { A: 2 }, { quantityMultiple: 2 }), skuLine("A", 9)];
    // 11 of A make 5 kits, of which 4 may be in a cart; they take 8.
    expect(quantities(lines, { A: short(11, 1) })).toEqual([4, 3]);
    expect(quantities([kitLine("set", 5, { A: 2, B: 1 }), skuLine("A", 9)], { A: short(11, 1) })).toEqual([5, 1]);
  });

  test("are not bound by what may be in a cart of a component by itself", () => {
    expect(quantities([kitLine("set", 5, { A: 1 })], { A: short(3, 0) })).toEqual([3]);
  });
});

describe("a partial reservation gives up", () => {
  test("when nothing is left", () => {
    expect(quantities([skuLine("A", 5)], { A: short(0) })).toBeNull();
    expect(quantities([skuLine("A", 5)], { A: short(3, 0) })).toBeNull();
    expect(quantities([kitLine("set", 5, { A: 4 })], { A: short(3) })).toBeNull();
  });

  test.each<Refusal>([
    { reason: "sku_not_found" },
    { reason: "channel_without_warehouse" },
    { reason: "invalid_quantity", cart: { rule: "max", bound: 1 } },
    { reason: "not_purchasable", message: "discontinued" },
    { reason: "too_many_open_holds", bound: 20, firstEndsAt: 0 },
  ])("when something else than stock is the cause: $reason", (refusal) => {
    expect(quantities([skuLine("A", 5), skuLine("B", 5)], { A: short(3), B: refusal })).toBeNull();
  });
});

describe("what is left of an order's lines", () => {
  const within = (lines: readonly ResolvedLine[], refusals: Record<string, Refusal>) =>
    linesWithin(lines, new Map(Object.entries(refusals)))?.map((line) => line.quantity) ?? null;

  test("is what is there, not rounded to what may be in a cart", () => {
    expect(within([skuLine("A", 12)], { A: short(11, 8) })).toEqual([11]);
    const kit = kitLine("set", 9, { A: 1 }, { quantityMultiple: 4, minCartQuantity: 8 });
    expect(within([kit], { A: short(7) })).toEqual([7]);
  });

  test("is whole kits, and what they do not take goes to the lines after them", () => {
    const lines = [kitLine("set", 5, { A: 2, B: 3 }), skuLine("A", 9)];
    // 8 of B make 2 kits, which take 4 of 9.
    expect(within(lines, { A: short(9), B: short(8) })).toEqual([2, 5]);
  });

  test("may be none at all", () => {
    expect(within([skuLine("A", 5), skuLine("A", 1)], { A: short(0) })).toEqual([0, 0]);
  });

  test("is no question where something else than stock is the cause", () => {
    expect(within([skuLine("A", 5)], { A: { reason: "not_purchasable", message: "discontinued" } })).toBeNull();
  });
});

describe("what can be had of a change", () => {
  const changed = (before: readonly number[], wanted: readonly ResolvedLine[], refusals: Record<string, Refusal>) =>
    changeWithin(
      before.map((quantity) => skuLine("A", quantity)),
      wanted,
      new Map(Object.entries(refusals)),
    )?.map((line) => line.quantity) ?? null;

  test("is what the order has, and of the increase what is there", () => {
    // 4 it has, 6 can be had in all: two of the three more.
    expect(changed([4], [skuLine("A", 7)], { A: short(6) })).toEqual([6]);
  });

  test("is never less than the order has, however little can be had now", () => {
    expect(changed([4], [skuLine("A", 7)], { A: short(1) })).toEqual([4]);
    expect(changed([4], [skuLine("A", 7)], { A: short(0) })).toEqual([4]);
  });

  test("goes to the lines in their order, after what each of them has", () => {
    // 2 and 3 they have, 7 can be had: both more go to the first.
    expect(changed([2, 3], [skuLine("A", 5), skuLine("A", 5)], { A: short(7) })).toEqual([4, 3]);
  });

  test("leaves alone what is made smaller", () => {
    expect(changed([5, 1], [skuLine("A", 2), skuLine("A", 4)], { A: short(5) })).toEqual([2, 3]);
  });

  test("is no question where something else than stock is the cause", () => {
    const gone: Refusal = { reason: "not_purchasable", message: "discontinued" };
    expect(changed([1], [skuLine("A", 2)], { A: gone })).toBeNull();
  });
});
