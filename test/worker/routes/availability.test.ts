import { afterEach, describe, expect, test, vi } from "vitest";
import type { Availability, AvailabilityList } from "../../../sdk/index.ts";
import {
  expectProblem,
  figures,
  freshSku,
  hold,
  keyFor,
  order,
  receive,
  request,
  runAlarmOf,
  setPolicy,
  shopper,
  stocked,
  view,
} from "../shop.ts";

afterEach(() => {
  vi.useRealTimers();
});

test("a view is one state for page, feed and API", async () => {
  vi.setSystemTime(Date.UTC(2026, 11, 1, 9));
  const sku = await stocked(7, { displayStockQuantity: true, minCartQuantity: 2, quantityMultiple: 2 });
  const ask = await shopper();
  const seen = await ask<Availability>("GET", `/v1/availability/${sku}`);
  expect(seen.status).toBe(200);
  const { version, ...rest } = seen.body;
  expect(rest).toEqual({
    sku,
    channel: "web",
    status: "in_stock",
    message: { code: "in_stock_quantity", quantity: { value: 7, capped: false } },
    purchasable: true,
    quantity: { value: 7, capped: false },
    orderQuantity: { min: 2, max: 7, allowed: null, multiple: 2 },
    estimate: null,
    subscribable: false,
    returnable: true,
    shipsFrom: null,
    schemaOrg: { availability: "https://schema.org/InStock", inventoryLevel: 7 },
    merchantFeed: { availability: "in_stock" },
    asOf: "2026-12-01T09:00:00.000Z",
  });
  expect(version).toBeGreaterThan(0);
});

describe("what the shopper is told, row by row", () => {
  const future = "2099-01-01T00:00:00.000Z";
  const past = "2020-01-01T00:00:00.000Z";
  const low = { minStockQuantity: 3 };
  test.each<[string, number, Record<string, unknown>, string, string | null, boolean]>([
    ["unpublished", 5, { published: false }, "hidden", null, false],
    ["low, and unpublished for it", 3, { ...low, lowStockActivity: "unpublish" }, "hidden", null, false],
    ["before its time", 5, { availableFrom: future }, "out_of_stock", "not_yet_available", false],
    ["after its time", 5, { availableUntil: past }, "out_of_stock", "no_longer_available", false],
    ["preorder", 0, { preorder: { availableAt: future, limit: 1 } }, "preorder", "preorder", true],
    ["preorder used up", 5, { preorder: { availableAt: future, limit: 0 } }, "out_of_stock", "available_in", false],
    ["preorder over", 5, { preorder: { availableAt: past, limit: 0 } }, "in_stock", "in_stock", true],
    ["not counted", 0, { trackInventory: false }, "in_stock", null, true],
    ["discontinued and gone", 0, { discontinued: true }, "discontinued", "discontinued", false],
    ["discontinued and there", 1, { discontinued: true }, "in_stock", "in_stock", true],
    ["in stock", 4, low, "in_stock", "in_stock", true],
    ["low", 3, low, "low_stock", "low_stock", true],
    [
      "low, and not sold for it",
      3,
      { ...low, lowStockActivity: "disable_buy_button" },
      "low_stock",
      "low_stock",
      false,
    ],
    ["backorder that is not told", 0, { backorders: "allow" }, "in_stock", "in_stock", true],
    ["backorder that is told", 0, { backorders: "allow_and_notify" }, "backorder", "backorder", true],
    ["negative threshold", 0, { outOfStockThreshold: -1 }, "backorder", "backorder", true],
    ["backorder used up", 0, { backorders: "allow", backorderLimit: 0 }, "out_of_stock", "out_of_stock", false],
    ["safety stock", 2, { outOfStockThreshold: 2 }, "out_of_stock", "out_of_stock", false],
    ["nothing there", 0, {}, "out_of_stock", "out_of_stock", false],
  ])("%s", async (_, onHand, policy, status, code, purchasable) => {
    const seen = await view(await stocked(onHand, policy));
    expect([seen.status, seen.message?.code ?? null, seen.purchasable]).toEqual([status, code, purchasable]);
  });
});

