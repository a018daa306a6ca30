import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import type { BulkResult, ExportedSku, Page } from "../../../sdk/index.ts";
import { registerSkus } from "../../../worker/catalogue/skus.ts";
import { expectProblem, freshSku, hold, keyFor, order, request, stocked } from "../shop.ts";

const LIST = "/v1/admin/export";

/** Every SKU that an export gives, page by page. */
async function exported(limit = 100): Promise<ExportedSku[]> {
  const all: ExportedSku[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const query = `?limit=${limit}${cursor === "" ? "" : `&cursor=${cursor}`}`;
    const page: { status: number; body: Page<ExportedSku> } = await request("GET", `${LIST}${query}`);
    expect(page.status).toBe(200);
    expect(page.body.items.length).toBeLessThanOrEqual(limit);
    all.push(...page.body.items);
    cursor = page.body.nextCursor;
  }
  return all;
}

async function exportOf(sku: string): Promise<ExportedSku | undefined> {
  return (await exported()).find((each) => each.sku === sku);
}

const levels = (sku: string) => exportOf(sku).then((found) => found?.levels);

describe("an export", () => {
  test("has of a SKU the keys that it sets itself, null among them, and no other", async () => {
    const sku = await stocked(0, { backorderLimit: null, published: true });
    await request("PATCH", "/v1/admin/settings", { body: { policy: { set: { minStockQuantity: 3 } } } });
    expect((await exportOf(sku))?.policy).toStrictEqual({ backorderLimit: null, published: true });
  });

  test("has its figures as its object has them at that moment", async () => {
    const sku = await stocked(10);
    await order((await hold([{ sku, quantity: 3 }])).id);
    await hold([{ sku, quantity: 2 }]);
    expect(await levels(sku)).toStrictEqual([
      { warehouse: "main", onHand: 10, held: 2, allocated: 3, planned: 0, incoming: 0 },
    ]);
    expect(await levels(await stocked(0))).toStrictEqual([]);
  });

  test("has what is still awaited, by id, and nothing that is closed", async () => {
    const sku = await stocked(0);
    const at = `/v1/admin/skus/${sku}/replenishments`;
    for (const id of ["b", "a", "closed"]) await request("PUT", `${at}/${id}`, { body: { quantity: 5, note: id } });
    await request("POST", `${at}/b/receive`, { body: { quantity: 2 } });
    await request("DELETE", `${at}/closed`);
    const found = await exportOf(sku);
    expect(found?.replenishments.map(({ id, quantity, received, note }) => [id, quantity, received, note])).toEqual([
      ["a", 5, 0, "a"],
      ["b", 5, 2, "b"],
    ]);
    expect(found?.levels).toMatchObject([{ warehouse: "main", onHand: 2, incoming: 8 }]);
  });

  test("gives every SKU once, by name, however small the pages", async () => {
    const made = await Promise.all([stocked(1), stocked(2), stocked(3)]);
    const names = (await exported(2)).map(({ sku }) => sku);
    expect(names).toEqual(expect.arrayContaining(made));
    expect(names).toEqual([...new Set(names)].toSorted());
    expect(names).toEqual((await exported(100)).map(({ sku }) => sku));
  });

  test("names a figure that was stated as zero", async () => {
    const sku = freshSku();
    const rows = [{ sku, levels: [{ warehouse: "main", onHand: 0 }] }];
    const first = await request<BulkResult>("POST", "/v1/admin/bulk/skus", { body: { rows } });
    expect(first.body.rows).toMatchObject([{ outcome: "created", changes: [] }]);
    expect(await levels(sku)).toMatchObject([{ warehouse: "main", onHand: 0 }]);
    const again = await request<BulkResult>("POST", "/v1/admin/bulk/skus", { body: { rows } });
    expect(again.body.rows).toMatchObject([{ outcome: "unchanged" }]);
  });

  test("has a SKU that one row made after another row of it was refused", async () => {
    const sku = freshSku();
    const rows = [
      { sku, levels: [{ onHand: 5, expected: 4 }] },
      { sku, levels: [{ onHand: 6, expected: 0 }] },
    ];
    const sent = await request<BulkResult>("POST", "/v1/admin/bulk/skus", { body: { rows } });
    expect(sent.body.rows).toMatchObject([
      { outcome: "refused", problem: { code: "stale_write", current: 0 } },
      { outcome: "created" },
    ]);
    expect(await levels(sku)).toMatchObject([{ onHand: 6 }]);
  });

  test("leaves out a name whose SKU was not made", async () => {
    const [refused, named] = [freshSku(), freshSku()];
    const rows = [{ sku: refused, levels: [{ onHand: 5, expected: 4 }] }];
    await request("POST", "/v1/admin/bulk/skus", { body: { rows } });
    // As after a crash between the name and the object.
    await registerSkus(env.DB, [named], Date.now());
    expect(await exportOf(refused)).toBeUndefined();
    expect(await exportOf(named)).toBeUndefined();
  });

  test("needs a key with the scope stock, and refuses what it does not know", async () => {
    expectProblem(await request("GET", LIST, { key: await keyFor("orders") }), 403, "forbidden");
    expectProblem(await request("GET", `${LIST}?limit=101`), 400, "invalid_request", ["limit"]);
    expectProblem(await request("GET", `${LIST}?limit=0`), 400, "invalid_request", ["limit"]);
    expectProblem(await request("GET", `${LIST}?cursor=%25`), 400, "invalid_request", ["cursor"]);
    expectProblem(await request("GET", `${LIST}?after=x`), 400, "invalid_request");
    expect((await request("GET", LIST, { key: await keyFor("stock") })).status).toBe(200);
  });
});
