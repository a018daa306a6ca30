import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { Availability, Level, Order, OrderState, Problem, Sku } from "../../sdk/index.ts";
import { installShop, type RunningShop, type ShopFolder, startShop, typeCheck } from "./installed-shop.ts";
import { until } from "./until.ts";

let folder: ShopFolder;
beforeAll(() => {
  folder = installShop(inject("packed").project);
});
afterAll(() => folder.remove());

interface Ways {
  /** Makes a SKU and puts units at warehouses. */
  stock(sku: string, onHand: Readonly<Record<string, number>>, policy?: object): Promise<void>;
  adjust(sku: string, delta: number): Promise<void>;
  /** Has somebody told, in a language, when a SKU that is sold out is back; and then brings some. */
  bringBack(sku: string, locales: readonly string[]): Promise<void>;
  view(sku: string): Promise<Availability>;
  levels(sku: string): Promise<Level[]>;
  /** Reserves one unit on the channel; the status, and the code of a refusal. */
  hold(sku: string, channel?: string): Promise<[status: number, code?: string]>;
  /** Places an order of one unit that is in a state already. */
  order(id: string, sku: string, state: string): Promise<OrderState>;
  /** Reports another state of an order. */
  report(id: string, state: string): Promise<OrderState>;
  /** Opens a warehouse, and a channel that sells from `main` and from it. */
  open(warehouse: string, channel: string, strategy: string): Promise<void>;
}

/** What somebody does with a shop, over HTTP. */
function waysWith(shop: RunningShop): Ways {
  async function ask<Body>(method: string, path: string, body?: object): Promise<Body> {
    const answer = await shop.admin(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    // What the contract says of the path.
    return answer.body as Body;
  }
  return {
    async stock(sku, onHand, policy = {}) {
      await ask("PUT", `/v1/admin/skus/${sku}`, { policy });
      for (const [warehouse, units] of Object.entries(onHand)) {
        await ask("POST", `/v1/admin/skus/${sku}/count`, { warehouse, onHand: units });
      }
    },
    async adjust(sku, delta) {
      await ask("POST", `/v1/admin/skus/${sku}/adjust`, { delta, reason: "correction" });
    },
    async bringBack(sku, locales) {
      await ask("PATCH", "/v1/admin/settings", { notices: { shopName: "Loam", settlingSeconds: 0 } });
      await ask("PUT", `/v1/admin/skus/${sku}`, {});
      for (const locale of locales) {
        await ask("POST", "/v1/subscriptions", { sku, email: `${locale}@x.example`, locale });
      }
      await ask("POST", `/v1/admin/skus/${sku}/adjust`, { delta: 5, reason: "received" });
    },
    view: (sku) => ask("GET", `/v1/availability/${sku}?consistency=strong`),
    async levels(sku) {
      return (await ask<Sku>("GET", `/v1/admin/skus/${sku}`)).levels;
    },
    async hold(sku, channel = "web") {
      const answer = await shop.admin("POST", "/v1/reservations", { channel, lines: [{ sku, quantity: 1 }] });
      // A problem, where it is refused.
      return answer.status < 300 ? [answer.status] : [answer.status, (answer.body as Problem).code];
    },
    async order(id, sku, state) {
      return (await ask<Order>("POST", "/v1/orders", { id, lines: [{ sku, quantity: 1 }], state })).state;
    },
    async report(id, state) {
      return (await ask<Order>("POST", `/v1/orders/${id}/states`, { state })).state;
    },
    async open(warehouse, channel, strategy) {
      await ask("PUT", `/v1/admin/warehouses/${warehouse}`, { name: warehouse });
      await ask("PUT", `/v1/admin/channels/${channel}`, { name: channel, warehouses: ["main", warehouse], strategy });
    },
  };
}

test("the example fits the package's types", async () => {
  await typeCheck(folder);
});

describe("a shop's own Worker", () => {
  let shop: RunningShop;
  let ways: Ways;
  beforeAll(async () => {
    shop = await startShop(folder, "worker.ts");
    ways = waysWith(shop);
  });
  afterAll(() => shop.stop());

  test("lets its warehouse strategy say where the units come from", async () => {
    await ways.open("corner", "stores", "small_stores_first");
    await ways.stock("LAMP", { main: 5, corner: 2 });
    expect(await ways.hold("LAMP", "stores")).toEqual([201]);
    expect(await ways.levels("LAMP")).toEqual([
      expect.objectContaining({ warehouse: "corner", held: 1 }),
      expect.objectContaining({ warehouse: "main", held: 0 }),
    ]);
  });

  test("takes a channel's strategy by a name that is known alone", async () => {
    const channel = { name: "Outlet", warehouses: ["main"], strategy: "large_stores_first" };
    const refused = await shop.admin("PUT", "/v1/admin/channels/outlet", channel);
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ pointer: "/strategy" }] } });
    expect(JSON.stringify(refused.body)).toContain("small_stores_first");
  });

  test("has its allocation strategy say when an order claims its stock", async () => {
    await ways.stock("DESK", { main: 3 });
    expect(await ways.order("A-1", "DESK", "PaymentAuthorized")).toBe("pending");
    expect(await ways.report("A-1", "Accepted")).toBe("placed");
    expect(await ways.levels("DESK")).toEqual([expect.objectContaining({ onHand: 3, allocated: 1 })]);
  });

  test("shows what its display strategy says", async () => {
    await ways.stock("BOWL", { main: 4 });
    expect(await ways.view("BOWL")).toMatchObject({ status: "in_stock", purchasable: true });
    await ways.adjust("BOWL", -1);
    expect(await ways.view("BOWL")).toMatchObject({
      status: "low_stock",
      message: { code: "low_stock" },
      purchasable: true,
    });
  });

  test("has its low-stock activity switch buying off, and on again", async () => {
    await ways.stock("VASE", { main: 2 }, { lowStockActivity: "keep_one_for_show", minStockQuantity: 5 });
    expect(await ways.view("VASE")).toMatchObject({ purchasable: true });
    await ways.adjust("VASE", -1);
    expect(await ways.view("VASE")).toMatchObject({ purchasable: false });
    expect(await ways.hold("VASE")).toEqual([409, "not_purchasable"]);
    await ways.adjust("VASE", 2);
    expect(await ways.view("VASE")).toMatchObject({ purchasable: true });
    expect(await ways.hold("VASE")).toEqual([201]);
  });

  test("tells its activity of a crossing, once, from the queue", async () => {
    await ways.stock("RUG", { main: 6 }, { lowStockActivity: "keep_one_for_show", minStockQuantity: 5 });
    const told = () => shop.purchases.filter(({ sku, channel }) => sku === "RUG" && channel === "web");
    await ways.adjust("RUG", -1);
    await until(() => told().length === 1);
    // Further down is no crossing; up and down again is one.
    for (const delta of [-1, +3, -4]) await ways.adjust("RUG", delta);
    await until(() => told().length > 1);
    expect(told().map(({ left }) => left)).toEqual([5, 3]);
    expect(new Set(told().map(({ path }) => path)).size).toBe(2);
  });

  test("has its template say that something is back, in the language that it speaks", async () => {
    await ways.bringBack("TEAPOT", ["en", "de"]);
    await until(async () => (await shop.subjects()).length === 2);
    expect((await shop.subjects()).sort()).toEqual(["Good news from Loam: TEAPOT", "Wieder da: TEAPOT"]);
  });

  test.each([
    ["PUT", "/v1/admin/skus/NEW", { policy: { lowStockActivity: "gone" } }, "/policy/lowStockActivity"],
    ["PATCH", "/v1/admin/settings", { policy: { set: { lowStockActivity: "gone" } } }, "/policy/set/lowStockActivity"],
  ])("takes an activity by a name that is known alone: %s %s", async (method, path, body, pointer) => {
    const detail = "must be one of nothing, disable_buy_button, unpublish, keep_one_for_show";
    expect(await shop.admin(method, path, body)).toMatchObject({
      status: 400,
      body: { code: "invalid_request", errors: [{ pointer, detail }] },
    });
  });

  test("has nothing of the demonstration shop in its bundle", () => {
    // Not the whole bundle in the failure's message.
    expect([shop.script.includes("createStockWorker"), shop.script.includes("LOAM-BOWL")]).toEqual([true, false]);
  });
});

