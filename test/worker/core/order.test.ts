import { describe, expect, test } from "vitest";
import {
  allocateOrder,
  givenRecord,
  mayHoldAnew,
  orderFrom,
  pendingOrder,
  settleState,
  shortfallEvents,
  wantedLines,
  withUnits,
} from "../../../worker/core/order.ts";
import type { PlacedOrder } from "../../../worker/core/order-record.ts";
import { orderView } from "../../../worker/core/order-view.ts";
import { extend } from "../../../worker/core/reservation.ts";
import { heldRecord, iso, kitLine, MINUTE, NOW, skuClaim, skuLine, WEB } from "./given.ts";
import { MAKER, orderLine, pending, pendingSteps, placedOrder, quantities, shipment } from "./order-given.ts";

const RESERVATION = heldRecord({
  lines: [skuLine("A", 3), kitLine("set", 2, { A: 2, B: 1 }), skuLine("C", 5)],
  claims: [
    skuClaim("A", 7, { backordered: 4 }),
    skuClaim("B", 2, { shipsFrom: "east" }),
    skuClaim("C", 5, { tracked: false }),
  ],
});

describe("an order from a reservation", () => {
  const order = orderFrom(RESERVATION, 9, MAKER, NOW);

  test("takes over its lines, channel and claims, and says from which mark of it", () => {
    expect(order).toMatchObject({
      state: "placed",
      id: "O-1",
      reservation: "r1",
      mark: 9,
      isGiven: false,
      channel: RESERVATION.channel,
      lines: RESERVATION.lines.map((line) => ({ ...line, cancelled: 0, shortfall: 0 })),
      reported: null,
      revision: 1,
      shipments: [],
      returns: [],
      placedAt: NOW,
      allocatedAt: NOW,
      trying: null,
    });
  });

  test("is to allocate at every SKU that counts, which hears of how many units it was told that goods are missing", () => {
    const allocate = { kind: "allocate", n: 2, after: 1, order: "O-1", actor: "shop" };
    expect(pendingSteps(order)).toEqual({ A: [{ ...allocate, backordered: 4 }], B: [allocate] });
  });

  test("drives first what the reservation had still to drive", () => {
    const extended = extend(heldRecord({ expiresAt: NOW + MINUTE }), 10 * MINUTE, NOW);
    const steps = orderFrom(extended, 1, MAKER, NOW).claims[0]?.pending.map(({ kind, n, after }) => [kind, n, after]);
    expect(steps).toEqual([
      ["extend", 2, 1],
      ["allocate", 3, 2],
    ]);
  });

  test("keeps its answer for the key that placed it", () => {
    expect(order.answer).toEqual({ key: "key-1", body: "body-1", answer: orderView(order) });
  });
});

describe("an order that nothing is claimed for yet", () => {
  const made = pendingOrder(MAKER, { lines: RESERVATION.lines, channel: WEB, reported: "AddingItems" }, NOW);

  test("lacks all of it", () => {
    expect(made).toMatchObject({ state: "pending", reported: "AddingItems", revision: 1, placedAt: NOW });
    expect(made.lines.map(({ quantity, cancelled, shortfall }) => [quantity, cancelled, shortfall])).toEqual([
      [3, 0, 3],
      [2, 0, 2],
      [5, 0, 5],
    ]);
    expect(made.answer).toEqual({ key: "key-1", body: "body-1", answer: orderView(made) });
  });

  test("wants what is not cancelled", () => {
    const order = pending({ lines: [orderLine(skuLine("A", 5), { cancelled: 2, shortfall: 3 })] });
    expect(wantedLines(order).map((line) => line.quantity)).toEqual([3]);
  });
});

describe("an order whose units are claimed", () => {
  const order = pending({
    lines: [orderLine(skuLine("A", 5), { cancelled: 1, shortfall: 4 }), orderLine(skuLine("B", 2), { shortfall: 2 })],
    placedAt: NOW - MINUTE,
  });

  test("lacks nothing where all of it was held, and is to allocate it under the claim's id", () => {
    const held = { lines: wantedLines(order), claims: [skuClaim("A", 4), skuClaim("B", 2)] };
    const placed = allocateOrder(order, "r9", held, "ann", NOW);
    expect(placed).toMatchObject({
      state: "placed",
      reservation: "r9",
      isGiven: true,
      placedAt: NOW - MINUTE,
      allocatedAt: NOW,
      lines: [{ shortfall: 0, cancelled: 1 }, { shortfall: 0 }],
    });
    const allocate = { kind: "allocate", n: 2, after: 1, order: "O-1", actor: "ann" };
    expect(pendingSteps(placed)).toEqual({ A: [allocate], B: [allocate] });
  });

  test("lacks what was not held, line by line", () => {
    const [a, b] = wantedLines(order);
    const lines = [a, b].flatMap((line, index) =>
      line === undefined ? [] : [{ ...line, quantity: [3, 0][index] ?? 0 }],
    );
    const placed = allocateOrder(order, "r9", { lines, claims: [skuClaim("A", 3)] }, "ann", NOW);
    expect(placed.lines.map((line) => line.shortfall)).toEqual([1, 2]);
    expect(
      orderView(placed).lines.map(({ allocated, cancelled, shortfall }) => [allocated, cancelled, shortfall]),
    ).toEqual([
      [3, 1, 1],
      [0, 0, 2],
    ]);
  });

  test("lacks all that is wanted where nothing could be held", () => {
    const placed = allocateOrder(order, "r9", null, "ann", NOW);
    expect(placed.lines.map((line) => line.shortfall)).toEqual([4, 2]);
    expect(placed.claims).toEqual([]);
  });

  test("is written under the claim's id as given away, so that nobody takes the hold for a loose one", () => {
    const placed = allocateOrder(order, "r9", null, "ann", NOW);
    const lines = [skuLine("A", 4)];
    expect(givenRecord(placed, lines)).toMatchObject({
      state: "ordered",
      id: "r9",
      order: "O-1",
      lines,
      claims: [],
      client: null,
      endedAt: NOW,
    });
  });
});

