import { env } from "cloudflare:workers";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { LowStockRow, Page } from "../../../sdk/index.ts";
import { makeRound } from "../../../worker/round.ts";
import { until } from "../settled.ts";
import { type Answer, expectProblem, hold, order, product, receive, request, setPolicy, stocked } from "../shop.ts";

// Over HTTP, by the real objects, queue and database. Each test has the report to itself.

vi.setConfig({ testTimeout: 60_000 });

beforeAll(async () => {
  await request("PUT", "/v1/admin/warehouses/east", { body: { name: "East" } });
  await request("PUT", "/v1/admin/channels/outlet", { body: { name: "Outlet", warehouses: ["east"] } });
  await request("PUT", "/v1/admin/channels/nowhere", { body: { name: "Nowhere" } });
});

beforeEach(async () => {
  await env.DB.batch([env.DB.prepare("DELETE FROM standing"), env.DB.prepare("DELETE FROM product_sku")]);
});

afterEach(() => {
  vi.restoreAllMocks();
});

const report = (query = ""): Promise<Answer<Page<LowStockRow>>> =>
  request("GET", `/v1/admin/reports/low-stock${query}`);
/** SKU and how far below, in the order of the report; those of this test alone. */
const rows = async (skus: readonly string[], query = "?limit=100"): Promise<[string, number][]> =>
  (await report(query)).body.items.filter(({ sku }) => skus.includes(sku)).map(({ sku, below }) => [sku, below]);

const put = (sku: string, warehouse: string, onHand: number) =>
  request("POST", `/v1/admin/skus/${sku}/count`, { body: { warehouse, onHand } });

