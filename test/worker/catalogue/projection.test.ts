import { createExecutionContext, createMessageBatch, getQueueResult } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { Level, Movement } from "../../../sdk/index.ts";
import { distrustLevels, project } from "../../../worker/catalogue/projection.ts";
import { consumeOutbox } from "../../../worker/consume-outbox.ts";
import type { LowStanding } from "../../../worker/core/standing.ts";
import type { OutboxMessage, SkuMessage } from "../../../worker/objects/outbox-message.ts";
import { skuStub } from "../../../worker/objects/stubs.ts";
import { skuMessage } from "../outbox.ts";
import { freshSku, stocked } from "../shop.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

function level(onHand: number, more: Partial<Level> = {}): Level {
  return { warehouse: "main", onHand, held: 0, allocated: 0, planned: 0, incoming: 0, ...more };
}

function line(sku: string, sequence: number, more: Partial<Movement> = {}): Movement {
  return {
    sequence,
    sku,
    warehouse: "main",
    kind: "adjust",
    figure: "onHand",
    change: 1,
    after: sequence,
    reason: "found",
    note: null,
    order: null,
    document: null,
    actor: "test",
    at: "2026-12-01T09:00:00.000Z",
    ...more,
  };
}

function message(sku: string, changes: number, levels: Level[], lines: Movement[] = []): SkuMessage {
  return skuMessage(sku, { changes, levels, lines, at: 2_000 + changes });
}

async function levels(sku: string): Promise<Record<string, unknown>[]> {
  const rows = await env.DB.prepare(
    `SELECT warehouse, on_hand, held, allocated, planned, incoming, changes, updated_at
     FROM level WHERE sku = ? ORDER BY warehouse`,
  )
    .bind(sku)
    .all();
  return rows.results;
}

async function movements(sku: string): Promise<Movement[]> {
  const rows = await env.DB.prepare("SELECT * FROM movement WHERE sku = ? ORDER BY sequence").bind(sku).all<Movement>();
  return rows.results;
}

describe("what a SKU said is projected", () => {
  test("with every figure and every part of a line, and the SKU's name", async () => {
    const sku = freshSku();
    const one = line(sku, 1, { note: `it's "so"`, document: "paper", reason: null, kind: "count", change: -3 });
    await project(env.DB, [message(sku, 7, [level(1, { held: 2, allocated: 3, planned: 4, incoming: 5 })], [one])]);
    expect(await levels(sku)).toEqual([
      {
        warehouse: "main",
        on_hand: 1,
        held: 2,
        allocated: 3,
        planned: 4,
        incoming: 5,
        changes: 7,
        updated_at: 2_007,
      },
    ]);
    expect(await movements(sku)).toEqual([one]);
    const named = await env.DB.prepare("SELECT created_at FROM sku WHERE sku = ?").bind(sku).first();
    expect(named).toEqual({ created_at: 1_000 });
  });

  test("the same however often it comes", async () => {
    const sku = freshSku();
    const once = message(sku, 2, [level(2)], [line(sku, 1), line(sku, 2)]);
    for (let times = 0; times < 3; times += 1) await project(env.DB, [once]);
    expect(await levels(sku)).toMatchObject([{ on_hand: 2, changes: 2 }]);
    expect((await movements(sku)).map((each) => each.sequence)).toEqual([1, 2]);
  });

  test("in whatever order it comes: an older message brings its lines, but no older figures", async () => {
    const sku = freshSku();
    const first = message(sku, 1, [level(1)], [line(sku, 1)]);
    const second = message(sku, 2, [level(2), level(9, { warehouse: "east" })], [line(sku, 2)]);
    const third = message(sku, 3, [level(3), level(8, { warehouse: "east" })], [line(sku, 3)]);
    for (const each of [third, first, second]) await project(env.DB, [each]);
    expect(await levels(sku)).toMatchObject([
      { warehouse: "east", on_hand: 8, changes: 3 },
      { warehouse: "main", on_hand: 3, changes: 3 },
    ]);
    expect((await movements(sku)).map((each) => each.sequence)).toEqual([1, 2, 3]);
  });

  test("a level that the SKU has no more is gone, unless the message is an older one", async () => {
    const sku = freshSku();
    await project(env.DB, [message(sku, 2, [level(2), level(9, { warehouse: "east" })])]);
    await project(env.DB, [message(sku, 1, [level(1)])]);
    expect(await levels(sku)).toHaveLength(2);
    await project(env.DB, [message(sku, 3, [level(3)])]);
    expect(await levels(sku)).toMatchObject([{ warehouse: "main", on_hand: 3 }]);
  });

  test("a line that stands there wrongly is put right", async () => {
    const sku = freshSku();
    await project(env.DB, [message(sku, 1, [level(1)], [line(sku, 1)])]);
    await env.DB.prepare("UPDATE movement SET change = 99, after = 99, actor = 'x' WHERE sku = ?").bind(sku).run();
    await project(env.DB, [message(sku, 1, [level(1)], [line(sku, 1)])]);
    expect(await movements(sku)).toEqual([line(sku, 1)]);
  });

  test("nothing of another SKU is touched", async () => {
    const [one, two] = [freshSku(), freshSku()];
    await project(env.DB, [message(one, 1, [level(1)], [line(one, 1)])]);
    await project(env.DB, [message(two, 9, [level(5)], [line(two, 1, { change: 5 })])]);
    expect(await levels(one)).toMatchObject([{ on_hand: 1 }]);
    expect((await movements(one))[0]).toEqual(line(one, 1));
  });
});

