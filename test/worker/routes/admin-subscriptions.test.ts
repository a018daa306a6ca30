import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { AddressErasure, AddressRecord, Page, Subscription } from "../../../sdk/index.ts";
import { putChannel } from "../network.ts";
import { type Ask, as, expectProblem, keyFor, product, request, shopper, stocked } from "../shop.ts";
import { confirmPath, follow, freshEmail, mailsFor, rowsOf, subscribed, wish } from "../subscribers.ts";

// What an admin sees of subscriptions, and what one person may ask the shop for.

vi.setConfig({ testTimeout: 60_000 });

const start = Date.UTC(2026, 11, 1);

let sku: string;
let email: string;
beforeEach(async () => {
  sku = await stocked(0);
  email = freshEmail();
});

afterEach(() => {
  vi.useRealTimers();
});

const list = async (query: string): Promise<Subscription[]> =>
  (await request<Page<Subscription>>("GET", `/v1/admin/subscriptions?${query}`)).body.items;

describe("the list", () => {
  test("has the newest first, page by page", async () => {
    const made: string[] = [];
    for (let index = 0; index < 3; index += 1) {
      vi.setSystemTime(start + index * 1_000);
      made.unshift((await subscribed({ sku, email: freshEmail() })).id);
    }
    expect((await list(`sku=${sku}`)).map(({ id }) => id)).toEqual(made);
    const first = await request<Page<Subscription>>("GET", `/v1/admin/subscriptions?sku=${sku}&limit=2`);
    expect(first.body.items.map(({ id }) => id)).toEqual(made.slice(0, 2));
    const path = `/v1/admin/subscriptions?sku=${sku}&limit=2&cursor=${first.body.nextCursor}`;
    const second = await request<Page<Subscription>>("GET", path);
    expect(second.body).toMatchObject({ items: [{ id: made[2] }], nextCursor: null });
  });

  test("has those of one moment too, each once", async () => {
    vi.setSystemTime(start);
    const made = await Promise.all([1, 2, 3].map(() => subscribed({ sku, email: freshEmail() })));
    const seen: string[] = [];
    for (let cursor: string | null = ""; cursor !== null && seen.length < 10; ) {
      const query = `sku=${sku}&limit=1${cursor === "" ? "" : `&cursor=${cursor}`}`;
      const page: { body: Page<Subscription> } = await request("GET", `/v1/admin/subscriptions?${query}`);
      seen.push(...page.body.items.map(({ id }) => id));
      cursor = page.body.nextCursor;
    }
    expect(seen.toSorted()).toEqual(made.map(({ id }) => id).toSorted());
  });

  test("is filtered by SKU, product, channel and state", async () => {
    await putChannel("market", { name: "Market", warehouses: ["main"] });
    const kit = await product({ title: "Set", inventoryMethod: "kit", components: [{ sku, quantity: 1 }] });
    const plain = await subscribed({ sku, email });
    const other = await subscribed({ sku, email, channel: "market" });
    const set = await subscribed({ product: kit, email });
    await request("DELETE", `/v1/admin/subscriptions/${plain.id}`);
    const ids = async (query: string) => (await list(query)).map(({ id }) => id);
    expect((await ids(`sku=${sku}`)).toSorted()).toEqual([plain.id, other.id].toSorted());
    expect(await ids(`product=${kit}`)).toEqual([set.id]);
    expect(await ids(`sku=${sku}&channel=market`)).toEqual([other.id]);
    expect(await ids(`sku=${sku}&state=unsubscribed`)).toEqual([plain.id]);
    expect(await ids(`sku=${sku}&state=active`)).toEqual([other.id]);
  });

  test("is given as CSV too", async () => {
    vi.setSystemTime(start);
    const id = await product({
      ...{ title: "Shirt", inventoryMethod: "combinations", attributes: [{ name: "Size", values: ["M"] }] },
      combinations: [{ selection: { Size: "M" }, sku }],
    });
    const made = await subscribed({ product: id, selection: { Size: "M" }, email, locale: "de" });
    const headers = { accept: "text/csv" };
    const csv = await request<string>("GET", `/v1/admin/subscriptions?sku=${sku}`, { headers });
    expect(csv.headers.get("content-disposition")).toBe('attachment; filename="subscriptions.csv"');
    expect(csv.body).toBe(
      [
        "id,state,email,channel,locale,sku,product,selection,createdAt,confirmedAt,lapsesAt,endedAt",
        `${made.id},active,${email},web,de,${sku},${id},"{""Size"":""M""}",2026-12-01T00:00:00.000Z,2026-12-01T00:00:00.000Z,2027-03-01T00:00:00.000Z,`,
        "",
      ].join("\r\n"),
    );
  });

  test("knows its cursors and filters", async () => {
    expectProblem(await request("GET", "/v1/admin/subscriptions?cursor=x"), 400, "invalid_request", ["cursor"]);
    expectProblem(await request("GET", "/v1/admin/subscriptions?state=open"), 400, "invalid_request", ["state"]);
    expectProblem(await request("GET", "/v1/admin/subscriptions?email=a"), 400, "invalid_request", ["email"]);
  });
});

