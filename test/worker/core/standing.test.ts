import { describe, expect, test } from "vitest";
import { lowStandings, stockLevels } from "../../../worker/core/standing.ts";
import { BOTH, EAST, levels, NOWHERE, policy, WEB } from "./given.ts";

const CHANNELS = [WEB, EAST, BOTH, NOWHERE];
// S at main: 10 - 2 - 1 = 7, as carts do not count; at east: 3 - 4 = -1; together 6.
const LEVELS = levels({ main: { onHand: 10, held: 5, allocated: 2, planned: 1 }, east: { onHand: 3, allocated: 4 } });

test("the stock level of each channel that sells is that of its warehouses, whatever is in carts", () => {
  expect(stockLevels(LEVELS, CHANNELS, { outOfStockThreshold: 0 })).toEqual([
    { channel: "web", stockLevel: 7 },
    { channel: "outlet", stockLevel: -1 },
    { channel: "both", stockLevel: 6 },
  ]);
  expect(stockLevels(LEVELS, [WEB], { outOfStockThreshold: 2 })).toEqual([{ channel: "web", stockLevel: 5 }]);
});

describe("where a SKU is low", () => {
  const places = (set: Parameters<typeof policy>[0]): string[] =>
    lowStandings(LEVELS, CHANNELS, policy(set)).map(({ kind, place, stockLevel }) => `${kind} ${place} ${stockLevel}`);

  test("is every channel and warehouse at or below the minimum", () => {
    expect(places({ minStockQuantity: 0 })).toEqual(["channel outlet -1", "warehouse east -1"]);
    expect(places({ minStockQuantity: 5 })).toEqual(["channel outlet -1", "warehouse east -1"]);
    expect(places({ minStockQuantity: 6 })).toEqual(["channel outlet -1", "channel both 6", "warehouse east -1"]);
    expect(places({ minStockQuantity: 7 })).toContain("warehouse main 7");
  });

  test("counts what is never sold", () => {
    expect(places({ minStockQuantity: 0, outOfStockThreshold: 7 })).toEqual([
      ...["channel web 0", "channel outlet -8", "channel both -1"],
      ...["warehouse main 0", "warehouse east -8"],
    ]);
  });

  test("comes with the minimum, and whether it is published", () => {
    const [first] = lowStandings(LEVELS, [EAST], policy({ minStockQuantity: 2, published: false }));
    expect(first).toEqual({
      kind: "channel",
      place: "outlet",
      stockLevel: -1,
      minStockQuantity: 2,
      published: false,
    });
  });

  test("is nowhere while nothing is counted", () => {
    expect(places({ trackInventory: false, minStockQuantity: 100 })).toEqual([]);
  });

  test("is every channel that sells, for a SKU that never had a unit", () => {
    expect(lowStandings(levels({}), CHANNELS, policy()).map(({ place }) => place)).toEqual(["web", "outlet", "both"]);
  });
});
