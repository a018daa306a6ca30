import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { ProductRequest } from "../../../../sdk/index.ts";
import type { NoticeMessage } from "../../../../worker/notify/notice-message.ts";
import { sendLooks } from "../../../../worker/notify/waiting/looks.ts";
import { type WaitTarget, waitingFor, waitingIdOf } from "../../../../worker/notify/waiting/targets.ts";
import { channel, putChannel, putWarehouse, warehouse } from "../../network.ts";
import { freshId, freshSku, product, request, stocked } from "../../shop.ts";
import { beforeBatch } from "./before-batch.ts";
import { look, rowOf, upTo, type Waiters, waiters } from "./subscribers.ts";

// What is watched, which changes concern it, and that none of them is missed. The queue is kept still.

let sent: { size: number; messages: NoticeMessage[] }[];

beforeEach(() => {
  sent = [];
  const queues = Object.getPrototypeOf(env.NOTICES) as Queue<NoticeMessage>;
  vi.spyOn(queues, "sendBatch").mockImplementation(async (messages) => {
    const all = [...messages];
    sent.push({ size: all.length, messages: all.map(({ body }) => body) });
    return { metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } };
  });
});

afterEach(() => {
  vi.restoreAllMocks();
});

describe("what is waited for", () => {
  const target: WaitTarget = { channel: "web", sku: "A", product: "P", selection: { Size: "M", Colour: "red" } };

  test("is the same whatever the order of its options, and another one by anything else", async () => {
    const id = await waitingIdOf(target);
    expect(await waitingIdOf({ ...target, selection: { Colour: "red", Size: "M" } })).toBe(id);
    const others: WaitTarget[] = [
      { ...target, channel: "outlet" },
      { ...target, sku: "B" },
      { ...target, sku: null },
      { ...target, product: "Q" },
      { ...target, product: null },
      { ...target, selection: { Size: "L", Colour: "red" } },
      { ...target, selection: null },
    ];
    const ids = await Promise.all(others.map(waitingIdOf));
    expect(new Set([id, ...ids]).size).toBe(8);
  });

  test("is one row, however many wait; one that comes later has it looked at soon", async () => {
    const sku = await stocked(0);
    const first = await waiters(1, { sku });
    await look(first);
    expect((await rowOf(first))?.look_at).toBeGreaterThan(Date.now());
    const second = await waiters(1, { sku });
    expect(second.waiting).toBe(first.waiting);
    expect((await rowOf(first))?.look_at).toBeLessThanOrEqual(Date.now());
  });

  test("is concerned by changes of its SKU alone, a kit by those of each component", async () => {
    const [cup, saucer, other] = [await stocked(0), await stocked(0), await stocked(0)];
    const components = [cup, saucer].map((sku) => ({ sku, quantity: 1 }));
    const kit = await waiters(1, { product: await product({ inventoryMethod: "kit", title: "Set", components }) });
    const alone = await waiters(1, { sku: cup });
    expect((await waitingFor(env.DB, [cup])).toSorted()).toEqual([kit.waiting, alone.waiting].toSorted());
    expect(await waitingFor(env.DB, [saucer, other])).toEqual([kit.waiting]);
    expect(await waitingFor(env.DB, [other])).toEqual([]);
  });

  test("is asked about by more SKUs than a statement has parameters", async () => {
    const people = await waiters(1, { sku: await stocked(0) });
    const row = await env.DB.prepare("SELECT sku FROM waiting WHERE id = ?")
      .bind(people.waiting)
      .first<{ sku: string }>();
    expect(await waitingFor(env.DB, [...upTo(500).map(freshSku), row?.sku ?? ""])).toEqual([people.waiting]);
  });
});

