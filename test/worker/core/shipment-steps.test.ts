import { describe, expect, test } from "vitest";
import type { AllocatedClaim } from "../../../worker/core/claim.ts";
import type { DrivenStep } from "../../../worker/core/step.ts";
import type { StepFacts, StepResult } from "../../../worker/core/step-facts.ts";
import { allocatedClaim, BOTH, heldClaim, levels, MINUTE, NOW, share } from "./given.ts";
import { apply, besides, changed, done, EMPTY, ENDED, hold, plan, TOLD } from "./step-given.ts";

/** An order's claim: five units at main, three at east, which came last. */
const CLAIM: AllocatedClaim = allocatedClaim({
  channel: BOTH,
  shares: [share("main", { allocated: 5 }), share("east", { allocated: 3 })],
});
const OLDER = { since: NOW - 5 * MINUTE };
const YOUNGER = { since: NOW };

type Steps = Parameters<typeof apply>[1];

/** One step on the claim, with goods going to the oldest as they do. */
function on(claim: AllocatedClaim, step: Steps, set: Partial<StepFacts>): StepResult {
  return apply(claim, step, { ...besides(), ...set });
}

/** Why a plan was refused: what could have been planned. */
function availableTo(result: StepResult): unknown {
  expect(result.change).toBe("none");
  return result.answer.outcome === "refused" ? result.answer.refusal : result.answer;
}

function tooFew(requested: number, available: number) {
  return { reason: "insufficient_on_hand", requested, available };
}

