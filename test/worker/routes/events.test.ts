import { env } from "cloudflare:workers";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { EventType, Page, RecordedEvent, StockEvent } from "../../../sdk/index.ts";
import { until, untilProjected, withholdAcknowledgements } from "../settled.ts";
import {
  type Answer,
  expectProblem,
  freshSku,
  history,
  hold,
  keyFor,
  order,
  receive,
  request,
  runAlarmOf,
  setPolicy,
  stocked,
} from "../shop.ts";

// Over HTTP, by the real objects, queue and database.

vi.setConfig({ testTimeout: 60_000 });

afterEach(() => {
  vi.restoreAllMocks();
});

const list = (query: string): Promise<Answer<Page<RecordedEvent>>> => request("GET", `/v1/admin/events${query}`);

/** Types and levels of a SKU's events, the oldest first. */
async function told(sku: string): Promise<[string, number][]> {
  const { items } = (await list(`?sku=${sku}&limit=100`)).body;
  return items
    .toReversed()
    .flatMap((event): [string, number][] => ("stockLevel" in event ? [[event.type, event.stockLevel]] : []));
}

async function untilTold(sku: string, events: [string, number][]): Promise<void> {
  await until(async () => expect(await told(sku)).toEqual(events));
}

describe("stock that crosses a line", () => {
  test("is told once, both ways, and carts are not", async () => {
    const sku = await stocked(5, { minStockQuantity: 2, notifyQuantityBelow: 2 });
    const arrived: [string, number][] = [
      ["stock.back", 5],
      ["stock.recovered", 5],
    ];
    await untilTold(sku, arrived);
    const { id } = await hold([{ sku, quantity: 5 }]);
    await request("POST", `/v1/reservations/${id}/release`);
    await order((await hold([{ sku, quantity: 3 }])).id);
    await untilTold(sku, [...arrived, ["stock.low", 2]]);
    await order((await hold([{ sku, quantity: 1 }])).id);
    await receive(sku, -1);
    await receive(sku, 4);
    await untilTold(sku, [
      ...arrived,
      ["stock.low", 2],
      ["stock.notify_below", 1],
      ["stock.out", 0],
      ["stock.back", 4],
      ["stock.recovered", 4],
    ]);
  });

  test("is told with the channel, the line and the time", async () => {
    const before = Date.now();
    const sku = await stocked(3, { minStockQuantity: 1 });
    await untilTold(sku, [
      ["stock.back", 3],
      ["stock.recovered", 3],
    ]);
    // The one that was told last stands first.
    const [recovered] = (await list(`?sku=${sku}`)).body.items as StockEvent[];
    expect(recovered).toMatchObject({ sku, type: "stock.recovered", channel: "web", stockLevel: 3, threshold: 1 });
    expect(Date.parse(recovered?.at ?? "")).toBeGreaterThanOrEqual(before);
    expect(recovered).not.toHaveProperty("reaction");
  });

  test("is told once though no acknowledgement came through", async () => {
    withholdAcknowledgements();
    const sku = await stocked(3);
    await receive(sku, -3);
    await receive(sku, 1);
    await untilTold(sku, [
      ["stock.back", 3],
      ["stock.recovered", 3],
      ["stock.low", 0],
      ["stock.notify_below", 0],
      ["stock.out", 0],
      ["stock.back", 1],
      ["stock.recovered", 1],
    ]);
    vi.restoreAllMocks();
    await receive(sku, -1);
    await until(async () => expect(await told(sku)).toHaveLength(10));
  });

  test("is told of SKUs that a bulk request made", async () => {
    const sku = freshSku();
    await request("POST", "/v1/admin/bulk/skus", { body: { rows: [{ sku, levels: [{ onHand: 2 }] }] } });
    await receive(sku, -2);
    await untilTold(sku, [
      ["stock.low", 0],
      ["stock.notify_below", 0],
      ["stock.out", 0],
    ]);
  });

  test("follows the defaults of the store", async () => {
    const sku = await stocked(5);
    const kept = await stocked(5, { minStockQuantity: 0 });
    await until(async () => expect(await told(sku)).toHaveLength(2));
    await request("PATCH", "/v1/admin/settings", { body: { policy: { set: { minStockQuantity: 5 } } } });
    await until(async () => expect((await told(sku)).slice(2)).toEqual([["stock.low", 5]]));
    await request("PATCH", "/v1/admin/settings", { body: { policy: { inherit: ["minStockQuantity"] } } });
    await until(async () => expect((await told(sku)).slice(3)).toEqual([["stock.recovered", 5]]));
    expect(await told(kept)).toHaveLength(2);
  });

  test("follows the SKU's own settings", async () => {
    const sku = await stocked(5);
    await until(async () => expect(await told(sku)).toHaveLength(2));
    await setPolicy(sku, { outOfStockThreshold: 5 });
    await until(async () =>
      expect((await told(sku)).slice(2)).toEqual([
        ["stock.low", 0],
        ["stock.notify_below", 0],
        ["stock.out", 0],
      ]),
    );
  });
});

