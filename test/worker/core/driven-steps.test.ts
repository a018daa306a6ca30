import { describe, expect, test } from "vitest";
import type { DrivenStep } from "../../../worker/core/step.ts";
import { allocatedClaim, heldClaim, levels, MINUTE, NOW, share, WEB } from "./given.ts";
import { apply, changed, done, drivenSteps, EMPTY, ENDED, endsClaim, hold, stepTitle } from "./step-given.ts";

describe("a decrease", () => {
  const decrease = (units: number): DrivenStep => ({ kind: "decrease", n: 2, after: 1, units });
  const here = levels({ main: { onHand: 10, held: 9 }, east: { onHand: 5, held: 4 } });
  const claim = heldClaim({ shares: [share("main", { held: 5 }), share("east", { held: 4 })] });

  test("gives back the newest units first", () => {
    const result = changed(apply(claim, decrease(3), { levels: here }));
    expect(result.answer).toEqual(done(3));
    expect(result.claim).toEqual({ ...claim, step: 2, shares: [share("main", { held: 3 })] });
    expect(result.levels).toEqual(levels({ main: { onHand: 10, held: 7 }, east: { onHand: 5 } }));
  });

  test("to what it has, or more, gives back nothing", () => {
    for (const units of [9, 12]) {
      const result = changed(apply(claim, decrease(units), { levels: here }));
      expect(result.answer).toEqual(done(9));
      expect(result.levels).toEqual(here);
      expect(result.claim.step).toBe(2);
    }
  });

  test("to nothing leaves an empty claim", () => {
    const result = changed(apply(claim, decrease(0), { levels: here }));
    expect(result.answer).toEqual(done(0, { shipsFrom: null }));
    expect(result.claim).toEqual({ phase: "empty", id: "r1", step: 2 });
    expect(result.levels).toEqual(levels({ main: { onHand: 10, held: 4 }, east: { onHand: 5 } }));
  });

  test("learns anew how much is backordered", () => {
    const result = changed(
      apply(heldClaim({ ...claim, backordered: 4 }), decrease(8), {
        levels: here,
        uncoveredOf: () => new Map([["main", 1]]),
      }),
    );
    expect(result.answer).toMatchObject({ units: 8, backordered: 1 });
    expect(result.claim).toMatchObject({ backordered: 1 });
  });
});

describe("an extension", () => {
  const extend: DrivenStep = { kind: "extend", n: 2, after: 1, expiresAt: NOW + 99 * MINUTE };

  test("moves the expiry and nothing else, also of a hold that looks overdue here", () => {
    const here = levels({ main: { onHand: 10, held: 3 } });
    for (const expiresAt of [NOW + MINUTE, NOW - 1]) {
      const claim = heldClaim({ expiresAt, backordered: 1 });
      const result = changed(apply(claim, extend, { levels: here }));
      expect(result.claim).toEqual({ ...claim, step: 2, expiresAt: NOW + 99 * MINUTE });
      expect(result.levels).toEqual(here);
      expect(result.answer).toEqual(done(3, { backordered: 1 }));
    }
  });
});

describe("a release", () => {
  const release: DrivenStep = { kind: "release", n: 2, after: 1 };

  test("gives everything back and ends the claim", () => {
    const here = levels({ main: { onHand: 10, held: 5 } });
    const result = changed(apply(heldClaim(), release, { levels: here }));
    expect(result.answer).toEqual(done(0, { shipsFrom: null }));
    expect(result.claim).toEqual({ phase: "ended", id: "r1", step: 2, endedAt: NOW });
    expect(result.levels).toEqual(levels({ main: { onHand: 10, held: 2 } }));
    expect(result.entries).toEqual([]);
  });

  test("of a hold that never came ends the claim, so that the hold finds it ended", () => {
    const early = changed(apply(null, { ...release, after: 0 }));
    expect(early.claim).toEqual({ phase: "ended", id: "r1", step: 2, endedAt: NOW });
    const late = apply(early.claim, hold(4));
    expect(late).toEqual({ change: "none", answer: { outcome: "ended" }, wantsStock: false });
  });
});

