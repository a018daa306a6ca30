import { describe, expect, test } from "vitest";
import { orderView, ownClaims } from "../../../worker/core/order-view.ts";
import { iso, kitLine, MINUTE, NOW, skuClaim, skuLine } from "./given.ts";
import { orderLine, pending, placedOrder, quantities, returned, shipment, taken } from "./order-given.ts";

describe("an order as the shop sees it", () => {
  const order = placedOrder({
    revision: 4,
    reported: "PaymentSettled",
    lines: [
      orderLine(skuLine("A", 3)),
      orderLine(kitLine("set", 4, { A: 2, B: 1 }), { cancelled: 1, shortfall: 1 }),
      orderLine(skuLine("C", 5)),
    ],
    claims: [
      skuClaim("A", 7, { backordered: 4 }),
      skuClaim("B", 2, { shipsFrom: "east" }),
      skuClaim("C", 5, { tracked: false }),
    ],
  });

  test("has per line what was ordered and what became of it, and its SKUs with where they ship from", () => {
    const nothing = { planned: 0, shipped: 0, cancelled: 0, returned: 0, shortfall: 0 };
    expect(orderView(order)).toEqual({
      id: "O-1",
      state: "placed",
      channel: "web",
      reservation: "r1",
      reported: "PaymentSettled",
      revision: 4,
      placedAt: "2026-03-10T11:59:00.000Z",
      allocatedAt: "2026-03-10T11:59:00.000Z",
      shipments: [],
      returns: [],
      lines: [
        {
          ...nothing,
          sku: "A",
          ordered: 3,
          allocated: 3,
          backordered: 0,
          skus: [{ sku: "A", quantity: 3, backordered: 0, shipsFrom: "main" }],
        },
        {
          ...nothing,
          product: "set",
          ordered: 4,
          allocated: 2,
          cancelled: 1,
          shortfall: 1,
          backordered: 2,
          skus: [
            { sku: "A", quantity: 4, backordered: 4, shipsFrom: "main" },
            { sku: "B", quantity: 2, backordered: 0, shipsFrom: "east" },
          ],
        },
        {
          ...nothing,
          sku: "C",
          ordered: 5,
          allocated: 5,
          backordered: 0,
          skus: [{ sku: "C", quantity: 5, backordered: 0, shipsFrom: "main" }],
        },
      ],
    });
  });

  test("is told by what is known of its claims now", () => {
    const now = orderView(order, [skuClaim("A", 7, { backordered: 1, shipsFrom: "west" })]);
    expect(now.lines.map((line) => line.backordered)).toEqual([0, 1, 0]);
    expect(now.lines[0]?.skus).toEqual([{ sku: "A", quantity: 3, backordered: 0, shipsFrom: "west" }]);
  });

  test("has its shipments, planned and shipped, and its returns", () => {
    const sent = taken(["A", "main", 2]);
    const view = orderView(
      placedOrder({
        shipments: [
          shipment("S-1", quantities([0, 2]), { taken: sent, shippedAt: NOW }),
          shipment("S-2", quantities([0, 1]), { taken: taken(["A", "east", 1]) }),
        ],
        returns: [returned("R-1", quantities([0, 1]), { restock: false, taken: taken(["A", "main", 1]), note: "wet" })],
      }),
    );
    const planned = { state: "planned", plannedAt: "2026-03-10T11:59:00.000Z" };
    expect(view.shipments).toEqual([
      { ...planned, id: "S-1", state: "shipped", lines: quantities([0, 2]), skus: sent, shippedAt: iso(NOW) },
      { ...planned, id: "S-2", lines: quantities([0, 1]), skus: taken(["A", "east", 1]) },
    ]);
    expect(view.returns).toEqual([
      {
        id: "R-1",
        lines: quantities([0, 1]),
        restock: false,
        skus: taken(["A", "main", 1]),
        note: "wet",
        at: iso(NOW),
      },
    ]);
    expect(view.lines[0]).toMatchObject({ ordered: 5, allocated: 2, planned: 1, shipped: 2, returned: 1 });
    // What has left is not among the units that it has of its SKUs.
    expect(view.lines[0]?.skus).toMatchObject([{ sku: "A", quantity: 3 }]);
  });

  test("has no reservation and no time of allocation while nothing is claimed for it", () => {
    const view = orderView(pending());
    expect(view).toMatchObject({ state: "pending", reservation: null, shipments: [], returns: [] });
    expect(view).not.toHaveProperty("allocatedAt");
    expect(view).not.toHaveProperty("cancelledAt");
    expect(view.lines.map(({ allocated, shortfall, skus }) => [allocated, shortfall, skus])).toEqual([
      [0, 5, []],
      [0, 2, []],
      [0, 4, []],
    ]);
  });

  test("has nothing any more once it is cancelled, and says when it was", () => {
    const { trying: _, ...rest } = placedOrder({ lines: [orderLine(skuLine("A", 3), { cancelled: 3 })] });
    const view = orderView({ ...rest, state: "cancelled", cancelledAt: NOW + MINUTE });
    expect(view).toMatchObject({ state: "cancelled", cancelledAt: "2026-03-10T12:01:00.000Z" });
    expect(view.lines).toMatchObject([{ ordered: 3, allocated: 0, backordered: 0, cancelled: 3, skus: [] }]);
  });

  test("keeps a line's selection", () => {
    const line = orderLine(skuLine("A", 1, { product: "shirt", selection: { Size: "M" } }));
    expect(orderView(placedOrder({ lines: [line] })).lines[0]).toMatchObject({
      product: "shirt",
      selection: { Size: "M" },
    });
  });
});

test("an order's own claims are not those of its returns", () => {
  const own = skuClaim("A", 9);
  expect(ownClaims(placedOrder({ claims: [own, skuClaim("A", 0, { claim: "return/O-1/R-1" })] }))).toEqual([own]);
  expect(ownClaims(pending())).toEqual([]);
});
