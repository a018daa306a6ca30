import { beforeEach, expect, test, vi } from "vitest";
import { stocked } from "../../worker/shop.ts";
import { confirmPath, follow, freshEmail, mailsFor, rowOf } from "../../worker/subscribers.ts";
import { errorNamed } from "../failures.ts";
import { adminOver, losingTheAnswer, shopperWith, wire } from "./stage.ts";

// Pages and servers ask the real Worker to be told.

vi.setConfig({ testTimeout: 60_000 });

const line = wire();
const admin = adminOver(line);

let sku: string;
let email: string;
beforeEach(async () => {
  sku = await stocked(0);
  email = freshEmail();
});

test("a page asks to be told, once, though the answer is lost", async () => {
  const { shop, line: shopLine } = await shopperWith();
  shopLine.answers.push(losingTheAnswer);
  expect(await shop.subscriptions.create({ sku, email, locale: "de" })).toEqual({ state: "confirmation" });
  expect(shopLine.sent.map(({ method, path }) => `${method} ${path}`)).toEqual(
    Array.from({ length: 2 }, () => "POST /v1/subscriptions"),
  );
  expect(await mailsFor(email)).toHaveLength(1);
  await follow(await confirmPath(email));
  expect(await admin.subscriptions.get((await rowOf(email)).id)).toMatchObject({ state: "active", locale: "de" });
});

test("a page is told by an error that nobody has to wait", async () => {
  const { shop } = await shopperWith();
  const error = await errorNamed(shop.subscriptions.create({ sku: await stocked(1), email }), "ConflictError");
  expect(error.code).toBe("not_subscribable");
});

test("a server subscribes a customer, sees who waits, and ends it", async () => {
  const made = await admin.subscriptions.subscribe({ sku, email });
  expect(made).toMatchObject({ state: "active", sku, email });
  expect((await admin.subscriptions.list({ sku, state: "active" }, { limit: 5 })).items).toEqual([made]);
  await admin.subscriptions.remove(made.id);
  expect((await admin.subscriptions.get(made.id)).state).toBe("unsubscribed");
  await errorNamed(admin.subscriptions.get("sub_none"), "NotFoundError");
});

test("what is kept of an address is read and erased, and the address stands in no path", async () => {
  const { id } = await admin.subscriptions.subscribe({ sku, email });
  line.sent.length = 0;
  expect(await admin.subscriptions.ofAddress({ email })).toMatchObject({ email, subscriptions: [{ id }], mails: [] });
  expect(await admin.subscriptions.erase({ email })).toEqual({ subscriptions: 1, mails: 0 });
  await errorNamed(admin.subscriptions.get(id), "NotFoundError");
  expect(line.sent.map(({ path }) => path)).toEqual([
    "/v1/admin/subscriptions/of-address",
    "/v1/admin/subscriptions/erase",
    `/v1/admin/subscriptions/${id}`,
  ]);
});