describe("planning a shipment from where the claim has its units", () => {
  const here = levels({ main: { onHand: 10, allocated: 5 }, east: { onHand: 3, allocated: 3 } });

  test("takes them in the order of its warehouses, says where, and writes a line for each", () => {
    const result = changed(on(CLAIM, plan(6, { note: "by van" }), { levels: here }));
    const taken = [
      { warehouse: "main", units: 5 },
      { warehouse: "east", units: 1 },
    ];
    expect(result.answer).toEqual({ ...done(8), taken });
    expect(result.claim).toEqual({
      ...CLAIM,
      step: 3,
      shares: [share("main", { planned: 5 }), share("east", { allocated: 2, planned: 1 })],
      shipments: [{ id: "S-1", units: taken }],
    });
    expect(result.levels).toEqual(
      levels({ main: { onHand: 10, planned: 5 }, east: { onHand: 3, allocated: 2, planned: 1 } }),
    );
    const line = {
      kind: "plan",
      figure: "planned",
      reason: null,
      note: "by van",
      order: "O-1",
      document: "S-1",
      actor: "shop",
    };
    expect(result.entries).toEqual([
      { ...line, warehouse: "main", change: 5, after: 5 },
      { ...line, warehouse: "east", change: 1, after: 1 },
    ]);
  });

  test("takes no more than is allocated, and says how many that are", () => {
    expect(changed(on(CLAIM, plan(8), { levels: here })).answer).toMatchObject({ outcome: "done" });
    expect(on(CLAIM, plan(9), { levels: here })).toEqual({
      change: "none",
      answer: { outcome: "refused", refusal: tooFew(9, 8) },
      wantsStock: false,
    });
  });

  test("takes only units for which goods are there", () => {
    const short = levels({ main: { onHand: 2, allocated: 5 }, east: { onHand: 3, allocated: 3 } });
    expect(changed(on(CLAIM, plan(5), { levels: short })).answer).toEqual({
      ...done(8, { backordered: 3 }),
      taken: [
        { warehouse: "main", units: 2 },
        { warehouse: "east", units: 3 },
      ],
    });
    expect(availableTo(on(CLAIM, plan(6), { levels: short }))).toEqual(tooFew(6, 5));
  });

  test("leaves out a warehouse that has nothing for it", () => {
    const none = levels({ main: { allocated: 5 }, east: { onHand: 3, allocated: 3 } });
    expect(changed(on(CLAIM, plan(2), { levels: none })).answer).toMatchObject({
      taken: [{ warehouse: "east", units: 2 }],
    });
  });

  test("never takes what covers an older claim, a hold included", () => {
    const older = heldClaim({ id: "older", ...OLDER, shares: [share("main", { held: 4 })] });
    const shared = levels({ main: { onHand: 6, held: 4, allocated: 5 }, east: { onHand: 3, allocated: 3 } });
    // main: 4 of 6 are the older claim's, so 2 are left; east: 3.
    expect(availableTo(on(CLAIM, plan(6), { levels: shared, ...besides(older) }))).toEqual(tooFew(6, 5));
    const younger = { ...older, ...YOUNGER };
    expect(changed(on(CLAIM, plan(6), { levels: shared, ...besides(younger) })).answer).toMatchObject({
      outcome: "done",
    });
  });

  test("never takes what is on another shipment, a younger claim's included", () => {
    const younger = allocatedClaim({ id: "younger", ...YOUNGER, shares: [share("main", { planned: 3 })] });
    const shared = levels({ main: { onHand: 6, allocated: 5, planned: 3 }, east: { onHand: 3, allocated: 3 } });
    expect(availableTo(on(CLAIM, plan(7), { levels: shared, ...besides(younger) }))).toEqual(tooFew(7, 6));
  });

  test("leaves held units of an increase that is not decided alone: they are covered last", () => {
    const claim = allocatedClaim({ shares: [share("main", { held: 2, allocated: 3 })] });
    const four = levels({ main: { onHand: 4, held: 2, allocated: 3 } });
    const result = changed(on(claim, plan(3), { levels: four }));
    expect(result.claim).toMatchObject({ shares: [share("main", { held: 2, planned: 3 })] });
    expect(result.answer).toMatchObject({ backordered: 1 });
    expect(availableTo(on(claim, plan(4), { levels: four }))).toEqual(tooFew(4, 3));
  });

  test("goes on with what a shipment before it has left", () => {
    const first = changed(on(CLAIM, plan(5), { levels: here }));
    const second = changed(
      apply(first.claim, plan(2, { n: 4, after: 3, shipment: "S-2" }), { levels: first.levels, ...besides() }),
    );
    expect(second.claim).toMatchObject({
      shares: [share("main", { planned: 5 }), share("east", { allocated: 1, planned: 2 })],
      shipments: [
        { id: "S-1", units: [{ warehouse: "main", units: 5 }] },
        { id: "S-2", units: [{ warehouse: "east", units: 2 }] },
      ],
    });
  });
});

