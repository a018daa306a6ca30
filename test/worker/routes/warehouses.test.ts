import { describe, expect, test, vi } from "vitest";
import type { Audit, Movement, Order, Page, Problem, Reservation, Warehouse } from "../../../sdk/index.ts";
import {
  channel,
  closed,
  levelAt,
  pathOf,
  putChannel,
  putWarehouse,
  stockedAt,
  unitsAt,
  warehouse,
} from "../network.ts";
import { expectClean, expectProblem, freshId, history, hold, order, request, shopper, stocked, view } from "../shop.ts";

// Waits for queues and asks often; a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 });

const get = (code: string) => request<Warehouse>("GET", pathOf("warehouses", code));
const remove = (code: string, query = "", headers: Record<string, string> = {}) =>
  request<Warehouse>("DELETE", `${pathOf("warehouses", code)}${query}`, { headers });
const adjust = (sku: string, code: string, delta: number) =>
  request("POST", `/v1/admin/skus/${sku}/adjust`, { body: { warehouse: code, delta, reason: "correction" } });

test("a warehouse is put, read, and put again as a whole", async () => {
  const code = freshId("w/ü %");
  const made = await putWarehouse(code, { name: "Hafen", address: "Kai 1\n20457 Hamburg", country: "DE", position: 7 });
  expect(made.status).toBe(201);
  const { revision, updatedAt, ...rest } = made.body;
  const said = { code, name: "Hafen", address: "Kai 1\n20457 Hamburg", country: "DE", position: 7 };
  expect(rest).toEqual({ ...said, active: true, closing: null });
  expect(made.headers.get("etag")).toBe(`"${revision}"`);
  expect(Number.isNaN(Date.parse(updatedAt))).toBe(false);
  const read = await get(code);
  expect(read.body).toEqual(made.body);
  expect(read.headers.get("etag")).toBe(`"${revision}"`);

  const same = await putWarehouse(code, { name: "Hafen", address: "Kai 1\n20457 Hamburg", country: "DE" });
  expect([same.status, same.body]).toEqual([200, made.body]);
  const changed = await putWarehouse(code, { name: "Lager" });
  expect(changed.body).toMatchObject({ name: "Lager", address: "", country: "", position: 7 });
  expect(changed.body.revision).toBeGreaterThan(revision);
  expectProblem(await get(freshId()), 404, "warehouse_not_found");
});

test("the store starts with the warehouse main", async () => {
  const { revision, updatedAt, ...rest } = (await get("main")).body;
  const empty = { address: "", country: "", active: true, closing: null };
  expect(rest).toEqual({ code: "main", name: "Main warehouse", position: 1, ...empty });
  expect(revision).toBeGreaterThan(0);
  expect(Date.parse(updatedAt)).toBeGreaterThan(Date.UTC(2020, 0, 1));
});

test("warehouses are listed by position and then by code, page by page; a new one comes last", async () => {
  await putWarehouse("list-b", { position: -5 });
  await putWarehouse("list-a", { position: -5 });
  await putWarehouse("list-z", { position: -6 });
  await putWarehouse("list-last", {});
  const seen: Warehouse[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const query: string = `?limit=2${cursor === "" ? "" : `&cursor=${cursor}`}`;
    const page: { body: Page<Warehouse> } = await request("GET", `/v1/admin/warehouses${query}`);
    expect(page.body.items.length).toBeLessThanOrEqual(2);
    seen.push(...page.body.items);
    cursor = page.body.nextCursor;
  }
  expect(seen.slice(0, 3).map(({ code }) => code)).toEqual(["list-z", "list-a", "list-b"]);
  expect(seen.at(-1)?.code).toBe("list-last");
  expect(new Set(seen.map(({ code }) => code)).size).toBe(seen.length);
});

describe("a warehouse is changed from the revision that was read", () => {
  test("another one in the meantime is refused, and so is a removal", async () => {
    const code = await warehouse();
    const match = { "if-match": `"${(await get(code)).body.revision}"` };
    expect((await putWarehouse(code, { name: "Two" }, match)).status).toBe(200);
    expectProblem(await putWarehouse(code, { name: "Three" }, match), 412, "precondition_failed");
    expectProblem(await remove(code, "", match), 412, "precondition_failed");
    expect((await get(code)).body).toMatchObject({ name: "Two", closing: null });
  });

  test("one that there is not has none", async () => {
    expectProblem(await putWarehouse(freshId(), {}, { "if-match": '"1"' }), 412, "precondition_failed");
  });
});

