import { describe, expect, test } from "vitest";
import type { AllocatedClaim, Claim } from "../../../worker/core/claim.ts";
import {
  isUnbalanced,
  movedEntries,
  moveUnits,
  rebalance,
  shiftsCoverage,
  uncoveredOf,
  uncoveredOfAll,
  unitsUncovered,
} from "../../../worker/core/coverage.ts";
import type { Levels } from "../../../worker/core/figures.ts";
import type { Share } from "../../../worker/core/shares.ts";
import type { Step } from "../../../worker/core/step.ts";
import { allocatedClaim, BOTH, heldClaim, levels, NOW, share, WEB } from "./given.ts";
import { drivenSteps, EMPTY, hold, plan, TOLD } from "./step-given.ts";

const oldestFirst = [
  { id: "first", shares: [share("main", { held: 4 })] },
  { id: "second", shares: [share("main", { allocated: 3 }), share("east", { allocated: 2 })] },
  { id: "third", shares: [share("east", { held: 3 })] },
];

function missing(id: string, here: Levels, claims = oldestFirst): Record<string, number> {
  return Object.fromEntries(uncoveredOf(id, claims, here));
}

describe("units that goods are missing for", () => {
  test("are those of the youngest claims, holds included, warehouse by warehouse", () => {
    const here = levels({ main: { onHand: 5 }, east: { onHand: 4 } });
    // main: 4 to the first, 1 of 3 to the second. east: 2 to the second, 2 of 3 to the third.
    expect(missing("first", here)).toEqual({});
    expect(missing("second", here)).toEqual({ main: 2 });
    expect(missing("third", here)).toEqual({ east: 1 });
  });

  test("are not made up for by units at another warehouse", () => {
    const here = levels({ main: { onHand: 100 }, east: {} });
    expect(missing("second", here)).toEqual({ east: 2 });
    expect(missing("third", here)).toEqual({ east: 3 });
  });

  test("are all of them at a warehouse without a level", () => {
    expect(missing("first", levels({}))).toEqual({ main: 4 });
    expect(missing("second", levels({}))).toEqual({ main: 3, east: 2 });
  });

  test("do not come from younger claims", () => {
    expect(missing("first", levels({ main: { onHand: 4 } }))).toEqual({});
  });

  test("are never those on shipments: these are covered first, however young", () => {
    const claims = [
      { id: "old", shares: [share("main", { allocated: 3 })] },
      { id: "young", shares: [share("main", { allocated: 1, planned: 4 })] },
    ];
    // 5 on hand: 4 are on the shipment, 1 is left for the old one.
    const here = levels({ main: { onHand: 5, allocated: 4, planned: 4 } });
    expect(missing("old", here, claims)).toEqual({ main: 2 });
    expect(missing("young", here, claims)).toEqual({ main: 1 });
  });

  test("are none of a claim that is not open", () => {
    expect(missing("unheard-of", levels({}))).toEqual({});
  });

  test("are told of all claims at once, and summed", () => {
    const all = uncoveredOfAll(oldestFirst, levels({ main: { onHand: 5 }, east: { onHand: 1 } }));
    expect([...all].map(([id, each]) => [id, unitsUncovered(each)])).toEqual([
      ["first", 0],
      ["second", 3],
      ["third", 3],
    ]);
  });
});

describe("there is something to rebalance", () => {
  test.each<[string, Parameters<typeof levels>[0], boolean]>([
    ["never while all is covered", { main: { onHand: 5, held: 5 }, east: { onHand: 9 } }, false],
    ["never while nothing is free", { main: { held: 5 }, east: { onHand: 9, planned: 9 } }, false],
    ["where goods are free here and missing there", { main: { held: 5 }, east: { onHand: 9, held: 8 } }, true],
    ["never with a single warehouse", { main: { onHand: 4, allocated: 5 } }, false],
  ])("%s", (_, here, expected) => {
    expect(isUnbalanced(levels(here))).toBe(expected);
  });
});

