import { describe, expect, test, vi } from "vitest";
import type { ExportedSku } from "../../../sdk/index.ts";
import { expectClean, freshId, freshSku, stocked } from "../../worker/shop.ts";
import { errorNamed } from "../failures.ts";
import { adminOver, wire } from "./stage.ts";

// An admin's script and the real Worker.

// A busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 });

const admin = adminOver(wire());

describe("SKUs", () => {
  test("are made once, changed, received, counted and recomputed", async () => {
    const sku = freshSku();
    const made = await admin.skus.create(sku, { policy: { minStockQuantity: 2 } });
    expect(made).toMatchObject({ sku, policy: { minStockQuantity: { value: 2, source: "sku" } } });
    expect(await admin.skus.create(sku)).toEqual(made);
    const changed = await admin.skus.changePolicy(sku, { inherit: ["minStockQuantity"] }, { ifMatch: made.revision });
    expect(changed.policy.minStockQuantity.source).not.toBe("sku");
    const received = await admin.skus.adjust(sku, { delta: 10, reason: "received", document: "note 1" });
    expect(received).toMatchObject({
      sku,
      movement: { change: 10, after: 10, document: "note 1" },
      level: { onHand: 10 },
    });
    expect(await admin.skus.count(sku, { onHand: 8, expected: 10 })).toMatchObject({ movement: { change: -2 } });
    expect(await admin.skus.get(sku)).toMatchObject({ levels: [{ warehouse: "main", onHand: 8 }] });
    expect(await admin.skus.audit(sku)).toMatchObject({ sku, clean: true, drift: [] });
    await expectClean(sku);
  });

  test("have their movements page by page", async () => {
    const sku = await stocked(0);
    for (let delta = 1; delta <= 3; delta += 1) await admin.skus.adjust(sku, { delta, reason: "found" });
    const first = await admin.skus.movements(sku, { limit: 2 });
    expect(first.items.map(({ change }) => change)).toEqual([3, 2]);
    const second = await admin.skus.movements(sku, { limit: 2, cursor: first.nextCursor });
    expect(second).toMatchObject({ items: [{ change: 1 }], nextCursor: null });
    const all: number[] = [];
    for await (const { change } of admin.skus.movements(sku, { limit: 2 })) all.push(change);
    expect(all).toEqual([3, 2, 1]);
  });

  test("are listed page by page", async () => {
    await Promise.all([admin.skus.create(freshSku()), admin.skus.create(freshSku())]);
    const first = await admin.skus.list({ limit: 1 });
    const second = await admin.skus.list({ limit: 1, cursor: first.nextCursor });
    expect([first.items.length, second.items.length]).toEqual([1, 1]);
    expect(first.items[0]?.sku).not.toBe(second.items[0]?.sku);
    expect((await admin.skus.list()).items.length).toBeGreaterThanOrEqual(2);
  });
});

test("SKUs are exported page by page, each as it is kept", async () => {
  const skus = [await stocked(2, { backorderLimit: null }), await stocked(3)];
  const found: ExportedSku[] = [];
  for await (const exported of admin.export({ limit: 2 })) found.push(exported);
  expect(found.filter(({ sku }) => skus.includes(sku))).toMatchObject([
    { policy: { backorderLimit: null }, levels: [{ warehouse: "main", onHand: 2 }], replenishments: [] },
    { policy: {}, levels: [{ onHand: 3 }] },
  ]);
});

test("products are put as a whole, read, listed and removed", async () => {
  const [sku, id] = [await stocked(1), freshId("product")];
  const put = await admin.products.put(id, {
    title: "Mug",
    inventoryMethod: "sku",
    sku,
    policy: { returnable: false },
  });
  expect(put).toMatchObject({ id, title: "Mug", revision: 1 });
  expect(await admin.products.get(id)).toEqual(put);
  const { policy } = await admin.skus.get(sku, { product: id });
  expect(policy).toMatchObject({ returnable: { value: false, source: "product" } });
  expect((await admin.products.list({ limit: 100 })).items).toContainEqual(put);
  const again = await admin.products.put(id, { title: "Cup", inventoryMethod: "sku", sku }, { ifMatch: put.revision });
  expect(again).toMatchObject({ title: "Cup", revision: 2 });
  const stale = admin.products.put(id, { title: "Jug", inventoryMethod: "sku", sku }, { ifMatch: put.revision });
  await errorNamed(stale, "StaleWriteError");
  expect(await admin.products.remove(id)).toBeUndefined();
  await errorNamed(admin.products.get(id), "NotFoundError");
});

