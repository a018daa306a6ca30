import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type {
  EventType,
  Page,
  RecordedEvent,
  WebhookDelivery,
  WebhookDeliveryDetail,
  WebhookEndpoint,
  WebhookMessage,
  WebhookReplayed,
  WebhookSecrets,
} from "../../../sdk/index.ts";
import { recordEvents } from "../../../worker/catalogue/events.ts";
import { readStore } from "../../../worker/catalogue/store-facts.ts";
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
} from "../notify/webhooks/stage.ts";
import { type Answer, as, expectProblem, freshId, keyFor, request } from "../shop.ts";

// A busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 });

const url = "https://erp.shop.example/onhand";
const start = Date.UTC(2026, 11, 1, 9);
const HOUR_MS = 3_600_000;

let sent: Sent[];

beforeEach(async () => {
  vi.setSystemTime(start);
  sent = withholdNotices();
  await env.DB.batch(
    ["webhook", "delivery", "delivery_attempt", "event"].map((table) => env.DB.prepare(`DELETE FROM ${table}`)),
  );
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const put = (id: string, body: object, headers: Record<string, string> = {}): Promise<Answer<WebhookEndpoint>> =>
  request("PUT", `/v1/admin/webhooks/${id}`, { body: { url, types: ["stock.out"], ...body }, headers });
const secretsOf = async (id: string): Promise<WebhookSecrets["secrets"]> =>
  (await request<WebhookSecrets>("GET", `/v1/admin/webhooks/${id}/secrets`)).body.secrets;

describe("an endpoint", () => {
  test("is made with a secret, read, replaced, listed and removed", async () => {
    const id = freshId("hook");
    const made = await put(id, { description: "ERP" });
    const expected = {
      id,
      url,
      description: "ERP",
      types: ["stock.out"],
      enabled: true,
      disabledReason: null,
      failingSince: null,
      revision: made.body.revision,
      createdAt: "2026-12-01T09:00:00.000Z",
    };
    expect([made.status, made.body, made.headers.get("etag")]).toEqual([201, expected, `"${made.body.revision}"`]);
    const read = await request<WebhookEndpoint>("GET", `/v1/admin/webhooks/${id}`);
    expect([read.status, read.body, read.headers.get("etag")]).toEqual([200, expected, `"${made.body.revision}"`]);
    expect(await secretsOf(id)).toEqual([
      { secret: expect.stringMatching(/^whsec_/), createdAt: "2026-12-01T09:00:00.000Z", validUntil: null },
    ]);

    vi.setSystemTime(start + HOUR_MS);
    const [secret] = await secretsOf(id);
    const replaced = await put(id, { url: `${url}/2`, types: ["stock.back", "order.covered"] });
    const { revision } = replaced.body;
    expect(revision).toBeGreaterThan(made.body.revision);
    expect([replaced.status, replaced.body]).toEqual([
      200,
      { ...expected, url: `${url}/2`, description: null, types: ["stock.back", "order.covered"], revision },
    ]);
    expect(await secretsOf(id)).toEqual([secret]);

    const same = await put(id, { url: `${url}/2`, types: ["stock.back", "order.covered"] });
    expect([same.status, same.body]).toEqual([200, replaced.body]);
    await tell(outEvent(undefined, { type: "stock.back" }));
    const removed = await request("DELETE", `/v1/admin/webhooks/${id}`);
    expect(removed.status).toBe(204);
    expectProblem(await request("GET", `/v1/admin/webhooks/${id}`), 404, "webhook_not_found");
    expectProblem(await request("DELETE", `/v1/admin/webhooks/${id}`), 404, "webhook_not_found");
    expect((await env.DB.prepare("SELECT * FROM delivery").all()).results).toEqual([]);
  });

  test("is written only by who read what is there, where that is asked for", async () => {
    const id = freshId("hook");
    expectProblem(await put(id, {}, { "if-match": '"7"' }), 412, "precondition_failed");
    const { revision } = (await put(id, {})).body;
    const stale = { "if-match": `"${revision + 1}"` };
    expectProblem(await put(id, { description: "x" }, stale), 412, "precondition_failed");
    expectProblem(await request("DELETE", `/v1/admin/webhooks/${id}`, { headers: stale }), 412, "precondition_failed");
    expect((await put(id, { description: "x" }, { "if-match": `"${revision}"` })).status).toBe(200);
    // One that is made again is none that was read before.
    await request("DELETE", `/v1/admin/webhooks/${id}`);
    const again = await put(id, {});
    expect([again.status, again.body.revision > revision + 1]).toEqual([201, true]);
  });

  test("is written by one of two at once", async () => {
    const id = freshId("hook");
    const { revision } = (await put(id, {})).body;
    const match = { "if-match": `"${revision}"` };
    const answers = await Promise.all(["a", "b", "c"].map((description) => put(id, { description }, match)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412, 412]);
    // Who names no revision writes after the other.
    const others = await Promise.all(["d", "e", "f"].map((description) => put(id, { description })));
    expect(others.map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  test("says who disabled it", async () => {
    const id = freshId("hook");
    expect((await put(id, { enabled: false })).body).toMatchObject({ enabled: false, disabledReason: "admin" });
    expect((await put(id, { enabled: true })).body).toMatchObject({ enabled: true, disabledReason: null });
    await env.DB.prepare("UPDATE webhook SET enabled = 0, disabled_reason = 'gone' WHERE id = ?").bind(id).run();
    const left = await put(id, { enabled: false, description: "to be seen to" });
    expect(left.body).toMatchObject({ enabled: false, disabledReason: "gone" });
    expect((await put(id, {})).body).toMatchObject({ enabled: true, disabledReason: null });
  });

  test("at another URL begins its failures anew", async () => {
    const id = freshId("hook");
    await put(id, {});
    await env.DB.prepare("UPDATE webhook SET failing_since = 1, failed_attempts = 5 WHERE id = ?").bind(id).run();
    expect((await put(id, { description: "x" })).body.failingSince).toBe("1970-01-01T00:00:00.001Z");
    expect((await put(id, { url: `${url}/new`, description: "x" })).body.failingSince).toBeNull();
  });

  test.each([
    ["an unknown type", { types: ["stock.gone"] }, "/types/0"],
    ["a ping, which nobody chooses", { types: ["webhook.ping"] }, "/types/0"],
    ["no type", { types: [] }, "/types"],
    ["a type twice", { types: ["stock.out", "stock.out"] }, "/types"],
    ["an open line", { url: "http://erp.shop.example/" }, "/url"],
    ["a private address", { url: "https://10.0.0.1/" }, "/url"],
    ["a metadata service", { url: "https://169.254.169.254/latest/meta-data" }, "/url"],
    ["a private name", { url: "https://erp.internal/" }, "/url"],
    ["no URL", { url: "erp" }, "/url"],
    ["an unknown field", { secret: "whsec_AAAA" }, "/secret"],
  ])("with %s is refused", async (_, body, pointer) => {
    expectProblem(await put(freshId("hook"), body), 400, "invalid_request", [pointer]);
  });

  test.each(["Upper", "a.b", "a".repeat(65), "%C3%A9"])("is not named %s", async (id) => {
    expectProblem(await put(id, {}), 400, "invalid_request", ["id"]);
  });

  test.each([
    [2_000, 201],
    [2_001, 400],
  ])("with a URL of %i characters is answered %i", async (length, status) => {
    const long = `${url}/${"p".repeat(length - url.length - 1)}`;
    expect((await put(freshId("hook"), { url: long })).status).toBe(status);
  });

  test("on this machine itself is taken where the deployment says so, as under the tests", async () => {
    expect((await put(freshId("hook"), { url: "http://127.0.0.1:3000/" })).status).toBe(201);
  });

  test("is the admin's alone", async () => {
    for (const scope of ["stock", "orders"] as const) {
      const answer = await as(await keyFor(scope))("GET", "/v1/admin/webhooks");
      expectProblem(answer, 403, "forbidden");
    }
  });

  test("is listed by id, page by page", async () => {
    for (const id of ["b-list", "a-list", "c-list"]) await put(id, {});
    const first: Answer<Page<WebhookEndpoint>> = await request("GET", "/v1/admin/webhooks?limit=2");
    expect(first.body.items.map(({ id }) => id)).toEqual(["a-list", "b-list"]);
    const query = `?limit=2&cursor=${first.body.nextCursor}`;
    const second: Answer<Page<WebhookEndpoint>> = await request("GET", `/v1/admin/webhooks${query}`);
    expect(second.body).toMatchObject({ items: [{ id: "c-list" }], nextCursor: null });
  });
});

describe("which events are wanted", () => {
  const wanted = async (): Promise<{ revision: number; types: readonly string[] }> => {
    const { revision, wanted: types = [] } = await readStore(env.DB);
    return { revision, types };
  };

  test("is told to the objects: what enabled endpoints have chosen, with a revision that grows", async () => {
    const before = await wanted();
    const id = await endpoint({ types: ["reservation.expired", "stock.out"] });
    const made = await wanted();
    expect([before.types, made.types]).toEqual([[], ["reservation.expired", "stock.out"]]);
    await put(id, { types: ["stock.out"] });
    const fewer = await wanted();
    await put(id, { types: ["stock.out"], enabled: false });
    const none = await wanted();
    await put(id, { types: ["stock.out"] });
    await request("DELETE", `/v1/admin/webhooks/${id}`);
    const gone = await wanted();
    expect([fewer.types, none.types, gone.types]).toEqual([["stock.out"], [], []]);
    const revisions = [before, made, fewer, none, gone].map(({ revision }) => revision);
    expect(revisions).toEqual([...new Set(revisions)].toSorted((one, other) => one - other));
  });

  test("does not change with what else is said of an endpoint", async () => {
    const id = await endpoint();
    const before = await wanted();
    await put(id, { url: `${url}/2`, description: "moved" });
    expect(await wanted()).toEqual(before);
  });
});

describe("secrets", () => {
  const rotate = (
    id: string,
    body: object = {},
    idempotencyKey: string = crypto.randomUUID(),
  ): Promise<Answer<WebhookSecrets>> => request("POST", `/v1/admin/webhooks/${id}/secrets`, { body, idempotencyKey });

  test("are rotated: the one before is valid for a day", async () => {
    const id = await endpoint();
    const [first] = await secretsOf(id);
    vi.setSystemTime(start + HOUR_MS);
    const rotated = await rotate(id);
    expect(rotated.status).toBe(200);
    expect(rotated.body.secrets).toEqual([
      { secret: expect.stringMatching(/^whsec_/), createdAt: "2026-12-01T10:00:00.000Z", validUntil: null },
      { ...first, validUntil: "2026-12-02T10:00:00.000Z" },
    ]);
    expect(await secretsOf(id)).toEqual(rotated.body.secrets);
    vi.setSystemTime(Date.UTC(2026, 11, 2, 10));
    expect(await secretsOf(id)).toEqual(rotated.body.secrets.slice(0, 1));
  });

  test.each([0, 1])("are rotated with an overlap of %i hours", async (overlapHours) => {
    const id = await endpoint();
    const { body } = await rotate(id, { overlapHours });
    expect(body.secrets.map(({ validUntil }) => validUntil)).toEqual(
      overlapHours === 0 ? [null] : [null, "2026-12-01T10:00:00.000Z"],
    );
  });

  test("are rotated once for a key, at once or later", async () => {
    const id = await endpoint();
    const key = crypto.randomUUID();
    const answers = await Promise.all(Array.from({ length: 4 }, () => rotate(id, { overlapHours: 2 }, key)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const now = await secretsOf(id);
    expect(now).toHaveLength(2);
    expect((await rotate(id, { overlapHours: 2 }, key)).body.secrets).toEqual(now);
    expectProblem(await rotate(id, { overlapHours: 3 }, key), 409, "idempotency_mismatch");
    // Of another endpoint it is another key.
    const other = await endpoint();
    expect((await rotate(other, { overlapHours: 3 }, key)).body.secrets).toHaveLength(2);
  });

  test("are rotated one after the other by requests at once: the newest two are valid", async () => {
    const id = await endpoint();
    const [first] = await secretsOf(id);
    await Promise.all([rotate(id), rotate(id), rotate(id)]);
    const now = (await secretsOf(id)).map(({ secret }) => secret);
    expect(now).toHaveLength(2);
    expect(now).not.toContain(first?.secret);
  });

  test("sign every message as long as they are valid", async () => {
    const id = await endpoint();
    await rotate(id, { overlapHours: 1 });
    const signatures = async (nowMs: number): Promise<number> => {
      vi.setSystemTime(nowMs);
      const event = outEvent();
      await tell(event);
      const made = (await deliveriesTo(id)).find((each) => each.event === event.id);
      const { asked, fetch } = answering(new Response());
      await attempt(made?.id ?? "", nowMs, fetch);
      return asked[0]?.headers.get("webhook-signature")?.split(" ").length ?? 0;
    };
    expect(await signatures(start + HOUR_MS - 1)).toBe(2);
    expect(await signatures(start + HOUR_MS)).toBe(1);
  });

  test("of no endpoint are not there", async () => {
    expectProblem(await rotate("no-such"), 404, "webhook_not_found");
    expectProblem(await request("GET", "/v1/admin/webhooks/no-such/secrets"), 404, "webhook_not_found");
  });
});

describe("a ping", () => {
  const ping = (id: string, idempotencyKey: string = crypto.randomUUID()): Promise<Answer<WebhookDelivery>> =>
    request("POST", `/v1/admin/webhooks/${id}/ping`, { idempotencyKey });

  test("is a delivery, whatever types were chosen, and one for a key", async () => {
    const id = await endpoint({ types: ["order.covered"] });
    const key = crypto.randomUUID();
    const sending = await ping(id, key);
    expect([sending.status, sending.body]).toEqual([
      202,
      {
        id: expect.stringMatching(/^dlv_/),
        webhook: id,
        messageId: expect.stringMatching(/^msg_/),
        event: null,
        type: "webhook.ping",
        state: "pending",
        attempts: 0,
        nextAttemptAt: "2026-12-01T09:00:00.000Z",
        createdAt: "2026-12-01T09:00:00.000Z",
      },
    ]);
    expect(sent).toEqual([{ message: { kind: "delivery", delivery: sending.body.id }, delayS: 0 }]);
    const { body } = await deliveryTo(id);
    expect(JSON.parse(body)).toEqual({
      type: "webhook.ping",
      timestamp: "2026-12-01T09:00:00.000Z",
      data: { id: sending.body.id, webhook: id },
    });
    await attempt(sending.body.id, start, answering(new Response()).fetch);
    expect((await ping(id, key)).body).toMatchObject({ id: sending.body.id, state: "delivered" });
    expect([(await deliveriesTo(id)).length, sent.length]).toEqual([1, 1]);
    expect((await ping(id)).body.id).not.toBe(sending.body.id);
  });

  test("is not sent to an endpoint that is disabled or not there", async () => {
    const id = await endpoint({ enabled: false });
    expectProblem(await ping(id), 409, "webhook_disabled");
    expectProblem(await ping("no-such"), 404, "webhook_not_found");
    expect(await deliveriesTo(id)).toEqual([]);
  });
});

describe("deliveries", () => {
  test("are listed newest first, by state and type, page by page", async () => {
    const id = await endpoint({ types: ["stock.out", "stock.back"] });
    const events = [outEvent(), outEvent(undefined, { type: "stock.back" }), outEvent()];
    for (const [index, event] of events.entries()) {
      vi.setSystemTime(start + index);
      await tell(event);
    }
    const [third, second, first] = await deliveriesTo(id);
    expect([first?.event, second?.event, third?.event]).toEqual(events.map((event) => event.id));
    await attempt(second?.id ?? "", start + 10, answering(new Response()).fetch);
    const found = async (query: string): Promise<(string | null)[]> =>
      (await deliveriesTo(id, query)).map(({ event }) => event);
    expect(await found("?state=delivered")).toEqual([events[1]?.id]);
    expect(await found("?state=pending")).toEqual([events[2]?.id, events[0]?.id]);
    expect(await found("?type=stock.back&state=pending")).toEqual([]);
    expect(await found("?type=stock.out")).toEqual([events[2]?.id, events[0]?.id]);
    const path = `/v1/admin/webhooks/${id}/deliveries`;
    const page: Answer<Page<WebhookDelivery>> = await request("GET", `${path}?limit=2`);
    const rest: Answer<Page<WebhookDelivery>> = await request("GET", `${path}?cursor=${page.body.nextCursor}`);
    expect([page.body.items, rest.body]).toEqual([[third, expect.anything()], { items: [first], nextCursor: null }]);
    expectProblem(await request("GET", `${path}?cursor=bm9uZQ`), 400, "invalid_request", ["cursor"]);
    expectProblem(await request("GET", `${path}?state=lost`), 400, "invalid_request", ["state"]);
  });

  test("are those of one endpoint", async () => {
    const [id, other] = [await endpoint(), await endpoint({ types: ["stock.low"] })];
    await tell(outEvent());
    const { id: delivery } = await deliveryTo(id);
    const at = `/v1/admin/webhooks/${other}/deliveries/${delivery}`;
    expectProblem(await request("GET", at), 404, "delivery_not_found");
    expectProblem(await request("POST", `${at}/replay`), 404, "delivery_not_found");
    expectProblem(await request("GET", "/v1/admin/webhooks/no-such/deliveries"), 404, "webhook_not_found");
  });
});

describe("replaying one delivery", () => {
  const replay = (webhook: string, delivery: string, key: string = crypto.randomUUID()) =>
    request<WebhookDelivery>("POST", `/v1/admin/webhooks/${webhook}/deliveries/${delivery}/replay`, {
      idempotencyKey: key,
    });

  test.each([
    ["delivered", new Response()],
    ["dead", new Response(null, { status: 301, headers: { location: "https://elsewhere.example/" } })],
    ["pending", new Response(null, { status: 500 })],
  ])("sends what is %s again: the same message, from the start of the schedule", async (state, answer) => {
    const id = await endpoint();
    await tell(outEvent());
    const before = await deliveryTo(id);
    await attempt(before.id, start, answering(answer).fetch);
    if (state === "dead") await env.DB.prepare("UPDATE delivery SET state = 'dead'").run();
    sent.length = 0;
    vi.setSystemTime(start + HOUR_MS);
    const key = crypto.randomUUID();
    const replayed = await replay(id, before.id, key);
    const { body: _, history: __, ...same } = before;
    expect([replayed.status, replayed.body]).toEqual([
      202,
      { ...same, state: "pending", attempts: 1, nextAttemptAt: "2026-12-01T10:00:00.000Z" },
    ]);
    expect(sent).toEqual([{ message: { kind: "delivery", delivery: before.id }, delayS: 0 }]);
    const { asked, fetch } = answering(new Response(null, { status: 500 }), new Response());
    await attempt(before.id, start + HOUR_MS, fetch);
    expect([asked[0]?.body, asked[0]?.headers.get("webhook-id")]).toEqual([before.body, before.messageId]);
    // The first wait of the schedule again; the attempts before stay in the history.
    expect(await deliveryTo(id)).toMatchObject({
      attempts: 2,
      nextAttemptAt: "2026-12-01T10:00:05.000Z",
      history: [{ status: 500 }, {}],
    });
    await attempt(before.id, start + HOUR_MS + 5_000, fetch);
    // The same key sends it no second time.
    sent.length = 0;
    expect((await replay(id, before.id, key)).body).toMatchObject({ state: "delivered", attempts: 3 });
    expect(sent).toEqual([]);
  });

  test.each([
    ["", 8],
    [" for the last time", 9],
  ])(
    "that is just being tried%s waits for what comes of it, and tries again at once where that fails",
    async (_, tries) => {
      const id = await endpoint();
      await tell(outEvent());
      const { id: delivery } = await deliveryTo(id);
      await env.DB.prepare("UPDATE delivery SET tries = ?").bind(tries).run();
      const meanwhile = async (): Promise<Response> => {
        await replay(id, delivery);
        return new Response(null, { status: 500 });
      };
      await attempt(delivery, start, answering(meanwhile).fetch);
      expect(await deliveryTo(id)).toMatchObject({ state: "pending", nextAttemptAt: "2026-12-01T09:00:00.000Z" });
      expect(sent.at(-1)).toEqual({ message: { kind: "delivery", delivery }, delayS: 0 });
    },
  );

  test("is refused while the endpoint is disabled", async () => {
    const id = await endpoint();
    await tell(outEvent());
    const { id: delivery } = await deliveryTo(id);
    await put(id, { enabled: false });
    expectProblem(await replay(id, delivery), 409, "webhook_disabled");
    expectProblem(await replay(id, `dlv_${"0".repeat(32)}`), 409, "webhook_disabled");
    await put(id, {});
    expectProblem(await replay(id, `dlv_${"0".repeat(32)}`), 404, "delivery_not_found");
  });
});

describe("replaying what happened since a time", () => {
  const replay = (webhook: string, body: object, key: string = crypto.randomUUID()): Promise<Answer<WebhookReplayed>> =>
    request("POST", `/v1/admin/webhooks/${webhook}/replay`, { body, idempotencyKey: key });
  const at = (second: number): string => new Date(start - 60_000 + second * 1_000).toISOString();

  test("sends again what was sent, and anew what never was: from the time on, until the end exclusive", async () => {
    const id = await endpoint();
    const [before, first, last, end] = [0, 1, 2, 3].map((second) => outEvent(at(second)));
    const other = outEvent(at(1), { type: "stock.low" });
    if (!before || !first || !last || !end) throw new Error("Events are missing");
    await tell(before, first, other);
    const [delivered] = (await deliveriesTo(id)).filter((each) => each.event === first.id);
    await attempt(delivered?.id ?? "", start, answering(new Response()).fetch);
    await put(id, { enabled: false });
    await tell(last, end);
    await put(id, {});
    sent.length = 0;
    const replayed = await replay(id, { since: at(1), until: at(3) });
    expect([replayed.status, replayed.body]).toEqual([202, { deliveries: 2, nextSince: null }]);
    const all = await deliveriesTo(id);
    expect(all.map(({ event, state, attempts }) => [event, state, attempts]).toSorted()).toEqual(
      [
        [before.id, "pending", 0],
        [first.id, "pending", 1],
        [last.id, "pending", 0],
      ].toSorted(),
    );
    const ids = all.filter(({ event }) => event !== before.id).map((each) => each.id);
    const told = sent.map(({ message }) => (message.kind === "delivery" ? message.delivery : message.kind));
    expect(told.toSorted()).toEqual(ids.toSorted());
  });

  test("is done once for a key, and says the same again", async () => {
    const id = await endpoint();
    await tell(outEvent(at(1)));
    const key = crypto.randomUUID();
    expect((await replay(id, { since: at(0) }, key)).body).toEqual({ deliveries: 1, nextSince: null });
    const { id: delivery } = await deliveryTo(id);
    await attempt(delivery, start, answering(new Response()).fetch);
    vi.setSystemTime(start + HOUR_MS);
    await tell(outEvent("2026-12-01T09:30:00.000Z"));
    sent.length = 0;
    expect((await replay(id, { since: at(0) }, key)).body).toEqual({ deliveries: 1, nextSince: null });
    expect([sent, (await deliveriesTo(id, "?state=delivered")).length]).toEqual([[], 1]);
    expectProblem(await replay(id, { since: at(1) }, key), 409, "idempotency_mismatch");
  });

  test.each([
    [1_000, 1_000, null],
    [1_001, 1_000, "2026-12-01T08:59:00.501Z"],
  ])("sends of %i events at most a thousand, and says where to go on", async (events, deliveries, nextSince) => {
    const id = await endpoint();
    // Two of each millisecond.
    const all = Array.from({ length: events }, (_, index) =>
      outEvent(new Date(Date.parse(at(0)) + 1 + Math.floor(index / 2)).toISOString()),
    );
    await recordEvents(env.DB, all);
    expect((await replay(id, { since: at(0) })).body).toEqual({ deliveries, nextSince });
    expect(sent).toHaveLength(deliveries);
    if (nextSince === null) return;
    expect((await replay(id, { since: nextSince })).body).toEqual({ deliveries: 1, nextSince: null });
    expect(sent).toHaveLength(events);
  });

  test("leaves out none of a millisecond in which more happened than one replay sends", async () => {
    const id = await endpoint();
    await recordEvents(
      env.DB,
      Array.from({ length: 1_002 }, () => outEvent(at(1))),
    );
    expect((await replay(id, { since: at(0) })).body).toEqual({ deliveries: 1_002, nextSince: null });
  });

  test("needs a span of time, and an endpoint that is enabled", async () => {
    const id = await endpoint();
    expectProblem(await replay(id, { since: "yesterday" }), 400, "invalid_request", ["/since"]);
    expectProblem(await replay(id, { since: at(1), until: at(1) }), 400, "invalid_request", ["/until"]);
    expectProblem(await replay("no-such", { since: at(1) }), 404, "webhook_not_found");
    await put(id, { enabled: false });
    expectProblem(await replay(id, { since: at(1) }), 409, "webhook_disabled");
  });
});

describe("every message that an endpoint can get", () => {
  const examples = async (): Promise<Record<string, WebhookMessage>> => {
    type Described = { post: { requestBody: { content: { "application/json": { example: WebhookMessage } } } } };
    const { body } = await request<{ webhooks: Record<string, Described> }>("GET", "/openapi.json");
    return Object.fromEntries(
      Object.entries(body.webhooks).map(([name, { post }]) => [
        name,
        post.requestBody.content["application/json"].example,
      ]),
    );
  };
  const ALL: EventType[] = [
    "order.allocated",
    "order.covered",
    "order.shortfall",
    "reservation.expired",
    "shipment.shipped",
    "stock.adjusted",
    "stock.back",
    "stock.low",
    "stock.notify_below",
    "stock.out",
    "stock.recovered",
    "subscription.confirmed",
  ];

  test("is described, with an example", async () => {
    const described = await examples();
    expect(Object.keys(described).toSorted()).toEqual([...ALL, "webhook.ping"]);
    for (const [name, { type }] of Object.entries(described)) expect(type).toBe(name);
  });

  test("is what its example says, made of the event that it tells of", async () => {
    const id = await endpoint({ types: ALL });
    const described = await examples();
    const events = ALL.map((type) => {
      const example = described[type];
      // What the message was made of, by the contract.
      return { ...example?.data, type, at: example?.timestamp } as RecordedEvent;
    });
    await tell(...events);
    for (const { id: delivery, type } of await deliveriesTo(id)) {
      const path = `/v1/admin/webhooks/${id}/deliveries/${delivery}`;
      const { body } = (await request<WebhookDeliveryDetail>("GET", path)).body;
      expect(JSON.parse(body)).toEqual(described[type]);
    }
    expect(await deliveriesTo(id)).toHaveLength(12);
  });
});

test("an endpoint's failures are told with it", async () => {
  const id = await endpoint();
  await tell(outEvent());
  await attempt((await deliveryTo(id)).id, start, answering(new Error("no route")).fetch);
  expect(await readEndpoint(id)).toMatchObject({ enabled: true, failingSince: "2026-12-01T09:00:00.000Z" });
});
