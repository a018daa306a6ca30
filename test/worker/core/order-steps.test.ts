import { describe, expect, test } from "vitest";
import type { ClaimedOrder, OrderRecord, PlacedOrder } from "../../../worker/core/order-record.ts";
import {
  cancelLines,
  plannedOf,
  type ReturnAsk,
  releaseReturns,
  returnLines,
  settlePending,
  shipShipment,
  unplanShipment,
} from "../../../worker/core/order-steps.ts";
import { orderView } from "../../../worker/core/order-view.ts";
import type { SkuClaim } from "../../../worker/core/record.ts";
import { kitLine, NOW, skuClaim, skuLine } from "./given.ts";
import {
  accepted,
  BY,
  LINES,
  orderLine,
  pending,
  pendingSteps,
  placedOrder,
  quantities,
  refusal,
  shipment,
  taken,
} from "./order-given.ts";

/** Line by line: ordered, allocated, planned, shipped, cancelled, shortfall. */
function figures(order: OrderRecord): number[][] {
  return orderView(order).lines.map(({ ordered, allocated, planned, shipped, cancelled, shortfall }) => [
    ordered,
    allocated,
    planned,
    shipped,
    cancelled,
    shortfall,
  ]);
}

function claimed(order: OrderRecord): ClaimedOrder {
  if (!("claims" in order)) throw new Error("Nothing is claimed for it");
  return order;
}

/** An order at its end. */
function ended(state: "shipped" | "cancelled", set: Partial<PlacedOrder> = {}): OrderRecord {
  const { trying: _, ...rest } = placedOrder(set);
  return state === "shipped" ? { ...rest, state } : { ...rest, state, cancelledAt: NOW - 1 };
}

const CANCEL = { kind: "cancel", n: 3, after: 2, ...BY };

describe("cancelling some units of an order", () => {
  test("takes them from what is allocated, and each SKU is told what is left", () => {
    const order = accepted(cancelLines(placedOrder(), quantities([0, 2], [1, 1]), BY, NOW));
    expect(figures(order)).toEqual([
      [5, 3, 0, 0, 2, 0],
      [2, 1, 0, 0, 1, 0],
      [4, 4, 0, 0, 0, 0],
    ]);
    // A: 3 and 2 of one kit; B: 1 of one kit.
    expect(pendingSteps(order)).toEqual({
      A: [{ ...CANCEL, units: 5, ends: false }],
      B: [{ ...CANCEL, units: 1, ends: false }],
    });
    expect(claimed(order).claims.map((claim) => claim.units)).toEqual([5, 1, 4]);
    expect(order.state).toBe("placed");
  });

  test("takes what nothing was claimed for first, of which no SKU is told", () => {
    const short = placedOrder({
      lines: [orderLine(skuLine("A", 9), { shortfall: 3 })],
      claims: [skuClaim("A", 6, { applied: 2, numbered: 2 })],
    });
    const two = accepted(cancelLines(short, quantities([0, 2]), BY, NOW));
    expect(figures(two)).toEqual([[9, 6, 0, 0, 2, 1]]);
    expect(pendingSteps(two)).toEqual({});
    const five = accepted(cancelLines(short, quantities([0, 5]), BY, NOW));
    expect(figures(five)).toEqual([[9, 4, 0, 0, 5, 0]]);
    expect(pendingSteps(five)).toEqual({ A: [{ ...CANCEL, units: 4, ends: false }] });
  });

  test("is told nobody where nobody counts", () => {
    const order = accepted(cancelLines(placedOrder(), quantities([2, 1]), BY, NOW));
    expect(figures(order)[2]).toEqual([4, 3, 0, 0, 1, 0]);
    expect(pendingSteps(order)).toEqual({});
  });

  test("ends the order, and every claim of it, with the last of them", () => {
    const order = accepted(cancelLines(placedOrder(), quantities([0, 5], [1, 2], [2, 4]), BY, NOW));
    expect(order).toMatchObject({ state: "cancelled", cancelledAt: NOW });
    const last = { ...CANCEL, units: 0, ends: true };
    expect(pendingSteps(order)).toEqual({ A: [last], B: [last] });
  });

  test("of what is only wanting ends claims of which all was shipped before", () => {
    const order = accepted(
      cancelLines(
        placedOrder({
          lines: [orderLine(skuLine("A", 3)), orderLine(skuLine("B", 2), { shortfall: 2 })],
          claims: [skuClaim("A", 0, { applied: 4, numbered: 4 })],
          shipments: [shipment("S-1", quantities([0, 3]), { shippedAt: NOW - 1 })],
        }),
        quantities([1, 2]),
        BY,
        NOW,
      ),
    );
    expect(order.state).toBe("shipped");
    expect(pendingSteps(order)).toEqual({ A: [{ ...CANCEL, n: 5, after: 4, units: 0, ends: true }] });
  });

  test("may be all that is neither shipped nor planned, and not one more", () => {
    const order = placedOrder({
      lines: [orderLine(skuLine("A", 9), { shortfall: 1, cancelled: 1 })],
      shipments: [shipment("S-1", quantities([0, 2]), { shippedAt: 1 })],
    });
    expect(figures(accepted(cancelLines(order, quantities([0, 6]), BY, NOW)))).toEqual([[9, 0, 0, 2, 7, 0]]);
    expect(refusal(cancelLines(order, quantities([0, 7]), BY, NOW))).toEqual({
      reason: "exceeds_line",
      at: 0,
      quantity: 7,
      most: 6,
    });
  });

  test("is refused with the shipments where what is planned would have to go too", () => {
    const order = placedOrder({
      shipments: [shipment("S-1", quantities([0, 2])), shipment("S-2", quantities([0, 1]))],
    });
    const shipments = [
      { order: "O-1", shipment: "S-1", units: 2 },
      { order: "O-1", shipment: "S-2", units: 1 },
    ];
    expect(accepted(cancelLines(order, quantities([0, 2]), BY, NOW)).state).toBe("placed");
    for (const units of [3, 5]) {
      expect(refusal(cancelLines(order, quantities([0, units]), BY, NOW))).toEqual({
        reason: "shipment_planned",
        shipments,
      });
    }
    expect(refusal(cancelLines(order, quantities([0, 6]), BY, NOW))).toMatchObject({ reason: "exceeds_line", most: 2 });
  });

  test("is refused for a line that is not there", () => {
    expect(refusal(cancelLines(placedOrder(), quantities([0, 1], [3, 1]), BY, NOW))).toEqual({
      reason: "line_not_found",
      at: 1,
    });
  });

  test("leaves the order that it was given as it is", () => {
    const order = placedOrder();
    cancelLines(order, quantities([0, 2]), BY, NOW);
    expect(order).toEqual(placedOrder());
  });
});

