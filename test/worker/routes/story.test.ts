import { expect, test } from "vitest";
import type {
  Audit,
  Availability,
  Movement,
  Order,
  Page,
  Problem,
  Reservation,
  Sku,
  StockWrite,
} from "../../../sdk/index.ts";
import { freshSku, request, stocked } from "../shop.ts";

test("an admin creates a SKU, receives, counts, changes a policy and reads who did what", async () => {
  const sku = freshSku();
  const created = await request<Sku>("PUT", `/v1/admin/skus/${sku}`, { body: {} });
  expect(created.status).toBe(201);

  const received = await request<StockWrite>("POST", `/v1/admin/skus/${sku}/adjust`, {
    body: { delta: 10, reason: "received", document: "note 1" },
  });
  expect(received.body).toMatchObject({ movement: { change: 10, after: 10 }, level: { onHand: 10 } });

  const counted = await request<StockWrite>("POST", `/v1/admin/skus/${sku}/count`, {
    body: { onHand: 8, expected: 10 },
  });
  expect(counted.body.movement).toMatchObject({ kind: "count", change: -2, after: 8 });
  const stale = await request<Problem>("POST", `/v1/admin/skus/${sku}/count`, { body: { onHand: 9, expected: 10 } });
  expect(stale.status).toBe(409);
  expect(stale.body).toMatchObject({ code: "stale_write", errors: [{ current: 8 }] });

  const changed = await request<Sku>("PATCH", `/v1/admin/skus/${sku}/policy`, {
    body: { set: { displayStockQuantity: true } },
  });
  expect(changed.body.policy.displayStockQuantity).toEqual({ value: true, source: "sku" });

  const history = await request<Page<Movement>>("GET", `/v1/admin/skus/${sku}/movements`);
  expect(
    history.body.items.map(({ sequence, change, after, actor, document }) => ({
      sequence,
      change,
      after,
      actor,
      document,
    })),
  ).toEqual([
    { sequence: 2, change: -2, after: 8, actor: "admin", document: null },
    { sequence: 1, change: 10, after: 10, actor: "admin", document: "note 1" },
  ]);
});

test("a shop reserves a cart of three, is refused, extends, changes, releases, and places an order", async () => {
  const [one, two, three] = [await stocked(5, { displayStockQuantity: true }), await stocked(5), await stocked(5)];
  const lines = [one, two, three].map((sku) => ({ sku, quantity: 2 }));
  const held = await request<Reservation>("POST", "/v1/reservations", { body: { lines } });
  expect(held.status).toBe(201);
  expect(held.body.lines.map((line) => line.backordered)).toEqual([0, 0, 0]);

  const view = await request<Availability>("GET", `/v1/availability/${one}`);
  expect(view.body).toMatchObject({ status: "in_stock", quantity: { value: 3 }, figures: { held: 2, available: 3 } });

  const refused = await request<Problem>("POST", "/v1/reservations", { body: { lines: [{ sku: one, quantity: 4 }] } });
  expect(refused.status).toBe(409);
  expect(refused.body).toMatchObject({
    code: "insufficient_stock",
    errors: [{ sku: one, requested: 4, available: 3 }],
  });

  const { id } = held.body;
  const extended = await request<Reservation>("POST", `/v1/reservations/${id}/extend`, { body: { ttlSeconds: 3600 } });
  expect(Date.parse(extended.body.expiresAt)).toBeGreaterThan(Date.parse(held.body.expiresAt));

  const changed = await request<Reservation>("POST", `/v1/reservations/${id}/change`, {
    body: {
      revision: 1,
      lines: [
        { sku: one, quantity: 5 },
        { sku: two, quantity: 1 },
      ],
    },
  });
  expect(changed.status).toBe(200);
  expect(changed.body).toMatchObject({
    revision: 2,
    lines: [
      { sku: one, quantity: 5 },
      { sku: two, quantity: 1 },
    ],
  });
  const figures = await Promise.all(
    [one, two, three].map((sku) => request<Availability>("GET", `/v1/availability/${sku}`)),
  );
  expect(figures.map((answer) => answer.body.figures?.held)).toEqual([5, 1, 0]);

  const ordered = await request<Order>("POST", "/v1/orders", { body: { id: "A-1", reservation: id } });
  expect(ordered.status).toBe(201);
  expect(ordered.body).toMatchObject({ state: "placed", lines: [{ ordered: 5, allocated: 5 }, { ordered: 1 }] });
  const again = await request<Problem>("POST", `/v1/reservations/${id}/release`);
  expect(again.body.code).toBe("reservation_ordered");

  const read = await request<Order>("GET", "/v1/orders/A-1");
  expect(read.body).toEqual(ordered.body);
  const audits = await Promise.all(
    [one, two, three].map((sku) => request<Audit>("GET", `/v1/admin/skus/${sku}/audit`)),
  );
  expect(audits.map((answer) => answer.body.drift)).toEqual([[], [], []]);

  const cancelled = await request<Order>("POST", "/v1/orders/A-1/cancel", { body: {} });
  expect(cancelled.body).toMatchObject({
    state: "cancelled",
    lines: [{ allocated: 0, cancelled: 5 }, { cancelled: 1 }],
  });
  const after = await request<Availability>("GET", `/v1/availability/${one}`);
  expect(after.body.figures).toMatchObject({ onHand: 5, held: 0, allocated: 0, available: 5 });
});
