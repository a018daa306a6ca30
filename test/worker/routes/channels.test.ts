import { env } from "cloudflare:workers";
import { describe, expect, test, vi } from "vitest";
import type { Channel, Order, Page, Reservation, Sku } from "../../../sdk/index.ts";
import { skuStub } from "../../../worker/objects/stubs.ts";
import { channel, pathOf, putChannel, stockedAt, unitsAt, warehouse } from "../network.ts";
import { expectClean, expectProblem, freshId, hold, order, request, shopper, view } from "../shop.ts";

// Waits for queues and asks often; a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 });

const get = (code: string) => request<Channel>("GET", pathOf("channels", code));
const remove = (code: string, headers: Record<string, string> = {}) =>
  request("DELETE", pathOf("channels", code), { headers });

test("a channel is put, read, put again as a whole, and removed", async () => {
  const [first, second] = [await warehouse(), await warehouse()];
  const code = freshId("c/ü %");
  const made = await putChannel(code, { name: "Outlet", warehouses: [second, first], strategy: "most_available" });
  expect(made.status).toBe(201);
  const { revision, updatedAt, ...rest } = made.body;
  expect(rest).toEqual({ code, name: "Outlet", warehouses: [second, first], strategy: "most_available" });
  expect(made.headers.get("etag")).toBe(`"${revision}"`);
  expect(Number.isNaN(Date.parse(updatedAt))).toBe(false);
  const read = await get(code);
  expect(read.body).toEqual(made.body);
  expect(read.headers.get("etag")).toBe(`"${revision}"`);

  const same = await putChannel(code, { name: "Outlet", warehouses: [second, first], strategy: "most_available" });
  expect([same.status, same.body]).toEqual([200, made.body]);
  const changed = await putChannel(code, { name: "Outlet" });
  expect(changed.status).toBe(200);
  expect(changed.body).toMatchObject({ code, warehouses: [], strategy: "channel_order" });
  expect(changed.body.revision).toBeGreaterThan(revision);

  expect((await remove(code)).status).toBe(204);
  expectProblem(await get(code), 404, "channel_not_found");
  expectProblem(await remove(code), 404, "channel_not_found");
});

test("the store starts with the channel web, which sells from main", async () => {
  const { revision, updatedAt, ...rest } = (await get("web")).body;
  expect(rest).toEqual({ code: "web", name: "Web shop", warehouses: ["main"], strategy: "channel_order" });
  expect(revision).toBeGreaterThan(0);
  expect(Date.parse(updatedAt)).toBeGreaterThan(Date.UTC(2020, 0, 1));
});

test("channels are listed by code, page by page", async () => {
  const codes = ["list-b", "list-a", "list-c"];
  for (const code of codes) await putChannel(code, {});
  const seen: string[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const query: string = `?limit=2${cursor === "" ? "" : `&cursor=${cursor}`}`;
    const page: { body: Page<Channel> } = await request("GET", `/v1/admin/channels${query}`);
    expect(page.body.items.length).toBeLessThanOrEqual(2);
    seen.push(...page.body.items.map(({ code }) => code));
    cursor = page.body.nextCursor;
  }
  expect(seen.filter((code) => code.startsWith("list-"))).toEqual(["list-a", "list-b", "list-c"]);
  expect(seen).toContain("web");
  expect(seen).toEqual(seen.toSorted());
});

describe("a channel is changed from the revision that was read", () => {
  test("another one in the meantime is refused, and so is a removal", async () => {
    const code = await channel([]);
    const match = { "if-match": `"${(await get(code)).body.revision}"` };
    expect((await putChannel(code, { name: "Two" }, match)).status).toBe(200);
    expectProblem(await putChannel(code, { name: "Three" }, match), 412, "precondition_failed");
    expectProblem(await remove(code, match), 412, "precondition_failed");
    expect((await get(code)).body.name).toBe("Two");
    const { revision } = (await get(code)).body;
    expect((await remove(code, { "if-match": `"${revision}"` })).status).toBe(204);
  });

  test("one that there is not has none", async () => {
    expectProblem(await putChannel(freshId(), {}, { "if-match": '"1"' }), 412, "precondition_failed");
  });

  test("one that was made anew has another", async () => {
    const code = await channel([]);
    const match = { "if-match": `"${(await get(code)).body.revision}"` };
    await remove(code);
    await putChannel(code, {});
    expectProblem(await putChannel(code, { name: "New" }, match), 412, "precondition_failed");
  });

  test("changes at the same moment all count", async () => {
    const before = (await get("web")).body.revision;
    const codes = Array.from({ length: 6 }, () => freshId("channel"));
    const made = await Promise.all(codes.map((code) => putChannel(code, {})));
    expect(made.map(({ status }) => status)).toEqual(codes.map(() => 201));
    const revisions = made.map(({ body }) => body.revision);
    expect(new Set(revisions).size).toBe(6);
    expect(Math.min(...revisions)).toBeGreaterThan(before);
  });
});