describe("cancelling an order", () => {
  test("gives all of it back and ends every claim", () => {
    const order = accepted(cancelLines(placedOrder(), null, BY, NOW));
    expect(order).toMatchObject({ state: "cancelled", cancelledAt: NOW, reservation: "r1" });
    expect(figures(order).map((line) => [line[1], line[4]])).toEqual([
      [0, 5],
      [0, 2],
      [0, 4],
    ]);
    const last = { ...CANCEL, units: 0, ends: true };
    expect(pendingSteps(order)).toEqual({ A: [last], B: [last] });
  });

  test("of which some was shipped leaves a shipped order", () => {
    const order = placedOrder({
      lines: [orderLine(skuLine("A", 5))],
      claims: [skuClaim("A", 3, { applied: 4, numbered: 4 })],
      shipments: [shipment("S-1", quantities([0, 2]), { shippedAt: 1 })],
    });
    const cancelled = accepted(cancelLines(order, null, BY, NOW));
    expect(cancelled.state).toBe("shipped");
    expect(figures(cancelled)).toEqual([[5, 0, 0, 2, 3, 0]]);
    expect(pendingSteps(cancelled)).toEqual({ A: [{ ...CANCEL, n: 5, after: 4, units: 0, ends: true }] });
  });

  test("goes on where the allocation is not acknowledged yet", () => {
    const allocate = { kind: "allocate", n: 2, after: 1, order: "O-1", actor: "shop" } as const;
    const order = placedOrder({
      lines: [orderLine(skuLine("A", 5))],
      claims: [skuClaim("A", 5, { numbered: 2, pending: [allocate] })],
    });
    expect(pendingSteps(accepted(cancelLines(order, null, BY, NOW)))).toEqual({
      A: [allocate, { ...CANCEL, units: 0, ends: true }],
    });
  });

  test("is refused while anything is planned", () => {
    const order = placedOrder({ shipments: [shipment("S-1", quantities([0, 1], [1, 1]))] });
    expect(refusal(cancelLines(order, null, BY, NOW))).toEqual({
      reason: "shipment_planned",
      shipments: [{ order: "O-1", shipment: "S-1", units: 2 }],
    });
  });

  test("that nothing is claimed for only notes it", () => {
    const all = accepted(cancelLines(pending(), null, BY, NOW));
    expect(all).toMatchObject({ state: "cancelled", reservation: null, cancelledAt: NOW });
    expect(figures(all).map((line) => [line[4], line[5]])).toEqual([
      [5, 0],
      [2, 0],
      [4, 0],
    ]);
    const some = accepted(cancelLines(pending(), quantities([0, 2]), BY, NOW));
    expect(some.state).toBe("pending");
    expect(figures(some)[0]).toEqual([5, 0, 0, 0, 2, 3]);
    const last = accepted(cancelLines(some, quantities([0, 3], [1, 2], [2, 4]), BY, NOW));
    expect(last).toMatchObject({ state: "cancelled", reservation: null });
    expect(refusal(cancelLines(pending(), quantities([0, 6]), BY, NOW))).toMatchObject({ most: 5 });
  });

  test("that is cancelled changes nothing, but some units of it are none any more", () => {
    const order = ended("cancelled");
    expect(accepted(cancelLines(order, null, BY, NOW))).toBe(order);
    expect(refusal(cancelLines(order, quantities([0, 1]), BY, NOW))).toEqual({ reason: "order_cancelled" });
  });

  test("that is shipped is refused", () => {
    for (const lines of [null, quantities([0, 1])]) {
      expect(refusal(cancelLines(ended("shipped"), lines, BY, NOW))).toEqual({ reason: "order_shipped" });
    }
  });
});

