import { createExecutionContext, createMessageBatch, getQueueResult } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Warehouse } from "../../../sdk/index.ts";
import { plainObstacles } from "../../../worker/catalogue/close-warehouse.ts";
import { registerSkus } from "../../../worker/catalogue/skus.ts";
import { readStore } from "../../../worker/catalogue/store-facts.ts";
import { beginRemoval } from "../../../worker/catalogue/warehouse-closing.ts";
import { readWarehouse, writeWarehouse } from "../../../worker/catalogue/warehouses.ts";
import { consumeOutbox } from "../../../worker/consume-outbox.ts";
import type { ClosingMessage, OutboxMessage } from "../../../worker/objects/outbox-message.ts";
import { SkuObject } from "../../../worker/objects/sku-object.ts";
import { skuStub } from "../../../worker/objects/stubs.ts";
import { makeRound } from "../../../worker/round.ts";
import { channel, levelAt, pathOf, stockedAt, unitsAt, warehouse } from "../network.ts";
import { expectClean, freshSku, hold, order, request } from "../shop.ts";

// Closing a warehouse takes many turns, and each of them may be lost, repeated or late. Here every turn is made by hand.

vi.setConfig({ testTimeout: 60_000 });

beforeEach(async () => {
  // A closing goes over every SKU that has a name.
  await env.DB.batch([env.DB.prepare("DELETE FROM sku"), env.DB.prepare("DELETE FROM job")]);
});
afterEach(() => {
  vi.restoreAllMocks();
});

const names = (count: number, kind = "close"): string[] =>
  Array.from({ length: count }, (_, index) => `${kind}-${String(index).padStart(3, "0")}`);

/** Begins to remove a warehouse, and says which message has it go on. */
async function begin(code: string, moveTo: string | null = null): Promise<ClosingMessage> {
  const started = await beginRemoval(env.DB, code, moveTo, null, "ann", Date.now(), async () => []);
  if (!started.accepted || started.warehouse.closing === null) throw new Error("It is not being closed");
  return { kind: "closing", warehouse: code, closing: started.warehouse.closing.id };
}

/** Runs one message, and says what it sent to be run next. */
async function run(body: OutboxMessage, acknowledged = true): Promise<OutboxMessage[]> {
  const sent: OutboxMessage[] = [];
  // Stands for the queue, to see what is sent; the real one runs in the tests of the routes.
  const outbox = { send: async (each: OutboxMessage) => void sent.push(each) } as unknown as Queue;
  const batch = createMessageBatch<OutboxMessage>("onhand-outbox", [
    { id: "message", timestamp: new Date(), attempts: 1, body },
  ]);
  await consumeOutbox(batch, { ...env, OUTBOX: outbox });
  const acks = (await getQueueResult(batch, createExecutionContext())).explicitAcks;
  expect(acks).toEqual(acknowledged ? ["message"] : []);
  return sent;
}

/** Runs messages until none is sent, and says how many there were. */
async function runAll(first: ClosingMessage): Promise<number> {
  let count = 0;
  for (let waiting: OutboxMessage[] = [first]; waiting.length > 0; count += 1) {
    waiting = (await run(waiting[0] ?? first)).filter(({ kind }) => kind === "closing");
  }
  return count;
}

const stateOf = async (code: string) => (await readWarehouse(env.DB, code))?.closing ?? null;

