import type { Order } from "../../sdk/index.ts";
import { PLACE_TRIES_MAX } from "../core/bounds.ts";
import { cancelOrder, type OrderRecord, orderFrom, orderView, rememberOrder } from "../core/order.ts";
import type { CallKey, CancelOrderCall, PlaceOrderCall, SlotCallable, SlotResult } from "./slot-callable.ts";
import { type Loaded, refused, type SlotContext } from "./slot-context.ts";
import { slotOfReservation } from "./slot-number.ts";

/** Whether a reservation was given to the order that was written to be placed from it. */
type Settled = { settled: true } | { settled: false; result: SlotResult<never> };

/**
 * The orders of one slot. An order from a reservation goes over two slots (DESIGN section 7.6): it is written here that
 * it is being placed, then the reservation's slot gives the reservation to it. That write is the commit point.
 */
export class OrderDesk {
  readonly #slot: SlotContext;
  /** Orders that were written and of which it is not known whether their reservation was given to them. */
  readonly #unsettled: Set<string>;
  /** One call after the other for each order; the chain is dropped when it is done. */
  readonly #queues = new Map<string, Promise<unknown>>();

  /** `unsettled`: ids of the orders whose turn may not be done. */
  constructor(slot: SlotContext, unsettled: Iterable<string>) {
    this.#slot = slot;
    this.#unsettled = new Set(unsettled);
  }

  place(call: PlaceOrderCall): Promise<SlotResult<Order>> {
    return this.#inTurn(call.id, async () => {
      const found = await this.#settled(call.id);
      if (found.state === "unknown") return found.result;
      if (found.state === "there") return answerAgain(found.loaded.record, call) ?? refused({ reason: "order_exists" });
      return this.#place(call);
    });
  }

  read(id: string): Promise<SlotResult<Order>> {
    return this.#inTurn(id, async () => {
      const found = await this.#settled(id);
      if (found.state === "unknown") return found.result;
      if (found.state === "none") return refused({ reason: "order_not_found" });
      return { accepted: true, value: orderView(found.loaded.record) };
    });
  }

  cancel(call: CancelOrderCall): Promise<SlotResult<Order>> {
    return this.#inTurn(call.id, async () => {
      const found = await this.#settled(call.id);
      if (found.state === "unknown") return found.result;
      if (found.state === "none") return refused({ reason: "order_not_found" });
      const { record } = found.loaded;
      const again = answerAgain(record, call);
      if (again !== null) return again;
      // Cancelling what is cancelled changes nothing: the answer is the order as it is.
      if (record.state === "cancelled") return { accepted: true, value: orderView(record) };
      const now = Date.now();
      const cancelled = rememberOrder(cancelOrder(record, call.actor, call.note, now), call.key, call.body);
      this.#slot.saveOrder(cancelled, now);
      await this.#slot.driveOrder(call.id);
      return { accepted: true, value: orderView(cancelled) };
    });
  }

  /** Goes on with what a crash or a lost answer left open. */
  resume(id: string): Promise<void> {
    return this.#inTurn(id, async () => {
      const found = await this.#settled(id);
      if (found.state === "there") await this.#slot.driveOrder(id);
    });
  }

  async #place(call: PlaceOrderCall): Promise<SlotResult<Order>> {
    const slot = this.#slotOf(call.reservation);
    if (slot === null) return refused({ reason: "reservation_not_found" });
    for (let tries = 0; tries < PLACE_TRIES_MAX; tries += 1) {
      const offer = await answered(slot.offer(call.reservation));
      if (!offer.accepted) return offer;
      const now = Date.now();
      const order = orderFrom(offer.value.record, offer.value.mark, call, now);
      this.#unsettled.add(call.id);
      this.#slot.saveOrder(order, now);
      const settled = await this.#settle(order.id);
      if (settled.settled) {
        await this.#slot.driveOrder(call.id);
        return { accepted: true, value: orderView(order) };
      }
      const { result } = settled;
      // The reservation was changed between reading and giving: read it again.
      if (result.accepted || result.refusal.reason !== "revision_mismatch") return result;
    }
    return refused({ reason: "unavailable" });
  }

  /** The order, once it is certain that it is one. */
  async #settled(
    id: string,
  ): Promise<
    | { state: "there"; loaded: Loaded<OrderRecord> }
    | { state: "none" }
    | { state: "unknown"; result: SlotResult<never> }
  > {
    if (this.#unsettled.has(id)) {
      const settled = await this.#settle(id);
      if (settled.settled) await this.#slot.driveOrder(id);
      else if (isUnavailable(settled.result)) return { state: "unknown", result: settled.result };
    }
    const loaded = this.#slot.order(id);
    return loaded === null ? { state: "none" } : { state: "there", loaded };
  }

  /** Asks for the reservation once more: the answer is the same however often. A refused order is not one. */
  async #settle(id: string): Promise<Settled> {
    const order = this.#slot.order(id)?.record;
    const slot = order === undefined ? null : this.#slotOf(order.reservation);
    if (order === undefined || slot === null) {
      this.#unsettled.delete(id);
      return { settled: false, result: refused({ reason: "order_not_found" }) };
    }
    const given = await answered(slot.give(order.reservation, id, order.mark));
    if (given.accepted) {
      this.#unsettled.delete(id);
      return { settled: true };
    }
    if (isUnavailable(given)) return { settled: false, result: given };
    this.#slot.removeOrder(id);
    this.#unsettled.delete(id);
    return { settled: false, result: given };
  }

  #slotOf(reservation: string): SlotCallable | null {
    const slot = slotOfReservation(reservation);
    return slot === null ? null : this.#slot.slotAt(slot);
  }

  #inTurn<Value>(id: string, run: () => Promise<Value>): Promise<Value> {
    const before = this.#queues.get(id) ?? Promise.resolve();
    const result = before.then(run, run);
    const settled = result
      .catch(() => undefined)
      .then(() => {
        if (this.#queues.get(id) === settled) this.#queues.delete(id);
      });
    this.#queues.set(id, settled);
    return result;
  }
}

/** A call to another slot that broke has no outcome. */
async function answered<Value>(call: Promise<SlotResult<Value>>): Promise<SlotResult<Value>> {
  try {
    return await call;
  } catch (error) {
    console.error("A slot did not answer", error);
    return refused({ reason: "unavailable" });
  }
}

function isUnavailable(result: SlotResult<unknown>): boolean {
  return !result.accepted && result.refusal.reason === "unavailable";
}

function answerAgain(order: OrderRecord, call: CallKey): SlotResult<Order> | null {
  const stored = order.answers.find((answer) => answer.key === call.key);
  if (stored === undefined) return null;
  if (stored.body !== call.body) return refused({ reason: "idempotency_mismatch" });
  return { accepted: true, value: stored.answer };
}