/** S-1 has two of A and one kit, from two warehouses; S-2 one of C, which nobody counts. */
const SHIPMENTS = [
  shipment("S-1", quantities([0, 2], [1, 1]), {
    taken: taken(["A", "main", 3], ["A", "east", 1], ["B", "east", 1]),
  }),
  shipment("S-2", quantities([2, 1])),
];

describe("taking a shipment back", () => {
  const order = placedOrder({ shipments: SHIPMENTS });

  test("allocates its units again, and tells the SKUs that have units on it", () => {
    const back = accepted(unplanShipment(order, "S-1", BY));
    expect(orderView(back).shipments.map(({ id }) => id)).toEqual(["S-2"]);
    expect(figures(back)).toEqual([
      [5, 5, 0, 0, 0, 0],
      [2, 2, 0, 0, 0, 0],
      [4, 3, 1, 0, 0, 0],
    ]);
    const unplan = { kind: "unplan", n: 3, after: 2, shipment: "S-1", ...BY };
    expect(pendingSteps(back)).toEqual({ A: [unplan], B: [unplan] });
  });

  test("tells nobody of what nobody counts, and no claim of a return", () => {
    const ofReturn = skuClaim("A", 0, { claim: "a return" });
    const withReturn = { ...order, claims: [...order.claims, ofReturn] };
    expect(pendingSteps(accepted(unplanShipment(withReturn, "S-2", BY)))).toEqual({});
    expect(claimed(accepted(unplanShipment(withReturn, "S-1", BY))).claims.at(-1)).toEqual(ofReturn);
  });

  test("is refused for one that is not there, and for one that has left", () => {
    expect(refusal(unplanShipment(order, "S-9", BY))).toEqual({ reason: "shipment_not_found" });
    expect(refusal(unplanShipment(pending(), "S-1", BY))).toEqual({ reason: "shipment_not_found" });
    const left = placedOrder({ shipments: [shipment("S-1", quantities([0, 1]), { shippedAt: 1 })] });
    expect(refusal(unplanShipment(left, "S-1", BY))).toEqual({ reason: "shipment_shipped" });
  });
});

