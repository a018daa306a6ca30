import { describe, expect, test } from "vitest";
import type { BulkResult, BulkRow, BulkStockResult, Problem, Product, Sku } from "../../../sdk/index.ts";
import {
  expectClean,
  expectProblem,
  figures,
  freshId,
  freshSku,
  history,
  hold,
  order,
  product,
  request,
  stocked,
} from "../shop.ts";

// One request for many rows; an answer for each. Rows are independent: one refused row changes nothing for the others.

async function bulk(kind: "skus" | "products", body: unknown): Promise<BulkRow[]> {
  const answer = await request<BulkResult>("POST", `/v1/admin/bulk/${kind}`, { body });
  expect(answer.status).toBe(200);
  return answer.body.rows;
}

async function write(kind: "adjust" | "count", rows: unknown[]): Promise<BulkStockResult["rows"]> {
  const answer = await request<BulkStockResult>("POST", `/v1/admin/bulk/${kind}`, { body: { rows } });
  expect(answer.status).toBe(200);
  return answer.body.rows;
}

describe("SKUs are brought to a state", () => {
  test("created where missing, set where different, and each row says what changed", async () => {
    const [made, same] = [freshSku(), await stocked(4, { backorders: "allow" })];
    const changed = await stocked(4);
    const rows = await bulk("skus", {
      rows: [
        { sku: made, policy: { minStockQuantity: 2 }, levels: [{ onHand: 7 }] },
        { sku: same, policy: { backorders: "allow" }, levels: [{ onHand: 4 }] },
        { sku: changed, policy: { published: false, discontinued: true }, levels: [{ warehouse: "main", onHand: 5 }] },
        { sku: freshSku() },
      ],
      document: "import 1",
    });
    expect(rows).toEqual([
      { id: made, outcome: "created", changes: ["policy.minStockQuantity", "onHand@main"] },
      { id: same, outcome: "unchanged", changes: [] },
      { id: changed, outcome: "changed", changes: ["policy.published", "policy.discontinued", "onHand@main"] },
      { id: rows[3]?.id, outcome: "created", changes: [] },
    ]);
    expect(await figures(made)).toMatchObject({ onHand: 7 });
    expect((await history(changed))[0]).toMatchObject({ kind: "count", change: 1, after: 5, document: "import 1" });
    await expectClean(made, same, changed);
  });

  test("settings that a row leaves out stay as they are", async () => {
    const sku = await stocked(1, { backorders: "allow", minStockQuantity: 2 });
    await bulk("skus", { rows: [{ sku, policy: { minStockQuantity: 3 } }] });
    const read = await request<Sku>("GET", `/v1/admin/skus/${sku}`);
    expect(read.body).toMatchObject({
      revision: 2,
      policy: { backorders: { value: "allow" }, minStockQuantity: { value: 3 } },
    });
    expect(await figures(sku)).toMatchObject({ onHand: 1 });
  });

  test("a refused row changes nothing of its SKU, and nothing for the others", async () => {
    const [stale, fine, lost] = [await stocked(4), await stocked(4), freshSku()];
    const rows = await bulk("skus", {
      rows: [
        { sku: stale, policy: { published: false }, levels: [{ onHand: 9, expected: 3 }] },
        { sku: lost, levels: [{ onHand: 1 }, { warehouse: "nowhere", onHand: 1 }] },
        { sku: fine, levels: [{ onHand: 9, expected: 4 }] },
      ],
    });
    expect(rows).toMatchObject([
      {
        outcome: "refused",
        changes: [],
        problem: { code: "stale_write", pointer: "/rows/0/levels/0/expected", sku: stale, current: 4 },
      },
      {
        outcome: "refused",
        changes: [],
        problem: { code: "warehouse_not_found", pointer: "/rows/1/levels/1/warehouse" },
      },
      { outcome: "changed", changes: ["onHand@main"] },
    ]);
    const read = await request<Sku>("GET", `/v1/admin/skus/${stale}`);
    expect(read.body).toMatchObject({ revision: 1, policy: { published: { value: true } }, levels: [{ onHand: 4 }] });
    expectProblem(await request("GET", `/v1/admin/skus/${lost}`), 404, "sku_not_found");
    expect(await figures(fine)).toMatchObject({ onHand: 9 });
  });

  test("rows of one SKU are done one after the other", async () => {
    const sku = freshSku();
    const rows = await bulk("skus", {
      rows: [
        { sku, levels: [{ onHand: 3 }] },
        { sku, levels: [{ onHand: 5, expected: 3 }] },
        { sku, levels: [{ onHand: 9, expected: 3 }] },
      ],
    });
    expect(rows.map((row) => row.outcome)).toEqual(["created", "changed", "refused"]);
    expect(await figures(sku)).toMatchObject({ onHand: 5 });
  });

  test("a dry run says the same and changes nothing", async () => {
    const [made, changed, same, stale] = [freshSku(), await stocked(4), await stocked(4), await stocked(4)];
    const body = {
      rows: [
        { sku: made, policy: { published: false }, levels: [{ onHand: 7 }, { warehouse: "main", onHand: 7 }] },
        { sku: changed, policy: { published: false }, levels: [{ onHand: 5 }] },
        { sku: same, levels: [{ onHand: 4 }] },
        { sku: stale, levels: [{ onHand: 5, expected: 1 }] },
      ],
    };
    const dry = await bulk("skus", { ...body, dryRun: true });
    expect(dry.map((row) => row.outcome)).toEqual(["created", "changed", "unchanged", "refused"]);
    expect(dry[1]?.changes).toEqual(["policy.published", "onHand@main"]);
    expectProblem(await request("GET", `/v1/admin/skus/${made}`), 404, "sku_not_found");
    const read = await request<Sku>("GET", `/v1/admin/skus/${changed}`);
    expect(read.body).toMatchObject({ revision: 1, levels: [{ onHand: 4 }] });
    expect(await history(changed)).toHaveLength(1);
    const listed = await request<{ items: { sku: string }[] }>("GET", "/v1/admin/skus?limit=100");
    expect(listed.body.items.map((item) => item.sku)).not.toContain(made);
    const wet = await bulk("skus", body);
    expect(wet.map((row) => row.outcome)).toEqual(["created", "changed", "unchanged", "refused"]);
    expect(await figures(changed)).toMatchObject({ onHand: 5 });
  });

  test("a state that is reached stays as it is when it is sent again", async () => {
    const body = { rows: [{ sku: freshSku(), policy: { backorders: "allow" }, levels: [{ onHand: 7 }] }] };
    expect((await bulk("skus", body))[0]?.outcome).toBe("created");
    expect((await bulk("skus", body))[0]).toMatchObject({ outcome: "unchanged", changes: [] });
  });

  test("more on hand than is promised is no condition, only never below zero", async () => {
    const sku = await stocked(4);
    await order((await hold([{ sku, quantity: 4 }])).id);
    expect((await bulk("skus", { rows: [{ sku, levels: [{ onHand: 1 }] }] }))[0]?.outcome).toBe("changed");
    expect(await figures(sku)).toEqual({ onHand: 1, held: 0, allocated: 4 });
    await expectClean(sku);
  });
});

