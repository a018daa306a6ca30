import { env } from "cloudflare:workers";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import type { Policy, ProductRequest, Subscription } from "../../../sdk/index.ts";
import { lookAfterWaiting } from "../../../worker/notify/waiting/waiting.ts";
import { channel, closed, putChannel, putWarehouse, stockedAt, warehouse } from "../network.ts";
import {
  inState,
  look,
  mailed,
  setNotices,
  type Target,
  type Waiters,
  waiters,
} from "../notify/waiting/subscribers.ts";
import { until, untilProjected } from "../settled.ts";
import { hold, order, product, receive, request, runAlarmOf, setPolicy, stocked, view } from "../shop.ts";

// Who waits is told however it becomes purchasable: the change goes through the SKU's own news and both queues, or, where
// no SKU has any, by the cron's next round. Nothing has to settle here, so that the first look mails.

const MINUTE = 60_000;

// What carts do is told at leisure, and twice that is waited for here.
vi.setConfig({ testTimeout: 40_000 });

beforeAll(() => setNotices({ settlingSeconds: 0 }));
afterAll(() => setNotices({ settlingSeconds: 60 }));
afterEach(() => {
  vi.useRealTimers();
});

/** Something that cannot be bought, and how it comes to be. */
interface Path {
  target: Target;
  happen: () => Promise<unknown>;
}

/** Ways that a SKU tells of itself. */
const told: Record<string, () => Promise<Path>> = {
  "goods are received": async () => {
    const sku = await stocked(0);
    return { target: { sku }, happen: () => receive(sku, 1) };
  },
  "a replenishment is received": async () => {
    const sku = await stocked(0);
    await post("PUT", `/v1/admin/skus/${sku}/replenishments/PO-1`, { quantity: 4 });
    return {
      target: { sku },
      happen: () => post("POST", `/v1/admin/skus/${sku}/replenishments/PO-1/receive`, { quantity: 1 }),
    };
  },
  "more is counted": async () => {
    const sku = await stocked(0);
    return { target: { sku }, happen: () => post("POST", `/v1/admin/skus/${sku}/count`, { onHand: 2, expected: 0 }) };
  },
  "goods are moved to a warehouse of the channel": async () => {
    const far = await warehouse();
    const sku = await stockedAt({ [far]: 3 });
    const happen = (): Promise<unknown> =>
      post("POST", `/v1/admin/skus/${sku}/transfer`, { from: far, to: "main", quantity: 1 });
    return { target: { sku }, happen };
  },
  "an order is cancelled": async () => {
    const { sku, id } = await ordered(1);
    return { target: { sku }, happen: () => post("POST", `/v1/orders/${id}/cancel`, {}) };
  },
  "units of an order are cancelled": async () => {
    const { sku, id } = await ordered(3);
    const lines = [{ line: 0, quantity: 1 }];
    return { target: { sku }, happen: () => post("POST", `/v1/orders/${id}/cancel`, { lines }) };
  },
  "an order comes back and is restocked": async () => {
    const { sku, id } = await ordered(1);
    const lines = [{ line: 0, quantity: 1 }];
    await post("POST", `/v1/orders/${id}/shipments`, { id: "S", lines });
    await post("POST", `/v1/orders/${id}/shipments/S/ship`, {});
    return { target: { sku }, happen: () => post("POST", `/v1/orders/${id}/returns`, { id: "R", lines }) };
  },
  "a cart is given up": async () => {
    const sku = await stocked(1);
    const held = await hold([{ sku, quantity: 1 }]);
    await untilQuiet(sku);
    return { target: { sku }, happen: () => post("POST", `/v1/reservations/${held.id}/release`, undefined) };
  },
  "a cart takes less": async () => {
    const sku = await stocked(2);
    const { id, revision } = await hold([{ sku, quantity: 2 }]);
    const body = { revision, lines: [{ sku, quantity: 1 }] };
    await untilQuiet(sku);
    return { target: { sku }, happen: () => post("POST", `/v1/reservations/${id}/change`, body) };
  },
  "less is kept as safety stock": bySettings(2, { outOfStockThreshold: 2 }, { outOfStockThreshold: 1 }),
  "it may be sold beyond stock": bySettings(0, {}, { backorders: "allow_and_notify", backorderLimit: 1 }),
  "it is published": bySettings(1, { published: false }, { published: true }),
  "it is not counted any more": bySettings(0, {}, { trackInventory: false }),
  "its window is moved": bySettings(1, { availableFrom: "2999-01-01T00:00:00Z" }, { availableFrom: null }),
  "fewer have to be bought": bySettings(2, { minCartQuantity: 3 }, { minCartQuantity: 2 }),
  "low stock does nothing any more": bySettings(
    1,
    { minStockQuantity: 1, lowStockActivity: "disable_buy_button" },
    { lowStockActivity: "nothing" },
  ),
  "it can be ordered ahead": bySettings(0, {}, { preorder: { availableAt: "2999-01-01T00:00:00Z", limit: 1 } }),
  "a component of a kit comes": async () => {
    const [cup, saucer] = [await stocked(5), await stocked(1)];
    const kit = await product({
      title: "Set",
      inventoryMethod: "kit",
      components: [
        { sku: cup, quantity: 1 },
        { sku: saucer, quantity: 2 },
      ],
    });
    return { target: { product: kit }, happen: () => receive(saucer, 1) };
  },
};

