import { beforeAll, describe, expect, test, vi } from "vitest";
import type { Channel, Sku, StockTransfer, StockWrite, Warehouse } from "../../../sdk/index.ts";
import {
  type Answer,
  expectClean,
  expectProblem,
  freshSku,
  history,
  hold,
  order,
  request,
  stocked,
  view,
} from "../shop.ts";

// Goods go from one warehouse to another: both ends or nothing, and what waits for goods gets them.

// Waits for queues; a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 });

beforeAll(async () => {
  for (const code of ["north", "south"]) {
    const body = { name: code };
    const put = await request<Warehouse>("PUT", `/v1/admin/warehouses/${code}`, { body });
    expect(put.status).toBe(201);
  }
  const body = { name: "Web shop", warehouses: ["main", "north"] };
  expect((await request<Channel>("PUT", "/v1/admin/channels/web", { body })).status).toBe(200);
});

interface Request {
  from?: string;
  to?: string;
  quantity?: unknown;
  note?: string;
  document?: string;
}

function transfer(sku: string, body: Request, idempotencyKey?: string): Promise<Answer<StockTransfer>> {
  const whole = { from: "main", to: "north", ...body };
  const key = idempotencyKey === undefined ? {} : { idempotencyKey };
  return request<StockTransfer>("POST", `/v1/admin/skus/${sku}/transfer`, { body: whole, ...key });
}

/** On hand and allocated by warehouse. */
async function levels(sku: string): Promise<Record<string, [onHand: number, allocated: number]>> {
  const read = await request<Sku>("GET", `/v1/admin/skus/${sku}`);
  return Object.fromEntries(read.body.levels.map((level) => [level.warehouse, [level.onHand, level.allocated]]));
}

test("a transfer has one ledger line out and one in, and says the figures after it", async () => {
  const sku = await stocked(10);
  const moved = await transfer(sku, { quantity: 4, note: "for the weekend", document: "T-1" });
  expect(moved.status).toBe(200);
  const line = {
    sku,
    kind: "transfer",
    figure: "onHand",
    reason: null,
    note: "for the weekend",
    order: null,
    document: "T-1",
    actor: "admin",
  };
  const at = expect.any(String);
  expect(moved.body).toEqual({
    sku,
    movements: [
      { ...line, sequence: 2, warehouse: "main", change: -4, after: 6, at },
      { ...line, sequence: 3, warehouse: "north", change: 4, after: 4, at },
    ],
    levels: [
      { warehouse: "main", onHand: 6, held: 0, allocated: 0, planned: 0, incoming: 0 },
      { warehouse: "north", onHand: 4, held: 0, allocated: 0, planned: 0, incoming: 0 },
    ],
  });
  expect((await history(sku)).slice(0, 2).toReversed()).toEqual(moved.body.movements);
  await expectClean(sku);
});

test("sent again with the same key it is done once; with another body it is refused", async () => {
  const sku = await stocked(10);
  const key = crypto.randomUUID();
  const first = await transfer(sku, { quantity: 4 }, key);
  expect((await transfer(sku, { quantity: 4 }, key)).body).toEqual(first.body);
  expectProblem(await transfer(sku, { quantity: 5 }, key), 409, "idempotency_mismatch");
  expect(await levels(sku)).toEqual({ main: [6, 0], north: [4, 0] });
});

test("many at the same time move no more than there is", async () => {
  const sku = await stocked(10);
  const answers = await Promise.all(Array.from({ length: 6 }, () => transfer(sku, { quantity: 3 })));
  expect(answers.map((answer) => answer.status).toSorted()).toEqual([200, 200, 200, 409, 409, 409]);
  expect(await levels(sku)).toEqual({ main: [1, 0], north: [9, 0] });
  await expectClean(sku);
});

describe("is refused", () => {
  test("to the warehouse that it is from", async () => {
    const sku = await stocked(5);
    expectProblem(await transfer(sku, { to: "main", quantity: 1 }), 400, "invalid_request", ["/to"]);
  });

  test.each([0, -1, 1.5, 1_000_000_001, "3", null])("of %s units", async (quantity) => {
    const sku = await stocked(5);
    expectProblem(await transfer(sku, { quantity }), 400, "invalid_request", ["/quantity"]);
  });

  test("from or to a warehouse that is not there, naming which", async () => {
    const sku = await stocked(5);
    const from = await transfer(sku, { from: "nowhere", quantity: 1 });
    expectProblem(from, 422, "warehouse_not_found", ["/from"]);
    expectProblem(await transfer(sku, { to: "nowhere", quantity: 1 }), 422, "warehouse_not_found", ["/to"]);
  });

  test("of a SKU that is not there", async () => {
    expectProblem(await transfer(freshSku(), { quantity: 1 }), 404, "sku_not_found");
  });

  test("of more than there is, and tells how many there are", async () => {
    const sku = await stocked(5);
    const { errors } = expectProblem(await transfer(sku, { quantity: 6 }), 409, "on_hand_below_zero", ["/quantity"]);
    expect(errors).toMatchObject([{ sku, current: 5 }]);
    expectProblem(await transfer(sku, { from: "south", quantity: 1 }), 409, "on_hand_below_zero", ["/quantity"]);
    expect(await levels(sku)).toEqual({ main: [5, 0] });
    expect(await history(sku)).toHaveLength(1);
  });

  test("with a field that it does not know, or without a key", async () => {
    const sku = await stocked(5);
    const body = { from: "main", to: "north", quantity: 1, reason: "moved" };
    expectProblem(await request("POST", `/v1/admin/skus/${sku}/transfer`, { body }), 400, "invalid_request");
    const { reason: _, ...whole } = body;
    const keyless = await request("POST", `/v1/admin/skus/${sku}/transfer`, { body: whole, idempotencyKey: null });
    expectProblem(keyless, 400, "idempotency_key_missing");
  });
});

