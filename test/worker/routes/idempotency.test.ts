import { describe, expect, test } from "vitest";
import type { BulkResult, BulkStockResult, Order, Problem, Reservation, StockWrite } from "../../../sdk/index.ts";
import {
  type Answer,
  as,
  expectProblem,
  figures,
  freshId,
  freshSku,
  history,
  hold,
  keyFor,
  order,
  product,
  receive,
  request,
  shopper,
  stocked,
} from "../shop.ts";

/** A request that is ready to be sent, another body for it, and the SKU that it is about. */
interface Prepared {
  path: string;
  body?: unknown;
  otherBody?: unknown;
  sku: string;
}

const ROUTES = {
  reserve: async () => {
    const sku = await stocked(5);
    const path = "/v1/reservations";
    return { path, body: { lines: [{ sku, quantity: 2 }] }, otherBody: { lines: [{ sku, quantity: 1 }] }, sku };
  },
  change: async () => {
    const sku = await stocked(5);
    const { id } = await hold([{ sku, quantity: 1 }]);
    const body = { revision: 1, lines: [{ sku, quantity: 2 }] };
    return { path: `/v1/reservations/${id}/change`, body, otherBody: { ...body, revision: 2 }, sku };
  },
  extend: async () => {
    const sku = await stocked(5);
    const { id } = await hold([{ sku, quantity: 2 }]);
    const path = `/v1/reservations/${id}/extend`;
    return { path, body: { ttlSeconds: 3_600 }, otherBody: { ttlSeconds: 7_200 }, sku };
  },
  release: async () => {
    const sku = await stocked(5);
    const { id } = await hold([{ sku, quantity: 2 }]);
    return { path: `/v1/reservations/${id}/release`, sku };
  },
  order: async () => {
    const sku = await stocked(5);
    const { id: reservation } = await hold([{ sku, quantity: 2 }]);
    const { id: other } = await hold([{ sku, quantity: 1 }]);
    const id = freshId("order");
    return { path: "/v1/orders", body: { id, reservation }, otherBody: { id, reservation: other }, sku };
  },
  cancel: async () => {
    const sku = await stocked(5);
    const { id } = await order((await hold([{ sku, quantity: 2 }])).id);
    return { path: `/v1/orders/${id}/cancel`, body: { note: "late" }, otherBody: { note: "lost" }, sku };
  },
  adjust: async () => {
    const sku = await stocked(5);
    const body = { delta: 2, reason: "found" };
    return { path: `/v1/admin/skus/${sku}/adjust`, body, otherBody: { ...body, delta: 3 }, sku };
  },
  count: async () => {
    const sku = await stocked(5);
    return { path: `/v1/admin/skus/${sku}/count`, body: { onHand: 4 }, otherBody: { onHand: 3 }, sku };
  },
} satisfies Record<string, () => Promise<Prepared>>;

/** An answer without the server's time of it. */
function timeless({ status, body }: Answer<unknown>): { status: number; body: unknown } {
  const { asOf: _, ...rest } = body as { asOf?: string };
  return { status, body: rest };
}

describe.each<[string, () => Promise<Prepared>]>(Object.entries(ROUTES))("%s", (_, prepared) => {
  test("needs an idempotency key", async () => {
    const { path, body, sku } = await prepared();
    const before = await figures(sku);
    for (const idempotencyKey of [null, ""]) {
      expectProblem(await request("POST", path, { body, idempotencyKey }), 400, "idempotency_key_missing");
    }
    expect(await figures(sku)).toEqual(before);
  });

  test("gives the stored answer to the same key, and is done once", async () => {
    const { path, body, sku } = await prepared();
    const idempotencyKey = crypto.randomUUID();
    const first = await request("POST", path, { body, idempotencyKey });
    const after = await figures(sku);
    expect(first.status).toBeLessThan(300);
    const again = await request("POST", path, { body, idempotencyKey });
    expect(timeless(again)).toEqual(timeless(first));
    // What has happened since does not change it.
    await receive(sku, 20);
    const later = await request("POST", path, { body, idempotencyKey });
    expect(timeless(later)).toEqual(timeless(first));
    expect(await figures(sku)).toEqual({ ...after, onHand: after.onHand + 20 });
  });

  test("is done once, however many send it at the same time", async () => {
    const { path, body, sku } = await prepared();
    const idempotencyKey = crypto.randomUUID();
    const answers = await Promise.all(Array.from({ length: 8 }, () => request("POST", path, { body, idempotencyKey })));
    const once = await figures(sku);
    expect(new Set(answers.map((answer) => JSON.stringify(timeless(answer)))).size).toBe(1);
    expect(answers[0]?.status).toBeLessThan(300);
    await request("POST", path, { body, idempotencyKey });
    expect(await figures(sku)).toEqual(once);
  });
});

