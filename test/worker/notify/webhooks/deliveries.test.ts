import { createExecutionContext, createMessageBatch, getQueueResult } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { DEFAULT_DEPLOYMENT } from "../../../../worker/deployment.ts";
import { consumeNotices } from "../../../../worker/notify/consume.ts";
import type { NoticeMessage } from "../../../../worker/notify/notice-message.ts";
import { passOn } from "../../../../worker/notify/pass-on.ts";
import { lookAfterDeliveries, reviveDelivery } from "../../../../worker/notify/webhooks/deliveries.ts";
import { request } from "../../shop.ts";
import {
  answering,
  attempt,
  deliveriesTo,
  deliveryTo,
  endpoint,
  outEvent,
  readEndpoint,
  type Sent,
  tell,
  withholdNotices,
} from "./stage.ts";

// What becomes of an event on its way to an endpoint. The clock and chance are given; the endpoint is a stand-in here, and
// a real receiver in test/process/webhooks.test.ts.

// A busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 });

const start = Date.UTC(2026, 11, 1, 9);
const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const ok = (): Response => new Response("thanks");
const broken = (): Response => new Response("out of order", { status: 500 });

let sent: Sent[];

beforeEach(async () => {
  vi.setSystemTime(start);
  sent = withholdNotices();
  await env.DB.batch(
    ["webhook", "delivery", "delivery_attempt", "event", "dead_letter"].map((table) =>
      env.DB.prepare(`DELETE FROM ${table}`),
    ),
  );
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const deadLetters = async (): Promise<{ kind: string; subject: string; error: string }[]> =>
  (await env.DB.prepare("SELECT kind, subject, error FROM dead_letter ORDER BY at").all<never>()).results;

describe("a recorded event", () => {
  test("becomes one delivery to each enabled endpoint that has chosen its type, however often it is told", async () => {
    const chosen = await endpoint({ types: ["order.covered", "stock.out"] });
    const other = await endpoint({ types: ["stock.back"] });
    const disabled = await endpoint({ enabled: false });
    const event = outEvent();
    await tell(event);
    await tell(event);
    expect(await deliveriesTo(other)).toEqual([]);
    expect(await deliveriesTo(disabled)).toEqual([]);
    const delivery = await deliveryTo(chosen);
    expect(delivery).toEqual({
      id: expect.stringMatching(/^dlv_[0-9a-f]{32}$/),
      webhook: chosen,
      messageId: expect.stringMatching(/^msg_[\w-]{32}$/),
      event: event.id,
      type: "stock.out",
      state: "pending",
      attempts: 0,
      nextAttemptAt: "2026-12-01T09:00:00.000Z",
      createdAt: "2026-12-01T09:00:00.000Z",
      body: `{"type":"stock.out","timestamp":"${event.at}","data":{"id":"${event.id}","sku":"${event.sku}","channel":"web","stockLevel":0,"threshold":0}}`,
      history: [],
    });
    // Told twice, as it was not tried in between.
    const message = { kind: "delivery", delivery: delivery.id };
    expect(sent).toEqual([
      { message, delayS: 0 },
      { message, delayS: 0 },
    ]);
  });

  test("is not sent anew when it is told again after an attempt", async () => {
    const id = await endpoint();
    const event = outEvent();
    await tell(event);
    await attempt((await deliveryTo(id)).id, start, answering(broken()).fetch);
    sent.length = 0;
    await passOn({ skus: [], events: [event.id] }, env);
    expect(sent).toEqual([]);
  });

  test("that nobody ever recorded becomes nothing", async () => {
    const id = await endpoint();
    await passOn({ skus: [], events: ["no-such/1"] }, env);
    expect(await deliveriesTo(id)).toEqual([]);
  });

  test("has the same message id at every endpoint", async () => {
    const [one, two] = [await endpoint(), await endpoint()];
    await tell(outEvent());
    expect((await deliveryTo(one)).messageId).toBe((await deliveryTo(two)).messageId);
  });
});

describe("an attempt", () => {
  test("posts the body as it was made, signed, at the time of the attempt", async () => {
    const id = await endpoint();
    await tell(outEvent());
    const delivery = await deliveryTo(id);
    const { asked, fetch } = answering(ok());
    await attempt(delivery.id, start + 1_999, fetch);
    expect(asked).toHaveLength(1);
    const [{ url, headers, body, redirect } = { headers: new Headers() }] = asked;
    expect([url, body, redirect]).toEqual(["https://erp.shop.example/onhand", delivery.body, "manual"]);
    expect(Object.fromEntries(headers)).toEqual({
      "content-type": "application/json",
      "user-agent": "Onhand",
      "webhook-id": delivery.messageId,
      "webhook-timestamp": String(start / SECOND_MS + 1),
      "webhook-signature": expect.stringMatching(/^v1,[A-Za-z0-9+/]{43}=$/),
    });
    expect(await deliveryTo(id)).toMatchObject({
      state: "delivered",
      attempts: 1,
      nextAttemptAt: null,
      history: [
        {
          at: "2026-12-01T09:00:01.999Z",
          status: 200,
          error: null,
          responseHead: "200\ncontent-type: text/plain;charset=UTF-8\n\nthanks",
        },
      ],
    });
  });

  test("that is answered 2xx is the last, and a message that comes again posts nothing", async () => {
    const id = await endpoint();
    await tell(outEvent());
    const { asked, fetch } = answering(new Response(null, { status: 204 }));
    const delivery = await deliveryTo(id);
    await attempt(delivery.id, start, fetch);
    sent.length = 0;
    await attempt(delivery.id, start + MINUTE_MS, fetch);
    expect([asked.length, sent]).toEqual([1, []]);
  });

  test("of two messages at once posts once", async () => {
    const id = await endpoint();
    await tell(outEvent());
    const delivery = await deliveryTo(id);
    const { asked, fetch } = answering(ok());
    await Promise.all(Array.from({ length: 5 }, () => attempt(delivery.id, start, fetch)));
    expect(asked).toHaveLength(1);
    expect(await deliveryTo(id)).toMatchObject({ state: "delivered", attempts: 1 });
  });

  test.each([
    ["is answered 500", broken(), 500, "Answered 500", "500\ncontent-type: text/plain;charset=UTF-8\n\nout of order"],
    ["is answered 400", new Response(null, { status: 400 }), 400, "Answered 400", "400"],
    [
      "is sent elsewhere",
      new Response(null, { status: 302, headers: { location: "http://169.254.169.254/", "set-cookie": "a=b" } }),
      302,
      "Answered 302, to http://169.254.169.254/: redirects are not followed",
      "302\nlocation: http://169.254.169.254/",
    ],
    ["finds nobody", new Error("connection refused"), null, "No answer: connection refused", null],
    [
      "is to a name that nobody knows",
      new Error("internal error; reference = 5b0c"),
      null,
      "No answer, and no reason told: the host's name may be unknown",
      null,
    ],
  ])("that %s has failed, and is made again", async (_, answer, status, error, responseHead) => {
    const id = await endpoint();
    await tell(outEvent());
    const { asked, fetch } = answering(answer);
    const delivery = await deliveryTo(id);
    await attempt(delivery.id, start, fetch);
    expect(asked).toHaveLength(1);
    expect(await deliveryTo(id)).toMatchObject({
      state: "pending",
      nextAttemptAt: "2026-12-01T09:00:05.000Z",
      history: [{ status, error, responseHead }],
    });
    expect(sent.at(-1)).toEqual({ message: { kind: "delivery", delivery: delivery.id }, delayS: 5 });
  });

  test("keeps a kilobyte of the answer, whole characters of it, and reads no further", async () => {
    const id = await endpoint();
    await tell(outEvent());
    let pulled = 0;
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          pulled += 1;
          controller.enqueue(new TextEncoder().encode(`a${"é".repeat(300)}`));
        },
      },
      { highWaterMark: 0 },
    );
    await attempt((await deliveryTo(id)).id, start, answering(async () => new Response(body)).fetch);
    const [{ responseHead } = { responseHead: null }] = (await deliveryTo(id)).history;
    // 601 bytes, then 423 of the next 601.
    expect(responseHead).toBe(`200\n\na${"é".repeat(300)}a${"é".repeat(211)}`);
    expect(pulled).toBe(2);
  });

  test.each([
    [14_999, "delivered", 200, null],
    [15_000, "pending", null, "No answer within 15 seconds"],
  ])("waits for an answer for 15 seconds: %i ms", async (ms, state, status, error) => {
    const id = await endpoint();
    await tell(outEvent());
    const delivery = await deliveryTo(id);
    vi.useFakeTimers({ now: start, toFake: ["setTimeout", "clearTimeout", "Date"] });
    const slow = async (): Promise<Response> => {
      await new Promise((resolve) => setTimeout(resolve, ms));
      return ok();
    };
    const attempted = attempt(delivery.id, start, answering(slow).fetch);
    await vi.waitFor(() => expect(vi.getTimerCount()).toBe(2));
    await vi.advanceTimersByTimeAsync(ms);
    await attempted;
    vi.useRealTimers();
    expect(await deliveryTo(id)).toMatchObject({ state, history: [{ status, error, durationMs: ms }] });
  });

  test("whose answer has begun in time has succeeded, however long the rest takes", async () => {
    const id = await endpoint();
    await tell(outEvent());
    const delivery = await deliveryTo(id);
    vi.useFakeTimers({ now: start, toFake: ["setTimeout", "clearTimeout", "Date"] });
    let isCancelled = false;
    const dripping = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode("so far")),
      cancel: () => {
        isCancelled = true;
      },
    });
    const attempted = attempt(delivery.id, start, answering(async () => new Response(dripping)).fetch);
    await vi.waitFor(() => expect(vi.getTimerCount()).toBe(1));
    await vi.advanceTimersByTimeAsync(15_000);
    await attempted;
    vi.useRealTimers();
    expect(isCancelled).toBe(true);
    expect(await deliveryTo(id)).toMatchObject({ state: "delivered", history: [{ responseHead: "200\n\nso far" }] });
  });
});

