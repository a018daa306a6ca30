import { describe, expect, test } from "vitest";
import type { ChannelFacts } from "../../../worker/core/limit.ts";
import {
  type FreeUnits,
  freeAt,
  heldShares,
  placeUnits,
  strategyOf,
  WAREHOUSE_STRATEGIES,
  type WarehouseStrategy,
} from "../../../worker/core/placing.ts";
import { BOTH, levels, NOWHERE, share, WEB } from "./given.ts";

const THREE: ChannelFacts = { code: "three", warehouses: ["main", "east", "west"] };
/** 10, 15 and 5 are free. */
const HERE = levels({ main: { onHand: 10 }, east: { onHand: 15 }, west: { onHand: 5 } });

/** What warehouses give, as pairs. */
function placed(units: number, channel: ChannelFacts, here = HERE, strategy?: WarehouseStrategy): [string, number][] {
  return placeUnits(units, here, channel, strategy).map((each) => [each.warehouse, each.units]);
}

describe("where units are taken from", () => {
  test("each warehouse of the channel in order gives what is free there: 13 of 10 and 15 are 10 and 3", () => {
    expect(placed(13, BOTH)).toEqual([
      ["main", 10],
      ["east", 3],
    ]);
    expect(placed(13, { code: "both", warehouses: ["east", "main"] })).toEqual([["east", 13]]);
  });

  test("the last unit comes from a warehouse that has one, not from the first", () => {
    const here = levels({ main: { onHand: 2 }, east: { onHand: 5 } });
    expect(placed(3, BOTH, here)).toEqual([
      ["main", 2],
      ["east", 1],
    ]);
  });

  test("what is promised already is not free", () => {
    const here = levels({ main: { onHand: 10, held: 2, allocated: 3, planned: 4 }, east: { onHand: 15 } });
    expect(placed(3, BOTH, here)).toEqual([
      ["main", 1],
      ["east", 2],
    ]);
  });

  test("a warehouse that is sold beyond its stock gives nothing and takes nothing from the others", () => {
    const here = levels({ main: { held: 4 }, east: { onHand: 5 } });
    expect(placed(2, BOTH, here)).toEqual([["east", 2]]);
  });

  test("a warehouse that the channel does not name gives nothing", () => {
    expect(placed(12, WEB)).toEqual([["main", 12]]);
  });

  test("what is wanted beyond all of them sits on the first one", () => {
    expect(placed(30, BOTH)).toEqual([
      ["main", 15],
      ["east", 15],
    ]);
    expect(placed(4, BOTH, levels({}))).toEqual([["main", 4]]);
  });

  test("a first warehouse that gives nothing but takes the rest comes after those that gave", () => {
    // It is given back first then: units for which no goods are there go before those for which they are.
    const here = levels({ main: {}, east: { onHand: 5 } });
    expect(placed(8, BOTH, here)).toEqual([
      ["east", 5],
      ["main", 3],
    ]);
  });

  test("no units take nothing, and a channel without a warehouse gives nothing", () => {
    expect(placed(0, BOTH)).toEqual([]);
    expect(placed(3, NOWHERE)).toEqual([]);
  });

  test("the figures that were given stay as they are", () => {
    const here = levels({ main: { onHand: 3 } });
    placed(5, WEB, here);
    expect(here).toEqual(levels({ main: { onHand: 3 } }));
  });
});

describe("most_available", () => {
  const channel = { ...THREE, strategy: "most_available" };

  test.each<[number, [string, number][]]>([
    [4, [["east", 4]]],
    [15, [["east", 15]]],
    [
      17,
      [
        ["east", 15],
        ["main", 2],
      ],
    ],
    [
      28,
      [
        ["east", 15],
        ["main", 10],
        ["west", 3],
      ],
    ],
  ])("takes %d where most is free, then where most is left", (units, expected) => {
    expect(placed(units, channel)).toEqual(expected);
  });

  test("keeps the channel's order between equals", () => {
    const here = levels({ main: { onHand: 3 }, east: { onHand: 7 }, west: { onHand: 7 } });
    expect(placed(9, channel, here)).toEqual([
      ["east", 7],
      ["west", 2],
    ]);
  });

  test("puts what is free nowhere on the channel's first warehouse all the same", () => {
    const here = levels({ main: {}, east: { onHand: 2 } });
    expect(placed(5, { ...BOTH, strategy: "most_available" }, here)).toEqual([
      ["east", 2],
      ["main", 3],
    ]);
  });
});

