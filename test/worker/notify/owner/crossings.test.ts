import { createScheduledController } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { DEFAULT_DEPLOYMENT } from "../../../../worker/deployment.ts";
import worker from "../../../../worker/index.ts";
import { gather } from "../../../../worker/notify/owner/gatherings.ts";
import { lookAfterOwner } from "../../../../worker/notify/owner/owner-notices.ts";
import { channel, putWarehouse, stockedAt, warehouse } from "../../network.ts";
import { until } from "../../settled.ts";
import { freshSku, hold, order, product, receive, stocked } from "../../shop.ts";
import { happened, mails, nothingTold, outAt, setNotices, tables } from "./owner.ts";

vi.setConfig({ testTimeout: 60_000 });

beforeEach(async () => {
  await nothingTold();
  await setNotices({ ownerAddresses: ["owner@shop.example"], locale: "en" });
});

afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  await setNotices({ ownerAddresses: [], locale: "en" });
});

/** Long ahead of the machine's clock, so that no event of a test is stale. */
const NOON = Date.UTC(2031, 11, 1, 12);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const WITHOUT_MAIL = { ...DEFAULT_DEPLOYMENT, transportOf: () => null };

/** When a SKU's events were recorded, once there are so many that the owner is told of. */
async function untilNoted(sku: string, count: number): Promise<number> {
  await until(async () => expect(await noted(sku)).toHaveLength(count));
  return (await noted(sku))[0]?.at ?? 0;
}

async function noted(sku: string): Promise<{ event: string; at: number }[]> {
  const rows = await env.DB.prepare(
    "SELECT owner_notice.event, owner_notice.at FROM owner_notice JOIN event ON event.id = owner_notice.event WHERE sku = ?",
  )
    .bind(sku)
    .all<{ event: string; at: number }>();
  return rows.results;
}

