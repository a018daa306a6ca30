import { describe, expect, test } from "vitest";
import { applyStep, type StepFacts, type StepResult } from "../../../worker/core/apply-step.ts";
import type { Claim } from "../../../worker/core/claim.ts";
import type { Ask } from "../../../worker/core/demand.ts";
import type { DrivenStep, Inquiry, Step, TriedStep } from "../../../worker/core/step.ts";
import { allocatedClaim, ask, BOTH, heldClaim, kitAsk, levels, MINUTE, NOW, share, stepFacts, WEB } from "./given.ts";

const EXPIRES = NOW + 15 * MINUTE;
const EMPTY: Claim = { phase: "empty", id: "r1", step: 3 };
const ENDED: Claim = { phase: "ended", id: "r1", step: 4, endedAt: NOW - 5 };

function hold(units: number, set: Partial<TriedStep> = {}): TriedStep {
  return { kind: "hold", n: 1, after: 0, ask: ask(units), channel: WEB, client: null, expiresAt: EXPIRES, ...set };
}

function apply(claim: Claim | null, step: Step | Inquiry, set: Partial<StepFacts> = {}): StepResult {
  return applyStep("r1", claim, step, stepFacts(set));
}

/** What a step changed; fails when it changed nothing. */
function changed(result: StepResult): StepResult & { change: "claim" } {
  if (result.change === "none") throw new Error(`Nothing changed: ${JSON.stringify(result.answer)}`);
  return result;
}

function done(units: number, set: Partial<{ backordered: number; tracked: boolean; shipsFrom: string | null }> = {}) {
  return { outcome: "done", units, backordered: 0, tracked: true, shipsFrom: "main", ...set };
}

describe("a first hold", () => {
  test("takes its units, and the claim keeps what is fixed with it", () => {
    const result = changed(apply(null, hold(4, { n: 1, client: "c1" })));
    expect(result.answer).toEqual(done(4));
    expect(result.claim).toEqual({
      phase: "held",
      id: "r1",
      step: 1,
      channel: WEB,
      client: "c1",
      shares: [share("main", { held: 4 })],
      since: NOW,
      expiresAt: EXPIRES,
      backordered: 0,
    });
    expect(result.levels).toEqual(levels({ main: { onHand: 10, held: 4 } }));
    expect(result.entries).toEqual([]);
  });

  test("takes them from the channel's warehouses in order: 13 of 10 and 15 are 10 and 3", () => {
    const here = levels({ main: { onHand: 10 }, east: { onHand: 15 } });
    const result = changed(apply(null, hold(13, { channel: BOTH }), { levels: here }));
    expect(result.levels).toEqual(levels({ main: { onHand: 10, held: 10 }, east: { onHand: 15, held: 3 } }));
  });

  test("says how many of its units are backordered: the newest goes without", () => {
    const here = levels({ main: { onHand: 10, held: 8 } });
    const result = changed(apply(null, hold(5), { levels: here, policy: { sku: { backorders: "allow" } } }));
    expect(result.answer).toEqual(done(5, { backordered: 3 }));
    expect(result.claim).toMatchObject({ backordered: 3 });
  });

  test("says where it ships from: the preferred warehouse, or the first that gives", () => {
    const here = levels({ main: {}, east: { onHand: 15 } });
    expect(apply(null, hold(2, { channel: BOTH }), { levels: here }).answer).toMatchObject({ shipsFrom: "east" });
    const policy = { sku: { preferredWarehouse: "west" } };
    expect(apply(null, hold(2, { channel: BOTH }), { levels: here, policy }).answer).toMatchObject({
      shipsFrom: "west",
    });
  });

  test("that is refused changes nothing and takes no number", () => {
    const refused = apply(null, hold(11));
    expect(refused).toEqual({
      change: "none",
      answer: {
        outcome: "refused",
        refusal: { reason: "insufficient_stock", requested: 11, available: 10, offer: 10, shown: false },
      },
      wantsStock: true,
    });
    expect(apply(null, hold(3)).answer).toEqual(done(3));
  });

  test("that is refused for something else does not ask what became of other holds", () => {
    expect(apply(null, hold(3), { policy: { sku: { published: false } } })).toMatchObject({ wantsStock: false });
  });

  test("claims nothing where nothing is tracked", () => {
    const policy = { sku: { trackInventory: false, preferredWarehouse: "east" } };
    expect(apply(null, hold(99), { policy })).toEqual({
      change: "none",
      answer: done(0, { tracked: false, shipsFrom: "east" }),
      wantsStock: false,
    });
  });

  test("of a kit's component takes units as well", () => {
    expect(changed(apply(null, hold(6, { ask: kitAsk(6) }))).levels).toEqual(levels({ main: { onHand: 10, held: 6 } }));
  });

  test("leaves the figures it was given as they are", () => {
    const here = levels({ main: { onHand: 10 } });
    apply(null, hold(4), { levels: here });
    expect(here).toEqual(levels({ main: { onHand: 10 } }));
  });
});

