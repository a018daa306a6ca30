import { env } from "cloudflare:workers";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import type {
  Availability,
  Channel,
  Movement,
  Page,
  Receipt,
  Replenishment,
  Sku,
  Warehouse,
} from "../../../sdk/index.ts";
import {
  type Answer,
  expectClean,
  expectProblem,
  freshSku,
  history,
  hold,
  order,
  product,
  request,
  stocked,
  view,
} from "../shop.ts";

// Goods that are expected: incoming, never sold, told to shoppers as a date, and received in whatever parts they come.

// Waits for queues; a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 });

beforeAll(async () => {
  const warehouse = await request<Warehouse>("PUT", "/v1/admin/warehouses/north", { body: { name: "North" } });
  expect(warehouse.status).toBe(201);
  const body = { name: "Outlet", warehouses: ["north"] };
  expect((await request<Channel>("PUT", "/v1/admin/channels/outlet", { body })).status).toBe(201);
});

afterEach(() => {
  vi.useRealTimers();
});

const NOON = Date.UTC(2026, 11, 1, 12);
const DAY = 86_400_000;

function day(days: number): string {
  return new Date(NOON + days * DAY).toISOString();
}

function at(sku: string, id = "PO-1"): string {
  return `/v1/admin/skus/${sku}/replenishments/${encodeURIComponent(id)}`;
}

function put(sku: string, body: object, id = "PO-1"): Promise<Answer<Replenishment>> {
  return request<Replenishment>("PUT", at(sku, id), { body });
}

function receive(sku: string, body: object = {}, idempotencyKey?: string): Promise<Answer<Receipt>> {
  const key = idempotencyKey === undefined ? {} : { idempotencyKey };
  return request<Receipt>("POST", `${at(sku)}/receive`, { body, ...key });
}

/** On hand and incoming by warehouse. */
async function levels(sku: string): Promise<Record<string, [onHand: number, incoming: number]>> {
  const read = await request<Sku>("GET", `/v1/admin/skus/${sku}`);
  return Object.fromEntries(read.body.levels.map((level) => [level.warehouse, [level.onHand, level.incoming]]));
}

/** The newest movements, newest last, in short. */
async function lines(sku: string, count: number): Promise<unknown[]> {
  const newest = (await history(sku)).slice(0, count).toReversed();
  return newest.map(({ kind, figure, change, after, document }) => [kind, figure, change, after, document]);
}