describe("what a channel cannot be is refused, and named", () => {
  test("warehouses that there are not", async () => {
    const known = await warehouse();
    const answer = await putChannel(freshId(), { warehouses: ["nowhere", known, "neither"] });
    expectProblem(answer, 422, "warehouse_not_found", ["/warehouses/0", "/warehouses/2"]);
  });

  test("a warehouse that stands there twice", async () => {
    const answer = await putChannel(freshId(), { warehouses: ["main", "main"] });
    expectProblem(answer, 400, "invalid_request", ["/warehouses/1"]);
  });

  test("a strategy that nobody has registered, also one that every object has", async () => {
    const unknown = await putChannel(freshId(), { strategy: "nearest" });
    const { detail } = expectProblem(unknown, 400, "invalid_request", ["/strategy"]);
    expect(detail).toContain("channel_order, most_available, fewest_warehouses");
    expectProblem(await putChannel(freshId(), { strategy: "toString" }), 400, "invalid_request", ["/strategy"]);
  });

  test.each([
    ["no name", { name: undefined }, "/name"],
    ["a name that is empty", { name: "" }, "/name"],
    ["a field that it has not", { currency: "EUR" }, "/currency"],
    ["warehouses that are no codes", { warehouses: [""] }, "/warehouses/0"],
  ])("%s", async (_, body, pointer) => {
    expectProblem(await putChannel(freshId(), body), 400, "invalid_request", [pointer]);
  });

  test("a cursor that no list gave", async () => {
    const answer = await request("GET", "/v1/admin/channels?cursor=%25");
    expectProblem(answer, 400, "invalid_request", ["cursor"]);
  });

  test("a shopper's key", async () => {
    const ask = await shopper();
    expectProblem(await ask("GET", "/v1/admin/channels"), 403, "forbidden");
    expectProblem(await ask("PUT", pathOf("channels", "web"), { body: { name: "Mine" } }), 403, "forbidden");
  });
});

describe("a change of a channel is seen by the next view and hold", () => {
  test("a warehouse more, and none", async () => {
    const [one, two] = [await warehouse(), await warehouse()];
    const code = await channel([one]);
    const sku = await stockedAt({ [one]: 5, [two]: 3 });
    const available = async () => (await view(sku, `?channel=${code}`)).figures?.available;
    expect(await available()).toBe(5);
    const tooMany = { lines: [{ sku, quantity: 7 }], channel: code };
    expectProblem(await request("POST", "/v1/reservations", { body: tooMany }), 409, "insufficient_stock");

    await putChannel(code, { warehouses: [one, two] });
    expect(await available()).toBe(8);
    const { id } = await hold([{ sku, quantity: 7 }], { channel: code });
    expect(await unitsAt(sku, "held")).toEqual({ [one]: 5, [two]: 2 });

    await putChannel(code, { warehouses: [] });
    const nothing = await view(sku, `?channel=${code}`);
    expect(nothing).toMatchObject({ status: "out_of_stock", purchasable: false });
    const refused = await request("POST", "/v1/reservations", { body: { ...tooMany, lines: [{ sku, quantity: 1 }] } });
    expectProblem(refused, 409, "channel_without_warehouse", ["/channel"]);
    expect((await request("POST", `/v1/reservations/${id}/release`)).status).toBe(200);
    expect(await unitsAt(sku, "held")).toEqual({});
    await expectClean(sku);
  });

  test("and its view's version grows", async () => {
    const [one, two] = [await warehouse(), await warehouse()];
    const code = await channel([one]);
    const sku = await stockedAt({ [one]: 5 });
    const before = (await view(sku, `?channel=${code}`)).version;
    await putChannel(code, { warehouses: [two, one] });
    expect((await view(sku, `?channel=${code}`)).version).toBeGreaterThan(before);
  });

  test("every SKU is told of it", async () => {
    const sku = await stockedAt({ main: 1 });
    // Of nothing newer than what it has seen itself.
    const told = async () => (await skuStub(env, sku).read({ revision: 0, policy: {} }))?.version ?? 0;
    await putChannel(freshId("channel"), {});
    const { version } = (await request<Sku>("GET", `/v1/admin/skus/${sku}`)).body;
    await expect.poll(told, { timeout: 15_000 }).toBe(version);
  });
});

