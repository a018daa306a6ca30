import { describe, expect, test } from "vitest";
import type { AllocatedClaim, Claim } from "../../../worker/core/claim.ts";
import { coveredOrders, mayCoverOrders } from "../../../worker/core/covered-orders.ts";
import type { Figures } from "../../../worker/core/figures.ts";
import { allocatedClaim, heldClaim, levels, NOW, share } from "./given.ts";
import { drivenSteps, hold } from "./step-given.ts";

/** An order's claim, the older the smaller `since`. */
function order(name: string, since: number, shares: AllocatedClaim["shares"]): AllocatedClaim {
  return allocatedClaim({ id: `claim of ${name}`, order: name, since: NOW + since, shares });
}

function cart(since: number, held: number, warehouse = "main"): Claim {
  return heldClaim({ id: `cart ${since}`, since: NOW + since, shares: [share(warehouse, { held })] });
}

/** A SKU with so much on hand at `main`, or at each warehouse. */
function at(onHand: number | Record<string, Partial<Figures>>, ...claims: Claim[]) {
  return { levels: levels(typeof onHand === "number" ? { main: { onHand } } : onHand), claims };
}

const three = order("O", 0, [share("main", { allocated: 3 })]);

describe("an order has all its goods", () => {
  test("once the last unit that it waits for is there, not before", () => {
    expect(coveredOrders(at(0, three), at(2, three))).toEqual([]);
    expect(coveredOrders(at(2, three), at(3, three))).toEqual([{ order: "O", units: 3 }]);
  });

  test("which is told when it waited, and no more", () => {
    expect(coveredOrders(at(3, three), at(9, three))).toEqual([]);
    expect(coveredOrders(at(9, three), at(0, three))).toEqual([]);
    expect(coveredOrders(null, at(9, three))).toEqual([]);
  });

  test("once an older cart or order has gone, whose goods they were", () => {
    const old = order("old", -2, [share("main", { allocated: 2 })]);
    expect(coveredOrders(at(3, old, three), at(3, three))).toEqual([{ order: "O", units: 3 }]);
    expect(coveredOrders(at(3, cart(-1, 2), three), at(3, three))).toEqual([{ order: "O", units: 3 }]);
    // A younger one had none of them.
    expect(coveredOrders(at(2, three, cart(1, 5)), at(2, three))).toEqual([]);
  });

  test("at every warehouse where it has units", () => {
    const split = order("O", 0, [share("main", { allocated: 1 }), share("east", { allocated: 2 })]);
    const none = at({ main: {}, east: {} }, split);
    const half = at({ main: { onHand: 1 }, east: { onHand: 1 } }, split);
    const all = at({ main: { onHand: 1 }, east: { onHand: 2 } }, split);
    expect(coveredOrders(none, half)).toEqual([]);
    expect(coveredOrders(half, all)).toEqual([{ order: "O", units: 3 }]);
    const moved = order("O", 0, [share("east", { allocated: 3 })]);
    expect(coveredOrders(half, at({ east: { onHand: 3 } }, moved))).toEqual([{ order: "O", units: 3 }]);
  });

  test("counting those on shipments that have not left", () => {
    const packed = order("O", 0, [share("main", { allocated: 2, planned: 1 })]);
    expect(coveredOrders(at(1, packed), at(3, packed))).toEqual([{ order: "O", units: 3 }]);
  });

  test("when what it waited for is cancelled and the rest is there, but not when nothing of it is left", () => {
    const two = order("O", 0, [share("main", { allocated: 2 })]);
    expect(coveredOrders(at(2, three), at(2, two))).toEqual([{ order: "O", units: 2 }]);
    expect(coveredOrders(at(2, three), at(2, { phase: "ended", id: three.id, step: 3, endedAt: NOW }))).toEqual([]);
    expect(coveredOrders(at(2, three), at(2, { ...three, shares: [] }))).toEqual([]);
  });

  test("without the units of an increase that is not decided, whether or not they are there", () => {
    const more = order("O", 0, [share("main", { allocated: 3, held: 4 })]);
    // 3 of the order, 4 tried and given up.
    expect(coveredOrders(at(3, more), at(3, three))).toEqual([]);
    expect(coveredOrders(at(2, more), at(3, more))).toEqual([{ order: "O", units: 3 }]);
  });

  test("of several, the oldest first", () => {
    const [young, old] = [order("young", 1, three.shares), order("old", -1, three.shares)];
    expect(coveredOrders(at(0, young, old), at(6, young, old))).toEqual([
      { order: "old", units: 3 },
      { order: "young", units: 3 },
    ]);
    expect(coveredOrders(at(0, young, old), at(5, young, old))).toEqual([{ order: "old", units: 3 }]);
  });

  test("if its maker was told that goods are missing, also when they came while it was a cart", () => {
    const told = new Set([three.id]);
    expect(coveredOrders(null, at(3, three), told)).toEqual([{ order: "O", units: 3 }]);
    expect(coveredOrders(null, at(2, three), told)).toEqual([]);
    expect(coveredOrders(at(3, cart(0, 3)), at(3, three), told)).toEqual([{ order: "O", units: 3 }]);
    expect(coveredOrders(at(2, three), at(3, three), told)).toHaveLength(1);
  });

  test("and a cart is no order", () => {
    expect(coveredOrders(at(0, cart(0, 3)), at(3, cart(0, 3)))).toEqual([]);
  });
});

describe("a step may be what an order waits for", () => {
  const short = levels({ main: { onHand: 2, allocated: 5 } });
  const release = { kind: "release", n: 2, after: 1 } as const;

  test("where it frees units at a warehouse that lacks some", () => {
    expect(mayCoverOrders(release, short, levels({ main: { onHand: 2, allocated: 4 } }))).toBe(true);
    expect(mayCoverOrders(release, short, levels({ main: { onHand: 3, allocated: 5 } }))).toBe(true);
    expect(mayCoverOrders(release, short, short)).toBe(false);
    expect(mayCoverOrders(hold(1), short, levels({ main: { onHand: 2, allocated: 5, held: 1 } }))).toBe(false);
  });

  test("not where nothing was missing", () => {
    const enough = levels({ main: { onHand: 5, held: 5 } });
    expect(mayCoverOrders(release, enough, levels({ main: { onHand: 5 } }))).toBe(false);
    expect(mayCoverOrders(release, levels({}), levels({ main: { onHand: 5 } }))).toBe(false);
  });

  test("where planned units lose their precedence", () => {
    const unplan = drivenSteps(1).find(({ kind }) => kind === "unplan");
    if (unplan === undefined) throw new Error("There is such a step");
    expect(mayCoverOrders(unplan, short, short)).toBe(true);
  });
});
