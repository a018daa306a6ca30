import { createTestServer, slow, type TestServerOptions } from "onhand/testing";
import { describe, expect, test } from "vitest";
import { ask, held, newServer, read, soon } from "./new-server.ts";

describe("a test server", () => {
  test("is empty but for a warehouse and a channel", async () => {
    const server = await newServer();
    expect(await read(server.admin, "/v1/admin/skus")).toEqual({ items: [], nextCursor: null });
    expect(await read(server.admin, "/v1/admin/warehouses")).toMatchObject({ items: [{ code: "main" }] });
    expect(await read(server.admin, "/v1/admin/channels")).toMatchObject({
      items: [{ code: "web", warehouses: ["main"] }],
    });
    expect(server.requests.map(({ path }) => path)).toEqual([
      "/v1/admin/skus",
      "/v1/admin/warehouses",
      "/v1/admin/channels",
    ]);
  });

  test("puts goods on the shelf, and sets them anew", async () => {
    const server = await newServer();
    const onHand = async (): Promise<unknown> =>
      (await read<{ levels: unknown }>(server.admin, "/v1/admin/skus/MUG")).levels;
    await server.put("MUG");
    expect(await onHand()).toEqual([]);
    await server.put("MUG", 10, { displayStockQuantity: true });
    expect(await onHand()).toMatchObject([{ warehouse: "main", onHand: 10 }]);
    await server.put("MUG", 4);
    expect(await onHand()).toMatchObject([{ warehouse: "main", onHand: 4 }]);
    expect(await read(server.shopper, "/v1/availability/MUG")).toMatchObject({ quantity: { value: 4 } });
    expect(server.requests.filter(({ method }) => method !== "GET")).toEqual([]);
  });

  test("says why goods cannot be put on the shelf", async () => {
    const server = await newServer();
    await expect(server.put("MUG", -1)).rejects.toThrow(/was answered 409: .*on_hand_below_zero/);
    await expect(server.put("")).rejects.toThrow(/was answered 404/);
  });

  test("notes what was asked, but no key", async () => {
    const server = await newServer();
    await server.put("MUG", 10);
    await held(server, "MUG", 2);
    await ask(server.admin, "GET", "/v1/admin/skus?limit=5");
    const [first, second] = server.requests;
    expect(first).toMatchObject({
      method: "POST",
      path: "/v1/reservations",
      body: { lines: [{ sku: "MUG", quantity: 2 }] },
      headers: { "content-type": "application/json", authorization: "Bearer onh_pk_…" },
    });
    expect(first?.headers["idempotency-key"]).toMatch(/^[0-9a-f-]{36}$/);
    expect(second).toMatchObject({ method: "GET", path: "/v1/admin/skus?limit=5", body: null });
    expect(second?.headers.authorization).toBe("Bearer onh_sk_…");
    expect(JSON.stringify(server.requests)).not.toContain(server.admin.key);
  });

  test("holds each of many at once exactly once", async () => {
    const server = await newServer();
    await server.put("MUG", 50);
    const lines = [{ sku: "MUG", quantity: 1 }];
    const answers = await Promise.all(
      Array.from({ length: 80 }, () => ask(server.admin, "POST", "/v1/reservations", { lines })),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(50);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(30);
    expect(await read(server.admin, "/v1/admin/skus/MUG/audit")).toMatchObject({ clean: true, drift: [] });
  });

  test("brakes nobody, unless it is told to", async () => {
    const subscribe = async (server: Awaited<ReturnType<typeof newServer>>): Promise<number[]> => {
      await server.put("MUG", 0);
      const statuses: number[] = [];
      for (let number = 1; number <= 11; number += 1) {
        const email = `shopper-${number}@mail.example`;
        statuses.push((await ask(server.shopper, "POST", "/v1/subscriptions", { sku: "MUG", email })).status);
      }
      return statuses;
    };
    expect(await subscribe(await newServer())).toEqual(Array.from({ length: 11 }, () => 202));
    const braking = await newServer({ rateLimits: true });
    expect(await subscribe(braking)).toEqual([...Array.from({ length: 10 }, () => 202), 429]);
    await braking.clock.advance(60_000);
    const email = "late@mail.example";
    expect((await ask(braking.shopper, "POST", "/v1/subscriptions", { sku: "MUG", email })).status).toBe(202);
  });

  test("ends a call that its signal ends, before it and in the middle", async () => {
    const server = await newServer();
    await server.put("MUG", 1);
    const aborted = AbortSignal.abort(new Error("not today"));
    await expect(ask(server.shopper, "GET", "/v1/availability/MUG", undefined, { signal: aborted })).rejects.toThrow(
      "not today",
    );
    expect(server.requests).toEqual([]);
    server.fail(slow(1_000));
    const controller = new AbortController();
    const call = ask(server.shopper, "GET", "/v1/availability/MUG", undefined, { signal: controller.signal });
    expect(await soon(call)).toBe("waits");
    controller.abort(new Error("no more"));
    await expect(call).rejects.toThrow("no more");
  });

  test("answers at its own address alone", async () => {
    const server = await newServer();
    await expect(server.fetch("https://shop.example/v1/availability/MUG")).rejects.toThrow(TypeError);
    expect(server.requests).toEqual([]);
  });

  test("is reached by nobody once it is closed", async () => {
    const server = await newServer();
    await server.put("MUG", 1);
    server.fail(slow(1_000));
    const waiting = ask(server.shopper, "GET", "/v1/availability/MUG");
    const isRefused = expect(waiting).rejects.toThrow(TypeError);
    expect(await soon(waiting)).toBe("waits");
    await server.close();
    await isRefused;
    await expect(ask(server.shopper, "GET", "/v1/availability/MUG")).rejects.toThrow(TypeError);
    await expect(server.put("MUG", 2)).rejects.toThrow(TypeError);
    expect(() => server.mails()).toThrow(TypeError);
    await server.close();
  });

  test.each<[object, string]>([
    [{ clock: "real" }, "clock is not an option. The options are now, fetch, rateLimits, sqlite"],
    [{ now: new Date("soon") }, "now must be a valid Date, or milliseconds since 1970"],
    [{ fetch: "https://shop.example" }, "fetch must be a function"],
    [{ rateLimits: "yes" }, "rateLimits must be true or false"],
    [{ sqlite: {} }, "sqlite must be a WebAssembly.Module"],
  ])("is not made with %j", async (options, message) => {
    await expect(createTestServer(options as TestServerOptions)).rejects.toThrow(new TypeError(message));
  });

  test("is not kept from its clock by somebody who never answers", async () => {
    const server = await newServer({ fetch: () => new Promise(() => {}) });
    await ask(server.admin, "PUT", "/v1/admin/webhooks/erp", { url: "https://erp.example/", types: ["stock.out"] });
    await ask(server.admin, "POST", "/v1/admin/webhooks/erp/ping");
    await server.clock.advance(120_000);
    expect(await read(server.admin, "/v1/admin/webhooks/erp/deliveries")).toMatchObject({
      items: [{ type: "webhook.ping", state: "pending", attempts: 2 }],
    });
  });
});