describe("an allocation", () => {
  const allocate: DrivenStep = { kind: "allocate", n: 2, after: 1, order: "O-1", actor: "shop" };
  const here = levels({ main: { onHand: 10, held: 9, allocated: 1 }, east: { onHand: 5, held: 2 } });
  const claim = heldClaim({ shares: [share("main", { held: 6 }), share("east", { held: 2 })] });

  test("turns held units into allocated ones where they are, with a ledger line each", () => {
    const result = changed(apply(claim, allocate, { levels: here }));
    expect(result.answer).toEqual(done(8));
    expect(result.claim).toEqual({
      phase: "allocated",
      id: "r1",
      step: 2,
      channel: WEB,
      shares: [share("main", { allocated: 6 }), share("east", { allocated: 2 })],
      since: NOW - MINUTE,
      backordered: 0,
      order: "O-1",
      shipments: [],
    });
    expect(result.levels).toEqual(
      levels({ main: { onHand: 10, held: 3, allocated: 7 }, east: { onHand: 5, allocated: 2 } }),
    );
    const line = {
      kind: "allocate",
      figure: "allocated",
      reason: null,
      note: null,
      order: "O-1",
      document: "O-1",
      actor: "shop",
    };
    expect(result.entries).toEqual([
      { ...line, warehouse: "main", change: 6, after: 7 },
      { ...line, warehouse: "east", change: 2, after: 2 },
    ]);
  });

  test("is done although the hold looks overdue here: its slot has decided", () => {
    const overdue = heldClaim({ expiresAt: NOW - 1 });
    expect(changed(apply(overdue, allocate, { levels: here })).claim).toMatchObject({ phase: "allocated" });
  });

  test("is done although more is promised than is there, and says what is backordered", () => {
    const beyond = levels({ main: { onHand: 1, held: 9 } });
    const result = changed(apply(heldClaim(), allocate, { levels: beyond, uncoveredOf: () => new Map([["main", 2]]) }));
    expect(result.answer).toMatchObject({ units: 3, backordered: 2 });
    expect(result.claim).toMatchObject({ backordered: 2 });
  });
});

describe("a cancellation", () => {
  const note = "changed her mind";
  const cancelTo = (units: number): DrivenStep => ({
    kind: "cancel",
    n: 3,
    after: 2,
    units,
    ends: false,
    actor: "shop",
    note,
  });
  const ending: DrivenStep = { kind: "cancel", n: 3, after: 2, units: 0, ends: true, actor: "shop", note };
  const line = {
    kind: "cancel",
    figure: "allocated",
    reason: null,
    note,
    order: "O-1",
    document: "O-1",
    actor: "shop",
  };
  const here = levels({ main: { onHand: 10, allocated: 7 }, east: { onHand: 5, allocated: 2, planned: 3 } });
  const claim = allocatedClaim({
    shares: [share("main", { allocated: 6 }), share("east", { allocated: 2, planned: 3 })],
    shipments: [{ id: "S-1", units: [{ warehouse: "east", units: 3 }] }],
  });

  test("of some units gives the newest back first, with a ledger line for each warehouse", () => {
    const result = changed(apply(claim, cancelTo(7), { levels: here }));
    // 11 became 7: 2 at east, 2 at main. What is planned stays.
    expect(result.answer).toEqual(done(7));
    expect(result.claim).toEqual({
      ...claim,
      step: 3,
      shares: [share("main", { allocated: 4 }), share("east", { planned: 3 })],
    });
    expect(result.levels).toEqual(levels({ main: { onHand: 10, allocated: 5 }, east: { onHand: 5, planned: 3 } }));
    expect(result.entries).toEqual([
      { ...line, warehouse: "main", change: -2, after: 5 },
      { ...line, warehouse: "east", change: -2, after: 0 },
    ]);
  });

  test("states what is left, so that it takes nothing from a claim that has no more", () => {
    for (const units of [11, 12]) {
      const result = changed(apply(claim, cancelTo(units), { levels: here }));
      expect(result.claim).toEqual({ ...claim, step: 3 });
      expect(result.levels).toEqual(here);
      expect(result.entries).toEqual([]);
    }
  });

  test("of all units without an end leaves a claim that can have units again", () => {
    const all = allocatedClaim({ shares: [share("main", { allocated: 3 })] });
    const result = changed(apply(all, cancelTo(0), { levels: levels({ main: { onHand: 3, allocated: 3 } }) }));
    expect(result.claim).toEqual({ ...all, step: 3, shares: [] });
    expect(result.answer).toEqual(done(0, { shipsFrom: null }));
    const again = changed(apply(result.claim, hold(2, { n: 4, after: 3 }), { levels: result.levels }));
    expect(again.claim).toMatchObject({ phase: "allocated", shares: [share("main", { held: 2 })] });
  });

  test("says anew how much is backordered", () => {
    const facts = { levels: here, uncoveredOf: () => new Map([["main", 3]]) };
    expect(apply(claim, cancelTo(7), facts).answer).toEqual(done(7, { backordered: 3 }));
  });

  test("that ends the claim gives all of them back", () => {
    const all = allocatedClaim({ shares: [share("main", { allocated: 6 }), share("east", { allocated: 2 })] });
    const result = changed(apply(all, ending, { levels: here }));
    expect(result.answer).toEqual(done(0, { shipsFrom: null }));
    expect(result.claim).toEqual({ phase: "ended", id: "r1", step: 3, endedAt: NOW });
    expect(result.levels).toEqual(levels({ main: { onHand: 10, allocated: 1 }, east: { onHand: 5, planned: 3 } }));
    expect(result.entries).toEqual([
      { ...line, warehouse: "main", change: -6, after: 1 },
      { ...line, warehouse: "east", change: -2, after: 0 },
    ]);
  });

  test("ends a claim that was never allocated, without a ledger line", () => {
    const held = levels({ main: { onHand: 10, held: 3 } });
    const result = changed(apply(heldClaim({ step: 2 }), ending, { levels: held }));
    expect(result.levels).toEqual(levels({ main: { onHand: 10 } }));
    expect(result.entries).toEqual([]);
    for (const none of [null, { ...EMPTY, step: 2 }]) {
      expect(changed(apply(none, { ...ending, after: 0 })).claim).toMatchObject({ phase: "ended", step: 3 });
    }
  });
});

