import { describe, expect, test, vi } from "vitest";
import { ENDED_CLAIM_KEPT_MS } from "../../../worker/core/bounds.ts";
import type { StepsCall } from "../../../worker/objects/sku-callable.ts";
import type { Alteration } from "../../../worker/objects/slot-callable.ts";
import {
  alter,
  alteration,
  altered,
  claimsOf,
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
  level,
  lines,
  receive,
  STORE,
  sku,
  slot,
  slotAlarm,
  standTheClockStill,
  stock,
} from "./stage.ts";

// What may go wrong while goods leave and come back (DESIGN sections 6 and 7), each forced.

standTheClockStill();

function plan(shipment: string, units: number[], warehouse: string | null = null): Alteration {
  return { kind: "plan", shipment, lines: units.map((quantity, line) => ({ line, quantity })), warehouse };
}

const ship: Alteration = { kind: "ship", shipment: "S" };
const unplan: Alteration = { kind: "unplan", shipment: "S" };

function giveBack(id: string, quantity: number): Alteration {
  return { kind: "return", id, lines: [{ line: 0, quantity }], restock: true, warehouse: null };
}

/** An order of 2 of a SKU that has 10. */
async function ofOne(heldIn: number): Promise<{ name: string; id: string; number: number }> {
  const name = await stock(10);
  const { id } = await placed(heldIn, [name, 2]);
  return { name, id, number: await slotOfOrder(id) };
}

/** The same, shipped. */
async function shipped(heldIn: number): Promise<{ name: string; id: string; number: number }> {
  const made = await ofOne(heldIn);
  await altered(made.id, plan("S", [2]));
  await altered(made.id, ship);
  return made;
}