describe("shipping", () => {
  const order = placedOrder({ shipments: SHIPMENTS });
  const step = { kind: "ship", n: 3, after: 2, shipment: "S-1", ...BY };

  test("takes the units off what is planned, and tells the SKUs that have units on it", () => {
    const shipped = accepted(shipShipment(order, "S-1", BY, NOW));
    expect(shipped.state).toBe("placed");
    expect(orderView(shipped).shipments.map(({ id, state }) => [id, state])).toEqual([
      ["S-1", "shipped"],
      ["S-2", "planned"],
    ]);
    expect(figures(shipped)).toEqual([
      [5, 3, 0, 2, 0, 0],
      [2, 1, 0, 1, 0, 0],
      [4, 3, 1, 0, 0, 0],
    ]);
    expect(pendingSteps(shipped)).toEqual({ A: [{ ...step, ends: false }], B: [{ ...step, ends: false }] });
    // A: 9 less 4; B: 2 less 1.
    expect(claimed(shipped).claims.map((claim) => claim.units)).toEqual([5, 1, 4]);
  });

  test("of what nobody counts tells nobody", () => {
    expect(pendingSteps(accepted(shipShipment(order, "S-2", BY, NOW)))).toEqual({});
  });

  test("of the last units makes the order shipped, and ends every claim: those on it and the others", () => {
    const last = placedOrder({
      lines: [orderLine(skuLine("A", 2)), orderLine(skuLine("B", 1))],
      claims: [skuClaim("A", 2, { applied: 4, numbered: 4 }), skuClaim("B", 0, { applied: 5, numbered: 5 })],
      shipments: [
        shipment("S-1", quantities([1, 1]), { taken: taken(["B", "main", 1]), shippedAt: NOW - 9 }),
        shipment("S-2", quantities([0, 2]), { taken: taken(["A", "main", 2]) }),
      ],
    });
    const shipped = accepted(shipShipment(last, "S-2", BY, NOW));
    expect(shipped.state).toBe("shipped");
    expect(pendingSteps(shipped)).toEqual({
      A: [{ ...step, n: 5, after: 4, shipment: "S-2", ends: true }],
      B: [{ ...CANCEL, n: 6, after: 5, units: 0, ends: true }],
    });
  });

  test.each([
    ["allocated", 0],
    ["wanting", 1],
  ])("of all but units that are %s leaves the order placed", (_, shortfall) => {
    const almost = placedOrder({
      lines: [orderLine(skuLine("A", 3), { shortfall })],
      claims: [skuClaim("A", 3 - shortfall, { applied: 3, numbered: 3 })],
      shipments: [shipment("S-1", quantities([0, 2]), { taken: taken(["A", "main", 2]) })],
    });
    const shipped = accepted(shipShipment(almost, "S-1", BY, NOW));
    expect(shipped.state).toBe("placed");
    expect(pendingSteps(shipped)).toEqual({ A: [{ ...step, n: 4, after: 3, ends: false }] });
  });

  test("what has left changes nothing", () => {
    const shipped = accepted(shipShipment(order, "S-1", BY, NOW));
    expect(accepted(shipShipment(shipped, "S-1", BY, NOW + 1))).toBe(shipped);
    const all = ended("shipped", { shipments: [shipment("S-1", quantities([0, 5]), { shippedAt: 1 })] });
    expect(accepted(shipShipment(all, "S-1", BY, NOW))).toBe(all);
  });

  test("is refused for a shipment that is not there", () => {
    expect(refusal(shipShipment(order, "S-9", BY, NOW))).toEqual({ reason: "shipment_not_found" });
    expect(refusal(shipShipment(pending(), "S-1", BY, NOW))).toEqual({ reason: "shipment_not_found" });
  });
});

describe("an order that nothing is claimed for", () => {
  test("is cancelled once no unit of it is wanted", () => {
    const none = pending({
      lines: [orderLine(skuLine("A", 0)), orderLine(skuLine("B", 2), { cancelled: 2 })],
    });
    expect(settlePending(none, NOW)).toEqual({ ...none, state: "cancelled", reservation: null, cancelledAt: NOW });
  });

  test("waits while one is", () => {
    const one = pending({
      lines: [orderLine(skuLine("A", 0)), orderLine(skuLine("B", 3), { cancelled: 2, shortfall: 1 })],
    });
    expect(settlePending(one, NOW)).toBe(one);
  });
});

test("units that are planned are those on shipments that have not left", () => {
  const shipments = [...SHIPMENTS, shipment("S-3", quantities([0, 1]), { shippedAt: 1 })];
  expect(plannedOf(placedOrder({ shipments }))).toEqual([
    { order: "O-1", shipment: "S-1", units: 3 },
    { order: "O-1", shipment: "S-2", units: 1 },
  ]);
  expect(plannedOf(pending())).toEqual([]);
});

