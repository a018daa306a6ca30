import { describe, expect, test } from "vitest";
import type { UnitsClaim } from "../../../worker/core/claim.ts";
import { type ClosingFacts, emptyInto, isClosed, obstacleTo } from "../../../worker/core/closing.ts";
import type { ExpectedGoods } from "../../../worker/core/replenishment.ts";
import { allocatedClaim, BOTH, EAST, heldClaim, levels, NOW, share } from "./given.ts";

function facts(set: Partial<ClosingFacts>): ClosingFacts {
  return { levels: levels({}), oldestFirst: [], expected: [], closed: ["main"], actor: "ann", nowMs: NOW, ...set };
}

function goods(id: string, quantity: number, received: number, set: Partial<ExpectedGoods> = {}): ExpectedGoods {
  const times = { createdAt: NOW - 1, updatedAt: NOW - 1 };
  const terms = { warehouse: "main", quantity, expectedAt: null, document: null, note: null };
  return { id, ...terms, received, closed: null, ...times, ...set };
}

describe("in the way of a removal", () => {
  const remove = { warehouse: "main", goal: "remove", moveTo: null } as const;

  test.each([
    ["units on hand", { onHand: 3 }, { onHand: 3, claimed: 0, uncovered: 0, planned: 0, incoming: 0 }],
    ["held units", { held: 2 }, { onHand: 0, claimed: 2, uncovered: 2, planned: 0, incoming: 0 }],
    ["allocated units", { allocated: 2 }, { onHand: 0, claimed: 2, uncovered: 2, planned: 0, incoming: 0 }],
    ["planned units", { onHand: 1, planned: 1 }, { onHand: 1, claimed: 0, uncovered: 0, planned: 1, incoming: 0 }],
    ["incoming units", { incoming: 9 }, { onHand: 0, claimed: 0, uncovered: 0, planned: 0, incoming: 9 }],
  ])("are %s", (_, main, obstacle) => {
    expect(obstacleTo(remove, levels({ main }))).toEqual(obstacle);
  });

  test("is nothing of other warehouses, and nothing where there was never anything", () => {
    expect(obstacleTo(remove, levels({ main: {}, east: { onHand: 5, planned: 5 } }))).toBeNull();
    expect(obstacleTo(remove, levels({ east: { onHand: 5 } }))).toBeNull();
  });

  test("is only what is planned, where the rest is moved", () => {
    const moved = { ...remove, moveTo: "east" };
    const rest = { onHand: 4, held: 1, allocated: 2, incoming: 3 };
    expect(obstacleTo(moved, levels({ main: rest }))).toBeNull();
    expect(obstacleTo(moved, levels({ main: { ...rest, planned: 1 } }))).toMatchObject({ planned: 1, claimed: 3 });
  });

  test.each(["onHand", "held", "allocated", "incoming"])("is more than fits into %s where it goes", (figure) => {
    const moved = { ...remove, moveTo: "east" };
    const main = { [figure]: 400_000_000 };
    expect(obstacleTo(moved, levels({ main, east: { [figure]: 600_000_000 } }))).toBeNull();
    expect(obstacleTo(moved, levels({ main, east: { [figure]: 600_000_001 } }))).not.toBeNull();
  });
});

describe("in the way of a deactivation", () => {
  const deactivate = { warehouse: "main", goal: "deactivate", moveTo: null } as const;

  test("are units claimed there for which goods are not there", () => {
    const obstacle = { onHand: 4, claimed: 6, uncovered: 3, planned: 1, incoming: 8 };
    expect(
      obstacleTo(deactivate, levels({ main: { onHand: 4, held: 1, allocated: 5, planned: 1, incoming: 8 } })),
    ).toEqual(obstacle);
  });

  test("is nothing that is covered", () => {
    const main = { onHand: 7, held: 1, allocated: 5, planned: 1, incoming: 8 };
    expect(obstacleTo(deactivate, levels({ main }))).toBeNull();
  });
});

