import { describe, expect, test } from "vitest";
import type { ChannelFacts } from "../../../worker/core/limit.ts";
import { DEFAULT_RULES } from "../../../worker/core/rules.ts";
import type { DrivenStep, HoldStep } from "../../../worker/core/step.ts";
import type { StepFacts } from "../../../worker/core/step-facts.ts";
import { allocatedClaim, ask, BOTH, heldClaim, kitAsk, levels, MINUTE, NOW, share, WEB } from "./given.ts";
import { apply, changed, done, EMPTY, ENDED, EXPIRES, hold } from "./step-given.ts";

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
  const more = (units: number, set: Partial<HoldStep> = {}): HoldStep => hold(units, { n: 2, after: 1, ...set });

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
        uncoveredOf: (asked, after) => {
          expect(asked.shares).toEqual([share("main", { held: 6 })]);
          expect(after).toEqual(levels({ main: { onHand: 4, held: 11 } }));
          return new Map([["main", 2]]);
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

  test("is impossible once the claim has ended", () => {
    const result = apply(ENDED, hold(5, { n: 5, after: 4 }));
    expect(result).toEqual({ change: "none", answer: { outcome: "ended" }, wantsStock: false });
  });
});

describe("a hold of more on an order's claim", () => {
  const claim = allocatedClaim({
    channel: BOTH,
    shares: [share("main", { allocated: 3, planned: 2 })],
    shipments: [{ id: "S-1", units: [{ warehouse: "main", units: 2 }] }],
  });
  const more = (units: number): HoldStep => hold(units, { n: 3, after: 2, channel: WEB });

  test("holds the difference beside what is allocated and planned, to be allocated with the next step", () => {
    const here = levels({ main: { onHand: 6, allocated: 3, planned: 2 }, east: { onHand: 4 } });
    const held = changed(apply(claim, more(8), { levels: here }));
    expect(held.answer).toEqual(done(8));
    expect(held.entries).toEqual([]);
    expect(held.claim).toEqual({
      ...claim,
      step: 3,
      shares: [share("main", { held: 1, allocated: 3, planned: 2 }), share("east", { held: 2 })],
    });
    const step: DrivenStep = { kind: "allocate", n: 4, after: 3, order: "O-1", actor: "ann" };
    const allocated = changed(apply(held.claim, step, { levels: held.levels }));
    expect(allocated.claim).toEqual({
      ...claim,
      step: 4,
      shares: [share("main", { allocated: 4, planned: 2 }), share("east", { allocated: 2 })],
    });
    expect(allocated.levels).toEqual(
      levels({ main: { onHand: 6, allocated: 4, planned: 2 }, east: { onHand: 4, allocated: 2 } }),
    );
    expect(
      allocated.entries.map(({ kind, warehouse, change, after, actor }) => [kind, warehouse, change, after, actor]),
    ).toEqual([
      ["allocate", "main", 1, 4, "ann"],
      ["allocate", "east", 2, 2, "ann"],
    ]);
  });

  test("counts the units that it has, planned ones too: of 5 and 1 that is free it can have 6, and not 7", () => {
    const here = levels({ main: { onHand: 6, allocated: 3, planned: 2 } });
    expect(apply(claim, more(6), { levels: here }).answer).toEqual(done(6));
    expect(apply(claim, more(7), { levels: here })).toEqual({
      change: "none",
      answer: {
        outcome: "refused",
        refusal: { reason: "insufficient_stock", requested: 7, available: 6, offer: 6, shown: false },
      },
      wantsStock: true,
    });
  });

  test("that was decided against is taken back, and what is allocated and planned stays", () => {
    const here = levels({ main: { onHand: 9, allocated: 3, planned: 2 } });
    const held = changed(apply(claim, more(9), { levels: here }));
    const back: DrivenStep = { kind: "decrease", n: 4, after: 2, units: 5 };
    const result = changed(apply(held.claim, back, { levels: held.levels }));
    expect(result.claim).toEqual({ ...claim, step: 4 });
    expect(result.levels).toEqual(here);
    expect(result.entries).toEqual([]);
  });

  test("that comes after it was decided against takes nothing", () => {
    const back: DrivenStep = { kind: "decrease", n: 4, after: 2, units: 5 };
    const here = levels({ main: { onHand: 9, allocated: 3, planned: 2 } });
    const marked = changed(apply(claim, back, { levels: here }));
    expect(marked.claim).toEqual({ ...claim, step: 4 });
    expect(apply(marked.claim, more(9), { levels: here })).toEqual({
      change: "none",
      answer: done(5),
      wantsStock: false,
    });
  });
});

