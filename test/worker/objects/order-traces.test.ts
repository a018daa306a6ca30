import { describe, expect, test, vi } from "vitest";
import type { Order } from "../../../sdk/index.ts";
import type { StepsCall } from "../../../worker/objects/sku-callable.ts";
import type { Alteration } from "../../../worker/objects/slot-callable.ts";
import {
  alter,
  alteration,
  altered,
  fromLines,
  hasStep,
  historyOf,
  order,
  orderNow,
  placeCall,
  placed,
  slotOfOrder,
  unitsOfLine,
} from "./order-stage.ts";
import {
  advance,
  audit,
  beforeSlot,
  betweenSlotsAndSkus,
  crashAfter,
  crashes,
  crashSlot,
  fresh,
  freshKey,
  level,
  lines,
  receive,
  reserveCall,
  STORE,
  sku,
  slot,
  slotAlarm,
  standTheClockStill,
  stock,
} from "./stage.ts";

// What may go wrong while an order is made and altered (DESIGN sections 6 and 7), each forced.

const DAY_MS = 24 * 3_600_000;

standTheClockStill();

const settledReport: Alteration = {
  kind: "report",
  state: "PaymentSettled",
  store: STORE,
  terms: {},
  allowsShortfall: false,
};

function change(...to: number[]): Alteration {
  const quantities = to.map((quantity, line) => ({ line, quantity }));
  return { kind: "change", lines: quantities, store: STORE, terms: {}, allowsShortfall: false };
}

/** An order of 2 of each of two SKUs that have 10 each; its slot. */
async function ofTwo(heldIn: number): Promise<{ one: string; two: string; id: string; number: number }> {
  const [one, two] = [await stock(10), await stock(10)];
  const { id } = await placed(heldIn, [one, 2], [two, 2]);
  return { one, two, id, number: await slotOfOrder(id) };
}

/** With one line shipped or planned as the decision needs it. */
async function prepared(id: string, what: Alteration): Promise<void> {
  const quantities = [0, 1].map((line) => ({ line, quantity: 2 }));
  if (what.kind === "cancel" || what.kind === "change") return;
  await altered(id, { kind: "plan", shipment: "S", lines: quantities, warehouse: null });
  if (what.kind === "return") await altered(id, { kind: "ship", shipment: "S" });
}

describe("a slot that dies between two lines of a decision", () => {
  const quantities = [0, 1].map((line) => ({ line, quantity: 2 }));
  const one = { line: 0, quantity: 1 };
  // What each SKU has before and after, worked out from 10 on hand and 2 ordered.
  const cases: {
    what: Alteration;
    step: Parameters<typeof hasStep>[1];
    before: object;
    after: object;
    line: object;
  }[] = [
    {
      what: { kind: "unplan", shipment: "S" },
      step: "unplan",
      before: { onHand: 10, allocated: 0, planned: 2 },
      after: { onHand: 10, allocated: 2, planned: 0 },
      line: { ordered: 2, allocated: 2 },
    },
    {
      what: { kind: "ship", shipment: "S" },
      step: "ship",
      before: { onHand: 10, allocated: 0, planned: 2 },
      after: { onHand: 8, allocated: 0, planned: 0 },
      line: { ordered: 2, shipped: 2 },
    },
    {
      what: { kind: "return", id: "R", lines: quantities, restock: true, warehouse: null },
      step: "giveBack",
      before: { onHand: 8, allocated: 0, planned: 0 },
      after: { onHand: 10, allocated: 0, planned: 0 },
      line: { ordered: 2, shipped: 2, returned: 2 },
    },
    {
      what: { kind: "cancel", lines: null },
      step: "cancel",
      before: { onHand: 10, allocated: 2, planned: 0 },
      after: { onHand: 10, allocated: 0, planned: 0 },
      line: { ordered: 2, cancelled: 2 },
    },
    {
      what: { kind: "cancel", lines: [one, { ...one, line: 1 }] },
      step: "cancel",
      before: { onHand: 10, allocated: 2, planned: 0 },
      after: { onHand: 10, allocated: 1, planned: 0 },
      line: { ordered: 2, allocated: 1, cancelled: 1 },
    },
    {
      what: change(1, 1),
      step: "cancel",
      before: { onHand: 10, allocated: 2, planned: 0 },
      after: { onHand: 10, allocated: 1, planned: 0 },
      line: { ordered: 1, allocated: 1 },
    },
  ];

  test.each(cases)("$what.kind: it is carried to its end, once", async ({ what, step, before, after, line }) => {
    const { one: first, two: second, id, number } = await ofTwo(30);
    await prepared(id, what);
    crashAfter(first, number, (call) => hasStep(call, step));
    const call = alteration(id, what);
    await crashes(() => alter(call));
    vi.restoreAllMocks();
    expect(await level(first)).toMatchObject(after);
    expect(await level(second)).toMatchObject(before);

    // Nobody comes back for it: the alarm does.
    expect(await slotAlarm(number)).toBe(true);
    expect(await level(first)).toMatchObject(after);
    expect(await level(second)).toMatchObject(after);
    const answer = order(await alter(call));
    expect([0, 1].map((index) => unitsOfLine(answer, index))).toEqual([line, line]);
    await crashSlot(number);
    await slot(number).wake(STORE);
    for (const name of [first, second]) {
      expect(await level(name)).toMatchObject(after);
      expect((await audit(name)).drift).toEqual([]);
    }
  });
});

