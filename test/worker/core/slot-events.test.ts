import { describe, expect, test } from "vitest";
import {
  allocatedEvents,
  expiredEvent,
  fitted,
  lengthOf,
  shippedEvents,
  wantedOfSlots,
} from "../../../worker/core/slot-events.ts";
import { heldRecord, iso, kitLine, NOW, skuLine, WEB } from "./given.ts";
import { pending, placedOrder, quantities, shipment, taken } from "./order-given.ts";

describe("of the events that are wanted", () => {
  test("a slot knows its own, in one order", () => {
    const wanted = ["shipment.shipped", "stock.adjusted", "reservation.expired"] as const;
    expect(wantedOfSlots({ revision: 7, wanted })).toEqual({
      revision: 7,
      types: ["reservation.expired", "shipment.shipped"],
    });
    expect(wantedOfSlots({ revision: 8 })).toEqual({ revision: 8, types: [] });
  });
});

describe("an event", () => {
  test("of a cart that has expired tells what was in it, and always has the same id", () => {
    const record = heldRecord({ id: "rsv", lines: [skuLine("A", 3), kitLine("SET", 2, { B: 1 })] });
    expect(expiredEvent(record, NOW)).toEqual({
      id: 'expired ["rsv"]',
      type: "reservation.expired",
      at: iso(NOW),
      reservation: "rsv",
      channel: "web",
      lines: [
        { sku: "A", quantity: 3 },
        { product: "SET", quantity: 2 },
      ],
    });
    expect(expiredEvent(record, NOW + 1).id).toBe('expired ["rsv"]');
  });

  test("of an order tells what is claimed for it, and there is none where nothing is", () => {
    const chosen = { ...skuLine("A", 2), product: "SHIRT", selection: { Size: "M" } };
    const { sku: _, ...line } = chosen;
    expect(allocatedEvents({ order: "O/1", channel: WEB, lines: [line, skuLine("B", 0)] }, NOW)).toEqual([
      {
        id: 'allocated ["O/1"]',
        type: "order.allocated",
        at: iso(NOW),
        order: "O/1",
        channel: "web",
        lines: [{ product: "SHIRT", selection: { Size: "M" }, quantity: 2 }],
      },
    ]);
    expect(allocatedEvents({ order: "O", channel: WEB, lines: [skuLine("B", 0)] }, NOW)).toEqual([]);
  });

  test("of a shipment tells what left, once it has", () => {
    const first = shipment("S-1", quantities([0, 2]), { taken: taken(["A", "main", 2]), shippedAt: NOW - 1 });
    const second = shipment("S-2", quantities([0, 1], [1, 1]), { taken: taken(["A", "east", 1], ["B", "main", 1]) });
    const before = placedOrder({ shipments: [first, second] });
    const after = placedOrder({ shipments: [first, { ...second, shippedAt: NOW }] });
    expect(shippedEvents(before, before, NOW)).toEqual([]);
    expect(shippedEvents(pending(), pending(), NOW)).toEqual([]);
    expect(shippedEvents(before, after, NOW)).toEqual([
      {
        id: 'shipped ["O-1","S-2"]',
        type: "shipment.shipped",
        at: iso(NOW),
        order: "O-1",
        shipment: "S-2",
        lines: [
          { line: 0, quantity: 1 },
          { line: 1, quantity: 1 },
        ],
        skus: [
          { sku: "A", warehouse: "east", quantity: 1 },
          { sku: "B", warehouse: "main", quantity: 1 },
        ],
      },
    ]);
  });
});

describe("what a queue cannot carry", () => {
  const lines = (selection: Record<string, string>) =>
    Array.from({ length: 100 }, (_, index) => ({ product: `P${index}`, selection, quantity: 1 }));
  const expired = (selection: Record<string, string>) =>
    ({
      ...expiredEvent(heldRecord({ id: "rsv" }), NOW),
      lines: lines(selection),
    }) as const;

  test("is told without what was chosen", () => {
    const short = expired({ Size: "M" });
    expect(fitted(short)).toBe(short);
    const long = expired({ Text: "ü".repeat(400) });
    expect(lengthOf(long)).toBeGreaterThan(60_000);
    expect(fitted(long).lines).toEqual(lines({}).map(({ product, quantity }) => ({ product, quantity })));
  });

  test("is cut off where that does not help", () => {
    const shipped = shippedEvents(
      placedOrder({ shipments: [] }),
      placedOrder({
        shipments: [
          shipment("S", quantities([0, 1]), {
            taken: taken(
              ...Array.from({ length: 1_000 }, () => ["€".repeat(128), "main", 1] as [string, string, number]),
            ),
            shippedAt: NOW,
          }),
        ],
      }),
      NOW,
    );
    const [event] = shipped.map(fitted);
    // Each is 430 bytes: of 1,000, 500 and 250 too many, 125 fit.
    expect(event?.skus).toHaveLength(125);
    expect(event).toMatchObject({ order: "O-1", shipment: "S" });
  });
});