describe("planning a shipment from one warehouse", () => {
  const move = {
    kind: "move",
    figure: "allocated",
    reason: null,
    note: null,
    order: "O-1",
    document: "O-1",
    actor: "shop",
  };
  const planned = { ...move, kind: "plan", figure: "planned", document: "S-1" };

  test("takes the claim's own units there and moves nothing when they are enough", () => {
    const here = levels({ main: { onHand: 5, allocated: 5 }, east: { onHand: 3, allocated: 3 } });
    const result = changed(on(CLAIM, plan(3, { warehouse: "east" }), { levels: here }));
    expect(result.claim).toMatchObject({ shares: [share("main", { allocated: 5 }), share("east", { planned: 3 })] });
    expect(result.entries).toEqual([{ ...planned, warehouse: "east", change: 3, after: 3 }]);
    expect(result.answer).toEqual({ ...done(8), taken: [{ warehouse: "east", units: 3 }] });
  });

  test("takes what is free there beside, and moves the claim in the same step", () => {
    const here = levels({ main: { onHand: 5, allocated: 5 }, east: { onHand: 10, allocated: 3 } });
    const result = changed(on(CLAIM, plan(5, { warehouse: "east" }), { levels: here }));
    expect(result.claim).toEqual({
      ...CLAIM,
      step: 3,
      shares: [share("main", { allocated: 3 }), share("east", { planned: 5 })],
      shipments: [{ id: "S-1", units: [{ warehouse: "east", units: 5 }] }],
    });
    expect(result.levels).toEqual(levels({ main: { onHand: 5, allocated: 3 }, east: { onHand: 10, planned: 5 } }));
    expect(result.entries).toEqual([
      { ...move, warehouse: "main", change: -2, after: 3 },
      { ...move, warehouse: "east", change: 2, after: 5 },
      { ...planned, warehouse: "east", change: 5, after: 5 },
    ]);
  });

  test("moves the newest units first, also to a warehouse that its channel does not name", () => {
    const here = levels({
      main: { onHand: 5, allocated: 5 },
      east: { onHand: 3, allocated: 3 },
      west: { onHand: 4 },
    });
    const result = changed(on(CLAIM, plan(4, { warehouse: "west" }), { levels: here }));
    expect(result.claim).toMatchObject({ shares: [share("main", { allocated: 4 }), share("west", { planned: 4 })] });
    expect(result.levels).toEqual(
      levels({ main: { onHand: 5, allocated: 4 }, east: { onHand: 3 }, west: { onHand: 4, planned: 4 } }),
    );
    expect(result.entries).toEqual([
      { ...move, warehouse: "east", change: -3, after: 0 },
      { ...move, warehouse: "west", change: 3, after: 3 },
      { ...move, warehouse: "main", change: -1, after: 4 },
      { ...move, warehouse: "west", change: 1, after: 4 },
      { ...planned, warehouse: "west", change: 4, after: 4 },
    ]);
  });

  test("moves units that goods are missing for before all others", () => {
    // Two of five at main have no goods.
    const here = levels({
      main: { onHand: 3, allocated: 5 },
      east: { onHand: 3, allocated: 3 },
      west: { onHand: 4 },
    });
    const result = changed(on(CLAIM, plan(3, { warehouse: "west" }), { levels: here }));
    expect(result.claim).toMatchObject({
      shares: [share("main", { allocated: 3 }), share("east", { allocated: 2 }), share("west", { planned: 3 })],
      backordered: 0,
    });
  });

  test("moves allocated units and leaves held ones of an increase that is not decided where they are", () => {
    const claim = allocatedClaim({ shares: [share("main", { held: 2, allocated: 3 })] });
    const here = levels({ main: { onHand: 5, held: 2, allocated: 3 }, west: { onHand: 5 } });
    const result = changed(on(claim, plan(3, { warehouse: "west" }), { levels: here }));
    expect(result.claim).toMatchObject({ shares: [share("main", { held: 2 }), share("west", { planned: 3 })] });
    expect(result.levels).toEqual(levels({ main: { onHand: 5, held: 2 }, west: { onHand: 5, planned: 3 } }));
  });

  test.each<[string, number, Parameters<typeof levels>[0], number]>([
    ["its own there and what is free", 8, { main: { onHand: 5, allocated: 5 }, east: { onHand: 7, allocated: 3 } }, 7],
    [
      "all it has, however much is free",
      9,
      { main: { onHand: 5, allocated: 5 }, east: { onHand: 90, allocated: 3 } },
      8,
    ],
    [
      "its own that goods are there for",
      3,
      { main: { onHand: 5, allocated: 5 }, east: { onHand: 2, allocated: 3 } },
      2,
    ],
    ["nothing at a warehouse that was never heard of", 1, { main: { onHand: 5, allocated: 5 } }, 0],
  ])("is refused with the figure: %s", (_, units, here, available) => {
    const warehouse = "east" in here ? "east" : "moon";
    expect(availableTo(on(CLAIM, plan(units, { warehouse }), { levels: levels(here) }))).toEqual(
      tooFew(units, available),
    );
  });

  test("never takes what covers an older claim there", () => {
    const older = heldClaim({ id: "older", ...OLDER, shares: [share("east", { held: 4 })] });
    const shared = levels({ main: { onHand: 5, allocated: 5 }, east: { onHand: 5, held: 4, allocated: 3 } });
    // Four of five are the older claim's: one is left for the three.
    const step = (units: number) => plan(units, { warehouse: "east" });
    expect(availableTo(on(CLAIM, step(2), { levels: shared, ...besides(older) }))).toEqual(tooFew(2, 1));
    expect(changed(on(CLAIM, step(1), { levels: shared, ...besides(older) })).answer).toMatchObject({
      taken: [{ warehouse: "east", units: 1 }],
    });
  });

  test("asks what became of old holds where these may have what it wants", () => {
    const older = heldClaim({ id: "older", ...OLDER, shares: [share("main", { held: 5 })] });
    const taken = levels({ main: { onHand: 5, held: 5, allocated: 5 }, east: { onHand: 3, allocated: 3 } });
    expect(on(CLAIM, plan(4), { levels: taken, ...besides(older) })).toMatchObject({ wantsStock: true });
    const held = levels({ main: { onHand: 8, allocated: 8 }, east: { onHand: 5, held: 5 } });
    const claim = allocatedClaim({ shares: [share("main", { allocated: 8 })] });
    expect(on(claim, plan(1, { warehouse: "east" }), { levels: held })).toMatchObject({ wantsStock: true });
  });

  test("takes nothing that is free at a warehouse that is closed, but its own", () => {
    const here = levels({ main: { onHand: 5, allocated: 5 }, east: { onHand: 10, allocated: 3 } });
    const facts = { levels: here, closed: ["east"] };
    expect(changed(on(CLAIM, plan(3, { warehouse: "east" }), facts)).answer).toMatchObject({ outcome: "done" });
    expect(availableTo(on(CLAIM, plan(4, { warehouse: "east" }), facts))).toEqual(tooFew(4, 3));
  });
});

