import { describe, expect, test } from "vitest";
import type { Availability, AvailabilityList, Page, Reservation, Sku, SkuSummary } from "../../../sdk/index.ts";
import { expectProblem, figures, hold, request, view } from "../shop.ts";

// A SKU is text: what a shop prints on its labels comes back character by character from every place that names it.

describe("a printable text names a SKU wherever one is named", () => {
  test.each([
    "a/b",
    "100%",
    "%2F",
    "%25",
    "%2e%2e",
    "%zz",
    "ü",
    "日本",
    "😀",
    "a b",
    "a+b",
    "a?b#c",
    "a&b=c",
    "a\\b",
    "a;b",
    "a~1b",
    ".a",
    "...",
    "<b>\"'&",
    "rsv_1",
    "constructor",
    "__proto__",
    "null",
  ])("%j", async (sku) => {
    const path = encodeURIComponent(sku);
    const created = await request<Sku>("PUT", `/v1/admin/skus/${path}`, { body: {} });
    expect(created.status).toBe(201);
    expect(created.body.sku).toBe(sku);
    const body = { rows: [{ sku, delta: 3, reason: "received" }] };
    await request("POST", "/v1/admin/bulk/adjust", { body });

    const held = await hold([{ sku, quantity: 1 }]);
    expect(held.lines[0]).toMatchObject({ sku, skus: [{ sku }] });
    expect(await figures(sku)).toEqual({ onHand: 3, held: 1, allocated: 0 });
    expect(await view(sku)).toMatchObject({ sku, figures: { available: 2 } });
    const many = await request<AvailabilityList>("GET", `/v1/availability?sku=${path}&sku=${path}x`);
    expect(many.body).toMatchObject({ items: [{ sku }], unknown: [`${sku}x`] });
    const refused = await request("POST", "/v1/reservations", { body: { lines: [{ sku, quantity: 9 }] } });
    expect(expectProblem(refused, 409, "insufficient_stock").errors).toMatchObject([{ sku, available: 2 }]);
  });

  test("a list goes on after any of them", async () => {
    const skus: string[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const query: string = cursor === "" ? "" : `&cursor=${cursor}`;
      const page = await request<Page<SkuSummary>>("GET", `/v1/admin/skus?limit=1${query}`);
      skus.push(...page.body.items.map((item) => item.sku));
      cursor = page.body.nextCursor;
    }
    expect(skus).toContain("😀");
    expect(skus).toContain("100%");
    expect(new Set(skus).size).toBe(skus.length);
  });
});

test("case tells SKUs apart", async () => {
  await request("PUT", "/v1/admin/skus/case", { body: {} });
  expectProblem(await request("GET", "/v1/availability/CASE"), 404, "sku_not_found");
});

test("128 characters are counted as characters, however many bytes they take", async () => {
  const sku = "😀".repeat(128);
  const path = encodeURIComponent(sku);
  expect((await request<Sku>("PUT", `/v1/admin/skus/${path}`, { body: {} })).body.sku).toBe(sku);
  expect((await request<Availability>("GET", `/v1/availability/${path}`)).body.sku).toBe(sku);
  const long = await request("PUT", `/v1/admin/skus/${path}${encodeURIComponent("😀")}`, { body: {} });
  expectProblem(long, 400, "invalid_request", ["sku"]);
});

describe("what cannot be printed or would be lost on the way is no SKU", () => {
  const texts = [
    " a",
    "a ",
    "\ta",
    "a\u00a0",
    "a\u0000b",
    "a\nb",
    "a\u007fb",
    "a\u200bb",
    "a\u202eb",
    "a\ud800b",
    "a\ufeff",
    "a\u2028b",
  ];
  test.each(texts)("%j in a body", async (sku) => {
    const body = { rows: [{ sku, delta: 1, reason: "found" }] };
    expectProblem(await request("POST", "/v1/admin/bulk/adjust", { body }), 400, "invalid_request", ["/rows/0/sku"]);
    const reserve = { lines: [{ sku, quantity: 1 }] };
    const held = await request<Reservation>("POST", "/v1/reservations", { body: reserve });
    expectProblem(held, 400, "invalid_request", ["/lines/0/sku"]);
  });

  // Half a surrogate pair cannot even be written in a path.
  test.each(texts.filter((text) => !text.includes("\ud800")))("%j in a path", async (sku) => {
    const refused = await request("PUT", `/v1/admin/skus/${encodeURIComponent(sku)}`, { body: {} });
    expectProblem(refused, 400, "invalid_request", ["sku"]);
  });

  test.each([".", ".."])("%j, which would change the path itself", async (sku) => {
    const body = { rows: [{ sku }] };
    expectProblem(await request("POST", "/v1/admin/bulk/skus", { body }), 400, "invalid_request", ["/rows/0/sku"]);
    expectProblem(await request("PUT", `/v1/admin/skus/${sku}`, { body: {} }), 404, "not_found");
    expectProblem(await request("PUT", `/v1/admin/skus/${sku.replaceAll(".", "%2E")}`, { body: {} }), 404, "not_found");
  });

  test("nothing at all", async () => {
    const body = { rows: [{ sku: "" }] };
    expectProblem(await request("POST", "/v1/admin/bulk/skus", { body }), 400, "invalid_request", ["/rows/0/sku"]);
  });
});
