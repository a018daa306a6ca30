import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, test, vi } from "vitest";
import { type AnyOnhandError, createStorefront, type ProblemCode } from "../../../sdk/index.ts";
import { createApp } from "../../../worker/routes/app.ts";
import { freshId, freshSku, hold, order, product, runAlarmOf, stocked } from "../../worker/shop.ts";
import { BASE } from "../clients.ts";
import { errorNamed, errorOf } from "../failures.ts";
import { hurried } from "../fake-environment.ts";
import { adminOver, shopperWith, wire } from "./stage.ts";

// Each class, reached by what the real server answers. What is made of any answer is tested a folder above.

// Asks often; a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 });

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const admin = adminOver(wire(), { retries: 0 });
const RECEIVED = { delta: 1, reason: "received" } as const;

test("ValidationError names every field that is wrong", async () => {
  const lines = [
    { sku: "A", quantity: 0 },
    { sku: "", quantity: 1 },
  ];
  const error = await errorNamed(admin.reservations.create({ lines }), "ValidationError");
  expect(error).toMatchObject({ code: "invalid_request", status: 400, retryable: false });
  expect(error.problem?.errors?.map(({ pointer }) => pointer)).toEqual(["/lines/0/quantity", "/lines/1/sku"]);
  expect(error.requestId).toMatch(/^[0-9a-f-]{36}$/);
  expect(error.problem).toMatchObject({ code: "invalid_request", requestId: error.requestId });
  const large = admin.orders.cancel("O-1", { note: "x".repeat(1_048_577) });
  expect(await errorNamed(large, "ValidationError")).toMatchObject({ code: "body_too_large", status: 413 });
  const range = admin.skus.adjust(await stocked(1), { delta: 1_000_000_000, reason: "found" });
  expect(await errorNamed(range, "ValidationError")).toMatchObject({ code: "figure_out_of_range", status: 422 });
});

test("AuthenticationError and PermissionError tell a wrong key from one that may not do it", async () => {
  const wrong = await errorNamed(adminOver(wire(), {}, "onh_sk_wrong").settings.get(), "AuthenticationError");
  expect(wrong).toMatchObject({ code: "unauthenticated", status: 401 });
  const nobody = createStorefront({ baseUrl: BASE, fetch: wire().fetch });
  await errorNamed(nobody.availability.get("A"), "AuthenticationError");
  const { key } = await admin.keys.create({ name: "orders", scopes: ["orders"] });
  const shop = adminOver(wire(), {}, key);
  expect(await errorNamed(shop.settings.get(), "PermissionError")).toMatchObject({ code: "forbidden", status: 403 });
});

describe("NotFoundError", () => {
  test.each<[ProblemCode, number, () => Promise<unknown>]>([
    ["not_found", 404, () => admin.keys.remove("key_none")],
    ["sku_not_found", 404, () => admin.skus.get(freshSku())],
    ["product_not_found", 404, () => admin.products.availability("none")],
    ["estimate_not_found", 404, () => admin.estimates.get("none")],
    ["reservation_not_found", 404, () => admin.reservations.get(`rsv_00${"a".repeat(44)}`)],
    ["order_not_found", 404, () => admin.orders.get("none")],
  ])("says what kind of thing there is not: %s, with status %i", async (code, status, call) => {
    expect(await errorNamed(call(), "NotFoundError")).toMatchObject({ code, status, retryable: false });
  });
});

describe("ValidationError is also a name in the request that there is not", () => {
  test.each<[ProblemCode, () => Promise<unknown>]>([
    ["sku_not_found", () => admin.reservations.create({ lines: [{ sku: freshSku(), quantity: 1 }] })],
    ["warehouse_not_found", async () => admin.skus.adjust(await stocked(1), { ...RECEIVED, warehouse: "none" })],
    ["channel_not_found", async () => admin.availability.get(await stocked(1), { channel: "none" })],
  ])("%s, with status 422", async (code, call) => {
    expect(await errorNamed(call(), "ValidationError")).toMatchObject({ code, status: 422, retryable: false });
  });
});