describe("the schedule", () => {
  test("makes ten attempts, then gives it up as a dead letter", async () => {
    const id = await endpoint();
    await tell(outEvent());
    const { id: delivery } = await deliveryTo(id);
    const { asked, fetch } = answering(broken());
    const waits = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];
    let now = start;
    for (const wait of waits) {
      sent.length = 0;
      await attempt(delivery, now, fetch);
      // A queue delays by twelve hours at most: the rest is another stage.
      expect(sent).toEqual([{ message: { kind: "delivery", delivery }, delayS: Math.min(wait, 43_200) }]);
      now += wait * SECOND_MS;
      expect(await deliveryTo(id)).toMatchObject({
        state: "pending",
        nextAttemptAt: new Date(now).toISOString(),
      });
    }
    sent.length = 0;
    expect(await deadLetters()).toEqual([]);
    await attempt(delivery, now, fetch);
    expect([asked.length, sent]).toEqual([10, []]);
    expect(new Set(asked.map(({ body }) => body)).size).toBe(1);
    expect(new Set(asked.map(({ headers }) => headers.get("webhook-id"))).size).toBe(1);
    const { state, attempts, history } = await deliveryTo(id);
    expect([state, attempts, history.length]).toEqual(["dead", 10, 10]);
    expect(history.map(({ at }) => at)).toEqual(
      history
        .map(({ at }) => at)
        .toSorted()
        .reverse(),
    );
    expect(await deadLetters()).toEqual([{ kind: "delivery", subject: delivery, error: "Answered 500" }]);
  });

  test("is stretched by chance", async () => {
    const id = await endpoint();
    await tell(outEvent());
    const { id: delivery } = await deliveryTo(id);
    await attempt(delivery, start, answering(broken()).fetch, 0.5);
    expect(await deliveryTo(id)).toMatchObject({ nextAttemptAt: "2026-12-01T09:00:05.500Z" });
    // Whole seconds are what a queue knows: never before its time.
    expect(sent.at(-1)?.delayS).toBe(6);
  });

  test.each([429, 503, 500])("waits as long as Retry-After says at a %i", async (status) => {
    const id = await endpoint();
    await tell(outEvent());
    const busy = new Response(null, { status, headers: { "retry-after": "3600" } });
    await attempt((await deliveryTo(id)).id, start, answering(busy).fetch);
    expect(await deliveryTo(id)).toMatchObject({
      nextAttemptAt: "2026-12-01T10:00:00.000Z",
      history: [{ responseHead: `${status}\nretry-after: 3600` }],
    });
    expect(sent.at(-1)?.delayS).toBe(3_600);
  });

  test("sends a message that comes too early on with what is left of its delay, in stages", async () => {
    const id = await endpoint();
    await tell(outEvent());
    const { id: delivery } = await deliveryTo(id);
    const { asked, fetch } = answering(new Response(null, { status: 503, headers: { "retry-after": "86400" } }), ok());
    await attempt(delivery, start, fetch);
    const stages = [
      [12 * HOUR_MS, 43_200],
      [23 * HOUR_MS, 3_600],
      [DAY_MS - 1, 1],
    ] as const;
    for (const [passedMs, delayS] of stages) {
      await attempt(delivery, start + passedMs, fetch);
      expect(sent.at(-1)).toEqual({ message: { kind: "delivery", delivery }, delayS });
    }
    expect(asked).toHaveLength(1);
    await attempt(delivery, start + DAY_MS, fetch);
    expect(asked).toHaveLength(2);
    expect(await deliveryTo(id)).toMatchObject({ state: "delivered", attempts: 2 });
  });

  test("of events that overtake each other is that of each by itself", async () => {
    const id = await endpoint();
    const [first, second] = [outEvent("2026-12-01T09:00:00.000Z"), outEvent("2026-12-01T09:00:01.000Z")];
    await tell(first, second);
    const all = await deliveriesTo(id);
    const of = (event: string): string => all.find((each) => each.event === event)?.id ?? "";
    const { asked, fetch } = answering(broken(), ok());
    await attempt(of(first.id), start, fetch);
    await attempt(of(second.id), start, fetch);
    await attempt(of(first.id), start + 5 * SECOND_MS, fetch);
    expect(asked.map(({ body }) => JSON.parse(body).data.id)).toEqual([first.id, second.id, first.id]);
    expect(await deliveriesTo(id, "?state=delivered")).toHaveLength(2);
  });
});