describe("closing a warehouse", () => {
  test.each([
    [49, 1],
    [50, 2],
    [51, 2],
  ])("of %i SKUs asks at most 50 in one turn", async (count, turns) => {
    await registerSkus(env.DB, names(count), 0);
    const code = await warehouse();
    const message = await begin(code);
    for (let turn = 1; turn < turns; turn += 1) {
      expect(await run(message)).toEqual([message]);
      expect(await stateOf(code)).toMatchObject({ pass: "ask", done: 50 * turn, after: "close-049" });
    }
    expect(await run(message)).toEqual([message]);
    // Then those that were named lately, of which there are none; and then every SKU is told.
    expect(await stateOf(code)).toMatchObject({ pass: "late", done: count });
    expect(await run(message)).toEqual([{ kind: "job", job: "tell_settings", after: "" }]);
    expect(await readWarehouse(env.DB, code)).toBeNull();
  });

  test("moves nothing before every SKU has said that nothing is in the way", async () => {
    const [stays, goes] = [await warehouse(), await warehouse()];
    await registerSkus(env.DB, names(60), 0);
    const first = await stockedAt({ [goes]: 4 });
    const message = await begin(goes, stays);
    await run(message);
    expect(await levelAt(first, goes)).toMatchObject({ onHand: 4 });
    await run(message);
    expect(await stateOf(goes)).toMatchObject({ pass: "move", done: 0, after: "" });
    expect(await levelAt(first, goes)).toMatchObject({ onHand: 4 });
    expect(await runAll(message)).toBe(3);
    expect(await levelAt(first, goes)).toBeNull();
    expect(await levelAt(first, stays)).toMatchObject({ onHand: 4 });
    await expectClean(first);
  });

  test("is the same however often each message comes", async () => {
    const [stays, goes] = [await warehouse(), await warehouse()];
    const code = await channel([goes, stays]);
    const sku = await stockedAt({ [goes]: 10 });
    await hold([{ sku, quantity: 3 }], { channel: code });
    await order((await hold([{ sku, quantity: 2 }], { channel: code })).id);
    const message = await begin(goes, stays);
    for (let turn = 0; turn < 6; turn += 1) {
      await Promise.all([run(message), run(message)]);
      await run(message);
    }
    expect(await readWarehouse(env.DB, goes)).toBeNull();
    expect(await levelAt(sku, stays)).toMatchObject({ onHand: 10, held: 3, allocated: 2 });
    expect(await levelAt(sku, goes)).toBeNull();
    await expectClean(sku);
  });

  test("goes on after a SKU gave no answer, from where it stood", async () => {
    const [stays, goes] = [await warehouse(), await warehouse()];
    const skus = [await stockedAt({ [goes]: 1 }), await stockedAt({ [goes]: 2 })];
    const message = await begin(goes, stays);
    await run(message);
    const before = await stateOf(goes);
    const real = SkuObject.prototype.close;
    let calls = 0;
    vi.spyOn(SkuObject.prototype, "close").mockImplementation(function (this: SkuObject, call) {
      calls += 1;
      if (calls === 2) throw new Error("Broken on purpose");
      return real.call(this, call);
    });
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    expect(await run(message, false)).toEqual([]);
    expect(await stateOf(goes)).toEqual(before);
    vi.restoreAllMocks();
    await runAll(message);
    for (const [index, sku] of skus.entries()) expect(await levelAt(sku, stays)).toMatchObject({ onHand: index + 1 });
    await expectClean(...skus);
  });

  test("asks SKUs once more that were made after their turn", async () => {
    const goes = await warehouse();
    await registerSkus(env.DB, names(50, "zz"), 0);
    const message = await begin(goes);
    await run(message);
    // One that comes first by its name, made by a Worker that knew of nothing yet.
    await registerSkus(env.DB, ["a-late-one"], Date.now());
    const provenance = { actor: "ann", note: null, document: null };
    const levels = [{ warehouse: goes, onHand: 3, expected: null }];
    await skuStub(env, "a-late-one").bringTo({ policy: {}, levels, provenance, dryRun: false });
    await runAll(message);
    expect(await stateOf(goes)).toMatchObject({ state: "refused", obstacles: [{ sku: "a-late-one", onHand: 3 }] });
  });

  test("names at most 100 SKUs that are in the way, and asks no others then", async () => {
    const goes = await warehouse();
    const real = SkuObject.prototype.close;
    await registerSkus(env.DB, names(160), 0);
    const close = vi.spyOn(SkuObject.prototype, "close").mockImplementation(async function (this: SkuObject, call) {
      await real.call(this, call);
      const obstacle = { onHand: 1, claimed: 0, uncovered: 0, planned: 0, incoming: 0 };
      return close.mock.calls.length === 1 ? null : obstacle;
    });
    expect(await runAll(await begin(goes))).toBe(3);
    const closing = await stateOf(goes);
    expect(closing).toMatchObject({ state: "refused", done: 1 });
    expect(closing?.obstacles.map(({ sku }) => sku)).toEqual(names(101).slice(1));
    expect(close).toHaveBeenCalledTimes(150);
  });

  test("that was refused has every SKU take goods there again", async () => {
    const goes = await warehouse();
    const sku = await stockedAt({ [goes]: 1 });
    const message = await begin(goes);
    expect((await readStore(env.DB)).closed).toContain(goes);
    await run(message);
    const up = { body: { warehouse: goes, delta: 1, reason: "found" } };
    expect((await request("POST", `/v1/admin/skus/${sku}/adjust`, up)).body).toMatchObject({
      code: "warehouse_closed",
    });
    expect(await stateOf(goes)).toMatchObject({ state: "refused" });
    expect((await readStore(env.DB)).closed).not.toContain(goes);
    await run({ kind: "job", job: "tell_settings", after: "" });
    expect((await request("POST", `/v1/admin/skus/${sku}/adjust`, up)).status).toBe(200);
  });

  test("of an older attempt does nothing but tell every SKU", async () => {
    const goes = await warehouse();
    const sku = await stockedAt({ [goes]: 1 });
    const older = await begin(goes);
    await runAll(older);
    const newer = await begin(goes);
    const before = await stateOf(goes);
    expect(await run(older)).toEqual([{ kind: "job", job: "tell_settings", after: "" }]);
    expect(await stateOf(goes)).toEqual(before);
    expect(newer.closing).not.toBe(older.closing);
    await expectClean(sku);
  });

  test("is ended by putting the warehouse active again, when it was to be so no more", async () => {
    const rests = await warehouse();
    const put = (active: boolean) => writeWarehouse(env.DB, rests, { name: "R", active }, null, "ann", Date.now());
    await put(false);
    const id = (await stateOf(rests))?.id ?? "";
    expect(await put(false)).toMatchObject({ outcome: "closing", warehouse: { closing: { id } } });
    expect(await put(true)).toMatchObject({ outcome: "changed", warehouse: { active: true, closing: null } });
    await run({ kind: "closing", warehouse: rests, closing: id });
    expect(await readWarehouse(env.DB, rests)).toMatchObject({ active: true, closing: null });
  });

  test("for its removal is ended by saying whether it is to be active, and by no other change of it", async () => {
    const [stays, goes] = [await warehouse(), await warehouse()];
    const sku = await stockedAt({ [goes]: 4 });
    const message = await begin(goes, stays);
    const put = (more: object) => writeWarehouse(env.DB, goes, { name: "G", ...more }, null, "ann", Date.now());
    expect(await put({})).toEqual({ accepted: false, refusal: { reason: "closing", moveTo: stays } });
    expect(await put({ active: true })).toMatchObject({
      outcome: "changed",
      warehouse: { active: true, closing: null },
    });
    await runAll(message);
    expect(await readWarehouse(env.DB, goes)).toMatchObject({ name: "G", active: true, closing: null });
    expect((await readStore(env.DB)).closed).not.toContain(goes);
    expect(await levelAt(sku, goes)).toMatchObject({ onHand: 4 });

    await begin(goes, stays);
    expect(await put({ active: false })).toMatchObject({
      outcome: "closing",
      warehouse: { closing: { goal: "deactivate" } },
    });
  });

  test("is taken on by the cron's round, in case a message was lost", async () => {
    const goes = await warehouse();
    const message = await begin(goes);
    const sent: OutboxMessage[] = [];
    // As above.
    const outbox = { send: async (each: OutboxMessage) => void sent.push(each) } as unknown as Queue;
    await makeRound({ ...env, OUTBOX: outbox });
    expect(sent).toContainEqual(message);
  });
});

