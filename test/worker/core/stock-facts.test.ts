import { describe, expect, test } from "vitest";
import type { LowStockActivity, Policy } from "../../../sdk/index.ts";
import type { Levels } from "../../../worker/core/figures.ts";
import { DEFAULT_RULES } from "../../../worker/core/rules.ts";
import {
  channelFigures,
  kitStock,
  type StockFacts,
  stockFactsOf,
  uncountedStock,
  unsoldStock,
} from "../../../worker/core/stock-facts.ts";
import { BOTH, iso, levels, NOW, NOWHERE, policy, stock, WEB } from "./given.ts";

function factsOf(set: Partial<Policy>, here: Levels, channel = WEB): StockFacts {
  return stockFactsOf(policy(set), here, channel, NOW, () => 0, DEFAULT_RULES);
}

const TOMORROW = iso(NOW + 86_400_000);

describe("what is known of a SKU", () => {
  test("are A, P and the limit of the channel", () => {
    const here = levels({ main: { onHand: 9, held: 2 }, east: { onHand: 5 } });
    const set = { outOfStockThreshold: 3, backorders: "allow_and_notify", backorderLimit: 4 } as const;
    expect(factsOf(set, here)).toMatchObject({ tracked: true, physical: 7, available: 4, limit: 8, preorder: null });
    expect(factsOf(set, here, BOTH)).toMatchObject({ physical: 12, available: 9, limit: 13 });
  });

  test.each([
    [3, true],
    [4, true],
    [5, false],
  ])("with the minimum 4, A of %d is low: %s", (onHand, low) => {
    expect(factsOf({ minStockQuantity: 4 }, levels({ main: { onHand } })).low).toBe(low);
  });

  test("selling beyond stock is told, but with plain `allow`", () => {
    const here = levels({});
    expect(factsOf({ backorders: "allow" }, here).beyond).toBe("silent");
    expect(factsOf({ backorders: "allow_and_notify" }, here).beyond).toBe("told");
    expect(factsOf({ outOfStockThreshold: -3 }, here).beyond).toBe("told");
  });

  test("a preorder comes with its date and what is left of it, while the date is ahead", () => {
    const preorder = { availableAt: iso(NOW + 1), limit: 6 };
    const here = levels({ main: { held: 2 } });
    expect(factsOf({ preorder }, here).preorder).toEqual({ availableAt: iso(NOW + 1), left: 4 });
    expect(factsOf({ preorder: { ...preorder, availableAt: iso(NOW) } }, here).preorder).toBeNull();
  });

  test("one that is not tracked is without limit, whatever is on hand", () => {
    const facts = factsOf({ trackInventory: false, outOfStockThreshold: 5 }, levels({ main: { onHand: 3 } }));
    expect(facts).toMatchObject({
      tracked: false,
      available: Number.POSITIVE_INFINITY,
      physical: Number.POSITIVE_INFINITY,
      limit: Number.POSITIVE_INFINITY,
      low: false,
    });
  });

  test("one that is not tracked has the limit of its preorder all the same", () => {
    const preorder = { availableAt: iso(NOW + 1), limit: 6 };
    expect(factsOf({ trackInventory: false, preorder }, levels({})).preorder).toEqual({
      availableAt: iso(NOW + 1),
      left: 6,
    });
  });

  test("one that is not tracked cannot be had where nothing is sold", () => {
    expect(factsOf({ trackInventory: false }, levels({ main: { onHand: 3 } }), NOWHERE)).toEqual(unsoldStock());
    const preorder = { availableAt: iso(NOW + 1), limit: 6 };
    expect(factsOf({ trackInventory: false, preorder }, levels({}), NOWHERE).preorder).toEqual({
      availableAt: iso(NOW + 1),
      left: 0,
    });
  });

  test("that it is discontinued is passed on", () => {
    expect(factsOf({ discontinued: true }, levels({})).discontinued).toBe(true);
    expect(factsOf({}, levels({})).discontinued).toBe(false);
  });
});