test.each<[string, () => Promise<Prepared>]>(
  // A release says nothing that could differ.
  Object.entries(ROUTES).filter(([route]) => route !== "release"),
)("%s refuses the same key with another body", async (_, prepared) => {
  const { path, body, otherBody, sku } = await prepared();
  const idempotencyKey = crypto.randomUUID();
  await request("POST", path, { body, idempotencyKey });
  const after = await figures(sku);
  const other = await request("POST", path, { body: otherBody, idempotencyKey });
  expectProblem(other, 409, "idempotency_mismatch");
  expect(await figures(sku)).toEqual(after);
});

test("bodies that say the same are the same, however they are written", async () => {
  const sku = await stocked(5);
  const idempotencyKey = crypto.randomUUID();
  const path = `/v1/admin/skus/${sku}/adjust`;
  const first = await request("POST", path, { body: '{"delta":2,"reason":"found"}', idempotencyKey });
  const again = await request("POST", path, { body: ' { "reason": "found",\n"delta": 2.0 } ', idempotencyKey });
  expect(again.body).toEqual(first.body);
  expect(await figures(sku)).toMatchObject({ onHand: 7 });

  const attributes = ["Size", "Gift"].map((name) => ({ name, values: ["yes"] }));
  const selection = { Size: "yes", Gift: "yes" };
  const combinations = [{ selection, sku }];
  const id = await product({ title: "P", inventoryMethod: "combinations", attributes, combinations });
  const held: string[] = [];
  for (const chosen of [selection, { Gift: "yes", Size: "yes" }]) {
    const body = { lines: [{ product: id, selection: chosen, quantity: 1 }] };
    held.push((await request<Reservation>("POST", "/v1/reservations", { body, idempotencyKey })).body.id);
  }
  expect(held[1]).toBe(held[0]);
});

describe("a refusal is not an outcome", () => {
  test("what was refused for want of stock can be asked again with the same key when goods have come", async () => {
    const sku = await stocked(1);
    const idempotencyKey = crypto.randomUUID();
    const body = { lines: [{ sku, quantity: 3 }] };
    for (const _ of [1, 2]) {
      const refused = await request("POST", "/v1/reservations", { body, idempotencyKey });
      expectProblem(refused, 409, "insufficient_stock", ["/lines/0"]);
    }
    await receive(sku, 2);
    const held = await request<Reservation>("POST", "/v1/reservations", { body, idempotencyKey });
    expect(held.status).toBe(201);
    const again = await request<Reservation>("POST", "/v1/reservations", { body, idempotencyKey });
    expect(again.body.id).toBe(held.body.id);
    expect(await figures(sku)).toEqual({ onHand: 3, held: 3, allocated: 0 });
  });

  test("nor is its key used up for another body", async () => {
    const sku = await stocked(1);
    const idempotencyKey = crypto.randomUUID();
    const ask = (quantity: number) =>
      request("POST", "/v1/reservations", { body: { lines: [{ sku, quantity }] }, idempotencyKey });
    expectProblem(await ask(3), 409, "insufficient_stock");
    expect((await ask(1)).status).toBe(201);
  });

  test("a change that was refused can be asked again", async () => {
    const sku = await stocked(2);
    const { id } = await hold([{ sku, quantity: 2 }]);
    const idempotencyKey = crypto.randomUUID();
    const body = { revision: 1, lines: [{ sku, quantity: 3 }] };
    const path = `/v1/reservations/${id}/change`;
    expectProblem(await request("POST", path, { body, idempotencyKey }), 409, "insufficient_stock");
    await receive(sku, 1);
    const changed = await request<Reservation>("POST", path, { body, idempotencyKey });
    expect(changed.body).toMatchObject({ revision: 2, lines: [{ quantity: 3 }] });
  });

  test("a stock write that was refused can be asked again", async () => {
    const sku = await stocked(1);
    const idempotencyKey = crypto.randomUUID();
    const path = `/v1/admin/skus/${sku}/adjust`;
    const body = { delta: -2, reason: "lost" };
    expectProblem(await request("POST", path, { body, idempotencyKey }), 409, "on_hand_below_zero");
    await receive(sku, 1);
    expect((await request<StockWrite>("POST", path, { body, idempotencyKey })).body.level.onHand).toBe(0);
  });

  test("an order that was refused can be placed with the same id and key", async () => {
    const sku = await stocked(1);
    const id = freshId("order");
    const idempotencyKey = crypto.randomUUID();
    const unknown = `rsv_00${"a".repeat(44)}`;
    const refused = await request("POST", "/v1/orders", { body: { id, reservation: unknown }, idempotencyKey });
    expectProblem(refused, 404, "reservation_not_found");
    const { id: reservation } = await hold([{ sku, quantity: 1 }]);
    const placed = await request<Order>("POST", "/v1/orders", { body: { id, reservation }, idempotencyKey });
    expect(placed.status).toBe(201);
  });
});

