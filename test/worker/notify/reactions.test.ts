import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { RecordedEvent, StockEvent } from "../../../sdk/index.ts";
import { eventStatements, listEvents, recordEvents } from "../../../worker/catalogue/events.ts";
import type { CrossingListeners } from "../../../worker/low-stock-activity.ts";
import type { NoticeMessage } from "../../../worker/notify/notice-message.ts";
import type { SkuMessage } from "../../../worker/objects/outbox-message.ts";
import { makeRound } from "../../../worker/round.ts";
import { consumed, noticed, skuMessage } from "../outbox.ts";
import { freshSku } from "../shop.ts";

// What the queue's consumer does with events: records them, and has custom low-stock activities told.

let sent: NoticeMessage[];

beforeEach(async () => {
  sent = [];
  await env.DB.batch([env.DB.prepare("DELETE FROM event"), env.DB.prepare("DELETE FROM sku")]);
  // What is sent on is looked at, and handed on by hand.
  const queues = Object.getPrototypeOf(env.NOTICES) as Queue<NoticeMessage>;
  vi.spyOn(queues, "sendBatch").mockImplementation(async (messages) => {
    sent.push(...[...messages].map(({ body }) => body));
    return { metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } };
  });
  vi.spyOn(console, "error").mockImplementation(() => {});
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function lowEvent(sku: string, sequence = 1, at = "2026-12-01T09:00:00.000Z"): StockEvent {
  return { id: `${sku}/${sequence}`, sku, at, type: "stock.low", channel: "web", stockLevel: 2, threshold: 2 };
}

/** What the outbox's consumer knows of listeners. */
const hears =
  (listeners: CrossingListeners) =>
  (activity: string): boolean =>
    Object.hasOwn(listeners, activity);

function telling(sku: string, activity: string | null, ...events: StockEvent[]): SkuMessage {
  return skuMessage(sku, { events: events.map((event, index) => ({ sequence: index + 1, event, activity })) });
}

const all = async (): Promise<RecordedEvent[]> => (await listEvents(env.DB, {}, null, 100)).items;

/** A listener that notes what it is told, and throws the first so many times. */
function listening(failures = 0): { told: StockEvent[]; listeners: CrossingListeners } {
  const told: StockEvent[] = [];
  const reorder = async (event: StockEvent): Promise<void> => {
    told.push(event);
    if (told.length <= failures) throw new Error("The supplier does not answer");
  };
  return { told, listeners: { reorder } };
}

describe("an event of a SKU with a custom activity", () => {
  test("is recorded, and then the activity is told of it once", async () => {
    const sku = freshSku();
    const { told, listeners } = listening();
    const event = lowEvent(sku);
    expect(await consumed(telling(sku, "reorder", event), hears(listeners))).toEqual({ acked: 1, retried: 0 });
    expect(await all()).toEqual([{ ...event, reaction: { activity: "reorder", state: "pending", error: null } }]);
    expect([sent, told]).toEqual([[{ kind: "crossing", event: event.id }], []]);
    for (const message of [...sent, ...sent]) {
      expect(await noticed(message, { listeners })).toEqual({ acked: 1, retried: 0 });
    }
    expect(told).toEqual([event]);
    expect(await all()).toEqual([{ ...event, reaction: { activity: "reorder", state: "done", error: null } }]);
    // The SKU says it again: nobody is told of it again.
    await consumed(telling(sku, "reorder", event), hears(listeners));
    expect(sent).toHaveLength(1);
  });

  test.each([
    ["nobody listens for", "count"],
    ["is none of the deployment's own", null],
  ])("that %s is recorded alone", async (_, activity) => {
    const sku = freshSku();
    const { listeners } = listening();
    await consumed(telling(sku, activity, lowEvent(sku)), hears(listeners));
    expect([await all(), sent]).toEqual([[lowEvent(sku)], []]);
  });

  test("is told again later when the activity failed, and other messages are done meanwhile", async () => {
    const [sku, other] = [freshSku(), freshSku()];
    const { told, listeners } = listening(1);
    await consumed(telling(sku, "reorder", lowEvent(sku)), hears(listeners));
    await consumed(telling(other, "reorder", lowEvent(other)), hears(listeners));
    const [first, second] = sent;
    if (first === undefined || second === undefined) throw new Error("Nothing was sent");
    expect(await noticed(first, { listeners }, 1)).toEqual({ acked: 0, retried: 1 });
    expect(await noticed(second, { listeners }, 1)).toEqual({ acked: 1, retried: 0 });
    expect(await noticed(first, { listeners }, 2)).toEqual({ acked: 1, retried: 0 });
    expect(told.map((event) => event.sku)).toEqual([sku, other, sku]);
    expect((await all()).map((event) => "reaction" in event && event.reaction?.state)).toEqual(["done", "done"]);
  });

  test("is given up after five attempts, with what went wrong", async () => {
    const sku = freshSku();
    const { told, listeners } = listening(9);
    await consumed(telling(sku, "reorder", lowEvent(sku)), hears(listeners));
    const [message] = sent;
    if (message === undefined) throw new Error("Nothing was sent");
    expect(await noticed(message, { listeners }, 4)).toEqual({ acked: 0, retried: 1 });
    expect(await noticed(message, { listeners }, 5)).toEqual({ acked: 1, retried: 0 });
    const error = "Error: The supplier does not answer";
    expect(await all()).toMatchObject([{ reaction: { activity: "reorder", state: "failed", error } }]);
    expect(await noticed(message, { listeners }, 6)).toEqual({ acked: 1, retried: 0 });
    expect(told).toHaveLength(2);
  });

  test.each([
    [9_999, { acked: 1, retried: 0 }],
    [10_000, { acked: 0, retried: 1 }],
  ])("whose activity takes %i ms", async (ms, outcome) => {
    const sku = freshSku();
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const reorder = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
    await consumed(telling(sku, "reorder", lowEvent(sku)), hears({ reorder }));
    const [message] = sent;
    if (message === undefined) throw new Error("Nothing was sent");
    const result = noticed(message, { listeners: { reorder } });
    await vi.waitFor(async () => {
      await vi.advanceTimersByTimeAsync(ms);
      expect(vi.getTimerCount()).toBe(0);
    });
    expect(await result).toEqual(outcome);
  });

  test("whose message was lost is told by the cron's round, ten minutes later", async () => {
    const at = Date.UTC(2026, 11, 1, 9);
    const sku = freshSku();
    const { listeners } = listening();
    await consumed(telling(sku, "reorder", lowEvent(sku, 1, new Date(at).toISOString())), hears(listeners));
    sent = [];
    vi.setSystemTime(at + 10 * 60_000);
    await makeRound(env);
    expect(sent).toEqual([]);
    vi.setSystemTime(at + 10 * 60_000 + 1);
    await makeRound(env);
    expect(sent).toEqual([{ kind: "crossing", event: `${sku}/1` }]);
  });
});

test("a shortfall is recorded by a message of its own, however often it comes", async () => {
  const event: RecordedEvent = {
    id: "O-1/0/1",
    sku: freshSku(),
    at: "2026-12-01T09:00:00.000Z",
    type: "order.shortfall",
    order: "O-1",
    line: 0,
    shortfall: 3,
  };
  for (let times = 0; times < 2; times += 1) {
    expect(await consumed({ kind: "events", events: [event] })).toEqual({ acked: 1, retried: 0 });
  }
  expect(await all()).toEqual([event]);
});

describe("the cron's round", () => {
  const at = Date.UTC(2026, 11, 1);
  const numbered = (count: number): StockEvent[] =>
    Array.from({ length: count }, (_, index) => lowEvent("MUG", index + 1, new Date(at).toISOString()));
  const count = async (): Promise<number> =>
    (await env.DB.prepare("SELECT count(*) AS events FROM event").first<{ events: number }>())?.events ?? 0;

  test("forgets an event after ninety days, and not before", async () => {
    await recordEvents(env.DB, numbered(1));
    vi.setSystemTime(at + 90 * 86_400_000);
    await makeRound(env);
    expect(await count()).toBe(1);
    vi.setSystemTime(at + 90 * 86_400_000 + 1);
    await makeRound(env);
    expect(await count()).toBe(0);
  });

  test.each([
    [1_000, 0],
    [1_001, 1],
  ])("of %i old events forgets at most a thousand", async (old, left) => {
    await recordEvents(env.DB, numbered(old));
    vi.setSystemTime(at + 91 * 86_400_000);
    await makeRound(env);
    expect(await count()).toBe(left);
  });

  test.each([
    [100, 100],
    [101, 100],
  ])("of %i events that somebody should know of tells at most a hundred", async (pending, told) => {
    const events = numbered(pending).map((event) => ({ event, activity: "reorder" }));
    await env.DB.batch(eventStatements(env.DB, events));
    vi.setSystemTime(at + 3_600_000);
    await makeRound(env);
    expect(sent).toHaveLength(told);
  });
});