describe("while a warehouse is being removed", () => {
  test("it is neither changed, nor moved elsewhere, nor a place to move to, and no channel takes it up", async () => {
    const [stays, goes, other] = [await warehouse(), await warehouse(), await warehouse()];
    const message = await begin(goes, stays);
    const at = pathOf("warehouses", goes);
    const refusals = [
      await request("PUT", at, { body: { name: "Other" } }),
      await request("DELETE", at),
      await request("DELETE", `${at}?moveTo=${other}`),
      await request("DELETE", `${pathOf("warehouses", other)}?moveTo=${goes}`),
      await request("DELETE", pathOf("warehouses", stays)),
      await request("PUT", pathOf("warehouses", stays), { body: { name: "S", active: false } }),
      await request("PUT", pathOf("channels", "new"), { body: { name: "C", warehouses: [stays, goes] } }),
    ];
    expect(refusals.map(({ body }) => (body as { code: string }).code)).toEqual(refusals.map(() => "warehouse_closed"));
    const pointers = refusals.map(({ body }) => (body as { errors: { pointer: string }[] }).errors[0]?.pointer);
    expect(pointers).toEqual(["/active", "code", "code", "moveTo", "code", "/active", "/warehouses/1"]);
    expect((await request<Warehouse>("DELETE", `${at}?moveTo=${stays}`)).status).toBe(202);
    await runAll(message);
    expect(await readWarehouse(env.DB, stays)).not.toBeNull();
  });

  test("a SKU that has been told puts and promises nothing there, and shows nothing of it", async () => {
    const [stays, goes] = [await warehouse(), await warehouse()];
    const code = await channel([goes, stays]);
    const sku = await stockedAt({ [goes]: 5, [stays]: 1 });
    const stale = await readStore(env.DB);
    await begin(goes);
    const store = await readStore(env.DB);
    const call = { warehouse: goes, goal: "remove", moveTo: null, isMoving: false, actor: "ann", store } as const;
    expect(await skuStub(env, sku).close(call)).toMatchObject({ onHand: 5 });
    // Asked by a Worker that does not know of it yet.
    const question = { channel: { code, warehouses: [goes, stays] }, store: stale };
    const look = await skuStub(env, sku).look({ ...question, product: null, allowOutOfStock: null, reservation: null });
    expect(look?.figures).toMatchObject({ onHand: 1, available: 1 });
    const adjust = (delta: number) =>
      request("POST", `/v1/admin/skus/${sku}/adjust`, { body: { warehouse: goes, delta, reason: "correction" } });
    expect((await adjust(1)).body).toMatchObject({ code: "warehouse_closed" });
    expect((await adjust(-2)).status).toBe(200);
    expect(await unitsAt(sku, "onHand")).toEqual({ [goes]: 3, [stays]: 1 });
  });

  test("a new SKU starts without anything there", async () => {
    const goes = await warehouse();
    // What this Worker remembers of the store is from before.
    await stockedAt({ [goes]: 1 });
    await begin(goes);
    const rows = [{ sku: freshSku(), levels: [{ warehouse: goes, onHand: 2 }] }];
    const answer = await request<{ rows: unknown[] }>("POST", "/v1/admin/bulk/skus", { body: { rows } });
    expect(answer.body.rows).toMatchObject([{ outcome: "refused", problem: { code: "warehouse_closed" } }]);
  });
});