describe("many SKUs in one question", () => {
  test("are answered in the order asked, each once, with those that do not exist", async () => {
    const [one, two, absent] = [await stocked(1), await stocked(0), freshSku()];
    const query = [two, absent, one, two].map((sku) => `sku=${sku}`).join("&");
    const seen = await request<AvailabilityList>("GET", `/v1/availability?${query}&channel=web`);
    expect(seen.body.items.map((item) => [item.sku, item.status])).toEqual([
      [two, "out_of_stock"],
      [one, "in_stock"],
    ]);
    expect(seen.body.unknown).toEqual([absent]);
    const alone = await request<Availability>("GET", `/v1/availability/${one}`);
    expect({ ...seen.body.items[1], asOf: "" }).toEqual({ ...alone.body, asOf: "" });
  });

  test.each(["", " a", "a ", "a\u0000b", "a\nb", "a\u200bb", "x".repeat(129), ".", "..", "\ufeff"])(
    "%j, which can be no SKU, is one that does not exist, and the others are answered",
    async (text) => {
      const sku = await stocked(1);
      const query = [text, sku, text].map((each) => `sku=${encodeURIComponent(each)}`).join("&");
      const seen = await request<AvailabilityList>("GET", `/v1/availability?${query}`);
      expect(seen.status).toBe(200);
      expect(seen.body).toMatchObject({ items: [{ sku, status: "in_stock" }], unknown: [text] });
    },
  );

  test("no text at all is not a question, and one that can be no SKU has no view of its own", async () => {
    expectProblem(await request("GET", "/v1/availability"), 400, "invalid_request", ["sku"]);
    expectProblem(await request("GET", "/v1/availability?channel=web"), 400, "invalid_request", ["sku"]);
    expectProblem(await request("GET", "/v1/availability/%20a"), 400, "invalid_request", ["sku"]);
    const nothing = await request<AvailabilityList>("GET", "/v1/availability?sku=");
    expect(nothing.body).toEqual({ items: [], unknown: [""] });
  });

  test("one is a list of one", async () => {
    const sku = await stocked(1);
    const seen = await request<AvailabilityList>("GET", `/v1/availability?sku=${sku}`);
    expect(seen.body).toMatchObject({ items: [{ sku }], unknown: [] });
  });
});

test("a channel that is not there", async () => {
  const sku = await stocked(1);
  for (const path of [`/v1/availability/${sku}?channel=no`, `/v1/availability?sku=${sku}&channel=no`]) {
    expectProblem(await request("GET", path), 422, "channel_not_found", ["channel"]);
  }
});

describe("a view that is known already", () => {
  test("is answered by 304, until something of it changes", async () => {
    const sku = await stocked(3);
    for (const path of [`/v1/availability/${sku}`, `/v1/availability?sku=${sku}`]) {
      const first = await request("GET", path);
      const etag = first.headers.get("etag") ?? "";
      expect(etag).toMatch(/^W\/"[\w-]+"$/);
      expect(first.headers.get("cache-control")).toBe("no-cache");
      expect(first.headers.get("vary")).toContain("authorization");
      for (const known of [etag, `"other", ${etag}`, "*"]) {
        const unchanged = await request("GET", path, { headers: { "if-none-match": known } });
        expect([unchanged.status, unchanged.body]).toEqual([304, ""]);
        expect(unchanged.headers.get("etag")).toBe(etag);
        expect(unchanged.headers.get("x-request-id")).not.toBeNull();
      }
      await hold([{ sku, quantity: 1 }]);
      const changed = await request("GET", path, { headers: { "if-none-match": etag } });
      expect(changed.status).toBe(200);
      expect(changed.headers.get("etag")).not.toBe(etag);
    }
  });

  test("is the same a moment later: the time of the answer makes no other view", async () => {
    const sku = await stocked(3);
    vi.setSystemTime(Date.UTC(2026, 11, 1, 9));
    const first = await request<Availability>("GET", `/v1/availability/${sku}`);
    vi.setSystemTime(Date.UTC(2026, 11, 1, 10));
    const later = await request<Availability>("GET", `/v1/availability/${sku}`);
    expect(later.body.asOf).not.toBe(first.body.asOf);
    expect(later.headers.get("etag")).toBe(first.headers.get("etag"));
  });

  test("is another one for who sees more of it", async () => {
    const sku = await stocked(3);
    const ask = await shopper();
    const mine = (await ask("GET", `/v1/availability/${sku}`)).headers.get("etag");
    expect((await request("GET", `/v1/availability/${sku}`)).headers.get("etag")).not.toBe(mine);
  });
});

