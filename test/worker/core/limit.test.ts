import { describe, expect, test } from "vitest";
import type { Policy } from "../../../sdk/index.ts";
import type { Levels } from "../../../worker/core/figures.ts";
import { type ChannelFacts, isPreorder, limitOf } from "../../../worker/core/limit.ts";
import { BOTH, EAST, iso, levels, MINUTE, NOW, NOWHERE, policy, WEB } from "./given.ts";

function unitsFor(set: Partial<Policy>, here: Levels, channel: ChannelFacts = WEB, claimedInChannel = 0): number {
  return limitOf(here, channel, policy(set), NOW, () => claimedInChannel).units;
}

test("of what is discontinued only what is there is sold, whatever backorders say", () => {
  const two = levels({ main: { onHand: 2 } });
  const gone = policy({ discontinued: true, backorders: "allow", backorderLimit: 9 });
  expect(limitOf(two, WEB, gone, NOW, () => 0).units).toBe(2);
  expect(limitOf(two, WEB, { ...gone, backorders: "none", outOfStockThreshold: -5 }, NOW, () => 0).units).toBe(2);
  expect(limitOf(levels({ main: { onHand: 2, held: 2 } }), WEB, gone, NOW, () => 0).units).toBe(0);
});

describe("what may be promised from stock", () => {
  const eight = levels({ main: { onHand: 20, held: 3, allocated: 4, planned: 5 } });

  test.each<[string, Partial<Policy>, number]>([
    ["is what is free", {}, 8],
    ["leaves safety stock alone", { outOfStockThreshold: 3 }, 5],
    ["is nothing when safety stock is more than what is free", { outOfStockThreshold: 10 }, -2],
    ["goes beyond stock by a negative threshold", { outOfStockThreshold: -4 }, 12],
    ["goes beyond stock by the backorder limit", { backorders: "allow", backorderLimit: 6 }, 14],
    ["is the same with notice", { backorders: "allow_and_notify", backorderLimit: 6 }, 14],
    [
      "goes by threshold and backorder limit together",
      { outOfStockThreshold: -4, backorders: "allow", backorderLimit: 6 },
      18,
    ],
    [
      "goes beyond A, so safety stock counts first",
      { outOfStockThreshold: 3, backorders: "allow", backorderLimit: 6 },
      11,
    ],
    ["heeds no backorder limit without backorders", { backorderLimit: 6 }, 8],
    ["goes nowhere with a backorder limit of zero", { backorders: "allow", backorderLimit: 0 }, 8],
  ])("%s", (_, set, expected) => {
    expect(unitsFor(set, eight)).toBe(expected);
  });

  test("comes with A, P and its ground", () => {
    expect(limitOf(eight, WEB, policy({ outOfStockThreshold: 3 }), NOW, () => 0)).toEqual({
      units: 5,
      available: 5,
      physical: 8,
      ground: "stock",
    });
  });

  test("never counts incoming goods", () => {
    expect(unitsFor({}, levels({ main: { onHand: 2, incoming: 50 } }))).toBe(2);
  });

  test("is what the figures can still take where backorders have no limit", () => {
    expect(unitsFor({ backorders: "allow" }, levels({ main: { onHand: 5 } }))).toBe(1_000_000_000);
    expect(
      unitsFor({ backorders: "allow" }, levels({ main: { held: 999_999_990, allocated: 4 }, east: { planned: 3 } })),
    ).toBe(3);
  });

  test("is bounded by the figures even where goods are there", () => {
    const full = levels({ main: { onHand: 10 }, east: { onHand: 1_000_000_000, held: 999_999_999 } });
    expect(unitsFor({}, full)).toBe(1);
  });
});

