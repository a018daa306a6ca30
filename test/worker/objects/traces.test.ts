import { expect, test, vi } from "vitest";
import type { Reservation } from "../../../sdk/index.ts";
import type { Step } from "../../../worker/core/step.ts";
import type { StepsCall } from "../../../worker/objects/sku-callable.ts";
import { SkuStore } from "../../../worker/objects/sku-store.ts";
import type { SlotResult } from "../../../worker/objects/slot-callable.ts";
import { sha256, slotOfHash, slotOfReservation } from "../../../worker/objects/slot-number.ts";
import {
  advance,
  audit,
  beforeSlot,
  betweenSlotsAndSkus,
  CHANNEL,
  crashes,
  crashSlot,
  fresh,
  freshKey,
  gate,
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

// The traces of DESIGN section 7, each forced.

standTheClockStill();

test("a crash after the SKU said yes and before the record costs nothing but a retry", async () => {
  const name = await stock(5);
  betweenSlotsAndSkus(async (_, __, take) => {
    const answers = await take();
    await crashSlot(3);
    return answers;
  });
  const call = reserveCall(lines([name, 5]));
  await crashes(() => slot(3).reserve(call));
  vi.restoreAllMocks();
  expect(await level(name)).toMatchObject({ held: 5 });

  // Nobody knows the hold, so it is gone as soon as somebody wants the units and it is old enough to be asked about.
  advance(31_000);
  const retried = value(await slot(3).reserve(call));
  expect(retried.lines[0]?.quantity).toBe(5);
  expect(await level(name)).toMatchObject({ held: 5 });
  expect((await audit(name)).drift).toEqual([]);
});

test("an id that was said to be gone is gone for good", async () => {
  const id = `rsv_05${"k".repeat(22)}${"r".repeat(22)}`;
  expect(await slot(5).fates([id])).toEqual([{ fate: "gone" }]);
  await crashSlot(5);
  expect(await slot(5).fates([id])).toEqual([{ fate: "gone" }]);
  expect(await slot(5).reservation(id)).toBeNull();
});

test("a hold that is being tried is kept, not gone, when another SKU asks about it", async () => {
  const [one, two] = [await stock(1), await stock(1)];
  const { passed, open } = gate();
  let id = "";
  betweenSlotsAndSkus(async (name, call, take) => {
    id = call.claims[0]?.claim ?? id;
    if (name === two) await passed;
    return take();
  });
  const reserving = slot(6).reserve(reserveCall(lines([one, 1], [two, 1])));
  await vi.waitFor(async () => expect(await level(one)).toMatchObject({ held: 1 }));
  expect(await slot(6).fates([id])).toMatchObject([{ fate: "kept" }]);
  open();
  expect(value(await reserving).id).toBe(id);
});

test("an overdue hold that was given to an order counts, and no one else gets its units", async () => {
  const name = await stock(2);
  const held = value(await slot(7).reserve(reserveCall(lines([name, 2]), { ttlMs: 60_000 })));
  const { passed, open } = gate();
  betweenSlotsAndSkus(async (_, call, take) => {
    if (call.claims.some((claim) => claim.steps.some((step) => step.kind === "allocate"))) await passed;
    return take();
  });
  const order = fresh("order");
  const number = slotOfHash(await sha256(order));
  const placing = slot(number).placeOrder({
    key: freshKey(),
    body: "b",
    id: order,
    from: { reservation: held.id },
    actor: "test",
  });
  await vi.waitFor(async () => expect((await slot(7).reservation(held.id))?.state).toBe("ordered"));

  advance(61_000);
  expect(await level(name)).toMatchObject({ held: 2, allocated: 0 });
  const other = await slot(8).reserve(reserveCall(lines([name, 1])));
  expect(other).toMatchObject({ accepted: false, refusal: { reason: "lines" } });

  open();
  expect(await placing).toMatchObject({ accepted: true, value: { lines: [{ allocated: 2 }] } });
  // The step was under way for longer than its deadline: it was dropped, and is driven again.
  expect(await level(name)).toMatchObject({ held: 2, allocated: 0 });
  await slotAlarm(number);
  expect(await level(name)).toMatchObject({ held: 0, allocated: 2 });
  expect((await audit(name)).drift).toEqual([]);
});

test("an overdue hold that was said to be gone cannot become an order any more", async () => {
  const name = await stock(2);
  const held = value(await slot(9).reserve(reserveCall(lines([name, 2]), { ttlMs: 60_000 })));
  advance(60_000);
  // The alarm has not run; another shopper's wish makes the SKU ask, and the answer binds.
  value(await slot(10).reserve(reserveCall(lines([name, 2]))));
  const order = fresh("order");
  const placed = await slot(slotOfHash(await sha256(order))).placeOrder({
    key: freshKey(),
    body: "b",
    id: order,
    from: { reservation: held.id },
    actor: "test",
  });
  expect(placed).toEqual({ accepted: false, refusal: { reason: "reservation_expired" } });
  expect(await level(name)).toMatchObject({ held: 2, allocated: 0 });
  expect((await slot(9).reservation(held.id))?.state).toBe("expired");
});

test("a change that races expiry leaves nothing behind, whichever comes first", async () => {
  const [one, two] = [await stock(10), await stock(10)];
  const held = value(await slot(11).reserve(reserveCall(lines([one, 2]), { ttlMs: 60_000 })));
  const { passed, open } = gate();
  betweenSlotsAndSkus(async (_, call, take) => {
    const isChange = call.claims.some((claim) => claim.steps.some((step) => step.kind === "hold"));
    const answers = await take();
    if (isChange) await passed;
    return answers;
  });
  const changing = slot(11).change({
    key: freshKey(),
    body: "b",
    id: held.id,
    revision: 1,
    lines: lines([one, 6], [two, 3]),
    store: STORE,
  });
  await vi.waitFor(async () => expect(await level(two)).toMatchObject({ held: 3 }));
  expect(await level(one)).toMatchObject({ held: 6 });
  advance(61_000);
  const alarm = slotAlarm(11);
  await vi.waitFor(async () => expect((await slot(11).reservation(held.id))?.state).toBe("expired"));
  open();
  await alarm;
  expect(await changing).toEqual({ accepted: false, refusal: { reason: "reservation_expired" } });
  await slotAlarm(11);
  for (const name of [one, two]) {
    expect(await level(name)).toMatchObject({ onHand: 10, held: 0, allocated: 0 });
    expect((await audit(name)).drift).toEqual([]);
  }
});

test("a change that was cut off by a crash is given up: the lines stay as they were", async () => {
  const [one, two] = [await stock(10), await stock(10)];
  const held = value(await slot(12).reserve(reserveCall(lines([one, 2]))));
  let asked = 0;
  betweenSlotsAndSkus(async (_, __, take) => {
    const answers = await take();
    asked += 1;
    if (asked === 2) await crashSlot(12);
    else await new Promise(() => undefined);
    return answers;
  });
  const change = {
    key: freshKey(),
    body: "b",
    id: held.id,
    revision: 1,
    lines: lines([one, 6], [two, 3]),
    store: STORE,
  };
  await crashes(() => slot(12).change(change));
  vi.restoreAllMocks();
  await slot(12).wake(STORE);
  expect(await slot(12).reservation(held.id)).toMatchObject({ state: "held", revision: 1, lines: [{ quantity: 2 }] });
  expect(await level(one)).toMatchObject({ held: 2 });
  expect(await level(two)).toMatchObject({ held: 0 });

  // The numbers that were tried are not used for anything else: the same change goes through now.
  expect(value(await slot(12).change(change))).toMatchObject({
    revision: 2,
    lines: [{ quantity: 6 }, { quantity: 3 }],
  });
  expect(await level(one)).toMatchObject({ held: 6 });
  expect(await level(two)).toMatchObject({ held: 3 });
});

test("an order and its reservation in different slots survive a crash between: after the gift", async () => {
  const name = await stock(4);
  const held = value(await slot(13).reserve(reserveCall(lines([name, 3]))));
  const order = await orderInAnotherSlot(13);
  const number = slotOfHash(await sha256(order));
  beforeSlot("give", async (run) => {
    const given = await run();
    await crashSlot(number);
    return given;
  });
  const call = { key: freshKey(), body: "b", id: order, from: { reservation: held.id }, actor: "test" };
  await crashes(() => slot(number).placeOrder(call));
  vi.restoreAllMocks();
  expect((await slot(13).reservation(held.id))?.state).toBe("ordered");

  // The alarm alone carries it to its end, and the client's retry finds it.
  expect(await slotAlarm(number)).toBe(true);
  expect(await level(name)).toMatchObject({ held: 0, allocated: 3 });
  expect(await slot(number).placeOrder(call)).toMatchObject({ accepted: true, value: { id: order, state: "placed" } });
  expect(await level(name)).toMatchObject({ held: 0, allocated: 3 });
  expect((await audit(name)).drift).toEqual([]);
});

test("an order and its reservation in different slots survive a crash between: before the gift", async () => {
  const name = await stock(4);
  const held = value(await slot(14).reserve(reserveCall(lines([name, 3]))));
  const order = await orderInAnotherSlot(14);
  const number = slotOfHash(await sha256(order));
  beforeSlot("give", async (run) => {
    await crashSlot(number);
    return run();
  });
  const call = { key: freshKey(), body: "b", id: order, from: { reservation: held.id }, actor: "test" };
  await crashes(() => slot(number).placeOrder(call));
  vi.restoreAllMocks();
  expect(await slot(number).placeOrder(call)).toMatchObject({ accepted: true, value: { state: "placed" } });
  expect(await level(name)).toMatchObject({ held: 0, allocated: 3 });
});

test("an order whose reservation is refused after a crash does not use up its id", async () => {
  const name = await stock(4);
  const held = value(await slot(15).reserve(reserveCall(lines([name, 3]))));
  const order = await orderInAnotherSlot(15);
  const number = slotOfHash(await sha256(order));
  beforeSlot("give", async () => {
    await crashSlot(number);
    throw new Error("never arrived");
  });
  const call = { key: freshKey(), body: "b", id: order, from: { reservation: held.id }, actor: "test" };
  await crashes(() => slot(number).placeOrder(call));
  vi.restoreAllMocks();
  value(await slot(15).release({ key: freshKey(), body: "b", id: held.id }));
  expect(await slot(number).order(order)).toEqual({ accepted: false, refusal: { reason: "order_not_found" } });

  const again = value(await slot(15).reserve(reserveCall(lines([name, 1]))));
  const placed = await slot(number).placeOrder({ ...call, key: freshKey(), from: { reservation: again.id } });
  expect(placed).toMatchObject({ accepted: true });
  expect(await level(name)).toMatchObject({ held: 0, allocated: 1 });
});

test("a refusal is written before anything is undone: a crash in between leaves nothing held", async () => {
  const [one, two] = [await stock(5), await stock(0)];
  betweenSlotsAndSkus(async (_, call, take) => {
    if (call.claims.some((claim) => claim.steps.some((step) => step.kind === "release"))) {
      await crashSlot(16);
      throw new Error("never arrived");
    }
    return take();
  });
  await crashes(() => slot(16).reserve(reserveCall(lines([one, 5], [two, 1]))));
  vi.restoreAllMocks();
  expect(await level(one)).toMatchObject({ held: 5 });
  expect(await slotAlarm(16)).toBe(true);
  expect(await level(one)).toMatchObject({ held: 0 });
});

test("a hold whose answer is lost is given back, and is not an outcome", async () => {
  const name = await stock(5);
  betweenSlotsAndSkus(async (_, call, take) => {
    const answers = await take();
    if (call.claims.some((claim) => claim.steps.some((step) => step.kind === "hold"))) throw new Error("lost");
    return answers;
  });
  const call = reserveCall(lines([name, 5]));
  expect(await slot(17).reserve(call)).toEqual({ accepted: false, refusal: { reason: "unavailable" } });
  expect(await level(name)).toMatchObject({ held: 0 });
  vi.restoreAllMocks();
  value(await slot(17).reserve(call));
  expect(await level(name)).toMatchObject({ held: 5 });
});

test("a hold that arrives after its release finds that it has ended", async () => {
  const name = await stock(5);
  const late: StepsCall[] = [];
  betweenSlotsAndSkus(async (_, call, take) => {
    if (!call.claims.some((claim) => claim.steps.some((step) => step.kind === "hold"))) return take();
    late.push(call);
    throw new Error("under way for long");
  });
  expect(await slot(18).reserve(reserveCall(lines([name, 5])))).toMatchObject({ accepted: false });
  vi.restoreAllMocks();
  // The message itself, delivered now: within its deadline, after the release that the slot has driven.
  expect(await Promise.all(late.map((call) => sku(name).take(call)))).toEqual([
    { answers: [{ outcome: "ended" }], gatherMs: 0 },
  ]);
  expect(await level(name)).toMatchObject({ held: 0 });
});

test("a fault in one claim's steps leaves the other claims of the call alone", async () => {
  const name = await stock(9);
  const save = SkuStore.prototype.saveClaim;
  vi.spyOn(SkuStore.prototype, "saveClaim").mockImplementation(function (this: SkuStore, claim) {
    if (claim.id === "rsv_bad") throw new Error("a fault");
    save.call(this, claim);
  });
  const steps = (units: number): Step[] => [
    {
      kind: "hold",
      n: 1,
      after: 0,
      ask: { units, direct: units, contexts: [{ product: null, allowOutOfStock: null }], viaKit: false },
      channel: CHANNEL,
      client: null,
      expiresAt: Date.now() + 60_000,
    },
  ];
  const claims = [
    { claim: "rsv_one", steps: steps(1) },
    { claim: "rsv_bad", steps: steps(2) },
    { claim: "rsv_two", steps: steps(4) },
  ];
  const { answers } = await sku(name).take({ slot: 1, deadline: Date.now() + 10_000, store: null, claims });
  expect(answers.map(({ outcome }) => outcome)).toEqual(["done", "unavailable", "done"]);
  vi.restoreAllMocks();
  expect(await level(name)).toMatchObject({ held: 5 });
});

test("a message after its deadline is dropped without being an answer", async () => {
  const name = await stock(5);
  const step = { kind: "release", n: 1, after: 0 } as const;
  const call = { slot: 1, deadline: Date.now() - 1, store: null, claims: [{ claim: "rsv_x", steps: [step] }] };
  expect(await sku(name).take(call)).toMatchObject({ answers: [{ outcome: "late" }] });
});

test("stock that old holds are the cause of is not refused while their slot does not answer", async () => {
  const name = await stock(1);
  value(await slot(19).reserve(reserveCall(lines([name, 1]), { ttlMs: 60_000 })));
  advance(31_000);
  beforeSlot("fates", () => Promise.reject(new Error("no answer")));
  expect(await slot(20).reserve(reserveCall(lines([name, 1])))).toEqual({
    accepted: false,
    refusal: { reason: "unavailable" },
  });
  vi.restoreAllMocks();
  // Kept until it expires: a refusal, and not asked about again before then.
  expect(await slot(20).reserve(reserveCall(lines([name, 1])))).toMatchObject({ refusal: { reason: "lines" } });
  beforeSlot("fates", () => Promise.reject(new Error("no answer")));
  expect(await slot(20).reserve(reserveCall(lines([name, 1])))).toMatchObject({ refusal: { reason: "lines" } });
  advance(30_000);
  expect(await slot(20).reserve(reserveCall(lines([name, 1])))).toMatchObject({ refusal: { reason: "unavailable" } });
});

test("in shown figures an overdue hold does not count, in decisions it does until its slot has spoken", async () => {
  const name = await stock(1);
  const held = value(await slot(21).reserve(reserveCall(lines([name, 1]), { ttlMs: 60_000 })));
  const question = {
    channel: { code: "web", warehouses: ["main"] },
    store: STORE,
    product: null,
    allowOutOfStock: null,
    reservation: null,
  };
  expect(await sku(name).look(question)).toMatchObject({ figures: { held: 1, available: 0 } });
  expect(await sku(name).look({ ...question, reservation: held.id })).toMatchObject({ figures: { available: 1 } });
  advance(60_000);
  expect(await sku(name).look(question)).toMatchObject({ figures: { held: 0, available: 1 } });
  expect(await level(name)).toMatchObject({ held: 1 });
});

test("a late alarm changes nothing about what is right", async () => {
  const name = await stock(1);
  const held = value(await slot(22).reserve(reserveCall(lines([name, 1]), { ttlMs: 60_000 })));
  advance(60_000);
  const extended = await slot(22).extend({ key: freshKey(), body: "b", id: held.id, ttlMs: 60_000 });
  expect(extended).toEqual({ accepted: false, refusal: { reason: "reservation_expired" } });
  expect((await slot(22).reservation(held.id))?.state).toBe("expired");
  expect(await slotAlarm(22)).toBe(true);
  expect(await level(name)).toMatchObject({ held: 0 });
});

test("steps that a SKU did not answer are driven again until it does", async () => {
  const name = await stock(3);
  const held = value(await slot(23).reserve(reserveCall(lines([name, 3]))));
  betweenSlotsAndSkus(() => Promise.reject(new Error("down")));
  expect(value(await slot(23).release({ key: freshKey(), body: "b", id: held.id })).state).toBe("released");
  expect(await level(name)).toMatchObject({ held: 3 });
  vi.restoreAllMocks();
  await crashSlot(23);
  expect(await slotAlarm(23)).toBe(true);
  expect(await level(name)).toMatchObject({ held: 0 });
});

test("a repeat of an accepted request has the stored answer, after a crash and after the end", async () => {
  const name = await stock(3);
  const call = reserveCall(lines([name, 2]));
  const first = value(await slot(24).reserve(call));
  await crashSlot(24);
  value(await slot(24).release({ key: freshKey(), body: "b", id: first.id }));
  expect(value(await slot(24).reserve(call))).toEqual({ ...first, asOf: expect.any(String) });
  expect(await slot(24).reserve({ ...call, body: "another" })).toEqual({
    accepted: false,
    refusal: { reason: "idempotency_mismatch" },
  });
  expect(await level(name)).toMatchObject({ held: 0 });
});

test("a refusal for want of stock is not stored: the same key may be tried again", async () => {
  const name = await stock(1);
  const call = reserveCall(lines([name, 2]));
  expect(await slot(25).reserve(call)).toMatchObject({ refusal: { reason: "lines" } });
  await receive(name, 1);
  expect(value(await slot(25).reserve(call)).lines[0]?.quantity).toBe(2);
});

test("many holds of one SKU that wait for a call go out together", async () => {
  const name = await stock(100);
  let calls = 0;
  betweenSlotsAndSkus(async (_, __, take) => {
    calls += 1;
    return take();
  });
  const all = await Promise.all(Array.from({ length: 40 }, () => slot(26).reserve(reserveCall(lines([name, 1])))));
  expect(all.every((result) => result.accepted)).toBe(true);
  expect(calls).toBeLessThan(20);
  expect(await level(name)).toMatchObject({ held: 40 });
});

/** An order id that hashes to another slot than the given one. */
async function orderInAnotherSlot(other: number): Promise<string> {
  for (;;) {
    const order = fresh("order");
    if (slotOfHash(await sha256(order)) !== other) return order;
  }
}

function value(result: SlotResult<Reservation>): Reservation {
  if (!result.accepted) throw new Error(`Refused: ${JSON.stringify(result.refusal)}`);
  expect(slotOfReservation(result.value.id)).not.toBeNull();
  return result.value;
}