describe("a hold of more", () => {
  /** Three of ten are this claim's, five are another's: two are free. */
  const here = levels({ main: { onHand: 10, held: 8 } });
  const claim = heldClaim({ channel: WEB, client: "c1", expiresAt: NOW + MINUTE });
  const more = (units: number, set: Partial<TriedStep> = {}): TriedStep => hold(units, { n: 2, after: 1, ...set });

  test("counts the units it has: 3 can become 5 when 2 are free, and not 6", () => {
    const result = changed(apply(claim, more(5), { levels: here }));
    expect(result.answer).toEqual(done(5));
    expect(result.levels).toEqual(levels({ main: { onHand: 10, held: 10 } }));
    expect(apply(claim, more(6), { levels: here })).toMatchObject({
      change: "none",
      answer: { refusal: { requested: 6, available: 5 } },
    });
  });

  test("keeps channel, client, expiry and age of the claim", () => {
    const step = more(4, { channel: BOTH, client: "c2", expiresAt: EXPIRES });
    expect(changed(apply(claim, step, { levels: here })).claim).toEqual({
      ...claim,
      step: 2,
      shares: [share("main", { held: 4 })],
    });
  });

  test("adds what other warehouses of the claim's channel have, after what it has", () => {
    const both = levels({ main: { onHand: 3, held: 3 }, east: { onHand: 9 } });
    const result = changed(apply(heldClaim({ channel: BOTH }), more(5), { levels: both }));
    expect(result.claim).toMatchObject({ shares: [share("main", { held: 3 }), share("east", { held: 2 })] });
  });

  test("learns from the older claims how much of it is backordered", () => {
    const beyond = levels({ main: { onHand: 4, held: 8 } });
    const result = changed(
      apply(claim, more(6), {
        levels: beyond,
        policy: { sku: { backorders: "allow" } },
        backorderedOf: (asked, after) => {
          expect(asked.shares).toEqual([share("main", { held: 6 })]);
          expect(after).toEqual(levels({ main: { onHand: 4, held: 11 } }));
          return 2;
        },
      }),
    );
    expect(result.answer).toEqual(done(6, { backordered: 2 }));
    expect(result.claim).toMatchObject({ backordered: 2 });
  });

  test("counts its own units once, although they are overdue and not shown any more", () => {
    const overdue = heldClaim({ expiresAt: NOW });
    const facts = { levels: here, shownLevels: levels({ main: { onHand: 10, held: 5 } }) };
    // Shown stock is 5 beside it: with its own three taken off once more it would be 8, and no longer low.
    const policy = { sku: { lowStockActivity: "nothing", minStockQuantity: 6 } } as const;
    expect(apply(overdue, more(5), { ...facts, policy }).answer).toEqual(done(5));
    expect(apply(overdue, more(6), { ...facts, policy }).answer).toMatchObject({ outcome: "refused" });
  });

  test("of a discontinued SKU is judged by what is left beside its own units", () => {
    const all = levels({ main: { onHand: 3, held: 3 } });
    const policy = { sku: { discontinued: true } };
    const shown = { levels: all, shownLevels: all, policy };
    expect(apply(claim, more(4), shown).answer).toMatchObject({
      refusal: { reason: "insufficient_stock", available: 3 },
    });
    const overdue = { levels: all, shownLevels: levels({ main: { onHand: 0 } }), policy };
    expect(apply(heldClaim({ expiresAt: NOW }), more(4), overdue).answer).toMatchObject({
      refusal: { reason: "not_purchasable", message: "discontinued" },
    });
  });

  test("leaves its own units out of the channel's preorder limit", () => {
    const preorder = { availableAt: new Date(NOW + 1).toISOString(), limit: 99, channelLimits: { web: 8 } };
    const facts = { policy: { sku: { preorder } }, levels: here, claimedInChannel: () => 8 };
    expect(apply(claim, more(3), facts).answer).toEqual(done(3));
    expect(apply(claim, more(4), facts).answer).toMatchObject({ refusal: { available: 3 } });
  });

  test("asks for the limit of the claim's own channel", () => {
    const asked: string[] = [];
    const preorder = { availableAt: new Date(NOW + 1).toISOString(), limit: 99, channelLimits: { both: 8 } };
    const facts: Partial<StepFacts> = {
      policy: { sku: { preorder } },
      claimedInChannel: (channel) => {
        asked.push(channel);
        return 3;
      },
    };
    expect(apply(heldClaim({ channel: BOTH }), more(8), facts).answer).toEqual(done(8));
    expect(new Set(asked)).toEqual(new Set(["both"]));
  });

  test("is not bounded by the number of open holds: there is no new one", () => {
    const full = { openHolds: 20_000, openHoldsOf: () => 20, levels: here };
    expect(apply(claim, more(4), full).answer).toEqual(done(4));
  });

  test("stays counted when the SKU is not tracked by now", () => {
    const policy = { sku: { trackInventory: false } };
    expect(changed(apply(claim, more(4), { levels: here, policy })).levels).toEqual(
      levels({ main: { onHand: 10, held: 9 } }),
    );
  });
});

