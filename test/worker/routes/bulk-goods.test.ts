import { beforeAll, describe, expect, test } from "vitest";
import type {
  BulkReceiptsResult,
  BulkReplenishmentsResult,
  BulkStockResult,
  BulkTransferResult,
  Sku,
} from "../../../sdk/index.ts";
import { type Answer, expectClean, expectProblem, freshSku, history, request, stocked } from "../shop.ts";

// Movements of goods of many SKUs in one request: an answer for each row, and no row is hindered by another.

beforeAll(async () => {
  expect((await request("PUT", "/v1/admin/warehouses/north", { body: { name: "North" } })).status).toBe(201);
});

function send<Body>(kind: string, body: unknown, idempotencyKey?: string): Promise<Answer<Body>> {
  const key = idempotencyKey === undefined ? {} : { idempotencyKey };
  return request<Body>("POST", `/v1/admin/bulk/${kind}`, { body, ...key });
}

/** On hand and incoming by warehouse. */
async function levels(sku: string): Promise<Record<string, [onHand: number, incoming: number]>> {
  const read = await request<Sku>("GET", `/v1/admin/skus/${sku}`);
  return Object.fromEntries(read.body.levels.map((level) => [level.warehouse, [level.onHand, level.incoming]]));
}

describe("transfers", () => {
  test("are done or refused row by row, those of one SKU in their order", async () => {
    const [one, two, absent] = [await stocked(5), await stocked(5), freshSku()];
    const ends = { from: "main", to: "north" };
    const answer = await send<BulkTransferResult>("transfers", {
      rows: [
        { sku: one, ...ends, quantity: 4, document: "T-1" },
        { sku: two, ...ends, quantity: 6 },
        { sku: absent, ...ends, quantity: 1 },
        { sku: one, from: "nowhere", to: "north", quantity: 1 },
        { sku: one, from: "main", to: "nowhere", quantity: 1 },
        { sku: one, from: "north", to: "main", quantity: 3 },
        { sku: one, ...ends, quantity: 5 },
      ],
    });
    expect(answer.status).toBe(200);
    expect(answer.body.rows).toMatchObject([
      {
        sku: one,
        transfer: {
          movements: [
            { change: -4, after: 1, document: "T-1" },
            { change: 4, after: 4 },
          ],
        },
      },
      { sku: two, problem: { code: "on_hand_below_zero", pointer: "/rows/1/quantity", current: 5 } },
      { sku: absent, problem: { code: "sku_not_found", pointer: "/rows/2/sku" } },
      { sku: one, problem: { code: "warehouse_not_found", pointer: "/rows/3/from" } },
      { sku: one, problem: { code: "warehouse_not_found", pointer: "/rows/4/to" } },
      {
        sku: one,
        transfer: {
          levels: [
            { warehouse: "north", onHand: 1 },
            { warehouse: "main", onHand: 4 },
          ],
        },
      },
      { sku: one, problem: { code: "on_hand_below_zero", pointer: "/rows/6/quantity", current: 4 } },
    ]);
    for (const row of answer.body.rows) expect(row.transfer === undefined).toBe(row.problem !== undefined);
    expect(await levels(two)).toEqual({ main: [5, 0] });
    await expectClean(one, two);
  });

  test("from a warehouse to itself refuse the whole request, which changes nothing", async () => {
    const sku = await stocked(5);
    const rows = [
      { sku, from: "main", to: "north", quantity: 1 },
      { sku, from: "main", to: "main", quantity: 1 },
    ];
    expectProblem(await send("transfers", { rows }), 400, "invalid_request", ["/rows/1/to"]);
    expect(await levels(sku)).toEqual({ main: [5, 0] });
  });
});

describe("replenishments", () => {
  const put = (rows: unknown[], more = {}, key?: string) =>
    send<BulkReplenishmentsResult>("replenishments", { rows, ...more }, key);

  test("are made where missing and changed where different", async () => {
    const [one, two, absent] = [await stocked(0), await stocked(0), freshSku()];
    await put([{ sku: two, id: "PO-1", quantity: 3 }]);
    await send("receipts", { rows: [{ sku: two, id: "PO-1", quantity: 2 }] });
    const answer = await put([
      { sku: one, id: "PO-1", quantity: 4, expectedAt: "2099-01-01T00:00:00.000Z" },
      { sku: two, id: "PO-1", quantity: 3 },
      { sku: two, id: "PO-1", quantity: 1 },
      { sku: absent, id: "PO-1", quantity: 1 },
      { sku: one, id: "PO-2", quantity: 1, warehouse: "nowhere" },
      { sku: one, id: "PO-1", quantity: 9 },
    ]);
    expect(answer.body.rows).toMatchObject([
      { sku: one, id: "PO-1", outcome: "created", replenishment: { outstanding: 4 } },
      { sku: two, id: "PO-1", outcome: "unchanged", replenishment: { received: 2, outstanding: 1 } },
      {
        outcome: "refused",
        problem: { code: "replenishment_received", pointer: "/rows/2/quantity", current: 2 },
      },
      { sku: absent, outcome: "refused", problem: { code: "sku_not_found", pointer: "/rows/3/sku" } },
      { outcome: "refused", problem: { code: "warehouse_not_found", pointer: "/rows/4/warehouse" } },
      { sku: one, id: "PO-1", outcome: "changed", replenishment: { outstanding: 9, expectedAt: null } },
    ]);
    expect(await levels(one)).toEqual({ main: [0, 9] });
    await expectClean(one, two);
  });

  test("of a dry run say the same and change nothing", async () => {
    const sku = await stocked(0);
    const rows = [
      { sku, id: "PO-1", quantity: 4 },
      { sku, id: "PO-1", quantity: 0 },
    ];
    const dry = await put(rows, { dryRun: true });
    expect(dry.body.rows.map((row) => row.outcome)).toEqual(["created", "created"]);
    expect(await levels(sku)).toEqual({});
    expect(await history(sku)).toEqual([]);
    const wet = await put(rows);
    expect(wet.body.rows.map((row) => row.outcome)).toEqual(["created", "changed"]);
    await put([{ sku, id: "PO-1", quantity: 7 }], { dryRun: true });
    expect(await levels(sku)).toEqual({ main: [0, 0] });
  });
});