describe("a plan that comes again, or where it cannot be", () => {
  const here = levels({ main: { onHand: 10, allocated: 5 }, east: { onHand: 3, allocated: 3 } });
  const first = changed(on(CLAIM, plan(5), { levels: here }));
  const taken = [{ warehouse: "main", units: 5 }];

  test("is answered the same, although nothing could be planned by now", () => {
    expect(apply(first.claim, plan(5), { levels: levels({}) })).toEqual({
      change: "none",
      answer: { ...done(8), taken },
      wantsStock: false,
    });
  });

  test("under a new number is that shipment still, and takes its number, so that the next step finds it", () => {
    const again = changed(apply(first.claim, plan(2, { n: 5, after: 3 }), { levels: first.levels, ...besides() }));
    expect(again.answer).toEqual({ ...done(8), taken });
    expect(again.claim).toEqual({ ...first.claim, step: 5 });
    expect(again.levels).toEqual(first.levels);
    expect(again.entries).toEqual([]);
  });

  test("after it was taken back plans nothing", () => {
    const unplan: DrivenStep = { kind: "unplan", n: 4, after: 2, shipment: "S-1", ...TOLD };
    const back = changed(apply(first.claim, unplan, { levels: first.levels, ...besides() }));
    expect(apply(back.claim, plan(5), { levels: back.levels })).toEqual({
      change: "none",
      answer: { ...done(8), taken: [] },
      wantsStock: false,
    });
  });

  test("with something missing before it asks for that", () => {
    expect(apply(CLAIM, plan(1, { n: 4, after: 3 })).answer).toEqual({ outcome: "behind", next: 3 });
  });

  test("finds nothing to plan on a claim that is no order's", () => {
    const refused = { change: "none", answer: { outcome: "refused", refusal: tooFew(1, 0) }, wantsStock: false };
    expect(apply(heldClaim({ step: 2 }), plan(1))).toEqual(refused);
    expect(apply({ ...EMPTY, step: 2 }, plan(1))).toEqual(refused);
    expect(apply(null, plan(1, { n: 1, after: 0 }))).toEqual(refused);
    expect(apply(ENDED, plan(1, { n: 5, after: 4 })).answer).toEqual({ outcome: "ended" });
  });
});

