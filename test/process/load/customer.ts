import type { LineQuantity, SkuLine } from "../../../sdk/index.ts";
import { allOf, allocatedOf, type KnownOrder, type KnownReservation, type Ledger, type Units } from "./ledger.ts";
import type { Random } from "./random.ts";
import { type Answer, outcomeOf, type Shop, untilAnswered } from "./shop.ts";

const OPEN_MAX = 4;
const PLACED_MAX = 3;
const HELD_S = 3_600;
const EXTENDED_S = 7_200;

/**
 * One of the concurrent clients: does one random thing after the other with carts and orders of its own, sends each
 * request again until it is answered (now and then twice at once, as impatient people do), and tells the ledger.
 * Nobody else touches what is its own, so it knows which refusals there can be; every other one is a violation.
 */
export class Customer {
  readonly #shop: Shop;
  readonly #ledger: Ledger;
  readonly #random: Random;
  readonly #skus: readonly string[];
  readonly #name: string;
  readonly #open: KnownReservation[] = [];
  readonly #placed: KnownOrder[] = [];
  #keys = 0;
  /** Things done and things refused for want of stock. */
  readonly counted = { done: 0, short: 0 };

  constructor(parts: { shop: Shop; ledger: Ledger; random: Random; skus: readonly string[]; name: string }) {
    this.#shop = parts.shop;
    this.#ledger = parts.ledger;
    this.#random = parts.random;
    this.#skus = parts.skus;
    this.#name = parts.name;
  }

  /** Acts until it is told to stop, at most so many times. */
  async act(isOver: () => boolean, timesMax: number): Promise<void> {
    for (let times = 0; times < timesMax && !isOver(); times += 1) {
      await this.#actOnce();
      this.counted.done += 1;
    }
  }

  /** Gives up every cart that it still has. */
  async leave(): Promise<void> {
    while (this.#open.length > 0) await this.#release(0);
  }

  /** Fills a cart that nobody will come back for; it runs out by itself. */
  async abandon(): Promise<void> {
    await this.#reserve(60, () => {});
  }

  async #actOnce(): Promise<void> {
    const cart = this.#random.between(0, this.#open.length - 1);
    const what = this.#random.between(1, 100);
    if (this.#open.length === 0 || (what <= 28 && this.#open.length < OPEN_MAX)) return this.#fillCart();
    if (what <= 37) return this.#change(cart);
    if (what <= 41) return this.#extend(cart);
    if (what <= 46) return this.#release(cart);
    if (what <= 51) return this.#receive();
    if (what <= 56) return this.#look(cart);
    if (this.#placed.length === 0 || (what <= 66 && this.#placed.length < PLACED_MAX)) return this.#place(cart);
    return this.#tend(this.#random.between(0, this.#placed.length - 1));
  }

  /** Does something with an order, whatever can be done with it; one that is at its end is left alone. */
  #tend(index: number): Promise<void> {
    const order = this.#placed[index];
    if (order === undefined) return Promise.resolve();
    const [planned] = this.#random.some([...order.planned.keys()], 1);
    const toReturn = difference(allOf(order.shipped), allOf(order.returned));
    const allocated = allocatedOf(order);
    const acts: (() => Promise<void>)[] = [];
    if (allocated.size > 0) {
      acts.push(
        () => this.#plan(order, allocated),
        () => this.#plan(order, this.#someOf(allocated)),
      );
      acts.push(() => this.#cancel(order, this.#someOf(allocated)));
      if (planned === undefined) acts.push(() => this.#cancel(order, null));
    }
    if (planned !== undefined) {
      acts.push(
        () => this.#ship(order, planned),
        () => this.#ship(order, planned),
        () => this.#unplan(order, planned),
      );
    }
    if (toReturn.size > 0) acts.push(() => this.#giveBack(order, this.#someOf(toReturn)));
    if (acts.length === 0 || (allocated.size + order.planned.size === 0 && this.#random.isOneIn(2))) {
      this.#placed.splice(index, 1);
      return Promise.resolve();
    }
    return this.#random.pick(acts)();
  }

  #fillCart(): Promise<void> {
    return this.#reserve(HELD_S, (known) => this.#open.push(known));
  }

  async #reserve(ttlSeconds: number, keep: (known: KnownReservation) => void): Promise<void> {
    const [key, lines] = [this.#freshKey(), this.#cart()];
    const answer = await this.#sent(`reserve ${key}`, () => this.#shop.reserve(key, { lines, ttlSeconds }), true);
    if (answer !== null) keep(this.#ledger.reserved(key, lines, ttlSeconds, answer));
  }

  async #change(cart: number): Promise<void> {
    const known = this.#open[cart];
    if (known === undefined) return;
    const [key, lines, { id, revision }] = [this.#freshKey(), this.#cart(), known];
    const answer = await this.#sent(`change ${id}`, () => this.#shop.change(key, id, revision, lines), true);
    if (answer !== null) this.#ledger.changed(known, lines, answer);
  }

  async #extend(cart: number): Promise<void> {
    const known = this.#open[cart];
    if (known === undefined) return;
    const key = this.#freshKey();
    const answer = await this.#sent(`extend ${known.id}`, () => this.#shop.extend(key, known.id, EXTENDED_S));
    if (answer !== null) this.#ledger.extended(known, answer);
  }

  async #release(cart: number): Promise<void> {
    const [known] = this.#open.splice(cart, 1);
    if (known === undefined) return;
    const key = this.#freshKey();
    const answer = await this.#sent(`release ${known.id}`, () => this.#shop.release(key, known.id));
    if (answer !== null) this.#ledger.released(known, answer);
  }

  async #place(cart: number): Promise<void> {
    const [known] = this.#open.splice(cart, 1);
    if (known === undefined) return;
    const key = this.#freshKey();
    const order = `order-${key}`;
    const answer = await this.#sent(`order ${known.id}`, () => this.#shop.place(key, order, known.id));
    if (answer !== null) this.#placed.push(this.#ledger.placed(known, order, answer));
  }

  /** Without units: all that it can. */
  async #cancel(order: KnownOrder, units: Units | null): Promise<void> {
    const [key, all, lines] = [
      this.#freshKey(),
      allocatedOf(order),
      units === null ? undefined : linesOf(order, units),
    ];
    const answer = await this.#sent(`cancel ${order.id}`, () => this.#shop.cancel(key, order.id, lines));
    if (answer !== null) this.#ledger.cancelled(order, units ?? all, answer);
  }

  async #plan(order: KnownOrder, units: Units): Promise<void> {
    const [key, lines] = [this.#freshKey(), linesOf(order, units)];
    const shipment = `shipment-${key}`;
    const answer = await this.#sent(`plan ${order.id}`, () => this.#shop.plan(key, order.id, shipment, lines));
    if (answer !== null) this.#ledger.planned(order, shipment, units, answer);
  }

  async #unplan(order: KnownOrder, shipment: string): Promise<void> {
    const key = this.#freshKey();
    const answer = await this.#sent(`unplan ${shipment}`, () => this.#shop.unplan(key, order.id, shipment));
    if (answer !== null) this.#ledger.unplanned(order, shipment, answer);
  }