describe("a plan", () => {
  test("that was written as being tried when the slot died is given up, whatever SKUs had said", async () => {
    const [one, two] = [await stock(10), await stock(10)];
    const { id } = await placed(1, [one, 2], [two, 2]);
    const number = await slotOfOrder(id);
    crashAfter(one, number, (call) => hasStep(call, "plan"));
    const call = alteration(id, plan("S", [2, 2]));
    await crashes(() => alter(call));
    vi.restoreAllMocks();
    expect(await level(one)).toMatchObject({ allocated: 0, planned: 2 });
    expect(await level(two)).toMatchObject({ allocated: 2, planned: 0 });

    expect(await slotAlarm(number)).toBe(true);
    for (const name of [one, two]) expect(await level(name)).toMatchObject({ allocated: 2, planned: 0 });
    expect(await orderNow(id)).toMatchObject({ shipments: [] });
    expect(await historyOf(one)).toEqual(["adjust 10 main", "allocate 2 main", "plan 2 main", "unplan -2 main"]);

    // The same request, the same shipment: with numbers of its own it goes through now.
    expect(order(await alter(call)).shipments).toMatchObject([{ id: "S", state: "planned" }]);
    for (const name of [one, two]) {
      expect(await level(name)).toMatchObject({ allocated: 0, planned: 2 });
      expect((await audit(name)).drift).toEqual([]);
    }
  });

  test("that was answered to nobody stays visible on the order, and can be undone", async () => {
    const { name, id, number } = await ofOne(2);
    beforeSlot("alterOrder", async (run) => {
      const answer = await run();
      await crashSlot(number);
      return answer;
    });
    const call = alteration(id, plan("S", [2]));
    await crashes(() => alter(call));
    vi.restoreAllMocks();
    expect(await orderNow(id)).toMatchObject({ shipments: [{ id: "S", state: "planned" }], lines: [{ planned: 2 }] });
    expect(order(await alter(call))).toMatchObject({ shipments: [{ id: "S" }] });
    expect(await alter(alteration(id, plan("S", [1])))).toMatchObject({ refusal: { reason: "shipment_exists" } });

    expect(await altered(id, unplan)).toMatchObject({ shipments: [], lines: [{ allocated: 2, planned: 0 }] });
    expect(await level(name)).toMatchObject({ onHand: 10, allocated: 2, planned: 0 });
  });

  test("that arrives after it was given up finds that it is too late", async () => {
    const { name, id } = await ofOne(3);
    const late: StepsCall[] = [];
    betweenSlotsAndSkus(async (_, call, take) => {
      if (!hasStep(call, "plan")) return take();
      late.push(call);
      throw new Error("under way for long");
    });
    expect(await alter(alteration(id, plan("S", [2])))).toMatchObject({ refusal: { reason: "unavailable" } });
    vi.restoreAllMocks();
    expect(late.length).toBeGreaterThan(0);
    for (const call of late) await sku(name).take(call);
    expect(await level(name)).toMatchObject({ allocated: 2, planned: 0 });
    expect((await audit(name)).drift).toEqual([]);
  });

  test("of a kit over several SKUs is all or nothing", async () => {
    const [one, two] = [await stock(4), await stock(3, { backorders: "allow" })];
    const parts = [
      { sku: one, perUnit: 1 },
      { sku: two, perUnit: 2 },
    ];
    const kit = lines([one, 2]).map((line) => ({ ...line, parts }));
    const id = fresh("kits");
    const number = await slotOfOrder(id);
    order(await slot(number).placeOrder(placeCall(id, fromLines(kit))));

    // Of the second SKU 4 are needed and 3 are there.
    expect(await alter(alteration(id, plan("S", [2])))).toEqual({
      accepted: false,
      refusal: {
        reason: "lines",
        lines: [{ line: 0, sku: two, refusal: { reason: "insufficient_on_hand", requested: 4, available: 3 } }],
      },
    });
    expect(await level(one)).toMatchObject({ allocated: 2, planned: 0 });
    expect(await level(two)).toMatchObject({ allocated: 4, planned: 0 });
    await receive(two, 1);
    await altered(id, plan("S", [2]));
    expect(await altered(id, ship)).toMatchObject({ state: "shipped" });
    expect(await level(one)).toMatchObject({ onHand: 2, allocated: 0, planned: 0 });
    expect(await level(two)).toMatchObject({ onHand: 0, allocated: 0, planned: 0 });
    for (const name of [one, two]) expect((await audit(name)).drift).toEqual([]);
  });

  test("of the last covered units: of two at once one has them, the other is told how many are left", async () => {
    const name = await stock(3, { backorders: "allow" });
    const { id } = await placed(4, [name, 5]);
    const both = await Promise.all(["A", "B"].map((shipment) => alter(alteration(id, plan(shipment, [2])))));
    expect(both.map(({ accepted }) => accepted).toSorted()).toEqual([false, true]);
    expect(both.find(({ accepted }) => !accepted)).toMatchObject({
      refusal: { lines: [{ refusal: { reason: "insufficient_on_hand", requested: 2, available: 1 } }] },
    });
    expect(await level(name)).toMatchObject({ onHand: 3, allocated: 3, planned: 2 });
    expect((await audit(name)).drift).toEqual([]);
  });

  test("of the last free units of another warehouse: of two orders at once one has them", async () => {
    const name = await stock(0, { backorders: "allow" });
    await receive(name, 2, "east");
    const orders = [await placed(5, [name, 2]), await placed(6, [name, 2])];
    const both = await Promise.all(orders.map(({ id }) => alter(alteration(id, plan("S", [2], "east")))));
    expect(both.map(({ accepted }) => accepted).toSorted()).toEqual([false, true]);
    expect(both.find(({ accepted }) => !accepted)).toMatchObject({
      refusal: { lines: [{ refusal: { reason: "insufficient_on_hand", requested: 2, available: 0 } }] },
    });
    // What is planned left `main`; the other order still waits there.
    expect(await sku(name).levels()).toMatchObject([
      { warehouse: "east", onHand: 2, allocated: 0, planned: 2 },
      { warehouse: "main", onHand: 0, allocated: 2, planned: 0 },
    ]);
    expect((await audit(name)).drift).toEqual([]);
  });
});

describe("a shipment that has left", () => {
  test("although its SKU was not reached is driven on by the alarm, once", async () => {
    const { name, id, number } = await ofOne(7);
    await altered(id, plan("S", [2]));
    betweenSlotsAndSkus(() => Promise.reject(new Error("down")));
    expect(await altered(id, ship)).toMatchObject({ state: "shipped", lines: [{ shipped: 2 }] });
    expect(await level(name)).toMatchObject({ onHand: 10, planned: 2 });
    vi.restoreAllMocks();
    await crashSlot(number);
    expect(await slotAlarm(number)).toBe(true);
    expect(await level(name)).toMatchObject({ onHand: 8, allocated: 0, planned: 0 });
    await crashSlot(number);
    await slot(number).wake(STORE);
    expect(await level(name)).toMatchObject({ onHand: 8, allocated: 0, planned: 0 });
    expect((await audit(name)).drift).toEqual([]);
  });

  test("is taken from what is on hand once, however often and late that is said", async () => {
    const name = await stock(10);
    const { id } = await placed(8, [name, 5]);
    await altered(id, plan("S", [2]));
    const said: StepsCall[] = [];
    betweenSlotsAndSkus(async (_, call, take) => {
      if (hasStep(call, "ship")) {
        said.push(call);
        await take();
      }
      return take();
    });
    await altered(id, ship);
    expect(await level(name)).toMatchObject({ onHand: 8, allocated: 3, planned: 0 });
    vi.restoreAllMocks();
    await altered(id, plan("T", [1]));
    // Within its deadline, and after it.
    for (const call of said) expect((await sku(name).take(call)).answers).toMatchObject([{ outcome: "done" }]);
    advance(11_000);
    for (const call of said) expect((await sku(name).take(call)).answers).toEqual([{ outcome: "late" }]);
    expect(said).toHaveLength(1);
    expect(await level(name)).toMatchObject({ onHand: 8, allocated: 2, planned: 1 });
    // Asked for again by another key: it has left already.
    expect(unitsOfLine(await altered(id, ship))).toEqual({ ordered: 5, allocated: 2, planned: 1, shipped: 2 });
    expect(await level(name)).toMatchObject({ onHand: 8 });
    expect((await audit(name)).drift).toEqual([]);
  });

  test("and was the last of its order ends the claim: nothing of it is left at the SKU", async () => {
    const { name, id, number } = await shipped(9);
    expect(await claimsOf(name)).toMatchObject([{ phase: "ended" }]);
    advance(ENDED_CLAIM_KEPT_MS + 1_000);
    await sku(name).wake(STORE);
    expect(await claimsOf(name)).toEqual([]);
    // Driven once more after that, it finds that it has been done.
    await crashSlot(number);
    await slot(number).wake(STORE);
    expect(await claimsOf(name)).toEqual([]);
    expect(await level(name)).toMatchObject({ onHand: 8, allocated: 0, planned: 0 });
    expect(await orderNow(id)).toMatchObject({ state: "shipped" });
  });
});

