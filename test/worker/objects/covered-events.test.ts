import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { project } from "../../../worker/catalogue/projection.ts";
import type { StepsOfClaim } from "../../../worker/core/step.ts";
import type { StoreSettings } from "../../../worker/objects/sku-callable.ts";
import type { Alteration } from "../../../worker/objects/slot-callable.ts";
import { consumed, outboxOf, withholdOutbox } from "../outbox.ts";
import {
  alter,
  alteration,
  altered,
  fromLines,
  hasStep,
  order,
  placeCall,
  placed,
  slotOfOrder,
} from "./order-stage.ts";
import {
  advance,
  audit,
  betweenSlotsAndSkus,
  crashSku,
  fresh,
  freshKey,
  lines,
  receive,
  reserveCall,
  STORE,
  sku,
  slot,
  slotAlarm,
  standTheClockStill,
  steadily,
  stock,
} from "./stage.ts";

// Goods come for an order that waits for them: told once, by whatever they became free.

standTheClockStill();

const WEB = { code: "web", warehouses: ["main"] };
const BOTH = { code: "both", warehouses: ["main", "east"] };
const PROVENANCE = { actor: "test", note: null, document: null };

/** A SKU that is sold without goods as well, whose messages are withheld. */
async function made(onHand: number): Promise<string> {
  const name = await stock(onHand, { backorders: "allow" });
  withholdOutbox(name);
  return name;
}

/** An order of so many units, from lines. */
async function ordered(name: string, units: number, channel = WEB): Promise<string> {
  const id = fresh("order");
  order(
    await slot(await slotOfOrder(id)).placeOrder(
      placeCall(id, fromLines(lines([name, units]), undefined, { channel })),
    ),
  );
  return id;
}

/** A cart of so many units in a slot. */
async function cart(name: string, units: number, number: number): Promise<string> {
  const held = await slot(number).reserve(reserveCall(lines([name, units])));
  if (!held.accepted) throw new Error("Not held");
  return held.value.id;
}

/** Which orders the SKU has told to be covered and nobody acknowledged, with their units. */
async function told(name: string): Promise<string[]> {
  await steadily(() => sku(name).announceAll());
  return (outboxOf(name).at(-1)?.events ?? []).map(({ event }) =>
    event.type === "order.covered" ? `${event.order} ${event.units}` : event.type,
  );
}

function count(name: string, onHand: number) {
  const change = { kind: "count", onHand, expected: null } as const;
  return sku(name).write({ warehouse: "main", change, provenance: PROVENANCE, key: { scope: freshKey(), body: "b" } });
}