describe("putting", () => {
  test("makes it: its units are incoming, and nobody can have them", async () => {
    const sku = await stocked(0);
    const body = { quantity: 40, expectedAt: "2099-12-01T10:00:00+02:00", document: "order 88", note: "by ship" };
    const made = await put(sku, body);
    expect(made.status).toBe(201);
    expect(made.body).toEqual({
      id: "PO-1",
      sku,
      warehouse: "main",
      quantity: 40,
      received: 0,
      outstanding: 40,
      state: "open",
      expectedAt: "2099-12-01T08:00:00.000Z",
      document: "order 88",
      note: "by ship",
      createdAt: expect.any(String),
      updatedAt: made.body.createdAt,
    });
    expect((await request<Replenishment>("GET", at(sku))).body).toEqual(made.body);
    expect(await levels(sku)).toEqual({ main: [0, 40] });
    expect((await view(sku)).purchasable).toBe(false);
    const [line] = await history(sku);
    expect(line).toMatchObject({ kind: "expect", figure: "incoming", change: 40, after: 40, note: "by ship" });
    expect(line).toMatchObject({ document: "PO-1", order: null, actor: "admin" });
    await expectClean(sku);
  });

  test("the same again changes nothing, however much of it came in between", async () => {
    const sku = await stocked(0);
    const body = { quantity: 10, expectedAt: day(3) };
    const made = await put(sku, body);
    expect((await put(sku, body)).body).toEqual(made.body);
    await receive(sku, { quantity: 4 });
    expect((await put(sku, body)).body).toMatchObject({ quantity: 10, received: 4, outstanding: 6, state: "open" });
    await receive(sku, { quantity: 9 });
    const again = await put(sku, body);
    expect(again.status).toBe(200);
    expect(again.body).toMatchObject({ quantity: 10, received: 13, outstanding: 0, state: "closed" });
    expect(await levels(sku)).toEqual({ main: [13, 0] });
    expect(await history(sku)).toHaveLength(3);
  });

  test("changes date, quantity and warehouse", async () => {
    const sku = await stocked(0);
    await put(sku, { quantity: 10 });
    const dated = await put(sku, { quantity: 10, expectedAt: day(3) });
    expect(dated.body).toMatchObject({ expectedAt: day(3), outstanding: 10 });
    expect((await put(sku, { quantity: 7, warehouse: "north" })).body).toMatchObject({
      warehouse: "north",
      outstanding: 7,
      expectedAt: null,
    });
    expect(await levels(sku)).toEqual({ main: [0, 0], north: [0, 7] });
    expect(await lines(sku, 4)).toEqual([
      ["expect", "incoming", 10, 10, "PO-1"],
      ["expect", "incoming", 0, 10, "PO-1"],
      ["expect", "incoming", -10, 0, "PO-1"],
      ["expect", "incoming", 7, 7, "PO-1"],
    ]);
    await expectClean(sku);
  });

  test("to what came already closes it; to less, or elsewhere, is refused", async () => {
    const sku = await stocked(0);
    await put(sku, { quantity: 10 });
    await receive(sku, { quantity: 4 });
    const less = expectProblem(await put(sku, { quantity: 3 }), 409, "replenishment_received", ["/quantity"]);
    expect(less.errors).toMatchObject([{ current: 4 }]);
    const moved = await put(sku, { quantity: 10, warehouse: "north" });
    expectProblem(moved, 409, "replenishment_received", ["/warehouse"]);
    expect((await put(sku, { quantity: 4 })).body).toMatchObject({ state: "closed", received: 4, outstanding: 0 });
    expect(await levels(sku)).toEqual({ main: [4, 0] });
    expect((await put(sku, { quantity: 6 })).body).toMatchObject({ state: "open", outstanding: 2 });
    await expectClean(sku);
  });

  test.each([
    [{ quantity: -1 }, "/quantity"],
    [{ quantity: 1.5 }, "/quantity"],
    [{ quantity: 1_000_000_001 }, "/quantity"],
    [{ expectedAt: day(1) }, "/quantity"],
    [{ quantity: 1, expectedAt: "tomorrow" }, "/expectedAt"],
    [{ quantity: 1, received: 1 }, "/received"],
  ])("%j is refused by name", async (body, pointer) => {
    const { errors } = expectProblem(await put(await stocked(0), body), 400, "invalid_request");
    expect(errors?.map((error) => error.pointer)).toEqual([pointer]);
  });

  test("for a SKU or warehouse that is not there is refused", async () => {
    expectProblem(await put(freshSku(), { quantity: 1 }), 404, "sku_not_found");
    const sku = await stocked(0);
    const nowhere = await put(sku, { quantity: 1, warehouse: "nowhere" });
    expectProblem(nowhere, 422, "warehouse_not_found", ["/warehouse"]);
  });

  test("more than a figure can be, all together, is refused", async () => {
    const sku = await stocked(0);
    expect((await put(sku, { quantity: 1_000_000_000 })).status).toBe(201);
    expectProblem(await put(sku, { quantity: 1 }, "PO-2"), 422, "figure_out_of_range", ["/quantity"]);
    expect(await levels(sku)).toEqual({ main: [0, 1_000_000_000] });
  });
});