describe("an increase", () => {
  test("that one of two SKUs refuses is given back at the other", async () => {
    const { one, two, id } = await ofTwo(31);
    const refused = await alter(alteration(id, change(5, 50)));
    expect(refused).toMatchObject({
      accepted: false,
      refusal: { reason: "lines", lines: [{ line: 1, sku: two, refusal: { reason: "insufficient_stock" } }] },
    });
    for (const name of [one, two]) {
      expect(await level(name)).toMatchObject({ onHand: 10, held: 0, allocated: 2 });
      expect((await audit(name)).drift).toEqual([]);
    }
    // The numbers that were tried are not used for anything else.
    expect(order(await alter(alteration(id, change(5, 3)))).lines.map(({ allocated }) => allocated)).toEqual([5, 3]);
    expect(await level(one)).toMatchObject({ held: 0, allocated: 5 });
    expect(await level(two)).toMatchObject({ held: 0, allocated: 3 });
    expect(await historyOf(one)).toEqual(["adjust 10 main", "allocate 2 main", "allocate 3 main"]);
  });

  test("that is under way while the slot dies is given up: nobody was told of it", async () => {
    const { one, two, id, number } = await ofTwo(32);
    crashAfter(one, number, (call) => hasStep(call, "hold"));
    const call = alteration(id, change(6, 6));
    await crashes(() => alter(call));
    vi.restoreAllMocks();
    expect(await level(one)).toMatchObject({ held: 4, allocated: 2 });

    expect(await slotAlarm(number)).toBe(true);
    for (const name of [one, two]) expect(await level(name)).toMatchObject({ held: 0, allocated: 2 });
    expect((await orderNow(id)).lines.map(({ ordered, allocated }) => [ordered, allocated])).toEqual([
      [2, 2],
      [2, 2],
    ]);
    // The same request goes through now.
    expect(order(await alter(call)).lines.map(({ allocated }) => allocated)).toEqual([6, 6]);
    for (const name of [one, two]) {
      expect(await level(name)).toMatchObject({ held: 0, allocated: 6 });
      expect((await audit(name)).drift).toEqual([]);
    }
  });

  test("that a SKU takes and does not answer is no outcome, and is given back", async () => {
    const { one, two, id, number } = await ofTwo(33);
    betweenSlotsAndSkus(async (name, call, take) => {
      const answers = await take();
      if (name === two && hasStep(call, "hold")) throw new Error("lost");
      return answers;
    });
    expect(await alter(alteration(id, change(3, 3)))).toMatchObject({ refusal: { reason: "unavailable" } });
    vi.restoreAllMocks();
    await slot(number).wake(STORE);
    for (const name of [one, two]) expect(await level(name)).toMatchObject({ held: 0, allocated: 2 });
  });

  test("whose hold arrives after it was given up finds that it is too late", async () => {
    const { one, id } = await ofTwo(34);
    const late: StepsCall[] = [];
    betweenSlotsAndSkus(async (_, call, take) => {
      if (!hasStep(call, "hold")) return take();
      late.push(call);
      throw new Error("under way for long");
    });
    expect(await alter(alteration(id, change(9)))).toMatchObject({ refusal: { reason: "unavailable" } });
    vi.restoreAllMocks();
    expect(late.length).toBeGreaterThan(0);
    for (const call of late) await sku(one).take(call);
    expect(await level(one)).toMatchObject({ held: 0, allocated: 2 });
    expect((await audit(one)).drift).toEqual([]);
  });
});