describe("a crash", () => {
  /** The endpoint has the message; what came of it is never written. */
  async function crashAfterPost(delivery: string, send: typeof fetch): Promise<void> {
    const databases = Object.getPrototypeOf(env.DB) as D1Database;
    const cut = vi.spyOn(databases, "batch").mockRejectedValueOnce(new Error("The Worker was ended"));
    await expect(attempt(delivery, start, send)).rejects.toThrow("The Worker was ended");
    cut.mockRestore();
  }

  test("after the request has the endpoint get the message twice, with one id, once the claim has run out", async () => {
    const id = await endpoint();
    await tell(outEvent());
    const { id: delivery } = await deliveryTo(id);
    const { asked, fetch } = answering(ok());
    await crashAfterPost(delivery, fetch);
    sent.length = 0;
    // The queue's repeat, and the round: nobody else posts while somebody may still be at it.
    await attempt(delivery, start + 59_999, fetch);
    await lookAfterDeliveries(env, start + 59_999);
    expect([asked.length, sent]).toEqual([1, []]);
    await lookAfterDeliveries(env, start + 3 * MINUTE_MS);
    expect(sent).toEqual([{ message: { kind: "delivery", delivery }, delayS: 0 }]);
    await attempt(delivery, start + 3 * MINUTE_MS, fetch);
    expect(asked).toHaveLength(2);
    expect(asked[0]?.headers.get("webhook-id")).toBe(asked[1]?.headers.get("webhook-id"));
    expect(await deliveryTo(id)).toMatchObject({ state: "delivered", attempts: 2 });
  });

  test("before the next message is sent costs some minutes: the round sends it", async () => {
    const id = await endpoint();
    await tell(outEvent());
    const { id: delivery } = await deliveryTo(id);
    await attempt(delivery, start, answering(broken()).fetch);
    sent.length = 0;
    await lookAfterDeliveries(env, start + 5 * SECOND_MS + 2 * MINUTE_MS - 1);
    expect(sent).toEqual([]);
    await lookAfterDeliveries(env, start + 5 * SECOND_MS + 2 * MINUTE_MS);
    expect(sent).toEqual([{ message: { kind: "delivery", delivery }, delayS: 0 }]);
    // It went to the end: the next round has others first.
    await lookAfterDeliveries(env, start + 5 * SECOND_MS + 3 * MINUTE_MS);
    expect(sent).toHaveLength(1);
  });
});

