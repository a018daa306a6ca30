import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test, vi } from "vitest";
import type { Movement, Page, SkuSummary } from "../../../sdk/index.ts";
import { skuStub } from "../../../worker/objects/stubs.ts";
import { expectClean, history, hold, order, request, stocked } from "../shop.ts";

// Waits for queues and asks often; a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 });

// History is what the projection has and what the SKU has not had acknowledged yet: it never has a hole.

async function adjust(sku: string, count: number): Promise<void> {
  for (let from = 0; from < count; from += 100) {
    const rows = Array.from({ length: Math.min(100, count - from) }, () => ({ sku, delta: 1, reason: "found" }));
    expect((await request("POST", "/v1/admin/bulk/adjust", { body: { rows } })).status).toBe(200);
  }
}

async function projected(sku: string): Promise<number> {
  const row = await env.DB.prepare("SELECT count(*) AS lines FROM movement WHERE sku = ?").bind(sku).first<{
    lines: number;
  }>();
  return row?.lines ?? 0;
}

async function unacknowledged(sku: string): Promise<number> {
  return (await skuStub(env, sku).recentMovements(Number.MAX_SAFE_INTEGER, 1_000))?.length ?? 0;
}

async function untilAcknowledged(sku: string): Promise<void> {
  await vi.waitFor(async () => expect(await unacknowledged(sku)).toBe(0), { timeout: 20_000, interval: 100 });
}

const sequences = (movements: readonly Movement[]): number[] => movements.map((movement) => movement.sequence);
/** From the newest to the first. */
const downFrom = (last: number): number[] => Array.from({ length: last }, (_, index) => last - index);

test("lines reach the projection a hundred at a time, and the history is whole at every moment meanwhile", async () => {
  const counts = [100, 101];
  const skus = [await stocked(0), await stocked(0)];
  for (const [index, sku] of skus.entries()) await adjust(sku, counts[index] ?? 0);
  for (const [index, sku] of skus.entries()) {
    const count = counts[index] ?? 0;
    await expect
      .poll(
        async () => {
          expect(sequences(await history(sku, 60))).toEqual(downFrom(count));
          return unacknowledged(sku);
        },
        { timeout: 20_000, interval: 100 },
      )
      .toBe(0);
    expect(await projected(sku)).toBe(count);
    expect(sequences(await history(sku, 60))).toEqual(downFrom(count));
  }
  await expectClean(...skus);
});

test("lines from before and after an acknowledgement stand in one history", async () => {
  const sku = await stocked(5);
  await untilAcknowledged(sku);
  const { id } = await order((await hold([{ sku, quantity: 2 }])).id);
  await adjust(sku, 2);
  const all = await history(sku, 2);
  expect(all.map(({ sequence, kind, change }) => [sequence, kind, change])).toEqual([
    [4, "adjust", 1],
    [3, "adjust", 1],
    [2, "allocate", 2],
    [1, "adjust", 5],
  ]);
  expect(all[2]).toMatchObject({ document: id });
  // The line that the projection has is told like the ones that only the SKU has.
  expect(all.map((movement) => Object.keys(movement).toSorted())).toEqual(
    all.map(() => Object.keys(all[3] ?? {}).toSorted()),
  );
});

describe("a rebuild", () => {
  const summary = async (): Promise<SkuSummary | undefined> => {
    const page = await request<Page<SkuSummary>>("GET", "/v1/admin/skus?limit=100");
    return page.body.items.find((item) => item.sku === sku);
  };
  let sku: string;
  let before: Movement[];
  beforeAll(async () => {
    sku = await stocked(5);
    await order((await hold([{ sku, quantity: 2 }])).id);
    await hold([{ sku, quantity: 1 }], { ttlSeconds: 3_600 });
    await untilAcknowledged(sku);
    const told = { onHand: 5, held: 1, allocated: 2 };
    await vi.waitFor(async () => expect(await summary()).toMatchObject(told), { timeout: 10_000 });
    before = await history(sku);
    expect(sequences(before)).toEqual([2, 1]);
  }, 60_000);
  const rebuild = async (): Promise<void> => {
    const started = await request("POST", "/v1/admin/projection/rebuild");
    expect([started.status, started.body]).toEqual([202, { started: true }]);
  };

  test("repairs a projection that was wiped", async () => {
    await env.DB.batch([env.DB.prepare("DELETE FROM level"), env.DB.prepare("DELETE FROM movement")]);
    expect(await summary()).toMatchObject({ onHand: 0 });
    await rebuild();
    await expect.poll(() => projected(sku), { timeout: 10_000 }).toBe(2);
    expect(await summary()).toMatchObject({ onHand: 5, held: 1, allocated: 2 });
    expect(await history(sku)).toEqual(before);
    await untilAcknowledged(sku);
    expect(await history(sku)).toEqual(before);
    await expectClean(sku);
  });

  test("repairs figures, lines and levels that are wrong, however new they look", async () => {
    await env.DB.batch([
      env.DB.prepare("UPDATE level SET on_hand = 99, held = 99, changes = 1000000 WHERE sku = ?").bind(sku),
      env.DB.prepare("INSERT INTO level SELECT sku, 'ghost', 7, 0, 0, 0, 0, 1000000, 0 FROM level WHERE sku = ?").bind(
        sku,
      ),
      env.DB.prepare("UPDATE movement SET change = 99, after = 99, document = 'x' WHERE sku = ?").bind(sku),
    ]);
    expect(await summary()).toMatchObject({ onHand: 106, held: 99 });
    await rebuild();
    await expect.poll(() => summary(), { timeout: 10_000 }).toMatchObject({ onHand: 5, held: 1, allocated: 2 });
    await untilAcknowledged(sku);
    expect(await history(sku)).toEqual(before);
  });

  test("may be started twice at once", async () => {
    await env.DB.prepare("DELETE FROM movement WHERE sku = ?").bind(sku).run();
    await Promise.all([rebuild(), rebuild()]);
    await expect.poll(() => projected(sku), { timeout: 10_000 }).toBe(2);
    await untilAcknowledged(sku);
    expect(await history(sku)).toEqual(before);
    expect(await summary()).toMatchObject({ onHand: 5, held: 1, allocated: 2 });
    await expectClean(sku);
  });
});