describe("what may be promised over warehouses", () => {
  test("is what is free at those of the channel together", () => {
    const here = levels({ main: { onHand: 10 }, east: { onHand: 5 }, west: { onHand: 100 } });
    expect([unitsFor({}, here, WEB), unitsFor({}, here, BOTH), unitsFor({}, here, EAST)]).toEqual([10, 15, 5]);
  });

  test("is nothing for a channel without a warehouse, whatever policy allows", () => {
    const here = levels({ main: { onHand: 10 } });
    expect(unitsFor({}, here, NOWHERE)).toBe(0);
    expect(unitsFor({ backorders: "allow" }, here, NOWHERE)).toBe(0);
    expect(unitsFor({ outOfStockThreshold: -5 }, here, NOWHERE)).toBe(0);
    expect(unitsFor({ preorder: { availableAt: iso(NOW + MINUTE), limit: 9 } }, here, NOWHERE)).toBe(0);
  });

  test("beyond stock is bounded once for all warehouses: what another channel has promised uses it up", () => {
    const limited: Partial<Policy> = { backorders: "allow", backorderLimit: 5 };
    // 3 of the 5 are promised at main, so from east 2 are left, and nothing of main's is counted twice.
    const here = levels({ main: { onHand: 1, held: 4 }, east: {} });
    expect(unitsFor(limited, here, EAST)).toBe(2);
    expect(unitsFor(limited, here, WEB)).toBe(2);
    expect(unitsFor(limited, here, BOTH)).toBe(2);
  });

  test("a negative threshold is bounded over all warehouses as well", () => {
    const here = levels({ main: { held: 5 }, east: {} });
    expect(unitsFor({ outOfStockThreshold: -5 }, here, EAST)).toBe(0);
    expect(unitsFor({ outOfStockThreshold: -6 }, here, EAST)).toBe(1);
  });

  test("goods that are there can be promised when the bound beyond stock is used up elsewhere", () => {
    const here = levels({ main: { held: 9 }, east: { onHand: 4 } });
    expect(unitsFor({ outOfStockThreshold: -5 }, here, EAST)).toBe(4);
  });

  test("units free at one warehouse of a channel make up for those missing at another", () => {
    const here = levels({ main: { onHand: 1, allocated: 4 }, east: { onHand: 5 } });
    expect(unitsFor({}, here, BOTH)).toBe(2);
    expect(unitsFor({}, here, EAST)).toBe(5);
  });
});

describe("what may be promised ahead of a preorder date", () => {
  const ahead = (limit: number, channelLimits?: Record<string, number>): Partial<Policy> => ({
    preorder: { availableAt: iso(NOW + 1), limit, ...(channelLimits === undefined ? {} : { channelLimits }) },
  });

  test("is the preorder's limit and not the stock", () => {
    expect(unitsFor(ahead(7), levels({ main: { onHand: 100 } }))).toBe(7);
    expect(unitsFor({ ...ahead(7), outOfStockThreshold: 50 }, levels({ main: {} }))).toBe(7);
    expect(unitsFor({ ...ahead(7), backorders: "allow" }, levels({ main: {} }))).toBe(7);
  });

  test("is used up by every claim in all warehouses", () => {
    const here = levels({ main: { held: 1, allocated: 2 }, east: { planned: 3 } });
    expect(unitsFor(ahead(10), here)).toBe(4);
    expect(unitsFor(ahead(6), here)).toBe(0);
  });

  test("is less for a channel with a limit of its own", () => {
    const here = levels({ main: { held: 6 } });
    expect(unitsFor(ahead(20, { web: 5 }), here, WEB, 3)).toBe(2);
    expect(unitsFor(ahead(20, { web: 5 }), here, BOTH, 3)).toBe(14);
    // The limit over all channels decides where less is left of it.
    expect(unitsFor(ahead(7, { web: 5 }), here, WEB, 1)).toBe(1);
  });

  test("counts a channel's claims only where the channel has a limit", () => {
    const count = (): number => {
      throw new Error("counted");
    };
    expect(limitOf(levels({}), EAST, policy(ahead(7, { web: 5 })), NOW, count).units).toBe(7);
    expect(() => limitOf(levels({}), WEB, policy(ahead(7, { web: 5 })), NOW, count)).toThrow("counted");
  });

  test("is bounded by what the figures can still take", () => {
    expect(unitsFor(ahead(2_000_000_000), levels({ main: { held: 999_999_999 } }))).toBe(1);
  });

  test("says that the preorder is the ground, with A and P all the same", () => {
    expect(
      limitOf(levels({ main: { onHand: 3 } }), WEB, policy({ ...ahead(7), outOfStockThreshold: 1 }), NOW, () => 0),
    ).toEqual({ units: 7, available: 2, physical: 3, ground: "preorder" });
  });

  test("ends at the date itself", () => {
    const dated = policy({ preorder: { availableAt: iso(NOW), limit: 7 } });
    expect(isPreorder(dated, NOW - 1)).toBe(true);
    expect(isPreorder(dated, NOW)).toBe(false);
    expect(isPreorder(policy(), NOW)).toBe(false);
    expect(limitOf(levels({ main: { onHand: 3 } }), WEB, dated, NOW, () => 0)).toMatchObject({
      units: 3,
      ground: "stock",
    });
  });
});
