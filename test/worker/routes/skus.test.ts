import { env } from "cloudflare:workers";
import { describe, expect, test, vi } from "vitest";
import type { Audit, Page, Policy, Problem, Sku, SkuSummary, StockWrite } from "../../../sdk/index.ts";
import {
  expectClean,
  expectProblem,
  figures,
  freshSku,
  history,
  hold,
  order,
  request,
  setPolicy,
  stocked,
} from "../shop.ts";

// Waits for queues and asks often; a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 });

const POLICY_KEYS = 23;

test("a product that is asked about and is not there is named", async () => {
  const read = await request("GET", `/v1/admin/skus/${await stocked(0)}?product=nothing`);
  expectProblem(read, 422, "product_not_found", ["product"]);
});

describe("creating a SKU", () => {
  test("makes it with its own settings; the rest is inherited", async () => {
    const sku = freshSku();
    const body = { policy: { backorders: "allow", backorderLimit: null } };
    const created = await request<Sku>("PUT", `/v1/admin/skus/${sku}`, { body });
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({ sku, revision: 1, levels: [] });
    expect(Object.keys(created.body.policy)).toHaveLength(POLICY_KEYS);
    expect(created.body.policy).toMatchObject({
      backorders: { value: "allow", source: "sku" },
      backorderLimit: { value: null, source: "sku" },
      trackInventory: { value: true, source: "default" },
      maxCartQuantity: { value: 10_000, source: "default" },
    });
    expect(created.headers.get("etag")).toBe('"1"');
    const read = await request<Sku>("GET", `/v1/admin/skus/${sku}`);
    expect(read.body).toEqual(created.body);
    expect(read.headers.get("etag")).toBe('"1"');
  });

  test("again leaves it as it is", async () => {
    const sku = await stocked(3, { backorders: "allow" });
    const body = { policy: { backorders: "none", minStockQuantity: 9 } };
    const again = await request<Sku>("PUT", `/v1/admin/skus/${sku}`, { body });
    expect(again.status).toBe(200);
    expect(again.body).toMatchObject({
      revision: 1,
      policy: { backorders: { value: "allow", source: "sku" }, minStockQuantity: { source: "default" } },
      levels: [{ warehouse: "main", onHand: 3, held: 0, allocated: 0, planned: 0, incoming: 0 }],
    });
  });

  test("at the same time makes one", async () => {
    const sku = freshSku();
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => request("PUT", `/v1/admin/skus/${sku}`, { body: {} })),
    );
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([200, 200, 200, 200, 201]);
  });
});

test("a SKU that nobody made is not there, wherever it is asked for", async () => {
  const sku = freshSku();
  const body = { delta: 1, reason: "found" };
  for (const refused of [
    await request("GET", `/v1/admin/skus/${sku}`),
    await request("GET", `/v1/admin/skus/${sku}/movements`),
    await request("GET", `/v1/admin/skus/${sku}/audit`),
    await request("PATCH", `/v1/admin/skus/${sku}/policy`, { body: { set: {} } }),
    await request("POST", `/v1/admin/skus/${sku}/adjust`, { body }),
    await request("POST", `/v1/admin/skus/${sku}/count`, { body: { onHand: 1 } }),
    await request("GET", `/v1/availability/${sku}`),
  ]) {
    expectProblem(refused, 404, "sku_not_found");
  }
});