describe("fewest_warehouses", () => {
  const channel = { ...THREE, strategy: "fewest_warehouses" };

  test("takes all from the first warehouse in order that has enough", () => {
    expect(placed(5, channel)).toEqual([["main", 5]]);
    expect(placed(10, channel)).toEqual([["main", 10]]);
    expect(placed(11, channel)).toEqual([["east", 11]]);
  });

  test("where none has enough, takes from those that have most, so that the last ones are not needed", () => {
    const here = levels({ main: { onHand: 1 }, east: { onHand: 4 }, west: { onHand: 6 } });
    // In order it would be three warehouses: 1 + 4 + 3.
    expect(placed(8, channel, here)).toEqual([
      ["west", 6],
      ["east", 2],
    ]);
  });
});

describe("a strategy of a shop's own", () => {
  const wishing =
    (...wishes: [string, number][]): WarehouseStrategy =>
    () =>
      wishes.map(([warehouse, units]) => ({ warehouse, units }));

  test("is told how many units are wanted and what is free at the channel's warehouses, in order", () => {
    const asked: [number, readonly FreeUnits[]][] = [];
    const here = levels({ main: { onHand: 10, held: 4 }, east: { held: 2 }, west: { onHand: 5 } });
    placed(7, BOTH, here, (units, free) => {
      asked.push([units, free]);
      return [];
    });
    expect(asked).toEqual([
      [
        7,
        [
          { warehouse: "main", free: 6 },
          { warehouse: "east", free: 0 },
        ],
      ],
    ]);
  });

  test("has its way where what it says can be done", () => {
    expect(placed(9, THREE, HERE, wishing(["west", 4], ["main", 5]))).toEqual([
      ["west", 4],
      ["main", 5],
    ]);
  });

  test.each<[string, [string, number][], [string, number][]]>([
    ["nothing at all", [], [["main", 9]]],
    [
      "too few: the rest is taken in the channel's order",
      [["west", 2]],
      [
        ["west", 2],
        ["main", 7],
      ],
    ],
    [
      "more than is free there",
      [["west", 900]],
      [
        ["west", 5],
        ["main", 4],
      ],
    ],
    [
      "more than is wanted, in all",
      [
        ["east", 8],
        ["main", 8],
      ],
      [
        ["east", 8],
        ["main", 1],
      ],
    ],
    [
      "the same warehouse twice",
      [
        ["west", 3],
        ["west", 3],
      ],
      [
        ["west", 5],
        ["main", 4],
      ],
    ],
    ["a negative number", [["west", -4]], [["main", 9]]],
    [
      "a fraction: only whole units are given",
      [["west", 2.9]],
      [
        ["west", 2],
        ["main", 7],
      ],
    ],
    ["less than one unit", [["west", 0.9]], [["main", 9]]],
    ["no number", [["west", Number.NaN]], [["main", 9]]],
    ["no bound", [["east", Number.POSITIVE_INFINITY]], [["east", 9]]],
    ["a warehouse that is not the channel's", [["moon", 9]], [["main", 9]]],
  ])("may say %s", (_, wishes, expected) => {
    expect(placed(9, THREE, HERE, wishing(...wishes))).toEqual(expected);
  });

  test("is found by the name that the channel chooses, and by no other", () => {
    const strategies = { ...WAREHOUSE_STRATEGIES, "west first": wishing(["west", 5]) };
    expect(placed(6, THREE, HERE, strategyOf({ ...THREE, strategy: "west first" }, strategies))).toEqual([
      ["west", 5],
      ["main", 1],
    ]);
    for (const strategy of ["never registered", "toString", "channel_order"]) {
      expect(placed(6, THREE, HERE, strategyOf({ ...THREE, strategy }, strategies))).toEqual([["main", 6]]);
    }
    expect(placed(6, THREE, HERE, strategyOf(THREE, strategies))).toEqual([["main", 6]]);
  });
});

test("units that are free are those that are there and not promised, and never fewer than none", () => {
  const here = levels({ main: { onHand: 9, held: 1, allocated: 2, planned: 3, incoming: 50 }, east: { held: 1 } });
  expect(["main", "east", "moon"].map((warehouse) => freeAt(here, warehouse))).toEqual([3, 0, 0]);
});

test("units that were placed are held there", () => {
  expect(heldShares([{ warehouse: "main", units: 2 }])).toEqual([share("main", { held: 2 })]);
});