describe("receiving", () => {
  test("says what came, what is there then, and what is still to come", async () => {
    const sku = await stocked(5);
    await put(sku, { quantity: 10 });
    const received = await receive(sku, { quantity: 4, document: "DN-1", note: "one box" });
    expect(received.status).toBe(200);
    expect(received.body).toEqual({
      replenishment: expect.objectContaining({ id: "PO-1", received: 4, outstanding: 6, state: "open" }),
      movement: {
        sequence: 3,
        sku,
        warehouse: "main",
        kind: "receive",
        figure: "onHand",
        change: 4,
        after: 9,
        reason: null,
        note: "one box",
        order: null,
        document: "DN-1",
        actor: "admin",
        at: expect.any(String),
      },
      level: { warehouse: "main", onHand: 9, held: 0, allocated: 0, planned: 0, incoming: 6 },
    });
    expect((await history(sku))[0]).toEqual(received.body.movement);
    await expectClean(sku);
  });

  test("takes all that is outstanding where no number is given, and closes it", async () => {
    const sku = await stocked(0);
    await put(sku, { quantity: 10 });
    await receive(sku, { quantity: 4 });
    const rest = await receive(sku);
    expect(rest.body).toMatchObject({
      replenishment: { received: 10, outstanding: 0, state: "closed" },
      movement: { change: 6, after: 10, document: "PO-1" },
    });
    expectProblem(await receive(sku), 409, "replenishment_closed");
    expectProblem(await receive(sku, { quantity: 1 }), 409, "replenishment_closed");
    expect(await levels(sku)).toEqual({ main: [10, 0] });
  });

  test("may be more than was expected", async () => {
    const sku = await stocked(0);
    await put(sku, { quantity: 10 });
    expect((await receive(sku, { quantity: 13 })).body).toMatchObject({
      replenishment: { quantity: 10, received: 13, outstanding: 0, state: "closed" },
      level: { onHand: 13, incoming: 0 },
    });
    await expectClean(sku);
  });

  test("the last of it expects the rest no more", async () => {
    const sku = await stocked(0);
    await put(sku, { quantity: 10 });
    expect((await receive(sku, { quantity: 4, isLast: true })).body).toMatchObject({
      replenishment: { received: 4, outstanding: 0, state: "closed" },
      level: { onHand: 4, incoming: 0 },
    });
    expect(await lines(sku, 2)).toEqual([
      ["receive", "onHand", 4, 4, "PO-1"],
      ["expect", "incoming", -6, 0, "PO-1"],
    ]);
    await expectClean(sku);
  });

  test("sent again with the same key is done once, also when it is closed by then; another body is refused", async () => {
    const sku = await stocked(0);
    await put(sku, { quantity: 10 });
    const key = crypto.randomUUID();
    const first = await receive(sku, { quantity: 6 }, key);
    expect((await receive(sku, { quantity: 6 }, key)).body).toEqual(first.body);
    await receive(sku);
    expect((await receive(sku, { quantity: 6 }, key)).body).toEqual(first.body);
    expectProblem(await receive(sku, { quantity: 5 }, key), 409, "idempotency_mismatch");
    expect(await levels(sku)).toEqual({ main: [10, 0] });
  });

  test("the same key is another one's for another replenishment", async () => {
    const sku = await stocked(0);
    await put(sku, { quantity: 3 });
    await put(sku, { quantity: 5 }, "PO-2");
    const idempotencyKey = crypto.randomUUID();
    await request("POST", `${at(sku, "PO-1")}/receive`, { body: {}, idempotencyKey });
    await request("POST", `${at(sku, "PO-2")}/receive`, { body: {}, idempotencyKey });
    expect(await levels(sku)).toEqual({ main: [8, 0] });
  });

  test("twice at the same time takes what is outstanding once", async () => {
    const sku = await stocked(0);
    await put(sku, { quantity: 10 });
    const answers = await Promise.all([receive(sku), receive(sku)]);
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([200, 409]);
    expect(await levels(sku)).toEqual({ main: [10, 0] });
    await expectClean(sku);
  });

  test.each([0, -1, 1.5, 1_000_000_001, null])("of %s units is refused", async (quantity) => {
    const sku = await stocked(0);
    await put(sku, { quantity: 10 });
    expectProblem(await receive(sku, { quantity }), 400, "invalid_request", ["/quantity"]);
  });

  test("needs a key, and a replenishment that is there", async () => {
    const sku = await stocked(0);
    expectProblem(await receive(sku), 404, "replenishment_not_found");
    expectProblem(await receive(freshSku()), 404, "sku_not_found");
    const keyless = await request("POST", `${at(sku)}/receive`, { body: {}, idempotencyKey: null });
    expectProblem(keyless, 400, "idempotency_key_missing");
  });

  test("gives the goods to those who wait for them", async () => {
    const sku = await stocked(0, { backorders: "allow_and_notify" });
    const placed = await order((await hold([{ sku, quantity: 3 }])).id);
    expect(placed.lines).toMatchObject([{ backordered: 3 }]);
    await put(sku, { quantity: 5 });
    await receive(sku);
    expect((await view(sku)).figures).toMatchObject({ onHand: 5, allocated: 3, available: 2 });
    await expectClean(sku);
  });
});

