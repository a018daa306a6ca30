import { env } from "cloudflare:workers";
import { expect, test, vi } from "vitest";
import { shopSkus } from "../../../demo/catalogue/shop-skus.ts";
import type { Availability, BulkResult, Page, Product, Settings, Sku } from "../../../sdk/index.ts";
import { FACTS_CACHED_MS } from "../../../worker/core/bounds.ts";
import { as, expectProblem, figures, freshAddress, receive, request, requestOf, setPolicy } from "../../worker/shop.ts";
import { askWith, keyOf, visit } from "../shop-visit.ts";

const settings = async () => (await request<Settings>("GET", "/v1/admin/settings")).body;
const products = async () => (await request<Page<Product>>("GET", "/v1/admin/products?limit=100")).body.items;

// Before anything else: nothing may have visited the shop yet.
test("visitors who come first at the same moment find one shop, filled once", async () => {
  expect(await products()).toEqual([]);
  const pages = await Promise.all([visit(), visit(), visit(), visit()]);
  expect(pages.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  expect(new Set(pages.map(({ body }) => keyOf(body))).size).toBe(1);
  expect(await products()).toHaveLength(17);
  expect(await figures("LOAM-BUD-VASE")).toEqual({ onHand: 4, held: 0, allocated: 0 });
  expect(await figures("LOAM-PLATE")).toEqual({ onHand: 64, held: 0, allocated: 0 });
});

test("mails have the shop's name and come soon, and lead to the pages of its goods", async () => {
  await visit();
  expect((await settings()).notices).toMatchObject({ shopName: "Loam", settlingSeconds: 5, waveFactor: 3 });
  const urls = new Map((await products()).map(({ id, url }) => [id, url]));
  expect(urls.get("loam-bud-vase")).toBe("https://onhand.test/products/bud-vase");
  expect(urls.get("loam-breakfast-mug")).toBe("https://onhand.test/products/breakfast-mug");
});

test("a further visit sets nothing back", async () => {
  await visit();
  await receive("LOAM-BUD-VASE", 3);
  await setPolicy("LOAM-BUD-VASE", { minStockQuantity: 1 });
  await setPolicy("LOAM-CASSEROLE", { backorderLimit: 3 });
  await visit();
  expect(await figures("LOAM-BUD-VASE")).toEqual({ onHand: 7, held: 0, allocated: 0 });
  const policyOf = async (sku: string) => (await request<Sku>("GET", `/v1/admin/skus/${sku}`)).body.policy;
  expect((await policyOf("LOAM-BUD-VASE")).minStockQuantity.value).toBe(1);
  expect((await policyOf("LOAM-CASSEROLE")).backorderLimit.value).toBe(3);
});

test("a set-up that was cut off half-way is made whole, and stock that is there stays as it is", async () => {
  await visit();
  await receive("LOAM-CARAFE", 2);
  const id = "loam-studio-seconds";
  expect((await request("DELETE", `/v1/admin/products/${id}`)).status).toBe(204);
  await visit();
  expect((await request("GET", `/v1/admin/products/${id}`)).status).toBe(200);
  expect(await figures("LOAM-CARAFE")).toEqual({ onHand: 13, held: 0, allocated: 0 });
});

test("a store that has a name in its mails keeps it, and how long it waits before it tells", async () => {
  await visit();
  const notices = { shopName: "Kiln", settlingSeconds: 600 };
  expect((await request("PATCH", "/v1/admin/settings", { body: { notices } })).status).toBe(200);
  expect((await request("DELETE", "/v1/admin/products/loam-studio-seconds")).status).toBe(204);
  await visit();
  expect((await request("GET", "/v1/admin/products/loam-studio-seconds")).status).toBe(200);
  expect((await settings()).notices).toMatchObject(notices);
});

test("what else the server counts is left alone", async () => {
  const rows = [{ sku: "MUG", levels: [{ onHand: 1 }] }];
  expect((await request<BulkResult>("POST", "/v1/admin/bulk/skus", { body: { rows } })).status).toBe(200);
  await visit();
  expect(await figures("MUG")).toEqual({ onHand: 1, held: 0, allocated: 0 });
  for (const { sku } of shopSkus()) expect(sku).toMatch(/^LOAM-/);
  for (const { id } of await products()) expect(id).toMatch(/^loam-/);
});

test("pages hold a key that may ask and reserve, and nothing more; the same one at every visit", async () => {
  const first = keyOf((await visit()).body);
  const again = keyOf((await visit("/cart")).body);
  expect(first).toMatch(/^onh_pk_[A-Za-z0-9_-]{43}$/);
  expect(again).toBe(first);
  const shopper = as(first, freshAddress());
  expect((await shopper<Availability>("GET", "/v1/availability/LOAM-BOWL")).status).toBe(200);
  expectProblem(await shopper("GET", "/v1/admin/skus"), 403, "forbidden");
  expectProblem(await shopper("GET", "/v1/orders/x"), 403, "forbidden");
});

test("a page key that an admin removed is replaced by another one", async () => {
  const before = keyOf((await visit()).body);
  const keys = (await request<Page<{ id: string; name: string }>>("GET", "/v1/admin/keys")).body.items;
  const [pageKey] = keys.filter(({ name }) => name === "Demo pages");
  expect((await request("DELETE", `/v1/admin/keys/${pageKey?.id}`)).status).toBe(204);
  // Workers remember a key for five seconds.
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + FACTS_CACHED_MS });
  try {
    const after = keyOf((await visit()).body);
    expect(after).not.toBe(before);
    expect((await as(after, freshAddress())("GET", "/v1/availability/LOAM-BOWL")).status).toBe(200);
  } finally {
    vi.useRealTimers();
  }
});

test("the admin key stands in no page", async () => {
  for (const path of ["/", "/products/breakfast-mug", "/cart", "/nothing"]) {
    expect((await visit(path)).body).not.toContain(env.ADMIN_KEY);
  }
});

test("without an admin key the page says what is missing", async () => {
  const answer = await askWith({ ADMIN_KEY: "" }, requestOf("GET", "/", { key: null }));
  expect(answer.status).toBe(503);
  expect(answer.body).toContain("The admin key is missing");
  expect(answer.body).toContain("ADMIN_KEY");
  expect(answer.body).not.toContain("onhand-key");
});