describe("an order from lines", () => {
  test("whose slot dies after the SKUs held and before it is written leaves nothing", async () => {
    const name = await stock(5);
    const id = fresh("direct");
    const number = await slotOfOrder(id);
    betweenSlotsAndSkus(async (_, __, take) => {
      const answers = await take();
      await crashSlot(number);
      return answers;
    });
    const call = placeCall(id, fromLines(lines([name, 5])));
    await crashes(() => slot(number).placeOrder(call));
    vi.restoreAllMocks();
    expect(await level(name)).toMatchObject({ held: 5, allocated: 0 });
    expect(await slot(number).order(id)).toEqual({ accepted: false, refusal: { reason: "order_not_found" } });

    // Nobody knows the hold: it is gone when its units are wanted, and its id is still free.
    advance(31_000);
    expect(order(await slot(number).placeOrder(call)).lines[0]).toMatchObject({ allocated: 5 });
    expect(await level(name)).toMatchObject({ held: 0, allocated: 5 });
    expect((await audit(name)).drift).toEqual([]);
  });

  test("whose units a SKU doubts keeps them, however long it takes until they are allocated", async () => {
    const name = await stock(5);
    const id = fresh("direct");
    const number = await slotOfOrder(id);
    betweenSlotsAndSkus(async (_, call, take) => {
      if (hasStep(call, "allocate")) throw new Error("down");
      return take();
    });
    order(await slot(number).placeOrder(placeCall(id, fromLines(lines([name, 5])))));
    expect(await level(name)).toMatchObject({ held: 5, allocated: 0 });

    // Overdue and older than any doubt: its slot says that an order has it.
    advance(90_000);
    const wanted = await slot(35).reserve(reserveCall(lines([name, 1])));
    expect(wanted).toMatchObject({ accepted: false, refusal: { reason: "lines" } });
    expect(await level(name)).toMatchObject({ held: 5 });
    vi.restoreAllMocks();
    expect(await slotAlarm(number)).toBe(true);
    expect(await level(name)).toMatchObject({ held: 0, allocated: 5 });
    expect((await audit(name)).drift).toEqual([]);
  });

  test("that is cut off after it was written is carried on, and the retry finds it", async () => {
    const name = await stock(5);
    const id = fresh("direct");
    const number = await slotOfOrder(id);
    betweenSlotsAndSkus(async (_, call, take) => {
      if (!hasStep(call, "allocate")) return take();
      await crashSlot(number);
      throw new Error("never arrived");
    });
    const call = placeCall(id, fromLines(lines([name, 2])));
    await crashes(() => slot(number).placeOrder(call));
    vi.restoreAllMocks();
    expect(await slotAlarm(number)).toBe(true);
    expect(await level(name)).toMatchObject({ held: 0, allocated: 2 });
    expect(order(await slot(number).placeOrder(call)).lines[0]).toMatchObject({ allocated: 2 });
    expect(await level(name)).toMatchObject({ held: 0, allocated: 2 });
  });

  test("of which a state is reported twice at once is allocated once", async () => {
    const name = await stock(5);
    const id = fresh("direct");
    const number = await slotOfOrder(id);
    order(await slot(number).placeOrder(placeCall(id, fromLines(lines([name, 2]), null))));
    expect(await level(name)).toMatchObject({ held: 0, allocated: 0 });
    const reports = await Promise.all([1, 2, 3].map(() => alter(alteration(id, settledReport))));
    expect(reports.map((report) => order(report).lines[0]?.allocated)).toEqual([2, 2, 2]);
    expect(await level(name)).toMatchObject({ held: 0, allocated: 2 });
    expect(await historyOf(name)).toEqual(["adjust 5 main", "allocate 2 main"]);
  });

  test("whose allocation is cut off by a crash stays pending, and the same report allocates it once", async () => {
    const [one, two] = [await stock(5), await stock(5)];
    const id = fresh("direct");
    const number = await slotOfOrder(id);
    order(await slot(number).placeOrder(placeCall(id, fromLines(lines([one, 2], [two, 5]), null))));
    crashAfter(one, number);
    const report = alteration(id, settledReport);
    await crashes(() => alter(report));
    vi.restoreAllMocks();
    expect(await orderNow(id)).toMatchObject({ state: "pending", reported: null });
    expect(order(await alter(report))).toMatchObject({ state: "placed", reported: "PaymentSettled" });
    expect(order(await alter(report))).toMatchObject({ state: "placed" });
    expect(await level(two)).toMatchObject({ held: 0, allocated: 5 });

    // What the attempt before had held is found by whoever wants it.
    expect(await level(one)).toMatchObject({ held: 2, allocated: 2 });
    advance(31_000);
    expect(await slot(36).reserve(reserveCall(lines([one, 3])))).toMatchObject({ accepted: true });
    expect(await level(one)).toMatchObject({ held: 3, allocated: 2 });
    for (const name of [one, two]) expect((await audit(name)).drift).toEqual([]);
  });
});