describe("a driven step can always be applied", () => {
  const full = { openHolds: 20_000, openHoldsOf: () => 20, levels: levels({ main: { onHand: 0, held: 3 } }) };
  const closed = { policy: { sku: { published: false, outOfStockThreshold: 9_999 } } };

  test.each(drivenSteps(1).map((step) => [stepTitle(step), step] as const))(
    "%s, whatever bounds and settings say",
    (_, step) => {
      const result = apply(heldClaim(), step, { ...full, ...closed });
      expect(result).toMatchObject({ change: "claim", answer: { outcome: "done" }, claim: { step: 2 } });
    },
  );

  test.each(drivenSteps(3).map((step) => [stepTitle(step), step] as const))(
    "%s on an empty claim takes its number",
    (_, step) => {
      const result = changed(apply(EMPTY, step));
      expect(result.claim).toMatchObject({ phase: endsClaim(step) ? "ended" : "empty", step: 4 });
      expect(result.levels).toEqual(levels({ main: { onHand: 10 } }));
      expect(result.entries).toEqual([]);
      expect(result.answer).toEqual(done(0, { shipsFrom: null }));
    },
  );

  test.each(drivenSteps(0).map((step) => [stepTitle(step), step] as const))(
    "%s before anything was held leaves a mark that the late hold finds",
    (_, step) => {
      const late = { ...step, n: 2, after: 0 };
      const result = changed(apply(null, late));
      expect(result.claim).toMatchObject({ phase: endsClaim(step) ? "ended" : "empty", id: "r1", step: 2 });
      expect(result.levels).toEqual(levels({ main: { onHand: 10 } }));
      expect(apply(result.claim, hold(4))).toEqual({
        change: "none",
        answer: endsClaim(step) ? { outcome: "ended" } : done(0, { shipsFrom: null }),
        wantsStock: false,
      });
    },
  );

  test.each(
    drivenSteps(2)
      .filter((step) => !endsClaim(step) && step.kind !== "cancel")
      .map((step) => [stepTitle(step), step] as const),
  )("%s only takes its number on an order's claim that gives it nothing to do", (_, step) => {
    const here = levels({ main: { onHand: 10, allocated: 3 } });
    const result = changed(apply(allocatedClaim(), step, { levels: here }));
    expect(result.claim).toEqual(allocatedClaim({ step: 3 }));
    expect(result.levels).toEqual(here);
    expect(result.answer).toEqual(done(3));
    expect(result.entries).toEqual([]);
  });

  test.each(drivenSteps(4).map((step) => [stepTitle(step), step] as const))(
    "%s after the end changes nothing",
    (_, step) => {
      expect(apply(ENDED, step)).toEqual({ change: "none", answer: done(0, { shipsFrom: null }), wantsStock: false });
    },
  );
});
