import { describe, expect, test, vi } from "vitest";
import { createStorefront, createTransport, type Fetch } from "../../../sdk/index.ts";
import { adminOver, BASE } from "../clients.ts";
import { line } from "../line.ts";

describe("an address or key that can never work is refused at once, and not repeated", () => {
  test.each([
    [{ baseUrl: "" }],
    [{ baseUrl: "shop.example" }],
    [{ baseUrl: "//shop.example" }],
    [{ baseUrl: "ftp://shop.example" }],
    [{ baseUrl: "https://" }],
    [{ baseUrl: "https://secret@shop.example" }],
    [{ baseUrl: "https://me:secret@shop.example" }],
    [{ baseUrl: "https://shop.example?secret=1" }],
    [{ baseUrl: "https://shop.example#secret" }],
    [{ baseUrl: "https://shop.example/a b" }],
    [{ key: "onh_pk_secret\n" }],
    [{ key: "onh_pk_secret two" }],
    [{ key: "onh_pk_secretß" }],
  ] as const)("%j", (given) => {
    const create = () => createStorefront({ baseUrl: BASE, ...given });
    expect(create).toThrow(new TypeError("baseUrl or key is malformed"));
  });
});

describe("baseUrl", () => {
  test.each([
    ["https://onhand.test", "https://onhand.test/v1/admin/skus/A"],
    ["https://onhand.test/", "https://onhand.test/v1/admin/skus/A"],
    ["https://onhand.test/stock//", "https://onhand.test/stock/v1/admin/skus/A"],
    ["http://127.0.0.1:8787", "http://127.0.0.1:8787/v1/admin/skus/A"],
    [new URL("https://onhand.test/stock"), "https://onhand.test/stock/v1/admin/skus/A"],
  ])("%s is kept with its path: %s", async (baseUrl, url) => {
    const asked: string[] = [];
    const fetch: Fetch = async (given) => {
      asked.push(given);
      return Response.json({});
    };
    await adminOver({ fetch }, { baseUrl }).skus.get("A");
    expect(asked).toEqual([url]);
  });
});

describe("fetch", () => {
  test("is called as a plain function, with a text and what a Request takes, and follows no redirect", async () => {
    let thisOfCall: unknown = "not called";
    const fetch = async function (this: unknown, url: string, init: RequestInit) {
      thisOfCall = this;
      expect(typeof url).toBe("string");
      expect(init.redirect).toBe("manual");
      expect(new Request(url, init).headers.get("authorization")).toMatch(/^Bearer ./);
      return Response.json({ sku: "A" });
    };
    expect(await createTransport({ baseUrl: BASE, key: "onh_pk_1", fetch }).send("v1/x")).toMatchObject({
      body: { sku: "A" },
    });
    expect(thisOfCall).toBeUndefined();
  });

  test("is the runtime's own, looked up at each call and called as its own, unless one is given", async () => {
    const admin = adminOver({ fetch: undefined as never });
    const transport = createTransport({ baseUrl: BASE });
    const calls: unknown[] = [];
    vi.stubGlobal("fetch", async function (this: unknown) {
      // A page's own throws when it is called on anything else.
      calls.push(this === globalThis || this === undefined);
      return Response.json({ sku: "A" });
    });
    try {
      expect(await admin.skus.get("A")).toEqual({ sku: "A" });
      expect(await transport.send("v1/x")).toMatchObject({ body: { sku: "A" } });
      expect(calls).toEqual([true, true]);
    } finally {
      vi.unstubAllGlobals();
    }
  });
});

test("without a key nothing says who asks", async () => {
  const made = line();
  await createStorefront({ baseUrl: BASE, fetch: made.fetch }).reservations.get("rsv_1");
  expect(made.sent[0]?.headers.has("authorization")).toBe(false);
});

test("the etag of an answer is given along, and an answer without a body is null", async () => {
  const made = line([
    () => new Response('{"a":1}', { headers: { etag: '"1"' } }),
    () => new Response(null, { status: 304, headers: { etag: '"2"' } }),
    () => new Response(null, { status: 204 }),
  ]);
  const transport = createTransport({ baseUrl: BASE, fetch: made.fetch });
  expect(await transport.send("v1/x")).toEqual({ etag: '"1"', body: { a: 1 } });
  expect(await transport.send("v1/x")).toEqual({ etag: '"2"', body: null });
  expect(await transport.send("v1/x")).toEqual({ etag: null, body: null });
});