describe("the mark of lines without a hole", () => {
  const mark = async (sku: string): Promise<number | undefined> =>
    (await env.DB.prepare("SELECT lines_up_to FROM sku WHERE sku = ?").bind(sku).first<{ lines_up_to: number }>())
      ?.lines_up_to;
  const lines = (sku: string, from: number, to: number): Movement[] =>
    Array.from({ length: to - from + 1 }, (_, index) => line(sku, from + index));

  test("waits for the lines before, and then takes in all that are there", async () => {
    const sku = freshSku();
    await project(env.DB, [message(sku, 1, [], lines(sku, 1, 2))]);
    expect(await mark(sku)).toBe(2);
    await project(env.DB, [message(sku, 4, [], lines(sku, 5, 6))]);
    await project(env.DB, [message(sku, 5, [], lines(sku, 8, 9))]);
    expect(await mark(sku)).toBe(2);
    await project(env.DB, [message(sku, 3, [], lines(sku, 3, 4))]);
    expect(await mark(sku)).toBe(6);
    await project(env.DB, [message(sku, 3, [], lines(sku, 1, 7))]);
    expect(await mark(sku)).toBe(9);
  });

  test("never goes back", async () => {
    const sku = freshSku();
    await project(env.DB, [message(sku, 1, [], lines(sku, 1, 5))]);
    await project(env.DB, [message(sku, 1, [], lines(sku, 1, 2))]);
    await project(env.DB, [message(sku, 2, [])]);
    expect(await mark(sku)).toBe(5);
  });

  test("does not wait for lines that the SKU has folded away", async () => {
    const sku = freshSku();
    await project(env.DB, [skuMessage(sku, { lines: lines(sku, 1_001, 1_002), linesGone: 1_000 })]);
    expect(await mark(sku)).toBe(1_002);
  });
});

