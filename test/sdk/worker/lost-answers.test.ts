import { expect, test, vi } from "vitest";
import { figures, freshSku, hold, stocked } from "../../worker/shop.ts";
import { errorNamed } from "../failures.ts";
import { hurried } from "../fake-environment.ts";
import { type Answering, answering, unreachable } from "../line.ts";
import { adminOver, losingTheAnswer, shopperWith, wire } from "./stage.ts";

// Whatever becomes of an answer, the real Worker has done it once.

// A busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 });

const RECEIVED = { delta: 10, reason: "received" } as const;

test.each<[string, Answering]>([
  ["is lost", losingTheAnswer],
  ["never started out", unreachable],
  ["is a 503 of a proxy", answering(503)],
  ["is a 429", answering(429)],
])("a write whose answer %s is sent again, and done once", async (_, answer) => {
  const sku = await stocked(0);
  const line = wire();
  line.answers.push(answer, answer);
  const written = await adminOver(line, hurried()).skus.adjust(sku, RECEIVED);
  expect(written.level.onHand).toBe(10);
  expect((await figures(sku)).onHand).toBe(10);
  expect(line.sent).toHaveLength(3);
});

test("a write that was given up is gone on with by its key", async () => {
  const sku = await stocked(0);
  const line = wire();
  line.answers.push(losingTheAnswer);
  const admin = adminOver(line, { retries: 0 });
  const { idempotencyKey } = await errorNamed(admin.skus.adjust(sku, RECEIVED), "NetworkError");
  expect((await admin.skus.adjust(sku, RECEIVED, { idempotencyKey: idempotencyKey ?? "" })).level.onHand).toBe(10);
  expect((await figures(sku)).onHand).toBe(10);
});

test("two writes are two", async () => {
  const sku = await stocked(0);
  const admin = adminOver(wire());
  await Promise.all([admin.skus.adjust(sku, RECEIVED), admin.skus.adjust(sku, RECEIVED)]);
  expect((await figures(sku)).onHand).toBe(20);
});

test("a key that a shopper's client makes is random enough for the Worker", async () => {
  const { shop } = await shopperWith();
  const held = await shop.reserve([{ sku: await stocked(1), quantity: 1 }]);
  expect(held.state).toBe("held");
});

test("an idempotency key of 200 characters is taken, a longer one refused", async () => {
  const sku = await stocked(0);
  const admin = adminOver(wire());
  const written = await admin.skus.adjust(sku, RECEIVED, { idempotencyKey: "k".repeat(200) });
  expect(written.level.onHand).toBe(10);
  await errorNamed(admin.skus.adjust(sku, RECEIVED, { idempotencyKey: "k".repeat(201) }), "ValidationError");
});

test("a reservation that is released although nobody hears of it is released once", async () => {
  const sku = await stocked(1);
  const line = wire();
  const { id } = await hold([{ sku, quantity: 1 }]);
  line.answers.push(losingTheAnswer);
  expect(await adminOver(line, hurried()).reservations.release(id)).toMatchObject({ id, state: "released" });
  expect((await figures(sku)).held).toBe(0);
});

test("settings are stated as often as it takes", async () => {
  const sku = freshSku();
  const line = wire();
  const admin = adminOver(line, hurried());
  const lose = () => line.answers.push(losingTheAnswer, losingTheAnswer);
  lose();
  expect((await admin.skus.create(sku, { policy: { minStockQuantity: 2 } })).sku).toBe(sku);
  lose();
  const changed = await admin.skus.changePolicy(sku, { set: { minStockQuantity: 3 } });
  expect(changed.policy.minStockQuantity).toEqual({ value: 3, source: "sku" });
  lose();
  const put = await admin.products.put(`p-${sku}`, { title: "P", inventoryMethod: "sku", sku });
  expect(put).toMatchObject({ sku, revision: 1 });
  lose();
  expect(await admin.products.remove(`p-${sku}`)).toBeUndefined();
  expect(line.sent).toHaveLength(12);
});

test("settings from a revision are stated once, and what came of it can be read", async () => {
  const sku = await stocked(0);
  const line = wire();
  const admin = adminOver(line, hurried());
  const { revision } = await admin.skus.get(sku);
  line.answers.push(losingTheAnswer);
  const change = () => admin.skus.changePolicy(sku, { set: { minStockQuantity: 3 } }, { ifMatch: revision });
  await errorNamed(change(), "NetworkError");
  expect(line.sent).toHaveLength(2);
  expect((await admin.skus.get(sku)).policy.minStockQuantity.value).toBe(3);
  await errorNamed(change(), "StaleWriteError");
});

test("a name with every kind of character reaches its own SKU", async () => {
  const admin = adminOver(wire());
  for (const name of ["a/b", "a b", "100%", "a?b#c", "ä€🧦", "a&sku=b", "+", "%2e%2e", "..."]) {
    const sku = `${freshSku()} ${name}`;
    expect((await admin.skus.create(sku)).sku).toBe(sku);
    expect((await admin.availability.get(sku)).sku).toBe(sku);
    expect((await admin.availability.list([sku])).items.map((view) => view.sku)).toEqual([sku]);
  }
});