describe("the low-stock report", () => {
  test("lists tracked SKUs at or below their minimum, the furthest below first, and then by SKU", async () => {
    const little = await stocked(2, { minStockQuantity: 5 });
    const atIt = await stocked(3, { minStockQuantity: 3 });
    const above = await stocked(4, { minStockQuantity: 3 });
    const never = await stocked(0);
    const uncounted = await stocked(0, { trackInventory: false, minStockQuantity: 5 });
    const [first, second] = [atIt, never].toSorted();
    const all = [little, atIt, above, never, uncounted];
    await until(async () =>
      expect(await rows(all)).toEqual([
        [little, 3],
        [first, 0],
        [second, 0],
      ]),
    );
    expect((await report("?limit=1")).body.items).toEqual([
      {
        sku: little,
        channel: "web",
        warehouse: null,
        stockLevel: 2,
        minStockQuantity: 5,
        below: 3,
        published: true,
        products: [],
        policy: `/v1/admin/skus/${little}/policy`,
      },
    ]);
    expect((await request("PATCH", `/v1/admin/skus/${little}/policy`, { body: { set: {} } })).status).toBe(200);
  });

  test("follows stock and orders, and no carts", async () => {
    const sku = await stocked(5, { minStockQuantity: 3 });
    const marker = await stocked(0);
    await hold([{ sku, quantity: 5 }], { ttlSeconds: 60 }).then(({ id }) =>
      request("POST", `/v1/reservations/${id}/release`),
    );
    await until(async () => expect(await rows([sku, marker])).toEqual([[marker, 0]]));
    await order((await hold([{ sku, quantity: 4 }])).id);
    await until(async () => expect(await rows([sku])).toEqual([[sku, 2]]));
    await receive(sku, 3);
    await until(async () => expect(await rows([sku])).toEqual([]));
  });

  test("follows settings: the SKU's, and the store's for those that set none", async () => {
    const sku = await stocked(5);
    const own = await stocked(5, { minStockQuantity: 1 });
    const both = [sku, own];
    await setPolicy(own, { minStockQuantity: 7 });
    await until(async () => expect(await rows(both)).toEqual([[own, 2]]));
    await request("PATCH", "/v1/admin/settings", { body: { policy: { set: { minStockQuantity: 9 } } } });
    await until(async () =>
      expect(await rows(both)).toEqual([
        [sku, 4],
        [own, 2],
      ]),
    );
    await request("PATCH", "/v1/admin/settings", { body: { policy: { inherit: ["minStockQuantity"] } } });
    await until(async () => expect(await rows(both)).toEqual([[own, 2]]));
    // No line is crossed by it, and the report says it all the same.
    await request("PATCH", "/v1/admin/settings", { body: { policy: { set: { published: false } } } });
    await until(async () => expect(await rows(both, "?published=false&limit=100")).toEqual([[own, 2]]));
    await request("PATCH", "/v1/admin/settings", { body: { policy: { inherit: ["published"] } } });
    await until(async () => expect(await rows(both, "?published=true&limit=100")).toEqual([[own, 2]]));
  });

  test("of a channel or a warehouse is judged by what is there", async () => {
    const sku = await stocked(5, { minStockQuantity: 1 });
    const elsewhere = await stocked(5, { minStockQuantity: 1 });
    await put(sku, "east", 1);
    const all = [sku, elsewhere];
    await until(async () => expect(await rows(all, "?channel=outlet&limit=100")).toHaveLength(2));
    expect(await rows(all, "?channel=outlet&limit=100")).toEqual([
      [elsewhere, 1],
      [sku, 0],
    ]);
    // What was never at a warehouse is not lacking there.
    expect(await rows(all, "?warehouse=east&limit=100")).toEqual([[sku, 0]]);
    expect((await report("?warehouse=east")).body.items[0]).toMatchObject({ warehouse: "east", channel: null });
    expect(await rows(all, "?warehouse=main&limit=100")).toEqual([]);
    expect((await report("?channel=nowhere")).body.items).toEqual([]);
    await put(sku, "east", 2);
    await until(async () => expect(await rows(all, "?channel=outlet&limit=100")).toEqual([[elsewhere, 1]]));
  });

  test("is filtered by whether a SKU is published", async () => {
    const [shown, hidden] = [await stocked(0), await stocked(0, { published: false })];
    const both = [shown, hidden];
    await until(async () => expect(await rows(both)).toHaveLength(2));
    expect(await rows(both, "?published=true&limit=100")).toEqual([[shown, 0]]);
    expect(await rows(both, "?published=false&limit=100")).toEqual([[hidden, 0]]);
    await setPolicy(shown, { published: false });
    await until(async () => expect(await rows(both, "?published=false&limit=100")).toHaveLength(2));
  });

  test("is paged without a gap or a repeat", async () => {
    const skus: string[] = [];
    for (const min of [0, 3, 0, 1, 3]) skus.push(await stocked(0, { minStockQuantity: min }));
    await until(async () => expect(await rows(skus)).toHaveLength(5));
    const paged: string[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page: Answer<Page<LowStockRow>> = await report(`?limit=2${cursor === "" ? "" : `&cursor=${cursor}`}`);
      paged.push(...page.body.items.map(({ sku }) => sku));
      cursor = page.body.nextCursor;
    }
    const [none, three, naught, one, third] = skus;
    const sorted = (...some: (string | undefined)[]): (string | undefined)[] => some.toSorted();
    expect(paged.filter((sku) => skus.includes(sku))).toEqual([...sorted(three, third), one, ...sorted(none, naught)]);
  });

  test("is repaired by a rebuild", async () => {
    const sku = await stocked(0);
    await until(async () => expect(await rows([sku])).toEqual([[sku, 0]]));
    await env.DB.batch([
      env.DB.prepare("DELETE FROM standing"),
      env.DB.prepare("UPDATE sku SET standings_version = 1000000"),
    ]);
    await request("POST", "/v1/admin/projection/rebuild");
    await until(async () => expect(await rows([sku])).toEqual([[sku, 0]]));
  });

  test("hears of it though the message was lost: from the cron's round", async () => {
    const queues = Object.getPrototypeOf(env.OUTBOX) as Queue;
    const lost = vi.spyOn(queues, "send").mockRejectedValue(new Error("lost"));
    vi.spyOn(console, "error").mockImplementation(() => {});
    const sku = await stocked(0);
    await vi.waitFor(() => expect(lost).toHaveBeenCalled(), { timeout: 10_000 });
    lost.mockRestore();
    expect(await rows([sku])).toEqual([]);
    await makeRound(env);
    await until(async () => expect(await rows([sku])).toEqual([[sku, 0]]));
  });
});

