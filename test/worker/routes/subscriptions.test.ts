import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Problem, Subscription, SubscriptionAnswer } from "../../../sdk/index.ts";
import { createApp } from "../../../worker/routes/app.ts";
import { putChannel } from "../network.ts";
import {
  type Ask,
  answerOf,
  as,
  expectProblem,
  freshAddress,
  freshSku,
  keyFor,
  product,
  receive,
  request,
  requestOf,
  shopper,
  stocked,
} from "../shop.ts";
import {
  confirmed,
  confirmPath,
  eventsOf,
  follow,
  freshEmail,
  mailsFor,
  rowOf,
  rowsOf,
  setNotices,
  subscribed,
  wish,
} from "../subscribers.ts";

// Who asks to be told, and what comes of it: for a shopper the same whatever is known.

// Waits for queues and asks often; a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 });

const start = Date.UTC(2026, 11, 1);
const MINUTE = 60_000;
const DAY = 86_400_000;

let ask: Ask;
let sku: string;
let email: string;
beforeEach(async () => {
  ask = await shopper();
  sku = await stocked(0);
  email = freshEmail();
});

afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  await setNotices({ doubleOptIn: true, subscriptionsPerAddressMax: 200, locale: "en", subscriptionDays: 90 });
});

describe("a shopper who asks", () => {
  test("is sent a mail that asks for confirmation, and nothing is active until then", async () => {
    vi.setSystemTime(start);
    const answer = await wish(ask, { sku, email, locale: "de" });
    expect([answer.status, answer.body]).toEqual([202, { state: "confirmation" }]);
    expect(await rowOf(email)).toMatchObject({
      ...{ subject: `sku/${sku}`, channel: "web", email, address: email.toLowerCase(), locale: "de" },
      ...{ sku, product: null, selection: null, state: "pending", confirmation: 1 },
      ...{ created_at: start, asked_at: start, confirmed_at: null, ended_at: null },
      // The link, and with it the wish, lasts 48 hours.
      lapses_at: start + 2 * DAY,
    });
    const mails = await mailsFor(email);
    expect(mails).toMatchObject([
      {
        id: `confirm/${(await rowOf(email)).id}/1`,
        recipient: email,
        locale: "de",
        facts: { kind: "confirm_subscription", hours: 48, item: { title: sku, selection: null, url: null } },
      },
    ]);
    expect(await eventsOf((await rowOf(email)).id)).toEqual([]);
  });

  test("gets mails in the shop's language where none is named", async () => {
    await setNotices({ locale: "fr-CA" });
    await wish(ask, { sku, email });
    expect(await mailsFor(email)).toMatchObject([{ locale: "fr-CA" }]);
  });

  test("is named what sells the SKU, with the options that it stands for", async () => {
    const combination = { selection: { Size: "M" }, sku };
    await product({
      ...{ title: "Shirt", inventoryMethod: "combinations", attributes: [{ name: "Size", values: ["M", "L"] }] },
      combinations: [combination],
    });
    await wish(ask, { sku, email });
    expect(await mailsFor(email)).toMatchObject([{ facts: { item: { title: "Shirt", selection: { Size: "M" } } } }]);
  });

  test("from a page of another origin can read the answer", async () => {
    const headers = { origin: "https://any.example" };
    const answer = await ask("POST", "/v1/subscriptions", { body: { sku, email }, headers });
    expect(answer.status).toBe(202);
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    const preflight = await request("OPTIONS", "/v1/subscriptions", {
      key: null,
      headers: { ...headers, "access-control-request-method": "POST" },
    });
    expect(preflight.status).toBe(204);
  });
});

