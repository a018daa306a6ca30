import { describe, expect, test } from "vitest";
import {
  addHeld,
  moveShares,
  takeAllocated,
  takeHeld,
  uncoveredOfNewest,
  unitsOf,
} from "../../../worker/core/shares.ts";
import { level, levels, share } from "./given.ts";

describe("more units", () => {
  test("join the warehouse that is there already, and a new one comes last", () => {
    const before = [share("main", { held: 2 }), share("east", { held: 1 })];
    const added = [share("west", { held: 4 }), share("main", { held: 3 })];
    expect(addHeld(before, added)).toEqual([
      share("main", { held: 5 }),
      share("east", { held: 1 }),
      share("west", { held: 4 }),
    ]);
    expect(before).toEqual([share("main", { held: 2 }), share("east", { held: 1 })]);
  });
});

describe("units that are given back", () => {
  const shares = [share("main", { held: 10 }), share("east", { held: 3 }), share("west", { held: 2 })];

  test.each([
    [0, [10, 3, 2]],
    [1, [10, 3, 1]],
    [2, [10, 3]],
    [4, [10, 1]],
    [14, [1]],
    [15, []],
    [99, []],
  ])("%d come from the newest warehouse first", (units, left) => {
    expect(takeHeld(shares, units).map((each) => each.held)).toEqual(left);
  });

  test("leave units alone that are not held", () => {
    expect(takeHeld([share("main", { held: 2, allocated: 1 })], 5)).toEqual([share("main", { allocated: 1 })]);
    expect(takeHeld([share("main", { held: 2, planned: 1 })], 5)).toEqual([share("main", { planned: 1 })]);
  });
});

describe("allocated units that are given back", () => {
  const shares = [share("main", { allocated: 4, planned: 6 }), share("east", { allocated: 3 })];

  test.each([
    [0, [share("main", { allocated: 4, planned: 6 }), share("east", { allocated: 3 })]],
    [2, [share("main", { allocated: 4, planned: 6 }), share("east", { allocated: 1 })]],
    [3, [share("main", { allocated: 4, planned: 6 })]],
    [5, [share("main", { allocated: 2, planned: 6 })]],
    [99, [share("main", { planned: 6 })]],
  ])("%d come from the newest warehouse first, and never from what is planned", (units, left) => {
    expect(takeAllocated(shares, units)).toEqual(left);
  });

  test("leave held units alone", () => {
    expect(takeAllocated([share("main", { held: 2, allocated: 1 })], 5)).toEqual([share("main", { held: 2 })]);
  });
});

test("units of a claim are those held, allocated and planned, at all its warehouses", () => {
  expect(unitsOf([share("main", { held: 1, allocated: 2 }), share("east", { planned: 4 })])).toBe(7);
  expect(unitsOf([])).toBe(0);
});

describe("moving a claim's shares", () => {
  test("takes the old ones off the levels and puts the new ones on", () => {
    const before = levels({ main: { onHand: 9, held: 5, allocated: 1 }, east: { onHand: 4, incoming: 6 } });
    const after = moveShares(
      before,
      [share("main", { held: 5, allocated: 1 })],
      [share("main", { held: 2 }), share("east", { allocated: 3, planned: 4 })],
    );
    expect(after).toEqual(
      levels({ main: { onHand: 9, held: 2 }, east: { onHand: 4, allocated: 3, planned: 4, incoming: 6 } }),
    );
    expect(before.get("main")).toEqual(level({ onHand: 9, held: 5, allocated: 1 }));
  });

  test("makes a level where there was none", () => {
    expect(moveShares(levels({}), [], [share("main", { held: 2 })])).toEqual(levels({ main: { held: 2 } }));
  });
});

describe("units of the newest claim for which goods are not there", () => {
  test.each([
    ["none while goods are there for all", { onHand: 8, held: 8 }, 0],
    ["those promised beyond stock", { onHand: 6, held: 8 }, 2],
    ["all of them, and no more than it has, when older claims go without too", { onHand: 1, held: 8 }, 5],
  ])("%s", (_, main, expected) => {
    expect(uncoveredOfNewest([share("main", { held: 5 })], levels({ main }))).toBe(expected);
  });

  test("are counted at each warehouse it has units at", () => {
    const here = levels({ main: { onHand: 4, held: 6 }, east: { onHand: 9, held: 3 }, west: { held: 1 } });
    const shares = [share("main", { held: 6 }), share("east", { held: 3 }), share("west", { held: 1 })];
    expect(uncoveredOfNewest(shares, here)).toBe(3);
  });

  test("may be held, allocated or planned", () => {
    const here = levels({ main: { held: 1, allocated: 2, planned: 3 } });
    expect(uncoveredOfNewest([share("main", { held: 1, allocated: 2, planned: 3 })], here)).toBe(6);
  });
});