describe("an endpoint that answers 410", () => {
  test("is disabled at once, and what is on its way to it is given up", async () => {
    const id = await endpoint();
    await tell(outEvent());
    const { id: first } = await deliveryTo(id);
    await tell(outEvent());
    const second = (await deliveriesTo(id)).find((each) => each.id !== first)?.id ?? "";
    const { asked, fetch } = answering(broken(), new Response(null, { status: 410 }));
    await attempt(second, start, fetch);
    await attempt(first, start + SECOND_MS, fetch);
    expect(await readEndpoint(id)).toMatchObject({ enabled: false, disabledReason: "gone" });
    // Due at once, and not at the end of its schedule.
    expect(await deliveriesTo(id, "?state=pending")).toMatchObject([
      { id: second, nextAttemptAt: "2026-12-01T09:00:01.000Z" },
    ]);
    await attempt(second, start + 2 * SECOND_MS, fetch);
    expect(asked).toHaveLength(2);
    expect(await deadLetters()).toEqual([
      { kind: "delivery", subject: first, error: "Answered 410" },
      { kind: "delivery", subject: second, error: "The endpoint is disabled" },
    ]);
    // Nothing new is made for it.
    await tell(outEvent());
    expect(await deliveriesTo(id)).toHaveLength(2);
  });
});

