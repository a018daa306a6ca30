import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Policy } from "../../../sdk/index.ts";
import type { StockFacts } from "../../../worker/core/stock-facts.ts";
import {
  NOT_FOR_SALE,
  nextBoundary,
  nextLook,
  type Offer,
  offerOf,
  stepOf,
  type WaitState,
} from "../../../worker/core/waiting.ts";
import { DAY, iso, MINUTE, NOW, policy, SECOND, stock } from "./given.ts";

// Who is told when: a minute of settling, three mails for each unit, and an hour from wave to wave, unless it is said.

const HOUR = 60 * MINUTE;
const SETTINGS = { settlingSeconds: 60, waveFactor: 3 };
const forSale = (units: number): Offer => ({ purchasable: true, units });
const GONE: Offer = { purchasable: false, units: 0 };

describe("what is waited for", () => {
  test("that cannot be bought tells nobody", () => {
    expect(stepOf(NOT_FOR_SALE, GONE, SETTINGS, NOW)).toEqual({ state: NOT_FOR_SALE, mails: 0, after: NOT_FOR_SALE });
  });

  test("settles for a minute before anyone is told", () => {
    const begun = stepOf(NOT_FOR_SALE, forSale(3), SETTINGS, NOW);
    const settling = { since: NOW, waveAt: NOW + 60_000 };
    expect(begun).toEqual({ state: settling, mails: 0, after: settling });
    expect(stepOf(begun.state, forSale(3), SETTINGS, NOW + 59_999)).toEqual({
      state: settling,
      mails: 0,
      after: settling,
    });
    expect(stepOf(begun.state, forSale(3), SETTINGS, NOW + 60_000)).toEqual({
      state: settling,
      mails: 9,
      after: { since: NOW, waveAt: NOW + 60_000 + 3_600_000 },
    });
  });

  test("is told of at once where nothing has to settle", () => {
    expect(stepOf(NOT_FOR_SALE, forSale(2), { settlingSeconds: 0, waveFactor: 1 }, NOW)).toEqual({
      state: { since: NOW, waveAt: NOW },
      mails: 2,
      after: { since: NOW, waveAt: NOW + 3_600_000 },
    });
  });

  test("is told of again an hour later, by what is there then", () => {
    const state: WaitState = { since: NOW, waveAt: NOW + HOUR };
    expect(stepOf(state, forSale(3), SETTINGS, NOW + HOUR - 1).mails).toBe(0);
    expect(stepOf(state, forSale(2), SETTINGS, NOW + HOUR)).toEqual({
      state,
      mails: 6,
      after: { since: NOW, waveAt: NOW + 2 * HOUR },
    });
  });

  test("begins anew once it could not be bought in between", () => {
    const state: WaitState = { since: NOW - HOUR, waveAt: NOW - 1 };
    const gone = stepOf(state, GONE, SETTINGS, NOW);
    expect(gone).toEqual({ state: NOT_FOR_SALE, mails: 0, after: NOT_FOR_SALE });
    expect(stepOf(gone.state, forSale(5), SETTINGS, NOW + SECOND)).toMatchObject({
      state: { since: NOW + SECOND, waveAt: NOW + 61 * SECOND },
      mails: 0,
    });
  });

  test.each<[string, Offer, number, number]>([
    ["a unit is three mails", forSale(1), 3, 3],
    ["a factor of one is a mail a unit", forSale(7), 1, 7],
    ["333 units are 999", forSale(333), 3, 999],
    ["334 units are a thousand, not 1,002", forSale(334), 3, 1_000],
    ["without limit it is a thousand", forSale(Number.POSITIVE_INFINITY), 3, 1_000],
  ])("%s in one wave", (_, offer, waveFactor, mails) => {
    expect(stepOf({ since: 1, waveAt: NOW }, offer, { ...SETTINGS, waveFactor }, NOW).mails).toBe(mails);
  });
});