describe("what is told of units that nothing could be claimed for", () => {
  const short = placedOrder({
    revision: 3,
    lines: [
      orderLine(skuLine("A", 5), { shortfall: 2 }),
      orderLine(skuLine("B", 5)),
      orderLine(kitLine("set", 4, { C: 1, D: 1 }), { shortfall: 4 }),
    ],
  });
  const told = (event: { line: number; sku: string; shortfall: number }) => ({
    id: `shortfall ["O-1",3,${event.line}]`,
    type: "order.shortfall",
    order: "O-1",
    at: iso(NOW),
    ...event,
  });

  test("is one event for each line, with the first component of a kit", () => {
    expect(shortfallEvents(short, null, NOW)).toEqual([
      told({ line: 0, sku: "A", shortfall: 2 }),
      told({ line: 2, sku: "C", shortfall: 4 }),
    ]);
  });

  test("is nothing where there were as many before, or more", () => {
    const before = placedOrder({
      lines: short.lines.map((line, index) => ({ ...line, shortfall: [1, 0, 4][index] ?? 0 })),
    });
    expect(shortfallEvents(short, before, NOW)).toEqual([told({ line: 0, sku: "A", shortfall: 2 })]);
    expect(shortfallEvents(short, short, NOW)).toEqual([]);
    expect(shortfallEvents(before, short, NOW)).toEqual([]);
  });
});

describe("the state of an order", () => {
  const shipped = [shipment("S-1", quantities([0, 3]), { shippedAt: NOW })];
  const settled = (set: Partial<PlacedOrder>) => settleState(placedOrder(set), NOW).state;

  test.each<[string, Partial<PlacedOrder>, string]>([
    ["placed while units are allocated", { lines: [orderLine(skuLine("A", 4))], shipments: shipped }, "placed"],
    [
      "placed while units are on a shipment that has not left",
      { lines: [orderLine(skuLine("A", 3))], shipments: [shipment("S-1", quantities([0, 3]))] },
      "placed",
    ],
    [
      "placed while units are wanting",
      { lines: [orderLine(skuLine("A", 4), { shortfall: 1 })], shipments: shipped },
      "placed",
    ],
    ["shipped once all units have left", { lines: [orderLine(skuLine("A", 3))], shipments: shipped }, "shipped"],
    [
      "shipped once the rest is cancelled",
      { lines: [orderLine(skuLine("A", 5), { cancelled: 2 })], shipments: shipped },
      "shipped",
    ],
    [
      "cancelled once no unit is left and none was shipped",
      { lines: [orderLine(skuLine("A", 5), { cancelled: 5 })] },
      "cancelled",
    ],
  ])("is %s", (_, set, state) => {
    expect(settled(set)).toBe(state);
  });

  test("that is an end has nothing that is being tried, and says when it was cancelled", () => {
    const cancelled = settleState(placedOrder({ lines: [orderLine(skuLine("A", 5), { cancelled: 5 })] }), NOW);
    expect(cancelled).toMatchObject({ state: "cancelled", cancelledAt: NOW });
    expect(cancelled).not.toHaveProperty("trying");
  });
});

test("claims are brought to what the lines have left, those of returns stay", () => {
  const ofReturn = skuClaim("A", 0, { claim: "return/O-1/R-1" });
  const claims = [skuClaim("A", 9, { backordered: 6 }), skuClaim("B", 2), ofReturn];
  const order = placedOrder({
    shipments: [shipment("S-1", quantities([0, 4]), { shippedAt: NOW })],
    lines: [orderLine(skuLine("A", 9), { cancelled: 2 })],
  });
  // Nine less two cancelled less four shipped.
  expect(withUnits(order, claims)).toEqual([skuClaim("A", 3, { backordered: 3 }), skuClaim("B", 0), ofReturn]);
});

describe("a SKU that has nothing of an order may be asked to hold for it anew", () => {
  const line = (set: object) => orderLine(skuLine("A", 3), set);

  test.each<[string, Partial<PlacedOrder>, boolean]>([
    ["not while it has units", { lines: [line({})], claims: [skuClaim("A", 3)] }, false],
    ["where none could be claimed at first", { lines: [line({ shortfall: 3 })], claims: [] }, true],
    ["where all of its units were given back", { lines: [line({ cancelled: 3 })], claims: [skuClaim("A", 0)] }, true],
    ["not where nothing is counted", { lines: [line({})], claims: [skuClaim("A", 0, { tracked: false })] }, false],
    [
      "although a return has a claim there",
      { lines: [line({ shortfall: 3 })], claims: [skuClaim("A", 2, { claim: "a return" })] },
      true,
    ],
    [
      "where a kit has such a component",
      { lines: [orderLine(kitLine("set", 1, { A: 1, B: 1 }))], claims: [skuClaim("A", 1)] },
      true,
    ],
  ])("%s", (_, set, expected) => {
    expect(mayHoldAnew(placedOrder(set))).toBe(expected);
  });

  test("never of an order that is not placed", () => {
    const { trying: _, ...rest } = placedOrder({ claims: [] });
    expect(mayHoldAnew({ ...rest, state: "shipped" })).toBe(false);
    expect(mayHoldAnew(pending())).toBe(false);
  });
});
