import { expect, test } from "vitest";
import { gatherMsOf } from "../../../worker/core/pace.ts";

// 350 calls a second are wished for at most, from 1.25 claims a call on; a wish is at most 250 ms.

test("a SKU that is called 350 times a second leaves its slots alone, one that is called more often does not", () => {
  const tally = { claims: 2_000, slots: 64, forMs: 1_000 };
  expect(gatherMsOf({ ...tally, calls: 350 }, false)).toBe(0);
  // 64 slots that call every 183 ms make 349.7 calls a second.
  expect(gatherMsOf({ ...tally, calls: 351 }, false)).toBe(183);
});

test("the wish follows from the number of slots, not from how far too many calls there are", () => {
  expect(gatherMsOf({ calls: 1_000, claims: 9_000, slots: 7, forMs: 500 }, false)).toBe(20);
  expect(gatherMsOf({ calls: 9_000, claims: 90_000, slots: 7, forMs: 500 }, false)).toBe(20);
});

test("slots whose calls carry hardly more than one claim are not asked to wait: it would gather nothing", () => {
  expect(gatherMsOf({ calls: 1_000, claims: 1_249, slots: 64, forMs: 1_000 }, false)).toBe(0);
  expect(gatherMsOf({ calls: 1_000, claims: 1_250, slots: 64, forMs: 1_000 }, false)).toBe(183);
});

test("a wish lasts while calls carry more than one claim, and ends when the rush does", () => {
  expect(gatherMsOf({ calls: 160, claims: 200, slots: 64, forMs: 500 }, true)).toBe(183);
  expect(gatherMsOf({ calls: 160, claims: 199, slots: 64, forMs: 500 }, true)).toBe(0);
});

test("a wish is at most 250 ms", () => {
  expect(gatherMsOf({ calls: 1_000, claims: 9_000, slots: 87, forMs: 1_000 }, false)).toBe(249);
  expect(gatherMsOf({ calls: 1_000, claims: 9_000, slots: 200, forMs: 1_000 }, false)).toBe(250);
});
