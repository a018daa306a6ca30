import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { AuditPage } from "../../../sdk/index.ts";
import { registerSkus } from "../../../worker/catalogue/skus.ts";
import { SkuObject } from "../../../worker/objects/sku-object.ts";
import { type Answer, expectProblem, hold, order, request, stocked } from "../shop.ts";

vi.setConfig({ testTimeout: 60_000 });

beforeEach(async () => {
  await env.DB.prepare("DELETE FROM sku").run();
});

afterEach(() => {
  vi.restoreAllMocks();
});

const audit = (query = ""): Promise<Answer<AuditPage>> => request("GET", `/v1/admin/audit${query}`);

/** Makes a figure wrong, as no request can. */
async function spoil(sku: string): Promise<void> {
  await runInDurableObject(env.SKU.getByName(sku), (_, state) => {
    state.storage.sql.exec("UPDATE level SET on_hand = on_hand + 1");
  });
}

test("an audit of all goes through every SKU, page by page", async () => {
  const skus = [await stocked(3), await stocked(4), await stocked(5)].toSorted();
  const [sku = ""] = skus;
  await order((await hold([{ sku, quantity: 2 }])).id);
  expect((await audit()).body).toEqual({ checked: 3, clean: true, drifted: [], unanswered: [], nextCursor: null });
  const first = (await audit("?limit=2")).body;
  expect(first).toMatchObject({ checked: 2, clean: true });
  const second = (await audit(`?limit=2&cursor=${first.nextCursor}`)).body;
  expect(second).toEqual({ checked: 1, clean: true, drifted: [], unanswered: [], nextCursor: null });
});

test("an audit of all names what drifted, by its page", async () => {
  const [fine, bad] = [await stocked(3), await stocked(4)];
  await spoil(bad);
  const { body } = await audit();
  expect(body).toMatchObject({ checked: 2, clean: false, unanswered: [] });
  expect(body.drifted).toMatchObject([
    { sku: bad, clean: false, drift: [{ what: "onHand", warehouse: "main", stored: 5, recomputed: 4 }] },
  ]);
  const last = [fine, bad].toSorted().indexOf(bad) === 1;
  expect((await audit("?limit=1")).body.clean).toBe(last);
});

test("a SKU that does not answer is named, and the others are audited all the same", async () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  const [fine, mute] = [await stocked(3), await stocked(4)];
  const original = SkuObject.prototype.audit;
  vi.spyOn(SkuObject.prototype, "audit").mockImplementation(async function (this: SkuObject) {
    const found = await original.call(this);
    if (found?.sku === mute) throw new Error("The object broke");
    return found;
  });
  expect((await audit()).body).toMatchObject({ checked: 1, clean: false, drifted: [], unanswered: [mute] });
  expect(fine).not.toBe(mute);
});

test("a name whose SKU was not made after all is passed over", async () => {
  await stocked(3);
  await registerSkus(env.DB, ["never-made"], Date.now());
  expect((await audit()).body).toMatchObject({ checked: 1, clean: true });
});

test.each([
  [10, 10],
  [11, 10],
])("of %i SKUs at most ten are asked at the same time", async (count, most) => {
  for (let made = 0; made < count; made += 1) await stocked(0);
  let underWay = 0;
  let top = 0;
  const original = SkuObject.prototype.audit;
  vi.spyOn(SkuObject.prototype, "audit").mockImplementation(async function (this: SkuObject) {
    underWay += 1;
    top = Math.max(top, underWay);
    // All that are asked together are there before the first one answers.
    await scheduler.wait(50);
    underWay -= 1;
    return original.call(this);
  });
  expect((await audit()).body).toMatchObject({ checked: count, clean: true });
  expect(top).toBe(most);
});

test.each([
  ["?limit=101", "limit"],
  ["?limit=0", "limit"],
  ["?sku=MUG", "sku"],
])("%s is refused", async (query, pointer) => {
  expectProblem(await audit(query), 400, "invalid_request", [pointer]);
});
