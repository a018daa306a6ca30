import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { DEFAULT_DEPLOYMENT } from "../../../../worker/deployment.ts";
import type { MailFacts } from "../../../../worker/notify/mail/mail-facts.ts";
import { lookAfterOwner } from "../../../../worker/notify/owner/owner-notices.ts";
import { until } from "../../settled.ts";
import { product, request, stocked } from "../../shop.ts";
import { mails, nothingTold, setNotices } from "./owner.ts";

vi.setConfig({ testTimeout: 60_000 });

beforeEach(async () => {
  await nothingTold();
  await setNotices({ ownerAddresses: ["owner@shop.example"], lowStockDigestHour: 6 });
});

afterEach(async () => {
  await setNotices({ ownerAddresses: [], lowStockDigestHour: null });
});

/** A moment of a day in December. */
const at = (day: number, hour: number, minute = 0, second = 0): number => Date.UTC(2031, 11, day, hour, minute, second);

/** SKUs that are low by so many units in a channel. */
async function low(gaps: Record<string, number>, channel = "web"): Promise<void> {
  await env.DB.prepare(
    `INSERT INTO standing (sku, kind, place, gap, min_stock_quantity, published)
     SELECT key, 'channel', ?2, 0 - value, 5, 1 FROM json_each(?1)`,
  )
    .bind(JSON.stringify(gaps), channel)
    .run();
}

type Digest = Extract<MailFacts, { kind: "low_stock_digest" }>;
const digests = async (): Promise<Digest[]> =>
  (await mails()).flatMap(({ facts }) => (facts.kind === "low_stock_digest" ? [facts] : []));
const dates = async (): Promise<string[]> => (await digests()).map(({ date }) => date).toSorted();

describe("the daily report of what is low", () => {
  test("has what the projection has, with the product and its page", async () => {
    const sku = await stocked(2, { minStockQuantity: 5 });
    await product({ title: "Mug", inventoryMethod: "sku", sku, url: "https://shop.example/mug" });
    await until(async () => {
      const row = await env.DB.prepare("SELECT gap FROM standing WHERE sku = ? AND kind = 'channel'").bind(sku).first();
      expect(row).toEqual({ gap: -3 });
    });
    await lookAfterOwner(env, at(1, 6));
    expect(await mails()).toEqual([
      {
        id: expect.stringMatching(/^owner_/),
        recipient: "owner@shop.example",
        locale: "en",
        facts: {
          kind: "low_stock_digest",
          rows: [
            {
              sku,
              product: "Mug",
              place: "Web shop",
              stockLevel: 2,
              minStockQuantity: 5,
              url: "https://shop.example/mug",
            },
          ],
          more: 0,
          date: "2031-12-01",
        },
      },
    ]);
  });

  test("is made at its hour, once a day", async () => {
    await low({ MUG: 1 });
    await lookAfterOwner(env, at(1, 5, 59, 59));
    expect(await dates()).toEqual([]);
    await lookAfterOwner(env, at(1, 6));
    await lookAfterOwner(env, at(1, 6, 1));
    await lookAfterOwner(env, at(1, 23, 59, 59));
    await lookAfterOwner(env, at(2, 5, 59, 59));
    expect(await dates()).toEqual(["2031-12-01"]);
    await lookAfterOwner(env, at(2, 6));
    expect(await dates()).toEqual(["2031-12-01", "2031-12-02"]);
  });

  test("is made late where its hour was missed, on the same day alone", async () => {
    await low({ MUG: 1 });
    await lookAfterOwner(env, at(1, 23, 59));
    await lookAfterOwner(env, at(4, 1));
    expect(await dates()).toEqual(["2031-12-01"]);
  });

  test("is made once by several rounds at the same time, and when its hour is moved", async () => {
    await low({ MUG: 1 });
    await Promise.all(Array.from({ length: 4 }, () => lookAfterOwner(env, at(1, 6))));
    await setNotices({ lowStockDigestHour: 18 });
    await lookAfterOwner(env, at(1, 18));
    expect(await dates()).toEqual(["2031-12-01"]);
  });

  test("is not made where nothing is low, nor when something becomes so later that day", async () => {
    await lookAfterOwner(env, at(1, 6));
    await low({ MUG: 1 });
    await lookAfterOwner(env, at(1, 7));
    expect(await mails()).toEqual([]);
    await lookAfterOwner(env, at(2, 6));
    expect(await dates()).toEqual(["2031-12-02"]);
  });

  test("is not made unless it is asked for", async () => {
    await setNotices({ lowStockDigestHour: null });
    await low({ MUG: 1 });
    await lookAfterOwner(env, at(1, 6));
    expect(await mails()).toEqual([]);
  });

  test("waits for a way to send mail", async () => {
    await low({ MUG: 1 });
    await lookAfterOwner(env, at(1, 6), { ...DEFAULT_DEPLOYMENT, transportOf: () => null });
    expect(await mails()).toEqual([]);
    await lookAfterOwner(env, at(1, 9));
    expect(await dates()).toEqual(["2031-12-01"]);
  });

  test("goes over every channel, the furthest below first, and leaves warehouses out", async () => {
    await request("PUT", "/v1/admin/channels/market", { body: { name: "Market", warehouses: ["main"] } });
    await low({ A: 1, B: 7 });
    await low({ A: 2, B: 0 }, "market");
    await env.DB.prepare(
      "INSERT INTO standing (sku, kind, place, gap, min_stock_quantity, published) VALUES ('A', 'warehouse', 'web', -9, 5, 1)",
    ).run();
    await lookAfterOwner(env, at(1, 6));
    const rows = (await digests())[0]?.rows.map(({ sku, place, stockLevel }) => [sku, place, stockLevel]);
    expect(rows).toEqual([
      ["B", "Web shop", -2],
      ["A", "Market", 3],
      ["A", "Web shop", 4],
      ["B", "Market", 5],
    ]);
  });

  test.each([
    [500, 0],
    [501, 1],
  ])("of %i SKUs has at most 500, and the number of the others: %i", async (count, more) => {
    await low(Object.fromEntries(Array.from({ length: count }, (_, index) => [`S-${index}`, 1])));
    await lookAfterOwner(env, at(1, 6));
    const [digest] = await digests();
    expect([digest?.rows.length, digest?.more]).toEqual([500, more]);
  });
});