/** Five units at main and one at east are on S-1, one at east on S-2; one at east is on none. */
const PLANNED: AllocatedClaim = allocatedClaim({
  step: 4,
  channel: BOTH,
  shares: [share("main", { planned: 5 }), share("east", { allocated: 1, planned: 2 })],
  shipments: [
    {
      id: "S-1",
      units: [
        { warehouse: "main", units: 5 },
        { warehouse: "east", units: 1 },
      ],
    },
    { id: "S-2", units: [{ warehouse: "east", units: 1 }] },
  ],
});
const PLANNED_LEVELS = levels({ main: { onHand: 9, planned: 5 }, east: { onHand: 3, allocated: 1, planned: 2 } });
const PAPER = { reason: null, order: "O-1", document: "S-1", actor: "ann", note: "lost the van" };

describe("taking a shipment back", () => {
  const unplan: DrivenStep = { kind: "unplan", n: 5, after: 4, shipment: "S-1", actor: "ann", note: "lost the van" };

  test("allocates its units again where they were, with a line for each warehouse", () => {
    const result = changed(on(PLANNED, unplan, { levels: PLANNED_LEVELS }));
    expect(result.answer).toEqual(done(8));
    expect(result.claim).toEqual({
      ...PLANNED,
      step: 5,
      shares: [share("main", { allocated: 5 }), share("east", { allocated: 2, planned: 1 })],
      shipments: [{ id: "S-2", units: [{ warehouse: "east", units: 1 }] }],
    });
    expect(result.levels).toEqual(
      levels({ main: { onHand: 9, allocated: 5 }, east: { onHand: 3, allocated: 2, planned: 1 } }),
    );
    const line = { ...PAPER, kind: "unplan", figure: "planned" };
    expect(result.entries).toEqual([
      { ...line, warehouse: "main", change: -5, after: 0 },
      { ...line, warehouse: "east", change: -1, after: 1 },
    ]);
  });

  test("leaves them without goods where an older claim has waited for these", () => {
    const older = allocatedClaim({ id: "older", ...OLDER, shares: [share("main", { allocated: 4 })] });
    const here = levels({
      main: { onHand: 5, allocated: 4, planned: 5 },
      east: { onHand: 3, allocated: 1, planned: 2 },
    });
    const result = changed(on(PLANNED, unplan, { levels: here, ...besides(older) }));
    expect(result.answer).toMatchObject({ units: 8, backordered: 4 });
    expect(result.claim).toMatchObject({ backordered: 4 });
  });

  test("that was never planned only takes its number", () => {
    const result = changed(on(PLANNED, { ...unplan, shipment: "S-9" }, { levels: PLANNED_LEVELS }));
    expect(result.claim).toEqual({ ...PLANNED, step: 5 });
    expect(result.levels).toEqual(PLANNED_LEVELS);
    expect(result.entries).toEqual([]);
  });

  test("comes again and changes nothing", () => {
    const once = changed(on(PLANNED, unplan, { levels: PLANNED_LEVELS }));
    expect(apply(once.claim, unplan, { levels: once.levels })).toEqual({
      change: "none",
      answer: done(8),
      wantsStock: false,
    });
  });
});