describe("what a warehouse cannot be is refused, and named", () => {
  test.each([
    ["no name", { name: undefined }, "/name"],
    ["a country that is no code", { country: "de" }, "/country"],
    ["a country of three letters", { country: "DEU" }, "/country"],
    ["an address with control characters", { address: "Kai\u0007" }, "/address"],
    ["a position between two", { position: 1.5 }, "/position"],
    ["a field that it has not", { phone: "1" }, "/phone"],
    ["its code in the body", { code: "x" }, "/code"],
  ])("%s", async (_, body, pointer) => {
    expectProblem(await putWarehouse(freshId(), body), 400, "invalid_request", [pointer]);
  });

  test("a cursor that no list gave", async () => {
    expectProblem(await request("GET", "/v1/admin/warehouses?cursor=eA"), 400, "invalid_request", ["cursor"]);
  });

  test("a shopper's key", async () => {
    const ask = await shopper();
    expectProblem(await ask("GET", pathOf("warehouses", "main")), 403, "forbidden");
    expectProblem(await ask("DELETE", pathOf("warehouses", "main")), 403, "forbidden");
  });
});

describe("the warehouse that settings prefer", () => {
  test("has to be there: for the store, for a SKU, in bulk", async () => {
    const set = { preferredWarehouse: "nowhere" };
    const sku = await stocked(0);
    const policy = `/v1/admin/skus/${sku}/policy`;
    const at = (pointer: string) => [`${pointer}/preferredWarehouse`];
    expectProblem(
      await request("PATCH", "/v1/admin/settings", { body: { policy: { set } } }),
      422,
      "warehouse_not_found",
      at("/policy/set"),
    );
    expectProblem(await request("PATCH", policy, { body: { set } }), 422, "warehouse_not_found", at("/set"));
    const made = await request("PUT", `/v1/admin/skus/${freshId()}`, { body: { policy: set } });
    expectProblem(made, 422, "warehouse_not_found", at("/policy"));
    const rows = [{ sku }, { sku: freshId(), policy: set }];
    const bulk = await request<{ rows: { outcome: string; problem?: Problem["errors"] }[] }>(
      "POST",
      "/v1/admin/bulk/skus",
      { body: { rows } },
    );
    expect(bulk.body.rows).toMatchObject([
      { outcome: "unchanged" },
      { outcome: "refused", problem: { code: "warehouse_not_found", pointer: "/rows/1/policy/preferredWarehouse" } },
    ]);
    const code = await warehouse();
    expect((await request("PATCH", policy, { body: { set: { preferredWarehouse: code } } })).status).toBe(200);
    expect((await view(sku)).shipsFrom).toBe(code);
    expect((await request("PATCH", policy, { body: { set: { preferredWarehouse: null } } })).status).toBe(200);
  });
});

