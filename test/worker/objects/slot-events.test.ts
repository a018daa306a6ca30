import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test, vi } from "vitest";
import type { RecordedEvent } from "../../../sdk/index.ts";
import type { StoreSettings } from "../../../worker/objects/sku-callable.ts";
import type { Alteration } from "../../../worker/objects/slot-callable.ts";
import { idsOf, untoldOf, wanting, withholdEvents } from "./event-stage.ts";
import {
  alter,
  alteration,
  altered,
  fromLines,
  hasStep,
  order,
  orderIdElsewhere,
  orderNow,
  placeCall,
  slotOfOrder,
} from "./order-stage.ts";
import {
  advance,
  beforeSlot,
  betweenSlotsAndSkus,
  crashAfter,
  crashes,
  crashSlot,
  fresh,
  freshKey,
  level,
  lines,
  reserveCall,
  sku,
  slot,
  slotAlarm,
  standTheClockStill,
  stock,
} from "./stage.ts";

// Events that are recorded while somebody wants them, with the decision that they tell of.

standTheClockStill();

const QUARTER_HOUR = 15 * 60_000;

/** A cart of 2 units of a fresh SKU in a slot, by a call that brings facts of the store. */
async function cart(number: number, store: StoreSettings): Promise<{ id: string; name: string }> {
  const name = await stock(10);
  const held = await slot(number).reserve(reserveCall(lines([name, 2]), { store }));
  if (!held.accepted) throw new Error("Not held");
  return { id: held.value.id, name };
}

const expired = (id: string): string => `expired ["${id}"]`;
const allocated = (id: string): string => `allocated ["${id}"]`;
const shipped = (id: string, shipment: string): string => `shipped ["${id}","${shipment}"]`;