test("a subscription is read by its id", async () => {
  const made = await subscribed({ sku, email });
  expect((await request("GET", `/v1/admin/subscriptions/${made.id}`)).body).toEqual(made);
  expectProblem(await request("GET", "/v1/admin/subscriptions/sub_none"), 404, "subscription_not_found");
});

test("a subscription is ended, and ending it again is no error", async () => {
  vi.setSystemTime(start);
  const { id } = await subscribed({ sku, email });
  for (let times = 0; times < 2; times += 1) {
    expect((await request("DELETE", `/v1/admin/subscriptions/${id}`)).status).toBe(204);
  }
  const read = await request<Subscription>("GET", `/v1/admin/subscriptions/${id}`);
  expect(read.body).toMatchObject({ state: "unsubscribed", endedAt: "2026-12-01T00:00:00.000Z" });
  expectProblem(await request("DELETE", "/v1/admin/subscriptions/sub_none"), 404, "subscription_not_found");
});

describe("one person", () => {
  const ofAddress = (address: string) =>
    request<AddressRecord>("POST", "/v1/admin/subscriptions/of-address", { body: { email: address } });
  const erase = (address: string, idempotencyKey = crypto.randomUUID()) =>
    request<AddressErasure>("POST", "/v1/admin/subscriptions/erase", { body: { email: address }, idempotencyKey });

  let ask: Ask;
  beforeEach(async () => {
    ask = await shopper();
    await wish(ask, { sku, email });
    await follow(await confirmPath(email));
    await subscribed({ sku: await stocked(0), email: email.toUpperCase() });
    await wish(ask, { sku, email: `other-${email}` });
  });

  test("is told everything that is kept of them, however their address is written", async () => {
    const { status, body } = await ofAddress(email.toLowerCase());
    expect(status).toBe(200);
    expect(body.email).toBe(email.toLowerCase());
    expect(body.subscriptions.map((each) => each.email).toSorted()).toEqual([email, email.toUpperCase()].toSorted());
    expect(body.mails).toMatchObject([{ kind: "confirm_subscription" }]);
  });

  test("of whom nothing is kept is told so", async () => {
    expect((await ofAddress("nobody@mail.example")).body).toEqual({
      ...{ email: "nobody@mail.example", subscriptions: [], mails: [] },
    });
  });

  test("is erased, and nobody else", async () => {
    const answer = await erase(email);
    expect([answer.status, answer.body]).toEqual([200, { subscriptions: 2, mails: 1 }]);
    expect((await ofAddress(email)).body).toMatchObject({ subscriptions: [], mails: [] });
    expect(await rowsOf(`other-${email}`)).toHaveLength(1);
    expect(await mailsFor(`other-${email}`)).toHaveLength(1);
    expect((await erase(email)).body).toEqual({ subscriptions: 0, mails: 0 });
  });

  test("stands in no table any more once erased", async () => {
    await erase(email);
    const tables = await env.DB.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all<{ name: string }>();
    const own = tables.results.map(({ name }) => name).filter((name) => !/^(_cf_|sqlite_|d1_)/.test(name));
    expect(own).toContain("subscription");
    const needle = email.toLowerCase().split("@")[0] ?? "";
    const found: string[] = [];
    for (const table of own) {
      const rows = await env.DB.prepare(`SELECT * FROM "${table}"`).all();
      // The other person's address has it in it.
      const text = JSON.stringify(rows.results).toLowerCase().replaceAll(`other-${needle}`, "");
      if (text.includes(needle)) found.push(table);
    }
    expect(found).toEqual([]);
  });

  test("is erased by a request with a key, which names no other", async () => {
    const idempotencyKey = crypto.randomUUID();
    expect((await erase(email, idempotencyKey)).body).toEqual({ subscriptions: 2, mails: 1 });
    expectProblem(await erase(`other-${email}`, idempotencyKey), 409, "idempotency_mismatch");
    const without = await request("POST", "/v1/admin/subscriptions/erase", { body: { email }, idempotencyKey: null });
    expectProblem(without, 400, "idempotency_key_missing");
    expect(await rowsOf(`other-${email}`)).toHaveLength(1);
  });

  test("is named by an address", async () => {
    for (const path of ["of-address", "erase"]) {
      const answer = await request("POST", `/v1/admin/subscriptions/${path}`, { body: { email: "nobody" } });
      expectProblem(answer, 400, "invalid_request", ["/email"]);
    }
  });
});

test("nobody but an admin sees who waits", async () => {
  const { id } = await subscribed({ sku, email });
  const paths = [
    ["GET", ""],
    ["GET", `/${id}`],
    ["DELETE", `/${id}`],
    ["POST", "/of-address"],
    ["POST", "/erase"],
  ] as const;
  for (const ask of [as(await keyFor("stock")), as(await keyFor("orders")), await shopper()]) {
    for (const [method, path] of paths) {
      const body = method === "POST" ? { body: { email } } : {};
      expectProblem(await ask(method, `/v1/admin/subscriptions${path}`, body), 403, "forbidden");
    }
  }
  expect(await rowsOf(email)).toMatchObject([{ state: "active" }]);
});