describe("settings of a SKU", () => {
  test("are set and taken back to what is inherited; the revision counts the changes", async () => {
    const sku = await stocked(0, { backorders: "allow", minStockQuantity: 2 });
    const path = `/v1/admin/skus/${sku}/policy`;
    const set = await request<Sku>("PATCH", path, { body: { set: { published: false }, inherit: ["backorders"] } });
    expect(set.status).toBe(200);
    expect(set.headers.get("etag")).toBe('"2"');
    expect(set.body).toMatchObject({
      revision: 2,
      policy: {
        published: { value: false, source: "sku" },
        backorders: { value: "none", source: "default" },
        minStockQuantity: { value: 2, source: "sku" },
      },
    });
    // A key in both is set.
    const both = await request<Sku>("PATCH", path, { body: { set: { published: true }, inherit: ["published"] } });
    expect(both.body.policy.published).toEqual({ value: true, source: "sku" });
    expect(both.body.revision).toBe(3);
    const nothing = await request<Sku>("PATCH", path, { body: { set: { published: true } } });
    expect(nothing.body.revision).toBe(3);
  });

  test("are changed from the revision that was read", async () => {
    const sku = await stocked(0);
    const path = `/v1/admin/skus/${sku}/policy`;
    const patch = (ifMatch: string, minStockQuantity: number) =>
      request<Sku>("PATCH", path, { body: { set: { minStockQuantity } }, headers: { "if-match": ifMatch } });
    expect((await patch('"1"', 5)).body.revision).toBe(2);
    expect(expectProblem(await patch('"1"', 6), 412, "precondition_failed").detail).toContain("revision 2");
    expectProblem(await patch('"3"', 6), 412, "precondition_failed");
    expect((await patch("*", 7)).body.revision).toBe(3);
    for (const malformed of ["2", 'W/"2"', '"2", "3"', '""', '"-1"']) {
      expectProblem(await patch(malformed, 8), 400, "invalid_request", ["If-Match"]);
    }
    const read = await request<Sku>("GET", `/v1/admin/skus/${sku}`);
    expect(read.body.policy.minStockQuantity.value).toBe(7);
  });

  test("take every key with the values it may have", async () => {
    const policy: Policy = {
      trackInventory: false,
      displayAvailability: false,
      displayStockQuantity: true,
      displayQuantityCap: 10,
      outOfStockThreshold: -3,
      minStockQuantity: 2,
      lowStockActivity: "unpublish",
      notifyQuantityBelow: 4,
      backorders: "allow_and_notify",
      backorderLimit: 20,
      allowBackInStockSubscriptions: false,
      availabilityEstimate: "two-weeks",
      preorder: { availableAt: "2027-01-01T00:00:00.000Z", limit: 9, channelLimits: { web: 3 } },
      availableFrom: "2026-01-01T00:00:00.000Z",
      availableUntil: "2028-01-01T00:00:00.000Z",
      minCartQuantity: 2,
      maxCartQuantity: 8,
      allowedQuantities: [2, 4, 8],
      quantityMultiple: 2,
      returnable: false,
      preferredWarehouse: "main",
      published: false,
      discontinued: true,
    };
    expect(Object.keys(policy)).toHaveLength(POLICY_KEYS);
    await request("PUT", "/v1/admin/estimates/two-weeks", { body: { maxDays: 14 } });
    const sku = freshSku();
    const created = await request<Sku>("PUT", `/v1/admin/skus/${sku}`, { body: { policy } });
    const expected = Object.entries(policy).map(([key, value]) => [key, { value, source: "sku" }]);
    expect(created.body.policy).toEqual(Object.fromEntries(expected));
  });

  test("keep times in UTC, whatever offset they came with", async () => {
    const preorder = { availableAt: "2099-01-01T02:30:00+02:30", limit: 1 };
    const sku = await stocked(0, { availableFrom: "2026-06-01T12:00:00-05:00", preorder });
    const read = await request<Sku>("GET", `/v1/admin/skus/${sku}`);
    expect(read.body.policy.availableFrom.value).toBe("2026-06-01T17:00:00.000Z");
    expect(read.body.policy.preorder.value?.availableAt).toBe("2099-01-01T00:00:00.000Z");
  });
});

