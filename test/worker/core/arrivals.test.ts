import { describe, expect, test } from "vitest";
import { datesPassed, withArrivals } from "../../../worker/core/arrivals.ts";
import type { ExpectedGoods } from "../../../worker/core/replenishment.ts";
import { kitStock, type StockFacts, uncountedStock } from "../../../worker/core/stock-facts.ts";
import { BOTH, DAY, goods, iso, NOW, NOWHERE, stock, WEB } from "./given.ts";

/** Stock of which so many units are free; below zero where more is promised than is there. */
function free(units: number): StockFacts {
  return stock({ available: units, physical: units, limit: 0 });
}

function on(day: number, quantity: number, set: Partial<ExpectedGoods> = {}): ExpectedGoods {
  return goods({ id: `PO-${day}`, quantity, expectedAt: iso(NOW + day * DAY), ...set });
}

function dateOf(here: StockFacts, expected: ExpectedGoods[], channel = WEB, nowMs = NOW): string | null {
  return withArrivals(here, expected, channel, nowMs).replenishedAt;
}

describe("some can be had from the first date", () => {
  test("by which more is to come than is promised beyond stock", () => {
    const expected = [on(9, 5), on(2, 3), on(5, 4)];
    expect(dateOf(free(0), expected)).toBe(iso(NOW + 2 * DAY));
    expect(dateOf(free(-2), expected)).toBe(iso(NOW + 2 * DAY));
    expect(dateOf(free(-3), expected)).toBe(iso(NOW + 5 * DAY));
    expect(dateOf(free(-6), expected)).toBe(iso(NOW + 5 * DAY));
    expect(dateOf(free(-7), expected)).toBe(iso(NOW + 9 * DAY));
    expect(dateOf(free(-11), expected)).toBe(iso(NOW + 9 * DAY));
    expect(dateOf(free(-12), expected)).toBeNull();
  });

  test("counting what is outstanding alone", () => {
    expect(dateOf(free(-5), [on(2, 10, { received: 5 }), on(4, 1)])).toBe(iso(NOW + 4 * DAY));
    expect(dateOf(free(0), [on(2, 10, { received: 5, closed: "received" })])).toBeNull();
    expect(dateOf(free(0), [on(2, 10, { closed: "withdrawn" })])).toBeNull();
  });

  test("never counting what has no date", () => {
    expect(dateOf(free(0), [goods({ quantity: 50 })])).toBeNull();
    expect(dateOf(free(-5), [goods({ quantity: 50 }), on(2, 5)])).toBeNull();
  });

  test("at the channel's own warehouses", () => {
    const east = on(2, 5, { warehouse: "east" });
    expect(dateOf(free(0), [east])).toBeNull();
    expect(dateOf(free(0), [east], BOTH)).toBe(iso(NOW + 2 * DAY));
    expect(dateOf(free(0), [east, on(3, 5)], NOWHERE)).toBeNull();
  });

  test("that is not over: late goods are still to come, but nobody knows when", () => {
    const expected = [on(-3, 4), on(2, 3)];
    expect(dateOf(free(0), expected)).toBe(iso(NOW + 2 * DAY));
    // Four that are late and three more make seven.
    expect(dateOf(free(-6), expected)).toBe(iso(NOW + 2 * DAY));
    expect(dateOf(free(-7), expected)).toBeNull();
    expect(dateOf(free(0), [on(-3, 4)])).toBeNull();
  });

  test("up to the moment itself", () => {
    const at = NOW + 2 * DAY;
    expect(dateOf(free(0), [on(2, 1)], WEB, at)).toBe(iso(at));
    expect(dateOf(free(0), [on(2, 1)], WEB, at + 1)).toBeNull();
    expect(dateOf(free(0), [on(2, 1), on(7, 1)], WEB, at + 1)).toBe(iso(NOW + 7 * DAY));
  });

  test("beyond what is kept as safety stock too", () => {
    const safe = stock({ available: -4, physical: 1, limit: -4 });
    expect(dateOf(safe, [on(2, 4), on(3, 1)])).toBe(iso(NOW + 3 * DAY));
  });

  test("beyond what is promised, however far more may be sold", () => {
    const beyond = stock({ available: 7, physical: -3, limit: 7 });
    expect(dateOf(beyond, [on(2, 3), on(3, 1)])).toBe(iso(NOW + 3 * DAY));
  });
});

test("stock that nobody counts is not waited for", () => {
  expect(withArrivals(uncountedStock(), [on(2, 5)], WEB, NOW)).toEqual(uncountedStock());
});

test("a kit can be had when the last of its components can, each in the number that it needs", () => {
  const two = withArrivals(free(0), [on(2, 1), on(4, 1), on(6, 9)], WEB, NOW);
  const one = withArrivals(free(0), [on(3, 1)], WEB, NOW);
  const kit = (quantity: number): string | null =>
    kitStock([
      { stock: two, quantity },
      { stock: one, quantity: 1 },
    ]).replenishedAt;
  expect(kit(1)).toBe(iso(NOW + 3 * DAY));
  expect(kit(2)).toBe(iso(NOW + 4 * DAY));
  expect(kit(3)).toBe(iso(NOW + 6 * DAY));
  expect(kit(12)).toBeNull();
});

describe("dates that are over are counted", () => {
  test("a moment after them, wherever the goods are to come to", () => {
    const expected = [on(2, 5), on(3, 5, { warehouse: "east" }), goods()];
    expect(datesPassed(expected, NOW)).toBe(0);
    expect(datesPassed(expected, NOW + 2 * DAY)).toBe(0);
    expect(datesPassed(expected, NOW + 2 * DAY + 1)).toBe(1);
    expect(datesPassed(expected, NOW + 9 * DAY)).toBe(2);
  });

  test("while something is to come", () => {
    expect(datesPassed([on(-1, 5, { closed: "withdrawn" }), on(-2, 5, { received: 5, closed: "received" })], NOW)).toBe(
      0,
    );
  });
});