describe("a hold on a claim of which nothing is held any more", () => {
  const again = hold(2, { n: 4, after: 3, channel: BOTH, client: "c2" });

  test("is a new hold: with its own channel, client, expiry and age", () => {
    expect(changed(apply(EMPTY, again)).claim).toEqual({
      phase: "held",
      id: "r1",
      step: 4,
      channel: BOTH,
      client: "c2",
      shares: [share("main", { held: 2 })],
      since: NOW,
      expiresAt: EXPIRES,
      backordered: 0,
    });
  });

  test("is impossible once the claim is an order's", () => {
    const result = apply(allocatedClaim(), hold(5, { n: 3, after: 2 }));
    expect(result).toEqual({ change: "none", answer: { outcome: "ended" }, wantsStock: false });
  });

  test("is impossible once the claim has ended", () => {
    const result = apply(ENDED, hold(5, { n: 5, after: 4 }));
    expect(result).toEqual({ change: "none", answer: { outcome: "ended" }, wantsStock: false });
  });
});

describe("the number of open holds", () => {
  test("of a SKU may reach 20,000, and not one more", () => {
    expect(apply(null, hold(1), { openHolds: 19_999 }).answer).toEqual(done(1));
    expect(apply(null, hold(1), { openHolds: 20_000 })).toEqual({
      change: "none",
      answer: { outcome: "refused", refusal: { reason: "too_many_open_holds", bound: 20_000 } },
      wantsStock: true,
    });
  });

  test("of a client may reach 20, and not one more", () => {
    const openHoldsOf = (client: string): number => (client === "busy" ? 20 : 19);
    expect(apply(null, hold(1, { client: "calm" }), { openHoldsOf }).answer).toEqual(done(1));
    expect(apply(null, hold(1, { client: "busy" }), { openHoldsOf }).answer).toEqual({
      outcome: "refused",
      refusal: { reason: "too_many_open_holds", bound: 20 },
    });
  });

  test("is not counted by client where a secret key holds", () => {
    expect(apply(null, hold(1), { openHoldsOf: () => 99 }).answer).toEqual(done(1));
  });

  test("bounds a claim that was empty as well", () => {
    const again = hold(1, { n: 4, after: 3 });
    expect(apply(EMPTY, again, { openHolds: 20_000 }).answer).toMatchObject({ outcome: "refused" });
  });

  test("does not bound what is not tracked", () => {
    const policy = { sku: { trackInventory: false } };
    expect(apply(null, hold(1), { policy, openHolds: 20_000 }).answer).toMatchObject({
      outcome: "done",
      tracked: false,
    });
  });

  test("is told after want of stock", () => {
    expect(apply(null, hold(11), { openHolds: 20_000 }).answer).toMatchObject({
      refusal: { reason: "insufficient_stock" },
    });
  });
});

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
      apply(heldClaim({ ...claim, backordered: 4 }), decrease(8), { levels: here, backorderedOf: () => 1 }),
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
    });
    expect(result.levels).toEqual(
      levels({ main: { onHand: 10, held: 3, allocated: 7 }, east: { onHand: 5, allocated: 2 } }),
    );
    const line = { kind: "allocate", figure: "allocated", reason: null, note: null, document: "O-1", actor: "shop" };
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
    const result = changed(apply(heldClaim(), allocate, { levels: beyond, backorderedOf: () => 2 }));
    expect(result.answer).toMatchObject({ units: 3, backordered: 2 });
    expect(result.claim).toMatchObject({ backordered: 2 });
  });
});

