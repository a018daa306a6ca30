import { env } from "cloudflare:workers";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { OrderCoveredEvent, StockEvent } from "../../../sdk/index.ts";
import { project } from "../../../worker/catalogue/projection.ts";
import type { StoreSettings } from "../../../worker/objects/sku-callable.ts";
import { consumed, outboxOf, withholdOutbox } from "../outbox.ts";
import { crashSku, fresh, freshKey, lines, receive, reserveCall, sku, slot, steadily } from "./stage.ts";

// The object alone: what it tells is withheld from the queue, and looked at or handed on by hand.

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const TWO_CHANNELS = [
  { code: "web", warehouses: ["main"] },
  { code: "outlet", warehouses: ["main", "east"] },
];

function store(revision: number, more: Partial<StoreSettings> = {}): StoreSettings {
  return { revision, policy: {}, channels: TWO_CHANNELS, ...more };
}

/** A SKU with a minimum of 2 and a notice below 4. */
async function made(onHand: number, settings = store(1)): Promise<string> {
  const name = fresh("CROSSING");
  withholdOutbox(name);
  await sku(name).create({ minStockQuantity: 2, notifyQuantityBelow: 4 }, settings);
  if (onHand > 0) await receive(name, onHand);
  return name;
}

/** Everything that the SKU would tell now, as `type channel level threshold`. */
async function told(name: string): Promise<string[]> {
  await steadily(() => sku(name).announceAll());
  return (outboxOf(name).at(-1)?.events ?? []).map(({ event }) => said(event));
}

const said = (event: StockEvent | OrderCoveredEvent): string =>
  event.type === "order.covered"
    ? `${event.type} ${event.order} ${event.units}`
    : `${event.type} ${event.channel} ${event.stockLevel} ${event.threshold}`;

const UP = ["stock.back web 9 0", "stock.recovered web 9 2", "stock.back outlet 9 0", "stock.recovered outlet 9 2"];

describe("a crossing", () => {
  test("is told once for each channel, however often stock moves on the same side", async () => {
    const name = await made(9);
    expect(await told(name)).toEqual(UP);
    await receive(name, -4);
    await receive(name, -2);
    await receive(name, -1);
    await receive(name, 1);
    await receive(name, -2);
    expect((await told(name)).slice(UP.length)).toEqual([
      ...["stock.notify_below web 3 4", "stock.notify_below outlet 3 4"],
      ...["stock.low web 2 2", "stock.low outlet 2 2"],
      ...["stock.recovered web 3 2", "stock.recovered outlet 3 2"],
      ...["stock.low web 1 2", "stock.low outlet 1 2"],
    ]);
    await receive(name, -1);
    expect((await told(name)).slice(-2)).toEqual(["stock.out web 0 0", "stock.out outlet 0 0"]);
  });

  test("is told of the channels that it concerns", async () => {
    const name = await made(9);
    const change = { kind: "adjust", delta: 5, reason: "received" } as const;
    const provenance = { actor: "test", note: null, document: null };
    await sku(name).write({ warehouse: "east", change, provenance, key: { scope: freshKey(), body: "b" } });
    await receive(name, -9);
    expect((await told(name)).slice(UP.length)).toEqual([
      "stock.low web 0 2",
      "stock.notify_below web 0 4",
      "stock.out web 0 0",
    ]);
  });

  test("is not told of what has always been so: a new SKU, a channel that was not known", async () => {
    const name = await made(0);
    expect(await told(name)).toEqual([]);
    const third = { code: "market", warehouses: ["east"] };
    await sku(name).learn(store(2, { channels: [...TWO_CHANNELS, third] }));
    expect(await told(name)).toEqual([]);
  });

  test("is not told while nothing is counted, nor when counting starts again", async () => {
    const name = await made(9);
    await sku(name).changePolicy({ set: { trackInventory: false } }, null, store(1));
    await receive(name, -9);
    expect(await told(name)).toEqual(UP);
    await sku(name).changePolicy({ set: { trackInventory: true } }, null, store(1));
    expect(await told(name)).toEqual(UP);
    await receive(name, 1);
    expect((await told(name)).slice(UP.length)).toEqual(["stock.back web 1 0", "stock.back outlet 1 0"]);
  });

  test("happens when the line moves: by the SKU's settings, by those of the store", async () => {
    const name = await made(9);
    await sku(name).changePolicy({ set: { minStockQuantity: 9 } }, null, store(1));
    expect((await told(name)).slice(UP.length)).toEqual(["stock.low web 9 9", "stock.low outlet 9 9"]);
    await sku(name).changePolicy({ inherit: ["minStockQuantity"] }, null, store(1));
    expect((await told(name)).slice(-2)).toEqual(["stock.recovered web 9 0", "stock.recovered outlet 9 0"]);
    await sku(name).learn(store(2, { policy: { minStockQuantity: 20 } }));
    expect((await told(name)).slice(-2)).toEqual(["stock.low web 9 20", "stock.low outlet 9 20"]);
    // What a Worker had cached is older, and changes nothing.
    const count = (await told(name)).length;
    await sku(name).learn(store(1));
    expect(await told(name)).toHaveLength(count);
  });

  test("happens when a channel sells from other warehouses", async () => {
    const name = await made(9);
    await sku(name).learn(store(2, { channels: [{ code: "web", warehouses: ["east"] }] }));
    expect((await told(name)).slice(UP.length)).toEqual([
      ...["stock.low web 0 2", "stock.notify_below web 0 4", "stock.out web 0 0"],
    ]);
    // A channel without a warehouse sells nothing, and lacks nothing.
    await sku(name).learn(store(3, { channels: [{ code: "web", warehouses: [] }] }));
    await sku(name).learn(store(4, { channels: [{ code: "web", warehouses: ["main"] }] }));
    expect(await told(name)).toHaveLength(UP.length + 3);
  });

  test("is judged by what was known before a call that brings newer settings", async () => {
    const name = await made(9);
    const held = await slot(20).reserve(
      reserveCall(lines([name, 9]), { store: store(2, { policy: { backorders: "allow" } }) }),
    );
    expect(held.accepted).toBe(true);
    expect(await told(name)).toEqual(UP);
  });

  test("is not made by carts", async () => {
    const name = await made(9);
    const held = await slot(21).reserve(reserveCall(lines([name, 9])));
    if (!held.accepted) throw new Error("Not held");
    expect(await told(name)).toEqual(UP);
    // Nor by what is written while they hold everything.
    await receive(name, 1);
    expect(await told(name)).toEqual(UP);
    await slot(21).release({ key: freshKey(), body: "b", id: held.value.id });
    expect(await told(name)).toEqual(UP);
  });

  test("is remembered over a restart: neither lost nor told again", async () => {
    const name = await made(9);
    await crashSku(name);
    await receive(name, -8);
    await crashSku(name);
    await receive(name, -1);
    const all = await told(name);
    await crashSku(name);
    expect(all.filter((each) => each.includes("web")).slice(2)).toEqual([
      ...["stock.low web 1 2", "stock.notify_below web 1 4", "stock.out web 0 0"],
    ]);
    expect(await told(name)).toEqual(all);
  });

  test("of a dry run or a refused state has not happened", async () => {
    const name = await made(9);
    const provenance = { actor: "test", note: null, document: null };
    const levels = [{ warehouse: "main", onHand: 0, expected: null }];
    await sku(name).bringTo({ policy: {}, levels, provenance, dryRun: true });
    const refused = [...levels, { warehouse: "main", onHand: 5, expected: 4 }];
    expect((await sku(name).bringTo({ policy: {}, levels: refused, provenance, dryRun: false })).accepted).toBe(false);
    expect(await told(name)).toEqual(UP);
    await sku(name).bringTo({ policy: {}, levels, provenance, dryRun: false });
    expect((await told(name)).at(-1)).toBe("stock.out outlet 0 0");
  });
});