test("bulk requests answer each row, and throw for none of them", async () => {
  const [one, two, id] = [freshSku(), freshSku(), freshId("product")];
  const skus = await admin.bulk.skus({
    rows: [{ sku: one, levels: [{ onHand: 5 }] }, { sku: two }],
    document: "start",
  });
  expect(skus.rows.map(({ outcome }) => outcome)).toEqual(["created", "created"]);
  const missing = freshSku();
  const products = await admin.bulk.products({
    rows: [
      { id, title: "P", inventoryMethod: "sku", sku: one },
      { id: `${id}-2`, title: "P", inventoryMethod: "sku", sku: missing },
    ],
  });
  expect(products.rows).toMatchObject([
    { outcome: "created" },
    { outcome: "refused", problem: { code: "sku_not_found" } },
  ]);
  const adjusted = await admin.bulk.adjust({ rows: [one, missing].map((sku) => ({ sku, delta: 1, reason: "found" })) });
  expect(adjusted.rows).toMatchObject([{ write: { level: { onHand: 6 } } }, { problem: { code: "sku_not_found" } }]);
  const counted = await admin.bulk.count({ rows: [{ sku: one, onHand: 1, expected: 5 }] });
  expect(counted.rows).toMatchObject([{ problem: { code: "stale_write", current: 6 } }]);
});

test("goods are moved between warehouses, row by row too", async () => {
  const [sku, missing, code] = [await stocked(9), freshSku(), freshId("warehouse")];
  await admin.warehouses.put(code, { name: "North" });
  const moved = await admin.skus.transfer(sku, { from: "main", to: code, quantity: 4 });
  expect(moved).toMatchObject({ movements: [{ change: -4 }, { change: 4 }], levels: [{ onHand: 5 }, { onHand: 4 }] });
  const rows = [sku, missing].map((each) => ({ sku: each, from: code, to: "main", quantity: 1 }));
  const bulk = await admin.bulk.transfers({ rows });
  expect(bulk.rows).toMatchObject([{ transfer: { sku } }, { problem: { code: "sku_not_found" } }]);
  const much = await errorNamed(admin.skus.transfer(sku, { from: "main", to: code, quantity: 9 }), "ConflictError");
  expect(much).toMatchObject({ code: "on_hand_below_zero", problem: { errors: [{ current: 6 }] } });
});

test("replenishments are put, read, listed, received and called off, row by row too", async () => {
  const sku = await stocked(0);
  const put = await admin.replenishments.put(sku, "PO 1", { quantity: 5, expectedAt: "2099-01-01T00:00:00.000Z" });
  expect(put).toMatchObject({ id: "PO 1", sku, outstanding: 5, state: "open" });
  expect(await admin.replenishments.get(sku, "PO 1")).toEqual(put);
  const bulk = await admin.bulk.replenishments({ rows: [{ sku, id: "PO 2", quantity: 3, document: "order 9" }] });
  expect(bulk.rows).toMatchObject([{ outcome: "created", replenishment: { id: "PO 2", document: "order 9" } }]);
  const first = await admin.replenishments.listOf(sku, { limit: 1 });
  expect(first.items).toEqual([put]);
  const second = await admin.replenishments.listOf(sku, { limit: 1, cursor: first.nextCursor });
  expect(second).toMatchObject({ items: [{ id: "PO 2" }], nextCursor: null });
  const filter = { sku, state: "open", warehouse: "main" } as const;
  await expect
    .poll(async () => (await admin.replenishments.list({ ...filter, limit: 10 })).items, { timeout: 10_000 })
    .toEqual([...first.items, ...second.items]);
  const came = await admin.replenishments.receive(sku, "PO 1", { quantity: 2, document: "note 1" });
  expect(came).toMatchObject({ movement: { change: 2, document: "note 1" }, replenishment: { outstanding: 3 } });
  expect(await admin.replenishments.receive(sku, "PO 1")).toMatchObject({ replenishment: { state: "closed" } });
  const receipts = await admin.bulk.receipts({
    rows: [
      { sku, id: "PO 2", quantity: 1 },
      { sku, id: "PO 9" },
    ],
  });
  expect(receipts.rows).toMatchObject([{ receipt: { level: { onHand: 6 } } }, { problem: { sku } }]);
  expect(await admin.replenishments.remove(sku, "PO 2")).toBeUndefined();
  expect(await admin.replenishments.get(sku, "PO 2")).toMatchObject({ state: "closed", received: 1 });
  await errorNamed(admin.replenishments.get(sku, "PO 9"), "NotFoundError");
  const again = await errorNamed(admin.replenishments.receive(sku, "PO 1"), "ConflictError");
  expect(again.code).toBe("replenishment_closed");
});