describe("warehouses at which nothing is promised any more", () => {
  const here = levels({ main: { onHand: 10 }, east: { onHand: 4 } });

  test("give nothing, neither to a new hold nor to one of more", () => {
    const facts = { levels: here, closed: ["main"] };
    expect(changed(apply(null, hold(4, { channel: BOTH }), facts)).claim).toMatchObject({
      shares: [share("east", { held: 4 })],
    });
    expect(apply(null, hold(5, { channel: BOTH }), facts).answer).toMatchObject({ refusal: { available: 4 } });
    const claim = heldClaim({ channel: BOTH });
    const claimed = levels({ main: { onHand: 10, held: 3 }, east: { onHand: 4 } });
    const more = hold(4, { n: 2, after: 1 });
    expect(changed(apply(claim, more, { levels: claimed, closed: ["main"] })).claim).toMatchObject({
      shares: [share("main", { held: 3 }), share("east", { held: 1 })],
    });
  });

  test("take what is sold beyond stock no more: the first that is open does", () => {
    const facts = { levels: levels({}), closed: ["main"], policy: { sku: { backorders: "allow" } } } as const;
    expect(changed(apply(null, hold(2, { channel: BOTH }), facts)).levels).toEqual(levels({ east: { held: 2 } }));
  });

  test("leave a channel that has no other without any", () => {
    expect(apply(null, hold(1), { levels: here, closed: ["main"] }).answer).toMatchObject({
      refusal: { reason: "channel_without_warehouse" },
    });
  });
});

describe("the channel as the SKU knows it now", () => {
  const channelNow = (): ChannelFacts => ({ ...BOTH, warehouses: ["east"] });
  const here = levels({ main: { onHand: 10 }, east: { onHand: 4 } });

  test("is that of a new claim, and of a question", () => {
    const claim = changed(apply(null, hold(4, { channel: BOTH }), { levels: here, channelNow })).claim;
    expect(claim).toMatchObject({ channel: channelNow(), shares: [share("east", { held: 4 })] });
    expect(apply(null, hold(5, { channel: BOTH }), { levels: here, channelNow }).answer).toMatchObject({
      refusal: { available: 4 },
    });
    const inquiry = { kind: "inquire", ask: ask(5), scope: "all", channel: BOTH } as const;
    expect(apply(null, inquiry, { levels: here, channelNow }).answer).toMatchObject({ refusal: { available: 4 } });
  });

  test("does not change a claim that is there: its channel is fixed in it", () => {
    const claimed = levels({ main: { onHand: 10, held: 3 }, east: { onHand: 4 } });
    const more = hold(5, { n: 2, after: 1, channel: BOTH });
    expect(changed(apply(heldClaim({ channel: BOTH }), more, { levels: claimed, channelNow })).claim).toMatchObject({
      channel: BOTH,
      shares: [share("main", { held: 5 })],
    });
  });
});

test("a hold is placed by the strategy that its channel names, one of the shop's own included", () => {
  const here = levels({ main: { onHand: 3 }, east: { onHand: 9 } });
  const placedBy = (strategy: string, rules = DEFAULT_RULES) =>
    changed(apply(null, hold(4, { channel: { ...BOTH, strategy } }), { levels: here, rules })).levels;
  expect(placedBy("channel_order")).toEqual(levels({ main: { onHand: 3, held: 3 }, east: { onHand: 9, held: 1 } }));
  expect(placedBy("most_available")).toEqual(levels({ main: { onHand: 3 }, east: { onHand: 9, held: 4 } }));
  const halves = { placing: { halves: () => [{ warehouse: "east", units: 2 }] } };
  expect(placedBy("halves", { ...DEFAULT_RULES, ...halves })).toEqual(
    levels({ main: { onHand: 3, held: 2 }, east: { onHand: 9, held: 2 } }),
  );
});

describe("the number of open holds", () => {
  test("of a SKU may reach 20,000, and not one more", () => {
    expect(apply(null, hold(1), { openHolds: 19_999 }).answer).toEqual(done(1));
    expect(apply(null, hold(1), { openHolds: 20_000 })).toEqual({
      change: "none",
      answer: {
        outcome: "refused",
        refusal: { reason: "too_many_open_holds", bound: 20_000, firstEndsAt: NOW + MINUTE },
      },
      wantsStock: true,
    });
  });

  test("of a client may reach 20, and not one more", () => {
    const openHoldsOf = (client: string): number => (client === "busy" ? 20 : 19);
    expect(apply(null, hold(1, { client: "calm" }), { openHoldsOf }).answer).toEqual(done(1));
    expect(apply(null, hold(1, { client: "busy" }), { openHoldsOf }).answer).toEqual({
      outcome: "refused",
      refusal: { reason: "too_many_open_holds", bound: 20, firstEndsAt: NOW + MINUTE },
    });
  });

  test("is refused with the end of the first of them: of the client's own, or of all where all are too many", () => {
    const ends = {
      openHoldsOf: () => 20,
      firstHoldEndsAt: (client: string | null): number => (client === "busy" ? NOW + 2 : NOW + 1),
    };
    expect(apply(null, hold(1, { client: "busy" }), ends).answer).toMatchObject({
      refusal: { bound: 20, firstEndsAt: NOW + 2 },
    });
    expect(apply(null, hold(1, { client: "busy" }), { ...ends, openHolds: 20_000 }).answer).toMatchObject({
      refusal: { bound: 20_000, firstEndsAt: NOW + 1 },
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
