import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test, vi } from "vitest";
import type { Replenishment } from "../../../sdk/index.ts";
import { project } from "../../../worker/catalogue/projection.ts";
import { listReplenishments } from "../../../worker/catalogue/replenishments.ts";
import { replenishmentOf } from "../../../worker/core/replenishment-view.ts";
import type { ReplenishmentNews } from "../../../worker/objects/replenishment-news.ts";
import { skuStub } from "../../../worker/objects/stubs.ts";
import { goods } from "../core/given.ts";
import { skuMessage } from "../outbox.ts";
import { expectClean, freshSku, receive, request, stocked } from "../shop.ts";

// Replenishments as the projection has them: whatever is lost, repeated or late on the way.

// Waits for queues; a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 });

function news(sku: string, sequence: number, set: Parameters<typeof goods>[0] = {}): ReplenishmentNews {
  return { ...replenishmentOf(sku, goods(set)), sequence };
}

function tell(sku: string, ...replenishments: ReplenishmentNews[]): Promise<void> {
  return project(env.DB, [skuMessage(sku, { replenishments })]);
}

function listed(sku: string, limit = 200): Promise<Replenishment[]> {
  return listReplenishments(env.DB, { sku }, null, limit);
}

async function quantities(sku: string): Promise<[id: string, quantity: number][]> {
  return (await listed(sku)).map(({ id, quantity }) => [id, quantity]);
}

describe("what a SKU said of its replenishments", () => {
  test("is listed as it was told, without the number that it came with", async () => {
    const sku = freshSku();
    const { sequence: _, ...told } = news(sku, 4, {
      note: `it's "so"`,
      document: "😀",
      expectedAt: "2099-01-01T00:00:00Z",
    });
    await tell(sku, { ...told, sequence: 4 });
    expect(await listed(sku)).toEqual([told]);
  });

  test("is the same however often it comes, and whatever comes late changes nothing", async () => {
    const sku = freshSku();
    const [older, newer] = [news(sku, 4, { quantity: 4 }), news(sku, 9, { quantity: 9 })];
    for (const each of [older, older, newer, newer, older]) await tell(sku, each);
    expect(await quantities(sku)).toEqual([["PO-1", 9]]);
  });

  test("moves nothing of another SKU with the same id", async () => {
    const [one, two] = [freshSku(), freshSku()];
    await tell(one, news(one, 1, { quantity: 1 }));
    await tell(two, news(two, 9, { quantity: 9 }));
    expect([await quantities(one), await quantities(two)]).toEqual([[["PO-1", 1]], [["PO-1", 9]]]);
  });

  test("keeps the hundred that were closed last, and every open one", async () => {
    const sku = freshSku();
    const closed = Array.from({ length: 101 }, (_, index) =>
      news(sku, index + 10, { id: `C-${index}`, closed: "received" }),
    );
    await tell(sku, news(sku, 1, { id: "open" }), ...closed);
    const ids = (await listed(sku)).map((each) => each.id);
    expect(ids).toHaveLength(101);
    expect(ids).toContain("open");
    expect(ids).not.toContain("C-0");
  });
});

describe("a SKU", () => {
  /** Has the projection acknowledge every line. */
  async function acknowledged(sku: string): Promise<void> {
    const left = async () => (await skuStub(env, sku).recentMovements(Number.MAX_SAFE_INTEGER, 10))?.length;
    await expect.poll(left, { timeout: 20_000 }).toBe(0);
  }

  test("tells of them after it was restarted before it had", async () => {
    const sku = await stocked(0);
    await request("PUT", `/v1/admin/skus/${sku}/replenishments/PO-1`, { body: { quantity: 4 } });
    await evictDurableObject(env.SKU.getByName(sku));
    expect(await skuStub(env, sku).replenishments()).toMatchObject([{ id: "PO-1", outstanding: 4 }]);
    // Any later change brings what was not acknowledged along.
    await receive(sku, 1);
    await expect.poll(() => quantities(sku), { timeout: 20_000 }).toEqual([["PO-1", 4]]);
    await expectClean(sku);
  });

  test("tells of them anew in a rebuild, also when their lines are folded away by then", async () => {
    const sku = await stocked(0);
    await request("PUT", `/v1/admin/skus/${sku}/replenishments/PO-1`, { body: { quantity: 4 } });
    await receive(sku, 1);
    await acknowledged(sku);
    await runInDurableObject(env.SKU.getByName(sku), (_, { storage }) => {
      // As it is after two thousand more lines; what is expected is no on-hand figure.
      storage.sql.exec("UPDATE sku SET facts = json_set(facts, '$.checkpoint.sequence', 1)");
      storage.sql.exec("DELETE FROM ledger WHERE sequence = 1");
    });
    await expectClean(sku);
    const damage = "UPDATE replenishment SET doc = '{}', due = 0, sequence = 99, state = 'closed' WHERE sku = ?";
    await env.DB.prepare(damage).bind(sku).run();
    await request("POST", "/v1/admin/projection/rebuild");
    await expect
      .poll(() => listed(sku), { timeout: 20_000 })
      .toMatchObject([{ id: "PO-1", quantity: 4, outstanding: 4, state: "open" }]);
  });
});