describe("what is asked for", () => {
  const SIZES = [{ name: "Size", values: ["M", "L"] }];

  test("a combination is its own SKU, so that asking by either name asks once", async () => {
    const large = await stocked(0);
    const combinations = [
      { selection: { Size: "M" }, sku },
      { selection: { Size: "L" }, sku: large },
    ];
    const id = await product({ title: "Shirt", inventoryMethod: "combinations", attributes: SIZES, combinations });
    await wish(ask, { product: id, selection: { Size: "M" }, email });
    await wish(ask, { sku, email });
    await wish(ask, { product: id, selection: { Size: "L" }, email });
    const rows = await rowsOf(email);
    expect(rows.map((row) => [row.subject, row.product, row.selection]).toSorted()).toEqual(
      [
        [`sku/${sku}`, id, '{"Size":"M"}'],
        [`sku/${large}`, id, '{"Size":"L"}'],
      ].toSorted(),
    );
  });

  test("a kit is asked for by its product", async () => {
    const id = await product({ title: "Set", inventoryMethod: "kit", components: [{ sku, quantity: 2 }] });
    await receive(sku, 1);
    await wish(ask, { product: id, email });
    expect(await rowOf(email)).toMatchObject({ subject: `product/${id}`, sku: null, product: id, selection: null });
    expect(await mailsFor(email)).toMatchObject([{ facts: { item: { title: "Set" } } }]);
  });

  test("each channel is asked for by itself", async () => {
    await putChannel("market", { name: "Market", warehouses: ["main"] });
    await wish(ask, { sku, email });
    await wish(ask, { sku, email, channel: "market" });
    expect((await rowsOf(email)).map(({ channel }) => channel).toSorted()).toEqual(["market", "web"]);
  });
});

describe("is refused, in this order:", () => {
  const problem = (body: object): Promise<{ status: number; body: Problem }> =>
    request<Problem>("POST", "/v1/subscriptions", { body });

  test("where no mail can be sent, whatever is asked", async () => {
    for (const body of [{ sku, email }, {}]) {
      const asked = requestOf("POST", "/v1/subscriptions", { body });
      const without = { ...env, MAIL_OUTBOX: "" };
      const answer = await answerOf(await createApp().fetch(asked, without, createExecutionContext()));
      expectProblem(answer, 503, "mail_not_configured");
    }
  });

  test.each([
    ["no address", { sku: "S" }, "/email"],
    ["no address at all", { sku: "S", email: "nobody" }, "/email"],
    ["a line of its own in the address", { sku: "S", email: "shopper@mail.example\nBcc: x@mail.example" }, "/email"],
    ["neither SKU nor product", { email: "shopper@mail.example" }, "/sku"],
    ["SKU and product", { sku: "S", product: "p", email: "shopper@mail.example" }, "/sku"],
    ["a selection of a SKU", { sku: "S", selection: { Size: "M" }, email: "shopper@mail.example" }, "/selection"],
    ["no language", { sku: "S", email: "shopper@mail.example", locale: "de_DE" }, "/locale"],
    ["an unknown field", { sku: "S", email: "shopper@mail.example", name: "A shopper" }, "/name"],
  ])("%s", async (_, body, pointer) => {
    expectProblem(await request("POST", "/v1/subscriptions", { body }), 400, "invalid_request", [pointer]);
  });

  test("what does not exist", async () => {
    expect(await problem({ sku: freshSku(), email })).toMatchObject({ status: 404, body: { code: "sku_not_found" } });
    expect(await problem({ product: freshSku(), email })).toMatchObject({
      ...{ status: 404, body: { code: "product_not_found" } },
    });
    expect(await problem({ sku, email, channel: "nowhere" })).toMatchObject({
      ...{ status: 422, body: { code: "channel_not_found" } },
    });
    const id = await product({ title: "Mug", inventoryMethod: "sku", sku });
    expectProblem(
      await request("POST", "/v1/subscriptions", { body: { product: id, selection: { Size: "M" }, email } }),
      400,
      "invalid_request",
      ["/selection/Size"],
    );
  });

  test("what nobody has to wait for, and it is said why", async () => {
    const combined = await product({
      ...{ title: "Shirt", inventoryMethod: "combinations", attributes: [{ name: "Size", values: ["M"] }] },
      combinations: [{ selection: { Size: "M" }, sku }],
    });
    const uncounted = await product({ title: "Voucher", inventoryMethod: "none" });
    const soldOut = [
      { sku: await stocked(1) },
      { product: combined },
      { product: uncounted },
      { sku: await stocked(0, { allowBackInStockSubscriptions: false }) },
      { sku: await stocked(0, { backorders: "allow" }) },
      { sku: await stocked(0, { published: false }) },
      { sku: await stocked(0, { trackInventory: false }) },
      { sku: await stocked(0, { availableFrom: "2099-01-01T00:00:00Z" }) },
    ];
    const details: string[] = [];
    for (const item of soldOut) {
      const answer = await request<Problem>("POST", "/v1/subscriptions", { body: { ...item, email } });
      expectProblem(answer, 409, "not_subscribable");
      details.push(answer.body.detail);
    }
    const bought = "It can be bought now.";
    const other = expect.stringContaining("settings allow no subscriptions");
    expect(details).toEqual([bought, expect.stringContaining("Options"), bought, other, bought, other, bought, other]);
    expect(await rowsOf(email)).toEqual([]);
  });

  test("by what is there now, not a moment ago", async () => {
    expect((await ask<{ subscribable: boolean }>("GET", `/v1/availability/${sku}`)).body.subscribable).toBe(true);
    // Through another Worker, so that this one remembers what it has seen.
    const received = requestOf("POST", `/v1/admin/skus/${sku}/adjust`, { body: { delta: 1, reason: "received" } });
    expect((await createApp().fetch(received, env, createExecutionContext())).status).toBe(200);
    expectProblem(await wish(ask, { sku, email }), 409, "not_subscribable");
  });
});