describe("goods may cover others than before", () => {
  const covered = levels({ main: { onHand: 5, held: 5 }, east: { onHand: 2 } });
  const shifts = (step: Step, claim: Claim | null, before: Levels, after: Levels) =>
    shiftsCoverage(step, claim, before, after);
  const [, extend, release, allocate] = drivenSteps(1);

  test("where more of them are free", () => {
    const after = levels({ main: { onHand: 5, held: 4 }, east: { onHand: 2 } });
    for (const step of drivenSteps(1)) expect(shifts(step, heldClaim(), covered, after)).toBe(true);
    const arrived = levels({ ...Object.fromEntries(covered), west: { onHand: 1 } });
    for (const step of drivenSteps(1)) expect(shifts(step, null, covered, arrived)).toBe(true);
  });

  test("not where fewer units wait for goods, and none is free", () => {
    const before = levels({ main: { onHand: 5, held: 9 } });
    const after = levels({ main: { onHand: 5, held: 5 } });
    for (const step of [release, extend, allocate]) {
      if (step !== undefined) expect(shifts(step, heldClaim(), before, after)).toBe(false);
    }
    const free = levels({ main: { onHand: 5, held: 4 } });
    if (release !== undefined) expect(shifts(release, heldClaim(), before, free)).toBe(true);
  });

  test("where a claim that is there takes more, but not where a new one does: it is the youngest", () => {
    const after = levels({ main: { onHand: 5, held: 7 }, east: { onHand: 2 } });
    expect(shifts(hold(5, { n: 2, after: 1 }), heldClaim(), covered, after)).toBe(true);
    expect(shifts(hold(2), null, covered, after)).toBe(false);
    expect(shifts(hold(2), EMPTY, covered, after)).toBe(false);
  });

  test("where planned units are allocated again, although no figure says so", () => {
    const unplan: Step = { kind: "unplan", n: 3, after: 2, shipment: "S-1", ...TOLD };
    expect(shifts(unplan, allocatedClaim(), covered, covered)).toBe(true);
    expect(shifts(plan(1), allocatedClaim(), covered, covered)).toBe(false);
  });
});

/** An order's claim, `since` after the first; its channel has main, then east. */
function order(id: string, since: number, shares: Share[], set: Partial<AllocatedClaim> = {}): AllocatedClaim {
  return allocatedClaim({ id, order: `O-${id}`, since: NOW + since, channel: BOTH, shares, ...set });
}

const LINE = { kind: "move", figure: "allocated", reason: null, note: null, actor: "onhand" } as const;

describe("rebalancing", () => {
  test("moves what waits to where goods are free, with a pair of lines for an order", () => {
    const waiting = order("a", 0, [share("main", { allocated: 5 })], { backordered: 3 });
    const here = levels({ main: { onHand: 2, allocated: 5 }, east: { onHand: 10, allocated: 1 } });
    expect(rebalance(here, [waiting], "onhand")).toEqual({
      levels: levels({ main: { onHand: 2, allocated: 2 }, east: { onHand: 10, allocated: 4 } }),
      claims: [
        { ...waiting, shares: [share("main", { allocated: 2 }), share("east", { allocated: 3 })], backordered: 0 },
      ],
      entries: [
        { ...LINE, warehouse: "main", change: -3, after: 2, order: "O-a", document: "O-a" },
        { ...LINE, warehouse: "east", change: 3, after: 4, order: "O-a", document: "O-a" },
      ],
    });
  });

  test("serves the oldest first, and each line says the figure after it", () => {
    const old = order("old", 0, [share("main", { allocated: 4 })], { backordered: 4 });
    const young = order("young", 1, [share("main", { allocated: 4 })], { backordered: 4 });
    const here = levels({ main: { allocated: 8 }, east: { onHand: 6 } });
    const result = rebalance(here, [old, young], "onhand");
    expect(result.levels).toEqual(levels({ main: { allocated: 2 }, east: { onHand: 6, allocated: 6 } }));
    expect(result.claims.map(({ id, shares, backordered }) => [id, shares, backordered])).toEqual([
      ["old", [share("east", { allocated: 4 })], 0],
      ["young", [share("main", { allocated: 2 }), share("east", { allocated: 2 })], 2],
    ]);
    expect(result.entries.map(({ warehouse, change, after, order: of }) => [of, warehouse, change, after])).toEqual([
      ["O-old", "main", -4, 4],
      ["O-old", "east", 4, 4],
      ["O-young", "main", -2, 2],
      ["O-young", "east", 2, 6],
    ]);
  });

  test("takes what is free in the order of the claim's channel, until nothing is missing", () => {
    const channel = { code: "three", warehouses: ["main", "west", "east"] };
    const waiting = order("a", 0, [share("main", { allocated: 9 })], { channel });
    const here = levels({ main: { onHand: 1, allocated: 9 }, east: { onHand: 50 }, west: { onHand: 3 } });
    expect(rebalance(here, [waiting], "onhand").claims[0]?.shares).toEqual([
      share("main", { allocated: 1 }),
      share("west", { allocated: 3 }),
      share("east", { allocated: 5 }),
    ]);
  });

  test("adds to what the claim has there already", () => {
    const waiting = order("a", 0, [share("main", { allocated: 3 }), share("east", { allocated: 2, planned: 1 })]);
    const here = levels({ main: { allocated: 3 }, east: { onHand: 9, allocated: 2, planned: 1 } });
    expect(rebalance(here, [waiting], "onhand").claims[0]?.shares).toEqual([
      share("east", { allocated: 5, planned: 1 }),
    ]);
  });

  test("leaves a claim where it is whose channel does not name the warehouse", () => {
    const webOnly = order("web", 0, [share("main", { allocated: 3 })], { channel: WEB });
    const both = order("both", 1, [share("main", { allocated: 3 })]);
    const here = levels({ main: { allocated: 6 }, east: { onHand: 3 } });
    expect(rebalance(here, [webOnly, both], "onhand").claims.map(({ id }) => id)).toEqual(["both"]);
  });

  test("never moves anything to a warehouse that is closed, but away from one", () => {
    const waiting = order("a", 0, [share("main", { allocated: 3 })]);
    const here = levels({ main: { allocated: 3 }, east: { onHand: 3 } });
    expect(rebalance(here, [waiting], "onhand", ["east"])).toEqual({ levels: here, claims: [], entries: [] });
    expect(rebalance(here, [waiting], "onhand", ["main"]).claims[0]?.shares).toEqual([share("east", { allocated: 3 })]);
  });

  test("moves held units without a line, and knows them to be covered", () => {
    const waiting = heldClaim({ channel: BOTH, shares: [share("main", { held: 5 })], backordered: 3 });
    const here = levels({ main: { onHand: 2, held: 5 }, east: { onHand: 2 } });
    expect(rebalance(here, [waiting], "onhand")).toEqual({
      levels: levels({ main: { onHand: 2, held: 3 }, east: { onHand: 2, held: 2 } }),
      claims: [{ ...waiting, shares: [share("main", { held: 3 }), share("east", { held: 2 })], backordered: 1 }],
      entries: [],
    });
  });

  test("never moves planned units, although a younger claim has them", () => {
    const old = order("old", 0, [share("main", { allocated: 2 })]);
    const young = order("young", 1, [share("main", { planned: 2 })]);
    const here = levels({ main: { onHand: 2, allocated: 2, planned: 2 }, east: { onHand: 9 } });
    const result = rebalance(here, [old, young], "onhand");
    expect(result.claims).toEqual([{ ...old, shares: [share("east", { allocated: 2 })] }]);
    expect(result.levels).toEqual(levels({ main: { onHand: 2, planned: 2 }, east: { onHand: 9, allocated: 2 } }));
  });

  test("changes nothing where nothing is missing", () => {
    const covered = order("a", 0, [share("main", { allocated: 3 })]);
    const here = levels({ main: { onHand: 3, allocated: 3 }, east: { onHand: 9 } });
    expect(rebalance(here, [covered], "onhand")).toEqual({ levels: here, claims: [], entries: [] });
  });

  test("leaves what it was given as it is", () => {
    const waiting = order("a", 0, [share("main", { allocated: 3 })]);
    const here = levels({ main: { allocated: 3 }, east: { onHand: 3 } });
    rebalance(here, [waiting], "onhand");
    expect(waiting.shares).toEqual([share("main", { allocated: 3 })]);
    expect(here).toEqual(levels({ main: { allocated: 3 }, east: { onHand: 3 } }));
  });
});