describe("where a SKU is low", () => {
  const place = (name: string, stockLevel: number): LowStanding => ({
    kind: "channel",
    place: name,
    stockLevel,
    minStockQuantity: 2,
    published: true,
  });
  const said = (sku: string, version: number, ...low: LowStanding[]): SkuMessage =>
    skuMessage(sku, { standings: { revisions: 1, version, low } });
  const gaps = async (sku: string): Promise<[string, number][]> => {
    const rows = await env.DB.prepare("SELECT place, gap FROM standing WHERE sku = ? ORDER BY place")
      .bind(sku)
      .all<{ place: string; gap: number }>();
    return rows.results.map((row) => [row.place, row.gap]);
  };

  test("is taken as a whole, and only when it is newer", async () => {
    const sku = freshSku();
    await project(env.DB, [said(sku, 3, place("web", 1), place("outlet", -2))]);
    expect(await gaps(sku)).toEqual([
      ["outlet", -4],
      ["web", -1],
    ]);
    await project(env.DB, [said(sku, 2, place("web", 2))]);
    expect(await gaps(sku)).toHaveLength(2);
    await project(env.DB, [said(sku, 4, place("web", 2))]);
    expect(await gaps(sku)).toEqual([["web", 0]]);
    await project(env.DB, [said(sku, 5)]);
    expect(await gaps(sku)).toEqual([]);
    await project(env.DB, [said(sku, 4, place("web", 2))]);
    expect(await gaps(sku)).toEqual([]);
  });

  test("stays as it is when a message says nothing of it", async () => {
    const sku = freshSku();
    await project(env.DB, [said(sku, 3, place("web", 1))]);
    await project(env.DB, [message(sku, 9, [level(1)])]);
    expect(await gaps(sku)).toEqual([["web", -1]]);
  });

  test("is taken anew after a rebuild, however new what was there looked", async () => {
    const sku = freshSku();
    await project(env.DB, [said(sku, 9, place("web", 1))]);
    await distrustLevels(env.DB, [sku]);
    expect(await gaps(sku)).toEqual([["web", -1]]);
    await project(env.DB, [said(sku, 3, place("web", 0))]);
    expect(await gaps(sku)).toEqual([["web", -2]]);
  });
});

describe("the consumer of the outbox", () => {
  async function consume(...bodies: OutboxMessage[]) {
    const messages = bodies.map((body, index) => ({ id: `m${index}`, timestamp: new Date(), attempts: 1, body }));
    const batch = createMessageBatch<OutboxMessage>("onhand-outbox", messages);
    await consumeOutbox(batch, env);
    return getQueueResult(batch, createExecutionContext());
  }

  test("acknowledges each message by itself, and has the failed ones sent again later", async () => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    const [fine, broken, also] = [freshSku(), freshSku(), freshSku()];
    // A line without a kind: the database refuses it.
    const lines = [{ sequence: 1 } as Movement];
    const result = await consume(
      message(fine, 1, [level(1)]),
      message(broken, 1, [level(1)], lines),
      message(also, 1, [level(2)]),
    );
    expect(result.explicitAcks).toEqual(["m0", "m2"]);
    expect(result.retryMessages.map((each) => each.msgId)).toEqual(["m1"]);
    expect(await levels(fine)).toMatchObject([{ on_hand: 1 }]);
    expect(await levels(also)).toMatchObject([{ on_hand: 2 }]);
    // One message is one transaction: of the broken one nothing is there.
    expect(await levels(broken)).toEqual([]);
    const again = await consume(message(broken, 1, [level(1)], [line(broken, 1)]));
    expect(again.explicitAcks).toEqual(["m0"]);
    expect(await levels(broken)).toMatchObject([{ on_hand: 1 }]);
  });

  test("tells the SKU what the projection has, and no more", async () => {
    const sku = await stocked(3);
    const stub = skuStub(env, sku);
    const lines = (await stub.recentMovements(Number.MAX_SAFE_INTEGER, 10)) ?? [];
    if (lines.length > 0) await consume(message(sku, 1, [level(3)], lines));
    expect(await stub.recentMovements(Number.MAX_SAFE_INTEGER, 10)).toEqual([]);
    expect((await movements(sku)).map((each) => each.change)).toEqual([3]);
  });

  test("takes an acknowledgement that leaves a hole for none", async () => {
    const sku = await stocked(3);
    const stub = skuStub(env, sku);
    await stub.acknowledge(2, 9);
    const before = (await stub.recentMovements(Number.MAX_SAFE_INTEGER, 10)) ?? [];
    const projected = await movements(sku);
    expect(new Set([...before, ...projected].map((each) => each.sequence))).toEqual(new Set([1]));
  });
});