describe("calling off", () => {
  test("expects the rest no more, and leaves it to be read as closed", async () => {
    const sku = await stocked(0);
    await put(sku, { quantity: 10 });
    await receive(sku, { quantity: 4 });
    expect((await request("DELETE", at(sku))).status).toBe(204);
    expect((await request<Replenishment>("GET", at(sku))).body).toMatchObject({
      quantity: 10,
      received: 4,
      outstanding: 0,
      state: "closed",
    });
    expect(await levels(sku)).toEqual({ main: [4, 0] });
    expectProblem(await receive(sku), 409, "replenishment_closed");
    expect((await request("DELETE", at(sku))).status).toBe(204);
    expect(await history(sku)).toHaveLength(3);
    await expectClean(sku);
  });

  test("is taken back by putting it again", async () => {
    const sku = await stocked(0);
    await put(sku, { quantity: 10 });
    await request("DELETE", at(sku));
    const again = await put(sku, { quantity: 10 });
    expect(again.status).toBe(200);
    expect(again.body).toMatchObject({ state: "open", outstanding: 10 });
    expect(await levels(sku)).toEqual({ main: [0, 10] });
  });

  test("of what is not there is refused", async () => {
    expectProblem(await request("DELETE", at(await stocked(0))), 404, "replenishment_not_found");
    expectProblem(await request("DELETE", at(freshSku())), 404, "sku_not_found");
    expectProblem(await request("GET", at(await stocked(0))), 404, "replenishment_not_found");
    expectProblem(await request("GET", at(freshSku())), 404, "sku_not_found");
  });
});

describe("shoppers are told", () => {
  async function told(sku: string, query = ""): Promise<Pick<Availability, "message" | "schemaOrg" | "merchantFeed">> {
    const { message, schemaOrg, merchantFeed } = await view(sku, `?consistency=strong${query}`);
    return { message, schemaOrg, merchantFeed };
  }

  test("the first date by which there is more than others wait for, in page and feed", async () => {
    vi.setSystemTime(NOON);
    const sku = await stocked(0, { backorders: "allow_and_notify", backorderLimit: 5 });
    await put(sku, { quantity: 3, expectedAt: day(2) });
    await put(sku, { quantity: 3, expectedAt: day(5) }, "PO-2");
    expect(await told(sku)).toEqual({
      message: { code: "backorder_estimate", date: day(2) },
      schemaOrg: { availability: "https://schema.org/BackOrder", availabilityStarts: day(2) },
      merchantFeed: { availability: "backorder", availabilityDate: day(2) },
    });
    await order((await hold([{ sku, quantity: 3 }])).id);
    expect((await told(sku)).message).toEqual({ code: "backorder_estimate", date: day(5) });
    await order((await hold([{ sku, quantity: 2 }])).id);
    // Five are promised: of the six that come by then, one can be had, but not before.
    expect(await told(sku)).toEqual({
      message: { code: "available_in", date: day(5) },
      schemaOrg: { availability: "https://schema.org/OutOfStock", availabilityStarts: day(5) },
      merchantFeed: { availability: "out_of_stock" },
    });
  });

  test("the next date once one is over, and none after the last: the version counts on though nothing is written", async () => {
    vi.setSystemTime(NOON);
    const sku = await stocked(0);
    await put(sku, { quantity: 3, expectedAt: day(2) });
    await put(sku, { quantity: 3, expectedAt: day(5) }, "PO-2");
    const seen: [string | undefined, number][] = [];
    for (const time of [NOON, NOON + 2 * DAY, NOON + 2 * DAY + 1, NOON + 5 * DAY, NOON + 5 * DAY + 1]) {
      vi.setSystemTime(time);
      const { message, version } = await view(sku, "?consistency=strong");
      seen.push([message?.date, version]);
    }
    const dates = seen.map(([date]) => date);
    expect(dates).toEqual([day(2), day(2), day(5), day(5), undefined]);
    const versions = seen.map(([, version]) => version - (seen[0]?.[1] ?? 0));
    expect(versions).toEqual([0, 0, 1, 1, 2]);
    // What was late comes: the version does not fall, though fewer dates are over.
    await receive(sku);
    expect((await view(sku, "?consistency=strong")).version).toBeGreaterThan(seen.at(-1)?.[1] ?? 0);
  });

  test("a new version when only the date changes", async () => {
    const sku = await stocked(0);
    await put(sku, { quantity: 3, expectedAt: "2099-01-01T00:00:00.000Z" });
    const before = await view(sku);
    await put(sku, { quantity: 3, expectedAt: "2099-02-01T00:00:00.000Z" });
    const after = await view(sku);
    expect(after.message).toEqual({ code: "available_in", date: "2099-02-01T00:00:00.000Z" });
    expect(after.version).toBeGreaterThan(before.version);
  });

  test("nothing of goods without a date, nor of those that come where the channel does not sell from", async () => {
    vi.setSystemTime(NOON);
    const sku = await stocked(0);
    await put(sku, { quantity: 3 });
    await put(sku, { quantity: 3, warehouse: "north", expectedAt: day(2) }, "PO-2");
    expect((await told(sku)).message).toEqual({ code: "out_of_stock" });
    expect((await told(sku, "&channel=outlet")).message).toEqual({ code: "available_in", date: day(2) });
  });

  test("of a kit, when the last part that it waits for has come in the number that it needs", async () => {
    vi.setSystemTime(NOON);
    const [cup, saucer] = [await stocked(1), await stocked(9)];
    await put(cup, { quantity: 1, expectedAt: day(2) });
    await put(cup, { quantity: 9, expectedAt: day(6) }, "PO-2");
    const kit = await product({
      title: "Set",
      inventoryMethod: "kit",
      components: [
        { sku: cup, quantity: 3 },
        { sku: saucer, quantity: 3 },
      ],
    });
    const path = `/v1/products/${kit}/availability?consistency=strong`;
    const { body } = await request<Availability>("GET", path);
    expect(body.message).toEqual({ code: "available_in", date: day(6) });
    vi.setSystemTime(NOON + 7 * DAY);
    const later = (await request<Availability>("GET", path)).body;
    expect(later.message).toEqual({ code: "out_of_stock" });
    expect(later.version).toBeGreaterThan(body.version);
  });
});