describe("stock that falls below the owner's line", () => {
  test("by a movement is told in a mail a minute later, with product, warehouses, level and line", async () => {
    const sku = await stocked(5, { notifyQuantityBelow: 3 });
    await product({ title: "Mug", inventoryMethod: "sku", sku, url: "https://shop.example/mug" });
    await receive(sku, -3);
    const at = await untilNoted(sku, 1);
    await lookAfterOwner(env, at + MINUTE - 1);
    expect(await mails()).toEqual([]);
    await lookAfterOwner(env, at + MINUTE);
    expect(await mails()).toEqual([
      {
        id: expect.stringMatching(/^owner_[A-Za-z0-9_-]{22}$/),
        recipient: "owner@shop.example",
        locale: "en",
        facts: {
          kind: "owner_crossings",
          rows: [
            {
              type: "stock.notify_below",
              sku,
              product: "Mug",
              channel: "web",
              warehouses: [{ name: "Main warehouse", onHand: 2 }],
              stockLevel: 2,
              threshold: 3,
              url: "https://shop.example/mug",
              at: new Date(at).toISOString(),
            },
          ],
          more: 0,
        },
      },
    ]);
  });

  test("by a sale reaches the owner", async () => {
    const sku = await stocked(4, { notifyQuantityBelow: 3 });
    await product({ title: "Blue bowl", inventoryMethod: "sku", sku, url: "https://shop.example/bowl" });
    await order((await hold([{ sku, quantity: 2 }])).id);
    vi.setSystemTime((await untilNoted(sku, 1)) + MINUTE);
    await lookAfterOwner(env, Date.now());
    await until(async () => {
      const sent = await env.DB.prepare("SELECT doc FROM outbox_mail WHERE address = 'owner@shop.example'").all();
      expect(sent.results).toHaveLength(1);
      for (const part of [sku, "Blue bowl", "https://shop.example/bowl"]) expect(sent.results[0]?.doc).toContain(part);
    });
  });

  test("and is gone by the same movement is told once, as gone", async () => {
    const sku = await stocked(9, { minStockQuantity: 5 });
    await receive(sku, -9);
    const at = await untilNoted(sku, 2);
    await lookAfterOwner(env, at + MINUTE);
    expect(await tables()).toMatchObject([
      { rows: [{ sku, type: "stock.out", stockLevel: 0, threshold: 5 }], more: 0 },
    ]);
  });

  test("and is gone by a later one is told twice", async () => {
    const sku = freshSku();
    const below = { type: "stock.notify_below", stockLevel: 1, threshold: 2 } as const;
    await happened(outAt(sku, NOON, below), outAt(sku, NOON + 1));
    await lookAfterOwner(env, NOON + MINUTE);
    expect((await tables())[0]?.rows.map(({ type }) => type)).toEqual(["stock.notify_below", "stock.out"]);
  });

  test("is told by the cron's round", async () => {
    await happened(outAt("MUG", NOON));
    vi.setSystemTime(NOON + MINUTE);
    await worker.scheduled(createScheduledController(), env);
    expect(await tables()).toMatchObject([{ rows: [{ sku: "MUG", product: null, url: null, warehouses: [] }] }]);
  });

  test("names the channel's active warehouses that have had units, in the channel's order, at this moment", async () => {
    const [first, second, idle, other] = [await warehouse(), await warehouse(), await warehouse(), await warehouse()];
    const sku = await stockedAt({ [second]: 4, [first]: 3, [idle]: 2, [other]: 9 });
    const shelf = await channel([second, first, idle, "main"]);
    await putWarehouse(idle, { active: false });
    await until(async () => {
      const levels = await env.DB.prepare("SELECT count(*) AS count FROM level WHERE sku = ?").bind(sku).first("count");
      expect(levels).toBe(4);
    });
    await happened(outAt(sku, NOON, { channel: shelf }));
    await lookAfterOwner(env, NOON + MINUTE);
    expect((await tables())[0]?.rows[0]?.warehouses).toEqual([
      { name: second, onHand: 4 },
      { name: first, onHand: 3 },
    ]);
  });

  test("is named by what sells it: a combination with its values, and a kit last", async () => {
    const sku = await stocked(1);
    await product({ title: "A set", inventoryMethod: "kit", components: [{ sku, quantity: 2 }] });
    await product({
      title: "Shirt",
      inventoryMethod: "combinations",
      url: "https://shop.example/shirt",
      attributes: [
        { name: "Size", values: ["M"] },
        { name: "Colour", values: ["Red"] },
      ],
      combinations: [{ selection: { Size: "M", Colour: "Red" }, sku }],
    });
    await happened(outAt(sku, NOON));
    await lookAfterOwner(env, NOON + MINUTE);
    expect(await tables()).toMatchObject([
      { rows: [{ product: "Shirt (M, Red)", url: "https://shop.example/shirt" }] },
    ]);
  });
});

describe("crossings", () => {
  test("of a minute are gathered into one mail, the oldest first", async () => {
    await happened(outAt("B", NOON + 59_000), outAt("A", NOON));
    await happened(outAt("C", NOON + 30_000));
    await lookAfterOwner(env, NOON + MINUTE);
    expect((await tables()).map(({ rows }) => rows.map(({ sku }) => sku))).toEqual([["A", "C", "B"]]);
    await happened(outAt("D", NOON + 61_000));
    await lookAfterOwner(env, NOON + 61_000 + MINUTE - 1);
    expect(await tables()).toHaveLength(1);
    await lookAfterOwner(env, NOON + 61_000 + MINUTE);
    expect(await tables()).toHaveLength(2);
  });

  test.each([
    [200, 200, 0],
    [201, 200, 1],
  ])("of %i SKUs are a table of %i, and the number of the others", async (count, rows, more) => {
    const events = Array.from({ length: count }, (_, index) => outAt(`S-${String(index).padStart(3, "0")}`, NOON));
    await happened(...events);
    await lookAfterOwner(env, NOON + MINUTE);
    const [table] = await tables();
    expect([table?.rows.length, table?.more, table?.rows.at(-1)?.sku]).toEqual([rows, more, "S-199"]);
    await lookAfterOwner(env, NOON + 2 * MINUTE);
    expect(await tables()).toHaveLength(1);
  });

  test("go to every address of the owner, once to each, in their language", async () => {
    await setNotices({ ownerAddresses: ["one@shop.example", "two@shop.example", "One@shop.example"], locale: "de" });
    await happened(outAt("MUG", NOON));
    await lookAfterOwner(env, NOON + MINUTE);
    const made = await mails();
    expect(made.map(({ recipient }) => recipient.toLowerCase())).toEqual(["one@shop.example", "two@shop.example"]);
    expect(made.map(({ locale }) => locale)).toEqual(["de", "de"]);
    expect(new Set(made.map(({ id }) => id)).size).toBe(2);
    for (const { id } of made) expect(id).not.toContain("@");
  });

  test("upwards, or of other lines, are not told", async () => {
    await happened(
      outAt("A", NOON, { type: "stock.back", stockLevel: 1 }),
      outAt("B", NOON, { type: "stock.low", stockLevel: 2, threshold: 2 }),
      outAt("C", NOON, { type: "stock.recovered", stockLevel: 3, threshold: 2 }),
    );
    await lookAfterOwner(env, NOON + MINUTE);
    expect(await mails()).toEqual([]);
  });
});

