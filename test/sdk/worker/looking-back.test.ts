import { expect, test, vi } from "vitest";
import { until } from "../../worker/settled.ts";
import { freshId, freshSku, hold, stocked } from "../../worker/shop.ts";
import { errorNamed } from "../failures.ts";
import { adminOver, wire } from "./stage.ts";

// An admin's script asks the real Worker what happened and how things stand.

// Waits for queues; a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 });

const line = wire();
const admin = adminOver(line);

test("movements are listed by what they are asked for, page by page", async () => {
  const sku = await stocked(5);
  const id = freshId("order");
  await admin.orders.place({ id, reservation: (await hold([{ sku, quantity: 2 }])).id });
  const filter = { sku, kind: "allocate" } as const;
  expect((await admin.movements.list(filter)).items).toMatchObject([{ sku, kind: "allocate", change: 2, order: id }]);
  const first = await admin.movements.list({ sku }, { limit: 1 });
  const second = await admin.movements.list({ sku }, { limit: 1, cursor: first.nextCursor });
  expect([...first.items, ...second.items].map(({ sequence }) => sequence)).toEqual([2, 1]);
  expect(second.nextCursor).toBeNull();
  await errorNamed(admin.movements.list({ sku: freshSku() }), "NotFoundError");
});

test("events are listed by what they are asked for", async () => {
  const sku = await stocked(5);
  await until(async () => {
    const { items } = await admin.events.list({ sku, type: "stock.back" });
    expect(items).toMatchObject([{ sku, type: "stock.back", channel: "web", stockLevel: 5, threshold: 0 }]);
  });
  expect((await admin.events.list({ sku, to: "2020-01-01T00:00:00Z" }, { limit: 1 })).items).toEqual([]);
  expect(line.sent.at(-1)?.path).toBe(`/v1/admin/events?sku=${sku}&to=2020-01-01T00%3A00%3A00Z&limit=1`);
});

test("the low-stock report names what is low", async () => {
  const sku = await stocked(1, { minStockQuantity: 9, published: false });
  await until(async () => {
    const { items } = await admin.reports.lowStock({ channel: "web", published: false });
    expect(items).toMatchObject([{ sku, stockLevel: 1, minStockQuantity: 9, below: 8, published: false }]);
  });
});

test("an audit of all says whether every figure is what it must be", async () => {
  await stocked(1);
  const page = await admin.audit({ limit: 100 });
  expect(page).toMatchObject({ clean: true, drifted: [], unanswered: [] });
  expect(page.checked).toBeGreaterThan(0);
});