/** Ways that no SKU tells of: the cron finds them. */
const found: Record<string, () => Promise<Path>> = {
  "the product is published": async () => {
    const definition: ProductRequest = { title: "Mug", inventoryMethod: "sku", sku: await stocked(1) };
    const id = await product({ ...definition, policy: { published: false } });
    return { target: { product: id, sku: definition.sku ?? null }, happen: () => put(id, definition) };
  },
  "the product is put in bulk": async () => {
    const definition: ProductRequest = { title: "Mug", inventoryMethod: "sku", sku: await stocked(1) };
    const id = await product({ ...definition, policy: { published: false } });
    const rows = [{ id, ...definition, policy: { published: true } }];
    const happen = (): Promise<unknown> => post("POST", "/v1/admin/bulk/products", { rows });
    return { target: { product: id, sku: definition.sku ?? null }, happen };
  },
  "a kit takes less of a component": async () => {
    const sku = await stocked(1);
    const kit = (quantity: number): ProductRequest => ({
      title: "Pair",
      inventoryMethod: "kit",
      components: [{ sku, quantity }],
    });
    const id = await product(kit(2));
    return { target: { product: id }, happen: () => put(id, kit(1)) };
  },
  "a combination is sold by another SKU": async () => {
    const [none, some] = [await stocked(0), await stocked(1)];
    const id = await product(shirt({ M: none }));
    return {
      target: { product: id, sku: none, selection: { Size: "M" } },
      happen: () => put(id, shirt({ M: some })),
    };
  },
  "the channel sells from another warehouse": async () => {
    const [near, far] = [await warehouse(), await warehouse()];
    const code = await channel([near]);
    const sku = await stockedAt({ [far]: 1 });
    return { target: { sku, channel: code }, happen: () => putChannel(code, { warehouses: [near, far] }) };
  },
  "a channel is made that was not there": async () => {
    const sku = await stocked(1);
    const code = `channel-${crypto.randomUUID()}`;
    return { target: { sku, channel: code }, happen: () => putChannel(code, { warehouses: ["main"] }) };
  },
  "a warehouse is put active": async () => {
    const [near, far] = [await warehouse(), await warehouse()];
    const code = await channel([near, far]);
    const sku = await stockedAt({ [far]: 1 });
    await putWarehouse(far, { active: false });
    await closed(far);
    return { target: { sku, channel: code }, happen: () => putWarehouse(far, { active: true }) };
  },
};

function bySettings(onHand: number, before: Partial<Policy>, set: Partial<Policy>): () => Promise<Path> {
  return async () => {
    const sku = await stocked(onHand, before);
    return { target: { sku }, happen: () => setPolicy(sku, set) };
  };
}

async function post(method: string, path: string, body: unknown): Promise<void> {
  const answer = await request(method, path, body === undefined ? {} : { body });
  if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
}

