import { describe, expect, test } from "vitest";
import { type Asking, type Known, planOf } from "../../../../worker/notify/subscriptions/plan.ts";

const MINUTE = 60_000;
const nowMs = 1_000_000_000;

const known = (more: Partial<Known>): Known => ({
  ...{ state: "pending", confirmation: 3, askedAtMs: nowMs - 15 * MINUTE, lapsesAtMs: nowMs + 1, endedAtMs: null },
  ...more,
});
const asking = (more: Partial<Asking> = {}): Asking => ({
  ...{ atOnce: false, requestedAtMs: nowMs, nowMs, open: 0, openMax: 2 },
  ...more,
});
const NOTHING = { step: "none", why: "known" };
const FULL = { step: "none", why: "full" };

describe("of what is not known", () => {
  test.each([
    ["is made", {}, { step: "new", confirmation: 1 }],
    ["is made at once", { atOnce: true }, { step: "new", confirmation: 1 }],
    ["is made below the bound", { open: 1 }, { step: "new", confirmation: 1 }],
    ["is not made at the bound", { open: 2 }, FULL],
  ])("one %s", (_, more, plan) => {
    expect(planOf(null, asking(more))).toEqual(plan);
  });
});

describe("what waits to be confirmed", () => {
  test.each([
    ["is asked for again after 15 minutes", {}, {}, { step: "again", confirmation: 4 }],
    ["is not asked for again before", { askedAtMs: nowMs - 15 * MINUTE + 1 }, {}, NOTHING],
    ["takes no further place", {}, { open: 2 }, { step: "again", confirmation: 4 }],
    ["becomes active where nobody has to confirm it", {}, { atOnce: true }, { step: "activate", confirmation: 3 }],
    ["becomes so at the bound too", {}, { atOnce: true, open: 2 }, { step: "activate", confirmation: 3 }],
    ["is not asked for again by a repeat", {}, { requestedAtMs: nowMs - 1 }, NOTHING],
    ["begins anew past its time", { lapsesAtMs: nowMs }, {}, { step: "anew", confirmation: 4 }],
  ])("%s", (_, state, more, plan) => {
    expect(planOf(known(state), asking(more))).toEqual(plan);
  });
});

describe("what is active", () => {
  test.each([
    ["stays", {}, {}, NOTHING],
    ["stays, whoever asks", {}, { atOnce: true }, NOTHING],
    ["begins anew past its time", { lapsesAtMs: nowMs }, {}, { step: "anew", confirmation: 4 }],
  ])("%s", (_, state, more, plan) => {
    expect(planOf(known({ state: "active", ...state }), asking(more))).toEqual(plan);
  });
});

describe.each(["notified", "unsubscribed", "lapsed"] as const)("what is %s", (state) => {
  const ended = known({ state, endedAtMs: nowMs - 10, lapsesAtMs: nowMs - 10 });

  test.each([
    ["begins anew", {}, { step: "anew", confirmation: 4 }],
    ["begins anew at once where nobody has to confirm it", { atOnce: true }, { step: "anew", confirmation: 4 }],
    ["does not at the bound", { open: 2 }, FULL],
    ["is left alone by the repeat of a request from before", { requestedAtMs: nowMs - 11 }, NOTHING],
    [
      "begins anew by the repeat of a request from after",
      { requestedAtMs: nowMs - 10 },
      { step: "anew", confirmation: 4 },
    ],
  ])("%s", (_, more, plan) => {
    expect(planOf(ended, asking(more))).toEqual(plan);
  });
});