describe("removing a warehouse", () => {
  test("that is empty takes it out of its channels, and is not found from then on", async () => {
    const [stays, goes] = [await warehouse(), await warehouse()];
    const code = await channel([goes, stays]);
    const before = (await request<{ revision: number }>("GET", pathOf("channels", code))).body.revision;
    const sku = await stockedAt({ [stays]: 4, [goes]: 0 });
    const started = await remove(goes);
    expect(started.status).toBe(202);
    expect(started.body.closing).toMatchObject({ goal: "remove", moveTo: null, state: "running", obstacles: [] });
    expect(started.headers.get("etag")).toBe(`"${started.body.revision}"`);
    expect(await closed(goes)).toBeNull();
    const left = (await request<{ warehouses: string[]; revision: number }>("GET", pathOf("channels", code))).body;
    expect(left.warehouses).toEqual([stays]);
    expect(left.revision).toBeGreaterThan(before);
    expectProblem(await remove(goes), 404, "warehouse_not_found");
    expectProblem(await adjust(sku, goes, 1), 422, "warehouse_not_found", ["/warehouse"]);
    expect((await view(sku, `?channel=${code}`)).figures?.available).toBe(4);
  });

  test("is refused at once while something is plainly there, and says what", async () => {
    const goes = await warehouse();
    const sku = await stockedAt({ [goes]: 6 });
    // The list of figures knows of it half a second later; before, it is found by asking every SKU.
    await expect.poll(async () => (await remove(goes)).status, { timeout: 20_000, interval: 200 }).toBe(409);
    const { errors } = expectProblem(await remove(goes), 409, "warehouse_not_empty", ["code"]);
    expect(errors).toMatchObject([{ sku, detail: expect.stringContaining("6 on hand") }]);
  });

  test("is refused when a SKU is found to have something there, and opens it again", async () => {
    const [stays, goes] = [await warehouse(), await warehouse()];
    const code = await channel([goes, stays]);
    const sku = await stockedAt({ [goes]: 6, [stays]: 1 });
    expect((await remove(goes)).status).toBe(202);
    const refused = await closed(goes);
    const obstacle = { sku, onHand: 6, claimed: 0, uncovered: 0, planned: 0, incoming: 0 };
    expect(refused?.closing).toMatchObject({ goal: "remove", state: "refused", obstacles: [obstacle] });
    expect(refused?.active).toBe(true);
    expect((await view(sku, `?channel=${code}&consistency=strong`)).figures?.available).toBe(7);
    // Every SKU learns that it takes goods again.
    await expect.poll(async () => (await adjust(sku, goes, 1)).status, { timeout: 15_000 }).toBe(200);
    expect((await putWarehouse(goes, {})).body.closing).toBeNull();
  });

  test("moves all of it where it is told to, held, allocated and on hand", async () => {
    const [stays, goes] = [await warehouse(), await warehouse()];
    const code = await channel([goes, stays]);
    const sku = await stockedAt({ [goes]: 10, [stays]: 1 });
    const other = await stockedAt({ [goes]: 3 });
    const untouched = await stockedAt({ [stays]: 2 });
    const held = await hold(
      [
        { sku, quantity: 2 },
        { sku: other, quantity: 3 },
      ],
      { channel: code },
    );
    const placed = await order((await hold([{ sku, quantity: 4 }], { channel: code })).id);
    expect((await remove(goes, `?moveTo=${stays}`)).body.closing).toMatchObject({ moveTo: stays, state: "running" });
    expect(await closed(goes)).toBeNull();

    expect(await levelAt(sku, stays)).toMatchObject({ onHand: 11, held: 2, allocated: 4 });
    expect(await levelAt(other, stays)).toMatchObject({ onHand: 3, held: 3, allocated: 0 });
    expect(await levelAt(untouched, stays)).toMatchObject({ onHand: 2, held: 0, allocated: 0 });
    for (const each of [sku, other]) expect(await levelAt(each, goes)).toBeNull();
    const lines = (await history(sku)).filter(({ kind }) => kind === "transfer" || kind === "move");
    const told = ({ kind, figure, change, after, warehouse: at, order: by }: Movement) => [
      kind,
      figure,
      at,
      change,
      after,
      by,
    ];
    expect(lines.toReversed().map(told)).toEqual([
      ["transfer", "onHand", goes, -10, 0, null],
      ["transfer", "onHand", stays, 10, 11, null],
      ["move", "allocated", goes, -4, 0, placed.id],
      ["move", "allocated", stays, 4, 4, placed.id],
    ]);
    await expectClean(sku, other, untouched);

    // What was held goes on from there.
    expect((await order(held.id)).id).not.toBe("");
    expect(await unitsAt(sku, "allocated")).toEqual({ [stays]: 6 });
    await request<Order>("POST", `/v1/orders/${placed.id}/cancel`, { body: {} });
    expect(await unitsAt(sku, "allocated")).toEqual({ [stays]: 2 });
    await expectClean(sku, other);
  });

  test("takes along what is incoming", async () => {
    const [stays, goes] = [await warehouse(), await warehouse()];
    const sku = await stockedAt({ [stays]: 0 });
    const path = `/v1/admin/skus/${sku}/replenishments/po-1`;
    const expected = await request("PUT", path, { body: { warehouse: goes, quantity: 8 } });
    expect(expected.status).toBe(201);
    expect(await levelAt(sku, goes)).toMatchObject({ incoming: 8 });
    await remove(goes, `?moveTo=${stays}`);
    expect(await closed(goes)).toBeNull();
    expect(await levelAt(sku, stays)).toMatchObject({ incoming: 8, onHand: 0 });
    expect((await request("GET", path)).body).toMatchObject({ warehouse: stays, outstanding: 8, state: "open" });
    // The list of all that is expected hears of it.
    const listed = async (): Promise<unknown> =>
      (await request<Page<unknown>>("GET", `/v1/admin/replenishments?sku=${sku}`)).body.items;
    await expect.poll(listed, { timeout: 15_000 }).toMatchObject([{ id: "po-1", warehouse: stays, outstanding: 8 }]);
    await request("POST", `${path}/receive`, { body: {} });
    expect(await levelAt(sku, stays)).toMatchObject({ incoming: 0, onHand: 8 });
    await expectClean(sku);
  });

  test("covers with what is free where it comes to", async () => {
    const [stays, goes] = [await warehouse(), await warehouse()];
    const code = await channel([goes]);
    const second = await channel([goes, stays]);
    const sku = await stockedAt({ [stays]: 3, [goes]: 1 }, { backorders: "allow" });
    const { lines } = await hold([{ sku, quantity: 3 }], { channel: code });
    expect(lines[0]?.backordered).toBe(2);
    await putChannel(code, { warehouses: [stays] });
    await remove(goes, `?moveTo=${stays}`);
    expect(await closed(goes)).toBeNull();
    expect(await levelAt(sku, stays)).toMatchObject({ onHand: 4, held: 3 });
    expect((await view(sku, `?channel=${second}`)).figures?.available).toBe(1);
    await expectClean(sku);
  });

  test("waits for what is planned on a shipment, as that leaves from where it is", async () => {
    const [stays, goes] = [await warehouse(), await warehouse()];
    const code = await channel([goes, stays]);
    const sku = await stockedAt({ [goes]: 10 });
    const { id } = await order((await hold([{ sku, quantity: 4 }], { channel: code })).id);
    const shipment = { id: "S-1", lines: [{ line: 0, quantity: 3 }] };
    const planned = await request("POST", `/v1/orders/${id}/shipments`, { body: shipment });
    expect(planned.status, JSON.stringify(planned.body)).toBe(201);
    await remove(goes, `?moveTo=${stays}`);
    const obstacle = { sku, onHand: 10, claimed: 1, uncovered: 0, planned: 3, incoming: 0 };
    expect((await closed(goes))?.closing).toMatchObject({ state: "refused", obstacles: [obstacle] });
    expect(await levelAt(sku, goes)).toMatchObject({ onHand: 10, allocated: 1, planned: 3 });

    await request("POST", `/v1/orders/${id}/shipments/S-1/ship`, { body: {} });
    await remove(goes, `?moveTo=${stays}`);
    expect(await closed(goes)).toBeNull();
    expect(await levelAt(sku, stays)).toMatchObject({ onHand: 7, allocated: 1, planned: 0 });
    await expectClean(sku);
  });

  test("is asked for once more while it is under way, with the same answer", async () => {
    const [stays, goes] = [await warehouse(), await warehouse()];
    await stockedAt({ [goes]: 3 });
    const match = { "if-match": `"${(await get(goes)).body.revision}"` };
    const [first, second] = await Promise.all([
      remove(goes, `?moveTo=${stays}`, match),
      remove(goes, `?moveTo=${stays}`, match),
    ]);
    expect([first.status, second.status]).toEqual([202, 202]);
    expect(second.body.revision).toBe(first.body.revision);
    expect(await closed(goes)).toBeNull();
  });

  test("leaves a code that can be made anew", async () => {
    const goes = await warehouse();
    const sku = await stockedAt({ main: 1, [goes]: 0 });
    await remove(goes);
    expect(await closed(goes)).toBeNull();
    const again = await putWarehouse(goes, { name: "Again" });
    expect(again.status).toBe(201);
    expect(again.body).toMatchObject({ name: "Again", active: true, closing: null });
    const code = await channel([goes]);
    await expect.poll(async () => (await adjust(sku, goes, 5)).status, { timeout: 15_000 }).toBe(200);
    expect((await view(sku, `?channel=${code}&consistency=strong`)).figures?.available).toBe(5);
    await hold([{ sku, quantity: 5 }], { channel: code });
    expect(await unitsAt(sku, "held")).toEqual({ [goes]: 5 });
    await expectClean(sku);
  });

  test.each([
    ["nowhere", 422, "warehouse_not_found"],
    ["itself", 400, "invalid_request"],
    ["inactive", 400, "invalid_request"],
  ] as const)("to a place that is %s is refused", async (place, status, code) => {
    const goes = await warehouse();
    const inactive = freshId("inactive");
    await putWarehouse(inactive, { active: false });
    const moveTo = { nowhere: "nowhere", itself: goes, inactive }[place];
    expectProblem(await remove(goes, `?moveTo=${moveTo}`), status, code, ["moveTo"]);
    expect((await get(goes)).body.closing).toBeNull();
  });

  test("does not know other parameters", async () => {
    expectProblem(await remove("main", "?force=true"), 400, "invalid_request", ["force"]);
  });
});

