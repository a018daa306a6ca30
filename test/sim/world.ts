import { evictDurableObject, runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, vi } from "vitest";
import type { Order, Reservation } from "../../sdk/index.ts";
import type { StepsCall } from "../../worker/objects/sku-callable.ts";
import type {
  CancelOrderCall,
  ChangeCall,
  ExtendCall,
  PlaceOrderCall,
  ReleaseCall,
  ReserveCall,
  SlotResult,
} from "../../worker/objects/slot-callable.ts";
import { sha256, slotOfHash, slotOfReservation } from "../../worker/objects/slot-number.ts";
import {
  advance,
  audit,
  beforeSlot,
  betweenSlotsAndSkus,
  crashSku,
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
  steadily,
  stock,
} from "../worker/objects/stage.ts";
import { type Cart, type Fault, type Operation, SLOTS } from "./operations.ts";

type Call =
  | { kind: "reserve"; slot: number; call: ReserveCall }
  | { kind: "change"; call: ChangeCall }
  | { kind: "extend"; call: ExtendCall }
  | { kind: "release"; call: ReleaseCall }
  | { kind: "order"; call: PlaceOrderCall }
  | { kind: "cancel"; call: CancelOrderCall };

/** What a client knows of a reservation: only what was answered. */
interface Known {
  id: string;
  /** The lines of the latest revision that was answered. */
  revision: number;
  units: Map<string, number>;
  expiresAt: number;
  end: "released" | "ordered" | null;
}

/** What a client knows of an order. */
interface KnownOrder {
  id: string;
  units: Map<string, number>;
  cancelled: boolean;
}

const INITIAL = 6;

/** How often each kind of thing has happened, over all stories: a simulation in which nothing happens proves nothing. */
export const tally = new Map<string, number>();

function count(what: string): void {
  tally.set(what, (tally.get(what) ?? 0) + 1);
}

/**
 * Three SKUs, three slots, clients who remember what they were told and repeat what was not answered, and an auditor
 * who trusts neither. Faults are put between the real objects; the objects themselves are the product's.
 */
export class World {
  readonly skus: string[];
  readonly #reservations = new Map<string, Known>();
  readonly #orders = new Map<string, KnownOrder>();
  readonly #unanswered: Call[] = [];
  readonly #faults: Fault[] = [];
  readonly #late: { name: string; call: StepsCall }[] = [];
  readonly #received = new Map<string, number>();
  /** States that were read as final: they never change again. */
  readonly #ended = new Map<string, string>();
  #lostGifts: boolean[] = [];
  #lostFates = 0;
  #slotsOfOrders = new Set<number>();

  private constructor(skus: string[]) {
    this.skus = skus;
    for (const name of skus) this.#received.set(name, INITIAL);
  }

