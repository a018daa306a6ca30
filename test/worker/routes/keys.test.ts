import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import type { Key, NewKey, Page, Problem } from "../../../sdk/index.ts";
import { as, expectProblem, history, request, stocked } from "../shop.ts";

test("a key's text is shown once, when it is made", async () => {
  const made = await request<NewKey>("POST", "/v1/admin/keys", { body: { name: "checkout", scopes: ["orders"] } });
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({ name: "checkout", scopes: ["orders"] });
  expect(made.body.key).toMatch(/^onh_sk_[A-Za-z0-9_-]{43}$/);
  const listed = await request<Page<Key>>("GET", "/v1/admin/keys?limit=100");
  const { key, ...kept } = made.body;
  expect(listed.body.items).toContainEqual(kept);
  expect(JSON.stringify(listed.body)).not.toContain(key);
});

test("a publishable key can be told from a secret one", async () => {
  const made = await request<NewKey>("POST", "/v1/admin/keys", { body: { name: "page", scopes: ["shopper"] } });
  expect(made.body.key).toMatch(/^onh_pk_[A-Za-z0-9_-]{43}$/);
});

test("only a hash of a key is kept", async () => {
  const idempotencyKey = crypto.randomUUID();
  const body = { name: "hashed", scopes: ["stock"] };
  const made = await request<NewKey>("POST", "/v1/admin/keys", { body, idempotencyKey });
  const tables = ["api_key", "settings", "job", "sku", "product"];
  const rows = await Promise.all(tables.map((table) => env.DB.prepare(`SELECT * FROM ${table}`).all()));
  const stored = JSON.stringify(rows.map((each) => each.results));
  expect(stored).toContain(made.body.id);
  expect(stored).not.toContain(made.body.key.slice("onh_sk_".length));
  // From the idempotency key and the rows alone, nobody can make the key's text.
  expect(stored).not.toContain(idempotencyKey);
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(made.body.key));
  const base64 = btoa(String.fromCharCode(...new Uint8Array(digest)));
  const hash = base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const row = await env.DB.prepare("SELECT hash FROM api_key WHERE id = ?")
    .bind(made.body.id)
    .first<{ hash: string }>();
  expect(row?.hash).toBe(hash);
});

describe("making a key again with the same idempotency key", () => {
  test("gives the same key and makes no other", async () => {
    const idempotencyKey = crypto.randomUUID();
    const body = { name: "once", scopes: ["stock"] };
    const made = await request<NewKey>("POST", "/v1/admin/keys", { body, idempotencyKey });
    const again = await request<NewKey>("POST", "/v1/admin/keys", { body, idempotencyKey });
    expect(again.status).toBe(201);
    expect(again.body).toEqual(made.body);
    const listed = await request<Page<Key>>("GET", "/v1/admin/keys?limit=100");
    expect(listed.body.items.filter((key) => key.name === "once")).toHaveLength(1);
  });

  test("with another body is refused and shows no key", async () => {
    const idempotencyKey = crypto.randomUUID();
    await request("POST", "/v1/admin/keys", { body: { name: "first", scopes: ["stock"] }, idempotencyKey });
    const body = { name: "first", scopes: ["admin"] };
    const refused = await request("POST", "/v1/admin/keys", { body, idempotencyKey });
    expectProblem(refused, 409, "idempotency_mismatch");
    expect(JSON.stringify(refused.body)).not.toContain("onh_");
  });

  test("at the same time makes one", async () => {
    const idempotencyKey = crypto.randomUUID();
    const body = { name: "racing", scopes: ["stock"] };
    const all = await Promise.all(
      [1, 2, 3, 4].map(() => request<NewKey>("POST", "/v1/admin/keys", { body, idempotencyKey })),
    );
    expect(new Set(all.map((each) => each.body.key)).size).toBe(1);
  });
});

test("movements name the key that made them", async () => {
  const sku = await stocked(1);
  const made = await request<NewKey>("POST", "/v1/admin/keys", { body: { name: "scanner 7", scopes: ["stock"] } });
  await as(made.body.key)("POST", `/v1/admin/skus/${sku}/adjust`, { body: { delta: 1, reason: "found" } });
  expect((await history(sku)).map((movement) => movement.actor)).toEqual(["scanner 7", "admin"]);
});

test("a list of keys is paged by an opaque cursor", async () => {
  for (const name of ["p1", "p2", "p3"]) {
    await request("POST", "/v1/admin/keys", { body: { name, scopes: ["stock"] } });
  }
  const ids: string[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const path: string = `/v1/admin/keys?limit=2${cursor === "" ? "" : `&cursor=${cursor}`}`;
    const page = await request<Page<Key>>("GET", path);
    expect(page.body.items.length).toBeLessThanOrEqual(2);
    ids.push(...page.body.items.map((key) => key.id));
    cursor = page.body.nextCursor;
  }
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.length).toBeGreaterThanOrEqual(3);
});

test("a key is removed once", async () => {
  const made = await request<NewKey>("POST", "/v1/admin/keys", { body: { name: "short", scopes: ["stock"] } });
  expect((await request("DELETE", `/v1/admin/keys/${made.body.id}`)).status).toBe(204);
  expectProblem(await request("DELETE", `/v1/admin/keys/${made.body.id}`), 404, "not_found");
});

test("a removed key does not come back by a repeat of the request that made it", async () => {
  const options = { body: { name: "k", scopes: ["stock"] }, idempotencyKey: crypto.randomUUID() };
  const made = await request<NewKey>("POST", "/v1/admin/keys", options);
  expect((await request("DELETE", `/v1/admin/keys/${made.body.id}`)).status).toBe(204);
  const again = await request<Problem>("POST", "/v1/admin/keys", options);
  expect(again.status).toBe(409);
  expect((await request("GET", "/v1/admin/skus", { key: made.body.key })).status).toBe(401);
});