describe("the same key is another one", () => {
  test("for another credential", async () => {
    const sku = await stocked(0);
    const idempotencyKey = crypto.randomUUID();
    const body = { delta: 1, reason: "found" };
    for (const key of [await keyFor("stock"), await keyFor("stock"), undefined]) {
      const options = { body, idempotencyKey, ...(key === undefined ? {} : { key }) };
      expect((await request("POST", `/v1/admin/skus/${sku}/adjust`, options)).status).toBe(200);
    }
    expect(await figures(sku)).toMatchObject({ onHand: 3 });
  });

  test("for another route", async () => {
    const sku = await stocked(1);
    const idempotencyKey = crypto.randomUUID();
    const adjust = { body: { delta: 1, reason: "found" }, idempotencyKey };
    expect((await request("POST", `/v1/admin/skus/${sku}/adjust`, adjust)).status).toBe(200);
    const count = { body: { onHand: 7 }, idempotencyKey };
    expect((await request("POST", `/v1/admin/skus/${sku}/count`, count)).status).toBe(200);
    const bulk = { body: { rows: [{ sku, delta: 1, reason: "found" }] }, idempotencyKey };
    expect((await request("POST", "/v1/admin/bulk/adjust", bulk)).status).toBe(200);
    expect(await figures(sku)).toMatchObject({ onHand: 8 });
  });

  test("for another resource", async () => {
    const [one, two] = [await stocked(0), await stocked(0)];
    const options = { body: { delta: 1, reason: "found" }, idempotencyKey: crypto.randomUUID() };
    for (const sku of [one, two]) await request("POST", `/v1/admin/skus/${sku}/adjust`, options);
    expect([await figures(one), await figures(two)]).toMatchObject([{ onHand: 1 }, { onHand: 1 }]);

    const reservations = [await hold([{ sku: one, quantity: 1 }]), await hold([{ sku: two, quantity: 1 }])];
    for (const { id } of reservations) {
      const { idempotencyKey } = options;
      const released = await request<Reservation>("POST", `/v1/reservations/${id}/release`, { idempotencyKey });
      expect(released.body.id).toBe(id);
    }
  });
});

describe("what an idempotency key looks like", () => {
  const send = async (idempotencyKey: string, key?: string) => {
    const body = { lines: [{ sku: "nothing", quantity: 1 }] };
    return request("POST", "/v1/reservations", { body, idempotencyKey, ...(key === undefined ? {} : { key }) });
  };

  test.each(["a b", "a\tb"])("%j is none", async (idempotencyKey) => {
    expectProblem(await send(idempotencyKey), 400, "invalid_request", ["Idempotency-Key"]);
  });

  test("a shop's server may take any visible text", async () => {
    expectProblem(await send("7"), 422, "sku_not_found");
    expectProblem(await send('order:"17"/~1'), 422, "sku_not_found");
  });

  test("a shopper's has at least 22 characters, as many as 128 random bits need", async () => {
    const sku = await stocked(5);
    const ask = await shopper();
    const { id } = await hold([{ sku, quantity: 1 }], {}, ask);
    const routes: [string, unknown][] = [
      ["/v1/reservations", { lines: [{ sku, quantity: 1 }] }],
      [`/v1/reservations/${id}/change`, { revision: 1, lines: [{ sku, quantity: 2 }] }],
      [`/v1/reservations/${id}/extend`, {}],
      [`/v1/reservations/${id}/release`, undefined],
    ];
    for (const [path, body] of routes) {
      const refused = await ask("POST", path, { body, idempotencyKey: "x".repeat(21) });
      expectProblem(refused, 400, "invalid_request", ["Idempotency-Key"]);
    }
    expect(await figures(sku)).toMatchObject({ held: 1 });
  });
});