describe("units that are planned on a shipment", () => {
  async function planned(): Promise<{ sku: string; order: string }> {
    const sku = await stocked(5);
    const placed = await order((await hold([{ sku, quantity: 3 }])).id);
    const body = { id: "S-1", lines: [{ line: 0, quantity: 3 }] };
    const shipment = await request("POST", `/v1/orders/${placed.id}/shipments`, { body });
    expect(shipment.status, JSON.stringify(shipment.body)).toBe(201);
    return { sku, order: placed.id };
  }

  test("stay where they are: transfer, adjustment and count are refused and name the shipment", async () => {
    const { sku, order: id } = await planned();
    const path = `/v1/admin/skus/${sku}`;
    const shipments = [{ order: id, shipment: "S-1", units: 3 }];
    const moved = await transfer(sku, { quantity: 3 });
    const lost = await request("POST", `${path}/adjust`, { body: { delta: -3, reason: "lost" } });
    const counted = await request("POST", `${path}/count`, { body: { onHand: 2 } });
    for (const [refused, pointer] of [
      [moved, "/quantity"],
      [lost, "/delta"],
      [counted, "/onHand"],
    ] as const) {
      const { errors } = expectProblem(refused, 409, "on_hand_below_planned", [pointer]);
      expect(errors).toMatchObject([{ sku, current: 5, shipments }]);
    }
    expect((await transfer(sku, { quantity: 2 })).status).toBe(200);
    await expectClean(sku);
  });
});

describe("an order that waits for goods", () => {
  /** Five are ordered of two that are at `main`. */
  async function backordered(): Promise<string> {
    const sku = await stocked(2, { backorders: "allow_and_notify" });
    await order((await hold([{ sku, quantity: 5 }])).id);
    return sku;
  }

  test("gets them where they come to, when its channel sells from there", async () => {
    const sku = await backordered();
    const body = { warehouse: "south", delta: 6, reason: "found" };
    await request("POST", `/v1/admin/skus/${sku}/adjust`, { body });
    // The web shop does not sell from the south.
    expect(await levels(sku)).toEqual({ main: [2, 5], south: [6, 0] });
    const moved = await transfer(sku, { from: "south", quantity: 2 });
    expect(moved.body.levels).toMatchObject([
      { warehouse: "south", onHand: 4 },
      { warehouse: "north", onHand: 2, allocated: 2 },
    ]);
    expect(await levels(sku)).toEqual({ main: [2, 3], north: [2, 2], south: [4, 0] });
    const lines = (await history(sku)).slice(0, 2);
    expect(lines.map(({ kind, warehouse, change }) => [kind, warehouse, change])).toEqual([
      ["move", "north", 2],
      ["move", "main", -2],
    ]);
    await expectClean(sku);
  });

  test("gets goods that are found or counted elsewhere", async () => {
    const sku = await backordered();
    const found = { warehouse: "north", delta: 1, reason: "found" };
    const written = await request<StockWrite>("POST", `/v1/admin/skus/${sku}/adjust`, { body: found });
    expect(written.body.level).toMatchObject({ warehouse: "north", onHand: 1, allocated: 1 });
    await request("POST", `/v1/admin/skus/${sku}/count`, { body: { warehouse: "north", onHand: 9 } });
    expect(await levels(sku)).toEqual({ main: [2, 2], north: [9, 3] });
    await expectClean(sku);
  });

  test("gets goods of an import too", async () => {
    const sku = await backordered();
    const rows = [{ sku, levels: [{ warehouse: "north", onHand: 2 }] }];
    await request("POST", "/v1/admin/bulk/skus", { body: { rows } });
    expect(await levels(sku)).toEqual({ main: [2, 3], north: [2, 2] });
    await expectClean(sku);
  });
});

test("a hold that waited is shown at the warehouse that it got its goods from, and released from there", async () => {
  const sku = await stocked(0, { backorders: "allow_and_notify" });
  const held = await hold([{ sku, quantity: 2 }]);
  await request("POST", `/v1/admin/skus/${sku}/adjust`, { body: { warehouse: "north", delta: 3, reason: "found" } });
  const read = await request<Sku>("GET", `/v1/admin/skus/${sku}`);
  expect(read.body.levels.map(({ warehouse, held: units }) => [warehouse, units])).toEqual([
    ["main", 0],
    ["north", 2],
  ]);
  expect((await view(sku)).figures).toMatchObject({ held: 2, available: 1 });
  await request("POST", `/v1/reservations/${held.id}/release`);
  expect((await view(sku, "?consistency=strong")).figures).toMatchObject({ held: 0, available: 3 });
  await expectClean(sku);
});

test("what was done stays done when its warehouse is gone: the same key gives the same answer", async () => {
  const sku = await stocked(5);
  expect((await request("PUT", "/v1/admin/warehouses/brief", { body: { name: "Brief" } })).status).toBe(201);
  const key = crypto.randomUUID();
  const there = { to: "brief", quantity: 2 };
  const first = await transfer(sku, there, key);
  expect(first.status).toBe(200);
  expect((await transfer(sku, { from: "brief", to: "main", quantity: 2 })).status).toBe(200);
  expect((await request("DELETE", "/v1/admin/warehouses/brief")).status).toBe(202);
  await expect
    .poll(async () => (await request("GET", "/v1/admin/warehouses/brief")).status, { timeout: 20_000 })
    .toBe(404);
  expect((await transfer(sku, there, key)).body).toEqual(first.body);
  expectProblem(await transfer(sku, there), 422, "warehouse_not_found", ["/to"]);
});
