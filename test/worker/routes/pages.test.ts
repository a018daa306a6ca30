import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { expectProblem, hold, request, stocked } from "../shop.ts";

const NASTY = `<script>alert("1")</script>&'x`;

async function page(path = "/"): Promise<{ status: number; html: string; headers: Headers }> {
  const answer = await request<string>("GET", path, { key: null });
  return { status: answer.status, html: answer.body, headers: answer.headers };
}

/** The cells of a SKU's row, as text. */
function rowOf(html: string, sku: string): string[] | null {
  const rows = html.split("<tr>").slice(1);
  const cells = rows.map((row) => [...row.matchAll(/<td[^>]*>(.*?)<\/td>/gs)].map((match) => match[1]?.trim() ?? ""));
  return cells.find((row) => row[0] === sku) ?? null;
}

describe("the page of what is in stock", () => {
  test("says what to do while there is nothing", async () => {
    const { status, html, headers } = await page();
    expect(status).toBe(200);
    expect(headers.get("content-type")).toContain("text/html");
    expect(headers.get("cache-control")).toBe("no-store");
    expect(html).toContain("There is nothing yet");
    expect(html).not.toContain("<table>");
  });

  test("shows what a shopper is told, and figures only where policy shows them", async () => {
    const shown = await stocked(7, { displayStockQuantity: true });
    const capped = await stocked(70, { displayStockQuantity: true, displayQuantityCap: 10 });
    const plain = await stocked(8_642);
    const low = await stocked(1, { minStockQuantity: 1 });
    const gone = await stocked(0);
    const late = await stocked(0, { backorders: "allow_and_notify" });
    const silent = await stocked(8_642, { displayAvailability: false });
    await hold([{ sku: shown, quantity: 2 }]);
    const { html } = await page();
    expect(rowOf(html, shown)).toEqual([shown, "In stock", "5"]);
    expect(rowOf(html, capped)).toEqual([capped, "In stock", "10+"]);
    expect(rowOf(html, plain)).toEqual([plain, "In stock", ""]);
    expect(rowOf(html, low)).toEqual([low, "Low stock", ""]);
    expect(rowOf(html, gone)).toEqual([gone, "Out of stock", ""]);
    expect(rowOf(html, late)).toEqual([late, "On backorder", ""]);
    expect(rowOf(html, silent)).toEqual([silent, "", ""]);
    expect(html).not.toContain("8642");
    expect(html).not.toContain("8,642");
  });

  test("shows nothing that is hidden", async () => {
    const unpublished = await stocked(7, { published: false });
    const low = await stocked(1, { minStockQuantity: 1, lowStockActivity: "unpublish" });
    const { html } = await page();
    expect(html).not.toContain(unpublished);
    expect(html).not.toContain(low);
  });

  test("escapes names", async () => {
    await request("PUT", `/v1/admin/skus/${encodeURIComponent(NASTY)}`, { body: {} });
    const { html } = await page();
    expect(html).not.toContain("<script");
    expect(html).toContain("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;x");
  });

  test("goes on from page to page until every SKU was shown", async () => {
    const names = Array.from({ length: 60 }, (_, index) => `page-${String(index).padStart(2, "0")}`);
    const rows = names.map((sku) => ({ sku }));
    expect((await request("POST", "/v1/admin/bulk/skus", { body: { rows } })).status).toBe(200);
    const all: string[] = [];
    for (let path: string | null = "/"; path !== null; ) {
      const { html }: { html: string } = await page(path);
      all.push(...names.filter((name) => rowOf(html, name) !== null));
      path = /href="(\/\?after=[^"]+)"/.exec(html)?.[1] ?? null;
    }
    expect(all).toEqual(names);
  });

  test("refuses a place in the list that it did not give", async () => {
    const answer = await request("GET", "/?after=%21", { key: null });
    expectProblem(answer, 400, "invalid_request");
  });
});

describe("the documentation", () => {
  let html: string;
  beforeAll(async () => {
    html = (await page("/docs")).html;
  });

  test("is a page that reads the service's own API document", async () => {
    expect(html).toContain('spec-url="/openapi.json"');
    expect((await page("/docs")).headers.get("content-type")).toContain("text/html");
  });

  test("loads nothing from anywhere else", () => {
    const sources = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1]);
    expect(sources).toEqual(["/docs/rapidoc-min.js"]);
    expect(html).not.toMatch(/https?:\/\//);
  });

  test("has its script from this service", async () => {
    const script = await request<string>("GET", "/docs/rapidoc-min.js", { key: null });
    expect(script.status).toBe(200);
    expect(script.headers.get("content-type")).toContain("javascript");
    expect(script.body.length).toBeGreaterThan(100_000);
  });
});

describe("health", () => {
  test("says that the database answers and a key is configured, to anybody, and is never cached", async () => {
    const answer = await request("GET", "/health", { key: null });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ status: "ok", checks: { database: true, adminKey: true } });
    expect(answer.headers.get("cache-control")).toBe("no-store");
  });

  test("fails while the database has no settings", async () => {
    await env.DB.prepare("ALTER TABLE settings RENAME TO settings_gone").run();
    try {
      const answer = await request("GET", "/health", { key: null });
      expect([answer.status, answer.body]).toEqual([
        503,
        { status: "failing", checks: { database: false, adminKey: true } },
      ]);
    } finally {
      await env.DB.prepare("ALTER TABLE settings_gone RENAME TO settings").run();
    }
  });
});