/** Three of A left from main and then one from east; both kits from west; two of C, which nobody counts. */
const SHIPPED = placedOrder({
  shipments: [
    shipment("S-1", quantities([0, 3], [2, 2]), { taken: taken(["A", "main", 3]), shippedAt: NOW - 9 }),
    shipment("S-2", quantities([0, 1]), { taken: taken(["A", "east", 1]), shippedAt: NOW - 8 }),
    shipment("S-3", quantities([1, 2]), { taken: taken(["A", "west", 4], ["B", "west", 2]), shippedAt: NOW - 7 }),
    shipment("S-4", quantities([0, 1]), { taken: taken(["A", "main", 1]) }),
  ],
});

/** The id of the claim of a return of O-1. */
function claimOf(id: string): string {
  return JSON.stringify(["return", "O-1", id]);
}

describe("shipped units that come back", () => {
  const ask = (set: Partial<ReturnAsk> = {}): ReturnAsk => ({
    id: "R-1",
    lines: quantities([0, 2]),
    restock: true,
    warehouse: null,
    ...set,
  });
  const give = (set: Partial<ReturnAsk> = {}): OrderRecord => accepted(returnLines(SHIPPED, ask(set), BY, NOW));
  const step = {
    kind: "giveBack",
    n: 1,
    after: 0,
    instead: ["main"],
    restock: true,
    order: "O-1",
    document: "R-1",
    ...BY,
  };

  test("come back to where the line's last shipment left from, on a claim of the return's own", () => {
    const order = give();
    expect(orderView(order).returns).toEqual([
      {
        id: "R-1",
        lines: quantities([0, 2]),
        restock: true,
        skus: taken(["A", "east", 2]),
        note: BY.note,
        at: "2026-03-10T12:00:00.000Z",
      },
    ]);
    expect(orderView(order).lines[0]).toMatchObject({ shipped: 4, returned: 2 });
    expect(pendingSteps(order)).toEqual({
      [`A of ${claimOf("R-1")}`]: [{ ...step, units: 2, warehouse: "east" }],
    });
    expect(claimed(order).claims.slice(0, 3)).toEqual(SHIPPED.claims);
  });

  test("come back to where the last one left from, whichever was planned last", () => {
    const [first, second] = SHIPPED.shipments;
    const swapped = { ...SHIPPED, shipments: [second, first].flatMap((each) => (each === undefined ? [] : [each])) };
    expect(orderView(accepted(returnLines(swapped, ask(), BY, NOW))).returns[0]?.skus).toEqual(taken(["A", "east", 2]));
  });

  test("come back to a warehouse that is named", () => {
    expect(pendingSteps(give({ warehouse: "moon" }))).toMatchObject({
      [`A of ${claimOf("R-1")}`]: [{ warehouse: "moon" }],
    });
  });

  test("of a kit are all its components", () => {
    expect(pendingSteps(give({ lines: quantities([1, 1]) }))).toEqual({
      [`A of ${claimOf("R-1")}`]: [{ ...step, units: 2, warehouse: "west" }],
      [`B of ${claimOf("R-1")}`]: [{ ...step, units: 1, warehouse: "west" }],
    });
  });

  test("that nobody counts are noted and told to nobody, although a warehouse is named", () => {
    const order = give({ lines: quantities([2, 1]), warehouse: "main" });
    expect(orderView(order).returns).toMatchObject([{ lines: quantities([2, 1]), skus: [] }]);
    expect(pendingSteps(order)).toEqual({});
  });

  test("that are not restocked are told all the same, so that the ledger has them", () => {
    expect(pendingSteps(give({ restock: false }))).toMatchObject({
      [`A of ${claimOf("R-1")}`]: [{ units: 2, restock: false }],
    });
  });

  test("come back once under one id, and as often as there are shipped units under others", () => {
    const once = give();
    expect(refusal(returnLines(once, ask({ lines: quantities([0, 1]) }), BY, NOW))).toEqual({
      reason: "return_exists",
    });
    expect(refusal(returnLines(once, ask({ id: "R-2", lines: quantities([0, 3]) }), BY, NOW))).toEqual({
      reason: "exceeds_line",
      at: 0,
      quantity: 3,
      most: 2,
    });
    const twice = accepted(returnLines(once, ask({ id: "R-2" }), BY, NOW));
    expect(orderView(twice).lines[0]).toMatchObject({ shipped: 4, returned: 4 });
    expect(Object.keys(pendingSteps(twice))).toEqual([`A of ${claimOf("R-1")}`, `A of ${claimOf("R-2")}`]);
  });

  test("never share a claim with those of another order, whatever the ids are made of", () => {
    const idOf = (order: string, id: string): unknown =>
      claimed(accepted(returnLines({ ...SHIPPED, id: order }, ask({ id }), BY, NOW))).claims.at(-1)?.claim;
    expect(idOf("a/b", "c")).not.toBe(idOf("a", "b/c"));
    expect(idOf('a","b', "c")).not.toBe(idOf("a", 'b","c'));
  });

  test("are no more than were shipped, and planned ones are not", () => {
    expect(refusal(returnLines(SHIPPED, ask({ lines: quantities([0, 5]) }), BY, NOW))).toMatchObject({ most: 4 });
    expect(refusal(returnLines(placedOrder(), ask({ lines: quantities([0, 1]) }), BY, NOW))).toMatchObject({ most: 0 });
    expect(refusal(returnLines(SHIPPED, ask({ lines: quantities([7, 1]) }), BY, NOW))).toEqual({
      reason: "line_not_found",
      at: 0,
    });
  });

  test("come back after the order is at its end too", () => {
    const { trying: _, ...rest } = SHIPPED;
    const order = accepted(returnLines({ ...rest, state: "shipped" }, ask(), BY, NOW));
    expect(order.state).toBe("shipped");
    expect(Object.keys(pendingSteps(order))).toEqual([`A of ${claimOf("R-1")}`]);
  });

  test("cannot be of an order of which nothing was ever claimed", () => {
    expect(refusal(returnLines(pending(), ask(), BY, NOW))).toEqual({ reason: "order_not_allocated" });
    const dropped: OrderRecord = { ...pending(), state: "cancelled", reservation: null, cancelledAt: NOW };
    expect(refusal(returnLines(dropped, ask(), BY, NOW))).toEqual({ reason: "order_cancelled" });
  });

  test("of a line come back by the line's own shipments, not by those of another line of the SKU", () => {
    const order = placedOrder({
      lines: [orderLine(skuLine("A", 1)), orderLine(kitLine("set", 1, { A: 1 }))],
      claims: [skuClaim("A", 0, { applied: 4, numbered: 4 })],
      shipments: [
        shipment("S-1", quantities([0, 1]), { taken: taken(["A", "main", 1]), shippedAt: NOW - 9 }),
        shipment("S-2", quantities([1, 1]), { taken: taken(["A", "east", 1]), shippedAt: NOW - 8 }),
      ],
    });
    const backTo = (line: number): unknown =>
      orderView(accepted(returnLines(order, ask({ lines: quantities([line, 1]) }), BY, NOW))).returns[0]?.skus;
    expect([backTo(0), backTo(1)]).toEqual([taken(["A", "main", 1]), taken(["A", "east", 1])]);
  });
});