describe("an order that waits is covered", () => {
  test("by goods that are received, once the last of its units is there", async () => {
    const name = await made(1);
    const id = await ordered(name, 3);
    await receive(name, 1);
    expect(await told(name)).toEqual([]);
    await receive(name, 5);
    expect(await told(name)).toEqual([`${id} 3`]);
    await receive(name, 5);
    expect(await told(name)).toEqual([`${id} 3`]);
    expect((await audit(name)).drift).toEqual([]);
  });

  test("by a replenishment that comes, by a count, and each time anew when goods were missing again", async () => {
    const name = await made(0);
    const id = await ordered(name, 2);
    const terms = { warehouse: "main", quantity: 2, expectedAt: null, note: null, document: null };
    await sku(name).replenish({ replenishment: "PO", terms, actor: "test", dryRun: false });
    expect(await told(name)).toEqual([]);
    const receipt = { replenishment: "PO", quantity: null, isLast: false, provenance: PROVENANCE };
    await sku(name).receive({ ...receipt, key: { scope: freshKey(), body: "b" } });
    expect(await told(name)).toEqual([`${id} 2`]);
    await count(name, 1);
    expect(await told(name)).toHaveLength(1);
    await count(name, 2);
    expect(await told(name)).toEqual([`${id} 2`, `${id} 2`]);
  });

  test("by a transfer to its warehouse, and by goods elsewhere in its channel", async () => {
    const name = await made(0);
    await receive(name, 4, "east");
    const id = await ordered(name, 2);
    const call = { from: "east", to: "main", quantity: 2, provenance: PROVENANCE };
    expect(await sku(name).transfer({ ...call, key: { scope: freshKey(), body: "b" } })).toMatchObject({
      accepted: true,
    });
    expect(await told(name)).toEqual([`${id} 2`]);

    // 2 are left in the east; the third is not there before one comes.
    const other = await ordered(name, 3, BOTH);
    expect(await told(name)).toHaveLength(1);
    await receive(name, 1, "east");
    expect(await told(name)).toEqual([`${id} 2`, `${other} 3`]);
  });

  test("by an older order that is cancelled, an older cart that is released, and one that runs out", async () => {
    const name = await made(2);
    const older = await ordered(name, 2);
    const first = await ordered(name, 2);
    await altered(older, { kind: "cancel", lines: null });
    expect(await told(name)).toEqual([`${first} 2`]);

    await receive(name, 1);
    const held = await cart(name, 1, 10);
    const second = await ordered(name, 1);
    await slot(10).release({ key: freshKey(), body: "b", id: held });
    expect((await told(name)).slice(1)).toEqual([`${second} 1`]);

    await receive(name, 1);
    await cart(name, 1, 11);
    const third = await ordered(name, 1);
    expect(await told(name)).toHaveLength(2);
    advance(16 * 60_000);
    expect(await slotAlarm(11)).toBe(true);
    expect((await told(name)).slice(2)).toEqual([`${third} 1`]);
  });

  test("by an older cart that nobody has any more, once the SKU asks about it", async () => {
    const name = await made(1);
    await cart(name, 1, 12);
    const id = await ordered(name, 1);
    advance(16 * 60_000);
    // Its slot hears of it from the SKU: no alarm.
    await sku(name).wake(STORE);
    expect(await told(name)).toEqual([`${id} 1`]);
  });

  test("by what a shipment leaves when it is taken elsewhere, or taken back", async () => {
    const name = await made(0);
    await receive(name, 2);
    const older = await ordered(name, 2, BOTH);
    const younger = await ordered(name, 2);
    await receive(name, 2, "east");
    expect(await told(name)).toEqual([]);
    const plan: Alteration = { kind: "plan", shipment: "S", lines: [{ line: 0, quantity: 2 }], warehouse: "east" };
    await altered(older, plan);
    expect(await told(name)).toEqual([`${younger} 2`]);

    // What is planned is covered before the older one: a count took the goods of that.
    const other = await made(4);
    const [old, young] = [await ordered(other, 2), await ordered(other, 2)];
    await altered(young, { ...plan, warehouse: null });
    await count(other, 2);
    expect(await told(other)).toEqual([]);
    await altered(young, { kind: "unplan", shipment: "S" });
    expect(await told(other)).toEqual([`${old} 2`]);
  });

  test("by a warehouse that is opened again, and by one that is emptied into its own", async () => {
    const name = await made(0);
    await receive(name, 5, "east");
    const closed: StoreSettings = { revision: 2, policy: {}, channels: [BOTH], closed: ["east"] };
    await sku(name).learn(closed);
    const id = await ordered(name, 2, BOTH);
    await sku(name).learn({ ...closed, revision: 3, closed: [] });
    expect((await told(name)).filter((each) => each.startsWith(id))).toEqual([`${id} 2`]);

    const other = await made(0);
    await receive(other, 5, "east");
    const waiting = await ordered(other, 2);
    const call = { warehouse: "east", goal: "remove", moveTo: "main", isMoving: true, actor: "test" } as const;
    expect(await sku(other).close({ ...call, store: { ...closed, revision: 4, channels: [] } })).toBeNull();
    expect(await told(other)).toEqual([`${waiting} 2`]);

    // Or comes along with it, to where goods are that its channel does not sell.
    const third = await made(5);
    const moved = await ordered(third, 2, { code: "far", warehouses: ["east"] });
    expect(await sku(third).close({ ...call, store: { ...closed, revision: 5, channels: [] } })).toBeNull();
    expect(await told(third)).toEqual([`${moved} 2`]);
  });

  test("by goods that came while it was a cart, of which its maker had been told that they are missing", async () => {
    const name = await made(0);
    const held = await cart(name, 2, 13);
    await receive(name, 2);
    expect(await told(name)).toEqual([]);
    const id = fresh("order");
    const answer = order(await slot(await slotOfOrder(id)).placeOrder(placeCall(id, { reservation: held })));
    expect(answer.lines).toMatchObject([{ backordered: 2 }]);
    expect(await told(name)).toEqual([`${id} 2`]);
  });
});

