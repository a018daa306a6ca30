import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import type { Key, NewKey, Page, Reservation } from "../../../sdk/index.ts";
import { base64Url, sha256 } from "../../../worker/objects/slot-number.ts";
import { createApp } from "../../../worker/routes/app.ts";
import { answerOf, as, expectProblem, keyFor, request, requestOf, stocked } from "../shop.ts";

afterEach(() => {
  vi.useRealTimers();
});

// One route of each kind, in a form that gets past authentication and then no further than it must.
const ROUTES = {
  shopper: [
    ["GET", "/v1/availability/nothing"],
    ["GET", "/v1/products/nothing/availability"],
    ["POST", "/v1/reservations"],
    ["GET", "/v1/reservations/nothing"],
  ],
  orders: [
    ["POST", "/v1/orders"],
    ["GET", "/v1/orders/nothing"],
    ["POST", "/v1/orders/nothing/cancel"],
  ],
  stock: [
    ["GET", "/v1/admin/skus"],
    ["PUT", "/v1/admin/skus/%20"],
    ["PATCH", "/v1/admin/skus/nothing/policy"],
    ["POST", "/v1/admin/skus/nothing/adjust"],
    ["POST", "/v1/admin/bulk/skus"],
    ["GET", "/v1/admin/products"],
    ["DELETE", "/v1/admin/products/nothing"],
    ["GET", "/v1/admin/estimates"],
    ["DELETE", "/v1/admin/estimates/nothing"],
  ],
  admin: [
    ["GET", "/v1/admin/settings"],
    ["PATCH", "/v1/admin/settings?x=1"],
    ["GET", "/v1/admin/keys"],
    ["POST", "/v1/admin/keys"],
    ["DELETE", "/v1/admin/keys/nothing"],
    ["POST", "/v1/admin/projection/rebuild?x=1"],
  ],
} as const;

type Need = keyof typeof ROUTES;
const NEEDS = Object.keys(ROUTES) as Need[];

describe("a key opens the routes of its scopes and no others", () => {
  const opens: Record<string, readonly Need[]> = {
    shopper: ["shopper"],
    orders: ["shopper", "orders"],
    stock: ["shopper", "stock"],
    admin: ["shopper", "orders", "stock", "admin"],
  };

  test.each(NEEDS)("a key with the scope %s", async (scope) => {
    const ask = as(await keyFor(scope));
    for (const need of NEEDS) {
      for (const [method, path] of ROUTES[need]) {
        const answer = await ask(method, path);
        if (opens[scope]?.includes(need)) expect([method, path, answer.status]).not.toEqual([method, path, 403]);
        else expect(expectProblem(answer, 403, "forbidden").detail).toContain(need);
        expect(answer.status).not.toBe(401);
      }
    }
  });

  test("several scopes open the routes of each", async () => {
    const ask = as(await keyFor("orders", "stock"));
    for (const need of ["orders", "stock"] as const) {
      for (const [method, path] of ROUTES[need]) expect((await ask(method, path)).status).not.toBe(403);
    }
    for (const [method, path] of ROUTES.admin) expectProblem(await ask(method, path), 403, "forbidden");
  });

  test("the installation's own admin key opens everything", async () => {
    for (const need of NEEDS) {
      for (const [method, path] of ROUTES[need]) {
        expect([401, 403]).not.toContain((await request(method, path)).status);
      }
    }
  });
});

describe("who shows no key that is known is not let in", () => {
  test.each(NEEDS)("to routes of the scope %s", async (need) => {
    for (const [method, path] of ROUTES[need]) {
      for (const key of [null, "onh_sk_unknown"]) {
        const refused = await request(method, path, { key });
        expectProblem(refused, 401, "unauthenticated");
        expect(refused.headers.get("www-authenticate")).toBe('Bearer realm="onhand"');
      }
    }
  });

  test.each(["", "Bearer", "Bearer ", "Basic {key}", "{key}", "Bearer {key} {key}", "Token {key}", "Bearer{key}"])(
    "Authorization: %s",
    async (form) => {
      const authorization = form.replaceAll("{key}", env.ADMIN_KEY ?? "");
      const refused = await request("GET", "/v1/admin/skus", { key: null, headers: { authorization } });
      expectProblem(refused, 401, "unauthenticated");
    },
  );

  test("the scheme's case and the number of spaces do not matter (RFC 9110)", async () => {
    const headers = { authorization: `bEARER   ${env.ADMIN_KEY}` };
    expect((await request("GET", "/v1/admin/skus", { key: null, headers })).status).toBe(200);
  });

  test("what is not below /v1 needs no key", async () => {
    for (const path of ["/", "/docs", "/health", "/openapi.json"]) {
      expect((await request("GET", path, { key: null })).status).toBe(200);
    }
  });
});