describe("a cart that runs out", () => {
  test("is told by its slot's alarm, once, with what was in it", async () => {
    const told = withholdEvents();
    const { id, name } = await cart(1, wanting("reservation.expired"));
    advance(QUARTER_HOUR);
    const at = new Date().toISOString();
    expect(await slotAlarm(1)).toBe(true);
    expect(told.messages).toEqual<RecordedEvent[][]>([
      [
        {
          id: expired(id),
          type: "reservation.expired",
          at,
          reservation: id,
          channel: "web",
          lines: [{ sku: name, quantity: 2 }],
        },
      ],
    ]);
    advance(QUARTER_HOUR);
    await slot(1).wake(wanting("reservation.expired"));
    expect(idsOf(told)).toHaveLength(1);
    expect(await untoldOf(1)).toEqual([]);
  });

  test("is told by a SKU that asks about it, and not again by the alarm", async () => {
    const told = withholdEvents();
    const { id, name } = await cart(2, wanting("reservation.expired"));
    advance(QUARTER_HOUR);
    await sku(name).wake(wanting());
    await vi.waitFor(() => expect(idsOf(told)).toEqual([expired(id)]));
    expect(await slotAlarm(2)).toBe(true);
    expect(idsOf(told)).toEqual([expired(id)]);
  });

  test("is told by a change that comes too late while SKUs were asked", async () => {
    const told = withholdEvents();
    const store = wanting("reservation.expired");
    const { id, name } = await cart(3, store);
    betweenSlotsAndSkus(async (_, call, take) => {
      if (hasStep(call, "hold")) advance(QUARTER_HOUR);
      return take();
    });
    const change = { key: freshKey(), body: "b", id, revision: 1, lines: lines([name, 3]), store };
    expect(await slot(3).change(change)).toMatchObject({ refusal: { reason: "reservation_expired" } });
    await vi.waitFor(() => expect(idsOf(told)).toEqual([expired(id)]));
  });

  test("is told after a restart, by a slot that was told long ago that it is wanted", async () => {
    const told = withholdEvents();
    const { id } = await cart(4, wanting("reservation.expired"));
    await crashSlot(4);
    advance(QUARTER_HOUR);
    expect(await slotAlarm(4)).toBe(true);
    expect(idsOf(told)).toEqual([expired(id)]);
  });

  test("is told by a slot that the cron has told so, and no more once it is not wanted", async () => {
    const told = withholdEvents();
    const [first, stale] = [await cart(5, wanting()), wanting("order.allocated")];
    await slot(5).wake(wanting("reservation.expired"));
    // What a Worker had cached is older.
    await slot(5).wake(stale);
    advance(QUARTER_HOUR);
    await slotAlarm(5);
    expect(idsOf(told)).toEqual([expired(first.id)]);

    await cart(5, wanting("stock.out", "order.allocated", "shipment.shipped"));
    advance(QUARTER_HOUR);
    await slotAlarm(5);
    expect(idsOf(told)).toEqual([expired(first.id)]);
  });

  test("is not told when it was released instead", async () => {
    const told = withholdEvents();
    const { id } = await cart(6, wanting("reservation.expired"));
    expect(await slot(6).release({ key: freshKey(), body: "b", id })).toMatchObject({ accepted: true });
    advance(QUARTER_HOUR);
    await slotAlarm(6);
    expect(told.messages).toEqual([]);
  });

  test("is told by a slot of an earlier version, which had no place to note it", async () => {
    const told = withholdEvents();
    const { id } = await cart(7, wanting());
    await runInDurableObject(env.SLOT.getByName("slot-7"), (_, state) => {
      const made = state.storage.sql.exec("SELECT name FROM sqlite_master WHERE name = 'wanted'").toArray();
      expect(made).toEqual([]);
    });
    await crashSlot(7);
    await slot(7).wake(wanting("reservation.expired"));
    await crashSlot(7);
    advance(QUARTER_HOUR);
    await slotAlarm(7);
    expect(idsOf(told)).toEqual([expired(id)]);
  });

  test("is told together with all that run out at the same time, in messages that a queue takes", async () => {
    const told = withholdEvents();
    const store = wanting("reservation.expired");
    const name = await stock(1_000);
    const calls = Array.from({ length: 250 }, () => slot(8).reserve(reserveCall(lines([name, 1]), { store })));
    const held = await Promise.all(calls);
    advance(QUARTER_HOUR);
    await slotAlarm(8);
    expect(told.messages.map((events) => events.length)).toEqual([100, 100, 50]);
    const ids = held.map((each) => (each.accepted ? expired(each.value.id) : ""));
    expect(idsOf(told).toSorted()).toEqual(ids.toSorted());
  });

  test("is told later when the queue takes nothing, also over a restart", async () => {
    const told = withholdEvents();
    told.isDown = true;
    const { id, name } = await cart(9, wanting("reservation.expired"));
    advance(QUARTER_HOUR);
    expect(await slotAlarm(9)).toBe(true);
    expect(await level(name)).toMatchObject({ held: 0 });
    expect(await untoldOf(9)).toEqual([expired(id)]);
    await crashSlot(9);
    // Nothing else is left to do; it sets its alarm for that all the same.
    expect(await slotAlarm(9)).toBe(true);
    told.isDown = false;
    expect(await slotAlarm(9)).toBe(true);
    expect(idsOf(told)).toEqual([expired(id)]);
    expect(await untoldOf(9)).toEqual([]);
  });
});

