import { evictDurableObject, runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, vi } from "vitest";
import type { Level, LineQuantity, Order, Reservation } from "../../sdk/index.ts";
import type {
  Alteration,
  AlterOrderCall,
  ChangeCall,
  ExtendCall,
  PlaceOrderCall,
  ReleaseCall,
  ReserveCall,
  SlotResult,
} from "../../worker/objects/slot-callable.ts";
import { slotOfReservation } from "../../worker/objects/slot-number.ts";
import { alteration, claimsOf, fromLines, placeCall, slotOfOrder } from "../worker/objects/order-stage.ts";
import {
  advance,
  audit,
  crashSku,
  crashSlot,
  fresh,
  freshKey,
  lines,
  receive,
  reserveCall,
  STORE,
  sku,
  slot,
  steadily,
  stock,
} from "../worker/objects/stage.ts";
import { Faults, quietly } from "./faults.ts";
import { type Cart, CHANNELS, type Operation, SLOTS, WAREHOUSES } from "./operations.ts";
import { OrderBook, seen } from "./order-book.ts";

type Call =
  | { kind: "reserve"; slot: number; call: ReserveCall }
  | { kind: "change"; call: ChangeCall }
  | { kind: "extend"; call: ExtendCall }
  | { kind: "release"; call: ReleaseCall }
  | { kind: "order"; call: PlaceOrderCall }
  | { kind: "alter"; call: AlterOrderCall };

/** What a client knows of a reservation: only what was answered. */
interface Known {
  id: string;
  /** The lines of the latest revision that was answered. */
  revision: number;
  units: Map<string, number>;
  expiresAt: number;
  end: "released" | "ordered" | null;
}

/** Units on hand at each warehouse in the beginning. */
const PLENTY: Record<string, number> = { main: 4, east: 3 };
/** The last of the SKUs has fewer, and may be sold so far beyond what is there. */
const SCARCE: Record<string, number> = { main: 1, east: 2 };
const BACKORDER_LIMIT = 5;

/** How often each kind of thing has happened, over all stories: a simulation in which nothing happens proves nothing. */
export const tally = new Map<string, number>();

function count(what: string): void {
  tally.set(what, (tally.get(what) ?? 0) + 1);
}

/**
 * Three SKUs at two warehouses, the slots, clients who remember what they were told and repeat what was not answered, and
 * an auditor who trusts neither. Faults are put between the real objects; the objects themselves are the product's.
 */
export class World {
  readonly skus: string[];
  readonly #reservations = new Map<string, Known>();
  readonly #orders = new Map<string, OrderBook>();
  readonly #unanswered: Call[] = [];
  readonly #faults = new Faults(count);
  /** Units received, by SKU and warehouse. */
  readonly #received = new Map<string, number>();
  /** States that were read as final: they never change again. */
  readonly #ended = new Map<string, string>();
  readonly #slotsOfOrders = new Set<number>();

  private constructor(skus: string[]) {
    this.skus = skus;
  }

  static async begin(): Promise<World> {
    // The objects say what went wrong, and here a lot does.
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const world = new World([
      await stock(0),
      await stock(0),
      await stock(0, { backorders: "allow", backorderLimit: BACKORDER_LIMIT }),
    ]);
    for (const name of world.skus) {
      const initial = name === world.skus.at(-1) ? SCARCE : PLENTY;
      for (const [warehouse, units] of Object.entries(initial)) await world.#receive(name, warehouse, units);
    }
    return world;
  }