describe("one line over several warehouses", () => {
  test("13 of 10 and 15 take 10 and 3, and go back where they came from", async () => {
    const [one, two, three] = [await warehouse(), await warehouse(), await warehouse()];
    const both = await channel([one, two]);
    const other = await channel([three, two]);
    const sku = await stockedAt({ [one]: 10, [two]: 15, [three]: 4 });
    const first = await hold([{ sku, quantity: 13 }], { channel: both });
    expect(await unitsAt(sku, "held")).toEqual({ [one]: 10, [two]: 3 });
    // Of the 15 + 4 of the other channel, 3 are held already.
    const { errors } = expectProblem(
      await request("POST", "/v1/reservations", { body: { lines: [{ sku, quantity: 17 }], channel: other } }),
      409,
      "insufficient_stock",
    );
    expect(errors?.[0]).toMatchObject({ requested: 17, available: 16 });
    const second = await hold([{ sku, quantity: 16 }], { channel: other });
    expect(await unitsAt(sku, "held")).toEqual({ [one]: 10, [two]: 15, [three]: 4 });

    await request("POST", `/v1/reservations/${first.id}/release`);
    expect(await unitsAt(sku, "held")).toEqual({ [two]: 12, [three]: 4 });
    const fewer = await request<Reservation>("POST", `/v1/reservations/${second.id}/change`, {
      body: { revision: second.revision, lines: [{ sku, quantity: 3 }] },
    });
    expect(fewer.status).toBe(200);
    expect(await unitsAt(sku, "held")).toEqual({ [three]: 3 });
    await expectClean(sku);
  });

  test("an order of them is allocated and cancelled where they are", async () => {
    const [one, two] = [await warehouse(), await warehouse()];
    const both = await channel([one, two]);
    const sku = await stockedAt({ [one]: 10, [two]: 15 });
    const { id } = await order((await hold([{ sku, quantity: 13 }], { channel: both })).id);
    expect(await unitsAt(sku, "allocated")).toEqual({ [one]: 10, [two]: 3 });
    await request<Order>("POST", `/v1/orders/${id}/cancel`, { body: {} });
    expect(await unitsAt(sku, "allocated")).toEqual({});
    await expectClean(sku);
  });

  test.each([
    ["channel_order", 4, { one: 3, two: 1 }],
    ["most_available", 4, { two: 4 }],
    ["most_available", 9, { one: 1, two: 8 }],
    ["fewest_warehouses", 3, { one: 3 }],
    ["fewest_warehouses", 4, { two: 4 }],
  ])("by the strategy %s, %i of 3 and 8 come from %o", async (strategy, quantity, expected) => {
    const [one, two] = [await warehouse(), await warehouse()];
    const code = await channel([one, two], strategy);
    const sku = await stockedAt({ [one]: 3, [two]: 8 });
    await hold([{ sku, quantity }], { channel: code });
    const named = Object.entries(expected).map(([name, units]) => [name === "one" ? one : two, units]);
    expect(await unitsAt(sku, "held")).toEqual(Object.fromEntries(named));
  });
});

describe("a channel that is removed", () => {
  test("is none any more for views and holds, while what was claimed in it goes on", async () => {
    const one = await warehouse();
    const code = await channel([one]);
    const sku = await stockedAt({ [one]: 5 });
    const held = await hold([{ sku, quantity: 2 }], { channel: code });
    expect((await remove(code)).status).toBe(204);
    expectProblem(await request("GET", `/v1/availability/${sku}?channel=${code}`), 422, "channel_not_found", [
      "channel",
    ]);
    const body = { lines: [{ sku, quantity: 1 }], channel: code };
    expectProblem(await request("POST", "/v1/reservations", { body }), 422, "channel_not_found");
    await order(held.id);
    expect(await unitsAt(sku, "allocated")).toEqual({ [one]: 2 });
    await expectClean(sku);
  });

  test("can be made anew, from other warehouses", async () => {
    const [one, two] = [await warehouse(), await warehouse()];
    const code = await channel([one]);
    const sku = await stockedAt({ [one]: 5, [two]: 7 });
    await remove(code);
    expect((await putChannel(code, { warehouses: [two] })).status).toBe(201);
    expect((await view(sku, `?channel=${code}`)).figures?.available).toBe(7);
  });
});
