import { afterEach, describe, expect, test, vi } from "vitest";
import type { Order, Reservation } from "../../../sdk/index.ts";
import {
  as,
  expectClean,
  expectProblem,
  figures,
  freshId,
  history,
  hold,
  keyFor,
  order,
  product,
  request,
  stocked,
  view,
} from "../shop.ts";

afterEach(() => {
  vi.useRealTimers();
});

describe("placing an order from a reservation", () => {
  test("allocates what was held, under the shop's own id", async () => {
    vi.setSystemTime(Date.UTC(2026, 11, 1, 9));
    const [one, two] = [await stocked(5), await stocked(5, { preferredWarehouse: "main" })];
    const id = freshId("order/17 %");
    const { id: reservation } = await hold([
      { sku: one, quantity: 2 },
      { sku: two, quantity: 3 },
    ]);
    const placed = await request<Order>("POST", "/v1/orders", { body: { id, reservation } });
    expect(placed.status).toBe(201);
    const none = { backordered: 0, planned: 0, shipped: 0, cancelled: 0, returned: 0, shortfall: 0 };
    expect(placed.body).toEqual({
      id,
      state: "placed",
      channel: "web",
      reservation,
      reported: null,
      revision: 1,
      lines: [
        {
          sku: one,
          ordered: 2,
          allocated: 2,
          ...none,
          skus: [{ sku: one, quantity: 2, backordered: 0, shipsFrom: "main" }],
        },
        {
          sku: two,
          ordered: 3,
          allocated: 3,
          ...none,
          skus: [{ sku: two, quantity: 3, backordered: 0, shipsFrom: "main" }],
        },
      ],
      shipments: [],
      returns: [],
      placedAt: "2026-12-01T09:00:00.000Z",
      allocatedAt: "2026-12-01T09:00:00.000Z",
    });
    expect(await figures(one)).toEqual({ onHand: 5, held: 0, allocated: 2 });
    expect(await figures(two)).toEqual({ onHand: 5, held: 0, allocated: 3 });
    expect(await view(one)).toMatchObject({ figures: { available: 3, stockLevel: 3 } });
    const read = await request<Order>("GET", `/v1/orders/${encodeURIComponent(id)}`);
    expect(read.body).toEqual(placed.body);
    expect((await history(one))[0]).toMatchObject({
      kind: "allocate",
      figure: "allocated",
      change: 2,
      after: 2,
      document: id,
      actor: "admin",
    });
    await expectClean(one, two);
  });

  test("an id is taken by the first that used it, whatever the key of a later one", async () => {
    const sku = await stocked(5);
    const placed = await order((await hold([{ sku, quantity: 1 }])).id);
    const { id: other } = await hold([{ sku, quantity: 2 }]);
    for (const reservation of [placed.reservation, other]) {
      const body = { id: placed.id, reservation };
      expectProblem(await request("POST", "/v1/orders", { body }), 409, "order_exists");
    }
    expect((await request<Reservation>("GET", `/v1/reservations/${other}`)).body.state).toBe("held");
    expect(await figures(sku)).toEqual({ onHand: 5, held: 2, allocated: 1 });
  });

  test("a cancelled order keeps its id", async () => {
    const sku = await stocked(5);
    const { id } = await order((await hold([{ sku, quantity: 1 }])).id);
    await request("POST", `/v1/orders/${id}/cancel`, { body: {} });
    const { id: reservation } = await hold([{ sku, quantity: 1 }]);
    expectProblem(await request("POST", "/v1/orders", { body: { id, reservation } }), 409, "order_exists");
  });

  test("a reservation becomes one order, however many are placed from it at the same time", async () => {
    const sku = await stocked(5);
    const { id: reservation } = await hold([{ sku, quantity: 2 }]);
    const answers = await Promise.all(
      Array.from({ length: 6 }, () =>
        request<Order>("POST", "/v1/orders", { body: { id: freshId("order"), reservation } }),
      ),
    );
    const placed = answers.filter((answer) => answer.status === 201);
    expect(placed).toHaveLength(1);
    for (const answer of answers) if (answer.status !== 201) expectProblem(answer, 409, "reservation_ordered");
    const read = await request<Reservation>("GET", `/v1/reservations/${reservation}`);
    expect(read.body).toMatchObject({ state: "ordered", order: placed[0]?.body.id });
    expect(await figures(sku)).toEqual({ onHand: 5, held: 0, allocated: 2 });
    await expectClean(sku);
  });

  test("what is ordered does not run out", async () => {
    const start = Date.UTC(2026, 11, 1);
    vi.setSystemTime(start);
    const sku = await stocked(5);
    const { id } = await order((await hold([{ sku, quantity: 2 }], { ttlSeconds: 60 })).id);
    vi.setSystemTime(start + 90_000_000);
    expect((await request<Order>("GET", `/v1/orders/${id}`)).body.state).toBe("placed");
    expect(await view(sku)).toMatchObject({ figures: { allocated: 2, available: 3 } });
    await expectClean(sku);
  });

  test.each(["nothing", `rsv_00${"b".repeat(44)}`])("%s is no reservation, and the id stays free", async (unknown) => {
    const id = freshId("order");
    const refused = await request("POST", "/v1/orders", { body: { id, reservation: unknown } });
    expectProblem(refused, 404, "reservation_not_found");
    expectProblem(await request("GET", `/v1/orders/${id}`), 404, "order_not_found");
    const { id: reservation } = await hold([{ sku: await stocked(1), quantity: 1 }]);
    expect((await request("POST", "/v1/orders", { body: { id, reservation } })).status).toBe(201);
  });

  test("one that was changed as often as it may be can still be ordered", async () => {
    const sku = await stocked(5);
    const { id } = await hold([{ sku, quantity: 2 }]);
    for (let changes = 0; changes < 100; changes += 1) {
      await request("POST", `/v1/reservations/${id}/extend`, { body: {} });
    }
    const body = { revision: 1, lines: [{ sku, quantity: 1 }] };
    expectProblem(await request("POST", `/v1/reservations/${id}/change`, { body }), 409, "too_many_changes");
    expect((await order(id)).lines).toMatchObject([{ ordered: 2, allocated: 2 }]);
    await expectClean(sku);
  }, 30_000);

  test("a changed reservation is ordered as it is now", async () => {
    const [one, two] = [await stocked(5), await stocked(5)];
    const { id } = await hold([{ sku: one, quantity: 2 }]);
    const lines = [{ sku: two, quantity: 4 }];
    await request("POST", `/v1/reservations/${id}/change`, { body: { revision: 1, lines } });
    expect((await order(id)).lines).toMatchObject([{ sku: two, ordered: 4 }]);
    expect([await figures(one), await figures(two)]).toMatchObject([
      { held: 0, allocated: 0 },
      { held: 0, allocated: 4 },
    ]);
    await expectClean(one, two);
  });
});

