import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, expect, test, vi } from "vitest";
import type { Alteration } from "../../../worker/objects/slot-callable.ts";
import { wanting, withholdEvents } from "./event-stage.ts";
import { altered, fromLines, orderIdElsewhere, placeCall, placed, slotOfOrder } from "./order-stage.ts";
import { fresh, level, lines, receive, reserveCall, STORE, sku, slot, stock } from "./stage.ts";

// Rows written are what is paid for. Alarms are not in these counts: each object sets one for many steps.

let stop: () => void = () => undefined;

afterEach(() => {
  stop();
  vi.restoreAllMocks();
});

test("a hold writes three rows: level, claim, record", async () => {
  const name = await stock(10);
  await warm(50);
  const rows = await countRows();
  await slot(50).reserve(reserveCall(lines([name, 1])));
  expect(rows()).toBe(3);
});

test("a refusal of a sold-out SKU writes nothing", async () => {
  const name = await stock(0);
  await warm(51);
  const rows = await countRows();
  expect(await slot(51).reserve(reserveCall(lines([name, 1])))).toMatchObject({ accepted: false });
  expect(rows()).toBe(0);
});

test("an order from it writes five: order, reservation, level, claim, ledger line", async () => {
  const name = await stock(10);
  const held = await slot(52).reserve(reserveCall(lines([name, 1])));
  if (!held.accepted) throw new Error("not held");
  const order = fresh("order");
  const number = await slotOfOrder(order);
  await warm(number);
  const rows = await countRows();
  const call = placeCall(order, { reservation: held.value.id });
  expect(await slot(number).placeOrder(call)).toMatchObject({ accepted: true });
  expect(rows()).toBe(5);
  expect(await level(name)).toMatchObject({ held: 0, allocated: 1 });
});

test("an order from lines writes seven: held and allocated in two calls to the SKU", async () => {
  const name = await stock(10);
  const id = fresh("direct");
  const number = await slotOfOrder(id);
  await warm(number);
  const rows = await countRows();
  await slot(number).placeOrder(placeCall(id, fromLines(lines([name, 2]))));
  // Level and claim in each of the calls; order, its claim's record, ledger line.
  expect(rows()).toBe(7);
  expect(await level(name)).toMatchObject({ held: 0, allocated: 2 });
});

test("what is done to an order of one SKU at one warehouse writes order, answer, level, claim and ledger line, at least", async () => {
  const name = await stock(10);
  const { id } = await placed(54, [name, 5]);
  const two = [{ line: 0, quantity: 2 }];
  const change = (quantity: number): Alteration => ({
    kind: "change",
    lines: [{ line: 0, quantity }],
    store: STORE,
    terms: {},
    allowsShortfall: false,
  });
  const alterations: [what: Alteration, rows: number][] = [
    // That it is tried is written first: the order once more.
    [{ kind: "plan", shipment: "S", lines: two, warehouse: null }, 6],
    [{ kind: "unplan", shipment: "S" }, 5],
    [{ kind: "plan", shipment: "T", lines: two, warehouse: null }, 6],
    [{ kind: "ship", shipment: "T" }, 5],
    // The return's own claim is released once it has got through: order and claim once more.
    [{ kind: "return", id: "R", lines: two, restock: true, warehouse: null }, 7],
    // Tried as a plan is, then allocated: order, level and claim once more.
    [change(6), 8],
    [change(4), 5],
    [{ kind: "cancel", lines: [{ line: 0, quantity: 1 }] }, 5],
    [{ kind: "cancel", lines: null }, 5],
  ];
  const written: [what: Alteration, rows: number][] = [];
  for (const [what] of alterations) {
    const rows = await countRows();
    await altered(id, what);
    written.push([what, rows()]);
    stop();
  }
  expect(written).toEqual(alterations);
});