describe("asking again", () => {
  test("mails the link once in 15 minutes, and only the last one confirms", async () => {
    vi.setSystemTime(start);
    await wish(ask, { sku, email });
    const first = await confirmPath(email);
    vi.setSystemTime(start + 15 * MINUTE - 1);
    await wish(ask, { sku, email: email.toUpperCase() });
    expect(await mailsFor(email)).toHaveLength(1);
    vi.setSystemTime(start + 15 * MINUTE);
    await wish(ask, { sku, email: email.toUpperCase(), locale: "ar" });
    // It goes to the address as it was typed last, in the language asked for last.
    expect(await mailsFor(email)).toMatchObject([
      { recipient: email },
      { recipient: email.toUpperCase(), locale: "ar" },
    ]);
    expect(await rowOf(email)).toMatchObject({ confirmation: 2, lapses_at: start + 15 * MINUTE + 2 * DAY });
    expect((await follow(first)).status).toBe(410);
    expect((await rowOf(email)).state).toBe("pending");
    expect((await follow(await confirmPath(email))).status).toBe(200);
    expect((await rowOf(email)).state).toBe("active");
  });

  test("while it is active makes nothing", async () => {
    vi.setSystemTime(start);
    const before = await confirmed(ask, { sku, email });
    vi.setSystemTime(start + DAY);
    expect((await wish(ask, { sku, email, locale: "ar" })).status).toBe(202);
    expect(await rowOf(email)).toEqual(before);
    expect(await mailsFor(email)).toHaveLength(1);
    expect(await eventsOf(before.id)).toEqual([`${before.id}/1`]);
  });

  test.each(["notified", "unsubscribed", "lapsed"])("after it was %s begins anew", async (state) => {
    vi.setSystemTime(start);
    const { id } = await confirmed(ask, { sku, email });
    await env.DB.prepare("UPDATE subscription SET state = ?, ended_at = ? WHERE id = ?")
      .bind(state, start + DAY, id)
      .run();
    vi.setSystemTime(start + 2 * DAY);
    await wish(ask, { sku, email });
    expect(await rowOf(email)).toMatchObject({
      id,
      state: "pending",
      confirmation: 2,
      confirmed_at: null,
      ended_at: null,
    });
    expect(await mailsFor(email)).toHaveLength(2);
    await follow(await confirmPath(email));
    expect(await rowOf(email)).toMatchObject({ state: "active", lapses_at: start + 92 * DAY });
    expect(await eventsOf(id)).toEqual([`${id}/1`, `${id}/2`]);
  });

  test("with the same key changes nothing that has happened since", async () => {
    vi.setSystemTime(start);
    const idempotencyKey = crypto.randomUUID();
    const send = () => ask<SubscriptionAnswer>("POST", "/v1/subscriptions", { body: { sku, email }, idempotencyKey });
    const first = await send();
    await follow(await confirmPath(email));
    vi.setSystemTime(start + MINUTE);
    const { id } = await rowOf(email);
    await request("DELETE", `/v1/admin/subscriptions/${id}`);
    vi.setSystemTime(start + 20 * MINUTE);
    const again = await send();
    expect([again.status, again.body]).toEqual([first.status, first.body]);
    expect((await rowOf(email)).state).toBe("unsubscribed");
    expect(await mailsFor(email)).toHaveLength(1);
  });

  test("with the same key and another body is refused", async () => {
    const idempotencyKey = crypto.randomUUID();
    await ask("POST", "/v1/subscriptions", { body: { sku, email }, idempotencyKey });
    const other = await ask("POST", "/v1/subscriptions", { body: { sku, email: freshEmail() }, idempotencyKey });
    expectProblem(other, 409, "idempotency_mismatch");
  });

  test("without a key is refused", async () => {
    const answer = await ask("POST", "/v1/subscriptions", { body: { sku, email }, idempotencyKey: null });
    expectProblem(answer, 400, "idempotency_key_missing");
  });

  test("eight times at once is one subscription and one mail", async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => wish(ask, { sku, email })));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 202));
    expect(await rowOf(email)).toMatchObject({ state: "pending", confirmation: 1 });
    expect(await mailsFor(email)).toHaveLength(1);
    const orphans = await env.DB.prepare(
      "SELECT id FROM mail WHERE subscription NOT IN (SELECT id FROM subscription)",
    ).all();
    expect(orphans.results).toEqual([]);
  });
});