describe("a cancellation", () => {
  const cancel: DrivenStep = { kind: "cancel", n: 3, after: 2, actor: "shop", note: "changed her mind" };

  test("gives allocated units back where they are, with a ledger line each, and ends the claim", () => {
    const here = levels({ main: { onHand: 10, allocated: 7 }, east: { onHand: 5, allocated: 2 } });
    const claim = allocatedClaim({ shares: [share("main", { allocated: 6 }), share("east", { allocated: 2 })] });
    const result = changed(apply(claim, cancel, { levels: here }));
    expect(result.answer).toEqual(done(0, { shipsFrom: null }));
    expect(result.claim).toEqual({ phase: "ended", id: "r1", step: 3, endedAt: NOW });
    expect(result.levels).toEqual(levels({ main: { onHand: 10, allocated: 1 }, east: { onHand: 5 } }));
    const line = {
      kind: "cancel",
      figure: "allocated",
      reason: null,
      note: "changed her mind",
      document: "O-1",
      actor: "shop",
    };
    expect(result.entries).toEqual([
      { ...line, warehouse: "main", change: -6, after: 1 },
      { ...line, warehouse: "east", change: -2, after: 0 },
    ]);
  });

  test("ends a claim that was never allocated, without a ledger line", () => {
    const here = levels({ main: { onHand: 10, held: 3 } });
    const result = changed(apply(heldClaim({ step: 2 }), cancel, { levels: here }));
    expect(result.levels).toEqual(levels({ main: { onHand: 10 } }));
    expect(result.entries).toEqual([]);
    for (const claim of [null, { ...EMPTY, step: 2 }]) {
      expect(changed(apply(claim, { ...cancel, after: 0 })).claim).toMatchObject({ phase: "ended", step: 3 });
    }
  });
});

/** Every step that is decided already, as the next one after `step`. */
function driven(step: number): DrivenStep[] {
  const numbers = { n: step + 1, after: step };
  return [
    { kind: "decrease", ...numbers, units: 1 },
    { kind: "extend", ...numbers, expiresAt: NOW + 99 * MINUTE },
    { kind: "release", ...numbers },
    { kind: "allocate", ...numbers, order: "O-1", actor: "shop" },
    { kind: "cancel", ...numbers, actor: "shop", note: null },
  ];
}

describe("a driven step can always be applied", () => {
  const full = { openHolds: 20_000, openHoldsOf: () => 20, levels: levels({ main: { onHand: 0, held: 3 } }) };
  const closed = { policy: { sku: { published: false, outOfStockThreshold: 9_999 } } };

  test.each(driven(1).map((step) => [step.kind, step] as const))("%s, whatever bounds and settings say", (_, step) => {
    const result = apply(heldClaim(), step, { ...full, ...closed });
    expect(result).toMatchObject({ change: "claim", answer: { outcome: "done" }, claim: { step: 2 } });
  });

  test.each(driven(3).map((step) => [step.kind, step] as const))(
    "%s on an empty claim takes its number",
    (kind, step) => {
      const result = changed(apply(EMPTY, step));
      const ends = kind === "release" || kind === "cancel";
      expect(result.claim).toMatchObject({ phase: ends ? "ended" : "empty", step: 4 });
      expect(result.levels).toEqual(levels({ main: { onHand: 10 } }));
      expect(result.answer).toEqual(done(0, { shipsFrom: null }));
    },
  );

  test.each(driven(0).map((step) => [step.kind, step] as const))(
    "%s before anything was held leaves a mark that the late hold finds",
    (kind, step) => {
      const late = { ...step, n: 2, after: 0 };
      const result = changed(apply(null, late));
      const ends = kind === "release" || kind === "cancel";
      expect(result.claim).toMatchObject({ phase: ends ? "ended" : "empty", id: "r1", step: 2 });
      expect(result.levels).toEqual(levels({ main: { onHand: 10 } }));
      expect(apply(result.claim, hold(4))).toEqual({
        change: "none",
        answer: ends ? { outcome: "ended" } : done(0, { shipsFrom: null }),
        wantsStock: false,
      });
    },
  );

  test.each(
    driven(2)
      .filter((step) => step.kind !== "release" && step.kind !== "cancel")
      .map((step) => [step.kind, step] as const),
  )("%s after the allocation only takes its number", (_, step) => {
    const here = levels({ main: { onHand: 10, allocated: 3 } });
    const result = changed(apply(allocatedClaim({ backordered: 1 }), step, { levels: here }));
    expect(result.claim).toEqual(allocatedClaim({ step: 3, backordered: 1 }));
    expect(result.levels).toEqual(here);
    expect(result.answer).toEqual(done(3, { backordered: 1 }));
    expect(result.entries).toEqual([]);
  });

  test.each(driven(4).map((step) => [step.kind, step] as const))("%s after the end changes nothing", (_, step) => {
    expect(apply(ENDED, step)).toEqual({ change: "none", answer: done(0, { shipsFrom: null }), wantsStock: false });
  });
});