describe("receipts", () => {
  test("are done or refused row by row, those of one replenishment in their order", async () => {
    const sku = await stocked(0);
    await request("PUT", `/v1/admin/skus/${sku}/replenishments/PO-1`, { body: { quantity: 10 } });
    const answer = await send<BulkReceiptsResult>("receipts", {
      rows: [
        { sku, id: "PO-1", quantity: 4, document: "DN-1" },
        { sku, id: "PO-9" },
        { sku, id: "PO-1" },
        { sku, id: "PO-1", quantity: 1 },
      ],
    });
    expect(answer.body.rows).toMatchObject([
      { id: "PO-1", receipt: { movement: { change: 4, document: "DN-1" }, replenishment: { outstanding: 6 } } },
      { id: "PO-9", problem: { code: "replenishment_not_found", pointer: "/rows/1/id" } },
      { id: "PO-1", receipt: { movement: { change: 6 }, level: { onHand: 10, incoming: 0 } } },
      { id: "PO-1", problem: { code: "replenishment_closed", pointer: "/rows/3/id" } },
    ]);
    await expectClean(sku);
  });
});

test("a count of many that believed another figure is told the current one, and nothing is written", async () => {
  const [fresh, stale] = [await stocked(5), await stocked(6)];
  const rows = [
    { sku: fresh, onHand: 4, expected: 5 },
    { sku: stale, onHand: 4, expected: 5 },
  ];
  const answer = await send<BulkStockResult>("count", { rows });
  expect(answer.body.rows).toMatchObject([
    { write: { level: { onHand: 4 } } },
    { problem: { code: "stale_write", pointer: "/rows/1/expected", current: 6 } },
  ]);
  expect(await levels(stale)).toEqual({ main: [6, 0] });
});

describe("a bulk request", () => {
  const sku = freshSku();
  beforeAll(async () => {
    await request("PUT", `/v1/admin/skus/${sku}`, { body: {} });
  });
  const bodies = {
    transfers: { sku, from: "main", to: "north", quantity: 1 },
    replenishments: { sku, id: "PO-1", quantity: 1 },
    receipts: { sku, id: "PO-1", quantity: 1 },
  };
  const kinds = Object.entries(bodies);

  test.each(kinds)(
    "of %s sent again with the same key is done once, and with another body refused",
    async (kind, row) => {
      const here = await stocked(5);
      await request("PUT", `/v1/admin/skus/${here}/replenishments/PO-1`, { body: { quantity: 5 } });
      const rows = [
        { ...row, sku: here },
        { ...row, sku: here },
      ];
      const key = crypto.randomUUID();
      const first = await send<{ rows: unknown[] }>(kind, { rows }, key);
      const count = (await history(here)).length;
      const again = await send<{ rows: unknown[] }>(kind, { rows }, key);
      // A replenishment that is put again is as it was put: that row alone says so.
      if (kind !== "replenishments") expect(again.body).toEqual(first.body);
      expect(await history(here)).toHaveLength(count);
      const other = rows.map((each) => ({ ...each, quantity: 2 }));
      expectProblem(await send(kind, { rows: other }, key), 409, "idempotency_mismatch");
      expect(await history(here)).toHaveLength(count);
      await expectClean(here);
    },
  );

  test.each(kinds)("of %s has 1 – 100 rows, each of which is well formed", async (kind, row) => {
    expectProblem(await send(kind, { rows: [] }), 400, "invalid_request", ["/rows"]);
    const many = Array.from({ length: 101 }, () => row);
    expectProblem(await send(kind, { rows: many }), 400, "invalid_request", ["/rows"]);
    expect((await send(kind, { rows: many.slice(1) })).status).toBe(200);
    const bad = { ...row, quantity: -1 };
    expectProblem(await send(kind, { rows: [row, bad] }), 400, "invalid_request", ["/rows/1/quantity"]);
    const unknown = { ...row, colour: "blue" };
    expectProblem(await send(kind, { rows: [unknown] }), 400, "invalid_request", ["/rows/0/colour"]);
    expectProblem(
      await request("POST", `/v1/admin/bulk/${kind}`, { body: { rows: [row] }, idempotencyKey: null }),
      400,
      "idempotency_key_missing",
    );
  });
});