describe("what happens to carts, orders and goods", () => {
  const WANTED: EventType[] = ["stock.adjusted", "reservation.expired", "order.allocated", "shipment.shipped"];

  /** Has an endpoint want these events from now on, whose deliveries are kept back. */
  async function want(types: EventType[]): Promise<void> {
    // The runtime gives each object a queue of its own, of one class.
    const queues = Object.getPrototypeOf(env.NOTICES) as Queue;
    vi.spyOn(queues, "sendBatch").mockResolvedValue({ metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } });
    const made = await request("PUT", "/v1/admin/webhooks/erp", { body: { url: "https://erp.example/", types } });
    expect([200, 201], JSON.stringify(made.body)).toContain(made.status);
  }

  /** The newest event of a type, once it is there and about what is meant. */
  async function newest<Type extends EventType>(type: Type, about: Partial<RecordedEvent>): Promise<RecordedEvent> {
    let found: RecordedEvent | undefined;
    await until(async () => {
      found = (await list(`?type=${type}&limit=1`)).body.items[0];
      expect(found).toMatchObject({ type, ...about });
    });
    if (found === undefined) throw new Error("It is there");
    return found;
  }

  afterEach(async () => {
    vi.useRealTimers();
    await request("DELETE", "/v1/admin/webhooks/erp");
  });

  test("is told while an endpoint wants it, from the next call on", async () => {
    const early = await hold([{ sku: await stocked(9), quantity: 1 }]);
    await want(WANTED);
    const sku = await stocked(9);
    await newest("stock.adjusted", { sku, warehouse: "main", change: 9, after: 9 });
    // The cart is older than the wish.
    const placed = await order(early.id);
    expect(await newest("order.allocated", { order: placed.id })).toMatchObject({
      channel: "web",
      lines: [{ quantity: 1 }],
    });
    const path = `/v1/orders/${placed.id}/shipments`;
    await request("POST", path, { body: { id: "S-1", lines: [{ line: 0, quantity: 1 }] } });
    await request("POST", `${path}/S-1/ship`, { body: {} });
    await newest("shipment.shipped", { order: placed.id, shipment: "S-1", lines: [{ line: 0, quantity: 1 }] });

    const cart = await hold([{ sku, quantity: 2 }]);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 16 * 60_000 });
    await runAlarmOf(cart.id);
    vi.useRealTimers();
    await newest("reservation.expired", { reservation: cart.id, lines: [{ sku, quantity: 2 }] });
    // Of a SKU are only those that name it.
    const types = (await list(`?sku=${sku}&limit=100`)).body.items.map(({ type }) => type);
    expect(types).toContain("stock.adjusted");
    expect(types).not.toContain("reservation.expired");
  });

  test("is not told while nobody wants it", async () => {
    await want(["stock.out"]);
    const known = async () => (await Promise.all(WANTED.map((type) => list(`?type=${type}`)))).map(({ body }) => body);
    const before = await known();
    const sku = await stocked(9);
    const placed = await order((await hold([{ sku, quantity: 1 }])).id);
    const path = `/v1/orders/${placed.id}/shipments`;
    await request("POST", path, { body: { id: "S-1", lines: [{ line: 0, quantity: 1 }] } });
    await request("POST", `${path}/S-1/ship`, { body: {} });
    await untilProjected(sku, (await history(sku)).length);
    expect(await known()).toEqual(before);
  });

  test("is told of an order once goods have come for it, whether or not anybody wants it", async () => {
    const sku = await stocked(0, { backorders: "allow" });
    const placed = await order((await hold([{ sku, quantity: 3 }])).id);
    await receive(sku, 3);
    await newest("order.covered", { sku, order: placed.id, units: 3 });
    expect((await list(`?sku=${sku}&type=order.covered`)).body.items).toHaveLength(1);
  });
});

describe("the list of events", () => {
  test("is paged, newest first, and each event is on one page", async () => {
    const sku = await stocked(1);
    await receive(sku, -1);
    await receive(sku, 1);
    await until(async () => expect(await told(sku)).toHaveLength(7));
    const all = (await list(`?sku=${sku}&limit=100`)).body.items;
    const paged: RecordedEvent[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page: Answer<Page<RecordedEvent>> = await list(
        `?sku=${sku}&limit=3${cursor === "" ? "" : `&cursor=${cursor}`}`,
      );
      expect(page.body.items.length).toBeLessThanOrEqual(3);
      paged.push(...page.body.items);
      cursor = page.body.nextCursor;
    }
    expect(paged).toEqual(all);
    expect(all.map(({ at }) => at)).toEqual(
      all
        .map(({ at }) => at)
        .toSorted()
        .toReversed(),
    );
  });

  test("is filtered by type, SKU and time", async () => {
    const sku = await stocked(1);
    await until(async () => expect(await told(sku)).toHaveLength(2));
    const [event] = (await list(`?sku=${sku}&type=stock.back`)).body.items;
    expect(event).toMatchObject({ sku, type: "stock.back" });
    const at = event?.at ?? "";
    const later = new Date(Date.parse(at) + 1).toISOString();
    expect((await list(`?sku=${sku}&type=stock.back&from=${at}&to=${later}`)).body.items).toEqual([event]);
    expect((await list(`?sku=${sku}&from=${later}`)).body.items).toEqual([]);
    expect((await list(`?sku=${sku}&to=${at}`)).body.items).toEqual([]);
    expect((await list(`?sku=${freshSku()}`)).body).toEqual({ items: [], nextCursor: null });
  });

  test.each([
    ["?type=stock.gone", "type"],
    ["?from=yesterday", "from"],
    ["?cursor=W10", "cursor"],
    ["?limit=101", "limit"],
    ["?color=red", "color"],
  ])("refuses %s", async (query, pointer) => {
    expectProblem(await list(query), 400, "invalid_request", [pointer]);
  });

  test("is for keys that see stock", async () => {
    const orders = await request("GET", "/v1/admin/events", { key: await keyFor("orders") });
    expectProblem(orders, 403, "forbidden");
    expect((await request("GET", "/v1/admin/events", { key: await keyFor("stock") })).status).toBe(200);
  });
});