function put(id: string, definition: ProductRequest): Promise<void> {
  return post("PUT", `/v1/admin/products/${id}`, definition);
}

/** A SKU of which all is ordered. */
async function ordered(units: number): Promise<{ sku: string; id: string }> {
  const sku = await stocked(units);
  const held = await hold([{ sku, quantity: units }]);
  return { sku, id: (await order(held.id)).id };
}

function shirt(skus: Record<string, string>): ProductRequest {
  return {
    title: "Shirt",
    inventoryMethod: "combinations",
    attributes: [{ name: "Size", values: Object.keys(skus), required: true }],
    combinations: Object.entries(skus).map(([Size, sku]) => ({ selection: { Size }, sku })),
  };
}

/** Waits until the lists have the goods and the cart, so that the SKU has nothing more to tell of them. */
async function untilQuiet(sku: string): Promise<void> {
  await untilProjected(sku, 1);
  await until(async () => {
    const row = await env.DB.prepare("SELECT sum(held) AS held FROM level WHERE sku = ?")
      .bind(sku)
      .first<{ held: number }>();
    expect(row?.held).toBeGreaterThan(0);
  });
}

/** Waits for the mail to the only one who waits. */
function untilMailed(people: Waiters): Promise<void> {
  return until(async () => expect(await mailed(people)).toEqual([0]));
}

describe("who waits is told when", () => {
  test.concurrent.each(Object.entries(told))("%s", async (_, path) => {
    const { target, happen } = await path();
    const people = await waiters(1, target);
    await look(people);
    expect(await mailed(people)).toEqual([]);
    await happen();
    await untilMailed(people);
    expect(await inState(people, "notified")).toEqual([0]);
  });

  test.each(Object.entries(found))("%s, by the cron's next round", async (_, path) => {
    const { target, happen } = await path();
    const people = await waiters(1, target);
    await look(people);
    expect(await mailed(people)).toEqual([]);
    await happen();
    await lookAfterWaiting(env, Date.now());
    await untilMailed(people);
  });

  test("the store's settings change, by the cron's next round", async () => {
    const sku = await stocked(0);
    const people = await waiters(1, { sku });
    await look(people);
    const change = (policy: object): Promise<void> => post("PATCH", "/v1/admin/settings", { policy });
    try {
      await change({ set: { backorders: "allow" } });
      await lookAfterWaiting(env, Date.now());
      await untilMailed(people);
    } finally {
      await change({ inherit: ["backorders"] });
    }
  });

  test("a cart expires", async () => {
    const sku = await stocked(1);
    const { id } = await hold([{ sku, quantity: 1 }], { ttlSeconds: 60 });
    await untilQuiet(sku);
    const people = await waiters(1, { sku });
    await look(people);
    expect(await mailed(people)).toEqual([]);
    vi.useFakeTimers({ toFake: ["Date"] });
    vi.setSystemTime(Date.now() + MINUTE + 1);
    await runAlarmOf(id);
    await untilMailed(people);
  });

  test.each<[string, (at: string) => Partial<Policy>, number]>([
    ["a window opens", (at) => ({ availableFrom: at }), 1],
    ["the date of a preorder is there", (at) => ({ preorder: { availableAt: at, limit: 1 } }), 0],
  ])("%s, by the cron's next round and not before", async (_, set, left) => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const opensAt = Date.now() + 40 * MINUTE;
    const sku = await stocked(3, set(new Date(opensAt).toISOString()));
    // All that can be ordered ahead is.
    if (left === 0) await hold([{ sku, quantity: 1 }], { ttlSeconds: 24 * 3_600 });
    const people = await waiters(1, { sku });
    await look(people);
    const lookAtMs = async (): Promise<number | null> =>
      (
        await env.DB.prepare("SELECT look_at FROM waiting WHERE id = ?")
          .bind(people.waiting)
          .first<{ look_at: number }>()
      )?.look_at ?? null;
    expect(await lookAtMs()).toBe(opensAt);
    vi.setSystemTime(opensAt - 1);
    await lookAfterWaiting(env, Date.now());
    expect(await lookAtMs()).toBe(opensAt);
    vi.setSystemTime(opensAt);
    await lookAfterWaiting(env, Date.now());
    await untilMailed(people);
  });
});

