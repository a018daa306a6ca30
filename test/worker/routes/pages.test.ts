import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { request } from "../shop.ts";

async function page(path: string): Promise<{ status: number; html: string; headers: Headers }> {
  const answer = await request<string>("GET", path, { key: null });
  return { status: answer.status, html: answer.body, headers: answer.headers };
}

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
