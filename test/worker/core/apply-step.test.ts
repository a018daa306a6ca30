import { describe, expect, test } from "vitest";
import type { Ask } from "../../../worker/core/demand.ts";
import type { DrivenStep, Inquiry } from "../../../worker/core/step.ts";
import { allocatedClaim, ask, heldClaim, levels, MINUTE, NOW, share, WEB } from "./given.ts";
import { apply, besides, changed, done, drivenSteps, EMPTY, ENDED, hold, plan, TOLD } from "./step-given.ts";

describe("the number of a step", () => {
  const claim = heldClaim({ step: 5, backordered: 1 });
  const same = { change: "none", answer: done(3, { backordered: 1 }), wantsStock: false };

  test.each([5, 4, 1])("that is done already (%d of 5) gives the same answer and changes nothing", (n) => {
    for (const step of [...drivenSteps(n - 1), hold(9, { n, after: n - 1 })]) {
      expect(apply(claim, step)).toEqual(same);
    }
  });

  test("that is done already is not judged again", () => {
    const nothingLeft = { levels: levels({}), policy: { sku: { published: false } }, openHolds: 99_999 };
    expect(apply(claim, hold(99, { n: 5, after: 4 }), nothingLeft)).toEqual(same);
  });

  test("with something missing before it asks for that", () => {
    for (const step of [...drivenSteps(6), hold(9, { n: 7, after: 6 }), plan(1, { n: 7, after: 6 })]) {
      expect(apply(claim, step)).toEqual({ change: "none", answer: { outcome: "behind", next: 6 }, wantsStock: false });
    }
    // A claim that has ended and was forgotten: the slot is told, so that it does not drive for ever.
    expect(apply(null, { kind: "release", n: 2, after: 1 }).answer).toEqual({ outcome: "ended" });
    expect(apply(null, { kind: "cancel", n: 3, after: 2, units: 0, ends: true, ...TOLD }).answer).toEqual({
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

  test("of a hold or a plan on a claim that has ended is answered with that, done already or not", () => {
    for (const n of [1, 4, 5, 9]) {
      expect(apply(ENDED, hold(1, { n, after: n - 1 })).answer).toEqual({ outcome: "ended" });
      expect(apply(ENDED, plan(1, { n, after: n - 1 })).answer).toEqual({ outcome: "ended" });
    }
  });

  test("of a plan on a claim that has ended and was forgotten is answered with that", () => {
    expect(apply(null, plan(1))).toEqual({ change: "none", answer: { outcome: "ended" }, wantsStock: false });
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

describe("a question about coverage", () => {
  const older = heldClaim({ id: "older", since: NOW - 5 * MINUTE, shares: [share("main", { held: 4 })] });
  const here = levels({ main: { onHand: 5, held: 4, allocated: 3 } });

  test("says for how many units goods are missing now, whatever the last step said, and changes nothing", () => {
    const claim = allocatedClaim({ backordered: 0 });
    // 4 of 5 cover the older claim, 1 of this one's 3.
    expect(apply(claim, { kind: "coverage" }, { levels: here, ...besides(older) })).toEqual({
      change: "none",
      answer: done(3, { backordered: 2 }),
      wantsStock: false,
    });
    const covered = levels({ main: { onHand: 7, held: 4, allocated: 3 } });
    const stale = allocatedClaim({ backordered: 2 });
    expect(apply(stale, { kind: "coverage" }, { levels: covered, ...besides(older) }).answer).toEqual(done(3));
  });

  test("is asked of a hold as well", () => {
    const held = levels({ main: { onHand: 5, held: 7 } });
    expect(apply(heldClaim(), { kind: "coverage" }, { levels: held, ...besides(older) }).answer).toEqual(
      done(3, { backordered: 2 }),
    );
  });

  test("of a claim without units is that there are none", () => {
    for (const claim of [null, EMPTY, ENDED]) {
      expect(apply(claim, { kind: "coverage" }).answer).toEqual(done(0, { shipsFrom: null }));
    }
  });
});