describe("on the way to the projection", () => {
  const recorded = async (name: string): Promise<string[]> => {
    const rows = await env.DB.prepare("SELECT doc FROM event WHERE sku = ? ORDER BY at, id")
      .bind(name)
      .all<{ doc: string }>();
    return rows.results.map(({ doc }) => said(JSON.parse(doc) as StockEvent));
  };

  test("an event that is repeated, late or out of order is recorded once", async () => {
    const name = await made(9);
    await told(name);
    await receive(name, -9);
    const all = await told(name);
    const messages = outboxOf(name);
    expect(messages.length).toBeGreaterThan(1);
    for (const message of [...messages.toReversed(), ...messages]) await project(env.DB, [message]);
    expect((await recorded(name)).toSorted()).toEqual(all.toSorted());
  });

  test("an event is told again until it is acknowledged, and then no more", async () => {
    const name = await made(9);
    const all = await told(name);
    expect(await told(name)).toEqual(all);
    const last = outboxOf(name).at(-1);
    if (last === undefined) throw new Error("Nothing was told");
    expect(await consumed(last)).toEqual({ acked: 1, retried: 0 });
    expect(await told(name)).toEqual([]);
    // Its number does not come again.
    await receive(name, -9);
    await told(name);
    expect(outboxOf(name).at(-1)?.events[0]?.sequence).toBe(all.length + 1);
  });

  test("settings of the store that leave a SKU where it stands are not worth a message", async () => {
    const name = await made(9);
    await told(name);
    const last = outboxOf(name).at(-1);
    if (last === undefined) throw new Error("Nothing was told");
    await consumed(last);
    const saying = (): (readonly string[])[] =>
      outboxOf(name)
        .slice(outboxOf(name).indexOf(last) + 1)
        .flatMap(({ standings }) => (standings === null ? [] : [standings.low.map(({ place }) => place)]));
    // What its alarm would send, it sends when it is woken.
    const hidden = store(2, { policy: { published: false } });
    await sku(name).wake(hidden);
    expect(saying()).toEqual([]);
    await sku(name).changePolicy({ set: { minStockQuantity: 9 } }, null, hidden);
    await sku(name).wake(hidden);
    expect(saying()).toEqual([["web", "outlet", "main"]]);
  });

  test.each([
    [100, 100],
    [101, 100],
  ])("of %i events one message tells at most a hundred", async (count, most) => {
    const name = await made(9);
    // Ten to and fro, after the four of the first goods.
    for (let turn = 0; turn < 10; turn += 1) {
      await receive(name, -9);
      await receive(name, 9);
    }
    await sku(name).acknowledge(0, 0, { events: { from: 1, to: 104 - count }, revisions: null });
    expect(await told(name)).toHaveLength(most);
  });

  test("an acknowledgement takes away its own events, not those before that are still on their way", async () => {
    const name = await made(9);
    await sku(name).acknowledge(0, 0, { events: { from: 3, to: 4 }, revisions: null });
    expect(await told(name)).toEqual(UP.slice(0, 2));
  });
});