describe("ConflictError", () => {
  test("is a key that comes again with another body, and tells the key", async () => {
    const sku = await stocked(0);
    const idempotencyKey = freshId("key");
    await admin.skus.adjust(sku, RECEIVED, { idempotencyKey });
    const error = await errorNamed(
      admin.skus.adjust(sku, { ...RECEIVED, delta: 2 }, { idempotencyKey }),
      "ConflictError",
    );
    expect(error).toMatchObject({ code: "idempotency_mismatch", status: 409, idempotencyKey });
  });

  test("is an order id that is taken", async () => {
    const sku = await stocked(2);
    const { id } = await order((await hold([{ sku, quantity: 1 }])).id);
    const reservation = (await hold([{ sku, quantity: 1 }])).id;
    expect(await errorNamed(admin.orders.place({ id, reservation }), "ConflictError")).toMatchObject({
      code: "order_exists",
    });
  });

  test("is taking more from the shelf than there is", async () => {
    const error = await errorNamed(admin.skus.adjust(await stocked(3), { delta: -4, reason: "lost" }), "ConflictError");
    expect(error).toMatchObject({ code: "on_hand_below_zero", problem: { errors: [{ current: 3 }] } });
  });

  test("is a reservation that was changed a hundred times", async () => {
    const { id } = await hold([{ sku: await stocked(1), quantity: 1 }]);
    for (let changes = 0; changes < 100; changes += 1) await admin.reservations.extend(id);
    expect(await errorNamed(admin.reservations.extend(id), "ConflictError")).toMatchObject({
      code: "too_many_changes",
    });
  });
});

describe("StaleWriteError", () => {
  test("tells the figure that it was instead", async () => {
    const count = admin.skus.count(await stocked(8), { onHand: 9, expected: 10 });
    expect(await errorNamed(count, "StaleWriteError")).toMatchObject({
      code: "stale_write",
      status: 409,
      problem: { errors: [{ current: 8 }] },
    });
  });

  test("is another revision of a reservation, or of settings", async () => {
    const sku = await stocked(8);
    const { id } = await hold([{ sku, quantity: 1 }]);
    const change = { revision: 2, lines: [{ sku, quantity: 2 }] };
    const reservation = await errorNamed(admin.reservations.change(id, change), "StaleWriteError");
    expect(reservation).toMatchObject({ code: "revision_mismatch", status: 409 });
    const { revision } = await admin.skus.get(sku);
    const settings = admin.skus.changePolicy(sku, { set: { published: false } }, { ifMatch: revision + 1 });
    expect(await errorNamed(settings, "StaleWriteError")).toMatchObject({ code: "precondition_failed", status: 412 });
  });
});

describe("InsufficientStockError", () => {
  test("names every short line, with the figures that a secret key may see", async () => {
    const [few, many] = [await stocked(1), await stocked(9)];
    const lines = [
      { sku: few, quantity: 2 },
      { sku: many, quantity: 2 },
      { sku: await stocked(0), quantity: 5 },
    ];
    const error = await errorNamed(admin.reservations.create({ lines }), "InsufficientStockError");
    expect(error).toMatchObject({ code: "insufficient_stock", status: 409, retryable: false });
    expect(error.lines.map(({ line, sku, requested, available }) => [line, sku, requested, available])).toEqual([
      [0, few, 2, 1],
      [2, lines[2]?.sku, 5, 0],
    ]);
    const { id } = await admin.reservations.create({ lines: [{ sku: many, quantity: 9 }] });
    const more = { revision: 1, lines: [{ sku: many, quantity: 10 }] };
    const change = await errorNamed(admin.reservations.change(id, more), "InsufficientStockError");
    expect(change.lines).toMatchObject([{ line: 0, requested: 10, available: 9 }]);
  });

  test("tells a shopper no figure that policy does not show", async () => {
    const { shop } = await shopperWith();
    const [shown, hidden] = [await stocked(1, { displayStockQuantity: true }), await stocked(1)];
    const lines = [shown, hidden].map((sku) => ({ sku, quantity: 2 }));
    const error = await errorNamed(shop.reservations.create({ lines }), "InsufficientStockError");
    expect(error.lines.map(({ sku, requested, available }) => [sku, requested, available])).toEqual([
      [shown, 2, 1],
      [hidden, 2, undefined],
    ]);
  });

  test("is not final: the same call with its key is held once there is enough", async () => {
    const sku = await stocked(0);
    const reserve = { lines: [{ sku, quantity: 1 }] };
    const { idempotencyKey } = await errorNamed(admin.reservations.create(reserve), "InsufficientStockError");
    await admin.skus.adjust(sku, RECEIVED);
    expect((await admin.reservations.create(reserve, { idempotencyKey: idempotencyKey ?? "" })).state).toBe("held");
  });
});

test("NotPurchasableError says why, whatever the stock", async () => {
  const gone = await stocked(5, { availableUntil: "2020-01-01T00:00:00Z" });
  const lines = [gone, await stocked(5, { published: false })].map((sku) => ({ sku, quantity: 1 }));
  const error = await errorNamed(admin.reservations.create({ lines }), "NotPurchasableError");
  expect(error).toMatchObject({ code: "not_purchasable", status: 409 });
  expect(error.lines.map(({ line, code, reason }) => [line, code, reason])).toEqual([
    [0, "not_purchasable", "no_longer_available"],
    [1, "not_purchasable", "hidden"],
  ]);
  await admin.channels.put("void", { name: "Void" });
  const nowhere = admin.reservations.create({ lines: [{ sku: gone, quantity: 1 }], channel: "void" });
  expect(await errorNamed(nowhere, "NotPurchasableError")).toMatchObject({ code: "channel_without_warehouse" });
});