describe("the last warehouse that a channel sells from", () => {
  test("is neither removed nor deactivated, and its channels are named", async () => {
    const [only, other] = [await warehouse(), await warehouse()];
    const one = await channel([only]);
    const two = await channel([only]);
    await channel([only, other]);
    for (const [answer, pointer] of [
      [await remove(only), "code"],
      [await remove(only, `?moveTo=${other}`), "code"],
      [await putWarehouse(only, { active: false }), "/active"],
    ] as const) {
      const { errors } = expectProblem(answer, 409, "last_warehouse", [pointer]);
      expect(errors?.map(({ detail }) => detail).join()).toContain(one);
      expect(errors?.map(({ detail }) => detail).join()).toContain(two);
      expect(errors).toHaveLength(2);
    }
    expect((await get(only)).body).toMatchObject({ active: true, closing: null });
    await putChannel(one, { warehouses: [] });
    await putChannel(two, { warehouses: [other, only] });
    expect((await remove(only)).status).toBe(202);
    expect(await closed(only)).toBeNull();
  });

  test("counts only those that are active", async () => {
    const [one, two] = [await warehouse(), await warehouse()];
    await channel([one, two]);
    await putWarehouse(two, { active: false });
    expect((await closed(two))?.active).toBe(false);
    expectProblem(await remove(one), 409, "last_warehouse");
    expect((await remove(two)).status).toBe(202);
    expect(await closed(two)).toBeNull();
  });
});