describe("the low-stock activity", () => {
  const acting = (set: Partial<Policy>, here: Levels): LowStockActivity =>
    factsOf({ minStockQuantity: 4, lowStockActivity: "unpublish", ...set }, here).acting;

  test.each<[number, LowStockActivity]>([
    [3, "unpublish"],
    [4, "unpublish"],
    [5, "nothing"],
  ])("with the minimum 4 and the stock level %d: %s acts", (onHand, expected) => {
    expect(acting({}, levels({ main: { onHand } }))).toBe(expected);
  });

  test("is the one that policy names", () => {
    expect(acting({ lowStockActivity: "disable_buy_button" }, levels({}))).toBe("disable_buy_button");
    expect(acting({ lowStockActivity: "nothing" }, levels({}))).toBe("nothing");
  });

  test("is never triggered by carts, and is by orders", () => {
    expect(acting({}, levels({ main: { onHand: 9, held: 9 } }))).toBe("nothing");
    expect(acting({}, levels({ main: { onHand: 9, allocated: 5 } }))).toBe("unpublish");
  });

  test("heeds the threshold", () => {
    expect(acting({ outOfStockThreshold: 5 }, levels({ main: { onHand: 9 } }))).toBe("unpublish");
    expect(acting({ outOfStockThreshold: 4 }, levels({ main: { onHand: 9 } }))).toBe("nothing");
  });

  test.each<[string, Partial<Policy>]>([
    ["a preorder is open", { preorder: { availableAt: TOMORROW, limit: 1 } }],
    ["backorders are open", { backorders: "allow" }],
    ["backorders with notice are open", { backorders: "allow_and_notify" }],
    ["a negative threshold sells beyond stock", { outOfStockThreshold: -1 }],
    ["nothing is tracked", { trackInventory: false }],
  ])("does not act while %s", (_, set) => {
    expect(acting(set, levels({}))).toBe("nothing");
  });

  test("acts again when the preorder's date has come", () => {
    expect(acting({ preorder: { availableAt: iso(NOW), limit: 1 } }, levels({}))).toBe("unpublish");
  });

  test("looks at the channel's own warehouses", () => {
    const here = levels({ main: { onHand: 1 }, east: { onHand: 50 } });
    expect(factsOf({ minStockQuantity: 4, lowStockActivity: "unpublish" }, here, WEB).acting).toBe("unpublish");
    expect(factsOf({ minStockQuantity: 4, lowStockActivity: "unpublish" }, here, BOTH).acting).toBe("nothing");
  });
});

test("stock that nobody counts is without limit, is told in silence and never runs out", () => {
  expect(uncountedStock()).toEqual({
    tracked: false,
    preorder: null,
    available: Number.POSITIVE_INFINITY,
    physical: Number.POSITIVE_INFINITY,
    limit: Number.POSITIVE_INFINITY,
    low: false,
    discontinued: false,
    beyond: "silent",
    acting: "nothing",
    replenishedAt: null,
  });
});

test("stock that is not sold here is none at all, for ever", () => {
  expect(unsoldStock()).toEqual({
    tracked: true,
    preorder: null,
    available: 0,
    physical: 0,
    limit: 0,
    low: true,
    discontinued: false,
    beyond: "silent",
    acting: "nothing",
    replenishedAt: null,
  });
});

