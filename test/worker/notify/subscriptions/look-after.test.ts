import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { lookAfterSubscriptions } from "../../../../worker/notify/subscriptions/subscriptions.ts";
import { request, shopper, stocked } from "../../shop.ts";
import { freshEmail, rowOf, rowsOf, subscribed, wish } from "../../subscribers.ts";

// What the cron's round does to subscriptions whose time has come.

vi.setConfig({ testTimeout: 60_000 });

const start = Date.UTC(2026, 11, 1);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let sku: string;
let email: string;
beforeEach(async () => {
  await env.DB.prepare("DELETE FROM subscription").run();
  sku = await stocked(0);
  email = freshEmail();
  vi.setSystemTime(start);
});

afterEach(() => {
  vi.useRealTimers();
});

test("an active one lapses after its days, and is forgotten 90 days later", async () => {
  await subscribed({ sku, email });
  await lookAfterSubscriptions(env, start + 90 * DAY - 1);
  expect((await rowOf(email)).state).toBe("active");
  await lookAfterSubscriptions(env, start + 90 * DAY);
  expect(await rowOf(email)).toMatchObject({ state: "lapsed", ended_at: start + 90 * DAY });
  await lookAfterSubscriptions(env, start + 180 * DAY - 1);
  expect(await rowsOf(email)).toHaveLength(1);
  await lookAfterSubscriptions(env, start + 180 * DAY);
  expect(await rowsOf(email)).toEqual([]);
});

test("one that nobody confirmed is forgotten with its link", async () => {
  await wish(await shopper(), { sku, email });
  await lookAfterSubscriptions(env, start + 48 * HOUR - 1);
  expect((await rowOf(email)).state).toBe("pending");
  await lookAfterSubscriptions(env, start + 48 * HOUR);
  expect(await rowsOf(email)).toEqual([]);
});

test.each(["notified", "unsubscribed"])("one that was %s is forgotten after 90 days", async (state) => {
  const { id } = await subscribed({ sku, email });
  await env.DB.prepare("UPDATE subscription SET state = ?, ended_at = ? WHERE id = ?").bind(state, start, id).run();
  await lookAfterSubscriptions(env, start + 90 * DAY - 1);
  expect(await rowOf(email)).toMatchObject({ state, ended_at: start });
  await lookAfterSubscriptions(env, start + 90 * DAY);
  expect(await rowsOf(email)).toEqual([]);
});

test("one round ends a thousand, the oldest first, and the next one the rest", async () => {
  const rows = Array.from({ length: 1_002 }, (_, index) => index);
  await env.DB.prepare(
    `INSERT INTO subscription (id, subject, channel, email, address, locale, sku, waiting, state, created_at, confirmed_at, lapses_at)
     SELECT 'many-' || value, 'sku/' || value, 'web', 'e', 'e', 'en', 's', 'w', 'active', 0, 0, ?1 + value FROM json_each(?2)`,
  )
    .bind(start, JSON.stringify(rows))
    .run();
  const active = async () => {
    const left = await env.DB.prepare("SELECT id FROM subscription WHERE state = 'active' ORDER BY lapses_at").all();
    return left.results.map(({ id }) => id);
  };
  await lookAfterSubscriptions(env, start + 2_000);
  expect(await active()).toEqual(["many-1000", "many-1001"]);
  await lookAfterSubscriptions(env, start + 2_000);
  expect(await active()).toEqual([]);
});

test("past its time it takes no place of its address, though no round has come by", async () => {
  await request("PATCH", "/v1/admin/settings", { body: { notices: { subscriptionsPerAddressMax: 1 } } });
  await subscribed({ sku, email });
  vi.setSystemTime(start + 90 * DAY);
  expect(await subscribed({ sku: await stocked(0), email })).toMatchObject({ state: "active" });
});