describe("what one would be told of", () => {
  test.each<[string, Partial<Policy>, Partial<StockFacts>, boolean, Offer]>([
    ["what is there", {}, { limit: 3 }, true, forSale(3)],
    ["nothing, where it is not for sale", {}, { limit: 3 }, false, { purchasable: false, units: 3 }],
    ["nothing, of nothing", {}, { limit: 0 }, true, GONE],
    ["nothing, of less than nothing", {}, { limit: -4 }, true, GONE],
    [
      "what is one short of the least quantity",
      { minCartQuantity: 4 },
      { limit: 3 },
      true,
      { purchasable: false, units: 3 },
    ],
    ["the least quantity exactly", { minCartQuantity: 4 }, { limit: 4 }, true, forSale(4)],
    ["five of sixes", { quantityMultiple: 6 }, { limit: 5 }, true, { purchasable: false, units: 5 }],
    ["six of sixes", { quantityMultiple: 6 }, { limit: 6 }, true, forSale(6)],
    [
      "the least allowed quantity that keeps the other rules",
      { minCartQuantity: 3, allowedQuantities: [2, 5, 8] },
      { limit: 4 },
      true,
      { purchasable: false, units: 4 },
    ],
    ["that quantity exactly", { minCartQuantity: 3, allowedQuantities: [2, 5, 8] }, { limit: 5 }, true, forSale(5)],
    [
      "nothing, where no quantity is allowed",
      { allowedQuantities: [3], quantityMultiple: 2 },
      { limit: 99 },
      true,
      { purchasable: false, units: 99 },
    ],
    [
      "all one likes, where it is sold without limit",
      { minCartQuantity: 50 },
      { limit: Number.POSITIVE_INFINITY },
      true,
      forSale(Number.POSITIVE_INFINITY),
    ],
    [
      "what is left of a preorder, whatever is there",
      {},
      { limit: 90, preorder: { availableAt: iso(NOW + DAY), left: 2 } },
      true,
      forSale(2),
    ],
    [
      "nothing of a preorder that is used up",
      {},
      { limit: 90, preorder: { availableAt: iso(NOW + DAY), left: 0 } },
      false,
      GONE,
    ],
  ])("is %s", (_, set, facts, isForSale, expected) => {
    expect(offerOf(policy(set), stock(facts), isForSale)).toEqual(expected);
  });
});

describe("it is looked at again", () => {
  const LATEST = NOW + HOUR;
  const never: WaitState = NOT_FOR_SALE;

  test.each<[string, WaitState, Partial<Policy>[], number]>([
    ["at the latest", never, [{}], LATEST],
    ["when a window opens", never, [{ availableFrom: iso(NOW + MINUTE) }], NOW + MINUTE],
    ["just after a window has closed", never, [{ availableUntil: iso(NOW + MINUTE) }], NOW + MINUTE + 1],
    ["when a preorder ends", never, [{ preorder: { availableAt: iso(NOW + MINUTE), limit: 1 } }], NOW + MINUTE],
    [
      "at the first date of any settings",
      never,
      [{ availableFrom: iso(NOW + 2 * MINUTE) }, { availableFrom: iso(NOW + MINUTE) }],
      NOW + MINUTE,
    ],
    ["at the latest, where dates are over", never, [{ availableFrom: iso(NOW), availableUntil: iso(NOW - 1) }], LATEST],
    ["at the latest, where a date is further away", never, [{ availableFrom: iso(NOW + DAY) }], LATEST],
    ["at the next wave", { since: NOW, waveAt: NOW + SECOND }, [{ availableFrom: iso(NOW + MINUTE) }], NOW + SECOND],
    ["at the latest, where a wave is due and could not be mailed", { since: NOW, waveAt: NOW }, [{}], LATEST],
  ])("%s", (_, state, sets, expected) => {
    expect(
      nextLook(
        state,
        sets.map((set) => policy(set)),
        NOW,
        LATEST,
      ),
    ).toBe(expected);
  });

  test("never for a date, where none is ahead", () => {
    expect(nextBoundary([policy(), policy({ availableFrom: iso(NOW - DAY) })], NOW)).toBeNull();
  });
});

describe("however stock comes and goes, and however often it is looked at", () => {
  const story = fc.array(
    fc.record({
      afterMs: fc.integer({ min: 0, max: 2 * HOUR }),
      units: fc.oneof(fc.constant(0), fc.nat({ max: 500 })),
    }),
    { maxLength: 40 },
  );
  const settings = fc.record({
    settlingSeconds: fc.integer({ min: 0, max: 3_600 }),
    waveFactor: fc.integer({ min: 1, max: 100 }),
  });

  test("a wave comes only when every look for the settling time has found it for sale, and an hour after the last one", () => {
    fc.assert(
      fc.property(story, settings, (looks, set) => {
        let state: WaitState = NOT_FOR_SALE;
        let nowMs = NOW;
        /** What an observer notes that knows nothing of states. */
        let firstSeen: number | null = null;
        let lastWave: number | null = null;
        for (const { afterMs, units } of looks) {
          nowMs += afterMs;
          const step = stepOf(state, units > 0 ? forSale(units) : GONE, set, nowMs);
          if (units === 0) {
            firstSeen = null;
            lastWave = null;
          } else firstSeen ??= nowMs;
          const isSettled = firstSeen !== null && nowMs - firstSeen >= set.settlingSeconds * 1_000;
          const isDue = isSettled && (lastWave === null || nowMs - lastWave >= HOUR);
          expect(step.mails).toBe(isDue ? Math.min(1_000, units * set.waveFactor) : 0);
          if (isDue) lastWave = nowMs;
          state = step.mails > 0 ? step.after : step.state;
        }
      }),
      { numRuns: 300 },
    );
  });
});