describe("a kit", () => {
  const kit = (...components: [set: Partial<StockFacts>, quantity: number][]): StockFacts =>
    kitStock(components.map(([set, quantity]) => ({ stock: stock(set), quantity })));

  test("is there as often as its scarcest component allows, in whole kits", () => {
    const facts = kit([{ available: 11, physical: 13, limit: 20 }, 2], [{ available: 17, physical: 20, limit: 17 }, 3]);
    expect(facts).toMatchObject({ tracked: true, available: 5, physical: 6, limit: 5 });
  });

  test("is short by whole kits too", () => {
    expect(kit([{ available: -3, physical: -1, limit: 0 }, 2])).toMatchObject({
      available: -2,
      physical: -1,
      limit: 0,
    });
  });

  test("does not count components that nobody tracks", () => {
    const facts = kitStock([
      { stock: uncountedStock(), quantity: 1 },
      { stock: stock({ tracked: false, available: 0, physical: 0, limit: 0 }), quantity: 1 },
      { stock: stock({ available: 8, physical: 8, limit: 8 }), quantity: 4 },
    ]);
    expect(facts).toMatchObject({ tracked: true, available: 2, physical: 2, limit: 2 });
  });

  test("of components that nobody tracks is not tracked either", () => {
    expect(kitStock([{ stock: uncountedStock(), quantity: 3 }])).toEqual(uncountedStock());
    expect(kitStock([])).toEqual(uncountedStock());
  });

  test("is low as soon as one component is", () => {
    expect(kit([{}, 1], [{ low: true }, 1]).low).toBe(true);
    expect(kit([{}, 1], [{}, 1]).low).toBe(false);
  });

  test("waits for the last of its components' dates, with what is left in kits", () => {
    const facts = kit(
      [{ preorder: { availableAt: "2026-04-01T00:00:00.000Z", left: 9 }, limit: 9 }, 2],
      [{ preorder: { availableAt: "2026-05-01T00:00:00.000Z", left: 50 }, limit: 50 }, 1],
      [{ limit: 30 }, 1],
    );
    expect(facts.preorder).toEqual({ availableAt: "2026-05-01T00:00:00.000Z", left: 4 });
    const one = { preorder: { availableAt: TOMORROW, left: 9 }, limit: 9 };
    expect(kit([one, 3]).preorder).toEqual({ availableAt: TOMORROW, left: 3 });
    expect(kit([{}, 1]).preorder).toBeNull();
  });

  test("has the strongest of its components' low-stock activities", () => {
    const [none, button, hide] = [{}, { acting: "disable_buy_button" }, { acting: "unpublish" }] as const;
    expect(kit([none, 1], [button, 1]).acting).toBe("disable_buy_button");
    expect(kit([hide, 1], [button, 1]).acting).toBe("unpublish");
    expect(kit([none, 1], [none, 1]).acting).toBe("nothing");
  });

  test("is told as a backorder when a component is short that is told as one", () => {
    const short = { available: 0, physical: 0, limit: 99 };
    expect(kit([{ ...short, beyond: "told" }, 1], [{ ...short, beyond: "silent" }, 1]).beyond).toBe("told");
    expect(kit([{ ...short, beyond: "silent" }, 1], [{ beyond: "told" }, 1]).beyond).toBe("silent");
    // Two in a kit and one there: short as well.
    expect(kit([{ available: 1, physical: 1, limit: 99, beyond: "told" }, 2]).beyond).toBe("told");
    expect(kit([{ available: 2, physical: 2, limit: 99, beyond: "told" }, 2]).beyond).toBe("silent");
  });

  test("is told as a backorder when only safety stock is left of a component that is told as one", () => {
    expect(kit([{ available: 0, physical: 5, limit: 99, beyond: "told" }, 1]).beyond).toBe("told");
  });

  test("is discontinued when a discontinued component is used up, and not while it is there", () => {
    const gone = { available: 0, physical: 0, limit: 0 };
    expect(kit([{ ...gone, discontinued: true }, 1], [{}, 1]).discontinued).toBe(true);
    expect(kit([{ available: 1, physical: 1, limit: 1, discontinued: true }, 2]).discontinued).toBe(true);
    expect(kit([{ available: 2, physical: 2, limit: 2, discontinued: true }, 2]).discontinued).toBe(false);
    expect(kit([{ discontinued: true }, 1], [{ ...gone, limit: 99 }, 1]).discontinued).toBe(false);
  });

  test("is expected when the last of its short components is, if all of them are", () => {
    const short = { available: 0, physical: 0, limit: 0 };
    const may = { ...short, replenishedAt: "2026-05-02T00:00:00.000Z" };
    const june = { ...short, replenishedAt: "2026-06-02T00:00:00.000Z" };
    expect(kit([june, 1], [may, 1], [{}, 1]).replenishedAt).toBe("2026-06-02T00:00:00.000Z");
    expect(kit([june, 1], [short, 1]).replenishedAt).toBeNull();
    expect(kit([{ replenishedAt: "2026-05-02T00:00:00.000Z" }, 1]).replenishedAt).toBeNull();
  });
});

test("a secret key's figures are those of the channel, with A and S", () => {
  const here = levels({
    main: { onHand: 9, held: 2, allocated: 1, incoming: 30 },
    east: { onHand: 5, held: 1, planned: 1 },
    west: { onHand: 70 },
  });
  expect(channelFigures(here, BOTH, policy({ outOfStockThreshold: 4 }))).toEqual({
    onHand: 14,
    held: 3,
    allocated: 1,
    planned: 1,
    incoming: 30,
    available: 5,
    stockLevel: 8,
  });
});