test("a hundred holds of one SKU that come in one call write its level once", async () => {
  const name = await stock(100);
  await warm(53);
  const rows = await countRows();
  const calls = Array.from({ length: 100 }, () => reserveCall(lines([name, 1])));
  const held = await Promise.all(calls.map((call) => slot(53).reserve(call)));
  expect(held.every((result) => result.accepted)).toBe(true);
  // A claim and a record each, and a level for each of the few calls that they went out in.
  expect(rows()).toBeGreaterThan(200);
  expect(rows()).toBeLessThan(240);
});

test("an event that is wanted writes one row more, and one when it is told and forgotten", async () => {
  const told = withholdEvents();
  const name = await stock(10);
  await warm(55);
  const held = await slot(55).reserve(reserveCall(lines([name, 1])));
  if (!held.accepted) throw new Error("Not held");
  const id = await orderIdElsewhere(55);
  const number = await slotOfOrder(id);
  await warm(number);
  // That it is wanted is a row of each slot, and the first time two for its table. To hear it again is none.
  const noted = await countRows();
  await slot(number).wake(wanting("order.allocated"));
  expect(noted()).toBe(3);
  const first = wanting("reservation.expired", "order.allocated", "shipment.shipped");
  await slot(number).wake(first);
  expect(noted()).toBe(3 + 1);
  const store = { ...first, revision: first.revision + 1 };
  await slot(number).wake(store);
  expect(noted()).toBe(3 + 1);
  stop();
  // So that what they note of the store is not counted below.
  await slot(55).wake(store);
  await sku(name).learn(store);

  const writes = async (messages: number, run: () => Promise<unknown>): Promise<number> => {
    const rows = await countRows();
    await run();
    await vi.waitFor(() => expect(told.messages).toHaveLength(messages));
    // The next call comes after what was told is forgotten.
    await slot(number).standings(name, []);
    await slot(55).standings(name, []);
    stop();
    return rows();
  };
  const call = placeCall(id, { reservation: held.value.id, store });
  expect(await writes(1, () => slot(number).placeOrder(call))).toBe(5 + 2);
  await altered(id, { kind: "plan", shipment: "S", lines: [{ line: 0, quantity: 1 }], warehouse: null });
  expect(await writes(2, () => altered(id, { kind: "ship", shipment: "S", store }))).toBe(5 + 2);

  const cart = await slot(55).reserve(reserveCall(lines([name, 1]), { store, ttlMs: -1 }));
  if (!cart.accepted) throw new Error("Not held");
  // Its SKU asks what became of it, and takes it back by itself.
  expect(await writes(3, () => slot(55).fates([cart.value.id]))).toBe(1 + 2);
});

test("an order that goods come for writes an event, and nothing where all goods were there", async () => {
  const name = await stock(0, { backorders: "allow" });
  const id = fresh("waits");
  const number = await slotOfOrder(id);
  await slot(number).placeOrder(placeCall(id, fromLines(lines([name, 2]))));
  const rows = await countRows();
  // Level, ledger line, the answer to its key.
  await receive(name, 1);
  expect(rows()).toBe(3);
  // And the event, with the counter that numbers it.
  await receive(name, 1);
  expect(rows()).toBe(3 + 3 + 2);
  await sku(name).acknowledge(0, 0, { events: { from: 1, to: 1 }, revisions: null });
  expect(rows()).toBe(3 + 3 + 2 + 1);
});

/** Makes a slot's tables, which are rows too. */
async function warm(number: number): Promise<void> {
  await slot(number).fates([`rsv_00${fresh("w").padEnd(22, "w")}${"w".repeat(22)}`]);
}

/** Counts the rows that any object writes from now on. */
async function countRows(): Promise<() => number> {
  let rows = 0;
  await runInDurableObject(env.SLOT.getByName("slot-0"), (_, state) => {
    const prototype = Object.getPrototypeOf(state.storage.sql) as SqlStorage;
    const original = prototype.exec;
    prototype.exec = function exec(this: SqlStorage, ...args: Parameters<SqlStorage["exec"]>) {
      const cursor = original.apply(this, args);
      rows += cursor.rowsWritten;
      return cursor;
    } as SqlStorage["exec"];
    stop = () => {
      prototype.exec = original;
    };
  });
  return () => rows;
}