describe("the shop's server", () => {
  test("subscribes at once, and no mail asks", async () => {
    vi.setSystemTime(start);
    const answer = await request<Subscription>("POST", "/v1/subscriptions", { body: { sku, email, locale: "de" } });
    expect([answer.status, answer.body]).toEqual([
      201,
      {
        ...{ id: expect.stringMatching(/^sub_[\w-]{22}$/), state: "active", email, channel: "web", locale: "de" },
        ...{ sku, product: null, selection: null, createdAt: "2026-12-01T00:00:00.000Z" },
        ...{ confirmedAt: "2026-12-01T00:00:00.000Z", lapsesAt: "2027-03-01T00:00:00.000Z", endedAt: null },
      },
    ]);
    expect(await mailsFor(email)).toEqual([]);
  });

  test("may do so with any secret key", async () => {
    for (const scope of ["stock", "orders"] as const) {
      const asked = await as(await keyFor(scope))("POST", "/v1/subscriptions", { body: { sku, email: freshEmail() } });
      expect(asked.status).toBe(201);
    }
  });

  test("has the goods watched, and the event recorded without the address", async () => {
    const { id } = await subscribed({ sku, email });
    const events = await request<{ items: object[] }>("GET", `/v1/admin/events?type=subscription.confirmed&sku=${sku}`);
    expect(events.body.items).toMatchObject([
      { id: `${id}/1`, subscription: id, channel: "web", locale: "en", sku, product: null, selection: null },
    ]);
    expect(JSON.stringify(events.body).toLowerCase()).not.toContain(email.toLowerCase());
    const { waiting } = await rowOf(email);
    const watched = await env.DB.prepare("SELECT sku FROM waiting_sku WHERE waiting = ?").bind(waiting).all();
    expect(watched.results).toEqual([{ sku }]);
  });

  test("has every component of a kit watched", async () => {
    const other = await stocked(0);
    const components = [
      { sku, quantity: 2 },
      { sku: other, quantity: 1 },
    ];
    const id = await product({ title: "Set", inventoryMethod: "kit", components });
    await subscribed({ product: id, email });
    const { waiting } = await rowOf(email);
    const watched = await env.DB.prepare("SELECT sku FROM waiting_sku WHERE waiting = ? ORDER BY sku")
      .bind(waiting)
      .all<{ sku: string }>();
    expect(watched.results.map((row) => row.sku)).toEqual([sku, other].toSorted());
  });

  test("vouches for one that waits to be confirmed, whose link has nothing left to do", async () => {
    await wish(ask, { sku, email });
    const { id } = await rowOf(email);
    expect(await subscribed({ sku, email })).toMatchObject({ id, state: "active" });
    expect(await eventsOf(id)).toEqual([`${id}/1`]);
    expect((await follow(await confirmPath(email))).status).toBe(200);
    expect(await eventsOf(id)).toEqual([`${id}/1`]);
  });

  test("is given the same one however often it asks", async () => {
    const first = await subscribed({ sku, email });
    expect(await subscribed({ sku, email: email.toUpperCase() })).toEqual(first);
    expect(await eventsOf(first.id)).toHaveLength(1);
  });

  test("makes one active again that has ended, but not by a repeat from before", async () => {
    vi.setSystemTime(start);
    const idempotencyKey = crypto.randomUUID();
    const send = () => request<Subscription>("POST", "/v1/subscriptions", { body: { sku, email }, idempotencyKey });
    const { id } = (await send()).body;
    vi.setSystemTime(start + MINUTE);
    await request("DELETE", `/v1/admin/subscriptions/${id}`);
    expect((await send()).body).toMatchObject({ id, state: "unsubscribed" });
    vi.setSystemTime(start + 2 * MINUTE);
    expect(await subscribed({ sku, email })).toMatchObject({ id, state: "active", endedAt: null });
    expect(await eventsOf(id)).toEqual([`${id}/1`, `${id}/2`]);
  });

  test("asking at once makes one, and one event", async () => {
    const made = await Promise.all(Array.from({ length: 6 }, () => subscribed({ sku, email })));
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    const confirmations = await env.DB.prepare("SELECT count(*) AS count FROM event WHERE sku = ?").bind(sku).first();
    expect(confirmations).toEqual({ count: 1 });
  });

  test("is refused beyond the bound of an address", async () => {
    await setNotices({ subscriptionsPerAddressMax: 2 });
    const [two, three] = [await stocked(0), await stocked(0)];
    const { id } = await subscribed({ sku, email });
    await subscribed({ sku: two, email });
    const refused = await request("POST", "/v1/subscriptions", { body: { sku: three, email } });
    expectProblem(refused, 409, "too_many_subscriptions");
    // What is there is given all the same, and what ends makes room.
    expect(await subscribed({ sku: two, email })).toMatchObject({ state: "active" });
    await request("DELETE", `/v1/admin/subscriptions/${id}`);
    expect(await subscribed({ sku: three, email })).toMatchObject({ state: "active" });
    expectProblem(await request("POST", "/v1/subscriptions", { body: { sku, email } }), 409, "too_many_subscriptions");
  });

  test("at once never gets an address beyond its bound", async () => {
    await setNotices({ subscriptionsPerAddressMax: 2 });
    const skus = await Promise.all([stocked(0), stocked(0), stocked(0), stocked(0)]);
    const asked = skus.map((each) => request("POST", "/v1/subscriptions", { body: { sku: each, email } }));
    const statuses = (await Promise.all(asked)).map(({ status }) => status);
    expect(statuses.toSorted()).toEqual([201, 201, 409, 409]);
    expect(await rowsOf(email)).toHaveLength(2);
  });
});