describe("units that move from one warehouse to another", () => {
  const shares = [share("main", { held: 2, allocated: 3, planned: 4 }), share("east", { allocated: 1 })];

  test.each([
    [1, { held: 1, allocated: 3, planned: 4 }, { held: 1, allocated: 1 }],
    [2, { allocated: 3, planned: 4 }, { held: 2, allocated: 1 }],
    [4, { allocated: 1, planned: 4 }, { held: 2, allocated: 3 }],
    [9, { planned: 4 }, { held: 2, allocated: 4 }],
  ])("%d of them: held before allocated, never planned", (units, main, east) => {
    expect(moveUnits(shares, "main", "east", units)).toEqual([share("main", main), share("east", east)]);
  });

  test("are held ones no further than they may be", () => {
    expect(moveUnits(shares, "main", "east", 2, 0)).toEqual([
      share("main", { held: 2, allocated: 1, planned: 4 }),
      share("east", { allocated: 3 }),
    ]);
  });

  test("leave a warehouse that has none any more, and come last to a new one", () => {
    expect(moveUnits(shares, "east", "west", 1)).toEqual([shares[0], share("west", { allocated: 1 })]);
    expect(moveUnits([share("main", { held: 1 })], "main", "east", 1)).toEqual([share("east", { held: 1 })]);
  });

  test("of a warehouse that the claim has nothing at are none", () => {
    expect(moveUnits(shares, "west", "east", 3)).toEqual(shares);
  });

  test("are told of with the figures after them, as far as they are allocated", () => {
    const claim = order("a", 0, [...shares]);
    const here = levels({ main: { allocated: 7 }, east: { allocated: 12 } });
    const lines = (units: number) =>
      movedEntries(claim, moveUnits(shares, "main", "east", units), "main", "east", here, "ann");
    expect(lines(2)).toEqual([]);
    expect(lines(4)).toEqual([
      { ...LINE, actor: "ann", warehouse: "main", change: -2, after: 7, order: "O-a", document: "O-a" },
      { ...LINE, actor: "ann", warehouse: "east", change: 2, after: 12, order: "O-a", document: "O-a" },
    ]);
  });
});