describe("the version of a view", () => {
  test("grows with everything that changes it, and with nothing else", async () => {
    const sku = await stocked(3);
    const versions: number[] = [];
    const note = async (): Promise<void> => {
      versions.push((await view(sku)).version);
    };
    await note();
    const { id } = await hold([{ sku, quantity: 1 }]);
    await note();
    const { id: placed } = await order(id);
    await note();
    await receive(sku, 1);
    await note();
    await request("POST", `/v1/orders/${placed}/cancel`, { body: {} });
    await note();
    await setPolicy(sku, { minStockQuantity: 1 });
    await note();
    expect(versions).toEqual([...new Set(versions)].toSorted((one, other) => one - other));
    const before = versions.at(-1);
    await request("POST", "/v1/reservations", { body: { lines: [{ sku, quantity: 99 }] } });
    await setPolicy(sku, { minStockQuantity: 1 });
    await request("POST", `/v1/admin/skus/${sku}/count`, { body: { onHand: 4 } });
    expect((await view(sku)).version).toBe(before);
  });

  test("grows when a date passes and when a hold runs out, and not back when that is settled", async () => {
    const start = Date.UTC(2026, 11, 1);
    vi.setSystemTime(start);
    const availableUntil = new Date(start + 500_000).toISOString();
    const sku = await stocked(3, { availableFrom: new Date(start + 100_000).toISOString(), availableUntil });
    const versions = [(await view(sku)).version];
    vi.setSystemTime(start + 100_000);
    expect((await view(sku)).purchasable).toBe(true);
    versions.push((await view(sku)).version);
    const { id } = await hold([{ sku, quantity: 3 }], { ttlSeconds: 60 });
    versions.push((await view(sku)).version);
    vi.setSystemTime(start + 160_000);
    expect((await view(sku)).purchasable).toBe(true);
    versions.push((await view(sku)).version);
    await runAlarmOf(id);
    expect(await figures(sku)).toMatchObject({ held: 0 });
    expect((await view(sku)).version).toBeGreaterThanOrEqual(versions.at(-1) ?? Number.POSITIVE_INFINITY);
    versions.push((await view(sku)).version + 1);
    expect(versions).toEqual([...new Set(versions)].toSorted((one, other) => one - other));
  });
});

test("every secret key is shown the figures, and no shopper's", async () => {
  const sku = await stocked(3);
  for (const scope of ["orders", "stock", "admin"] as const) {
    const seen = await request<Availability>("GET", `/v1/availability/${sku}`, { key: await keyFor(scope) });
    expect(seen.body.figures).toMatchObject({ onHand: 3 });
  }
  const ask = await shopper();
  expect((await ask<Availability>("GET", `/v1/availability/${sku}`)).body).not.toHaveProperty("figures");
});

test("HEAD says the same without a body", async () => {
  const sku = await stocked(3);
  const head = await request("HEAD", `/v1/availability/${sku}`);
  expect([head.status, head.body]).toEqual([200, ""]);
  expect(head.headers.get("etag")).not.toBeNull();
});