describe("without double opt-in", () => {
  test("a shopper is subscribed at once", async () => {
    await setNotices({ doubleOptIn: false, subscriptionDays: 3 });
    vi.setSystemTime(start);
    const answer = await wish(ask, { sku, email });
    expect([answer.status, answer.body]).toEqual([202, { state: "subscribed" }]);
    expect(await rowOf(email)).toMatchObject({ state: "active", confirmed_at: start, lapses_at: start + 3 * DAY });
    expect(await mailsFor(email)).toEqual([]);
    const { id } = await rowOf(email);
    expect(await eventsOf(id)).toEqual([`${id}/1`]);
  });
});

describe("nothing tells whether an address is known", () => {
  const said = (answer: { status: number; headers: Headers; body: unknown }) => ({
    status: answer.status,
    body: answer.body,
    headers: [...answer.headers].filter(([name]) => name !== "x-request-id" && name !== "date"),
  });

  test.each([true, false])("with double opt-in: %s", async (doubleOptIn) => {
    await setNotices({ doubleOptIn, subscriptionsPerAddressMax: 1 });
    const known: Record<string, string> = {};
    for (const state of ["active", "notified", "unsubscribed", "lapsed"]) {
      const each = freshEmail();
      const { id } = await subscribed({ sku, email: each });
      await env.DB.prepare("UPDATE subscription SET state = ?, ended_at = ? WHERE id = ?")
        .bind(state, state === "active" ? null : Date.now(), id)
        .run();
      known[state] = each;
    }
    known.full = freshEmail();
    await subscribed({ sku: await stocked(0), email: known.full });
    known.unknown = freshEmail();
    const answers: Record<string, unknown> = {};
    for (const [state, each] of Object.entries(known)) answers[state] = said(await wish(ask, { sku, email: each }));
    const body = { state: doubleOptIn ? "confirmation" : "subscribed" };
    expect(answers.unknown).toMatchObject({ status: 202, body });
    for (const answer of Object.values(answers)) expect(answer).toEqual(answers.unknown);
    // Of the address that has its most nothing was made.
    expect(await rowsOf(known.full)).toHaveLength(1);
    expect(await mailsFor(known.full)).toEqual([]);
  });

  test("nor does what the database is asked: as many statements, as often", async () => {
    const active = freshEmail();
    await subscribed({ sku, email: active });
    const batches: number[] = [];
    const databases = Object.getPrototypeOf(env.DB) as D1Database;
    const original = databases.batch;
    const statementsFor = async (each: string): Promise<number[]> => {
      batches.length = 0;
      vi.spyOn(databases, "batch").mockImplementation(function (this: D1Database, statements) {
        batches.push(statements.length);
        return original.call(this, statements) as never;
      });
      await wish(ask, { sku, email: each });
      vi.restoreAllMocks();
      return [...batches];
    };
    await statementsFor(freshEmail());
    const unknown = await statementsFor(freshEmail());
    expect(unknown.length).toBeGreaterThanOrEqual(2);
    expect(await statementsFor(active)).toEqual(unknown);
  });
});