describe("rules that always fail", () => {
  let shop: RunningShop;
  let ways: Ways;
  beforeAll(async () => {
    shop = await startShop(folder, "broken.ts");
    ways = waysWith(shop);
  });
  afterAll(() => shop.stop());

  test("keep nobody from seeing and buying what is there", async () => {
    await ways.open("corner", "stores", "broken");
    await ways.stock("CUP", { main: 1, corner: 1 }, { lowStockActivity: "broken", minStockQuantity: 5 });
    expect(await ways.view("CUP")).toMatchObject({ status: "low_stock", purchasable: true });
    expect(await ways.hold("CUP", "stores")).toEqual([201]);
    expect(await ways.hold("CUP", "stores")).toEqual([201]);
    expect(await ways.hold("CUP", "stores")).toEqual([409, "insufficient_stock"]);
    expect((await ways.levels("CUP")).map(({ held }) => held)).toEqual([1, 1]);
    await ways.stock("DESK", { main: 1 });
    expect(await ways.order("A-1", "DESK", "PaymentSettled")).toBe("placed");
    const log = shop.logged.join("\n");
    expect(log).toContain("The warehouse strategy broken failed");
    expect(log).toContain("The low-stock activity broken failed");
    expect(log).toContain("The display strategy failed");
    expect(log).toContain("The allocation strategy failed");
  });

  test("and templates that do keep no mail from being sent", async () => {
    await ways.bringBack("TEAPOT", ["en"]);
    await until(async () => (await shop.subjects()).length === 1);
    expect(await shop.subjects()).toEqual(["TEAPOT is back in stock"]);
    expect(shop.logged.join("\n")).toContain("The mail template back_in_stock failed");
  });
});