describe("an endpoint that keeps failing", () => {
  /** Fails so often, the last time so long after the first. */
  async function fail(id: string, times: number, spanMs: number, send: typeof fetch): Promise<void> {
    for (let made = 0; made < times; made += 1) {
      await tell(outEvent());
      const [delivery] = await deliveriesTo(id, "?state=pending&limit=1");
      const at = start + Math.floor((spanMs * made) / Math.max(times - 1, 1));
      await env.DB.prepare("UPDATE delivery SET next_at = 0 WHERE id = ?").bind(delivery?.id).run();
      await attempt(delivery?.id ?? "", at, send);
    }
  }

  test("says since when", async () => {
    const id = await endpoint();
    await fail(id, 2, HOUR_MS, answering(broken()).fetch);
    expect(await readEndpoint(id)).toMatchObject({ enabled: true, failingSince: "2026-12-01T09:00:00.000Z" });
  });

  test.each([
    ["ten times in five days is disabled", 10, 5 * DAY_MS, false],
    ["ten times in less is not", 10, 5 * DAY_MS - 1, true],
    ["nine times in five days is not", 9, 5 * DAY_MS, true],
  ])("%s", async (_, times, spanMs, enabled) => {
    const id = await endpoint();
    await fail(id, times, spanMs, answering(broken()).fetch);
    expect(await readEndpoint(id)).toMatchObject({ enabled, disabledReason: enabled ? null : "failing" });
  });

  test("begins anew with a success", async () => {
    const id = await endpoint();
    await fail(id, 9, DAY_MS, answering(broken()).fetch);
    await tell(outEvent());
    const [delivery] = await deliveriesTo(id, "?limit=1");
    await attempt(delivery?.id ?? "", start + 2 * DAY_MS, answering(ok()).fetch);
    expect(await readEndpoint(id)).toMatchObject({ failingSince: null });
    await fail(id, 9, 5 * DAY_MS, answering(broken()).fetch);
    expect(await readEndpoint(id)).toMatchObject({ enabled: true });
  });

  test("begins anew when it is enabled again", async () => {
    const id = await endpoint();
    await fail(id, 10, 5 * DAY_MS, answering(broken()).fetch);
    const body = { url: "https://erp.shop.example/onhand", types: ["stock.out"] };
    const put = await request("PUT", `/v1/admin/webhooks/${id}`, { body });
    expect(put.body).toMatchObject({ enabled: true, disabledReason: null, failingSince: null });
    await fail(id, 9, 5 * DAY_MS, answering(broken()).fetch);
    expect(await readEndpoint(id)).toMatchObject({ enabled: true });
  });

  test("has its owner told, once", async () => {
    await request("PATCH", "/v1/admin/settings", { body: { notices: { ownerAddresses: ["owner@shop.example"] } } });
    await env.DB.prepare("DELETE FROM mail").run();
    const id = await endpoint();
    await fail(id, 10, 5 * DAY_MS, answering(broken()).fetch);
    const mails = await env.DB.prepare("SELECT kind, recipient, facts FROM mail").all<{ facts: string }>();
    expect(mails.results).toMatchObject([{ recipient: "owner@shop.example" }]);
    expect(mails.results[0]?.facts).toContain(id);
  });
});