test("InvalidQuantityError says which rule a quantity breaks", async () => {
  const sku = await stocked(50, { quantityMultiple: 6 });
  const id = await product({ title: "Box", inventoryMethod: "sku", sku });
  const lines = [{ product: id, quantity: 7 }];
  const error = await errorNamed(admin.reservations.create({ lines }), "InvalidQuantityError");
  expect(error).toMatchObject({ code: "invalid_quantity", status: 422 });
  expect(error.lines).toMatchObject([{ line: 0, reason: "not_multiple", multiple: 6 }]);
});

describe("ReservationEndedError", () => {
  test("says how it ended", async () => {
    const sku = await stocked(5);
    const ended = async (id: string) => (await errorNamed(admin.reservations.extend(id), "ReservationEndedError")).code;

    const released = await hold([{ sku, quantity: 1 }]);
    await admin.reservations.release(released.id);
    expect(await ended(released.id)).toBe("reservation_released");

    const ordered = await hold([{ sku, quantity: 1 }]);
    await order(ordered.id);
    expect(await ended(ordered.id)).toBe("reservation_ordered");

    const startMs = Date.UTC(2026, 11, 1);
    vi.setSystemTime(startMs);
    const expired = await hold([{ sku, quantity: 1 }], { ttlSeconds: 60 });
    vi.setSystemTime(startMs + 60_000);
    await runAlarmOf(expired.id);
    expect(await ended(expired.id)).toBe("reservation_expired");
    const placed = admin.orders.place({ id: freshId("order"), reservation: expired.id });
    expect(await errorNamed(placed, "ReservationEndedError")).toMatchObject({ code: "reservation_expired" });
  });
});

describe("RateLimitedError", () => {
  test("says how long to wait, and is thrown at once when that is too long", async () => {
    const { shop, line } = await shopperWith();
    const sku = await stocked(1);
    let error: AnyOnhandError | undefined;
    // 60 in a minute; the minute is the clock's own, and one may end in between.
    for (let asked = 0; asked <= 120 && error?.name !== "RateLimitedError"; asked += 1) {
      error = await errorOf(shop.reservations.create({ lines: [{ sku, quantity: 0 }] }));
    }
    expect(error).toMatchObject({ name: "RateLimitedError", code: "rate_limited", status: 429 });
    expect(error).toMatchObject({ retryAfterMs: 60_000, retryable: true });
    expect(line.sent.length).toBeLessThanOrEqual(121);
  });

  test("of too many open holds says when the first of them ends, and is thrown at once", async () => {
    const { shop, line } = await shopperWith();
    const lines = [{ sku: await stocked(30), quantity: 1 }];
    for (let held = 0; held < 20; held += 1) await shop.reservations.create({ lines });
    const error = await errorNamed(shop.reservations.create({ lines }), "RateLimitedError");
    expect(error).toMatchObject({ code: "too_many_open_holds", retryable: true, attempts: 1 });
    // The fifteen minutes of a hold, but for the while that the test has taken.
    expect(error.retryAfterMs).toBeGreaterThan(800_000);
    expect(error.retryAfterMs).toBeLessThanOrEqual(900_000);
    expect(line.sent).toHaveLength(21);
  });
});

describe("a server that cannot", () => {
  test("because it is not set up, is not asked again", async () => {
    let asked = 0;
    const unset = adminOver(wire(), {
      fetch: async (url, init) => {
        asked += 1;
        return createApp().fetch(new Request(url, init), { ...env, ADMIN_KEY: "" }, createExecutionContext());
      },
    });
    const error = await errorNamed(unset.settings.get(), "NotConfiguredError");
    expect(error).toMatchObject({ code: "admin_key_not_configured", status: 503, retryable: false });
    expect(asked).toBe(1);
  });

  test("because it breaks, is, and tells the request id that its log has", async () => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    await env.DB.prepare("ALTER TABLE settings RENAME TO settings_gone").run();
    const line = wire();
    const { environment } = hurried();
    try {
      const error = await errorNamed(adminOver(line, { environment }).settings.get(), "ServerError");
      expect(error).toMatchObject({ code: "internal", status: 500, retryable: true });
      expect(error.requestId).toMatch(/^[0-9a-f-]{36}$/);
      expect(line.sent).toHaveLength(3);
    } finally {
      await env.DB.prepare("ALTER TABLE settings_gone RENAME TO settings").run();
    }
  });
});
