import { createExecutionContext, createMessageBatch, getQueueResult } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Sku } from "../../../sdk/index.ts";
import { registerSkus } from "../../../worker/catalogue/skus.ts";
import { consumeOutbox } from "../../../worker/consume-outbox.ts";
import type { JobMessage, OutboxMessage } from "../../../worker/objects/outbox-message.ts";
import { skuStub } from "../../../worker/objects/stubs.ts";
import { makeRound } from "../../../worker/round.ts";
import { expectClean, figures, hold, request, stocked } from "../shop.ts";

// Waits for queues and asks often; a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 });

beforeEach(async () => {
  // Jobs go over every SKU that has a name.
  await env.DB.batch([env.DB.prepare("DELETE FROM sku"), env.DB.prepare("DELETE FROM job")]);
});
afterEach(() => {
  vi.useRealTimers();
});

const names = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `job-${String(index).padStart(3, "0")}`);

describe("a job over all SKUs", () => {
  /** Runs one stretch, and says what it sent to be run next. */
  async function stretch(body: JobMessage): Promise<OutboxMessage[]> {
    const sent: OutboxMessage[] = [];
    // Stands for the queue, to see what is sent; the real one runs the whole job in the tests of settings and rebuild.
    const outbox = { send: async (each: OutboxMessage) => void sent.push(each) } as unknown as Queue;
    const batch = createMessageBatch<OutboxMessage>("onhand-outbox", [
      { id: "job", timestamp: new Date(), attempts: 1, body },
    ]);
    await consumeOutbox(batch, { ...env, OUTBOX: outbox });
    expect((await getQueueResult(batch, createExecutionContext())).explicitAcks).toEqual(["job"]);
    return sent;
  }

  test.each([
    [49, []],
    [50, [{ kind: "job", job: "tell_settings", after: "job-049" }]],
    [51, [{ kind: "job", job: "tell_settings", after: "job-049" }]],
  ])("of %i does at most 50 in one stretch, and then sends the next", async (count, next) => {
    await registerSkus(env.DB, names(count), 0);
    expect(await stretch({ kind: "job", job: "tell_settings", after: "" })).toEqual(next);
    expect(await stretch({ kind: "job", job: "tell_settings", after: "job-049" })).toEqual([]);
  });

  test("reaches the SKUs after the one named, and those only", async () => {
    const skus = names(3);
    for (const sku of skus) await request("PUT", `/v1/admin/skus/${sku}`, { body: {} });
    await env.DB.prepare("UPDATE settings SET revision = 9, policy = '{\"minStockQuantity\":4}'").run();
    await stretch({ kind: "job", job: "tell_settings", after: "job-000" });
    const known = await Promise.all(
      skus.map(
        async (sku) => (await skuStub(env, sku).read({ revision: 0, policy: {} }))?.policy.minStockQuantity.value,
      ),
    );
    expect(known).toEqual([0, 4, 4]);
  });
});

test("a change of settings goes through every stretch by itself", async () => {
  const rows = names(51).map((sku) => ({ sku }));
  await request("POST", "/v1/admin/bulk/skus", { body: { rows: rows.slice(0, 50) } });
  await request("POST", "/v1/admin/bulk/skus", { body: { rows: rows.slice(50) } });
  await request("PATCH", "/v1/admin/settings", { body: { policy: { set: { minStockQuantity: 6 } } } });
  const known = async (sku: string): Promise<Sku["policy"]["minStockQuantity"] | undefined> =>
    (await skuStub(env, sku).read({ revision: 0, policy: {} }))?.policy.minStockQuantity;
  for (const sku of ["job-000", "job-049", "job-050"]) {
    await expect.poll(() => known(sku), { timeout: 15_000 }).toEqual({ value: 6, source: "store" });
  }
});

describe("the cron's round", () => {
  const standsAt = async (): Promise<string | undefined> =>
    (await env.DB.prepare("SELECT after FROM job WHERE name = 'round'").first<{ after: string }>())?.after;

  test("wakes 200 SKUs, goes on after them the next time, and then from the start", async () => {
    await registerSkus(env.DB, names(201), 0);
    await makeRound(env);
    expect(await standsAt()).toBe("job-199");
    await makeRound(env);
    expect(await standsAt()).toBe("");
  });

  test("ends what is due though an alarm was lost", async () => {
    const start = Date.UTC(2026, 11, 1);
    vi.setSystemTime(start);
    const sku = await stocked(3);
    const { id } = await hold([{ sku, quantity: 2 }], { ttlSeconds: 60 });
    vi.setSystemTime(start + 60_000);
    expect(await figures(sku)).toMatchObject({ held: 2 });
    await makeRound(env);
    expect(await figures(sku)).toMatchObject({ onHand: 3, held: 0 });
    expect((await request<{ state: string }>("GET", `/v1/reservations/${id}`)).body.state).toBe("expired");
    await expectClean(sku);
  });
});