describe("a return", () => {
  test("whose acknowledgement is lost is restocked once, whoever restarts", async () => {
    const { name, id, number } = await shipped(10);
    betweenSlotsAndSkus(async (_, call, take) => {
      const answers = await take();
      if (hasStep(call, "giveBack")) throw new Error("lost");
      return answers;
    });
    expect(unitsOfLine(await altered(id, giveBack("R", 2)))).toEqual({ ordered: 2, shipped: 2, returned: 2 });
    expect(await level(name)).toMatchObject({ onHand: 10 });
    vi.restoreAllMocks();
    await crashSlot(number);
    expect(await slotAlarm(number)).toBe(true);
    expect(await level(name)).toMatchObject({ onHand: 10 });
    expect((await audit(name)).drift).toEqual([]);
  });

  test("that is said again long after a claim that has ended is forgotten is restocked once, and forgotten then", async () => {
    const { name, id, number } = await shipped(11);
    betweenSlotsAndSkus(async (_, call, take) => {
      const answers = await take();
      if (hasStep(call, "giveBack")) throw new Error("lost");
      return answers;
    });
    await altered(id, giveBack("R", 2));
    vi.restoreAllMocks();
    advance(ENDED_CLAIM_KEPT_MS + 3_600_000);
    await sku(name).wake(STORE);
    // The order's own claim is forgotten; that of the return is kept until its slot has heard.
    expect(await claimsOf(name)).toMatchObject([{ phase: "empty", step: 1 }]);
    await crashSlot(number);
    expect(await slotAlarm(number)).toBe(true);
    expect(await level(name)).toMatchObject({ onHand: 10 });
    expect(await claimsOf(name)).toMatchObject([{ phase: "ended", step: 2 }]);
    advance(ENDED_CLAIM_KEPT_MS + 1_000);
    await sku(name).wake(STORE);
    expect(await claimsOf(name)).toEqual([]);
  });

  test("that has got through is forgotten by its SKU, and never restocked again", async () => {
    const { name, id, number } = await shipped(12);
    await altered(id, giveBack("R", 1));
    expect((await claimsOf(name)).map(({ phase }) => phase)).toEqual(["ended", "ended"]);
    advance(ENDED_CLAIM_KEPT_MS + 1_000);
    await sku(name).wake(STORE);
    expect(await claimsOf(name)).toEqual([]);
    await altered(id, giveBack("R2", 1));
    await crashSlot(number);
    await slot(number).wake(STORE);
    expect(await level(name)).toMatchObject({ onHand: 10 });
    expect((await historyOf(name)).slice(-2)).toEqual(["return 1 main", "return 1 main"]);
    expect(await alter(alteration(id, giveBack("R3", 1)))).toMatchObject({ refusal: { reason: "exceeds_line" } });
  });

  test("is one of its own, whatever its order and it are called", async () => {
    const name = await stock(10);
    const start = fresh("order");
    for (const [id, returned] of [
      [start, "a/b"],
      [`${start}/a`, "b"],
    ] as const) {
      const number = await slotOfOrder(id);
      order(await slot(number).placeOrder(placeCall(id, fromLines(lines([name, 1])))));
      await altered(id, plan("S", [1]));
      await altered(id, ship);
      await altered(id, giveBack(returned, 1));
    }
    expect(await level(name)).toMatchObject({ onHand: 10 });
  });
});