test("keys are made, listed and removed", async () => {
  const made = await admin.keys.create({ name: "till", scopes: ["orders"] });
  expect(made).toMatchObject({ name: "till", scopes: ["orders"], key: expect.stringMatching(/^onh_sk_/) });
  const { key: _, ...listed } = made;
  expect((await admin.keys.list({ limit: 100 })).items).toContainEqual(listed);
  expect(await admin.keys.remove(made.id)).toBeUndefined();
  expect((await admin.keys.list({ limit: 100 })).items).not.toContainEqual(listed);
});

test("settings are read and changed from the revision that was read", async () => {
  const { revision } = await admin.settings.get();
  const allowedOrigins = ["https://shop.example"];
  const changed = await admin.settings.change({ allowedOrigins }, { ifMatch: revision });
  expect(changed).toMatchObject({ allowedOrigins, revision: revision + 1 });
  await errorNamed(admin.settings.change({ allowedOrigins: [] }, { ifMatch: revision }), "StaleWriteError");
});

test("estimates are put, read, listed and removed", async () => {
  const id = freshId("estimate");
  const put = await admin.estimates.put(id, { minDays: 2, maxDays: 4, text: { en: "in a few days" } });
  expect(put).toMatchObject({ id, minDays: 2, maxDays: 4, text: { en: "in a few days" } });
  expect(await admin.estimates.get(id)).toEqual(put);
  expect((await admin.estimates.list({ limit: 100 })).items).toContainEqual(put);
  await errorNamed(admin.estimates.remove(id, { ifMatch: put.revision + 1 }), "StaleWriteError");
  expect(await admin.estimates.remove(id, { ifMatch: put.revision })).toBeUndefined();
  await errorNamed(admin.estimates.get(id), "NotFoundError");
});

test("warehouses are put, read, listed, and removed after a while", async () => {
  const code = freshId("warehouse");
  const put = await admin.warehouses.put(code, { name: "North", country: "NO" });
  expect(put).toMatchObject({ code, name: "North", country: "NO", active: true, closing: null });
  expect(await admin.warehouses.get(code)).toEqual(put);
  expect((await admin.warehouses.list({ limit: 100 })).items).toContainEqual(put);
  await errorNamed(admin.warehouses.put(code, { name: "N" }, { ifMatch: put.revision + 1 }), "StaleWriteError");
  const conflict = await errorNamed(admin.warehouses.remove("main"), "ConflictError");
  expect(conflict).toMatchObject({ code: "last_warehouse", status: 409 });
  const closing = await admin.warehouses.remove(code, { moveTo: "main", ifMatch: put.revision });
  expect(closing).toMatchObject({ closing: { goal: "remove", moveTo: "main", state: "running" } });
  await expect
    .poll(() => admin.warehouses.get(code).catch((error: Error) => error.name), { timeout: 30_000, interval: 50 })
    .toBe("NotFoundError");
});

test("channels are put, read, listed and removed", async () => {
  const code = freshId("channel");
  const put = await admin.channels.put(code, { name: "Fair", warehouses: ["main"], strategy: "most_available" });
  expect(put).toMatchObject({ code, warehouses: ["main"], strategy: "most_available" });
  expect(await admin.channels.get(code)).toEqual(put);
  expect((await admin.channels.list({ limit: 100 })).items).toContainEqual(put);
  await errorNamed(admin.channels.remove(code, { ifMatch: put.revision + 1 }), "StaleWriteError");
  expect(await admin.channels.remove(code, { ifMatch: put.revision })).toBeUndefined();
  await errorNamed(admin.channels.get(code), "NotFoundError");
});

test("the projection is rebuilt", async () => {
  expect(await admin.projection.rebuild()).toEqual({ started: true });
});