describe("an order whose units are claimed", () => {
  test("from a cart is told when that is given to it, once", async () => {
    const told = withholdEvents();
    const { id: reservation, name } = await cart(10, wanting());
    const id = await orderIdElsewhere(10);
    const call = placeCall(id, { reservation, store: wanting("order.allocated") });
    const number = await slotOfOrder(id);
    order(await slot(number).placeOrder(call));
    await vi.waitFor(() => expect(idsOf(told)).toEqual([allocated(id)]));
    expect(told.messages[0]?.[0]).toMatchObject({ order: id, channel: "web", lines: [{ sku: name, quantity: 2 }] });
    // The same again, by the same key; what a restart is not sure of, it asks for again.
    order(await slot(number).placeOrder(call));
    await crashSlot(number);
    await crashSlot(10);
    await orderNow(id);
    await slotAlarm(10);
    await slotAlarm(number);
    expect(idsOf(told)).toEqual([allocated(id)]);
  });

  test("is told once when the slot dies before it has heard that the cart is its own", async () => {
    const told = withholdEvents();
    const { id: reservation } = await cart(11, wanting("order.allocated"));
    const id = await orderIdElsewhere(11);
    const number = await slotOfOrder(id);
    beforeSlot("give", async (run) => {
      const given = await run();
      await crashSlot(number);
      return given;
    });
    await crashes(() => slot(number).placeOrder(placeCall(id, { reservation })));
    vi.restoreAllMocks();
    const after = withholdEvents();
    expect(await orderNow(id)).toMatchObject({ state: "placed" });
    await slotAlarm(11);
    expect([...idsOf(told), ...idsOf(after)]).toEqual([allocated(id)]);
  });

  test("is not told when the cart is not given to it", async () => {
    const told = withholdEvents();
    const { id: reservation } = await cart(12, wanting("order.allocated"));
    await slot(12).release({ key: freshKey(), body: "b", id: reservation });
    const id = await orderIdElsewhere(12);
    const number = await slotOfOrder(id);
    expect(await slot(number).placeOrder(placeCall(id, { reservation }))).toMatchObject({ accepted: false });
    await slotAlarm(number);
    expect(told.messages).toEqual([]);
  });

  test("is told when it is made from lines with the state that claims them, with what is claimed", async () => {
    const told = withholdEvents();
    const [name, scarce, none] = [await stock(10), await stock(1), await stock(0)];
    const asked = lines([name, 2], [scarce, 3], [none, 1]);
    const from = { store: wanting("order.allocated"), allowsShortfall: true };
    const id = fresh("direct");
    const call = placeCall(id, fromLines(asked, "PaymentSettled", from));
    const number = await slotOfOrder(id);
    for (let times = 0; times < 2; times += 1) order(await slot(number).placeOrder(call));
    await vi.waitFor(() => expect(idsOf(told)).toContain(allocated(id)));
    const [event, ...others] = told.messages.flat().filter(({ type }) => type === "order.allocated");
    expect(event).toMatchObject({
      order: id,
      lines: [
        { sku: name, quantity: 2 },
        { sku: scarce, quantity: 1 },
      ],
    });
    expect(others).toEqual([]);
  });

  test("is told when the state that claims them is reported, not before and not again", async () => {
    const told = withholdEvents();
    const name = await stock(10);
    const id = fresh("reported");
    const store = wanting("order.allocated");
    const report = (state: string): Alteration => ({ kind: "report", state, store, terms: {}, allowsShortfall: false });
    order(await slot(await slotOfOrder(id)).placeOrder(placeCall(id, fromLines(lines([name, 2]), null, { store }))));
    await altered(id, report("ArrangingPayment"));
    expect(told.messages).toEqual([]);
    await altered(id, report("PaymentAuthorized"));
    await altered(id, report("PaymentSettled"));
    await vi.waitFor(() => expect(idsOf(told)).toEqual([allocated(id)]));
    // More units are no second one.
    const change = { kind: "change", lines: [{ line: 0, quantity: 5 }], store, terms: {}, allowsShortfall: false };
    await altered(id, change as Alteration);
    await slotAlarm(await slotOfOrder(id));
    expect(idsOf(told)).toEqual([allocated(id)]);
  });

  test("is told of the attempt that went through, not of one that the slot died over", async () => {
    const told = withholdEvents();
    const [one, two] = [await stock(10), await stock(10)];
    const id = fresh("died");
    const number = await slotOfOrder(id);
    const call = placeCall(id, fromLines(lines([one, 2], [two, 2]), undefined, { store: wanting("order.allocated") }));
    crashAfter(one, number, (each) => hasStep(each, "hold"));
    await crashes(() => slot(number).placeOrder(call));
    vi.restoreAllMocks();
    expect(told.messages).toEqual([]);
    const after = withholdEvents();
    order(await slot(number).placeOrder(call));
    await vi.waitFor(() => expect(idsOf(after)).toEqual([allocated(id)]));
  });

  test("is not told while nobody wants it", async () => {
    const told = withholdEvents();
    const { id: reservation } = await cart(13, wanting("reservation.expired"));
    const id = await orderIdElsewhere(13);
    const store = wanting("shipment.shipped");
    order(await slot(await slotOfOrder(id)).placeOrder(placeCall(id, { reservation, store })));
    const direct = fresh("direct");
    const from = fromLines(lines([await stock(1), 1]), undefined, { store });
    order(await slot(await slotOfOrder(direct)).placeOrder(placeCall(direct, from)));
    // Nor afterwards, when what is not sure is asked for again.
    await crashSlot(await slotOfOrder(id));
    await slot(await slotOfOrder(id)).wake(wanting("order.allocated"));
    await slot(13).wake(wanting("order.allocated"));
    expect(told.messages).toEqual([]);
  });
});

