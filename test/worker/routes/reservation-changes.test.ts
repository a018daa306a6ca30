import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { Line, Reservation } from "../../../sdk/index.ts";
import {
  type Answer,
  type Ask,
  expectClean,
  expectProblem,
  figures,
  freshSku,
  hold,
  product,
  request,
  setPolicy,
  shopper,
  stocked,
} from "../shop.ts";

afterEach(() => {
  vi.useRealTimers();
});

function change(id: string, revision: number, lines: Line[], ask: Ask = request): Promise<Answer<Reservation>> {
  return ask<Reservation>("POST", `/v1/reservations/${id}/change`, { body: { revision, lines } });
}

describe("a change states all lines as they shall be", () => {
  test("SKUs come, go, grow and shrink in one step", async () => {
    const [grows, shrinks, goes, comes] = [await stocked(5), await stocked(5), await stocked(5), await stocked(5)];
    const before = await hold([
      { sku: grows, quantity: 1 },
      { sku: shrinks, quantity: 3 },
      { sku: goes, quantity: 2 },
    ]);
    const changed = await change(before.id, 1, [
      { sku: comes, quantity: 4 },
      { sku: grows, quantity: 5 },
      { sku: shrinks, quantity: 1 },
    ]);
    expect(changed.status).toBe(200);
    expect(changed.body).toMatchObject({
      id: before.id,
      revision: 2,
      expiresAt: before.expiresAt,
      lines: [
        { sku: comes, quantity: 4 },
        { sku: grows, quantity: 5 },
        { sku: shrinks, quantity: 1 },
      ],
    });
    const held = await Promise.all([grows, shrinks, goes, comes].map(async (sku) => (await figures(sku)).held));
    expect(held).toEqual([5, 1, 0, 4]);
    await expectClean(grows, shrinks, goes, comes);
  });

  test("a SKU that went may come back", async () => {
    const [one, two] = [await stocked(5), await stocked(5)];
    const { id } = await hold([{ sku: one, quantity: 2 }]);
    await change(id, 1, [{ sku: two, quantity: 2 }]);
    const back = await change(id, 2, [{ sku: one, quantity: 3 }]);
    expect(back.body.revision).toBe(3);
    expect([await figures(one), await figures(two)]).toMatchObject([{ held: 3 }, { held: 0 }]);
    await request("POST", `/v1/reservations/${id}/release`);
    expect([await figures(one), await figures(two)]).toMatchObject([{ held: 0 }, { held: 0 }]);
    await expectClean(one, two);
  });

  test("its own units do not count against it", async () => {
    const sku = await stocked(5);
    const { id } = await hold([{ sku, quantity: 4 }]);
    expect((await change(id, 1, [{ sku, quantity: 5 }])).status).toBe(200);
    const refused = await change(id, 2, [{ sku, quantity: 6 }]);
    const { errors } = expectProblem(refused, 409, "insufficient_stock", ["/lines/0"]);
    expect(errors).toMatchObject([{ requested: 6, available: 5 }]);
  });

  test("the same lines again are a change that takes nothing", async () => {
    const sku = await stocked(2);
    const { id } = await hold([{ sku, quantity: 2 }]);
    expect((await change(id, 1, [{ sku, quantity: 2 }])).body).toMatchObject({ revision: 2 });
    expect(await figures(sku)).toMatchObject({ held: 2 });
  });
});

describe("a change that is refused leaves everything as it was", () => {
  test("every short SKU is named, and what was taken for it is given back", async () => {
    const [grows, short, gone] = [await stocked(9), await stocked(1), await stocked(0)];
    const { id } = await hold([{ sku: grows, quantity: 2 }]);
    const refused = await change(id, 1, [
      { sku: grows, quantity: 8 },
      { sku: short, quantity: 2 },
      { sku: gone, quantity: 1 },
    ]);
    expectProblem(refused, 409, "insufficient_stock", ["/lines/1", "/lines/2"]);
    expect((await request<Reservation>("GET", `/v1/reservations/${id}`)).body).toMatchObject({
      revision: 1,
      lines: [{ sku: grows, quantity: 2 }],
    });
    expect([await figures(grows), await figures(short)]).toMatchObject([{ held: 2 }, { held: 0 }]);
    expect((await change(id, 1, [{ sku: grows, quantity: 9 }])).status).toBe(200);
    await expectClean(grows, short);
  });

  test("every bad line is told at once", async () => {
    const [fine, pairs] = [await stocked(9), await stocked(9, { quantityMultiple: 2 })];
    const components = [{ sku: fine, quantity: 1 }];
    const kit = await product({ title: "K", inventoryMethod: "kit", components, policy: { maxCartQuantity: 1 } });
    const { id } = await hold([{ sku: fine, quantity: 1 }]);
    const refused = await change(id, 1, [
      { sku: fine, quantity: 9 },
      { sku: pairs, quantity: 3 },
      { sku: freshSku(), quantity: 1 },
      { product: kit, quantity: 2 },
    ]);
    // 9 by itself and 2 in kits are more than the 9 that are there.
    expectProblem(refused, 422, "sku_not_found", [
      "/lines/0",
      "/lines/1/quantity",
      "/lines/2/sku",
      "/lines/3/quantity",
      "/lines/3",
    ]);
    expect([await figures(fine), await figures(pairs)]).toMatchObject([{ held: 1 }, { held: 0 }]);
  });

  test("a product that is not there is told before any stock is asked for", async () => {
    const sku = await stocked(5);
    const { id } = await hold([{ sku, quantity: 1 }]);
    const lines = [
      { sku, quantity: 5 },
      { product: "no-such", quantity: 1 },
    ];
    expectProblem(await change(id, 1, lines), 422, "product_not_found", ["/lines/1/product"]);
    expect(await figures(sku)).toMatchObject({ held: 1 });
  });
});