describe("what sells a SKU", () => {
  const sellers = async (sku: string): Promise<LowStockRow["products"]> => {
    const { items } = (await report("?limit=100")).body;
    return items.find((item) => item.sku === sku)?.products ?? [];
  };

  test("is told with each row: products, combinations with their selection, kits", async () => {
    const [sku, other] = [await stocked(0), await stocked(0)];
    const single = await product({ title: "Mug", inventoryMethod: "sku", sku });
    const attributes = [{ name: "Size", values: ["S", "M", "L"] }];
    const combinations = [
      { selection: { Size: "S" }, sku },
      { selection: { Size: "M" }, sku: other },
      { selection: { Size: "L" }, sku: null },
    ];
    const several = await product({ title: "Cup", inventoryMethod: "combinations", attributes, combinations });
    const components = [
      { sku: other, quantity: 1 },
      { sku, quantity: 2 },
    ];
    const kit = await product({ title: "Set", inventoryMethod: "kit", components });
    await until(async () => expect(await rows([sku, other])).toHaveLength(2));
    const byProduct = (sold: LowStockRow["products"]) => sold.toSorted((a, b) => (a.product < b.product ? -1 : 1));
    expect(byProduct(await sellers(sku))).toEqual(
      byProduct([
        { product: single, title: "Mug" },
        { product: several, title: "Cup", selection: { Size: "S" } },
        { product: kit, title: "Set" },
      ]),
    );
    expect(byProduct(await sellers(other))).toEqual(
      byProduct([
        { product: several, title: "Cup", selection: { Size: "M" } },
        { product: kit, title: "Set" },
      ]),
    );
    await request("PUT", `/v1/admin/products/${several}`, {
      body: { title: "Beaker", inventoryMethod: "combinations", attributes, combinations: combinations.slice(1) },
    });
    await request("DELETE", `/v1/admin/products/${kit}`);
    expect(await sellers(sku)).toEqual([{ product: single, title: "Mug" }]);
    expect(await sellers(other)).toEqual([{ product: several, title: "Beaker", selection: { Size: "M" } }]);
  });

  test.each([
    [10, 10],
    [11, 10],
  ])("of %i products names at most ten", async (count, named) => {
    const sku = await stocked(0);
    for (let made = 0; made < count; made += 1) await product({ title: `P${made}`, inventoryMethod: "sku", sku });
    await until(async () => expect(await rows([sku])).toHaveLength(1));
    expect(await sellers(sku)).toHaveLength(named);
  });
});

describe("as CSV", () => {
  const csv = (query: string, headers: Record<string, string> = {}): Promise<Answer<string>> =>
    request("GET", `/v1/admin/reports/low-stock${query}`, { headers });

  test("has the same rows, by Accept or by format", async () => {
    const sku = await stocked(2, { minStockQuantity: 4 });
    await product({ title: '=SUM("x"), large', inventoryMethod: "sku", sku });
    await until(async () => expect(await rows([sku])).toHaveLength(1));
    const answer = await csv("?limit=1", { accept: "text/csv" });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8; header=present");
    expect(answer.body).toBe(
      "sku,channel,warehouse,stockLevel,minStockQuantity,below,published,products,policy\r\n" +
        `${sku},web,,2,4,2,true,"'=SUM(""x""), large",/v1/admin/skus/${sku}/policy\r\n`,
    );
    expect((await csv("?limit=1&format=csv")).body).toBe(answer.body);
    const json = await csv("?limit=1&format=json", { accept: "text/csv" });
    expect(json.headers.get("content-type")).toContain("application/json");
    expect(
      (await csv("?limit=1", { accept: "text/csv;q=0.5, application/json" })).headers.get("content-type"),
    ).toContain("application/json");
  });

  test("goes on after its cursor", async () => {
    const skus = [await stocked(0, { minStockQuantity: 9 }), await stocked(0, { minStockQuantity: 8 })];
    await until(async () => expect(await rows(skus)).toHaveLength(2));
    const first = await csv("?format=csv&limit=1");
    const cursor = first.headers.get("x-next-cursor");
    expect(first.body.split("\r\n")[1]).toContain(skus[0]);
    const second = await csv(`?format=csv&limit=1&cursor=${cursor}`);
    expect(second.body.split("\r\n")[1]).toContain(skus[1]);
    expect((await csv("?format=csv")).headers.get("x-next-cursor")).toBeNull();
  });
});

describe("a question that cannot be answered", () => {
  test.each([
    ["?channel=moon", 422, "channel_not_found", "channel"],
    ["?warehouse=moon", 422, "warehouse_not_found", "warehouse"],
    ["?warehouse=main&channel=web", 400, "invalid_request", "channel"],
    ["?published=maybe", 400, "invalid_request", "published"],
    ["?cursor=W10", 400, "invalid_request", "cursor"],
    ["?limit=101", 400, "invalid_request", "limit"],
    ["?format=csv&limit=5001", 400, "invalid_request", "limit"],
    ["?format=xml", 400, "invalid_request", "format"],
    ["?sku=MUG", 400, "invalid_request", "sku"],
  ] as const)("%s", async (query, status, code, pointer) => {
    expectProblem(await report(query), status, code, [pointer]);
  });

  test("as CSV takes up to five thousand rows", async () => {
    expect((await report("?format=csv&limit=5000")).status).toBe(200);
  });
});