describe("adjusting what is on hand", () => {
  const adjust = (sku: string, body: unknown) => request<StockWrite>("POST", `/v1/admin/skus/${sku}/adjust`, { body });

  test.each([
    ["received", 5],
    ["damaged", -5],
    ["lost", -5],
    ["found", 5],
    ["correction", -5],
  ])("%s: says what it did, and the figures after it", async (reason, delta) => {
    const sku = await stocked(10);
    const written = await adjust(sku, { delta, reason, note: "as said", document: "paper 1" });
    expect(written.status).toBe(200);
    const { movement, ...rest } = written.body;
    expect(rest).toEqual({
      sku,
      level: { warehouse: "main", onHand: 10 + delta, held: 0, allocated: 0, planned: 0, incoming: 0 },
    });
    const { at, ...line } = movement ?? { at: "" };
    expect(line).toEqual({
      sequence: 2,
      sku,
      warehouse: "main",
      kind: "adjust",
      figure: "onHand",
      change: delta,
      after: 10 + delta,
      reason,
      note: "as said",
      order: null,
      document: "paper 1",
      actor: "admin",
    });
    expect(Math.abs(Date.parse(at) - Date.now())).toBeLessThan(60_000);
    expect((await history(sku))[0]).toEqual(movement);
  });

  test("for another reason says which", async () => {
    const sku = await stocked(1);
    expectProblem(await adjust(sku, { delta: 1, reason: "other" }), 400, "invalid_request", ["/note"]);
    const written = await adjust(sku, { delta: 1, reason: "other", note: "gift" });
    expect(written.body.movement).toMatchObject({ reason: "other", note: "gift" });
  });

  test("never below zero", async () => {
    const sku = await stocked(3);
    const refused = await adjust(sku, { delta: -4, reason: "lost" });
    const { errors } = expectProblem(refused, 409, "on_hand_below_zero", ["/delta"]);
    expect(errors).toMatchObject([{ sku, current: 3 }]);
    expect((await adjust(sku, { delta: -3, reason: "lost" })).body.level.onHand).toBe(0);
  });

  test("may take what is promised: then less is available than nothing", async () => {
    const sku = await stocked(3);
    await order((await hold([{ sku, quantity: 3 }])).id);
    await adjust(sku, { delta: -2, reason: "damaged" });
    expect(await figures(sku)).toEqual({ onHand: 1, held: 0, allocated: 3 });
    await expectClean(sku);
  });

  test("at a warehouse that is there", async () => {
    const sku = await stocked(0);
    const nowhere = { warehouse: "nowhere", delta: 1, reason: "found" };
    expectProblem(await adjust(sku, nowhere), 422, "warehouse_not_found", ["/warehouse"]);
    const count = { warehouse: "nowhere", onHand: 1 };
    const counted = await request("POST", `/v1/admin/skus/${sku}/count`, { body: count });
    expectProblem(counted, 422, "warehouse_not_found", ["/warehouse"]);
    await env.DB.prepare("INSERT INTO warehouse (code, name, position) VALUES ('north', 'North', 2)").run();
    expect((await adjust(sku, { ...nowhere, warehouse: "north" })).body.level).toMatchObject({
      warehouse: "north",
      onHand: 1,
    });
    const read = await request<Sku>("GET", `/v1/admin/skus/${sku}`);
    expect(read.body.levels).toMatchObject([{ warehouse: "north", onHand: 1 }]);
  });
});

describe("counting what is on hand", () => {
  const count = (sku: string, body: unknown) => request<StockWrite>("POST", `/v1/admin/skus/${sku}/count`, { body });

  test("sets it, and the ledger has the difference", async () => {
    const sku = await stocked(10);
    const written = await count(sku, { onHand: 7, expected: 10, note: "shelf 3", document: "list 9" });
    expect(written.body.movement).toMatchObject({
      sequence: 2,
      kind: "count",
      change: -3,
      after: 7,
      reason: null,
      note: "shelf 3",
      document: "list 9",
    });
  });

  test("that finds what was believed moves nothing", async () => {
    const sku = await stocked(10);
    const written = await count(sku, { onHand: 10, expected: 10 });
    expect(written.body).toMatchObject({ sku, movement: null, level: { onHand: 10 } });
    expect(await history(sku)).toHaveLength(1);
  });

  test("is refused when another figure was believed", async () => {
    const sku = await stocked(10);
    for (const expected of [9, 11, 0]) {
      const refused = await count(sku, { onHand: 7, expected });
      expect(expectProblem(refused, 409, "stale_write", ["/expected"]).errors).toMatchObject([{ current: 10 }]);
    }
    expect(await figures(sku)).toMatchObject({ onHand: 10 });
  });

  test("of a warehouse where nothing was yet expects zero", async () => {
    const sku = await stocked(0);
    expect((await count(sku, { onHand: 0 })).body.movement).toBeNull();
    expect((await count(sku, { onHand: 4, expected: 0 })).body.movement).toMatchObject({ change: 4, after: 4 });
  });
});