describe("products are put", () => {
  test("created, changed and unchanged, each by itself", async () => {
    const sku = await stocked(1);
    const [made, same] = [freshId("p"), await product({ title: "Same", inventoryMethod: "sku", sku })];
    const changed = await product({ title: "Old", inventoryMethod: "none" });
    const rows = await bulk("products", {
      rows: [
        { id: made, title: "New", inventoryMethod: "none" },
        { id: same, title: "Same", inventoryMethod: "sku", sku },
        { id: changed, title: "Old", inventoryMethod: "kit", components: [{ sku, quantity: 2 }] },
      ],
    });
    expect(rows.map((row) => [row.id, row.outcome])).toEqual([
      [made, "created"],
      [same, "unchanged"],
      [changed, "changed"],
    ]);
    expect(rows[1]?.changes).toEqual([]);
    expect(rows[2]?.changes.toSorted()).toEqual(["components", "inventoryMethod"]);
    const read = await request<Product>("GET", `/v1/admin/products/${changed}`);
    expect(read.body).toMatchObject({ revision: 2, inventoryMethod: "kit", components: [{ sku, quantity: 2 }] });
    expect((await request<Product>("GET", `/v1/admin/products/${same}`)).body.revision).toBe(1);
  });

  test("a row that names a SKU that is not there is refused by itself", async () => {
    const [sku, absent] = [await stocked(1), freshSku()];
    const ids = [freshId("p"), freshId("p"), freshId("p"), freshId("p")];
    const rows = await bulk("products", {
      rows: [
        { id: ids[0], title: "A", inventoryMethod: "sku", sku: absent },
        {
          id: ids[1],
          title: "B",
          inventoryMethod: "combinations",
          attributes: [{ name: "Size", values: ["S", "M"] }],
          combinations: [
            { selection: { Size: "S" }, sku },
            { selection: { Size: "M" }, sku: absent },
          ],
        },
        {
          id: ids[2],
          title: "C",
          inventoryMethod: "kit",
          components: [
            { sku, quantity: 1 },
            { sku: absent, quantity: 1 },
          ],
        },
        { id: ids[3], title: "D", inventoryMethod: "sku", sku },
      ],
    });
    expect(rows).toMatchObject([
      { outcome: "refused", problem: { code: "sku_not_found", pointer: "/rows/0/sku", sku: absent } },
      { outcome: "refused", problem: { code: "sku_not_found", pointer: "/rows/1/combinations/1/sku" } },
      { outcome: "refused", problem: { code: "sku_not_found", pointer: "/rows/2/components/1/sku" } },
      { outcome: "created" },
    ]);
    expectProblem(await request("GET", `/v1/admin/products/${ids[0]}`), 404, "product_not_found");
  });

  test("what is left out of a product's settings stays as it was set by hand", async () => {
    const sku = await stocked(1);
    const id = `kept-${sku}`;
    const attributes = [{ name: "Size", values: ["S", "M"] }];
    const byHand = {
      title: "Kept",
      url: "https://shop.example/kept",
      inventoryMethod: "combinations",
      attributes,
      combinations: [{ selection: { Size: "S" }, sku, allowOutOfStock: true }],
      onlyExistingCombinations: false,
      policy: { displayStockQuantity: true, returnable: false },
    };
    expect((await request("PUT", `/v1/admin/products/${id}`, { body: byHand })).status).toBe(201);
    const combinations = [
      { selection: { Size: "S" }, sku },
      { selection: { Size: "M" }, sku },
    ];
    const row = {
      id,
      title: "Kept",
      inventoryMethod: "combinations",
      attributes,
      combinations,
      policy: { returnable: true },
    };
    await request("POST", "/v1/admin/bulk/products", { body: { rows: [row] } });
    const read = await request<Product>("GET", `/v1/admin/products/${id}`);
    expect(read.body).toMatchObject({
      url: "https://shop.example/kept",
      combinations: [{ allowOutOfStock: true }, { allowOutOfStock: null }],
      onlyExistingCombinations: false,
      policy: { displayStockQuantity: true, returnable: true },
    });
    const cleared = await request<BulkResult>("POST", "/v1/admin/bulk/products", {
      body: { rows: [{ ...row, url: null }] },
    });
    expect(cleared.body.rows).toEqual([{ id, outcome: "changed", changes: ["url"] }]);
  });

  test("a refused row makes no SKU, and no name of one", async () => {
    const sku = freshSku();
    const rows = [{ sku, levels: [{ onHand: 5, expected: 4 }] }];
    const refused = await request<BulkResult>("POST", "/v1/admin/bulk/skus", { body: { rows } });
    expect(refused.body.rows).toMatchObject([{ outcome: "refused", problem: { code: "stale_write" } }]);
    const definition = { title: "None", inventoryMethod: "sku", sku };
    const product = await request<Problem>("PUT", `/v1/admin/products/none-${sku}`, { body: definition });
    expect(product.body.code).toBe("sku_not_found");
  });

  test("a row that is no definition refuses the whole request, which changes nothing", async () => {
    const id = freshId("p");
    const rows = [
      { id, title: "A", inventoryMethod: "none" },
      { id: freshId("p"), title: "B", inventoryMethod: "kit" },
    ];
    const refused = await request("POST", "/v1/admin/bulk/products", { body: { rows } });
    expectProblem(refused, 400, "invalid_request", ["/rows/1/components"]);
    expectProblem(await request("GET", `/v1/admin/products/${id}`), 404, "product_not_found");
  });

  test("a dry run may take SKUs as existing, and changes nothing; without one they are of no use", async () => {
    const [sku, id] = [freshSku(), freshId("p")];
    const rows = [{ id, title: "A", inventoryMethod: "sku", sku }];
    expect((await bulk("products", { rows, dryRun: true }))[0]?.outcome).toBe("refused");
    expect((await bulk("products", { rows, dryRun: true, assumeSkus: [sku] }))[0]?.outcome).toBe("created");
    expect((await bulk("products", { rows, assumeSkus: [sku] }))[0]?.outcome).toBe("refused");
    expectProblem(await request("GET", `/v1/admin/products/${id}`), 404, "product_not_found");
    const there = await product({ title: "A", inventoryMethod: "none" });
    const change = [{ id: there, title: "B", inventoryMethod: "none" }];
    expect(await bulk("products", { rows: change, dryRun: true })).toMatchObject([
      { outcome: "changed", changes: ["title"] },
    ]);
    expect((await request<Product>("GET", `/v1/admin/products/${there}`)).body.title).toBe("A");
  });
});