describe("the number of a step", () => {
  const claim = heldClaim({ step: 5, backordered: 1 });
  const same = { change: "none", answer: done(3, { backordered: 1 }), wantsStock: false };

  test.each([5, 4, 1])("that is done already (%d of 5) gives the same answer and changes nothing", (n) => {
    for (const step of [...driven(n - 1), hold(9, { n, after: n - 1 })]) {
      expect(apply(claim, step)).toEqual(same);
    }
  });

  test("that is done already is not judged again", () => {
    const nothingLeft = { levels: levels({}), policy: { sku: { published: false } }, openHolds: 99_999 };
    expect(apply(claim, hold(99, { n: 5, after: 4 }), nothingLeft)).toEqual(same);
  });

  test("with something missing before it asks for that", () => {
    for (const step of [...driven(6), hold(9, { n: 7, after: 6 })]) {
      expect(apply(claim, step)).toEqual({ change: "none", answer: { outcome: "behind", next: 6 }, wantsStock: false });
    }
    // A claim that has ended and was forgotten: the slot is told, so that it does not drive for ever.
    expect(apply(null, { kind: "release", n: 2, after: 1 }).answer).toEqual({ outcome: "ended" });
    expect(apply(null, { kind: "cancel", n: 3, after: 2, actor: "a", note: null }).answer).toEqual({
      outcome: "ended",
    });
  });

  test("skips numbers that were decided against", () => {
    const step: DrivenStep = { kind: "decrease", n: 9, after: 5, units: 2 };
    expect(changed(apply(claim, step)).claim.step).toBe(9);
  });

  test("that was decided against, and had been taken all the same, is overtaken by what was decided", () => {
    // 6 was tried, its answer was lost, and 7 takes the units back.
    const tried = changed(apply(claim, hold(7, { n: 6, after: 5 })));
    const settled = changed(
      apply(tried.claim, { kind: "decrease", n: 7, after: 5, units: 3 }, { levels: tried.levels }),
    );
    expect(settled.claim).toMatchObject({ step: 7, shares: [share("main", { held: 3 })] });
    expect(apply(settled.claim, hold(7, { n: 6, after: 5 })).change).toBe("none");
  });

  test("of a hold on a claim that has ended is answered with that, done already or not", () => {
    for (const n of [1, 4, 5, 9]) {
      expect(apply(ENDED, hold(1, { n, after: n - 1 })).answer).toEqual({ outcome: "ended" });
    }
  });
});

describe("an inquiry", () => {
  const inquire = (wanted: Ask, set: Partial<Inquiry> = {}): Inquiry => ({
    kind: "inquire",
    ask: wanted,
    scope: "all",
    channel: WEB,
    ...set,
  });

  test("is judged like a hold and changes nothing", () => {
    expect(apply(null, inquire(ask(10)))).toEqual({
      change: "none",
      answer: done(0, { shipsFrom: null }),
      wantsStock: false,
    });
    expect(apply(null, inquire(ask(11)))).toMatchObject({
      change: "none",
      answer: { outcome: "refused", refusal: { available: 10 } },
      wantsStock: true,
    });
  });

  test("leaves the asker's own units out, like a hold", () => {
    const here = levels({ main: { onHand: 10, held: 10 } });
    expect(apply(heldClaim(), inquire(ask(3)), { levels: here }).answer).toMatchObject({ outcome: "done" });
    expect(apply(heldClaim(), inquire(ask(4)), { levels: here }).answer).toMatchObject({ refusal: { available: 3 } });
  });

  test("about the cart alone asks for neither stock nor sale", () => {
    const facts = { levels: levels({}), policy: { sku: { published: false, maxCartQuantity: 50 } } };
    expect(apply(null, inquire(ask(50), { scope: "cart" }), facts).answer).toMatchObject({ outcome: "done" });
    expect(apply(null, inquire(ask(51), { scope: "cart" }), facts).answer).toMatchObject({
      refusal: { reason: "invalid_quantity" },
    });
  });

  test("says whether the SKU is tracked", () => {
    const policy = { sku: { trackInventory: false } };
    expect(apply(null, inquire(ask(99)), { policy }).answer).toEqual(done(0, { tracked: false, shipsFrom: null }));
  });
});