test("an address stands in no log line, and in no answer to a shopper", async () => {
  const lines: string[] = [];
  for (const method of ["log", "info", "warn", "error", "debug"] as const) {
    vi.spyOn(console, method).mockImplementation((...args) => {
      lines.push(
        args.map((each) => (each instanceof Error ? `${each.stack} ${each.message}` : JSON.stringify(each))).join(),
      );
    });
  }
  const local = email.split("@")[0]?.toLowerCase() ?? "";
  const answers: string[] = [];
  const heard = (answer: { body: unknown; headers: Headers }) => {
    answers.push(JSON.stringify([answer.body, [...answer.headers]]).toLowerCase());
  };
  heard(await wish(ask, { sku, email }));
  heard(await wish(ask, { sku, email: `${email} ` }));
  heard(await wish(ask, { sku: freshSku(), email }));
  heard(await follow(await confirmPath(email)));
  heard(await follow("/subscriptions/confirm?token=a.b.c"));
  // Whatever breaks on the way.
  const databases = Object.getPrototypeOf(env.DB) as D1Database;
  vi.spyOn(databases, "batch").mockRejectedValue(new Error("D1 is not there"));
  heard(await wish(ask, { sku, email: freshEmail() }));
  expect(lines.join()).toContain("D1 is not there");
  expect(answers.filter((answer) => answer.includes(local))).toEqual([]);
  expect(lines.filter((line) => line.toLowerCase().includes(local))).toEqual([]);
});

test("a client that posts a hundred times in a minute is braked after ten, and may still ask what is there", async () => {
  const posted = 100;
  const one = as(await keyFor("shopper"), freshAddress());
  const statuses: number[] = [];
  for (let posts = 0; posts < posted; posts += 1) statuses.push((await wish(one, { sku, email: freshEmail() })).status);
  const answered = statuses.filter((status) => status === 202).length;
  // The minute is the clock's own: one may end in between.
  expect(answered).toBeGreaterThanOrEqual(10);
  expect(answered).toBeLessThanOrEqual(20);
  expect(statuses.filter((status) => status === 429)).toHaveLength(posted - answered);
  expect((await one("GET", `/v1/availability/${sku}`)).status).toBe(200);
});