  async #ship(order: KnownOrder, shipment: string): Promise<void> {
    const key = this.#freshKey();
    const answer = await this.#sent(`ship ${shipment}`, () => this.#shop.ship(key, order.id, shipment));
    if (answer !== null) this.#ledger.shipped(order, shipment, answer);
  }

  async #giveBack(order: KnownOrder, units: Units): Promise<void> {
    const [key, lines] = [this.#freshKey(), linesOf(order, units)];
    const id = `return-${key}`;
    const answer = await this.#sent(`return ${order.id}`, () => this.#shop.giveBack(key, order.id, id, lines));
    if (answer !== null) this.#ledger.returned(order, id, units, answer);
  }

  async #receive(): Promise<void> {
    const [key, sku, units] = [this.#freshKey(), this.#random.pick(this.#skus), this.#random.between(1, 4)];
    const answer = await this.#sent(`receive ${sku}`, () => this.#shop.receive(key, sku, units));
    if (answer !== null) this.#ledger.received(sku, units);
  }

  async #look(cart: number): Promise<void> {
    const known = this.#open[cart];
    if (known !== undefined) {
      const answer = await this.#sent(`read ${known.id}`, () => this.#shop.reservation(known.id));
      if (answer !== null) this.#ledger.check(known, answer);
    }
    const order = this.#placed.at(-1);
    if (order !== undefined) {
      const answer = await this.#sent(`read ${order.id}`, () => this.#shop.order(order.id));
      if (answer !== null) this.#ledger.checkOrder(order, answer);
    }
  }

  /** What was accepted. `mayBeShort`: it may also be refused for want of stock; nothing else can be refused. */
  async #sent<Value>(what: string, send: () => Promise<Answer<Value>>, mayBeShort = false): Promise<Value | null> {
    const twin = this.#random.isOneIn(8) ? untilAnswered(send) : null;
    const [answer, other] = await Promise.all([untilAnswered(send), twin]);
    // Want of stock is not final, so that one of the two may have found more.
    const accepted = [answer, other].find((each) => each?.accepted === true);
    for (const each of [answer, other]) {
      if (each === null || each.accepted) continue;
      if (mayBeShort && each.code === "insufficient_stock") this.counted.short += 1;
      else this.#ledger.violations.push(`${this.#name}: ${what} was refused: ${outcomeOf(each)}`);
    }
    if (answer.accepted && other?.accepted === true && withoutTime(answer.value) !== withoutTime(other.value)) {
      this.#ledger.violations.push(`${this.#name}: ${what} got two answers`);
    }
    return accepted?.accepted === true ? accepted.value : null;
  }

  /** One unit or more of some of these. */
  #someOf(units: Units): Units {
    const some = this.#random.some([...units], this.#random.between(1, units.size));
    return new Map(some.map(([sku, quantity]) => [sku, this.#random.between(1, quantity)]));
  }

  #cart(): SkuLine[] {
    const skus = this.#random.some(this.#skus, this.#random.between(1, 3));
    return skus.map((sku) => ({ sku, quantity: this.#random.between(1, 3) }));
  }

  #freshKey(): string {
    this.#keys += 1;
    return `${this.#name}-${this.#keys}`;
  }
}

function linesOf(order: KnownOrder, units: Units): LineQuantity[] {
  const skus = [...order.units.keys()];
  return [...units].map(([sku, quantity]) => ({ line: skus.indexOf(sku), quantity }));
}

function difference(units: Units, less: Units): Units {
  const left = [...units].map(([sku, quantity]): [string, number] => [sku, quantity - (less.get(sku) ?? 0)]);
  return new Map(left.filter(([, quantity]) => quantity > 0));
}

/** `asOf` is the time of the answer. */
function withoutTime(answered: unknown): string {
  return JSON.stringify({ ...Object(answered), asOf: null });
}