describe("without an admin key in its configuration", () => {
  const app = createApp();
  const ask = async (adminKey: string | undefined, method: string, path: string, key: string | null) => {
    const { ADMIN_KEY: _, ...rest } = env;
    const bindings = adminKey === undefined ? rest : { ...rest, ADMIN_KEY: adminKey };
    return answerOf(await app.fetch(requestOf(method, path, { key }), bindings, createExecutionContext()));
  };

  test.each([undefined, ""])("(%j) the admin routes refuse everything, whoever asks", async (adminKey) => {
    const keys = [null, env.ADMIN_KEY ?? "", await keyFor("admin"), "onh_sk_unknown"];
    for (const [method, path] of [...ROUTES.stock, ...ROUTES.admin]) {
      for (const key of keys) {
        expectProblem(await ask(adminKey, method, path, key), 503, "admin_key_not_configured");
      }
    }
  });

  test("shoppers and the shop's server go on with the keys that were made before", async () => {
    expect((await ask(undefined, "GET", "/v1/availability/nothing", await keyFor("shopper"))).status).toBe(404);
    expect((await ask(undefined, "GET", "/v1/orders/nothing", await keyFor("orders"))).status).toBe(404);
    expectProblem(await ask(undefined, "GET", "/v1/orders/nothing", env.ADMIN_KEY ?? ""), 401, "unauthenticated");
  });
});

test("a removed key is remembered for less than five seconds", async () => {
  const made = await request<NewKey>("POST", "/v1/admin/keys", { body: { name: "till", scopes: ["stock"] } });
  const till = as(made.body.key);
  const now = Date.now();
  vi.setSystemTime(now);
  expect((await till("GET", "/v1/admin/skus")).status).toBe(200);
  expect((await request("DELETE", `/v1/admin/keys/${made.body.id}`)).status).toBe(204);
  vi.setSystemTime(now + 5_000);
  expectProblem(await till("GET", "/v1/admin/skus"), 401, "unauthenticated");
  const left = await request<Page<Key>>("GET", "/v1/admin/keys?limit=100");
  expect(left.body.items.map((key) => key.id)).not.toContain(made.body.id);
});

test("a key of up to 200 characters is remembered for a while, a longer one is looked up each time", async () => {
  vi.setSystemTime(Date.now());
  const statuses = await Promise.all(
    [200, 201].map(async (length) => {
      const { body: made } = await request<NewKey>("POST", "/v1/admin/keys", {
        body: { name: `of ${length}`, scopes: ["stock"] },
      });
      // A text of that length in the place of the one that was made.
      const text = `onh_sk_${made.id}`.padEnd(length, "x");
      const hash = base64Url(await sha256(text));
      await env.DB.prepare("UPDATE api_key SET hash = ? WHERE id = ?").bind(hash, made.id).run();
      const ask = as(text);
      const before = (await ask("GET", "/v1/admin/skus")).status;
      await request("DELETE", `/v1/admin/keys/${made.id}`);
      return [before, (await ask("GET", "/v1/admin/skus")).status];
    }),
  );
  expect(statuses).toEqual([
    [200, 200],
    [200, 401],
  ]);
});

describe("an allowed origin stands for a shopper's key", () => {
  let sku: string;
  beforeAll(async () => {
    sku = await stocked(3);
    await request("PATCH", "/v1/admin/settings", { body: { allowedOrigins: ["https://shop.example"] } });
  });
  const from = (origin: string) => as(null, { origin });

  test("its pages may ask and reserve, and see no figures", async () => {
    const shop = from("https://shop.example");
    const seen = await shop<Record<string, unknown>>("GET", `/v1/availability/${sku}`);
    expect(seen.status).toBe(200);
    expect(seen.body.figures).toBeUndefined();
    const held = await shop<Reservation>("POST", "/v1/reservations", { body: { lines: [{ sku, quantity: 1 }] } });
    expect(held.status).toBe(201);
    const released = await shop<Reservation>("POST", `/v1/reservations/${held.body.id}/release`);
    expect(released.body.state).toBe("released");
  });

  test("it opens nothing else", async () => {
    for (const need of ["orders", "stock", "admin"] as const) {
      for (const [method, path] of ROUTES[need]) {
        expectProblem(await from("https://shop.example")(method, path), 403, "forbidden");
      }
    }
  });

  test.each([
    "https://other.example",
    "http://shop.example",
    "https://shop.example:8443",
    "https://shop.example.evil.example",
    "https://SHOP.example",
    "null",
  ])("%s is another origin", async (origin) => {
    expectProblem(await from(origin)("GET", `/v1/availability/${sku}`), 401, "unauthenticated");
  });

  test("a wrong key is refused, whatever the origin", async () => {
    const headers = { origin: "https://shop.example" };
    const refused = await request("GET", `/v1/availability/${sku}`, { key: "onh_pk_wrong", headers });
    expectProblem(refused, 401, "unauthenticated");
  });
});
