import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { DeadLetter, Page, StockEvent } from "../../../sdk/index.ts";
import { recordEvents } from "../../../worker/catalogue/events.ts";
import { deadLetterStatements } from "../../../worker/notify/dead-letters.ts";
import type { NoticeMessage } from "../../../worker/notify/notice-message.ts";
import { passOn } from "../../../worker/notify/pass-on.ts";
import { as, expectProblem, keyFor, request } from "../shop.ts";

let sent: NoticeMessage[];

beforeEach(async () => {
  sent = [];
  await env.DB.batch(
    ["dead_letter", "mail", "delivery", "event"].map((table) => env.DB.prepare(`DELETE FROM ${table}`)),
  );
  // What is sent is looked at; nobody handles it.
  const queues = Object.getPrototypeOf(env.NOTICES) as Queue<NoticeMessage>;
  const metadata = { metrics: { backlogCount: 0, backlogBytes: 0 } };
  vi.spyOn(queues, "send").mockImplementation(async (message) => {
    sent.push(message);
    return { metadata };
  });
  vi.spyOn(queues, "sendBatch").mockImplementation(async (messages) => {
    sent.push(...[...messages].map(({ body }) => body));
    return { metadata };
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const NOON = Date.UTC(2026, 11, 1, 12);
const OUT: StockEvent = {
  id: "MUG/1",
  sku: "MUG",
  at: "2026-12-01T11:00:00.000Z",
  type: "stock.out",
  channel: "web",
  stockLevel: 0,
  threshold: 0,
};
const list = (query = "") => request<Page<DeadLetter>>("GET", `/v1/admin/dead-letters${query}`);
const replay = (id: string, idempotencyKey?: string) =>
  request<DeadLetter>("POST", `/v1/admin/dead-letters/${encodeURIComponent(id)}/replay`, {
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  });

async function give(kind: "mail" | "delivery", subject: string, atMs: number): Promise<string> {
  await env.DB.batch(deadLetterStatements(env.DB, { kind, subject, error: "given up" }, atMs));
  return (await list("?limit=1")).body.items[0]?.id ?? "";
}

async function deadMail(id: string): Promise<void> {
  await env.DB.prepare(
    `INSERT INTO mail (id, kind, recipient, address, locale, facts, state, attempts, next_at, created_at, ended_at)
     VALUES (?, 'low_stock_digest', 'owner@shop.example', 'owner@shop.example', 'en',
       '{"kind":"low_stock_digest","rows":[],"more":0,"date":"2026-12-01"}', 'dead', 6, 0, 0, 0)`,
  )
    .bind(id)
    .run();
}

describe("the list", () => {
  test("has the newest first, page by page, of one kind where that is asked for", async () => {
    const [first, second, third] = [
      await give("mail", "m-1", NOON),
      await give("delivery", "d-1", NOON + 1_000),
      await give("mail", "m-2", NOON + 2_000),
    ];
    expect((await list()).body.items).toEqual([
      {
        id: third,
        kind: "mail",
        subject: "m-2",
        error: "given up",
        at: "2026-12-01T12:00:02.000Z",
        replayedAt: null,
      },
      expect.objectContaining({ id: second, kind: "delivery", subject: "d-1" }),
      expect.objectContaining({ id: first, kind: "mail", subject: "m-1" }),
    ]);
    const page = await list("?limit=2");
    expect(page.body.items.map(({ id }) => id)).toEqual([third, second]);
    const rest = await list(`?limit=2&cursor=${page.body.nextCursor}`);
    expect([rest.body.items.map(({ id }) => id), rest.body.nextCursor]).toEqual([[first], null]);
    expect((await list("?kind=mail")).body.items.map(({ id }) => id)).toEqual([third, first]);
    expect((await list("?kind=message")).body).toEqual({ items: [], nextCursor: null });
  });

  test.each([
    ["?kind=letter", "kind"],
    ["?cursor=abc", "cursor"],
    ["?limit=0", "limit"],
    ["?state=dead", "state"],
  ])("%s is refused", async (query, pointer) => {
    expectProblem(await list(query), 400, "invalid_request", [pointer]);
  });

  test("needs the scope admin", async () => {
    const ask = as(await keyFor("stock", "orders"));
    expectProblem(await ask("GET", "/v1/admin/dead-letters"), 403, "forbidden");
    expectProblem(await ask("POST", "/v1/admin/dead-letters/x/replay"), 403, "forbidden");
  });
});

describe("a replay", () => {
  test("of a mail gives it its tries again, and says when that was", async () => {
    await deadMail("m-1");
    const id = await give("mail", "m-1", NOON);
    vi.setSystemTime(NOON + 60_000);
    const replayed = await replay(id);
    expect([replayed.status, replayed.body.replayedAt]).toEqual([200, "2026-12-01T12:01:00.000Z"]);
    expect((await list()).body.items).toEqual([replayed.body]);
    expect(sent).toEqual([{ kind: "mail", mail: "m-1" }]);
    expect(await env.DB.prepare("SELECT state, attempts FROM mail").first()).toEqual({ state: "pending", attempts: 0 });
  });

  test("of a delivery likewise", async () => {
    const body = { url: "https://erp.example/hook", types: ["stock.out"] };
    await request("PUT", "/v1/admin/webhooks/erp", { body });
    await recordEvents(env.DB, [OUT]);
    await passOn({ skus: [], events: [OUT.id] }, env);
    const { id } = (await env.DB.prepare("SELECT id FROM delivery").first<{ id: string }>()) ?? { id: "none" };
    await env.DB.prepare("UPDATE delivery SET state = 'dead', attempts = 10").run();
    sent = [];
    const replayed = await replay(await give("delivery", id, NOON));
    expect(replayed.body).toMatchObject({ kind: "delivery", subject: id, replayedAt: expect.any(String) });
    expect(sent).toEqual([{ kind: "delivery", delivery: id }]);
    expect(await env.DB.prepare("SELECT state FROM delivery").first()).toEqual({ state: "pending" });
  });

  test("with the same key a second time sends nothing, and answers the same", async () => {
    await deadMail("m-1");
    const id = await give("mail", "m-1", NOON);
    const key = crypto.randomUUID();
    const first = await replay(id, key);
    expect((await replay(id, key)).body).toEqual(first.body);
    expect(sent).toHaveLength(1);
  });

  test("of a mail that is on its way already changes nothing, and says when it was replayed", async () => {
    await deadMail("m-1");
    const id = await give("mail", "m-1", NOON);
    const first = await replay(id);
    const second = await replay(id);
    expect([second.status, second.body]).toEqual([200, first.body]);
    expect(sent).toHaveLength(1);
    await env.DB.prepare("DELETE FROM mail").run();
    expectProblem(await replay(id), 404, "dead_letter_not_found");
  });

  test.each(["mail", "delivery"] as const)("of a %s that is forgotten is refused, and noted nowhere", async (kind) => {
    const id = await give(kind, "gone", NOON);
    expectProblem(await replay(id), 404, "dead_letter_not_found");
    expect((await list()).body.items).toMatchObject([{ id, replayedAt: null }]);
    expect(sent).toEqual([]);
  });

  test("of what was never given up is refused", async () => {
    expectProblem(await replay("mail_no-such"), 404, "dead_letter_not_found");
    const answer = await request("POST", "/v1/admin/dead-letters/x/replay", { idempotencyKey: null });
    expectProblem(answer, 400, "idempotency_key_missing");
  });
});