describe("shipping", () => {
  const ship = (set: Partial<DrivenStep & { kind: "ship" }> = {}): DrivenStep => ({
    kind: "ship",
    n: 5,
    after: 4,
    shipment: "S-1",
    ends: false,
    actor: "ann",
    note: "lost the van",
    ...set,
  });

  test("takes its units off what is planned and what is on hand, with a line for each warehouse", () => {
    const result = changed(on(PLANNED, ship(), { levels: PLANNED_LEVELS }));
    expect(result.answer).toEqual(done(2, { shipsFrom: "east" }));
    expect(result.claim).toEqual({
      ...PLANNED,
      step: 5,
      shares: [share("east", { allocated: 1, planned: 1 })],
      shipments: [{ id: "S-2", units: [{ warehouse: "east", units: 1 }] }],
    });
    expect(result.levels).toEqual(levels({ main: { onHand: 4 }, east: { onHand: 2, allocated: 1, planned: 1 } }));
    const line = { ...PAPER, kind: "ship", figure: "onHand" };
    expect(result.entries).toEqual([
      { ...line, warehouse: "main", change: -5, after: 4 },
      { ...line, warehouse: "east", change: -1, after: 2 },
    ]);
  });

  test("of what was all that is left keeps the claim until the order is at its end", () => {
    const claim = allocatedClaim({
      step: 4,
      shares: [share("main", { planned: 3 })],
      shipments: [{ id: "S-1", units: [{ warehouse: "main", units: 3 }] }],
    });
    const here = levels({ main: { onHand: 3, planned: 3 } });
    const open = changed(on(claim, ship(), { levels: here }));
    expect(open.claim).toEqual({ ...claim, step: 5, shares: [], shipments: [] });
    const ended = changed(on(claim, ship({ ends: true }), { levels: here }));
    expect(ended.claim).toEqual({ phase: "ended", id: "r1", step: 5, endedAt: NOW });
    expect(ended.answer).toEqual(done(0, { shipsFrom: null }));
    expect(ended.levels).toEqual(levels({ main: {} }));
    expect(ended.entries).toHaveLength(1);
  });

  test("leaves other claims covered as they were", () => {
    const older = allocatedClaim({ id: "older", ...OLDER, shares: [share("main", { allocated: 6 })] });
    const here = levels({
      main: { onHand: 9, allocated: 6, planned: 5 },
      east: { onHand: 3, allocated: 1, planned: 2 },
    });
    const { uncoveredOf } = besides(older, PLANNED);
    expect(uncoveredOf(older, here)).toEqual(new Map([["main", 2]]));
    const result = changed(on(PLANNED, ship(), { levels: here, ...besides(older) }));
    const left = result.claim.phase === "allocated" ? result.claim : PLANNED;
    expect(besides(older, left).uncoveredOf(older, result.levels)).toEqual(new Map([["main", 2]]));
  });

  test("of what was never planned, or was shipped, ships nothing", () => {
    const unheard = changed(on(PLANNED, ship({ shipment: "S-9" }), { levels: PLANNED_LEVELS }));
    expect(unheard.levels).toEqual(PLANNED_LEVELS);
    expect(unheard.claim).toEqual({ ...PLANNED, step: 5 });
    const once = changed(on(PLANNED, ship(), { levels: PLANNED_LEVELS }));
    expect(apply(once.claim, ship(), { levels: once.levels })).toEqual({
      change: "none",
      answer: done(2, { shipsFrom: "east" }),
      wantsStock: false,
    });
    const twice = changed(apply(once.claim, ship({ n: 6, after: 5 }), { levels: once.levels, ...besides() }));
    expect(twice.levels).toEqual(once.levels);
    expect(twice.entries).toEqual([]);
  });

  test("is done although goods are missing for the rest, and says for how much", () => {
    const here = levels({ main: { onHand: 5, planned: 5 }, east: { onHand: 2, allocated: 1, planned: 2 } });
    const result = changed(on(PLANNED, ship(), { levels: here }));
    expect(result.answer).toMatchObject({ units: 2, backordered: 1 });
    expect(result.levels).toEqual(levels({ main: {}, east: { onHand: 1, allocated: 1, planned: 1 } }));
  });
});

test("an order's claim that was shipped in part can have more units", () => {
  const ship: DrivenStep = { kind: "ship", n: 5, after: 4, shipment: "S-1", ends: false, ...TOLD };
  const shipped = changed(on(PLANNED, ship, { levels: PLANNED_LEVELS }));
  const more = hold(4, { n: 6, after: 5, channel: BOTH });
  const held = changed(apply(shipped.claim, more, { levels: shipped.levels, ...besides() }));
  expect(held.claim).toMatchObject({
    phase: "allocated",
    shares: [share("east", { allocated: 1, planned: 1 }), share("main", { held: 2 })],
  });
});