describe("who waits", () => {
  test("for one size is not told of another", async () => {
    const [medium, large] = [await stocked(0), await stocked(0)];
    const id = await product(shirt({ M: medium, L: large }));
    const forM = await waiters(1, { product: id, sku: medium, selection: { Size: "M" } });
    const forL = await waiters(1, { product: id, sku: large, selection: { Size: "L" } });
    await receive(medium, 1);
    await untilMailed(forM);
    await look(forL);
    expect(await mailed(forL)).toEqual([]);
    await receive(large, 1);
    await untilMailed(forL);
  });

  test("in one channel is not told of another's goods", async () => {
    const [near, far] = [await warehouse(), await warehouse()];
    const [here, there] = [await channel([near]), await channel([far])];
    const sku = await stockedAt({ [near]: 0, [far]: 0 });
    const [inHere, inThere] = [await waiters(1, { sku, channel: here }), await waiters(1, { sku, channel: there })];
    await post("POST", `/v1/admin/skus/${sku}/adjust`, { warehouse: far, delta: 1, reason: "received" });
    await untilMailed(inThere);
    await look(inHere);
    expect(await mailed(inHere)).toEqual([]);
  });

  test("for a product follows it to the SKU that it is sold by now, and is told of that one's goods", async () => {
    const [before, now] = [await stocked(0), await stocked(0)];
    const id = await product(shirt({ M: before }));
    const people = await waiters(1, { product: id, sku: before, selection: { Size: "M" } });
    await put(id, shirt({ M: now }));
    await look(people);
    await receive(before, 5);
    await until(async () => expect((await view(before)).purchasable).toBe(true));
    await look(people);
    expect(await mailed(people)).toEqual([]);
    await receive(now, 1);
    await untilMailed(people);
  });

  test("is told once, however often it comes and goes", async () => {
    const sku = await stocked(0);
    const people = await waiters(1, { sku });
    for (const units of [1, -1, 1]) {
      await receive(sku, units);
      if (units === 1) await untilMailed(people);
    }
    await look(people);
    expect(await mailed(people)).toEqual([0]);
  });
});

describe("from the subscription to the mail", () => {
  test("a shop's server subscribes a customer, goods settle for a second, and the mail says what and where", async () => {
    await setNotices({ settlingSeconds: 1 });
    const sku = await stocked(0);
    const id = await product({ title: "Mug, blue", inventoryMethod: "sku", sku, url: "https://shop.example/mug" });
    const email = `${crypto.randomUUID()}@shopper.example`;
    const made = await request<Subscription>("POST", "/v1/subscriptions", { body: { product: id, email } });
    expect([made.status, made.body.state]).toEqual([201, "active"]);
    const lookedAt = env.DB.prepare("SELECT 1 FROM waiting WHERE product = ? AND look_at > ?").bind(id, Date.now());
    await until(async () => expect(await lookedAt.first()).not.toBeNull());
    await receive(sku, 1);
    const mail = (): Promise<{ facts: string; locale: string } | null> =>
      env.DB.prepare("SELECT facts, locale FROM mail WHERE recipient = ?").bind(email).first();
    await until(async () => expect(await mail()).not.toBeNull());
    const { facts = "{}", locale } = (await mail()) ?? {};
    expect(locale).toBe("en");
    expect(JSON.parse(facts)).toMatchObject({
      kind: "back_in_stock",
      item: { title: "Mug, blue", selection: null, url: "https://shop.example/mug" },
      unsubscribeUrl: expect.stringMatching(/^https:\/\/onhand\.test\/subscriptions\/unsubscribe\?token=/),
    });
    const after = await request<Subscription>("GET", `/v1/admin/subscriptions/${made.body.id}`);
    expect(after.body).toMatchObject({ state: "notified", endedAt: expect.any(String) });
    await setNotices({ settlingSeconds: 0 });
  });
});