describe("lists", () => {
  async function pages(path: string, limit: number): Promise<Replenishment[]> {
    const all: Replenishment[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const query: string = `limit=${limit}${cursor === "" ? "" : `&cursor=${cursor}`}`;
      const page: Answer<Page<Replenishment>> = await request(
        "GET",
        `${path}${path.includes("?") ? "&" : "?"}${query}`,
      );
      expect(page.status, JSON.stringify(page.body)).toBe(200);
      expect(page.body.items.length).toBeLessThanOrEqual(limit);
      all.push(...page.body.items);
      cursor = page.body.nextCursor;
    }
    return all;
  }

  test("of a SKU has the soonest first and unknown dates last, page by page, as they are now", async () => {
    const sku = await stocked(0);
    await put(sku, { quantity: 1 }, "A");
    await put(sku, { quantity: 1, expectedAt: day(9) }, "B");
    await put(sku, { quantity: 1, expectedAt: day(2) }, "ä/ö");
    await put(sku, { quantity: 1, expectedAt: day(2) }, "C");
    await put(sku, { quantity: 1 }, "😀");
    await request("DELETE", at(sku, "B"));
    for (const limit of [1, 2, 100]) {
      const all = await pages(`/v1/admin/skus/${sku}/replenishments`, limit);
      expect(all.map(({ id, state }) => [id, state])).toEqual([
        ["C", "open"],
        ["ä/ö", "open"],
        ["B", "closed"],
        ["A", "open"],
        ["😀", "open"],
      ]);
    }
    expectProblem(await request("GET", `/v1/admin/skus/${freshSku()}/replenishments`), 404, "sku_not_found");
    const broken = await request("GET", `/v1/admin/skus/${sku}/replenishments?cursor=YWJj`);
    expectProblem(broken, 400, "invalid_request", ["cursor"]);
  });

  test("of all SKUs, too, as soon as the projection has them; by warehouse, SKU and state", async () => {
    const [one = "", two = ""] = [await stocked(0), await stocked(0)].toSorted();
    await put(one, { quantity: 1, expectedAt: day(4) }, "B");
    await put(one, { quantity: 1, expectedAt: day(4) }, "A");
    await put(one, { quantity: 1 }, "C");
    await put(two, { quantity: 1, expectedAt: day(4), warehouse: "north" }, "A");
    await put(two, { quantity: 5, expectedAt: day(1) }, "D");
    await request("DELETE", at(two, "D"));
    const ours = (all: Replenishment[]): [string, string][] =>
      all.filter((each) => each.sku === one || each.sku === two).map((each) => [each.sku, each.id]);
    await expect
      .poll(async () => ours(await pages("/v1/admin/replenishments", 100)), { timeout: 10_000 })
      .toEqual([
        [two, "D"],
        [one, "A"],
        [one, "B"],
        [two, "A"],
        [one, "C"],
      ]);
    expect(ours(await pages("/v1/admin/replenishments", 2))).toHaveLength(5);
    const filtered = async (query: string) => ours(await pages(`/v1/admin/replenishments?${query}`, 1));
    expect(await filtered("warehouse=north")).toEqual([[two, "A"]]);
    expect(await filtered("state=closed")).toEqual([[two, "D"]]);
    expect(await filtered(`state=open&sku=${two}`)).toEqual([[two, "A"]]);
    expect(await filtered(`sku=${one}&warehouse=north`)).toEqual([]);
    const listed = await pages(`/v1/admin/replenishments?sku=${one}`, 100);
    expect(listed).toEqual(await pages(`/v1/admin/skus/${one}/replenishments`, 100));
    for (const query of ["state=late", "cursor=YWJj", "limit=101", "from=x"]) {
      const refused = await request("GET", `/v1/admin/replenishments?${query}`);
      expectProblem(refused, 400, "invalid_request", [query.slice(0, query.indexOf("="))]);
    }
  });

  test("names in any script, however long, come page by page", async () => {
    const sku = "😀".repeat(128);
    await request("PUT", `/v1/admin/skus/${encodeURIComponent(sku)}`, { body: {} });
    const ids = ["é".repeat(128), "😀".repeat(128)];
    for (const id of ids) {
      const path = `/v1/admin/skus/${encodeURIComponent(sku)}/replenishments/${encodeURIComponent(id)}`;
      expect((await request("PUT", path, { body: { quantity: 1 } })).status).toBe(201);
    }
    const all = await pages(`/v1/admin/skus/${encodeURIComponent(sku)}/replenishments`, 1);
    expect(all.map((each) => each.id)).toEqual(ids);
    const query = `/v1/admin/replenishments?sku=${encodeURIComponent(sku)}`;
    await expect.poll(async () => (await pages(query, 1)).map((each) => each.id), { timeout: 10_000 }).toEqual(ids);
  });

  test("are put right by a rebuild of the projection", async () => {
    const sku = await stocked(0);
    await put(sku, { quantity: 4, expectedAt: day(4) });
    const query = `/v1/admin/replenishments?sku=${sku}`;
    await expect.poll(async () => (await pages(query, 10)).length, { timeout: 10_000 }).toBe(1);
    const damage = "UPDATE replenishment SET doc = '{}', due = 0, sequence = 99, state = 'closed' WHERE sku = ?";
    await env.DB.prepare(damage).bind(sku).run();
    expect((await request("POST", "/v1/admin/projection/rebuild", { body: {} })).status).toBeLessThan(300);
    await expect
      .poll(async () => pages(query, 10), { timeout: 10_000 })
      .toMatchObject([{ id: "PO-1", outstanding: 4, state: "open" }]);
  });
});