test("what is plainly in the way is what SKUs say themselves, of those that the list knows of", async () => {
  const goes = await warehouse();
  const [full, emptied] = [await stockedAt({ [goes]: 3 }), await stockedAt({ [goes]: 2 })];
  const rows = [full, emptied, freshSku()].map((sku) =>
    env.DB.prepare("INSERT OR REPLACE INTO level VALUES (?, ?, 3, 0, 0, 0, 0, 1, 0)").bind(sku, goes),
  );
  await env.DB.batch(rows);
  await request("POST", `/v1/admin/skus/${emptied}/count`, { body: { warehouse: goes, onHand: 0 } });
  expect(await plainObstacles(env, goes)).toEqual([
    { sku: full, onHand: 3, claimed: 0, uncovered: 0, planned: 0, incoming: 0 },
  ]);
});

test("the version of a SKU does not fall when a level of it goes", async () => {
  const [stays, goes] = [await warehouse(), await warehouse()];
  const sku = await stockedAt({ [goes]: 1, [stays]: 1 });
  for (const onHand of [4, 5, 6, 0]) {
    await request("POST", `/v1/admin/skus/${sku}/count`, { body: { warehouse: goes, onHand } });
  }
  const version = async () => (await skuStub(env, sku).read({ revision: 0, policy: {} }))?.version ?? 0;
  const before = await version();
  await runAll(await begin(goes));
  expect(await levelAt(sku, goes)).toBeNull();
  expect(await version()).toBeGreaterThan(before);
});