describe("emptying a warehouse into another", () => {
  test("moves what is on hand with two lines", () => {
    const before = levels({ main: { onHand: 6 }, east: { onHand: 1 } });
    const after = emptyInto("main", "east", facts({ levels: before }));
    expect(after.levels).toEqual(levels({ main: {}, east: { onHand: 7 } }));
    const line = { kind: "transfer", figure: "onHand", reason: null, order: null, document: null, actor: "ann" };
    expect(after.entries).toEqual([
      { ...line, warehouse: "main", change: -6, after: 0, note: null },
      { ...line, warehouse: "east", change: 6, after: 7, note: null },
    ]);
    expect(after.claims).toEqual([]);
  });

  test("moves held units without a line and allocated ones with two, under the order's name", () => {
    const held = heldClaim({ id: "r1", channel: BOTH, shares: [share("main", { held: 2 })], backordered: 0 });
    const ordered = allocatedClaim({
      id: "r2",
      channel: BOTH,
      order: "o-2",
      since: NOW - 5,
      shares: [share("main", { allocated: 3 }), share("east", { allocated: 1, planned: 1 })],
      backordered: 0,
    });
    const before = levels({
      main: { onHand: 5, held: 2, allocated: 3 },
      east: { onHand: 4, allocated: 1, planned: 1 },
    });
    const oldestFirst: UnitsClaim[] = [ordered, held];
    const after = emptyInto("main", "east", facts({ levels: before, oldestFirst }));
    expect(after.levels).toEqual(levels({ main: {}, east: { onHand: 9, held: 2, allocated: 4, planned: 1 } }));
    expect(after.claims).toEqual([
      { ...ordered, shares: [share("east", { allocated: 4, planned: 1 })] },
      { ...held, shares: [share("east", { held: 2 })] },
    ]);
    expect(after.entries.slice(2)).toMatchObject([
      { kind: "move", figure: "allocated", warehouse: "main", change: -3, after: 0, order: "o-2" },
      { kind: "move", figure: "allocated", warehouse: "east", change: 3, after: 4, order: "o-2" },
    ]);
  });

  test("takes each replenishment along that is open there, with lines of its own", () => {
    const there = [goods("a", 10, 4), goods("b", 5, 0)];
    const elsewhere = goods("c", 7, 0, { warehouse: "east" });
    const before = levels({ main: { incoming: 11 }, east: { incoming: 7 } });
    const after = emptyInto("main", "east", facts({ levels: before, expected: [...there, elsewhere] }));
    expect(after.levels).toEqual(levels({ main: {}, east: { incoming: 18 } }));
    expect(after.goods).toEqual(there.map((each) => ({ ...each, warehouse: "east", updatedAt: NOW })));
    expect(
      after.entries.map(({ kind, warehouse, change, after, document }) => [kind, warehouse, change, after, document]),
    ).toEqual([
      ["expect", "main", -6, 5, "a"],
      ["expect", "east", 6, 13, "a"],
      ["expect", "main", -5, 0, "b"],
      ["expect", "east", 5, 18, "b"],
    ]);
  });

  test("covers what waited there with goods that are free where it comes to", () => {
    const waiting = allocatedClaim({
      channel: BOTH,
      order: "o",
      shares: [share("main", { allocated: 4 })],
      backordered: 4,
    });
    const before = levels({ main: { allocated: 4 }, east: { onHand: 3 } });
    const after = emptyInto("main", "east", facts({ levels: before, oldestFirst: [waiting] }));
    expect(after.claims).toEqual([{ ...waiting, shares: [share("east", { allocated: 4 })], backordered: 1 }]);
  });

  test("covers claims elsewhere that waited for goods of the warehouse that they come to", () => {
    const waiting = heldClaim({
      channel: { code: "c", warehouses: ["north", "east"] },
      shares: [share("north", { held: 5 })],
      backordered: 5,
    });
    const before = levels({ main: { onHand: 2 }, north: { held: 5 } });
    const after = emptyInto("main", "east", facts({ levels: before, oldestFirst: [waiting] }));
    expect(after.claims).toEqual([
      { ...waiting, shares: [share("north", { held: 3 }), share("east", { held: 2 })], backordered: 3 },
    ]);
    expect(after.levels).toEqual(levels({ main: {}, east: { onHand: 2, held: 2 }, north: { held: 3 } }));
  });

  test("says of a newer claim there that an older one that comes takes its goods", () => {
    const older = heldClaim({
      id: "old",
      channel: BOTH,
      since: NOW - 9,
      shares: [share("main", { held: 2 })],
      backordered: 2,
    });
    const newer = heldClaim({
      id: "new",
      channel: EAST,
      since: NOW - 1,
      shares: [share("east", { held: 3 })],
      backordered: 0,
    });
    const before = levels({ main: { held: 2 }, east: { onHand: 3, held: 3 } });
    const after = emptyInto("main", "east", facts({ levels: before, oldestFirst: [older, newer] }));
    expect(after.claims).toEqual([
      { ...older, shares: [share("east", { held: 2 })], backordered: 0 },
      { ...newer, backordered: 2 },
    ]);
  });
});

test("a warehouse is closed when it is among those that are", () => {
  expect([isClosed(["a"], "a"), isClosed(["a"], "b"), isClosed(undefined, "a")]).toEqual([true, false, false]);
});