describe("a shipment that leaves", () => {
  const plan: Alteration = { kind: "plan", shipment: "S", lines: [{ line: 0, quantity: 2 }], warehouse: null };

  /** An order of 2 of one SKU, planned. */
  async function planned(store = wanting()): Promise<{ id: string; name: string; number: number }> {
    const name = await stock(10);
    const id = fresh("packed");
    const number = await slotOfOrder(id);
    order(await slot(number).placeOrder(placeCall(id, fromLines(lines([name, 2]), undefined, { store }))));
    await altered(id, plan);
    return { id, name, number };
  }

  test("is told once, with its lines and where they leave from", async () => {
    const told = withholdEvents();
    const { id, name } = await planned();
    const ship = alteration(id, { kind: "ship", shipment: "S", store: wanting("shipment.shipped") });
    order(await alter(ship));
    order(await alter(ship));
    await altered(id, { kind: "ship", shipment: "S" });
    await vi.waitFor(() => expect(idsOf(told)).toEqual([shipped(id, "S")]));
    expect(told.messages[0]?.[0]).toMatchObject({
      order: id,
      shipment: "S",
      lines: [{ line: 0, quantity: 2 }],
      skus: [{ sku: name, warehouse: "main", quantity: 2 }],
    });
  });

  test("is told once when the slot dies before it is answered, or before anybody has heard of it", async () => {
    const told = withholdEvents();
    told.isDown = true;
    const { id, number } = await planned(wanting("shipment.shipped"));
    beforeSlot("alterOrder", async (run) => {
      const answer = await run();
      await crashSlot(number);
      return answer;
    });
    const ship = alteration(id, { kind: "ship", shipment: "S" });
    await crashes(() => alter(ship));
    vi.restoreAllMocks();
    const after = withholdEvents();
    order(await alter(ship));
    await slotAlarm(number);
    expect(idsOf(after)).toEqual([shipped(id, "S")]);
    expect(told.messages).toEqual([]);
  });

  test("is told under its name, also when a plan of that name was taken back before", async () => {
    const told = withholdEvents();
    const { id } = await planned(wanting("shipment.shipped"));
    await altered(id, { kind: "unplan", shipment: "S" });
    expect(told.messages).toEqual([]);
    await altered(id, { ...plan, lines: [{ line: 0, quantity: 1 }] });
    await altered(id, { kind: "ship", shipment: "S" });
    await altered(id, { ...plan, shipment: "T", lines: [{ line: 0, quantity: 1 }] });
    await altered(id, { kind: "ship", shipment: "T" });
    await vi.waitFor(() => expect(idsOf(told)).toEqual([shipped(id, "S"), shipped(id, "T")]));
  });

  test("is not told while nobody wants it", async () => {
    const told = withholdEvents();
    const { id, number } = await planned();
    await altered(id, { kind: "ship", shipment: "S" });
    await slot(number).wake(wanting("shipment.shipped"));
    expect(told.messages).toEqual([]);
  });
});