describe("cancelling an order", () => {
  test("gives everything back, and says who and why", async () => {
    const [wheel, frame] = [await stocked(9), await stocked(9)];
    const components = [
      { sku: wheel, quantity: 2 },
      { sku: frame, quantity: 1 },
    ];
    const bike = await product({ title: "Bike", inventoryMethod: "kit", components });
    const { id } = await order((await hold([{ product: bike, quantity: 3 }])).id);
    const cashier = as(await keyFor("orders"));
    const cancelled = await cashier<Order>("POST", `/v1/orders/${id}/cancel`, { body: { note: "paid too late" } });
    expect(cancelled.status).toBe(200);
    expect(cancelled.body).toMatchObject({
      id,
      state: "cancelled",
      lines: [{ product: bike, ordered: 3, allocated: 0, cancelled: 3, skus: [] }],
    });
    expect(cancelled.body.cancelledAt).toBeDefined();
    expect([await figures(wheel), await figures(frame)]).toEqual([
      { onHand: 9, held: 0, allocated: 0 },
      { onHand: 9, held: 0, allocated: 0 },
    ]);
    expect((await history(wheel))[0]).toMatchObject({
      kind: "cancel",
      figure: "allocated",
      change: -6,
      after: 0,
      document: id,
      actor: "orders",
      note: "paid too late",
    });
    expect((await request<Order>("GET", `/v1/orders/${id}`)).body).toEqual(cancelled.body);
    await expectClean(wheel, frame);
  });

  test("twice changes nothing: the answer is the order as it is", async () => {
    const sku = await stocked(5);
    const { id } = await order((await hold([{ sku, quantity: 2 }])).id);
    const first = await request<Order>("POST", `/v1/orders/${id}/cancel`, { body: { note: "first" } });
    const second = await request<Order>("POST", `/v1/orders/${id}/cancel`, { body: { note: "second" } });
    expect(second.status).toBe(200);
    expect(second.body).toEqual(first.body);
    expect((await history(sku)).map((movement) => movement.note)).toEqual(["first", null, null]);
    await expectClean(sku);
  });

  test("that was never placed finds none", async () => {
    expectProblem(await request("POST", "/v1/orders/no-such/cancel", { body: {} }), 404, "order_not_found");
    expectProblem(await request("GET", "/v1/orders/no-such"), 404, "order_not_found");
  });

  test("its units can be sold again at once", async () => {
    const sku = await stocked(2);
    const { id } = await order((await hold([{ sku, quantity: 2 }])).id);
    const body = { lines: [{ sku, quantity: 2 }] };
    expectProblem(await request("POST", "/v1/reservations", { body }), 409, "insufficient_stock");
    await request("POST", `/v1/orders/${id}/cancel`, { body: {} });
    expect((await request("POST", "/v1/reservations", { body })).status).toBe(201);
  });
});

test("the whole way needs no more than a key with the scope orders", async () => {
  const sku = await stocked(2);
  const server = as(await keyFor("orders"));
  const { id: reservation } = await hold([{ sku, quantity: 1 }], {}, server);
  const id = freshId("order");
  expect((await server("POST", "/v1/orders", { body: { id, reservation } })).status).toBe(201);
  expect((await server<Order>("GET", `/v1/orders/${id}`)).body.state).toBe("placed");
  expect((await history(sku))[0]).toMatchObject({ kind: "allocate", actor: "orders" });
});