describe("the claims of returns", () => {
  const own = skuClaim("A", 5);
  const give = {
    kind: "giveBack",
    n: 1,
    after: 0,
    units: 2,
    warehouse: "main",
    instead: [],
    restock: true,
    order: "O-1",
  } as const;
  const made: SkuClaim = {
    ...skuClaim("A", 0, { claim: "ret", applied: 0, numbered: 1 }),
    pending: [{ ...give, document: "R-1", ...BY }],
  };
  const released: SkuClaim = {
    ...made,
    applied: 1,
    numbered: 2,
    pending: [{ kind: "release", n: 2, after: 1 }],
  };

  test("are released once their units have got through, so that the SKU may forget them", () => {
    expect(releaseReturns([own, made])).toEqual([own, released]);
  });

  test("are dropped with the next such write", () => {
    const next = { ...made, claim: "ret 2" };
    expect(releaseReturns([own, released, next])).toEqual([own, { ...released, claim: "ret 2" }]);
  });

  test("leave nothing to do where all are released, and where there are none", () => {
    expect(releaseReturns([own, released])).toBeNull();
    expect(releaseReturns([own])).toBeNull();
    expect(releaseReturns([])).toBeNull();
  });
});

test("lines of these orders stay as they were", () => {
  expect(LINES.map((line) => [line.quantity, line.cancelled, line.shortfall])).toEqual([
    [5, 0, 0],
    [2, 0, 0],
    [4, 0, 0],
  ]);
});