describe("stock writes", () => {
  test("adjust many by differences, each row refused or written by itself", async () => {
    const [one, two, absent] = [await stocked(5), await stocked(1), freshSku()];
    const rows = await write("adjust", [
      { sku: one, delta: 2, reason: "received", document: "note 1" },
      { sku: two, delta: -2, reason: "lost" },
      { sku: absent, delta: 1, reason: "found" },
      { sku: one, delta: 1, reason: "found", warehouse: "nowhere" },
      { sku: one, delta: -1, reason: "other", note: "sample" },
    ]);
    expect(rows.map((row) => row.sku)).toEqual([one, two, absent, one, one]);
    expect(rows).toMatchObject([
      { write: { movement: { change: 2, after: 7, document: "note 1" }, level: { onHand: 7 } } },
      { problem: { code: "on_hand_below_zero", pointer: "/rows/1/delta", current: 1 } },
      { problem: { code: "sku_not_found", pointer: "/rows/2/sku", sku: absent } },
      { problem: { code: "warehouse_not_found", pointer: "/rows/3/warehouse" } },
      { write: { movement: { change: -1, after: 6, note: "sample" } } },
    ]);
    for (const row of rows) expect(row.write === undefined).toBe(row.problem !== undefined);
    expect(await history(one)).toHaveLength(3);
    await expectClean(one, two);
  });

  test("count many to figures, each from the one that was believed", async () => {
    const [one, two, three] = [await stocked(5), await stocked(5), await stocked(5)];
    const rows = await write("count", [
      { sku: one, onHand: 4, expected: 5 },
      { sku: two, onHand: 4, expected: 6 },
      { sku: three, onHand: 5 },
    ]);
    expect(rows).toMatchObject([
      { write: { movement: { kind: "count", change: -1 } } },
      { problem: { code: "stale_write", pointer: "/rows/1/expected", current: 5 } },
      { write: { movement: null, level: { onHand: 5 } } },
    ]);
    expect([await figures(one), await figures(two)]).toMatchObject([{ onHand: 4 }, { onHand: 5 }]);
  });
});

test("the same key with rows of other SKUs is another request: it is refused and writes nothing", async () => {
  const [one, two] = [await stocked(1), await stocked(1)];
  const idempotencyKey = crypto.randomUUID();
  const send = (sku: string) => {
    const body = { rows: [{ sku, delta: 1, reason: "found" }] };
    return request<Problem>("POST", "/v1/admin/bulk/adjust", { body, idempotencyKey });
  };
  expect((await send(one)).status).toBe(200);
  expect((await send(two)).body.code).toBe("idempotency_mismatch");
  expect(await figures(two)).toMatchObject({ onHand: 1 });
});