describe("bulk", () => {
  test("of stock writes gives each row its stored answer, and writes it once", async () => {
    const [one, two] = [await stocked(1), await stocked(1)];
    const idempotencyKey = crypto.randomUUID();
    const rows = [
      { sku: one, delta: 1, reason: "found" },
      { sku: two, delta: -2, reason: "lost" },
      { sku: one, delta: 1, reason: "found" },
    ];
    const send = () => request<BulkStockResult>("POST", "/v1/admin/bulk/adjust", { body: { rows }, idempotencyKey });
    const first = await send();
    expect(first.body.rows.map((row) => row.write?.level.onHand)).toEqual([2, undefined, 3]);
    await receive(two, 1);
    // The row that was refused is no outcome; the others are.
    const again = await send();
    expect(again.body.rows.map((row) => row.write?.level.onHand)).toEqual([2, 0, 3]);
    expect(again.body.rows[0]).toEqual(first.body.rows[0]);
    expect(await history(one)).toHaveLength(3);
  });

  test("refuses another body under the same key, all of it", async () => {
    const sku = await stocked(5);
    for (const [path, row, other] of [
      ["/v1/admin/bulk/adjust", { delta: 1, reason: "found" }, { delta: 2, reason: "found" }],
      ["/v1/admin/bulk/count", { onHand: 6 }, { onHand: 9 }],
    ] as const) {
      const idempotencyKey = crypto.randomUUID();
      await request("POST", path, { body: { rows: [{ sku, ...row }] }, idempotencyKey });
      const body = { rows: [{ sku, ...other }] };
      const refused = await request<Problem>("POST", path, { body, idempotencyKey });
      expect(refused.body).toMatchObject({ status: 409, code: "idempotency_mismatch" });
    }
    expect(await figures(sku)).toMatchObject({ onHand: 6 });
  });

  test("of states finds at a repeat that it is as it shall be", async () => {
    const sku = freshSku();
    const idempotencyKey = crypto.randomUUID();
    const body = { rows: [{ sku, policy: { backorders: "allow" }, levels: [{ onHand: 4 }] }] };
    const first = await request<BulkResult>("POST", "/v1/admin/bulk/skus", { body, idempotencyKey });
    expect(first.body.rows[0]?.outcome).toBe("created");
    const again = await request<BulkResult>("POST", "/v1/admin/bulk/skus", { body, idempotencyKey });
    expect(again.body.rows[0]).toEqual({ id: sku, outcome: "unchanged", changes: [] });
    expect(await history(sku)).toHaveLength(1);
  });

  test.each(["skus", "products", "adjust", "count"])("of %s needs an idempotency key", async (kind) => {
    const sku = await stocked(1);
    const id = await product({ title: "P", inventoryMethod: "sku", sku });
    const rows: Record<string, unknown> = {
      skus: { sku, levels: [{ onHand: 9 }] },
      products: { id, title: "Q", inventoryMethod: "none" },
      adjust: { sku, delta: 1, reason: "found" },
      count: { sku, onHand: 9 },
    };
    const options = { body: { rows: [rows[kind]] }, idempotencyKey: null };
    expectProblem(await request("POST", `/v1/admin/bulk/${kind}`, options), 400, "idempotency_key_missing");
    expect(await figures(sku)).toMatchObject({ onHand: 1 });
  });
});

test("two shops' servers that chose the same key for the same cart have two reservations", async () => {
  const sku = await stocked(5);
  const idempotencyKey = "cart-1";
  const body = { lines: [{ sku, quantity: 1 }] };
  const [one, two] = [as(await keyFor("orders")), as(await keyFor("orders"))];
  const first = await one<Reservation>("POST", "/v1/reservations", { body, idempotencyKey });
  const second = await two<Reservation>("POST", "/v1/reservations", { body, idempotencyKey });
  expect(second.body.id).not.toBe(first.body.id);
  expect(await figures(sku)).toMatchObject({ held: 2 });
});