  async do(operation: Operation): Promise<void> {
    switch (operation.kind) {
      case "both":
        await Promise.all([this.do(operation.one), this.do(operation.other)]);
        return;
      case "reserve": {
        const { ttlMs, partial } = operation;
        const channel = CHANNELS[operation.channel];
        const call = reserveCall(this.#lines(operation.cart), { ttlMs, partial, ...(channel ? { channel } : {}) });
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
        return known === undefined ? undefined : this.#place({ reservation: known.id });
      }
      case "direct": {
        const { kit, isPaid, allowsShortfall } = operation;
        const channel = CHANNELS[operation.channel];
        const wanted = kit ? this.#kits(operation.cart) : this.#lines(operation.cart);
        const reported = isPaid ? "PaymentSettled" : null;
        return this.#place(fromLines(wanted, reported, { allowsShortfall, ...(channel ? { channel } : {}) }));
      }
      case "report":
      case "requantify":
      case "cancel":
      case "cancel_part":
      case "plan":
      case "unplan":
      case "ship":
      case "return": {
        const call = this.#alterationFor(operation);
        return call === null ? undefined : this.#send({ kind: "alter", call });
      }
      case "retry": {
        const index = operation.pick % Math.max(1, this.#unanswered.length);
        const [again] = this.#unanswered.splice(index, 1);
        if (again !== undefined) await this.#send(again);
        return;
      }
      case "receive": {
        const { delta, warehouse } = operation;
        return this.#receive(this.#name(operation.sku), warehouse, delta);
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
        return this.#faults.add(operation.fault, operation.calls);
      case "lose_gift":
        return this.#faults.loseGift(operation.before);
      case "lose_fates":
        return this.#faults.loseFates();
      case "deliver_late":
        return this.#faults.deliverLate();
    }
  }

  /** What holds at every moment, whatever has just gone wrong. */
  async check(): Promise<void> {
    for (const [index, name] of this.skus.entries()) {
      const levels = await this.#levels(name);
      const of = (figure: Figure): number => levels.reduce((sum, level) => sum + level[figure], 0);
      const beyond = index === this.skus.length - 1 ? BACKORDER_LIMIT : 0;
      expect(of("held") + of("allocated") + of("planned"), `${name} is oversold`).toBeLessThanOrEqual(
        of("onHand") + beyond,
      );
      for (const { warehouse, onHand, held, allocated, planned } of levels) {
        expect(Math.min(held, allocated, planned), name).toBeGreaterThanOrEqual(0);
        expect(planned, `${name} is planned at ${warehouse} and not there`).toBeLessThanOrEqual(onHand);
      }
      // Every channel names `east`: what waits for goods at `main` has what is free there.
      const free = new Map(
        levels.map((each) => [each.warehouse, each.onHand - each.held - each.allocated - each.planned]),
      );
      expect(Math.min(-(free.get("main") ?? 0), free.get("east") ?? 0), `${name} is stranded`).toBeLessThanOrEqual(0);
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
    await this.#faults.end();
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
      await Promise.all([...new Set([...SLOTS, ...this.#slotsOfOrders])].map((number) => slot(number).wake(STORE)));
      await Promise.all(this.skus.map((name) => sku(name).wake(STORE)));
    }
  }

  async #compare(): Promise<void> {
    const held = new Map<string, number>();
    for (const known of this.#reservations.values()) {
      const read = await this.#read(known.id);
      const isOver = known.expiresAt <= Date.now();
      const expected = known.end ?? (isOver ? "expired" : "held");
      expect(read?.state, known.id).toBe(expected);
      if (expected !== "held") continue;
      expect(unitsOf(read), known.id).toEqual(known.units);
      for (const [name, units] of known.units) add(held, name, units);
    }
    const orders = await Promise.all([...this.#orders.values()].map((book) => this.#orderOf(book)));
    for (const name of this.skus) await this.#compareSku(name, held.get(name) ?? 0, orders);
  }

  async #orderOf(book: OrderBook): Promise<Order> {
    const number = await slotOfOrder(book.id);
    const read = await slot(number).order(book.id);
    if (!read.accepted) throw new Error(`${book.id}: ${read.refusal.reason}`);
    expect(seen(read.value), book.id).toEqual(book.expected());
    return read.value;
  }

  /** What a SKU has is what was received, less what left, and what carts and orders say. */
  async #compareSku(name: string, held: number, orders: readonly Order[]): Promise<void> {
    const levels = await this.#levels(name);
    const onHand = new Map(WAREHOUSES.map((warehouse) => [warehouse, this.#receivedAt(name, warehouse)]));
    const planned = new Map<string, number>();
    const open = new Map<string, number>();
    for (const order of orders) {
      for (const { state, skus } of order.shipments) {
        for (const { sku: taken, warehouse, quantity } of skus) {
          if (taken !== name) continue;
          if (state === "planned") add(planned, warehouse, quantity);
          else add(onHand, warehouse, -quantity);
        }
      }
      for (const { restock, skus } of order.returns) {
        for (const { sku: taken, warehouse, quantity } of skus) {
          if (taken === name && restock) add(onHand, warehouse, quantity);
        }
      }
      const units = order.lines
        .flatMap(({ skus }) => skus)
        .reduce((sum, { sku: taken, quantity }) => sum + (taken === name ? quantity : 0), 0);
      if (units > 0) open.set(order.reservation ?? "", units);
    }
    for (const level of levels) {
      const { warehouse } = level;
      expect([level.onHand, level.planned], `${name} at ${warehouse}`).toEqual([
        onHand.get(warehouse),
        planned.get(warehouse) ?? 0,
      ]);
    }
    expect(
      levels.reduce((sum, level) => sum + level.held, 0),
      `${name} held`,
    ).toBe(held);
    const claims = (await claimsOf(name)).flatMap((claim): [string, number][] => {
      if (claim.phase !== "allocated") return [];
      const units = claim.shares.reduce((sum, share) => sum + share.held + share.allocated + share.planned, 0);
      return units === 0 ? [] : [[claim.id, units]];
    });
    expect(new Map(claims), `orders of ${name}`).toEqual(open);
  }

  async #send(call: Call): Promise<void> {
    const name = call.kind === "alter" ? call.call.what.kind : call.kind;
    let result: SlotResult<Reservation | Order>;
    try {
      result = await this.#answerTo(call);
    } catch {
      count("no answer");
      this.#unanswered.push(call);
      return;
    }
    count(`${name} ${result.accepted ? "accepted" : result.refusal.reason}`);
    if (!result.accepted) {
      count(result.refusal.reason);
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
      case "alter":
        return await slot(await slotOfOrder(call.call.id)).alterOrder(call.call);
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
    const book = this.#orders.get(answer.id);
    if (call.kind === "alter") {
      book?.enter(call.call, answer);
      return;
    }
    if (book !== undefined) return;
    this.#orders.set(answer.id, new OrderBook(answer));
    const reservation = this.#reservations.get(answer.reservation ?? "");
    if (reservation === undefined) return;
    // One outcome for each: a reservation that was released or expired cannot have become an order.
    expect(reservation.end, reservation.id).toBeNull();
    reservation.end = "ordered";
  }

  /**
   * Mostly something that makes sense of some order, as far as the shop knows; where nothing can come back yet something
   * is shipped, and where nothing can be shipped something is planned.
   */
  #alterationFor(operation: OrderOperation): AlterOrderCall | null {
    const { pick } = operation;
    const isMistaken = pick % 5 === 4;
    const orders = new Map(
      [...this.#orders].filter(([, book]) => isMistaken || makesSense(operation.kind, book.latest)),
    );
    const book = pickFrom(orders, pick);
    if (book !== undefined) {
      const what = alterationOf(operation, book.latest);
      return what === null ? null : alteration(book.id, what);
    }
    if (operation.kind === "return") return this.#alterationFor({ kind: "ship", pick, shipment: 0 });
    if (operation.kind !== "ship" && operation.kind !== "unplan") return null;
    return this.#alterationFor({ kind: "plan", pick, line: 0, quantity: 1, isWhole: true, warehouse: null });
  }

  async #place(from: PlaceOrderCall["from"]): Promise<void> {
    const id = fresh("order");
    this.#slotsOfOrders.add(await slotOfOrder(id));
    return this.#send({ kind: "order", call: placeCall(id, from) });
  }

  async #read(id: string): Promise<Reservation | null> {
    return steadily(() => slot(slotOfId(id)).reservation(id));
  }

  #lines(cart: Cart): ReturnType<typeof lines> {
    return lines(...cart.map((line): [string, number] => [this.#name(line.sku), line.quantity]));
  }

  /** Kits of the first SKU and two of the second, as many as the cart begins with. */
  #kits(cart: Cart): ReturnType<typeof lines> {
    const parts = [
      { sku: this.#name(0), perUnit: 1 },
      { sku: this.#name(1), perUnit: 2 },
    ];
    return lines([this.#name(0), cart[0]?.quantity ?? 1]).map((line) => ({ ...line, parts }));
  }

  async #levels(name: string): Promise<Level[]> {
    return (await steadily(() => sku(name).levels())) ?? [];
  }

  #receivedAt(name: string, warehouse: string): number {
    return this.#received.get(`${name}/${warehouse}`) ?? 0;
  }

  async #receive(name: string, warehouse: string, units: number): Promise<void> {
    // A write that is cut off by a crash may or may not be there: its retry carries the same key.
    await receive(name, units, warehouse);
    this.#received.set(`${name}/${warehouse}`, this.#receivedAt(name, warehouse) + units);
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

function add(sums: Map<string, number>, of: string, units: number): void {
  sums.set(of, (sums.get(of) ?? 0) + units);
}

function slotOfId(id: string): number {
  return slotOfReservation(id) ?? 0;
}

/** Ends the meddling. */
export function stopMeddling(): void {
  vi.restoreAllMocks();
}

type Figure = "onHand" | "held" | "allocated" | "planned";

type OrderOperation = Extract<
  Operation,
  { kind: "report" | "requantify" | "cancel" | "cancel_part" | "plan" | "unplan" | "ship" | "return" }
>;

function makesSense(kind: OrderOperation["kind"], { state, lines: all, shipments }: Order): boolean {
  switch (kind) {
    case "report":
      return state === "pending";
    case "plan":
      return all.some(({ allocated }) => allocated > 0);
    case "unplan":
    case "ship":
      return shipments.some((shipment) => shipment.state === "planned");
    case "return":
      return all.some(({ shipped, returned }) => shipped > returned);
    case "cancel_part":
      return all.some(({ allocated, shortfall }) => allocated + shortfall > 0);
    case "cancel":
      return state === "placed" && shipments.every((shipment) => shipment.state === "shipped");
    case "requantify":
      return state === "placed";
  }
}

/** What a shop asks for, by what it knows of the order; `null` where that makes no sense. */
function alterationOf(operation: OrderOperation, known: Order): Alteration | null {
  const lineOf = (line: number, quantity: number): LineQuantity[] => [{ line: line % known.lines.length, quantity }];
  switch (operation.kind) {
    case "report": {
      const { allowsShortfall } = operation;
      return { kind: "report", state: "PaymentSettled", store: STORE, terms: {}, allowsShortfall };
    }
    case "requantify": {
      const { line, quantity, allowsShortfall } = operation;
      return { kind: "change", lines: lineOf(line, quantity), store: STORE, terms: {}, allowsShortfall };
    }
    case "cancel":
      return { kind: "cancel", lines: null };
    case "cancel_part":
      return { kind: "cancel", lines: lineOf(operation.line, operation.quantity) };
    case "plan": {
      const { line, quantity, isWhole, warehouse } = operation;
      const all = known.lines.map(({ allocated }, index) => ({ line: index, quantity: allocated }));
      const whole = all.filter((each) => each.quantity > 0);
      if (isWhole && whole.length === 0) return null;
      return { kind: "plan", shipment: fresh("shipment"), lines: isWhole ? whole : lineOf(line, quantity), warehouse };
    }
    case "unplan":
    case "ship": {
      const planned = known.shipments.filter(({ state }) => state === "planned");
      const some = planned.length > 0 ? planned : known.shipments;
      const shipment = some[operation.shipment % Math.max(1, some.length)];
      return shipment === undefined ? null : { kind: operation.kind, shipment: shipment.id };
    }
    case "return": {
      const { line, quantity, restock, warehouse } = operation;
      const back = known.lines.flatMap(({ shipped, returned }, index) => (shipped > returned ? [index] : []));
      const at = back[line % Math.max(1, back.length)] ?? line;
      return { kind: "return", id: fresh("return"), lines: lineOf(at, quantity), restock, warehouse };
    }
  }
}