describe("nothing is told", () => {
  test("of an order that has all its goods from the start, whatever comes and goes besides", async () => {
    const name = await made(5);
    await placed(14, [name, 2]);
    await ordered(name, 3);
    const waiting = await cart(name, 4, 15);
    await receive(name, 9);
    await slot(15).release({ key: freshKey(), body: "b", id: waiting });
    expect(await told(name)).toEqual([]);
  });

  test("of an order of which nothing is left", async () => {
    const name = await made(2);
    const id = await ordered(name, 3);
    await altered(id, { kind: "plan", shipment: "S", lines: [{ line: 0, quantity: 2 }], warehouse: null });
    await altered(id, { kind: "ship", shipment: "S" });
    expect(await told(name)).toEqual([]);
    await altered(id, { kind: "cancel", lines: null });
    await receive(name, 5);
    expect(await told(name)).toEqual([]);
  });

  test("of an increase that was tried and given up", async () => {
    const [name, scarce] = [await made(3), await stock(1)];
    const id = fresh("order");
    const asked = lines([name, 3], [scarce, 1]);
    order(await slot(await slotOfOrder(id)).placeOrder(placeCall(id, fromLines(asked))));
    const more = [5, 2].map((quantity, line) => ({ line, quantity }));
    const change = { kind: "change", lines: more, store: STORE, terms: {}, allowsShortfall: false } as const;
    expect(await alter(alteration(id, change))).toMatchObject({ accepted: false });
    expect(await told(name)).toEqual([]);
    // One that is not refused is waited for.
    await altered(id, { ...change, lines: [{ line: 0, quantity: 5 }] });
    await receive(name, 2);
    expect(await told(name)).toEqual([`${id} 5`]);
  });

  test("of a dry run", async () => {
    const name = await made(0);
    await ordered(name, 2);
    const levels = [{ warehouse: "main", onHand: 2, expected: null }];
    await sku(name).bringTo({ policy: {}, levels, provenance: PROVENANCE, dryRun: true });
    expect(await told(name)).toEqual([]);
  });

  test("of goods that one transaction takes from here and puts there", async () => {
    const name = await made(2);
    await receive(name, 1, "east");
    const id = await ordered(name, 2, BOTH);
    const levels = [
      { warehouse: "main", onHand: 0, expected: null },
      { warehouse: "east", onHand: 2, expected: null },
    ];
    await sku(name).bringTo({ policy: {}, levels, provenance: PROVENANCE, dryRun: false });
    expect(await sku(name).levels()).toMatchObject([
      { warehouse: "east", onHand: 2, allocated: 2 },
      { warehouse: "main", onHand: 0 },
    ]);
    expect(await told(name)).toEqual([]);
    await sku(name).bringTo({
      policy: {},
      levels: [{ ...levels[0], warehouse: "east", onHand: 1, expected: null }],
      provenance: PROVENANCE,
      dryRun: false,
    });
    await receive(name, 1);
    expect(await told(name)).toEqual([`${id} 2`]);
  });
});

describe("an order that is covered is told once", () => {
  test("when a cart goes and another comes in the same call", async () => {
    const name = await made(2);
    const held = await cart(name, 2, 16);
    const id = await ordered(name, 2);
    const ask = { units: 2, direct: 2, contexts: [{ product: null, allowOutOfStock: null }], viaKit: false };
    const expiresAt = Date.now() + 60_000;
    const comes = { kind: "hold", n: 1, after: 0, ask, channel: WEB, client: null, expiresAt } as const;
    const claims: StepsOfClaim[] = [
      { claim: held, steps: [{ kind: "release", n: 2, after: 1 }] },
      { claim: `rsv_11${"n".repeat(44)}`, steps: [comes] },
    ];
    const { answers } = await sku(name).take({ slot: 16, deadline: expiresAt, store: null, claims });
    expect(answers.map(({ outcome }) => outcome)).toEqual(["done", "done"]);
    // As many are claimed as before, by others.
    expect(await told(name)).toEqual([`${id} 2`]);
  });

  test("however often the SKU hears what freed its goods", async () => {
    const name = await made(2);
    const older = await ordered(name, 2);
    const id = await ordered(name, 2);
    let heard = 0;
    betweenSlotsAndSkus(async (_, call, take) => {
      if (!hasStep(call, "cancel")) return take();
      heard += 1;
      const answer = await take();
      if (heard === 1) throw new Error("The answer is lost");
      return answer;
    });
    await altered(older, { kind: "cancel", lines: null });
    advance(60_000);
    expect(await slotAlarm(await slotOfOrder(older))).toBe(true);
    expect(heard).toBe(2);
    expect(await told(name)).toEqual([`${id} 2`]);
  });

  test("over a restart, to the projection", async () => {
    const name = await made(0);
    const id = await ordered(name, 2);
    await receive(name, 2);
    await crashSku(name);
    expect(await told(name)).toEqual([`${id} 2`]);
    const messages = outboxOf(name);
    for (const message of [...messages.toReversed(), ...messages]) await project(env.DB, [message]);
    const rows = await env.DB.prepare("SELECT id, type, doc FROM event WHERE sku = ?")
      .bind(name)
      .all<{ doc: string }>();
    expect(rows.results).toHaveLength(1);
    expect(rows.results[0]).toMatchObject({ id: `${name}/000000001`, type: "order.covered" });
    expect(JSON.parse(rows.results[0]?.doc ?? "")).toMatchObject({ order: id, sku: name, units: 2 });
    const last = messages.at(-1);
    if (last === undefined) throw new Error("Nothing was told");
    expect(await consumed(last)).toEqual({ acked: 1, retried: 0 });
    expect(await told(name)).toEqual([]);
  });
});