describe("closed ones", () => {
  test("are kept up to a hundred: the one that was closed first is forgotten first, in lists too", async () => {
    const sku = await stocked(0);
    const ids = Array.from({ length: 101 }, (_, index) => `PO-${index}`);
    const rows = ids.map((id) => ({ sku, id, quantity: 1 }));
    for (const some of [rows.slice(0, 60), rows.slice(60)]) {
      await request("POST", "/v1/admin/bulk/replenishments", { body: { rows: some } });
      const receipts = some.map(({ id }) => ({ sku, id }));
      await request("POST", "/v1/admin/bulk/receipts", { body: { rows: receipts } });
    }
    expectProblem(await request("GET", at(sku, "PO-0")), 404, "replenishment_not_found");
    expect((await request<Replenishment>("GET", at(sku, "PO-1"))).body).toMatchObject({ state: "closed" });
    expect(await levels(sku)).toEqual({ main: [101, 0] });
    const listed = async (): Promise<string[]> => {
      const path = `/v1/admin/replenishments?sku=${sku}&limit=100`;
      const page = await request<Page<Replenishment>>("GET", path);
      expect(page.body.nextCursor).toBeNull();
      return page.body.items.map((each) => each.id).toSorted();
    };
    await expect.poll(listed, { timeout: 20_000 }).toEqual(ids.slice(1).toSorted());
    await expectClean(sku);
  });
});

test("a movement of each kind is found by the paper that it names", async () => {
  const sku = await stocked(0);
  await put(sku, { quantity: 10 });
  await receive(sku, { quantity: 4, document: "DN-7" });
  await receive(sku, { quantity: 1 });
  const all: Movement[] = await history(sku);
  const papers = all.map(({ kind, document }) => [kind, document]);
  expect(papers).toEqual([
    ["receive", "PO-1"],
    ["receive", "DN-7"],
    ["expect", "PO-1"],
  ]);
});