describe("a crossing is told once", () => {
  test("however often its event is recorded, also after the mail", async () => {
    const event = outAt("MUG", NOON);
    await happened(event);
    await happened(event);
    await lookAfterOwner(env, NOON + MINUTE);
    await happened(event);
    await lookAfterOwner(env, NOON + 5 * MINUTE);
    await lookAfterOwner(env, NOON + 24 * HOUR);
    await happened(event);
    await lookAfterOwner(env, NOON + 25 * HOUR);
    expect(await tables()).toMatchObject([{ rows: [{ sku: "MUG" }], more: 0 }]);
  });

  test("by several rounds at the same time, and by those that come after", async () => {
    await happened(outAt("A", NOON), outAt("B", NOON));
    await Promise.all(Array.from({ length: 4 }, () => lookAfterOwner(env, NOON + MINUTE)));
    const send = vi.spyOn(Object.getPrototypeOf(env.NOTICES) as Queue, "sendBatch");
    await lookAfterOwner(env, NOON + 2 * MINUTE);
    expect(send).not.toHaveBeenCalled();
    expect(await tables()).toMatchObject([{ rows: [{ sku: "A" }, { sku: "B" }] }]);
  });

  test("by the next round where one was cut off before the mail, without what came since", async () => {
    await happened(outAt("A", NOON));
    await gather(env.DB, NOON + MINUTE);
    await happened(outAt("B", NOON + MINUTE));
    await lookAfterOwner(env, NOON + MINUTE + 1);
    expect(await tables()).toMatchObject([{ rows: [{ sku: "A" }], more: 0 }]);
    await lookAfterOwner(env, NOON + 2 * MINUTE);
    expect((await tables()).map(({ rows }) => rows.map(({ sku }) => sku)).toSorted()).toEqual([["A"], ["B"]]);
  });
});

describe("nobody is told", () => {
  test("where there is no address, nor later what happened before there was one", async () => {
    await setNotices({ ownerAddresses: [] });
    await happened(outAt("A", NOON));
    await setNotices({ ownerAddresses: ["owner@shop.example"] });
    await happened(outAt("B", NOON));
    await setNotices({ ownerAddresses: [] });
    await lookAfterOwner(env, NOON + MINUTE);
    await setNotices({ ownerAddresses: ["owner@shop.example"] });
    await lookAfterOwner(env, NOON + 2 * MINUTE);
    expect(await mails()).toEqual([]);
  });

  test("while no mail can be sent, and then of what is not a day old", async () => {
    await happened(outAt("A", NOON), outAt("B", NOON + 1));
    await lookAfterOwner(env, NOON + MINUTE, WITHOUT_MAIL);
    expect(await mails()).toEqual([]);
    await lookAfterOwner(env, NOON + 24 * HOUR, WITHOUT_MAIL);
    await lookAfterOwner(env, NOON + 24 * HOUR);
    expect(await tables()).toMatchObject([{ rows: [{ sku: "B" }], more: 0 }]);
  });

  test("of what was recorded a day late", async () => {
    await happened(outAt("A", NOON), outAt("B", NOON + 1));
    await lookAfterOwner(env, NOON + 24 * HOUR);
    expect(await tables()).toMatchObject([{ rows: [{ sku: "B" }], more: 0 }]);
  });
});
