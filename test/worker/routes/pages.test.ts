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