describe("a warehouse that is to be active no more", () => {
  test("is not sold from, and still takes goods", async () => {
    const [stays, rests] = [await warehouse(), await warehouse()];
    const code = await channel([rests, stays]);
    const sku = await stockedAt({ [rests]: 10, [stays]: 2 });
    const { id } = await hold([{ sku, quantity: 3 }], { channel: code });
    const put = await putWarehouse(rests, { active: false });
    expect(put.status).toBe(202);
    expect(put.body).toMatchObject({ active: true, closing: { goal: "deactivate", moveTo: null, state: "running" } });
    expect(await closed(rests)).toMatchObject({ active: false, closing: null });
    expect((await view(sku, `?channel=${code}`)).figures?.available).toBe(2);
    expect((await adjust(sku, rests, 5)).status).toBe(200);
    // What was held there before is, and can be ordered.
    await order(id);
    expect(await levelAt(sku, rests)).toMatchObject({ onHand: 15, allocated: 3 });
    expect((await putWarehouse(rests, { active: false })).status).toBe(200);

    const again = await putWarehouse(rests, { active: true });
    expect([again.status, again.body.active]).toEqual([200, true]);
    expect((await view(sku, `?channel=${code}`)).figures?.available).toBe(14);
    await expectClean(sku);
  });

  test("stays active while goods for what is claimed there are not there", async () => {
    const [stays, rests] = [await warehouse(), await warehouse()];
    const code = await channel([rests, stays]);
    const sku = await stockedAt({ [rests]: 2 }, { backorders: "allow" });
    await hold([{ sku, quantity: 5 }], { channel: code });
    await putWarehouse(rests, { active: false });
    const refused = await closed(rests);
    const obstacle = { sku, onHand: 2, claimed: 5, uncovered: 3, planned: 0, incoming: 0 };
    expect(refused).toMatchObject({ active: true, closing: { state: "refused", obstacles: [obstacle] } });
    expect((await adjust(sku, rests, 3)).status).toBe(200);
    await putWarehouse(rests, { active: false });
    expect((await closed(rests))?.active).toBe(false);
    await expectClean(sku);
  });

  test("can be made so from the start", async () => {
    const code = freshId("inactive");
    const made = await putWarehouse(code, { active: false });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ active: false, closing: null });
    const sold = await channel([code]);
    const sku = await stockedAt({ [code]: 3 });
    const body = { lines: [{ sku, quantity: 1 }], channel: sold };
    expectProblem(await request("POST", "/v1/reservations", { body }), 409, "channel_without_warehouse");
  });
});

test("a reservation keeps its units through the removal of their warehouse, and gives them back after it", async () => {
  const [stays, goes] = [await warehouse(), await warehouse()];
  const code = await channel([goes, stays]);
  const sku = await stockedAt({ [goes]: 5 });
  const held = await hold([{ sku, quantity: 2 }], { channel: code });
  await remove(goes, `?moveTo=${stays}`);
  expect(await closed(goes)).toBeNull();
  // It names the warehouse that is gone: more of it comes from where goods are.
  const more = await request<Reservation>("POST", `/v1/reservations/${held.id}/change`, {
    body: { revision: held.revision, lines: [{ sku, quantity: 4 }] },
  });
  expect(more.status).toBe(200);
  expect(await unitsAt(sku, "held")).toEqual({ [stays]: 4 });
  await request("POST", `/v1/reservations/${held.id}/release`);
  expect(await unitsAt(sku, "held")).toEqual({});
  const { body } = await request<Audit>("GET", `/v1/admin/skus/${sku}/audit`);
  expect(body.clean).toBe(true);
});