test("units are cancelled while a SKU cannot be reached: it is decided, and the SKU learns of it later", async () => {
  const { one, two, id, number } = await ofTwo(37);
  betweenSlotsAndSkus((name, _, take) => (name === two ? Promise.reject(new Error("down")) : take()));
  const cancelled = await altered(id, { kind: "cancel", lines: [0, 1].map((line) => ({ line, quantity: 1 })) });
  expect(cancelled.lines.map(({ allocated }) => allocated)).toEqual([1, 1]);
  expect(await level(one)).toMatchObject({ allocated: 1 });
  expect(await level(two)).toMatchObject({ allocated: 2 });

  // And again, while the first is still to be driven.
  await altered(id, { kind: "cancel", lines: [{ line: 1, quantity: 1 }] });
  vi.restoreAllMocks();
  await crashSlot(number);
  expect(await slotAlarm(number)).toBe(true);
  expect(await level(one)).toMatchObject({ allocated: 1 });
  expect(await level(two)).toMatchObject({ allocated: 0 });
  expect(await historyOf(two)).toEqual(["adjust 10 main", "allocate 2 main", "cancel -1 main", "cancel -1 main"]);
  for (const name of [one, two]) expect((await audit(name)).drift).toEqual([]);
});

describe("long after", () => {
  test("an order is altered although its reservation is forgotten", async () => {
    const { one, two, id, number } = await ofTwo(38);
    const { reservation } = await orderNow(id);
    await slot(number).wake(STORE);
    advance(8 * DAY_MS);
    await crashSlot(38);
    await slot(38).wake(STORE);
    expect(await slot(38).reservation(reservation ?? "")).toBeNull();

    await crashSlot(number);
    const more = await altered(id, change(3, 2));
    expect(more.lines.map(({ allocated }) => allocated)).toEqual([3, 2]);
    await altered(id, { kind: "plan", shipment: "S", lines: [{ line: 0, quantity: 3 }], warehouse: null });
    await altered(id, { kind: "ship", shipment: "S" });
    const last = await altered(id, { kind: "cancel", lines: [{ line: 1, quantity: 2 }] });
    expect(last.state).toBe("shipped");
    expect(await level(one)).toMatchObject({ onHand: 7, held: 0, allocated: 0, planned: 0 });
    expect(await level(two)).toMatchObject({ onHand: 10, held: 0, allocated: 0, planned: 0 });
    for (const name of [one, two]) expect((await audit(name)).drift).toEqual([]);
  });

  test("a reservation is not forgotten before the slot of its order is sure of it", async () => {
    const { one, id, number } = await ofTwo(39);
    const reservation = (await orderNow(id)).reservation ?? "";
    // The slot of the order has not written yet how far everything is driven.
    await crashSlot(number);
    advance(8 * DAY_MS);
    beforeSlot("areSettled", () => Promise.reject(new Error("no answer")));
    await crashSlot(39);
    await slot(39).wake(STORE);
    vi.restoreAllMocks();
    expect(await slot(39).reservation(reservation)).toMatchObject({ state: "ordered", order: id });

    await slot(39).wake(STORE);
    expect(await slot(39).reservation(reservation)).toBeNull();
    await crashSlot(number);
    expect(await orderNow(id)).toMatchObject({ state: "placed" });
    expect(await altered(id, { kind: "cancel", lines: null })).toMatchObject({ state: "cancelled" });
    expect(await level(one)).toMatchObject({ allocated: 0 });
  });

  test("units that an order gets after its claim's record was forgotten are not said to be gone", async () => {
    const [one, two] = [await stock(10), await stock(0)];
    const id = fresh("direct");
    const number = await slotOfOrder(id);
    const from = fromLines(lines([one, 1], [two, 4]), "PaymentSettled", { allowsShortfall: true });
    const made: Order = order(await slot(number).placeOrder(placeCall(id, from)));
    expect(made.lines.map(({ allocated, shortfall }) => [allocated, shortfall])).toEqual([
      [1, 0],
      [0, 4],
    ]);
    await slot(number).wake(STORE);
    advance(8 * DAY_MS);
    await crashSlot(number);
    await slot(number).wake(STORE);

    // Goods are there at last, and the SKU hears for long only that they are held.
    await receive(two, 4);
    betweenSlotsAndSkus(async (_, call, take) => {
      if (hasStep(call, "allocate")) throw new Error("down");
      return take();
    });
    expect((await altered(id, change(1, 4))).lines[1]).toMatchObject({ allocated: 4, shortfall: 0 });
    advance(90_000);
    expect(await slot(36).reserve(reserveCall(lines([two, 1])))).toMatchObject({ accepted: false });
    vi.restoreAllMocks();
    await slot(number).wake(STORE);
    expect(await level(two)).toMatchObject({ held: 0, allocated: 4 });
    expect((await audit(two)).drift).toEqual([]);
  });

  test("a key's answer is forgotten, and what it did is not done again", async () => {
    const { one, id, number } = await ofTwo(29);
    const key = freshKey();
    const plan = alteration(
      id,
      { kind: "plan", shipment: "S", lines: [{ line: 0, quantity: 1 }], warehouse: null },
      key,
    );
    order(await alter(plan));
    await slot(number).wake(STORE);
    advance(8 * DAY_MS);
    await crashSlot(number);
    await slot(number).wake(STORE);
    expect(await alter(plan)).toEqual({ accepted: false, refusal: { reason: "shipment_exists" } });
    expect(await level(one)).toMatchObject({ allocated: 1, planned: 1 });
  });
});
