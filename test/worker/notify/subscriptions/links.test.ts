import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { confirmUrl, readLink, unsubscribeUrl } from "../../../../worker/notify/subscriptions/links.ts";
import { ownSecret } from "../../../../worker/notify/subscriptions/own-secret.ts";

const nowMs = Date.UTC(2026, 11, 1);
const tokenOf = (url: string): string => new URL(url).searchParams.get("token") ?? "";

test("the secret that signs is made once, however many come first, and is another for each name", async () => {
  // As many databases as isolates: each remembers by itself.
  const isolates = Array.from(
    { length: 8 },
    () => new Proxy(env.DB, { get: (db, key) => Reflect.get(db, key).bind(db) }),
  );
  const secrets = await Promise.all(isolates.map((db) => ownSecret(db, "test")));
  expect(new Set(secrets).size).toBe(1);
  expect(secrets[0]).toMatch(/^[\w-]{43}$/);
  expect(await ownSecret(env.DB, "test")).toBe(secrets[0]);
  expect(await ownSecret(env.DB, "other")).not.toBe(secrets[0]);
});

test("a link begins with the address that the deployment names", async () => {
  for (const [base, begin] of [
    ["https://stock.shop.example", "https://stock.shop.example/subscriptions/unsubscribe?token="],
    ["https://stock.shop.example/", "https://stock.shop.example/subscriptions/unsubscribe?token="],
    ["https://shop.example/stock/", "https://shop.example/stock/subscriptions/unsubscribe?token="],
  ] as const) {
    expect((await unsubscribeUrl(env.DB, base, "sub_1")).startsWith(begin)).toBe(true);
  }
});

test("what a link was signed for is read from it, and whether its time is over", async () => {
  const url = await confirmUrl(env.DB, "https://onhand.test", { subscription: "sub_1", confirmation: 4 }, nowMs);
  const read = (timeMs: number) => readLink(env.DB, "confirm", tokenOf(url), timeMs);
  const link = { purpose: "confirm", subscription: "sub_1", confirmation: 4 };
  expect(await read(nowMs)).toEqual({ ...link, expired: false });
  expect(await read(nowMs + 48 * 3_600_000 - 1)).toEqual({ ...link, expired: false });
  expect(await read(nowMs + 48 * 3_600_000)).toEqual({ ...link, expired: true });
});

test("a link of one purpose is none of the other", async () => {
  const ends = tokenOf(await unsubscribeUrl(env.DB, "https://onhand.test", "sub_1"));
  const confirms = tokenOf(
    await confirmUrl(env.DB, "https://onhand.test", { subscription: "sub_1", confirmation: 1 }, nowMs),
  );
  expect(await readLink(env.DB, "unsubscribe", ends, nowMs)).toEqual({ purpose: "unsubscribe", subscription: "sub_1" });
  expect(await readLink(env.DB, "confirm", ends, nowMs)).toBeNull();
  expect(await readLink(env.DB, "unsubscribe", confirms, nowMs)).toBeNull();
});
