import { describe, expect, test } from "vitest";
import { cancelOrder, orderFrom, orderView, type PlacedOrder, rememberOrder } from "../../../worker/core/order.ts";
import { extend } from "../../../worker/core/reservation.ts";
import { heldRecord, kitLine, MINUTE, NOW, skuClaim, skuLine } from "./given.ts";

const WANTED = { id: "O-1", actor: "shop", key: "key-1", body: "body-1" };

const RESERVATION = heldRecord({
  lines: [skuLine("A", 3), kitLine("set", 2, { A: 2, B: 1 }), skuLine("C", 5)],
  claims: [
    skuClaim("A", 7, { backordered: 4 }),
    skuClaim("B", 2, { shipsFrom: "east" }),
    skuClaim("C", 5, { tracked: false }),
  ],
});

function placed(): PlacedOrder {
  return orderFrom(RESERVATION, 9, WANTED, NOW);
}

describe("an order from a reservation", () => {
  test("takes over its lines, channel and claims, and says from which mark of it", () => {
    expect(placed()).toMatchObject({
      state: "placed",
      id: "O-1",
      reservation: "r1",
      mark: 9,
      channel: RESERVATION.channel,
      lines: RESERVATION.lines,
      placedAt: NOW,
      actor: "shop",
    });
  });

  test("is to allocate at every SKU that counts", () => {
    const pending = placed().claims.map((claim) => claim.pending);
    const allocate = { kind: "allocate", n: 2, after: 1, order: "O-1", actor: "shop" };
    expect(pending).toEqual([[allocate], [allocate], []]);
  });

  test("drives first what the reservation had still to drive", () => {
    const extended = extend(heldRecord({ expiresAt: NOW + MINUTE }), 10 * MINUTE, NOW);
    const steps = orderFrom(extended, 1, WANTED, NOW).claims[0]?.pending.map(({ kind, n, after }) => [kind, n, after]);
    expect(steps).toEqual([
      ["extend", 2, 1],
      ["allocate", 3, 2],
    ]);
  });

  test("keeps its answer for the key that placed it", () => {
    expect(placed().answers).toEqual([{ key: "key-1", body: "body-1", answer: orderView(placed()) }]);
  });
});

describe("an order as the shop sees it", () => {
  test("has per line what was ordered, allocated and is backordered", () => {
    expect(orderView(placed())).toEqual({
      id: "O-1",
      state: "placed",
      channel: "web",
      reservation: "r1",
      placedAt: "2026-03-10T12:00:00.000Z",
      lines: [
        {
          sku: "A",
          ordered: 3,
          allocated: 3,
          backordered: 0,
          planned: 0,
          shipped: 0,
          cancelled: 0,
          returned: 0,
          skus: [{ sku: "A", quantity: 3, backordered: 0, shipsFrom: "main" }],
        },
        {
          product: "set",
          ordered: 2,
          allocated: 2,
          backordered: 2,
          planned: 0,
          shipped: 0,
          cancelled: 0,
          returned: 0,
          skus: [
            { sku: "A", quantity: 4, backordered: 4, shipsFrom: "main" },
            { sku: "B", quantity: 2, backordered: 0, shipsFrom: "east" },
          ],
        },
        {
          sku: "C",
          ordered: 5,
          allocated: 5,
          backordered: 0,
          planned: 0,
          shipped: 0,
          cancelled: 0,
          returned: 0,
          skus: [{ sku: "C", quantity: 5, backordered: 0, shipsFrom: "main" }],
        },
      ],
    });
  });

  test("has nothing any more once it is cancelled", () => {
    const cancelled = orderView(cancelOrder(placed(), "shop", null, NOW + MINUTE));
    expect(cancelled).toMatchObject({ state: "cancelled", cancelledAt: "2026-03-10T12:01:00.000Z" });
    expect(
      cancelled.lines.map(({ ordered, allocated, backordered, cancelled: gone, skus }) => [
        ordered,
        allocated,
        backordered,
        gone,
        skus,
      ]),
    ).toEqual([
      [3, 0, 0, 3, []],
      [2, 0, 0, 2, []],
      [5, 0, 0, 5, []],
    ]);
  });

  test("says when it was cancelled only if it was", () => {
    expect(orderView(placed())).not.toHaveProperty("cancelledAt");
  });

  test("keeps a line's selection", () => {
    const line = skuLine("A", 1, { product: "shirt", selection: { Size: "M" } });
    const order = orderFrom(heldRecord({ lines: [line] }), 1, WANTED, NOW);
    expect(orderView(order).lines[0]).toMatchObject({ product: "shirt", selection: { Size: "M" } });
  });
});

describe("a cancellation", () => {
  test("is to be driven to every SKU that counts, after the allocation", () => {
    const cancelled = cancelOrder(placed(), "clerk", "lost in the post", NOW);
    expect(cancelled.claims.map((claim) => claim.pending.at(-1))).toEqual([
      { kind: "cancel", n: 3, after: 2, actor: "clerk", note: "lost in the post" },
      { kind: "cancel", n: 3, after: 2, actor: "clerk", note: "lost in the post" },
      undefined,
    ]);
  });
});

test("answers are kept by key, each as the order was then", () => {
  const cancelled = rememberOrder(cancelOrder(placed(), "shop", null, NOW), "key-2", "body-2");
  expect(cancelled.answers.map(({ key, body, answer }) => [key, body, answer.state])).toEqual([
    ["key-1", "body-1", "placed"],
    ["key-2", "body-2", "cancelled"],
  ]);
});
