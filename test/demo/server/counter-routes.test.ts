import { beforeAll, describe, expect, test } from "vitest";
import { shopSkus } from "../../../demo/catalogue/shop-skus.ts";
import type { CounterView } from "../../../demo/contract/counter.ts";
import type { StockWrite } from "../../../sdk/index.ts";
import { type Ask, as, expectProblem, figures, freshAddress, stocked } from "../../worker/shop.ts";
import { shopper, visit } from "../shop-visit.ts";

let counter: Ask;
beforeAll(async () => {
  await visit();
  counter = as(null, freshAddress());
});

const look = async (sku: string) => (await counter<CounterView>("GET", `/demo/skus/${sku}`)).body;

describe("behind the counter", () => {
  test("every SKU of the shop can be looked at, hidden ones too", async () => {
    for (const { sku, name } of shopSkus()) expect(await look(sku)).toMatchObject({ sku, name });
    expect((await look("LOAM-SECONDS")).status).toBe("hidden");
  });

  test("figures are all there, whatever shoppers are shown", async () => {
    const ask = await shopper();
    const lines = [{ sku: "LOAM-TAPERS", quantity: 6 }];
    expect((await ask("POST", "/v1/reservations", { body: { lines } })).status).toBe(201);
    expect(await look("LOAM-TAPERS")).toMatchObject({
      status: "in_stock",
      onHand: 120,
      held: 6,
      allocated: 0,
      available: 114,
      movements: [{ change: 120, document: "Opening stock" }],
    });
    expect(await look("LOAM-GIFT-CARD")).toMatchObject({ available: null, movements: [] });
  });

  test("goods arrive once, however often the same request comes", async () => {
    const again = { body: { units: 5 }, idempotencyKey: "one-delivery" };
    const first = await counter<StockWrite>("POST", "/demo/skus/LOAM-SAUCE-BOAT/receive", again);
    const second = await counter<StockWrite>("POST", "/demo/skus/LOAM-SAUCE-BOAT/receive", again);
    expect(first.body).toMatchObject({ movement: { change: 5, after: 5, reason: "received" }, level: { onHand: 5 } });
    expect(second.body).toEqual(first.body);
    expect(await figures("LOAM-SAUCE-BOAT")).toEqual({ onHand: 5, held: 0, allocated: 0 });
  });

  test("a count corrects the figure, and a stale one is refused with the figure that is there", async () => {
    const path = "/demo/skus/LOAM-PLATE/count";
    const counted = await counter<StockWrite>("POST", path, { body: { onHand: 62, expected: 64 } });
    expect(counted.body).toMatchObject({ movement: { kind: "count", change: -2, after: 62 } });
    const stale = await counter("POST", path, { body: { onHand: 60, expected: 64 } });
    expect(stale.body).toMatchObject({ code: "stale_write", status: 409, errors: [{ current: 62 }] });
    expect(await figures("LOAM-PLATE")).toEqual({ onHand: 62, held: 0, allocated: 0 });
  });

  test("only the newest movements are shown", async () => {
    for (const units of [1, 2, 3, 4, 5, 6])
      await counter("POST", "/demo/skus/LOAM-CARAFE/receive", { body: { units } });
    expect((await look("LOAM-CARAFE")).movements.map(({ change }) => change)).toEqual([6, 5, 4, 3, 2]);
  });

  test("no other SKU of the server can be touched or seen", async () => {
    const other = await stocked(3);
    expectProblem(await counter("GET", `/demo/skus/${other}`), 404, "sku_not_found");
    expectProblem(await counter("POST", `/demo/skus/${other}/receive`, { body: { units: 1 } }), 404, "sku_not_found");
    const count = { onHand: 0, expected: 3 };
    expectProblem(await counter("POST", `/demo/skus/${other}/count`, { body: count }), 404, "sku_not_found");
    expect(await figures(other)).toEqual({ onHand: 3, held: 0, allocated: 0 });
  });

  test.each([
    ["receive", { units: 0 }, "/units"],
    ["receive", { units: 1_001 }, "/units"],
    ["receive", { units: 1.5 }, "/units"],
    ["receive", { units: "5" }, "/units"],
    ["receive", { units: 5, reason: "lost" }, "/reason"],
    ["count", { onHand: -1, expected: 0 }, "/onHand"],
    ["count", { onHand: 100_001, expected: 0 }, "/onHand"],
    ["count", { onHand: 1 }, "/expected"],
  ])("%s %j is refused, and the field is named", async (what, body, pointer) => {
    const answer = await counter("POST", `/demo/skus/LOAM-BOWL/${what}`, { body });
    expectProblem(answer, 400, "invalid_request", [pointer]);
  });

  test("the most that may arrive and the most that may be counted are taken", async () => {
    const received = await counter<StockWrite>("POST", "/demo/skus/LOAM-PITCHER/receive", { body: { units: 1_000 } });
    expect(received.body.level.onHand).toBe(1_020);
    const body = { onHand: 100_000, expected: 1_020 };
    const counted = await counter<StockWrite>("POST", "/demo/skus/LOAM-PITCHER/count", { body });
    expect(counted.body.level.onHand).toBe(100_000);
  });

  test("a request without an idempotency key, or from another site, is refused", async () => {
    const path = "/demo/skus/LOAM-BOWL/receive";
    const body = { units: 1 };
    expectProblem(await counter("POST", path, { body, idempotencyKey: null }), 400, "idempotency_key_missing");
    const headers = { "sec-fetch-site": "same-site" };
    expectProblem(await counter("POST", path, { body, headers }), 403, "forbidden");
  });
});