  static async begin(): Promise<World> {
    // The objects say what went wrong, and here a lot does.
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const world = new World([await stock(INITIAL), await stock(INITIAL), await stock(INITIAL)]);
    betweenSlotsAndSkus((name, call, take) => world.#meddle(name, call, take));
    beforeSlot("give", async (run) => {
      const before = world.#lostGifts.shift();
      if (before === true) throw new Error("the request was lost");
      const given = await run();
      if (before === false) throw new Error("the answer was lost");
      return given;
    });
    beforeSlot("fates", async (run) => {
      if (world.#lostFates > 0) {
        world.#lostFates -= 1;
        throw new Error("the question was lost");
      }
      return run();
    });
    return world;
  }

  async do(operation: Operation): Promise<void> {
    switch (operation.kind) {
      case "both":
        await Promise.all([this.do(operation.one), this.do(operation.other)]);
        return;
      case "reserve": {
        const { ttlMs, partial } = operation;
        const call = reserveCall(this.#lines(operation.cart), { ttlMs, partial });
        return this.#send({ kind: "reserve", slot: SLOTS[operation.slot] ?? 0, call });
      }
      case "change": {
        const known = pickFrom(this.#reservations, operation.pick);
        if (known === undefined) return;
        const call = { id: known.id, revision: known.revision, lines: this.#lines(operation.cart), store: STORE };
        return this.#send({ kind: "change", call: { key: freshKey(), body: "b", ...call } });
      }
      case "extend": {
        const known = pickFrom(this.#reservations, operation.pick);
        if (known === undefined) return;
        return this.#send({ kind: "extend", call: { key: freshKey(), body: "b", id: known.id, ttlMs: 900_000 } });
      }
      case "release": {
        const known = pickFrom(this.#reservations, operation.pick);
        if (known === undefined) return;
        return this.#send({ kind: "release", call: { key: freshKey(), body: "b", id: known.id } });
      }
      case "order": {
        const known = pickFrom(this.#reservations, operation.pick);
        if (known === undefined) return;
        const id = fresh("order");
        this.#slotsOfOrders.add(await slotOfOrder(id));
        const call = { key: freshKey(), body: "b", id, reservation: known.id, actor: "sim" };
        return this.#send({ kind: "order", call });
      }
      case "cancel": {
        const known = pickFrom(this.#orders, operation.pick);
        if (known === undefined) return;
        const call = { key: freshKey(), body: "b", id: known.id, actor: "sim", note: null };
        return this.#send({ kind: "cancel", call });
      }
      case "retry": {
        const index = operation.pick % Math.max(1, this.#unanswered.length);
        const [again] = this.#unanswered.splice(index, 1);
        if (again !== undefined) await this.#send(again);
        return;
      }
      case "receive": {
        const name = this.#name(operation.sku);
        // A write that is cut off by a crash may or may not be there: its retry carries the same key.
        await receive(name, operation.delta);
        this.#received.set(name, (this.#received.get(name) ?? 0) + operation.delta);
        return;
      }
      case "advance":
        advance(operation.ms);
        return;
      case "alarm":
        await quietly(runDurableObjectAlarm(env.SLOT.getByName(`slot-${SLOTS[operation.slot]}`)));
        return;
      case "wake_sku":
        await quietly(sku(this.#name(operation.sku)).wake(STORE));
        return;
      case "evict_slot":
        await quietly(evictDurableObject(env.SLOT.getByName(`slot-${SLOTS[operation.slot]}`)));
        return;
      case "evict_sku":
        await quietly(evictDurableObject(env.SKU.getByName(this.#name(operation.sku))));
        return;
      case "crash_slot":
        return crashSlot(SLOTS[operation.slot] ?? 0);
      case "crash_sku":
        return crashSku(this.#name(operation.sku));
      case "fault":
        for (let call = 0; call < operation.calls; call += 1) this.#faults.push(operation.fault);
        return;
      case "lose_gift":
        this.#lostGifts.push(operation.before);
        return;
      case "lose_fates":
        this.#lostFates += 1;
        return;
      case "deliver_late":
        await this.#deliverLate();
    }
  }

  /** What holds at every moment, whatever has just gone wrong. */
  async check(): Promise<void> {
    for (const name of this.skus) {
      const { onHand, held, allocated, planned } = await level(name);
      expect(onHand, name).toBe(this.#received.get(name));
      expect(Math.min(held, allocated, planned), name).toBeGreaterThanOrEqual(0);
      expect(held + allocated, `${name} is oversold`).toBeLessThanOrEqual(onHand);
      // Claims that nobody knows any more are found at the end; figures must agree at once.
      expect((await audit(name)).drift.filter((drift) => drift.claim === null)).toEqual([]);
    }
    for (const id of this.#reservations.keys()) {
      const state = (await this.#read(id))?.state ?? "missing";
      const before = this.#ended.get(id);
      if (before !== undefined) expect(state, `${id} had ended`).toBe(before);
      if (state !== "held") this.#ended.set(id, state);
    }
  }

  /** The troubles are over: everything comes to rest, and is then exactly what the clients were told. */
  async settle(): Promise<void> {
    this.#faults.length = 0;
    this.#lostGifts = [];
    this.#lostFates = 0;
    await this.#deliverLate();
    for (let tries = 0; this.#unanswered.length > 0; tries += 1) {
      expect(tries, "a request never gets an answer").toBeLessThan(200);
      const [again] = this.#unanswered.splice(0, 1);
      if (again !== undefined) await this.#send(again);
    }
    await this.#rest();
    // Units that crashed attempts left are found by the next one who wants them.
    advance(31_000);
    for (const name of this.skus) {
      const wanted = await slot(SLOTS[0] ?? 0).reserve(reserveCall(lines([name, 1_000])));
      expect(wanted).toMatchObject({ accepted: false, refusal: { reason: "lines" } });
    }
    await this.#rest();
    await this.#compare();
    advance(25 * 3_600_000);
    await this.#rest();
    for (const known of this.#reservations.values()) known.expiresAt = 0;
    await this.#compare();
    for (const name of this.skus) expect((await audit(name)).drift, name).toEqual([]);
  }

  /** Alarms and rounds, until everything that was decided is driven. */
  async #rest(): Promise<void> {
    for (let round = 0; round < 2; round += 1) {
      await Promise.all([...new Set([...SLOTS, ...this.#slotsOfOrders])].map((number) => slot(number).wake()));
      await Promise.all(this.skus.map((name) => sku(name).wake(STORE)));
    }
  }

  async #compare(): Promise<void> {
    const held = new Map<string, number>();
    const allocated = new Map<string, number>();
    for (const known of this.#reservations.values()) {
      const read = await this.#read(known.id);
      const isOver = known.expiresAt <= Date.now();
      const expected = known.end ?? (isOver ? "expired" : "held");
      expect(read?.state, known.id).toBe(expected);
      if (expected !== "held") continue;
      expect(unitsOf(read), known.id).toEqual(known.units);
      add(held, known.units);
    }
    for (const known of this.#orders.values()) {
      const read = await slot(await slotOfOrder(known.id)).order(known.id);
      expect(read, known.id).toMatchObject({
        accepted: true,
        value: { state: known.cancelled ? "cancelled" : "placed" },
      });
      if (!known.cancelled) add(allocated, known.units);
    }
    for (const name of this.skus) {
      const expected = {
        onHand: this.#received.get(name),
        held: held.get(name) ?? 0,
        allocated: allocated.get(name) ?? 0,
      };
      expect(await level(name), name).toMatchObject(expected);
    }
  }

  async #send(call: Call): Promise<void> {
    let result: SlotResult<Reservation | Order>;
    try {
      result = await this.#answerTo(call);
    } catch {
      count(`${call.kind} without an answer`);
      this.#unanswered.push(call);
      return;
    }
    count(`${call.kind} ${result.accepted ? "accepted" : result.refusal.reason}`);
    if (!result.accepted) {
      // Neither of these is an outcome: the client asks again.
      const isOpen = result.refusal.reason === "unavailable" || result.refusal.reason === "change_in_progress";
      if (isOpen) this.#unanswered.push(call);
      return;
    }
    if ("placedAt" in result.value) this.#learnOrder(call, result.value);
    else this.#learn(call, result.value);
  }

  async #answerTo(call: Call): Promise<SlotResult<Reservation | Order>> {
    switch (call.kind) {
      case "reserve":
        return await slot(call.slot).reserve(call.call);
      case "change":
        return await slot(slotOfId(call.call.id)).change(call.call);
      case "extend":
        return await slot(slotOfId(call.call.id)).extend(call.call);
      case "release":
        return await slot(slotOfId(call.call.id)).release(call.call);
      case "order":
        return await slot(await slotOfOrder(call.call.id)).placeOrder(call.call);
      case "cancel":
        return await slot(await slotOfOrder(call.call.id)).cancelOrder(call.call);
    }
  }

  #learn(call: Call, answer: Reservation): void {
    const known = this.#reservations.get(answer.id);
    const expiresAt = Date.parse(answer.expiresAt);
    if (known === undefined) {
      const { id, revision } = answer;
      this.#reservations.set(id, { id, revision, units: unitsOf(answer), expiresAt, end: null });
      return;
    }
    known.expiresAt = Math.max(known.expiresAt, expiresAt);
    if (call.kind === "release") known.end = "released";
    if (answer.revision < known.revision) return;
    known.revision = answer.revision;
    known.units = unitsOf(answer);
  }

  #learnOrder(call: Call, answer: Order): void {
    const known = this.#orders.get(answer.id);
    if (known === undefined) {
      const units = new Map<string, number>();
      for (const line of answer.lines) {
        for (const { sku: name, quantity } of line.skus) units.set(name, (units.get(name) ?? 0) + quantity);
      }
      this.#orders.set(answer.id, { id: answer.id, units, cancelled: false });
      const reservation = this.#reservations.get(answer.reservation);
      // One outcome for each: a reservation that was released or expired cannot have become an order.
      expect(reservation?.end ?? null, answer.reservation).toBeNull();
      if (reservation !== undefined) reservation.end = "ordered";
      return;
    }
    if (call.kind === "cancel") known.cancelled = true;
  }

  async #meddle(name: string, call: StepsCall, take: () => ReturnType<ReturnType<typeof sku>["take"]>) {
    const fault = this.#faults.shift();
    if (fault !== undefined) count(fault);
    const slots = await slotsOf(call);
    switch (fault) {
      case undefined:
        return take();
      case "lose_request":
        throw new Error("the request was lost");
      case "lose_answer":
        await take();
        throw new Error("the answer was lost");
      case "deliver_twice":
        await take();
        return take();
      case "deliver_later":
        this.#late.push({ name, call });
        throw new Error("the request is under way for long");
      case "crash_slot_before":
        await Promise.all(slots.map(crashSlot));
        throw new Error("the slot has crashed");
      case "crash_slot_after": {
        const answers = await take();
        await Promise.all(slots.map(crashSlot));
        return answers;
      }
      case "crash_sku_before":
        void crashSku(name);
        throw new Error("the SKU has crashed");
      case "crash_sku_after":
        await take();
        void crashSku(name);
        throw new Error("the SKU has crashed");
    }
  }

  async #deliverLate(): Promise<void> {
    // In the wrong order, too.
    for (const { name, call } of this.#late.splice(0).reverse()) await quietly(sku(name).take(call));
  }

  async #read(id: string): Promise<Reservation | null> {
    return steadily(() => slot(slotOfId(id)).reservation(id));
  }

  #lines(cart: Cart): ReturnType<typeof lines> {
    return lines(...cart.map((line): [string, number] => [this.#name(line.sku), line.quantity]));
  }

  #name(index: number): string {
    return this.skus[index] ?? "";
  }
}

function pickFrom<Value>(from: ReadonlyMap<string, Value>, pick: number): Value | undefined {
  return [...from.values()][pick % Math.max(1, from.size)];
}

function unitsOf(reservation: Reservation | null): Map<string, number> {
  const units = new Map<string, number>();
  for (const line of reservation?.lines ?? []) {
    for (const { sku: name, quantity } of line.skus) {
      if (quantity > 0) units.set(name, (units.get(name) ?? 0) + quantity);
    }
  }
  return units;
}

function add(sums: Map<string, number>, units: ReadonlyMap<string, number>): void {
  for (const [name, quantity] of units) sums.set(name, (sums.get(name) ?? 0) + quantity);
}

function slotOfId(id: string): number {
  return slotOfReservation(id) ?? 0;
}

async function slotOfOrder(id: string): Promise<number> {
  return slotOfHash(await sha256(id));
}

/** The slots that may have made a call: those of the reservations, or of the orders that take them over. */
async function slotsOf(call: StepsCall): Promise<number[]> {
  const slots = call.claims.map(({ claim, steps }) => {
    const last = steps.at(-1);
    return last?.kind === "allocate" ? slotOfOrder(last.order) : slotOfId(claim);
  });
  return [...new Set(await Promise.all(slots))];
}

async function quietly(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch {
    // A crash on the way is part of the story.
  }
}

/** Ends the meddling. */
export function stopMeddling(): void {
  vi.restoreAllMocks();
}