describe("an endpoint that its admin disables", () => {
  const disabled = (id: string, enabled: boolean): Promise<unknown> =>
    request("PUT", `/v1/admin/webhooks/${id}`, {
      body: { url: "https://erp.shop.example/onhand", types: ["stock.out"], enabled },
    });

  test("misses nothing that is due after it is enabled again, and nothing else", async () => {
    const id = await endpoint();
    await tell(outEvent());
    const { id: delivery } = await deliveryTo(id);
    const { asked, fetch } = answering(broken(), ok());
    await attempt(delivery, start, fetch);
    await disabled(id, false);
    expect(await deliveryTo(id)).toMatchObject({ state: "pending", nextAttemptAt: "2026-12-01T09:00:05.000Z" });
    await disabled(id, true);
    await attempt(delivery, start + 5 * SECOND_MS, fetch);
    expect([asked.length, (await deliveryTo(id)).state]).toEqual([2, "delivered"]);
  });

  test("is asked nothing: what is due meanwhile is given up", async () => {
    const id = await endpoint();
    await tell(outEvent());
    const { id: delivery } = await deliveryTo(id);
    await disabled(id, false);
    const { asked, fetch } = answering(ok());
    await attempt(delivery, start, fetch);
    expect(asked).toEqual([]);
    expect(await deliveryTo(id)).toMatchObject({
      state: "dead",
      history: [{ status: null, error: "The endpoint is disabled" }],
    });
    expect(await readEndpoint(id)).toMatchObject({ disabledReason: "admin", failingSince: null });
  });
});

test("a dead letter's replay has a delivery tried from the start of the schedule", async () => {
  const id = await endpoint();
  await tell(outEvent());
  const { id: delivery } = await deliveryTo(id);
  await env.DB.prepare("UPDATE delivery SET tries = 9").run();
  await attempt(delivery, start, answering(broken()).fetch);
  expect(await deliveryTo(id)).toMatchObject({ state: "dead" });
  sent.length = 0;
  expect(await reviveDelivery(env, delivery, start + HOUR_MS)).toBe(true);
  expect(sent).toEqual([{ message: { kind: "delivery", delivery }, delayS: 0 }]);
  await attempt(delivery, start + HOUR_MS, answering(broken()).fetch);
  expect(await deliveryTo(id)).toMatchObject({ state: "pending", nextAttemptAt: "2026-12-01T10:00:05.000Z" });
  expect(await reviveDelivery(env, `dlv_${"0".repeat(32)}`, start)).toBe(false);
});

test("a batch of messages is handled five at a time, so that none waits with its time running", async () => {
  const id = await endpoint();
  await tell(...Array.from({ length: 20 }, () => outEvent()));
  const messages = (await deliveriesTo(id)).map((each) => ({
    id: each.id,
    timestamp: new Date(),
    attempts: 1,
    body: { kind: "delivery", delivery: each.id } satisfies NoticeMessage,
  }));
  let [underWay, most] = [0, 0];
  const open: (() => void)[] = [];
  vi.spyOn(globalThis, "fetch").mockImplementation(async () => {
    underWay += 1;
    most = Math.max(most, underWay);
    await new Promise<void>((resolve) => open.push(resolve));
    underWay -= 1;
    return ok();
  });
  const batch = createMessageBatch<NoticeMessage>("onhand-notices", messages);
  const consumed = consumeNotices(batch, env, DEFAULT_DEPLOYMENT);
  for (let round = 0; round < 4; round += 1) {
    await vi.waitFor(() => expect(open).toHaveLength(5));
    for (const answer of open.splice(0)) answer();
  }
  await consumed;
  expect(most).toBe(5);
  const { explicitAcks } = await getQueueResult(batch, createExecutionContext());
  expect([explicitAcks.length, (await deliveriesTo(id, "?state=delivered")).length]).toEqual([20, 20]);
});