describe("a change names the revision that it read", () => {
  test("another one in the meantime is refused with the one that is there", async () => {
    const sku = await stocked(9);
    const { id } = await hold([{ sku, quantity: 1 }]);
    expect((await change(id, 1, [{ sku, quantity: 2 }])).body.revision).toBe(2);
    for (const revision of [1, 3]) {
      const refused = await change(id, revision, [{ sku, quantity: 7 }]);
      expect(expectProblem(refused, 409, "revision_mismatch").detail).toContain("revision 2");
    }
    expect(await figures(sku)).toMatchObject({ held: 2 });
  });

  test("of two at the same time one is made, and the other is told so", async () => {
    const sku = await stocked(9);
    const { id } = await hold([{ sku, quantity: 1 }]);
    const answers = await Promise.all([2, 3, 4].map((quantity) => change(id, 1, [{ sku, quantity }])));
    const made = answers.filter((answer) => answer.status === 200);
    expect(made).toHaveLength(1);
    for (const { body } of answers.filter((answer) => answer.status !== 200)) {
      expect(["change_in_progress", "revision_mismatch"]).toContain((body as unknown as { code: string }).code);
    }
    expect(await figures(sku)).toMatchObject({ held: made[0]?.body.lines[0]?.quantity });
    await expectClean(sku);
  });

  test("one that is under way is waited for no longer than it takes to say so", async () => {
    const sku = await stocked(9);
    const { id } = await hold([{ sku, quantity: 1 }]);
    let finish = (): void => {};
    const gate = new Promise<void>((resolve) => {
      finish = resolve;
    });
    // The SKU answers nobody while it is blocked, so that the first change stays under way.
    const blocked = runInDurableObject(env.SKU.getByName(sku), (_, state) => state.blockConcurrencyWhile(() => gate));
    const first = change(id, 1, [{ sku, quantity: 5 }]);
    const second = await vi.waitFor(async () => {
      const answer = await request("POST", `/v1/reservations/${id}/extend`, { body: {} });
      expect(answer.status).toBe(409);
      return answer;
    });
    expectProblem(second, 409, "change_in_progress");
    expect(second.headers.get("retry-after")).toBe("1");
    finish();
    await blocked;
    expect((await first).body).toMatchObject({ revision: 2, lines: [{ quantity: 5 }] });
  });
});

describe("what is no longer sold may be kept, and less of it taken, but not more", () => {
  test.each<[string, Record<string, unknown>, string]>([
    ["unpublished", { published: false }, "hidden"],
    ["out of its time", { availableUntil: "2020-01-01T00:00:00Z" }, "no_longer_available"],
  ])("%s", async (_, policy, reason) => {
    const sku = await stocked(9);
    const other = await stocked(9);
    const { id } = await hold([{ sku, quantity: 4 }]);
    await setPolicy(sku, policy);
    const more = await change(id, 1, [{ sku, quantity: 5 }]);
    expect(expectProblem(more, 409, "not_purchasable", ["/lines/0"]).errors).toMatchObject([{ sku, reason }]);
    const kept = await change(id, 1, [
      { sku, quantity: 4 },
      { sku: other, quantity: 1 },
    ]);
    expect(kept.status).toBe(200);
    expect((await change(id, 2, [{ sku, quantity: 2 }])).status).toBe(200);
    // The cart's own rules still hold for less.
    await setPolicy(sku, { minCartQuantity: 2 });
    const fewer = await change(id, 3, [{ sku, quantity: 1 }]);
    const { errors } = expectProblem(fewer, 422, "invalid_quantity", ["/lines/0/quantity"]);
    expect(errors).toMatchObject([{ sku, reason: "below_min", min: 2 }]);
    expect(await figures(sku)).toMatchObject({ held: 2 });
  });
});

test("a shopper changes by the id alone, and is shown no figure that policy hides", async () => {
  const sku = await stocked(3);
  const ask = await shopper();
  const { id } = await hold([{ sku, quantity: 1 }], {}, ask);
  expect((await change(id, 1, [{ sku, quantity: 2 }], ask)).status).toBe(200);
  const { errors } = expectProblem(await change(id, 2, [{ sku, quantity: 4 }], ask), 409, "insufficient_stock");
  expect(errors?.[0]).not.toHaveProperty("available");
});

test("a change does not make it last longer", async () => {
  const start = Date.UTC(2026, 11, 1);
  vi.setSystemTime(start);
  const sku = await stocked(3);
  const { id, expiresAt } = await hold([{ sku, quantity: 1 }], { ttlSeconds: 100 });
  vi.setSystemTime(start + 99_000);
  expect((await change(id, 1, [{ sku, quantity: 2 }])).body.expiresAt).toBe(expiresAt);
  vi.setSystemTime(start + 100_000);
  expectProblem(await change(id, 2, [{ sku, quantity: 1 }]), 409, "reservation_expired");
});
