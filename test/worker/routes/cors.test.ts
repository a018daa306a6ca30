import { describe, expect, test } from "vitest";
import { as, freshAddress, keyFor, request, stocked } from "../shop.ts";

// Any page may ask what a shopper may ask: its key or its origin says whether it is answered, and no cookie is read.

const SHOPPER_PATHS = [
  ["GET", "/v1/availability"],
  ["GET", "/v1/availability/S"],
  ["GET", "/v1/products/p/availability"],
  ["POST", "/v1/reservations"],
  ["GET", "/v1/reservations/r"],
  ["POST", "/v1/reservations/r/change"],
  ["POST", "/v1/subscriptions"],
] as const;
const OTHER_PATHS = [
  ["POST", "/v1/orders"],
  ["GET", "/v1/orders/o"],
  ["GET", "/v1/admin/skus"],
  ["PUT", "/v1/admin/products/p"],
  ["POST", "/v1/admin/keys"],
] as const;
const origin = "https://any.example";

function preflight(method: string, path: string, header: string) {
  return request("OPTIONS", path, {
    key: null,
    headers: { origin, "access-control-request-method": method, "access-control-request-headers": header },
  });
}

function list(text: string | null): string[] {
  return (text ?? "").split(",").map((each) => each.trim().toLowerCase());
}

describe("a shopper's route", () => {
  test.each(SHOPPER_PATHS)("lets a page of any origin %s %s", async (method, path) => {
    const answer = await preflight(method, path, "authorization,content-type,idempotency-key,if-match,if-none-match");
    expect(answer.status).toBe(204);
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    expect(list(answer.headers.get("access-control-allow-methods"))).toContain(method.toLowerCase());
    expect(list(answer.headers.get("access-control-allow-headers"))).toEqual(
      expect.arrayContaining(["authorization", "content-type", "idempotency-key", "if-match", "if-none-match"]),
    );
    expect(answer.headers.get("access-control-max-age")).toBe("86400");
    expect(answer.headers.get("access-control-allow-credentials")).toBeNull();
  });

  test("lets the page read an answer, its tag, its time, when to try again and the request's id", async () => {
    const sku = await stocked(1);
    const ask = as(await keyFor("shopper"), { origin, ...freshAddress() });
    const answers = [
      await ask("GET", `/v1/availability/${sku}`),
      await ask("GET", "/v1/availability/nothing"),
      await ask("POST", "/v1/reservations", { body: {} }),
      await request("GET", `/v1/availability/${sku}`, { key: null, headers: { origin } }),
    ];
    expect(answers.map((answer) => answer.status)).toEqual([200, 404, 400, 401]);
    for (const { headers } of answers) {
      expect(headers.get("access-control-allow-origin")).toBe("*");
      expect(list(headers.get("access-control-expose-headers"))).toEqual([
        ...["date", "etag", "retry-after", "x-request-id"],
      ]);
      expect(Date.parse(headers.get("date") ?? "")).not.toBeNaN();
    }
  });

  test("lets the page read that nothing has changed", async () => {
    const ask = as(await keyFor("shopper"), { origin, ...freshAddress() });
    const path = `/v1/availability/${await stocked(1)}`;
    const etag = (await ask("GET", path)).headers.get("etag") ?? "";
    const unchanged = await ask("GET", path, { headers: { "if-none-match": etag } });
    expect(unchanged.status).toBe(304);
    expect(unchanged.headers.get("access-control-allow-origin")).toBe("*");
    expect(list(unchanged.headers.get("access-control-expose-headers"))).toContain("date");
  });
});

describe("a route for servers", () => {
  test.each(OTHER_PATHS)("lets no page %s %s", async (method, path) => {
    const answer = await preflight(method, path, "authorization");
    expect(answer.status).toBe(401);
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
    const asked = await request(method, path, { headers: { origin } });
    expect(asked.headers.get("access-control-allow-origin")).toBeNull();
  });
});