describe("a change that no SKU tells of has it looked at soon", () => {
  const estimate = freshId("estimate");
  const changes: [string, () => Promise<{ status: number }>][] = [
    ["an estimate is put", () => request("PUT", `/v1/admin/estimates/${estimate}`, { body: { minDays: 1 } })],
    ["an estimate is removed", () => request("DELETE", `/v1/admin/estimates/${estimate}`)],
    ["a warehouse is put", () => putWarehouse(freshId("place"), {})],
    ["a channel is put", async () => putChannel(freshId("channel"), { warehouses: [await warehouse()] })],
    ["a channel is removed", async () => request("DELETE", `/v1/admin/channels/${await channel([await warehouse()])}`)],
    [
      "the store's settings are changed",
      () => request("PATCH", "/v1/admin/settings", { body: { policy: { set: { displayQuantityCap: 7 } } } }),
    ],
  ];

  test.each(changes)("%s", async (_, change) => {
    const people = await waiters(1, { sku: await stocked(0) });
    await look(people);
    expect((await rowOf(people))?.look_at).toBeGreaterThan(Date.now());
    expect((await change()).status).toBeLessThan(300);
    expect((await rowOf(people))?.look_at).toBeLessThanOrEqual(Date.now());
  });

  const mug = async (): Promise<ProductRequest> => ({ title: "Mug", inventoryMethod: "sku", sku: await stocked(0) });

  async function ofProduct(): Promise<{ id: string; definition: ProductRequest; people: Waiters }> {
    const definition = await mug();
    const id = await product(definition);
    const people = await waiters(1, { product: id, sku: definition.sku ?? null });
    await look(people);
    return { id, definition, people };
  }

  test("a product is put or removed: its own waiters alone", async () => {
    const [changed, removed, other] = [await ofProduct(), await ofProduct(), await ofProduct()];
    const body = { ...changed.definition, title: "Cup" };
    expect((await request("PUT", `/v1/admin/products/${changed.id}`, { body })).status).toBe(200);
    expect((await request("DELETE", `/v1/admin/products/${removed.id}`)).status).toBe(204);
    expect((await rowOf(changed.people))?.look_at).toBeLessThanOrEqual(Date.now());
    expect((await rowOf(removed.people))?.look_at).toBeLessThanOrEqual(Date.now());
    expect((await rowOf(other.people))?.look_at).toBeGreaterThan(Date.now());
    // What is not there any more cannot be bought.
    await look(removed.people);
    expect(await rowOf(removed.people)).toMatchObject({ since: null });
  });

  test("in the middle of a look: it looks again", async () => {
    const sku = await stocked(1);
    const id = await product({ title: "Mug", inventoryMethod: "sku", sku, policy: { published: false } });
    const people = await waiters(1, { product: id, sku });
    const published = beforeBatch("UPDATE waiting SET since", async () => {
      await request("PUT", `/v1/admin/products/${id}`, { body: { title: "Mug", inventoryMethod: "sku", sku } });
    });
    await look(people);
    expect(published).toHaveBeenCalledOnce();
    expect((await rowOf(people))?.since).not.toBeNull();
  });

  test("when it was due already, and is being looked at", async () => {
    const sku = await stocked(1, { published: false });
    const people = await waiters(1, { sku });
    const code = await channel(["main"]);
    const before = (await rowOf(people))?.look_at ?? 0;
    await request("DELETE", `/v1/admin/channels/${code}`);
    expect((await rowOf(people))?.look_at).toBeLessThan(before);
  });
});

describe("looks", () => {
  test("go twenty to a message, and a hundred messages to the queue at once", async () => {
    await sendLooks(env, upTo(2_001).map(String));
    expect(sent.map(({ size }) => size)).toEqual([100, 1]);
    const sizes = sent
      .flatMap(({ messages }) => messages)
      .map((each) => (each.kind === "look" ? each.waiting.length : 0));
    expect(sizes).toEqual([...upTo(100).map(() => 20), 1]);
  });

  test("are none, where nothing is to be looked at", async () => {
    await sendLooks(env, []);
    expect(sent).toEqual([]);
  });
});
