import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { EventType, Movement, StockAdjustedEvent } from "../../../sdk/index.ts";
import { adjustmentStatements, newsOf } from "../../../worker/catalogue/adjustments.ts";
import { project } from "../../../worker/catalogue/projection.ts";
import type { NoticeMessage } from "../../../worker/notify/notice-message.ts";
import type { SkuMessage } from "../../../worker/objects/outbox-message.ts";
import { consumed, skuMessage } from "../outbox.ts";
import { freshSku } from "../shop.ts";

// What admins change of stock is told while a webhook endpoint wants it, out of the ledger lines that come anyway.

const AT = "2026-12-01T09:00:00.000Z";

let kept: NoticeMessage[] = [];

beforeEach(() => {
  kept = [];
  // Nothing is really sent.
  const queues = Object.getPrototypeOf(env.NOTICES) as Queue<NoticeMessage>;
  vi.spyOn(queues, "sendBatch").mockImplementation((messages) => {
    kept.push(...[...messages].map(({ body }) => body));
    return Promise.resolve({ metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } });
  });
});

afterEach(async () => {
  vi.restoreAllMocks();
  await env.DB.batch([env.DB.prepare("DELETE FROM webhook"), env.DB.prepare("DELETE FROM delivery")]);
});

/** An endpoint that wants some events. */
async function endpoint(types: EventType[], enabled = true): Promise<void> {
  await env.DB.prepare(
    "INSERT INTO webhook (id, url, types, enabled, secrets, revision, created_at) VALUES (?, ?, ?, ?, '[]', 1, 0)",
  )
    .bind(crypto.randomUUID(), "https://erp.example/", JSON.stringify(types), Number(enabled))
    .run();
}

function line(sequence: number, more: Partial<Movement> = {}): Movement {
  return {
    sequence,
    sku: "",
    warehouse: "main",
    kind: "adjust",
    figure: "onHand",
    change: -1,
    after: 7,
    reason: "damaged",
    note: "fell",
    order: null,
    document: null,
    actor: "ann",
    at: AT,
    ...more,
  };
}

function message(sku: string, ...lines: Movement[]): SkuMessage {
  return skuMessage(sku, { lines: lines.map((each) => ({ ...each, sku })), at: Date.parse(AT) + 500 });
}

async function recorded(sku: string): Promise<StockAdjustedEvent[]> {
  const rows = await env.DB.prepare("SELECT doc, activity, state FROM event WHERE sku = ? ORDER BY id")
    .bind(sku)
    .all<{ doc: string; activity: null; state: null }>();
  for (const { activity, state } of rows.results) expect([activity, state]).toEqual([null, null]);
  // Written by what is tested.
  return rows.results.map(({ doc }) => JSON.parse(doc) as StockAdjustedEvent);
}

describe("stock that an admin changes is told", () => {
  test("with what, where, why and who", async () => {
    await endpoint(["stock.adjusted"]);
    const sku = freshSku();
    await project(env.DB, [message(sku, line(1, { document: "paper" }))]);
    expect(await recorded(sku)).toEqual([
      {
        id: `adjusted ["${sku}",1]`,
        type: "stock.adjusted",
        sku,
        at: AT,
        warehouse: "main",
        kind: "adjust",
        change: -1,
        after: 7,
        reason: "damaged",
        document: "paper",
        actor: "ann",
      },
    ]);
  });

  test("by adjustments, counts, both ends of a transfer and receipts, and by nothing else", async () => {
    await endpoint(["stock.adjusted"]);
    const sku = freshSku();
    await project(env.DB, [
      message(
        sku,
        line(1),
        line(2, { kind: "count" }),
        line(3, { kind: "transfer" }),
        line(4, { kind: "transfer", warehouse: "east", change: 1 }),
        line(5, { kind: "receive" }),
        // Expected goods that are not expected any more.
        line(6, { kind: "receive", figure: "incoming" }),
        line(7, { kind: "expect", figure: "incoming" }),
        line(8, { kind: "ship" }),
        line(9, { kind: "return" }),
      ),
    ]);
    expect((await recorded(sku)).map(({ kind, warehouse, change }) => [kind, warehouse, change])).toEqual([
      ["adjust", "main", -1],
      ["count", "main", -1],
      ["transfer", "main", -1],
      ["transfer", "east", 1],
      ["receive", "main", -1],
    ]);
  });

  test.each<[string, EventType[], boolean]>([
    ["nobody", [], true],
    ["only one who wants others", ["stock.low", "order.covered"], true],
    ["only one who is disabled", ["stock.adjusted"], false],
  ])("not while it is wanted by %s, and then costs no row", async (_, types, enabled) => {
    await endpoint(types, enabled);
    const sku = freshSku();
    const [written] = await env.DB.batch(adjustmentStatements(env.DB, message(sku, line(1))));
    expect(written?.meta.rows_written).toBe(0);
    expect(await recorded(sku)).toEqual([]);
  });

  test("for a row, and one in each of two indexes", async () => {
    await endpoint(["stock.adjusted"]);
    const [written] = await env.DB.batch(adjustmentStatements(env.DB, message(freshSku(), line(1))));
    expect(written?.meta.rows_written).toBe(3);
  });

  test("once, however often and in whatever order lines come", async () => {
    await endpoint(["stock.adjusted"]);
    await endpoint(["stock.adjusted", "stock.low"]);
    const sku = freshSku();
    const [first, second] = [message(sku, line(1)), message(sku, line(2))];
    await project(env.DB, [second, first, first]);
    await project(env.DB, [message(sku, line(1), line(2), line(3))]);
    expect((await recorded(sku)).map(({ id }) => id)).toEqual([1, 2, 3].map((n) => `adjusted ["${sku}",${n}]`));
  });

  test("not when it is told again to somebody who has come since: it is old by then", async () => {
    const sku = freshSku();
    await project(env.DB, [message(sku, line(1))]);
    await endpoint(["stock.adjusted"]);
    await project(env.DB, [message(sku, line(1), line(2))]);
    expect((await recorded(sku)).map(({ id }) => id)).toEqual([`adjusted ["${sku}",2]`]);
  });
});

describe("what was recorded is passed on", () => {
  const deliveries = async (): Promise<string[]> => {
    const rows = await env.DB.prepare("SELECT event FROM delivery").all<{ event: string }>();
    return rows.results.map(({ event }) => event);
  };

  test("to who wants it, also when the message that recorded it was cut off", async () => {
    await endpoint(["stock.adjusted"]);
    const sku = freshSku();
    const told = message(sku, line(1));
    await project(env.DB, [told]);
    expect(await deliveries()).toEqual([]);
    for (let times = 0; times < 2; times += 1) expect(await consumed(told)).toEqual({ acked: 1, retried: 0 });
    expect(await deliveries()).toEqual([`adjusted ["${sku}",1]`]);
    expect(kept.every(({ kind }) => kind === "delivery")).toBe(true);
  });

  test("up to a day after it was written: a rebuild that comes later sends nothing again", () => {
    const sku = freshSku();
    const day = 24 * 3_600_000;
    const told = message(sku, line(1));
    expect(newsOf({ ...told, at: Date.parse(AT) + day })).toHaveLength(1);
    expect(newsOf({ ...told, at: Date.parse(AT) + day + 1 })).toEqual([]);
  });
});