test("every movement is there, page by page, newest first, and on hand is their sum", async () => {
  const sku = await stocked(5);
  const { id } = await order((await hold([{ sku, quantity: 2 }])).id);
  await request("POST", `/v1/admin/skus/${sku}/count`, { body: { onHand: 9 } });
  await request("POST", `/v1/orders/${id}/cancel`, { body: {} });
  for (let delta = 1; delta <= 3; delta += 1) {
    await request("POST", `/v1/admin/skus/${sku}/adjust`, { body: { delta, reason: "found" } });
  }
  const expected = [
    [7, "adjust", "onHand", 3, 15],
    [6, "adjust", "onHand", 2, 12],
    [5, "adjust", "onHand", 1, 10],
    [4, "cancel", "allocated", -2, 0],
    [3, "count", "onHand", 4, 9],
    [2, "allocate", "allocated", 2, 2],
    [1, "adjust", "onHand", 5, 5],
  ];
  for (const limit of [1, 2, 7, 100]) {
    const all = await history(sku, limit);
    expect(all.map(({ sequence, kind, figure, change, after }) => [sequence, kind, figure, change, after])).toEqual(
      expected,
    );
  }
  const audit = await request<Audit>("GET", `/v1/admin/skus/${sku}/audit`);
  expect(audit.body).toMatchObject({ sku, clean: true, drift: [], claims: 0, movements: 7 });
});

test("the list has every SKU once, in order, with its figures as soon as the projection has them", async () => {
  const skus = [await stocked(0), await stocked(4), await stocked(6)];
  const [empty = "", held = "", ordered = ""] = skus;
  await hold([{ sku: held, quantity: 1 }]);
  await order((await hold([{ sku: ordered, quantity: 2 }])).id);
  await setPolicy(empty, { published: false });
  const listed = async (): Promise<SkuSummary[]> => {
    const all: SkuSummary[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const path: string = `/v1/admin/skus?limit=2${cursor === "" ? "" : `&cursor=${cursor}`}`;
      const page = await request<Page<SkuSummary>>("GET", path);
      expect(page.body.items.length).toBeLessThanOrEqual(2);
      all.push(...page.body.items);
      cursor = page.body.nextCursor;
    }
    return all;
  };
  const names = (await listed()).map((each) => each.sku);
  expect(names).toEqual([...new Set(names)].toSorted());
  expect(names).toEqual(expect.arrayContaining(skus));
  await expect
    .poll(async () => (await listed()).filter((each) => skus.includes(each.sku)), { timeout: 10_000 })
    .toMatchObject(
      [
        { sku: empty, onHand: 0, held: 0, allocated: 0, planned: 0, incoming: 0 },
        { sku: held, onHand: 4, held: 1, allocated: 0, planned: 0, incoming: 0 },
        { sku: ordered, onHand: 6, held: 0, allocated: 2, planned: 0, incoming: 0 },
      ].toSorted((one, other) => (one.sku < other.sku ? -1 : 1)),
    );
});

test("settings that contradict each other are refused by name", async () => {
  const put = (policy: object) => request<Problem>("PUT", `/v1/admin/skus/${freshSku()}`, { body: { policy } });
  const limits = await put({ minCartQuantity: 5, maxCartQuantity: 4 });
  expect(limits.body).toMatchObject({ status: 400, errors: [{ pointer: "/policy/maxCartQuantity" }] });
  expect((await put({ minCartQuantity: 5, maxCartQuantity: 5 })).status).toBe(201);
  const window = { availableFrom: "2026-12-02T00:00:00Z", availableUntil: "2026-12-01T00:00:00Z" };
  expect((await put(window)).body).toMatchObject({ status: 400, errors: [{ pointer: "/policy/availableUntil" }] });
});