describe("an endpoint that must not be sent to", () => {
  test("is not asked, and the delivery is given up", async () => {
    const id = await endpoint();
    await tell(outEvent());
    // Put when the deployment allowed it.
    await env.DB.prepare("UPDATE webhook SET url = 'https://169.254.169.254/' WHERE id = ?").bind(id).run();
    const { asked, fetch } = answering(ok());
    const { id: delivery } = await deliveryTo(id);
    await attempt(delivery, start, fetch);
    const error = "The URL must lead to a public address";
    expect(asked).toEqual([]);
    expect(await deliveryTo(id)).toMatchObject({ state: "dead", history: [{ status: null, error }] });
    expect(await deadLetters()).toEqual([{ kind: "delivery", subject: delivery, error }]);
  });

  test("because it was removed leaves nothing behind", async () => {
    const id = await endpoint();
    await tell(outEvent());
    const { id: delivery } = await deliveryTo(id);
    const removing = async (): Promise<Response> => {
      await request("DELETE", `/v1/admin/webhooks/${id}`);
      return broken();
    };
    await attempt(delivery, start, answering(removing).fetch);
    await attempt(delivery, start + MINUTE_MS, answering(ok()).fetch);
    for (const table of ["delivery", "delivery_attempt"]) {
      expect((await env.DB.prepare(`SELECT * FROM ${table}`).all()).results).toEqual([]);
    }
  });
});

describe("the cron's round", () => {
  const fill = async (count: number, state: string, at: number): Promise<void> => {
    await env.DB.prepare(
      `INSERT INTO delivery (id, webhook, event, type, body, state, next_at, created_at)
       SELECT 'dlv_' || value, 'erp', NULL, 'webhook.ping', '{}', ?2, ?3, ?3 FROM json_each(?1)`,
    )
      .bind(JSON.stringify(Array.from({ length: count }, (_, index) => index)), state, at)
      .run();
    await env.DB.prepare("INSERT INTO delivery_attempt SELECT id, 1, 0, 200, 0, NULL, NULL FROM delivery").run();
  };
  const count = async (table: string): Promise<number> =>
    (await env.DB.prepare(`SELECT count(*) AS count FROM ${table}`).first<{ count: number }>())?.count ?? 0;

  test.each([
    [500, 500],
    [501, 500],
  ])("of %i overdue deliveries sends at most five hundred on", async (overdue, told) => {
    await fill(overdue, "pending", start);
    await lookAfterDeliveries(env, start + HOUR_MS);
    expect(sent).toHaveLength(told);
    // A hundred at a time, as a queue takes no more.
    expect(vi.mocked(env.NOTICES.sendBatch).mock.calls.map(([messages]) => [...messages].length)).toEqual(
      Array.from({ length: 5 }, () => 100),
    );
    sent.length = 0;
    await lookAfterDeliveries(env, start + HOUR_MS);
    expect(sent).toHaveLength(overdue - told);
  });

  test("forgets a delivery with its attempts after thirty days, and not before", async () => {
    await fill(1, "delivered", start);
    await lookAfterDeliveries(env, start + 30 * DAY_MS);
    expect([await count("delivery"), await count("delivery_attempt")]).toEqual([1, 1]);
    await lookAfterDeliveries(env, start + 30 * DAY_MS + 1);
    expect([await count("delivery"), await count("delivery_attempt")]).toEqual([0, 0]);
  });

  test("forgets nothing that is still to be sent", async () => {
    await fill(1, "pending", start);
    await lookAfterDeliveries(env, start + 31 * DAY_MS);
    expect(await count("delivery")).toBe(1);
  });

  test.each([
    [1_000, 0],
    [1_001, 1],
  ])("of %i old deliveries forgets at most a thousand", async (old, left) => {
    await fill(old, "dead", start);
    await lookAfterDeliveries(env, start + 31 * DAY_MS);
    expect([await count("delivery"), await count("delivery_attempt")]).toEqual([left, left]);
  });
});
